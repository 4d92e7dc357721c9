//! The names of groups, methods and request structs. Pure text: what to ask the scopes for, not yet what they grant.
//!
//! A name depends on one operation alone, so that adding an operation never renames another.

use crate::ir::{Operation, Segment};
use crate::name::snake;

/// What an operation would like to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct Suggestion {
    /// The group, in the document's words.
    pub(in crate::plan) group: Option<String>,
    /// The method of the group.
    pub(in crate::plan) method: String,
    /// The method with the words of the group, for when the method is taken.
    pub(in crate::plan) full_method: String,
    /// The request struct.
    pub(in crate::plan) request: String,
}

/// Words that a method may begin with: before the name of what they act on they make a sentence.
const VERBS: &str = "\
    accept add approve archive assign attach cancel change check clear clone close complete confirm copy count \
    create deactivate delete destroy detach disable download edit enable execute export fetch find generate get \
    import invite list lock merge modify move open patch pause post publish put query read refresh register reject \
    remove rename replace reset restart restore resume retrieve retry revoke rotate run save schedule search send \
    set show start stop submit subscribe sync test trigger unlock unpublish unsubscribe update upload upsert \
    validate verify view";

/// Verbs that, when nothing follows, act on all or on several.
const PLURAL_VERBS: &[&str] = &["count", "export", "find", "import", "list", "query", "search", "sync"];

/// Words that qualify what was named before them.
const PREPOSITIONS: &[&str] = &["about", "by", "for", "from", "in", "of", "on", "to", "with", "without"];

/// The names for an operation: `operationId` with a `/` or `.` is group and method, else the first tag is the group.
pub(in crate::plan) fn suggest(operation: &Operation) -> Suggestion {
    let id = operation.id.as_deref().filter(|id| id.contains(char::is_alphanumeric));
    if let Some((group, rest)) = id.and_then(separated) {
        let (group_words, words) = (words(group), words(rest));
        return Suggestion {
            group: Some(group.to_owned()),
            method: without(&words, &group_words).join(" "),
            full_method: words.join(" "),
            request: request_words(&group_words, &words).join(" "),
        };
    }
    let full = id.map_or_else(|| from_path(operation), |id| words(id).join(" "));
    let group = operation.tags.first().filter(|tag| tag.contains(char::is_alphanumeric));
    let method = match group {
        Some(tag) => without(&words(&full), &words(tag)).join(" "),
        None => full.clone(),
    };
    Suggestion { group: group.cloned(), method, full_method: full.clone(), request: full }
}

/// Splits `repos/get` and `v1.repos.get` at the last separator, if there are words on both sides.
fn separated(id: &str) -> Option<(&str, &str)> {
    let (group, rest) = id.rsplit_once(['/', '.'])?;
    let has_words = |text: &str| text.contains(char::is_alphabetic);
    (has_words(group) && has_words(rest)).then_some((group, rest))
}

/// Method, constant segments, then the parameters: `get users files by id and name`.
fn from_path(operation: &Operation) -> String {
    let mut words = words(&operation.method.0.to_lowercase());
    let before = words.len();
    let mut parameters: Vec<String> = Vec::new();
    for segment in &operation.path.segments {
        match segment {
            Segment::Constant(text) if text.contains(char::is_alphanumeric) => words.extend(self::words(text)),
            Segment::Constant(_) => {}
            Segment::Parameter(name) => parameters.push(self::words(name).join(" ")),
        }
    }
    if !parameters.is_empty() {
        words.push(format!("by {}", parameters.join(" and ")));
    } else if words.len() == before {
        words.push("root".to_owned());
    }
    words.join(" ")
}

/// The words of a request struct's name when the group is part of the `operationId`.
fn request_words(group: &[String], method: &[String]) -> Vec<String> {
    let Some((verb, rest)) = method.split_first() else { return group.to_vec() };
    if position(method, group).is_some() {
        return method.to_vec();
    }
    let qualified = rest.first().is_none_or(|word| PREPOSITIONS.contains(&word.as_str()));
    if !VERBS.split(' ').any(|known| known == verb) || !qualified {
        return [group, method].concat();
    }
    let one = !PLURAL_VERBS.contains(&verb.as_str());
    let object = match group.split_last() {
        Some((last, before)) if one => [before, &[singular(last)]].concat(),
        _ => group.to_vec(),
    };
    [std::slice::from_ref(verb), object.as_slice(), rest].concat()
}

