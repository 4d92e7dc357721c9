//! The checker against an independent one: on every small value, both say the same.

use serde_json::{Map, Value, json};

use super::decode::agree;
use super::interpret::table;

/// The document of one component schema, which is the body of a request.
fn document(schema: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Subject"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "a",
            "requestBody": {"required": true, "content": content},
            "responses": {"204": {"description": "Done"}}
        }}},
        "components": {"schemas": {
            "Subject": {"type": "object", "required": ["it"], "properties": {"it": schema}},
            "Small": {"type": "integer", "maximum": 1},
            "HasA": {"type": "object", "required": ["a"]},
        }}
    })
}

/// All values of a small world.
fn values() -> Vec<Value> {
    let scalars =
        [json!(null), json!(true), json!(-1), json!(2), json!(1.0), json!(1.5), json!(""), json!("a"), json!("abc")];
    let few = [json!(1), json!(2), json!("a"), json!("x-1"), json!(null), json!({}), json!([1])];
    let mut all = scalars.to_vec();
    for first in &few {
        all.push(json!([first]));
        for second in &few {
            all.push(json!([first, second]));
            all.extend(few.iter().map(|third| json!([first, second, third])));
        }
    }
    let members = [json!(1), json!(3), json!("abc"), json!({"a": 1})];
    let choices = members.len() + 1;
    for code in 0..choices.pow(4) {
        let mut object = Map::new();
        for (index, name) in ["a", "b", "c", "x-1"].into_iter().enumerate() {
            if let Some(value) = members.get(code / choices.pow(index as u32) % choices) {
                object.insert(name.to_owned(), value.clone());
            }
        }
        all.push(Value::Object(object));
    }
    all.push(json!([]));
    all
}

/// What differs, up to a few lines.
fn differences(schema: &Value) -> Vec<String> {
    let document = document(schema);
    let own = table(&document.to_string(), "SUBJECT");
    let root = json!({"$ref": "#/components/schemas/Subject", "components": document["components"]});
    let judge = jsonschema::draft202012::new(&root).unwrap();
    let differing = values().into_iter().filter_map(|value| {
        let value = json!({ "it": value });
        let found = own.check_value(&value);
        let text = value.to_string();
        assert_eq!(found, own.check(text.as_bytes()).unwrap(), "{value}");
        agree::<Value>(own, &text);
        (judge.is_valid(&value) != found.is_empty()).then(|| format!("{schema}\n  {value} {found:?}"))
    });
    differing.take(3).collect()
}

#[track_caller]
fn agrees(schemas: &[Value]) {
    let differing: Vec<String> = schemas.iter().flat_map(differences).collect();
    assert!(differing.is_empty(), "\n{}\n", differing.join("\n"));
}

#[test]
fn negation() {
    agrees(&[
        json!({"not": {"type": "string"}}),
        json!({"not": {"type": ["integer", "null"]}}),
        json!({"type": "object", "not": {"required": ["a", "b"]}}),
        json!({"type": "object", "properties": {"a": {"not": {"const": 1}}, "b": {"not": {}}}}),
        json!({"type": "string", "not": {"pattern": "^a"}}),
        json!({"type": "integer", "not": {"enum": [2, -1]}}),
        json!({"type": "array", "items": {"not": {"type": "string"}}}),
        json!({"type": "object", "additionalProperties": {"not": {"type": "string"}}}),
        json!({"allOf": [{"$ref": "#/components/schemas/HasA"}, {"not": {"required": ["b"]}}]}),
        json!({"not": {"$ref": "#/components/schemas/HasA"}}),
        json!({"type": "object", "properties": {"a": false}}),
    ]);
}

