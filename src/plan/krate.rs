//! The package: its name and version, and what it says about itself.

use super::docs::{self, DocLines};
use super::names::operations::words;
use crate::config::{Config, Version};
use crate::ir::{Api, Doc};
use crate::name::package;

/// The package.
#[derive(Debug, Clone, PartialEq)]
pub struct CratePlan {
    /// Its name: `resources-api`.
    pub name: String,
    /// Its version, as Cargo wants it.
    pub version: String,
    /// The title of the API, on one line, as in the document.
    pub title: String,
    /// The version of the API, as in the document.
    pub api_version: String,
    /// What the document says of the API.
    pub docs: DocLines,
    /// The document's file name.
    pub source: String,
    /// What environment variables begin with: `RESOURCES`.
    pub env_prefix: String,
    /// `#![recursion_limit]`, if the default is too low.
    pub recursion_limit: Option<usize>,
}

pub(super) fn plan(api: &Api, config: &Config, recursion_limit: Option<usize>) -> CratePlan {
    let name = config.name.clone().unwrap_or_else(|| package(&api.info.title));
    let title: String = api.info.title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    CratePlan {
        env_prefix: env_prefix(&name),
        version: config.version.clone().unwrap_or_else(|| version(&api.info.version)).to_string(),
        title: title.trim().to_owned(),
        api_version: api.info.version.clone(),
        docs: docs::lines(&Doc { external: api.info.external_docs.clone(), ..api.info.doc.clone() }),
        source: api.source.clone(),
        recursion_limit,
        name,
    }
}

/// The words of the package without a final `api`, which what follows says anyway: `RESOURCES_API_KEY`.
fn env_prefix(name: &str) -> String {
    let mut words = words(name);
    if words.len() > 1 && words.last().is_some_and(|word| word == "api") {
        words.pop();
    }
    words.join("_").to_uppercase()
}

/// The document's version as a semantic version; `0.1.0` if it is none, such as a date.
pub(crate) fn version(text: &str) -> Version {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let is_number = |part: &str| part.len() < 10 && part.chars().all(|c| c.is_ascii_digit());
    let number = |part: &str| is_number(part).then(|| part.parse().ok()).flatten();
    let numbers: Option<Vec<u64>> = text.split('.').map(number).collect();
    match numbers.as_deref() {
        Some([major]) => Version::new(*major, 0, 0),
        Some([major, minor]) => Version::new(*major, *minor, 0),
        Some([major, minor, patch]) => Version::new(*major, *minor, *patch),
        _ => Version::new(0, 1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_semantic_or_made_up() {
        for (given, taken) in
            [("1", "1.0.0"), ("v2.1", "2.1.0"), ("1.02.3", "1.2.3"), ("2024-01-01", "0.1.0"), ("", "0.1.0")]
        {
            assert_eq!(version(given).to_string(), taken, "{given}");
        }
    }

    #[test]
    fn variables_do_not_say_api_twice() {
        assert_eq!(env_prefix("resources-api"), "RESOURCES");
        assert_eq!(env_prefix("api"), "API");
    }
}
