//! `specwright.toml`, the settings of a project.

use std::path::Path;

use serde_json::Value;
use specwright::{Config, Ends, Selector};

use super::Failure;
use super::args::package_name;

/// Reads the settings of a file.
pub(super) fn read(path: &Path) -> Result<Config, Failure> {
    let fail = |reason: &dyn std::fmt::Display| Failure::Message(format!("{}: {reason}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| fail(&error))?;
    parse(&text).map_err(|reason| fail(&reason))
}

fn parse(text: &str) -> Result<Config, String> {
    let table: serde_json::Map<String, Value> = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut config = Config::new();
    for (key, value) in &table {
        match key.as_str() {
            "name" => config.name = Some(package_name(string(key, value)?)?),
            "only" => {
                config.ends = match string(key, value)? {
                    "client" => Ends::Client,
                    "server" => Ends::Server,
                    other => return Err(format!("`only` is \"client\" or \"server\", not {other:?}")),
                }
            }
            "include" => config.include = selectors(key, value)?,
            "exclude" => config.exclude = selectors(key, value)?,
            _ => return Err(format!("unknown setting `{key}`; known are name, only, include, exclude")),
        }
    }
    Ok(config)
}

fn string<'v>(key: &str, value: &'v Value) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| format!("`{key}` is a string"))
}

fn selectors(key: &str, value: &Value) -> Result<Vec<Selector>, String> {
    let items = value.as_array().ok_or_else(|| format!("`{key}` is an array of selectors"))?;
    let parse = |item| string(key, item)?.parse().map_err(|error| format!("`{key}`: {error}"));
    items.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_make_a_config() {
        let config = parse("name = \"pets\"\nonly = \"client\"\ninclude = [\"tag:pets\"]\nexclude = [\"GET /x\"]\n");
        let expected = Config::new()
            .name("pets")
            .ends(Ends::Client)
            .include("tag:pets".parse().unwrap())
            .exclude("GET /x".parse().unwrap());
        assert_eq!(config, Ok(expected));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, message) in [
            ("nmae = \"x\"", "unknown setting `nmae`"),
            ("only = \"both\"", "\"client\" or \"server\""),
            ("include = \"x\"", "array of selectors"),
            ("include = [\"/x\"]", "needs a method"),
            ("name = \"1\"", "begins with a letter"),
            ("name = ", "TOML parse error"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
