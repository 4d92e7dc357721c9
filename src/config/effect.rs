//! What a configuration changes, in words that last: the lock of an output remembers it.

use serde_json::{Map, Value, json};

use super::{Config, Ends, FormatType, Selector};

impl Config {
    /// What differs from [`Config::new`], by the names in `specwright.toml`. All that the output depends on is told, or a
    /// change of it would go unnoticed.
    pub(crate) fn in_effect(&self) -> Map<String, Value> {
        // Taken apart whole, so that a setting that is added has to be told, too.
        let Self { ends, name, include, exclude, settings, keep_going, formats } = self;
        let mut told = Map::new();
        if let Some(name) = name {
            told.insert("name".to_owned(), json!(name));
        }
        match ends {
            Ends::Both => {}
            Ends::Client => drop(told.insert("only".to_owned(), json!("client"))),
            Ends::Server => drop(told.insert("only".to_owned(), json!("server"))),
        }
        for (key, selectors) in [("include", include), ("exclude", exclude)] {
            if !selectors.is_empty() {
                told.insert(key.to_owned(), selectors.iter().map(Selector::to_string).collect());
            }
        }
        if *keep_going {
            told.insert("keep-going".to_owned(), json!(true));
        }
        for setting in settings {
            told.insert(format!("{}: {}", setting.target, setting.name), setting.value.clone());
        }
        for (format, ty) in formats {
            let ty = match ty {
                FormatType::Known(known) => json!(format!("{known:?}")),
                FormatType::Other { path, dependency: None } => json!(path),
                FormatType::Other { path, dependency: Some((name, version)) } => {
                    json!({ "type": path, "crate": format!("{name} = {version}") })
                }
            };
            told.insert(format!("types.formats.{format}"), ty);
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Setting, Target};

    #[test]
    fn the_default_has_no_effect() {
        assert!(Config::new().in_effect().is_empty());
    }

    #[test]
    fn every_setting_is_told() {
        let setting = Setting { target: Target::Document, name: "retry".into(), value: json!({ "retries": 1 }) };
        let config = Config::new()
            .name("pets")
            .ends(Ends::Client)
            .include("tag:pets".parse().unwrap())
            .exclude("GET /pets".parse().unwrap())
            .keep_going(true)
            .setting(setting)
            .format("uuid", "string".parse().unwrap())
            .format("ip", "std::net::IpAddr".parse().unwrap())
            .format("decimal", FormatType::of_crate("a::B", "a", "\"1\"").unwrap());
        let expected = json!({
            "name": "pets",
            "only": "client",
            "include": ["tag:pets"],
            "exclude": ["GET /pets"],
            "keep-going": true,
            "root: retry": { "retries": 1 },
            "types.formats.decimal": { "type": "a::B", "crate": "a = \"1\"" },
            "types.formats.ip": "std::net::IpAddr",
            "types.formats.uuid": "String",
        });
        assert_eq!(Value::Object(config.in_effect()), expected);
    }
}
