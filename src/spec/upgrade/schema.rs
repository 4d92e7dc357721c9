//! Schemas of JSON Schema 2020-12 (OpenAPI 3.1 and later) to those of OpenAPI 3.0.

use serde_json::{Map, Value, json};

use crate::spec::keys;

/// `true` accepts everything, `false` nothing (JSON Schema 2020-12, 4.3.2).
pub(in crate::spec) fn boolean(any: bool) -> Value {
    if any { json!({}) } else { json!({ "not": {} }) }
}

/// Rewrites the keywords that both versions have with another meaning; the subschemas are rewritten already.
pub(super) fn upgrade(schema: &mut Map<String, Value>, later: bool) {
    file(schema);
    discriminator(schema);
    nullable(schema);
    if later {
        types(schema);
        constant(schema);
        bound(schema, "exclusiveMinimum", "minimum", f64::max);
        bound(schema, "exclusiveMaximum", "maximum", f64::min);
        examples(schema);
        tuple(schema);
    }
    for keyword in ["anyOf", "oneOf"] {
        null_branch(schema, keyword);
    }
}

/// The body of a message as it is (Swagger 2.0, "Data Types").
fn file(schema: &mut Map<String, Value>) {
    if schema.get("type").is_some_and(|name| name == "file") {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
}

/// Swagger 2.0 has only the name of the property.
fn discriminator(schema: &mut Map<String, Value>) {
    if let Some(named @ Value::String(_)) = schema.get_mut("discriminator") {
        *named = json!({ "propertyName": named });
    }
}

/// What those write whose version has no `nullable`.
fn nullable(schema: &mut Map<String, Value>) {
    if schema.get("x-nullable").is_some_and(|nullable| nullable == true) {
        schema.entry("nullable").or_insert(Value::Bool(true));
    }
}

/// `type` as an array, or as `null`.
fn types(schema: &mut Map<String, Value>) {
    let mut names = match schema.get("type") {
        Some(Value::Array(names)) => names.clone(),
        Some(Value::String(name)) if name == "null" => vec![json!("null")],
        _ => return,
    };
    names.dedup();
    schema.shift_remove("type");
    let count = names.len();
    names.retain(|name| name != "null");
    if names.len() < count {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    match &names[..] {
        [] if count == 0 => {}
        [] => {
            schema.insert("enum".to_owned(), json!([null]));
            schema.insert(keys::TYPES.to_owned(), json!(["null"]));
        }
        [name] => {
            schema.insert("type".to_owned(), name.clone());
        }
        _ => {
            schema.insert(keys::TYPES.to_owned(), Value::Array(names));
        }
    }
}

fn constant(schema: &mut Map<String, Value>) {
    let Some(value) = schema.get("const").cloned() else { return };
    if value.is_null() {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    schema.insert("enum".to_owned(), json!([value]));
}

/// A number in `exclusiveMinimum` becomes a boolean there and the bound in `minimum`, of the two the narrower.
fn bound(schema: &mut Map<String, Value>, exclusive: &str, inclusive: &str, narrower: fn(f64, f64) -> f64) {
    let Some(limit) = schema.get(exclusive).filter(|limit| limit.is_number()).cloned() else { return };
    let other = schema.get(inclusive).and_then(Value::as_f64);
    let excluded = match (limit.as_f64(), other) {
        (Some(limit), Some(other)) => narrower(limit, other) == limit,
        _ => true,
    };
    if excluded {
        schema.insert(exclusive.to_owned(), Value::Bool(true));
        schema.insert(inclusive.to_owned(), limit);
    } else {
        schema.shift_remove(exclusive);
    }
}

/// The first of `examples` is the `example`.
fn examples(schema: &mut Map<String, Value>) {
    let Some(first) = schema.get("examples").and_then(Value::as_array).and_then(|examples| examples.first()) else {
        return;
    };
    let first = first.clone();
    schema.entry("example").or_insert(first);
}

/// `items` as an array, which JSON Schema had until 2020-12, is `prefixItems`.
fn tuple(schema: &mut Map<String, Value>) {
    if schema.get("items").is_some_and(Value::is_array)
        && let Some(items) = schema.shift_remove("items")
    {
        schema.insert("prefixItems".to_owned(), items);
    }
}

/// A branch that only says "null" becomes `nullable`; the branches after it move up, which [`keys::NULL_BRANCH`] notes.
fn null_branch(schema: &mut Map<String, Value>, keyword: &str) {
    let Some(Value::Array(branches)) = schema.get_mut(keyword) else { return };
    let Some(index) = branches.iter().position(is_null) else { return };
    if branches.len() < 2 {
        return;
    }
    branches.remove(index);
    schema.insert("nullable".to_owned(), Value::Bool(true));
    let noted = schema.entry(keys::NULL_BRANCH).or_insert_with(|| json!({}));
    if let Value::Object(noted) = noted {
        noted.insert(keyword.to_owned(), json!(index));
    }
}

/// Whether a rewritten schema accepts null and nothing else.
fn is_null(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| values.len() == 1 && values[0].is_null())
        && schema.get("type").is_none()
        && schema.get("$ref").is_none()
}
