//! Tests of the upgrade: schemas before and after, and the places that survive it.

use serde_json::{Value, json};

use crate::diag::{Diagnostics, Severity};
use crate::spec::{Document, Node, keys};

fn document(schema: &Value) -> Document {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Upgrades", "version": "1"},
        "components": {"schemas": {"S": schema}},
    });
    Document::from_text("upgrades.json", &text.to_string()).unwrap()
}

fn schema(document: &Document) -> Node<'_> {
    document.root().get("components").unwrap().get("schemas").unwrap().get("S").unwrap()
}

#[track_caller]
fn check(before: Value, after: Value) {
    let document = document(&before);
    assert_eq!(*schema(&document).value(), after);
    assert!(document.findings().is_empty(), "{:?}", document.findings());
}

#[test]
fn types() {
    check(json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true}));
    check(json!({"type": ["string"]}), json!({"type": "string"}));
    check(json!({"type": "null"}), json!({"nullable": true, "enum": [null], keys::TYPES: ["null"]}));
    check(
        json!({"type": ["integer", "null", "string"]}),
        json!({"nullable": true, keys::TYPES: ["integer", "string"]}),
    );
}

#[test]
fn constants_are_enumerations_of_one() {
    check(json!({"const": "a"}), json!({"enum": ["a"], keys::CONST: "a"}));
    check(json!({"const": null}), json!({"nullable": true, "enum": [null], keys::CONST: null}));
}

#[test]
fn exclusive_bounds_are_booleans_beside_the_narrower_bound() {
    check(json!({"exclusiveMinimum": 1}), json!({"exclusiveMinimum": true, "minimum": 1}));
    check(json!({"exclusiveMinimum": 1, "minimum": 2}), json!({"minimum": 2}));
    check(json!({"exclusiveMaximum": 1, "maximum": 2}), json!({"exclusiveMaximum": true, "maximum": 1}));
    check(json!({"exclusiveMinimum": true, "minimum": 2}), json!({"exclusiveMinimum": true, "minimum": 2}));
}

#[test]
fn null_branches_are_nullable() {
    check(
        json!({"anyOf": [{"type": "null"}, {"type": "string"}]}),
        json!({"anyOf": [{"type": "string"}], "nullable": true, keys::NULL_BRANCH: {"anyOf": 0}}),
    );
    check(
        json!({"oneOf": [{"type": "null", "description": "none"}]}),
        json!({"oneOf": [{"nullable": true, "enum": [null], keys::TYPES: ["null"], "description": "none"}]}),
    );
}

#[test]
fn boolean_schemas_are_objects() {
    check(
        json!({"properties": {"a": true, "b": false}, "additionalProperties": false}),
        json!({"properties": {"a": {}, "b": {"not": {}}}, "additionalProperties": false}),
    );
}

#[test]
fn what_3_0_does_not_have_is_under_private_keys() {
    check(
        json!({"examples": [1, 2], "prefixItems": [true], "patternProperties": {"^x": {"type": "null"}}}),
        json!({
            "example": 1,
            keys::EXAMPLES: [1, 2],
            keys::PREFIX_ITEMS: [{}],
            keys::PATTERN_PROPERTIES: {"^x": {"nullable": true, "enum": [null], keys::TYPES: ["null"]}},
        }),
    );
}

#[test]
fn a_property_may_be_called_like_a_keyword() {
    let properties = json!({"const": {"type": "string"}, "type": {"type": "string"}, "$ref": {"type": "string"}});
    check(json!({"properties": properties}), json!({"properties": properties}));
}

#[test]
fn places_are_those_of_the_source() {
    let document = document(&json!({
        "anyOf": [{"type": "string"}, {"type": "null"}, {"$ref": "#/components/schemas/S/$defs/D"}],
        "$defs": {"D": {"prefixItems": [{"type": "integer"}]}},
    }));
    let schema = schema(&document);
    let branches: Vec<Node<'_>> = schema.get("anyOf").unwrap().items().collect();
    assert_eq!(branches[1].place().pointer.as_str(), "/components/schemas/S/anyOf/2");
    let mut diag = Diagnostics::default();
    let target = branches[1].follow(&mut diag).unwrap();
    assert_eq!(target.place().pointer.as_str(), "/components/schemas/S/$defs/D");
    let first = target.get(keys::PREFIX_ITEMS).unwrap().items().next().unwrap();
    assert_eq!(first.place().pointer.as_str(), "/components/schemas/S/$defs/D/prefixItems/0");
    let branch = first.resolve("#/components/schemas/S/anyOf/2", &mut diag).unwrap();
    assert!(branch.reference().is_some());
    assert!(diag.is_empty(), "{diag:?}");
}

#[test]
fn upgrading_twice_changes_nothing() {
    // The reference leads into the middle of a schema through an extension, so that it is checked a second time.
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Twice", "version": "1"},
        "components": {"schemas": {"A": {"$ref": "#/x-schemas/B"}, "C": {"$ref": "#/x-schemas/B/properties/p"}}},
        "x-schemas": {"B": {"properties": {"p": {"type": ["integer", "null"], "exclusiveMinimum": 1, "const": 2}}}},
    });
    let document = Document::from_text("twice.json", &text.to_string()).unwrap();
    let upgraded = document.root().value().pointer("/x-schemas/B/properties/p").unwrap().clone();
    let expected = json!({
        "type": "integer",
        "nullable": true,
        "minimum": 1,
        "exclusiveMinimum": true,
        "enum": [2],
        keys::CONST: 2,
    });
    assert_eq!(upgraded, expected);
    assert!(document.findings().is_empty(), "{:?}", document.findings());
}

#[test]
fn webhooks_and_later_methods_are_under_private_keys() {
    let text = json!({
        "openapi": "3.2.0",
        "info": {"title": "Later", "version": "1"},
        "webhooks": {"ping": {"post": {"responses": {"200": {"content": {"a/b": {"itemSchema": {"type": "null"}}}}}}}},
        "paths": {"/a": {"query": {"responses": {}}, "additionalOperations": {"COPY": {"responses": {}}}}},
    });
    let document = Document::from_text("later.json", &text.to_string()).unwrap();
    let root = document.root();
    let webhook = root.get(keys::WEBHOOKS).unwrap().get("ping").unwrap();
    assert_eq!(webhook.place().pointer.as_str(), "/webhooks/ping");
    assert!(webhook.value().pointer("/post/responses/200/content/a~1b/x-specwright-itemSchema/nullable").is_some());
    let path = root.get("paths").unwrap().get("/a").unwrap();
    assert!(path.get(keys::QUERY).is_some() && path.get(keys::ADDITIONAL_OPERATIONS).is_some());
    assert_eq!(document.findings().count(Severity::Error), 0);
}
