//! `specwright.toml`, the settings of a project.
//!
//! ```toml
//! name = "pets-api"                   # as the arguments of the same names
//! only = "client"
//! include = ["tag:pets"]
//! exclude = ["DELETE /pets/{id}"]
//! keep-going = true
//!
//! [api]                               # conventions that the document does not state
//! rate-limit = { windows = [{ requests = 100, per = 60 }] }
//!
//! [operations."GET /pets"]
//! pagination = { style = "page" }
//!
//! [types.formats]                     # Rust types that are not to be the usual ones
//! date-time = "string"
//! decimal = { type = "rust_decimal::Decimal", crate = "rust_decimal = \"1\"" }
//!
//! [security.ApiKey]
//! env = "PETS_KEY"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use specwright::{Config, Ends, FormatType, Selector, Setting, Target};

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
            "keep-going" => config.keep_going = value.as_bool().ok_or_else(|| format!("`{key}` is true or false"))?,
            "include" => config.include = selectors(key, value)?,
            "exclude" => config.exclude = selectors(key, value)?,
            "operations" => {
                for (selector, settings) in table_of(key, value)? {
                    let selector = selector.parse().map_err(|error| format!("`{key}`: {error}"))?;
                    add(
                        &mut config,
                        &Target::Operations(selector),
                        key,
                        settings,
                        &["pagination", "rate-limit", "retry"],
                    )?;
                }
            }
            "security" => {
                for (name, settings) in table_of(key, value)? {
                    add(&mut config, &Target::Security(name.clone()), key, settings, &["env"])?;
                }
            }
            "types" => {
                for (name, value) in table_of(key, value)? {
                    match name.as_str() {
                        "formats" => config.formats = formats(value)?,
                        _ => return Err(format!("`{key}` has no setting `{name}`; known is formats")),
                    }
                }
            }
            "api" => add(&mut config, &Target::Document, key, value, &["rate-limit", "retry", "signature"])?,
            _ => return Err(format!("unknown setting `{key}`; known are {}", KNOWN.join(", "))),
        }
    }
    Ok(config)
}

const KNOWN: &[&str] = &["name", "only", "include", "exclude", "keep-going", "api", "operations", "security", "types"];

/// The Rust types of formats: names, or tables of a path and a line of the manifest.
fn formats(value: &Value) -> Result<BTreeMap<String, FormatType>, String> {
    let mut formats = BTreeMap::new();
    for (format, ty) in table_of("types.formats", value)? {
        let fail = |reason: &dyn std::fmt::Display| format!("`types.formats.{format}`: {reason}");
        let ty = match ty {
            Value::String(name) => name.parse().map_err(|error| fail(&error))?,
            Value::Object(table) => {
                if let Some(key) = table.keys().find(|key| !["type", "crate"].contains(&key.as_str())) {
                    return Err(fail(&format!("there is no `{key}`; known are type, crate")));
                }
                let text = |key: &str| table.get(key).and_then(Value::as_str);
                let (path, line) =
                    text("type").zip(text("crate")).ok_or_else(|| fail(&"`type` and `crate` are strings"))?;
                let (name, version) = line.split_once('=').ok_or_else(|| fail(&"`crate` is a line of a manifest"))?;
                if toml::from_str::<serde_json::Map<String, Value>>(line).is_err() {
                    return Err(fail(&format!("`{line}` is no line of a manifest, such as `rust_decimal = \"1\"`")));
                }
                FormatType::of_crate(path, name.trim(), version).map_err(|error| fail(&error))?
            }
            _ => return Err(fail(&"a type is a string or a table")),
        };
        formats.insert(format.clone(), ty);
    }
    Ok(formats)
}

/// Adds the settings of a table, of which only some make sense for its target.
fn add(config: &mut Config, target: &Target, key: &str, settings: &Value, known: &[&str]) -> Result<(), String> {
    for (name, value) in table_of(key, settings)? {
        if !known.contains(&name.as_str()) {
            return Err(format!("`{key}` has no setting `{name}`; known are {}", known.join(", ")));
        }
        config.settings.push(Setting { target: target.clone(), name: name.clone(), value: value.clone() });
    }
    Ok(())
}

fn table_of<'v>(key: &str, value: &'v Value) -> Result<&'v serde_json::Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("`{key}` is a table"))
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
    fn conventions_are_settings_of_what_they_are_about() {
        let text =
            "[api]\nretry = { max = 3 }\n[operations.\"tag:pets\"]\npagination = false\n[security.key]\nenv = \"K\"\n";
        let settings = parse(text).unwrap().settings;
        let named: Vec<_> = settings.iter().map(|it| (it.target.to_string(), it.name.as_str())).collect();
        let expected = [("root", "retry"), ("operation `tag:pets`", "pagination"), ("security scheme `key`", "env")];
        assert_eq!(named, expected.map(|(target, name)| (target.to_owned(), name)));
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
            ("[api]\nenv = \"X\"", "`api` has no setting `env`"),
            ("operations = 1", "`operations` is a table"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn formats_have_types() {
        let text =
            "[types.formats]\nuuid = \"string\"\n[types.formats.decimal]\ntype = \"a::B\"\ncrate = \"a = '1'\"\n";
        let expected = Config::new()
            .format("uuid", "string".parse().unwrap())
            .format("decimal", FormatType::of_crate("a::B", "a", "'1'").unwrap());
        assert_eq!(parse(text), Ok(expected));
        let reason = |text: &str| parse(&format!("[types.formats]\n{text}")).unwrap_err();
        assert_eq!(
            reason("uuid = \"strin\""),
            "`types.formats.uuid`: there is no type `strin`; did you mean `string`?"
        );
        assert!(reason("uuid = { type = \"a::B\", crate = \"a = \" }").contains("no line of a manifest"));
        assert!(reason("uuid = { type = \"a::B\", krate = \"a\" }").contains("known are type, crate"));
        assert!(parse("[types]\nformat = {}").unwrap_err().contains("known is formats"));
    }
}
