//! Which members of a value its schema names. Others are ignored by the types, as the README says: an example that has such
//! members comes out without them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// How many references and compositions are followed for one value.
const MOST: usize = 400;

/// The value without the members that its definition does not name.
pub(super) fn named(definitions: &Map<String, Value>, key: &str, value: &Value) -> Value {
    let root = definitions.get(key).map(|schema| vec![schema]).unwrap_or_default();
    kept(definitions, &root, value)
}

fn kept(definitions: &Map<String, Value>, schemas: &[&Value], value: &Value) -> Value {
    let parts = parts(definitions, schemas);
    match value {
        Value::Object(members) => {
            // What no schema describes at all is kept as it is.
            let is_described = parts.iter().any(|part| describes(part));
            let kept = members.iter().filter_map(|(name, value)| {
                let below: Vec<&Value> = parts.iter().flat_map(|part| members_of(part, name)).collect();
                let is_named = !is_described || !below.is_empty() || parts.iter().any(|part| requires(part, name));
                is_named.then(|| (name.clone(), self::kept(definitions, &below, value)))
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let below: Vec<&Value> = parts.iter().filter_map(|part| item_of(part, index)).collect();
                self::kept(definitions, &below, item)
            });
            items.collect()
        }
        value => value.clone(),
    }
}

/// The schemas, and all that they refer to and are composed of.
fn parts<'d>(definitions: &'d Map<String, Value>, schemas: &[&'d Value]) -> Vec<&'d Map<String, Value>> {
    let mut waiting: Vec<&Value> = schemas.to_vec();
    let (mut parts, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(schema) = waiting.pop() {
        let Some(members) = schema.as_object().filter(|_| parts.len() < MOST) else { continue };
        if let Some(key) = members.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"))
            && seen.insert(key)
        {
            waiting.extend(definitions.get(key));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            waiting.extend(members.get(key).and_then(Value::as_array).into_iter().flatten());
        }
        waiting.extend(["then", "else"].iter().filter_map(|key| members.get(*key)));
        parts.push(members);
    }
    parts
}

/// Whether a schema says what members there are.
fn describes(part: &Map<String, Value>) -> bool {
    ["properties", "patternProperties", "additionalProperties"].iter().any(|key| part.contains_key(*key))
}

/// The schemas of a member.
fn members_of<'d>(part: &'d Map<String, Value>, name: &str) -> Vec<&'d Value> {
    let property = part.get("properties").and_then(|properties| properties.get(name));
    let patterns = part.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let rest = part.get("additionalProperties").filter(|schema| **schema != Value::Bool(false));
    match property {
        Some(property) => vec![property],
        None => patterns.chain(rest).collect(),
    }
}

fn requires(part: &Map<String, Value>, name: &str) -> bool {
    part.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|other| other == name))
}

fn item_of(part: &Map<String, Value>, index: usize) -> Option<&Value> {
    part.get("prefixItems").and_then(|items| items.get(index)).or_else(|| part.get("items"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_that_no_part_of_the_schema_names_are_left_out() {
        let definitions = json!({
            "0": { "allOf": [{ "$ref": "#/$defs/1" }], "properties": { "list": { "items": { "$ref": "#/$defs/1" } } } },
            "1": { "anyOf": [{ "properties": { "name": true } }, { "properties": { "open": { "type": "object" } } }] },
            "2": { "properties": { "id": true }, "required": ["kind"], "additionalProperties": { "$ref": "#/$defs/1" } },
        });
        let definitions = definitions.as_object().unwrap();
        let value = json!({ "name": "a", "else": 1, "open": { "any": 1 }, "list": [{ "name": "b", "else": 2 }, 3] });
        let expected = json!({ "name": "a", "open": { "any": 1 }, "list": [{ "name": "b" }, 3] });
        assert_eq!(named(definitions, "0", &value), expected);
        let value = json!({ "id": 1, "kind": 2, "more": { "name": "a", "else": 1 } });
        assert_eq!(named(definitions, "2", &value), json!({ "id": 1, "kind": 2, "more": { "name": "a" } }));
    }
}
