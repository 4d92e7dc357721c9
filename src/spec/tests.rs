//! Tests of documents and nodes.

use serde_json::json;

use super::*;

fn yaml(text: &str) -> Document {
    Document::from_text("some/folder/document.yaml", text).unwrap()
}

fn codes_of(diag: &Diagnostics) -> Vec<(&'static str, &str)> {
    diag.iter().map(|item| (item.code, item.place.pointer.as_str())).collect()
}

const REFERENCES: &str = "
openapi: 3.1.0
info: {title: References, version: '1'}
components:
  schemas:
    A: {$ref: '#/components/schemas/B', description: sibling}
    B: {$ref: '#there'}
    C: {$anchor: there, type: string}
    D: {$ref: '#/components/schemas/E'}
    E: {$ref: '#/components/schemas/D'}
    F: {$ref: 'https://example.com/f'}
    G: {$id: 'https://example.com/f', properties: {'a/b~c': {type: integer}}}
    H: {$ref: 'https://example.com/f#/properties/a~1b~0c'}
    I: {$ref: '#/components/schemas/G/properties/a%7E1b~0c'}
";

#[test]
fn references_are_followed_to_their_end() {
    let document = yaml(REFERENCES);
    assert!(document.findings().is_empty(), "{:?}", document.findings());
    let schemas = document.root().get("components").unwrap().get("schemas").unwrap();
    let mut diag = Diagnostics::default();
    let mut target = |name: &str| {
        let node = schemas.get(name).unwrap().follow(&mut diag)?;
        Some(node.place().pointer.as_str().replace("/components/schemas/", ""))
    };
    assert_eq!(target("A").as_deref(), Some("C"));
    assert_eq!(target("F").as_deref(), Some("G"));
    assert_eq!(target("H").as_deref(), Some("G/properties/a~1b~0c"));
    assert_eq!(target("I").as_deref(), Some("G/properties/a~1b~0c"));
    assert_eq!(target("D"), None);
    assert_eq!(codes_of(&diag), [("cyclic-reference", "/components/schemas/D")]);
    assert!(schemas.get("A").unwrap().has_siblings());
    let once = schemas.get("A").unwrap().follow_once(&mut diag).unwrap();
    assert_eq!(once.reference(), Some("#there"));
}

const IDENTITIES: &str = "
openapi: 3.1.0
info: {title: Identities, version: '1'}
components:
  schemas:
    Tree:
      $id: https://example.com/schemas/tree
      $defs: {node: {$anchor: node, type: string}, leaf: {$id: leaf.json, $anchor: node, type: integer}}
      properties:
        a: {$ref: '#/$defs/node'}
        b: {$ref: '#node'}
        c: {$ref: leaf.json}
        d: {$ref: 'leaf.json#node'}
        e: {$ref: '#/components/schemas/Other'}
        f: {$ref: /schemas/other}
    Other: {$id: 'https://example.com/schemas/other', example: {$anchor: none}, $dynamicAnchor: meta, type: boolean}
    Dynamic: {$dynamicRef: '#meta'}
";

#[test]
fn names_are_resolved_against_the_ids_around_them() {
    let document = yaml(IDENTITIES);
    assert_eq!(codes_of(document.findings()), [("dynamic-reference", "/components/schemas/Dynamic")]);
    let schemas = document.root().get("components").unwrap().get("schemas").unwrap();
    let mut diag = Diagnostics::default();
    let mut target = |node: Node<'_>| node.follow(&mut diag).unwrap().place().pointer.as_str().to_owned();
    let properties = schemas.get("Tree").unwrap().get("properties").unwrap();
    let targets: Vec<String> = properties.entries().map(|(_, node)| target(node)).collect();
    let defs = "/components/schemas/Tree/$defs";
    let (node, leaf, other) = (format!("{defs}/node"), format!("{defs}/leaf"), "/components/schemas/Other".to_owned());
    assert_eq!(targets, [node.clone(), node, leaf.clone(), leaf, other.clone(), other.clone()]);
    assert_eq!(target(schemas.get("Dynamic").unwrap()), other);
    assert!(diag.is_empty());
}

