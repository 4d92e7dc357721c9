//! Selectors: which operations of a document are meant.

use std::fmt;
use std::str::FromStr;

use crate::name::nearest;

/// Operations of a document: by operationId, `"GET /path"`, `tag:NAME` or `path:GLOB`; or events: `webhook:GLOB`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The operation of this operationId.
    Id(String),
    /// The operation with this method, in upper case, on this path.
    Route(String, String),
    /// The operations with this tag.
    Tag(String),
    /// The operations on paths of this pattern: `*` is any text without `/`, `**` any text.
    Path(String),
    /// The webhooks with names of this pattern.
    Webhook(String),
}

/// What selectors know about an operation.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its operationId.
    pub id: Option<&'a str>,
    /// Its method, in upper or lower case.
    pub method: &'a str,
    /// Its path template, as in the document.
    pub path: &'a str,
    /// Its tags.
    pub tags: &'a [String],
}

impl Selector {
    /// Whether this selects an operation.
    pub fn matches(&self, operation: &Candidate<'_>) -> bool {
        match self {
            Self::Id(id) => operation.id == Some(id),
            Self::Route(method, path) => operation.method.eq_ignore_ascii_case(method) && operation.path == path,
            Self::Tag(tag) => operation.tags.contains(tag),
            Self::Path(pattern) => matches_pattern(pattern.as_bytes(), operation.path.as_bytes()),
            Self::Webhook(_) => false,
        }
    }

    /// Whether this selects a webhook.
    pub fn matches_webhook(&self, name: &str) -> bool {
        matches!(self, Self::Webhook(pattern) if matches_pattern(pattern.as_bytes(), name.as_bytes()))
    }
}

impl Selector {
    /// The selector of one of these operations that this one is most probably a misspelling of.
    pub(crate) fn nearest<'c>(&self, operations: impl Iterator<Item = Candidate<'c>>) -> Option<String> {
        let words: Vec<String> = match self {
            Self::Id(_) => operations.filter_map(|operation| operation.id.map(str::to_owned)).collect(),
            Self::Tag(_) => operations
                .flat_map(|operation| operation.tags.iter().map(|tag| format!("tag:{tag}")).collect::<Vec<_>>())
                .collect(),
            Self::Route(..) => operations
                .map(|operation| format!("{} {}", operation.method.to_ascii_uppercase(), operation.path))
                .collect(),
            Self::Webhook(_) => Vec::new(),
            Self::Path(_) => operations.map(|operation| format!("path:{}", operation.path)).collect(),
        };
        nearest(&self.to_string(), words.iter().map(String::as_str)).map(str::to_owned)
    }
}

impl FromStr for Selector {
    type Err = InvalidSelector;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.starts_with('/') {
            return Err(InvalidSelector("a path needs a method, as in `GET /pets`, or `path:`"));
        }
        if let Some(tag) = text.strip_prefix("tag:") {
            return Ok(Self::Tag(tag.to_owned()));
        }
        if let Some(pattern) = text.strip_prefix("path:") {
            return Ok(Self::Path(pattern.to_owned()));
        }
        if let Some(pattern) = text.strip_prefix("webhook:") {
            return Ok(Self::Webhook(pattern.to_owned()));
        }
        match text.split_once(' ') {
            Some((method, path)) if path.trim_start().starts_with('/') => {
                Ok(Self::Route(method.to_ascii_uppercase(), path.trim_start().to_owned()))
            }
            _ if text.is_empty() => Err(InvalidSelector("a selector cannot be empty")),
            _ => Ok(Self::Id(text.to_owned())),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Route(method, path) => write!(f, "{method} {path}"),
            Self::Tag(tag) => write!(f, "tag:{tag}"),
            Self::Path(pattern) => write!(f, "path:{pattern}"),
            Self::Webhook(pattern) => write!(f, "webhook:{pattern}"),
        }
    }
}

/// Text that selects no operation of any document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSelector(&'static str);

impl fmt::Display for InvalidSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidSelector {}

/// Goes back to the last wildcard of each kind when the rest does not match, so the time is bounded by
/// `pattern × text²` whatever the pattern.
fn matches_pattern(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let (mut star, mut globstar) = (None, None);
    loop {
        match pattern.get(p) {
            Some(b'*') if pattern.get(p + 1) == Some(&b'*') => {
                globstar = Some((p + 2, t));
                star = None;
                p += 2;
                continue;
            }
            Some(b'*') => {
                star = Some((p + 1, t));
                p += 1;
                continue;
            }
            None if t == text.len() => return true,
            Some(c) if text.get(t) == Some(c) => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            _ => {}
        }
        // Let the nearest wildcard that can take one more character.
        match (star, globstar) {
            (Some((after, from)), _) if text.get(from).is_some_and(|c| *c != b'/') => {
                star = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
            (_, Some((after, from))) if from < text.len() => {
                globstar = Some((after, from + 1));
                star = None;
                (p, t) = (after, from + 1);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn selects(selector: &str, path: &str) -> bool {
        let tags = ["pets".to_owned()];
        let operation = Candidate { id: Some("listPets"), method: "get", path, tags: &tags };
        selector.parse::<Selector>().unwrap().matches(&operation)
    }

    #[test]
    fn each_kind_of_selector_matches_what_it_names() {
        let table = [
            ("listPets", true),
            ("listpets", false),
            ("GET /pets", true),
            ("get  /pets", true),
            ("POST /pets", false),
            ("GET /pets/", false),
            ("tag:pets", true),
            ("tag:pet", false),
            ("path:/pets", true),
            ("path:/p*", true),
            ("path:/*s", true),
            ("path:/*x", false),
            ("path:**", true),
        ];
        for (selector, expected) in table {
            assert_eq!(selects(selector, "/pets"), expected, "{selector}");
        }
    }

    #[test]
    fn a_star_stays_in_its_segment_and_two_do_not() {
        assert!(!selects("path:/v1/*", "/v1/pets/{id}"));
        assert!(selects("path:/v1/*/{id}", "/v1/pets/{id}"));
        assert!(selects("path:/v1/**", "/v1/pets/{id}"));
        assert!(selects("path:**/{id}", "/v1/pets/{id}"));
        assert!(selects("path:/**/a*c/**/z", "/x/abc/abd/aac/y/z"));
        assert!(!selects("path:/**/a*c", "/x/abc/d"));
        assert!(!selects(&format!("path:{}b", "*a".repeat(40)), &"a".repeat(2000)));
    }

    #[test]
    fn selectors_print_as_they_are_written() {
        for text in ["listPets", "GET /pets", "tag:my pets", "path:/v1/**"] {
            assert_eq!(text.parse::<Selector>().unwrap().to_string(), text);
        }
        assert!("".parse::<Selector>().is_err());
        assert!("/pets".parse::<Selector>().unwrap_err().to_string().contains("method"));
    }

    #[test]
    fn exclusion_wins_over_inclusion() {
        let operation = Candidate { id: Some("a"), method: "GET", path: "/a", tags: &[] };
        let a: Selector = "a".parse().unwrap();
        let b: Selector = "b".parse().unwrap();
        assert!(Config::new().selects(&operation));
        assert!(Config::new().include(a.clone()).selects(&operation));
        assert!(!Config::new().include(b).selects(&operation));
        assert!(!Config::new().include(a.clone()).exclude(a).selects(&operation));
    }
}