#[test]
fn conditions() {
    agrees(&[
        json!({"type": "object", "if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}}),
        json!({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}),
        json!({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"not": {"type": "integer"}}}),
        json!({"type": "object", "then": {"required": ["b"]}}),
        json!({"type": "object", "allOf": [
            {"if": {"required": ["a"]}, "then": {"properties": {"b": {"type": "integer"}}}},
            {"if": {"required": ["c"]}, "else": {"maxProperties": 1}},
        ]}),
        json!({"type": "object", "dependentRequired": {"a": ["b", "c"], "b": []}}),
        json!({"type": "object", "dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"type": "string"}}}}}),
        json!({"type": "object", "dependentSchemas": {"a": false, "b": {"not": {"required": ["c"]}}}}),
    ]);
}

#[test]
fn lists() {
    agrees(&[
        json!({"type": "array", "contains": {"type": "string"}}),
        json!({"type": "array", "contains": {"const": 1}, "minContains": 2}),
        json!({"type": "array", "contains": {"type": "integer"}, "minContains": 0, "maxContains": 1}),
        json!({"type": "array", "contains": {"$ref": "#/components/schemas/Small"}, "items": {"type": ["integer", "string"]}}),
        json!({"type": "array", "uniqueItems": true}),
        json!({"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}}),
        json!({"type": "array", "contains": {"type": "integer"}, "unevaluatedItems": {"type": "string"}}),
        json!({"type": "array", "contains": {"type": "integer"}, "unevaluatedItems": false}),
    ]);
}

#[test]
fn names_and_patterns() {
    agrees(&[
        json!({"type": "object", "propertyNames": {"maxLength": 1}}),
        json!({"type": "object", "propertyNames": {"enum": ["a", "b"]}}),
        json!({
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "patternProperties": {"^x-": {"type": "string"}},
            "additionalProperties": false,
        }),
        json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}),
        json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}, "^[ab]$": {"type": "integer"}}}),
        json!({
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "patternProperties": {"^[ax]": {"not": {"const": 3}}},
            "additionalProperties": {"type": "string"},
        }),
    ]);
}

#[test]
fn what_no_other_keyword_speaks_of() {
    agrees(&[
        json!({
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "if": {"required": ["a"]},
            "then": {"properties": {"b": {"type": "string"}}},
            "unevaluatedProperties": false,
        }),
        json!({
            "type": "object",
            "properties": {"a": {}},
            "dependentSchemas": {"a": {"properties": {"b": {}}, "patternProperties": {"^x-": {}}}},
            "unevaluatedProperties": {"type": "integer"},
        }),
        json!({
            "type": "object",
            "allOf": [{"properties": {"c": {}}}, {"if": {"required": ["c"]}, "then": {"properties": {"a": {}}}}],
            "unevaluatedProperties": false,
        }),
        json!({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": false}),
        json!({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}),
    ]);
}

#[test]
fn values_of_any_kind() {
    agrees(&[
        json!({"const": {"a": 1, "b": 1}}),
        json!({"const": [1]}),
        json!({"enum": [[1, 2], "a", {"a": 1.0}, null]}),
        json!({"type": "object", "properties": {"a": {"const": {"a": 1}}}, "required": ["a"]}),
        json!({"type": "array", "enum": [[1], [2, 1]]}),
        json!({"const": 1}),
        json!({"enum": [1, "a", true]}),
    ]);
}

#[test]
fn alternatives_that_only_limit() {
    agrees(&[
        json!({"type": "object", "properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        json!({"type": "object", "properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        json!({"type": "object", "oneOf": [{"required": ["a"], "not": {"required": ["b"]}}, {"required": ["b"]}]}),
        json!({"type": "string", "anyOf": [{"maxLength": 0}, {"pattern": "^abc"}]}),
        json!({"anyOf": [{"type": "string", "minLength": 2}, {"type": "string", "const": "a"}]}),
        json!({"anyOf": [{"type": "integer", "maximum": 0}, {"type": "number", "minimum": 1.5}]}),
    ]);
}

#[test]
fn numbers() {
    agrees(&[
        json!({"type": "integer"}),
        json!({"type": "integer", "minimum": 1, "maximum": 18446744073709551615_u64}),
        json!({"type": "number", "multipleOf": 0.5}),
        json!({"type": "number", "exclusiveMinimum": 1.5}),
        json!({"type": "integer", "maximum": 1e30, "minimum": -1e30}),
        json!({"type": ["integer", "null"], "multipleOf": 2}),
    ]);
}
