//! A document in which one thing was changed differs from itself, and it is said where.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use specwright::{Config, Document};

/// A kind of change: finds where it can be made, and makes it.
type Mutation = (&'static str, fn(&str, &Value) -> bool, fn(&mut Value));

const MUTATIONS: &[Mutation] = &[
    (
        "remove a property",
        |at, value| is_schema(at) && has(value, "properties"),
        |value| {
            let members = value["properties"].as_object_mut().unwrap();
            let name = members.keys().next().unwrap().clone();
            members.shift_remove(&name);
        },
    ),
    (
        "add a property",
        |at, value| is_schema(at) && has(value, "properties"),
        |value| {
            value["properties"]["something-else"] = json!({ "type": "string" });
        },
    ),
    (
        "toggle what is required",
        |at, value| is_schema(at) && has(value, "properties"),
        |value| {
            let name = value["properties"].as_object().unwrap().keys().next().unwrap().clone();
            let mut required = value["required"].as_array().cloned().unwrap_or_default();
            match required.iter().position(|other| *other == json!(name)) {
                Some(index) => drop(required.remove(index)),
                None => required.push(json!(name)),
            }
            value["required"] = Value::Array(required);
        },
    ),
    (
        "narrow an enumeration",
        |_, value| value["enum"].as_array().is_some_and(|values| values.len() > 1),
        |value| {
            value["enum"].as_array_mut().unwrap().pop();
        },
    ),
    (
        "change a type",
        |_, value| is_text(value),
        |value| {
            *value = json!({ "type": "boolean" });
        },
    ),
    (
        "limit a text",
        |_, value| is_text(value),
        |value| {
            value["maxLength"] = json!(7);
        },
    ),
    (
        "allow null",
        |_, value| value["type"] == "integer",
        |value| {
            value["type"] = json!(["integer", "null"]);
            value["nullable"] = json!(true);
        },
    ),
    (
        "remove an operation",
        |at, value| at.starts_with("/paths/") && has(value, "get"),
        |value| {
            value.as_object_mut().unwrap().shift_remove("get");
        },
    ),
    (
        "remove a response",
        |at, _| at.starts_with("/paths/") && at.ends_with("/responses"),
        |value| {
            let members = value.as_object_mut().unwrap();
            let status = members.keys().next_back().unwrap().clone();
            members.shift_remove(&status);
        },
    ),
    (
        "toggle a parameter",
        |_, value| value["in"] == "query",
        |value| {
            value["required"] = json!(value["required"] != true);
        },
    ),
    (
        "rename a parameter",
        |_, value| value["in"] == "query",
        |value| {
            value["name"] = json!("something-else");
        },
    ),
    (
        "deprecate",
        |_, value| has(value, "responses"),
        |value| {
            value["deprecated"] = json!(value["deprecated"] != true);
        },
    ),
];

/// Whether a schema is one of a text that may be any.
fn is_text(value: &Value) -> bool {
    value["type"] == "string" && !has(value, "enum") && !has(value, "x-extensible-enum") && !has(value, "in")
}

fn is_schema(at: &str) -> bool {
    !at.contains("/examples/") && !at.ends_with("/example")
}

fn has(value: &Value, key: &str) -> bool {
    match &value[key] {
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        other => !other.is_null(),
    }
}

/// The pointers to everything in a document that is neither an example nor an extension.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    let mut enter = |key: &str, value: &Value| {
        if !matches!(key, "example" | "examples" | "default" | "enum") && !key.starts_with("x-") {
            pointers(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
        }
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| enter(key, value)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, value)| enter(&index.to_string(), value));
        }
        _ => {}
    }
}

fn document(value: &Value) -> Document {
    Document::from_text("document.json", &value.to_string()).unwrap()
}

/// Makes every `step`th change of each kind, from the `skip`th on, and complains of those that are not told.
fn unnoticed(path: &Path, step: usize, most: usize) -> Vec<String> {
    let value: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let original = document(&value);
    let mut all = Vec::new();
    pointers(&value, "", &mut all);
    let (mut complaints, mut made) = (Vec::new(), 0);
    for (name, applies, mutate) in MUTATIONS {
        let fitting = all.iter().filter(|at| applies(at, value.pointer(at).unwrap()));
        for at in fitting.step_by(step).take(most) {
            let mut changed = value.clone();
            mutate(changed.pointer_mut(at).unwrap());
            let comparison = specwright::compare(&original, &document(&changed), &Config::new());
            made += 1;
            let sites = comparison.changes().iter().flat_map(|change| [&change.old, &change.new]).flatten();
            let near = |place: &str| place.starts_with(at.as_str()) || at.starts_with(place.trim_end_matches('/'));
            if !sites.clone().any(|site| near(site.place.pointer.as_str())) {
                complaints.push(format!("{}: {name} at {at}: {}", path.display(), comparison.to_text()));
            }
        }
    }
    assert!(made > 0);
    complaints
}

#[test]
fn every_change_of_a_small_document_is_told() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/base.yaml");
    let complaints = unnoticed(&base, 1, usize::MAX);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn changes_of_large_documents_are_told() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let mut complaints = Vec::new();
    for name in ["features.yaml", "resources.yaml", "sendpilot.json", "spreeflo.yaml", "users.json"] {
        complaints.extend(unnoticed(&specs.join(name), 5, 1));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
