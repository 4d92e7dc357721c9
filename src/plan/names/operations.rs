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
    /// Method and path, for when that is taken, too.
    pub(in crate::plan) route: String,
    /// The same with the parameters where they stand, which no other operation has.
    pub(in crate::plan) full_route: String,
    /// The request struct: the whole `operationId`.
    pub(in crate::plan) request: String,
}

/// The names for an operation: `operationId` with a `/` or `.` is group and method, else the first tag is the group.
pub(in crate::plan) fn suggest(operation: &Operation) -> Suggestion {
    let id = operation.id.as_deref().filter(|id| id.contains(char::is_alphanumeric));
    let route = from_path(operation);
    let request = id.map_or_else(|| route.clone(), |id| words(id).join(" "));
    let separated = id.and_then(|id| separated(id, &operation.method.0));
    let tag = operation.tags.first().filter(|tag| tag.contains(char::is_alphanumeric));
    let (group, full_method) = match separated {
        Some((group, method)) => (Some(group.to_owned()), words(method).join(" ")),
        None => (tag.cloned(), request.clone()),
    };
    let method = match &group {
        Some(group) => without(&words(&full_method), &words(group)).join(" "),
        None => full_method.clone(),
    };
    Suggestion { group, method, full_method, route, full_route: in_order(operation), request }
}

/// Splits `repos/get` and `v1.repos.get` at the last separator. An id that is a path, a URL or a sentence is one name.
fn separated<'i>(id: &'i str, method: &str) -> Option<(&'i str, &'i str)> {
    let is_name = |piece: &str| {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
        piece.contains(char::is_alphanumeric) && piece.chars().all(is_word)
    };
    let (group, rest) = id.rsplit_once(['/', '.'])?;
    let has_words = |text: &str| text.contains(char::is_alphabetic);
    let begins_with_method = group.split(['/', '.']).next().is_some_and(|first| first.eq_ignore_ascii_case(method));
    let fits = id.split(['/', '.']).all(is_name) && has_words(group) && has_words(rest) && !begins_with_method;
    fits.then_some((group, rest))
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

/// As [`from_path`], with the parameters where they stand.
fn in_order(operation: &Operation) -> String {
    let pieces = operation.path.segments.iter().map(|segment| match segment {
        Segment::Constant(text) => text.clone(),
        Segment::Parameter(name) => format!("by {name}"),
    });
    let pieces = std::iter::once(operation.method.0.to_lowercase()).chain(pieces);
    pieces.flat_map(|piece| words(&piece)).collect::<Vec<_>>().join(" ")
}

/// Words that qualify what was named before them.
const PREPOSITIONS: &[&str] = &["about", "at", "by", "for", "from", "in", "of", "on", "to", "with", "without"];

/// A method's words without those of its group, where what remains is still a phrase: of `pets list`, of `list pets` and
/// of `get pet by id`, not of `list pet owners`.
fn without(method: &[String], group: &[String]) -> Vec<String> {
    let Some(at) = position(method, group).filter(|at| *at < 2 && method.len() > group.len()) else {
        return method.to_vec();
    };
    let (before, after) = (&method[..at], &method[at + group.len()..]);
    let qualifies = after.first().is_none_or(|word| PREPOSITIONS.contains(&word.as_str()));
    if at == 0 || qualifies { [before, after].concat() } else { method.to_vec() }
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
        assert_eq!(by_id("resources.list"), ["resources", "list", "ResourcesList"]);
        assert_eq!(by_id("repos/get"), ["repos", "get", "ReposGet"]);
        assert_eq!(by_id("users/get-by-username"), ["users", "get_by_username", "UsersGetByUsername"]);
        assert_eq!(
            by_id("actions/create-org-variable"),
            ["actions", "create_org_variable", "ActionsCreateOrgVariable"]
        );
        assert_eq!(by_id("api-keys.list-api-keys"), ["api_keys", "list", "ApiKeysListApiKeys"]);
        assert_eq!(by_id("admin.apps.approve"), ["admin_apps", "approve", "AdminAppsApprove"]);
    }

    #[test]
    fn an_id_that_is_a_path_or_a_sentence_is_one_name() {
        let by_id = |id| names("GET", "/users/{id}", Some(id), Some("accounts"));
        for (id, method) in [
            ("/users/{id}", "users_id"),
            ("get/users/id", "get_users_id"),
            ("GET_/users/{id}", "get_users_id"),
            ("https://api.example.com/users/get", "https_api_example_com_users_get"),
            ("Get one user. Or none.", "get_one_user_or_none"),
            ("users.1", "users_1"),
        ] {
            let request = crate::name::upper_camel(method).to_string();
            assert_eq!(by_id(id), ["accounts".to_owned(), method.to_owned(), request], "{id}");
        }
    }

    #[test]
    fn else_the_first_tag_is_the_group() {
        let by_tag = |id, tag| names("GET", "/", Some(id), Some(tag));
        assert_eq!(by_tag("listPets", "pets"), ["pets", "list", "ListPets"]);
        assert_eq!(by_tag("getPetById", "pets"), ["pets", "get_by_id", "GetPetById"]);
        assert_eq!(by_tag("getUserRepos", "repos"), ["repos", "get_user_repos", "GetUserRepos"]);
        assert_eq!(by_tag("search", "Search"), ["search", "search", "Search"]);
        assert_eq!(by_tag("saveAlbumsUser", "albums")[1], "save_albums_user");
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
