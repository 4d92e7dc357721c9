//! Which tables there are, and what they say of single shapes.

use serde_json::json;

use super::*;
use crate::ir::{Custom, Doc, EnumValue, Field, TypeDef, TypeHint};
use crate::plan::{Recursion, fixtures, types};

fn definition(name: &str, shape: Shape) -> TypeDef {
    let hint = TypeHint::Component(name.to_owned());
    TypeDef {
        hint,
        doc: Doc::default(),
        place: fixtures::place(&format!("/{name}")),
        shape,
        example: None,
        rules: Vec::new(),
        custom: Custom::default(),
    }
}

fn values(values: Value, extensible: bool) -> Shape {
    let values = values.as_array().unwrap().iter();
    let values = values.map(|value| EnumValue { value: value.clone(), name: None, description: None });
    Shape::Enum(EnumDef { values: values.collect(), extensible, closed: false })
}

fn named(id: u32) -> Type {
    Type::new(Kind::Named(TypeId(id)))
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        required: false,
        default: None,
        read_only: false,
        write_only: false,
        doc: Doc::default(),
        place: fixtures::place("/field"),
        example: None,
        called: None,
    }
}

/// The tables of types, when a request names the first.
fn tables(shapes: Vec<Shape>) -> Vec<(String, SchemaPlan)> {
    let mut api = fixtures::api(Vec::new());
    api.types = shapes.into_iter().enumerate().map(|(index, shape)| definition(&format!("T {index}"), shape)).collect();
    let recursion = Recursion::new(&api);
    let names = TypeNames::allocate(&api, &recursion, &[]);
    let mut diag = Diagnostics::default();
    let types = types::plan(&api, &names, &recursion, &mut diag);
    let mut tables = Tables::new(&api, &names, &types, &mut diag);
    assert_eq!(tables.schema(&named(0), &fixtures::place("")).table(), Some(TypeId(0)));
    tables.finish().into_values().map(|table| (table.ident.bare().to_owned(), table.schema)).collect()
}

#[test]
fn types_that_no_request_leads_to_have_no_table() {
    let node = |fields| {
        Shape::Struct(StructDef {
            fields,
            additional: Additional::Ignored,
            constraints: Default::default(),
            foreign: Vec::new(),
        })
    };
    let shapes = vec![
        node(vec![field("self", named(0)), field("list", Type::new(Kind::Array(Box::new(named(2)))))]),
        node(vec![field("first", named(0))]),
        node(vec![field("back", named(0)), field("on", named(3))]),
        Shape::Alias(Type::new(Kind::Map(Box::new(named(2))))),
    ];
    let names: Vec<String> = tables(shapes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["T0", "T2", "T3"]);
}

#[test]
fn enumerations_are_closed_unless_they_may_grow() {
    let kind = |shape| tables(vec![shape]).remove(0).1.kind;
    assert_eq!(kind(values(json!(["a"]), false)), SchemaKind::Texts(vec!["a".to_owned()]));
    assert_eq!(kind(values(json!([1, "a"]), false)), SchemaKind::Constants(vec![json!(1), json!("a")]));
    assert_eq!(kind(values(json!(["a"]), true)), SchemaKind::String(StringFormat::Plain));
    assert_eq!(kind(values(json!([1, 2]), true)), SchemaKind::Integer(IntegerFormat::Unspecified));
    assert_eq!(kind(values(json!([1, "a"]), true)), SchemaKind::Any);
    assert_eq!(kind(values(json!([]), false)), SchemaKind::Null);
}

#[test]
fn a_use_that_says_more_is_no_table() {
    let mut api = fixtures::api(Vec::new());
    api.types = vec![definition("a", values(json!(["a"]), false))];
    let recursion = Recursion::new(&api);
    let names = TypeNames::allocate(&api, &recursion, &[]);
    let mut diag = Diagnostics::default();
    let types = types::plan(&api, &names, &recursion, &mut diag);
    let mut tables = Tables::new(&api, &names, &types, &mut diag);
    let nullable = Type { nullable: true, ..named(0) };
    let schema = tables.schema(&nullable, &fixtures::place(""));
    assert_eq!((schema.table(), schema.kind, schema.nullable), (None, SchemaKind::Table(TypeId(0)), true));
}