#[test]
fn a_dangling_reference_is_reported_once() {
    let document =
        yaml("openapi: 3.0.0\npaths: {}\nx-unseen: {$ref: '#/nowhere'}\ncomponents: {schemas: {A: {$ref: '#/no'}}}\n");
    assert!(document.findings().iter().any(|item| item.code == "unresolved-reference"));
    let mut diag = Diagnostics::default();
    let root = document.root();
    let known = root.get("components").unwrap().get("schemas").unwrap().get("A").unwrap();
    assert!(known.follow(&mut diag).is_none() && diag.is_empty());
    assert!(root.get("x-unseen").unwrap().follow(&mut diag).is_none());
    assert_eq!(codes_of(&diag), [("unresolved-reference", "/x-unseen/$ref")]);
}

#[test]
fn an_object_is_read_without_the_objects_in_it() {
    let document = yaml(
        "
openapi: 3.0.0
info: {title: Pieces, version: '1'}
paths: {}
components:
  schemas:
    Good:
      type: object
      required: [a]
      properties: {a: {type: 7}, b: {$ref: '#/nowhere'}}
      x-large: {}
  parameters:
    P: {name: p, in: query, required: true, style: simple, content: {a/b: {schema: {type: 7}}}}
  responses:
    R: {content: {a/b: {schema: 7}}, headers: {X: 7}}
",
    );
    let components = document.root().get("components").unwrap();
    let node = |section: &str, name: &str| components.get(section).unwrap().get(name).unwrap();
    let mut diag = Diagnostics::default();
    let schema: model::Schema = node("schemas", "Good").read(&mut diag).unwrap();
    let model::SchemaKind::Type(model::Type::Object(object)) = schema.schema_kind else { panic!("{schema:?}") };
    assert_eq!(object.properties.keys().collect::<Vec<_>>(), ["a", "b"]);
    let parameter: model::Parameter = node("parameters", "P").read(&mut diag).unwrap();
    assert!(parameter.parameter_data_ref().required);
    let response: model::Response = node("responses", "R").read(&mut diag).unwrap();
    assert!(response.description.is_empty());
    assert!(diag.is_empty(), "{diag:?}");
}

#[test]
fn a_wrong_member_is_reported_and_left_out() {
    // Extensions are not looked into while loading.
    let document =
        yaml("openapi: 3.0.0\npaths: {}\nx-tags: [{name: a, description: b}, {name: [], externalDocs: 7}, 7]\n");
    let tags: Vec<Node<'_>> = document.root().get("x-tags").unwrap().items().collect();
    let mut diag = Diagnostics::default();
    assert_eq!(tags[0].read::<model::Tag>(&mut diag).unwrap().description.as_deref(), Some("b"));
    assert!(tags[1].read::<model::Tag>(&mut diag).is_none(), "a tag without a name means nothing");
    assert!(tags[2].read::<model::Tag>(&mut diag).is_none());
    assert_eq!(codes_of(&diag), [("wrong-type", "/x-tags/1/name"), ("wrong-type", "/x-tags/2")]);
}

#[test]
fn parts_are_read_with_their_owner() {
    let document = yaml(
        "
openapi: 3.0.0
paths: {}
x: [{url: 'https://{a}', variables: {a: {default: b, enum: [b]}}}]
",
    );
    let nodes: Vec<Node<'_>> = document.root().get("x").unwrap().items().collect();
    let mut diag = Diagnostics::default();
    let server: model::Server = nodes[0].read(&mut diag).unwrap();
    assert_eq!(server.variables.unwrap()["a"].default, "b");
    assert!(diag.is_empty(), "{diag:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_empty() {
    let document = yaml("a: [");
    assert_eq!(*document.root().value(), json!(null));
    assert_eq!(document.name(), "document.yaml");
    assert!(document.findings().has_errors());
    assert_eq!(document.root().entries().count() + document.root().items().count(), 0);
}

#[test]
fn a_missing_file_is_no_fault_of_the_document() {
    let error = Document::load("no/such/file.yaml").unwrap_err();
    assert!(error.is_io() && !error.is_document());
    assert_eq!(error.to_string(), "cannot read no/such/file.yaml");
}
