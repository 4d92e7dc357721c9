//! What a configuration changes, in words that last: the lock of an output remembers it.

use serde_json::{Map, Value, json};

use super::{
    Config, Ends, Features, FormatType, Kind, OperationConfig, PropertyConfig, Raised, SchemaConfig, Selector,
};

impl Config {
    /// What differs from [`Config::new`], by the names in `specwright.toml`. All that the output depends on is told, or a
    /// change of it would go unnoticed.
    pub(crate) fn in_effect(&self) -> Map<String, Value> {
        // Taken apart whole, so that a setting that is added has to be told, too.
        let Self {
            kind,
            ends,
            features,
            name,
            version,
            raised,
            include,
            exclude,
            settings,
            keep_going,
            formats,
            schemas,
            operations,
            groups,
            dependencies,
        } = self;
        let mut told = Map::new();
        if let Some(name) = name {
            told.insert("name".to_owned(), json!(name));
        }
        if let Some(version) = version {
            told.insert("version".to_owned(), json!(version.to_string()));
        }
        if let Some(Raised { from, since }) = raised {
            told.insert("version.from".to_owned(), json!(from.to_string()));
            told.insert("version.since".to_owned(), json!(since));
        }
        match ends {
            Ends::Both => {}
            Ends::Client => drop(told.insert("ends".to_owned(), json!("client"))),
            Ends::Server => drop(told.insert("ends".to_owned(), json!("server"))),
        }
        match features {
            Features::BySize => {}
            Features::Groups => drop(told.insert("features".to_owned(), json!("groups"))),
            Features::Ends => drop(told.insert("features".to_owned(), json!("ends"))),
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
        if *kind == Kind::Module {
            told.insert("kind".to_owned(), json!("module"));
        }
        told.extend(formats.iter().map(|(format, ty)| (format!("types.formats.{format}"), of_type(ty))));
        told.extend(schemas.iter().map(|(key, schema)| (format!("schemas.{key}"), of_schema(schema))));
        told.extend(operations.iter().map(|(key, operation)| (format!("operations.{key}"), of_operation(operation))));
        told.extend(groups.iter().map(|(group, name)| (format!("groups.{group}"), json!(name))));
        told.extend(dependencies.iter().map(|(name, line)| (format!("dependencies.{name}"), json!(line))));
        told
    }
}

fn of_type(ty: &FormatType) -> Value {
    match ty {
        FormatType::Known(known) => json!(format!("{known:?}")),
        FormatType::Other { path, dependency: None } => json!(path),
        FormatType::Other { path, dependency: Some((name, version)) } => {
            json!({ "type": path, "crate": format!("{name} = {version}") })
        }
    }
}

/// What is said, without what is not.
fn said(value: Value) -> Value {
    let Value::Object(mut members) = value else { return value };
    members.retain(|_, value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    });
    Value::Object(members)
}

fn of_schema(schema: &SchemaConfig) -> Value {
    let SchemaConfig { name, ty, derives, attributes, extensible, properties, variants } = schema;
    let properties = properties.iter().map(|(name, property)| (name.clone(), of_property(property)));
    said(json!({
        "name": name,
        "type": ty.as_ref().map(of_type),
        "derives": derives,
        "attributes": attributes,
        "extensible": extensible,
        "properties": properties.collect::<Map<_, _>>(),
        "variants": variants,
    }))
}

fn of_property(property: &PropertyConfig) -> Value {
    let PropertyConfig { name, ty, required, nullable } = property;
    let ty = ty.as_ref().map(of_type);
    said(json!({ "name": name, "type": ty, "required": required, "nullable": nullable }))
}

fn of_operation(operation: &OperationConfig) -> Value {
    let OperationConfig { name, request, group, parameters } = operation;
    said(json!({ "name": name, "request": request, "group": group, "parameters": parameters }))
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
            .version("1.2.3".parse().unwrap())
            .ends(Ends::Client)
            .include("tag:pets".parse().unwrap())
            .exclude("GET /pets".parse().unwrap())
            .keep_going(true)
            .setting(setting)
            .format("uuid", "string".parse().unwrap())
            .format("ip", "std::net::IpAddr".parse().unwrap())
            .format("decimal", FormatType::of_crate("a::B", "a", "\"1\"").unwrap());
        let mut config = config.kind(Kind::Module).features(Features::Groups);
        config.raised = Some(Raised::new("1.2.2".parse().unwrap(), "ab"));
        let property = PropertyConfig { required: Some(true), ..PropertyConfig::default() };
        let schema = SchemaConfig {
            properties: [("id".to_owned(), property)].into(),
            name: Some("X".into()),
            ..Default::default()
        };
        config.schemas.insert("Pet".into(), schema);
        let operation = OperationConfig { group: Some("x".into()), ..Default::default() };
        config.operations.insert("tag:pets".into(), operation);
        config.groups.insert("pets".into(), "animals".into());
        config.dependencies.insert("a".into(), "\"1\"".into());
        let expected = json!({
            "kind": "module",
            "schemas.Pet": { "name": "X", "properties": { "id": { "required": true } } },
            "operations.tag:pets": { "group": "x" },
            "groups.pets": "animals",
            "dependencies.a": "\"1\"",
            "name": "pets",
            "version": "1.2.3",
            "version.from": "1.2.2",
            "version.since": "ab",
            "ends": "client",
            "features": "groups",
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