/// A method's words without those of its group, if these come first or right after the verb: `list pets`, `pets list`.
fn without(method: &[String], group: &[String]) -> Vec<String> {
    match position(method, group) {
        Some(at @ (0 | 1)) if method.len() > group.len() => [&method[..at], &method[at + group.len()..]].concat(),
        _ => method.to_vec(),
    }
}

/// Where the words of the group are among those of the method; the last one may be singular or plural.
fn position(method: &[String], group: &[String]) -> Option<usize> {
    let (last, before) = group.split_last()?;
    let same = |window: &[String]| {
        window.split_last().is_some_and(|(end, start)| start == before && singular(end) == singular(last))
    };
    method.windows(group.len()).position(same)
}

/// The words of a text, in lower case.
pub(in crate::plan) fn words(text: &str) -> Vec<String> {
    snake(text).bare().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The singular of an English noun by the simplest rules; wrong for some words, but the same each time.
fn singular(word: &str) -> String {
    let endings = [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("uses", "us")];
    if word.len() <= 3 || ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    for (plural, singular) in endings {
        if let Some(stem) = word.strip_suffix(plural).filter(|stem| stem.len() > 1) {
            return format!("{stem}{singular}");
        }
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::fixtures;

    fn names(method: &str, path: &str, id: Option<&str>, tag: Option<&str>) -> [String; 3] {
        let mut operation = fixtures::operation(method, path);
        operation.id = id.map(str::to_owned);
        operation.tags = tag.map(str::to_owned).into_iter().collect();
        let suggestion = suggest(&operation);
        let group = suggestion.group.map(|group| words(&group).join("_")).unwrap_or_default();
        [group, snake(&suggestion.method).to_string(), crate::name::upper_camel(&suggestion.request).to_string()]
    }

    #[test]
    fn an_id_with_a_separator_is_group_and_method() {
        let by_id = |id| names("GET", "/", Some(id), Some("other"));
        assert_eq!(by_id("resources.list"), ["resources", "list", "ListResources"]);
        assert_eq!(by_id("resources.create"), ["resources", "create", "CreateResource"]);
        assert_eq!(by_id("repos/get"), ["repos", "get", "GetRepo"]);
        assert_eq!(by_id("users/get-by-username"), ["users", "get_by_username", "GetUserByUsername"]);
        assert_eq!(by_id("repos/list-for-org"), ["repos", "list_for_org", "ListReposForOrg"]);
        assert_eq!(
            by_id("actions/create-org-variable"),
            ["actions", "create_org_variable", "ActionsCreateOrgVariable"]
        );
        assert_eq!(by_id("api-keys.list-api-keys"), ["api_keys", "list", "ListApiKeys"]);
        assert_eq!(by_id("users.me"), ["users", "me", "UsersMe"]);
    }

    #[test]
    fn else_the_first_tag_is_the_group() {
        let by_tag = |id, tag| names("GET", "/", Some(id), Some(tag));
        assert_eq!(by_tag("listPets", "pets"), ["pets", "list", "ListPets"]);
        assert_eq!(by_tag("getPetById", "pets"), ["pets", "get_by_id", "GetPetById"]);
        assert_eq!(by_tag("getUserRepos", "repos"), ["repos", "get_user_repos", "GetUserRepos"]);
        assert_eq!(by_tag("search", "Search"), ["search", "search", "Search"]);
    }

    #[test]
    fn without_an_id_method_and_path_make_the_name() {
        assert_eq!(names("GET", "/pets/{petId}", None, None), ["", "get_pets_by_pet_id", "GetPetsByPetId"]);
        let nested = names("POST", "/users/{id}/files/{name}", None, Some("files"));
        assert_eq!(nested, ["files", "post_users_files_by_id_and_name", "PostUsersFilesByIdAndName"]);
        assert_eq!(names("GET", "/", None, None)[1], "get_root");
    }

    #[test]
    fn singulars_are_simple() {
        for (plural, one) in
            [("policies", "policy"), ("boxes", "box"), ("status", "status"), ("keys", "key"), ("addresses", "address")]
        {
            assert_eq!(singular(plural), one);
        }
        assert_eq!(singular("address"), "address");
    }
}
