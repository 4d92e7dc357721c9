//! Tests of the rewriting: places name the source, references find what was moved. What becomes of a whole document is
//! tested in `tests/it/swagger.rs`, against its twin in OpenAPI 3.0.

use serde_json::json;

use crate::diag::{Diagnostics, Severity};
use crate::spec::{Document, Node};

const DOCUMENT: &str = r##"
swagger: 2.0
info: {title: Moves, version: '1'}
basePath: v1
paths:
  /a:
    post:
      consumes: [text/xml, application/json]
      parameters:
        - {name: body, in: body, schema: {type: object, properties: {a: {type: string}}}}
        - {name: q, in: query, type: array, items: {type: string}}
        - {$ref: '#/parameters/shared'}
      responses:
        200: {description: OK, schema: {type: array, items: {$ref: '#/definitions/D'}}}
    put:
      consumes: [multipart/form-data, application/x-www-form-urlencoded]
      parameters: {$ref: '#/x-parameters'}
      responses: {200: {$ref: '#/responses/R'}}
definitions:
  D: {properties: {a: {$ref: '#/paths/~1a/post/parameters/0/schema'}, b: {$ref: '#/parameters/shared/items'}}}
parameters:
  shared: {name: s, in: query, type: array, items: {type: string, format: uuid}}
  body: {name: b, in: body, schema: {type: boolean}}
responses:
  R: {description: R, schema: {type: string}}
x-parameters:
  - {name: f, in: formData, type: string}
  - {name: g, in: formData, type: array, items: {type: integer}}
  - {name: h, in: header, type: string}
securityDefinitions:
  login: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a', tokenUrl: 'https://b'}
"##;

fn document() -> Document {
    let document = Document::from_text("moves.yaml", DOCUMENT).unwrap();
    assert_eq!(document.findings().count(Severity::Error), 0, "{:?}", document.findings());
    document
}

/// The node at a pointer of the tree, references followed on the way.
fn node<'d>(document: &'d Document, tree: &str) -> Node<'d> {
    let mut diag = Diagnostics::default();
    let tokens = crate::diag::Pointer::parse(tree);
    let node = tokens.tokens().fold(document.root(), |node, token| {
        let node = node.follow(&mut diag).unwrap();
        node.child(&token).unwrap_or_else(|| panic!("no {token} in {}", node.value()))
    });
    assert!(diag.is_empty(), "{diag:?}");
    node
}

#[track_caller]
fn check(tree: &str, source: &str) {
    assert_eq!(node(&document(), tree).place().pointer.as_str(), source, "{tree}");
}

#[test]
fn places_are_those_of_the_source() {
    check("/components/schemas/D/properties/a", "/definitions/D/properties/a");
    check("/components/parameters/shared", "/parameters/shared");
    check("/components/parameters/shared/schema/items/format", "/parameters/shared/items/format");
    check("/components/requestBodies/body/content/application~1json/schema/type", "/parameters/body/schema/type");
    check("/components/responses/R/content/application~1json/schema/type", "/responses/R/schema/type");
    check("/components/securitySchemes/login/flows/authorizationCode/tokenUrl", "/securityDefinitions/login/tokenUrl");
    check("/servers/0/url", "/basePath");
    let post = "/paths/~1a/post";
    check(&format!("{post}/parameters/0/schema/items/type"), &format!("{post}/parameters/1/items/type"));
    check(&format!("{post}/parameters/1"), &format!("{post}/parameters/2"));
    check(&format!("{post}/requestBody"), &format!("{post}/parameters/0"));
    let schema = "requestBody/content/text~1xml/schema/properties/a/type";
    check(&format!("{post}/{schema}"), &format!("{post}/parameters/0/schema/properties/a/type"));
    let schema = "requestBody/content/application~1json/schema/properties/a/type";
    check(&format!("{post}/{schema}"), &format!("{post}/parameters/0/schema/properties/a/type"));
    check(&format!("{post}/responses/200/content"), &format!("{post}/responses/200"));
}

#[test]
fn references_find_what_was_moved() {
    let document = document();
    let mut diag = Diagnostics::default();
    let mut target = |tree: &str| node(&document, tree).follow(&mut diag).unwrap();
    assert_eq!(
        *target("/components/schemas/D/properties/a").value(),
        json!({"type": "object", "properties": {"a": {"type": "string"}}})
    );
    let items = target("/components/schemas/D/properties/b");
    assert_eq!(*items.value(), json!({"type": "string", "format": "uuid"}));
    assert_eq!(items.place().pointer.as_str(), "/parameters/shared/items");
    let shared = target("/paths/~1a/post/parameters/1");
    assert_eq!(shared.get("explode").unwrap().as_bool(), Some(false));
    assert_eq!(shared.place().pointer.as_str(), "/parameters/shared");
    assert_eq!(target("/paths/~1a/post/responses/200").place().pointer.as_str(), "/paths/~1a/post/responses/200");
    assert_eq!(target("/paths/~1a/put/responses/200").place().pointer.as_str(), "/responses/R");
}

#[test]
fn a_list_of_parameters_may_stand_elsewhere() {
    let document = document();
    let parameters = node(&document, "/paths/~1a/put/parameters");
    let parameters: Vec<&str> = parameters.items().filter_map(|node| node.reference()).collect();
    assert_eq!(parameters, ["#/x-parameters/2"]);
    for media_type in ["multipart~1form-data", "application~1x-www-form-urlencoded"] {
        let content = format!("/paths/~1a/put/requestBody/content/{media_type}");
        assert_eq!(*node(&document, &format!("{content}/schema/properties/f/type")).value(), json!("string"));
        assert_eq!(
            *node(&document, &format!("{content}/encoding/g")).value(),
            json!({"style": "form", "explode": false})
        );
    }
}

#[test]
fn the_tree_has_nothing_of_swagger() {
    let document = document();
    let keys: Vec<&str> = document.root().entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["openapi", "info", "paths", "x-parameters", "servers", "components"]);
    assert_eq!(*node(&document, "/servers/0/url").value(), json!("/v1"));
}
