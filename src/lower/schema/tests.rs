//! Schemas to types, table by table.

use crate::diag::{Diagnostics, Severity};
use crate::ir::{Api, Shape, TypeDef, TypeHint};
use crate::lower::lower;
use crate::spec::Document;

/// Lowers a document whose component schemas these are, in YAML.
fn lowered(schemas: &str) -> (Api, Diagnostics) {
    let indented: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    let text =
        format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}");
    let document = Document::from_text("test.yaml", &text).unwrap();
    assert!(!document.findings().has_errors(), "{:?}", document.findings());
    let mut diag = Diagnostics::default();
    let api = lower(&document, &mut diag);
    (api, diag)
}

fn named<'a>(api: &'a Api, key: &str) -> &'a TypeDef {
    api.types.iter().find(|def| def.hint == TypeHint::Component(key.to_owned())).unwrap()
}

#[test]
fn recursion_ends() {
    let (api, diag) = lowered(
        "Tree:\n  type: object\n  properties:\n    left: {$ref: '#/components/schemas/Tree'}\n    all:\n      type: array\n      items: {$ref: '#/components/schemas/Tree/properties/all'}",
    );
    assert!(matches!(named(&api, "Tree").shape, Shape::Struct(_)));
    assert_eq!(diag.count(Severity::Error), 0, "{diag:?}");
}
