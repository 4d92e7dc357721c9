//! The JSON Schema of `specwright.toml`, for editors. It is made from the grammar by which files are read.

use serde_json::{Map, Value, json};

use super::grammar::{FILE, Form, Key, Shape};

/// The schema as text.
pub(in crate::cli) fn schema() -> String {
    let mut schema = table(FILE);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "specwright.toml",
    });
    if let (Value::Object(schema), Value::Object(mut head)) = (&mut schema, head) {
        head.append(schema);
        *schema = head;
    }
    format!("{schema:#}\n")
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Any => json!({}),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Text(form) => text(*form),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Texts(form) => json!({ "type": "array", "items": text(*form) }),
        Shape::Table(keys) => table(keys),
        Shape::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Shape::Map(form, shape) => {
            let mut map = json!({ "type": "object", "additionalProperties": of(shape) });
            if let Some(pattern) = form.pattern() {
                map["propertyNames"] = json!({ "pattern": pattern });
            }
            map
        }
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(of).collect::<Vec<_>>() }),
    }
}

fn text(form: Form) -> Value {
    match form.pattern() {
        Some(pattern) => json!({ "type": "string", "pattern": pattern }),
        None => json!({ "type": "string" }),
    }
}

fn table(keys: &[Key]) -> Value {
    let property = |key: &Key| {
        let mut schema = Map::from_iter([("description".to_owned(), json!(key.about))]);
        if let Value::Object(mut members) = of(&key.shape) {
            schema.append(&mut members);
        }
        (key.name.to_owned(), Value::Object(schema))
    };
    let mut table = json!({
        "type": "object",
        "properties": keys.iter().map(property).collect::<Map<_, _>>(),
        "additionalProperties": false,
    });
    let needed: Vec<&str> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    if !needed.is_empty() {
        table["required"] = json!(needed);
    }
    table
}
