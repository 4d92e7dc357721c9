//! Cycles, sizes and names, planned from small pieces of IR.

use super::super::fixtures::{api, place, string};
use super::*;
use crate::ir::{
    Additional, Constraints, Custom, Doc, Field, Kind, Probe as IrProbe, StructDef, Type, TypeHint, UnionDef,
    UnionVariant,
};

fn named(id: u32) -> Type {
    Type::new(Kind::Named(TypeId(id)))
}

fn list(ty: Type) -> Type {
    Type::new(Kind::Array(Box::new(ty)))
}

fn map(ty: Type) -> Type {
    Type::new(Kind::Map(Box::new(ty)))
}

fn object(members: Vec<(&str, Type)>) -> Shape {
    let field = |(name, ty): (&str, Type)| Field {
        name: name.to_owned(),
        ty,
        required: true,
        default: None,
        read_only: false,
        write_only: false,
        doc: Doc::default(),
        place: place("/field"),
        example: None,
        called: None,
    };
    Shape::Struct(StructDef {
        fields: members.into_iter().map(field).collect(),
        additional: Additional::Ignored,
        constraints: Constraints::default(),
        foreign: Vec::new(),
    })
}

fn union(types: Vec<Type>) -> Shape {
    let variant = |ty| UnionVariant { ty, name: None, probe: IrProbe::Otherwise, doc: Doc::default() };
    Shape::Union(UnionDef {
        order: Vec::new(),
        variants: types.into_iter().map(variant).collect(),
        tag: None,
        open: false,
    })
}

/// The plans of definitions by name.
fn planned(shapes: Vec<(&str, Shape)>) -> Vec<TypePlan> {
    let api = of(shapes);
    let recursion = Recursion::new(&api);
    let names = TypeNames::allocate(&api, &recursion, &[]);
    plan(&api, &names, &recursion, &mut Diagnostics::default())
}

fn of(shapes: Vec<(&str, Shape)>) -> Api {
    let mut api = api(Vec::new());
    api.types = shapes
        .into_iter()
        .map(|(name, shape)| TypeDef {
            hint: TypeHint::Component(name.to_owned()),
            doc: Doc::default(),
            place: place(&format!("/components/schemas/{name}")),
            shape,
            example: None,
            rules: Vec::new(),
            custom: Custom::default(),
        })
        .collect();
    api
}

