//! Names stay when a document grows: what is there without a schema, an operation or a property is called the same with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::plan::{Gate, Plan};
use crate::spec::Document;

/// The names that a document leads to, by the place of what they stand for.
fn names(document: &Value) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let document = Document::from_text("grown.json", &document.to_string()).ok()?;
    let mut diag = Diagnostics::default();
    let mut api = crate::lower::lower(&document, &mut diag);
    crate::passes::run(&mut api, &Config::new(), &mut diag);
    // What refers to something that is missing is no document that anybody would have had.
    if diag.has_errors() || document.findings().has_errors() {
        return None;
    }
    let plan: Plan = crate::plan::plan(&api, &Config::new(), Gate::Feature, &mut diag);
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (definition, planned) in api.types.iter().zip(&plan.types) {
        let place = format!("type {}", definition.place.pointer);
        names.entry(place).or_default().insert(planned.name.ident.to_string());
    }
    for group in &plan.operations.groups {
        for operation in &group.operations {
            let place = format!("operation {} {}", operation.verb, operation.path);
            let spelled = format!("{}.{}({})", group.accessor, operation.method, operation.request);
            names.entry(place).or_default().insert(spelled);
        }
    }
    Some(names)
}

/// Everything that can be taken away: operations, component schemas, and properties of schemas.
fn removable(value: &Value, pointer: &str, found: &mut Vec<String>) {
    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let Some(members) = value.as_object() else {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            removable(item, &format!("{pointer}/{index}"), found);
        }
        return;
    };
    for (key, member) in members {
        let place = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        let is_operation = METHODS.contains(&key.as_str()) && pointer.starts_with("/paths/");
        let is_part = pointer.ends_with("/properties") || pointer == "/components/schemas";
        if (is_operation || is_part) && member.is_object() {
            found.push(place.clone());
        }
        if !["example", "examples", "default", "enum"].contains(&key.as_str()) {
            removable(member, &place, found);
        }
    }
}

fn without(document: &Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let mut document = document.clone();
    let members = document.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
    members.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
    document
}

/// Checks that no removal changes a name, `most` of them at most, spread over the document.
#[track_caller]
fn check(document: &Value, most: usize) {
    let all = names(document).unwrap();
    let mut places = Vec::new();
    removable(document, "", &mut places);
    assert!(places.len() > 5, "{places:?}");
    let mut compared = 0;
    for pointer in places.iter().step_by(places.len().div_ceil(most)) {
        let Some(fewer) = names(&without(document, pointer)) else { continue };
        for (place, names) in fewer {
            let before = all.get(&place).cloned().unwrap_or_default();
            assert!(names.is_subset(&before), "with {pointer}, {place} becomes {before:?} instead of {names:?}");
        }
        compared += 1;
    }
    assert!(compared * 3 > most.min(places.len()), "most removals break the document: {compared}");
}

#[test]
fn a_growing_document_renames_nothing() {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let content = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let answer = |schema: Value| {
        let mut answer = content(schema);
        answer["description"] = json!("An answer");
        json!({ "200": answer })
    };
    let kinds = json!({ "type": "string", "enum": ["cat", "dog"] });
    let inline = json!({ "type": "object", "properties": { "kind": kinds, "home": { "type": "object", "properties": {
        "street": { "type": "string" }, "since": { "type": "object", "properties": { "year": { "type": "integer" } } }
    } } } });
    let limit = json!({ "name": "order", "in": "query", "schema": { "type": "string", "enum": ["up", "down"] } });
    check(
        &json!({
            "openapi": "3.1.0",
            "info": { "title": "Growing", "version": "1" },
            "paths": {
                "/pets": {
                    "parameters": [limit],
                    "get": { "responses": answer(json!({ "type": "array", "items": inline })) },
                    "post": { "requestBody": content(inline.clone()), "responses": answer(schema("Pet")) },
                },
                "/pets/{id}": {
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                    "get": { "operationId": "getPet", "responses": answer(schema("Pet")) },
                    "put": { "operationId": "pets/replace", "requestBody": content(schema("Pet")), "responses": answer(inline.clone()) },
                    "delete": { "tags": ["pets"], "responses": { "204": { "description": "Gone" } } },
                },
            },
            "components": { "schemas": {
                "Pet": { "allOf": [schema("Named"), { "type": "object", "properties": { "kind": kinds, "owner": inline } }] },
                "Named": { "type": "object", "properties": { "name": { "type": "string" }, "home": inline["properties"]["home"] } },
                "Unused": { "type": "object", "properties": { "kind": kinds, "other": { "oneOf": [schema("Pet"), schema("Named")] } } },
                "Choice": { "oneOf": [inline, { "type": "object", "required": ["x"], "properties": { "x": kinds } }] },
            } },
        }),
        100,
    );
}

#[test]
fn the_documents_of_this_repository_may_grow() {
    for text in [include_str!("../../../specs/sendpilot.json"), include_str!("../../../specs/users.json")] {
        check(&serde_json::from_str(text).unwrap(), 25);
    }
}