/// The types of a definition, as text.
fn text(plan: &TypePlan) -> String {
    let show = |ty: &RustType| {
        format!("{ty:?}").replace(['(', ')', '`'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    match &plan.shape {
        TypeShape::Struct(def) => def.fields.iter().map(|field| show(&field.ty)).collect::<Vec<_>>().join(", "),
        TypeShape::Union(def) => {
            let content = |one: &AlternativePlan| {
                format!("{}{}", if one.boxed { "Boxed " } else { "" }, one.content.as_ref().map_or("-".into(), show))
            };
            def.alternatives.iter().map(content).collect::<Vec<_>>().join(", ")
        }
        TypeShape::Alias(ty) => format!("alias {}", show(ty)),
        TypeShape::Newtype(ty) => format!("newtype {}", show(ty)),
        TypeShape::Enum(_) => "enum".to_owned(),
    }
}

fn texts(shapes: Vec<(&str, Shape)>) -> Vec<String> {
    planned(shapes).iter().map(text).collect()
}

#[test]
fn boxes_stand_where_a_cycle_is_closed_and_nowhere_else() {
    assert_eq!(
        texts(vec![
            ("Node", object(vec![("next", named(0)), ("children", list(named(0))), ("byName", map(named(0)))])),
            ("Other", object(vec![("node", named(0))])),
        ]),
        ["Boxed Named Node, Vec Named Node, Map Named Node", "Named Node"]
    );
    assert_eq!(
        texts(vec![("A", object(vec![("b", named(1))])), ("B", object(vec![("a", named(0)), ("own", named(1))]))]),
        ["Named B", "Boxed Named A, Boxed Named B"]
    );
    assert_eq!(
        texts(vec![("A", union(vec![string(), named(1)])), ("B", object(vec![("a", named(0))]))]),
        ["String, Named B", "Boxed Named A"]
    );
}

#[test]
fn cycles_are_found_through_aliases() {
    assert_eq!(
        texts(vec![("A", object(vec![("b", named(1))])), ("B", Shape::Alias(named(0)))]),
        ["Boxed Named B", "alias Named A"]
    );
    assert_eq!(
        texts(vec![
            ("Tree", Shape::Alias(list(named(0)))),
            ("Even", Shape::Alias(map(named(2)))),
            ("Odd", Shape::Alias(list(named(1)))),
        ]),
        ["newtype Vec Named Tree", "newtype Map Named Odd", "alias Vec Named Even"]
    );
}

#[test]
fn large_alternatives_are_boxed() {
    let large = (0..10).map(|_| ("member", string())).collect();
    assert_eq!(
        texts(vec![
            ("Choice", union(vec![named(1), named(2)])),
            ("Large", object(large)),
            ("Small", object(vec![("member", string())])),
            // What holds a large type is large, wherever that type stands.
            ("Outer", union(vec![named(4), named(2)])),
            ("Holder", object(vec![("small", named(2)), ("large", named(1))])),
        ])[0..4],
        ["Boxed Named Large, Named Small", &["String"; 10].join(", "), "String", "Boxed Named Holder, Named Small"]
    );
}

#[test]
fn members_that_burden_the_stack_are_boxed() {
    let eight = |id| object((0..8).map(|_| ("member", named(id))).collect());
    let of_texts = object((0..8).map(|_| ("member", string())).collect());
    // 192 bytes, 1.5 KiB, 12 KiB; eight of the last are boxed.
    let planned = texts(vec![("A", of_texts), ("B", eight(0)), ("C", eight(1)), ("D", eight(2)), ("E", eight(3))]);
    let starts: Vec<&str> = planned.iter().map(|text| text.split(", ").next().unwrap()).collect();
    assert_eq!(starts, ["String", "Named A", "Named B", "Boxed Named C", "Named D"]);
}

/// A chain of structs, the last of which holds the first again.
fn chain(count: u32) -> Api {
    let shapes: Vec<(String, Shape)> =
        (0..count).map(|id| (format!("T{id}"), object(vec![("next", named((id + 1) % count))]))).collect();
    of(shapes.iter().map(|(name, shape)| (name.as_str(), shape.clone())).collect())
}

#[test]
fn the_compiler_is_told_how_deep_to_look() {
    assert_eq!(Recursion::new(&chain(10)).limit(), None);
    assert!(Recursion::new(&chain(100)).limit() >= Some(256));
}

#[test]
fn a_long_chain_does_not_overflow_the_stack() {
    let api = chain(20_000);
    let recursion = Recursion::new(&api);
    assert!(recursion.is_boxed(TypeId(19_999), 0));
    assert!(!recursion.is_boxed(TypeId(0), 0));
    let names = TypeNames::allocate(&api, &recursion, &[]);
    assert_eq!(plan(&api, &names, &recursion, &mut Diagnostics::default()).len(), 20_000);
}

#[test]
fn names_that_code_relies_on_are_not_given_away() {
    let plans = planned(vec![
        ("Option", object(vec![])),
        ("BTreeMap", object(vec![])),
        ("Pet", object(vec![])),
        ("pet", object(vec![])),
        ("Types", object(vec![])),
        ("Chrono", object(vec![])),
    ]);
    let names: Vec<String> = plans
        .iter()
        .map(|plan| format!("{} {}", plan.name.ident, plan.name.module.as_ref().map_or("-", |module| module.as_str())))
        .collect();
    assert_eq!(
        names,
        [
            "OptionModel option_model",
            "BTreeMapModel b_tree_map_model",
            "Pet pet",
            "PetModel pet_model",
            "Types types_type",
            "Chrono chrono_type"
        ]
    );
}

#[test]
fn an_alternative_that_may_lack_the_tag_gets_it() {
    let told = |types: Vec<(u32, &str)>| {
        let variant = |(id, tag): (u32, &str)| UnionVariant {
            ty: named(id),
            name: None,
            probe: IrProbe::Tag(vec![tag.to_owned()]),
            doc: Doc::default(),
        };
        let variants = types.into_iter().map(variant).collect();
        Shape::Union(UnionDef { order: Vec::new(), variants, tag: Some("kind".to_owned()), open: false })
    };
    let plans = planned(vec![
        ("Has", object(vec![("kind", string())])),
        ("Lacks", object(vec![("name", string())])),
        ("AllHave", union(vec![named(0), named(0)])),
        ("OneLacks", union(vec![named(0), named(1)])),
        ("Adds", told(vec![(1, "a")])),
        ("All", told(vec![(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4")])),
    ]);
    let TypeShape::Union(all) = &plans[5].shape else { panic!() };
    let tags = all.alternatives.iter().map(|one| one.tag.as_ref().map_or("-", |(_, value)| value.as_str()));
    assert_eq!(tags.collect::<Vec<_>>(), ["-", "1", "-", "3", "-"]);
}
