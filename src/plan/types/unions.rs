//! Unions: a variant for each alternative, named after what it carries, and one for what fits none.

use super::super::docs;
use super::super::{RustType, rust_type};
use super::{AlternativePlan, Context, Probe, UnionPlan};
use crate::ir::{self, Kind, Shape, StringFormat, Type, TypeId, UnionDef, UnionVariant};
use crate::name::{Case, Scope};

pub(super) fn plan(context: &Context<'_>, id: TypeId, def: &UnionDef) -> UnionPlan {
    let mut scope = Scope::new(Case::UpperCamel, ["Unknown", "Self"]);
    let union = context.names.ident(id).bare();
    let contents: Vec<RustType> = def.variants.iter().map(|variant| resolved(context, &variant.ty)).collect();
    let is_list = |variant: &UnionVariant| variant.name.is_none() && matches!(variant.ty.kind, Kind::Array(_));
    let several_lists = def.variants.iter().filter(|variant| is_list(variant)).count() > 1;
    let alternatives = def.variants.iter().enumerate().map(|(slot, variant)| {
        let hint = variant.name.clone().unwrap_or_else(|| match several_lists && is_list(variant) {
            true => format!("array {}", of_what(context, &variant.ty)),
            false => hint(context, union, &variant.ty),
        });
        let content = rust_type(&variant.ty, context.names);
        let ident = scope.allocate(&hint, &[&of_what(context, &variant.ty)]).ident;
        AlternativePlan {
            boxed: context.recursion.is_boxed(id, slot) || context.sizes.is_large(&variant.ty),
            convertible: is_convertible(context, id, slot, &contents),
            content: (content != RustType::Unit).then_some(content),
            probe: probe(def, variant),
            tag: missing_tag(context, def, variant),
            docs: docs::lines(&super::told_beside(&variant.doc, &ident)),
            ident,
        }
    });
    let alternatives: Vec<AlternativePlan> = alternatives.collect();
    let order = if def.order.is_empty() { (0..alternatives.len()).collect() } else { def.order.clone() };
    UnionPlan { alternatives, order }
}

fn probe(def: &UnionDef, variant: &UnionVariant) -> Probe {
    match &variant.probe {
        ir::Probe::Tag(values) => Probe::Tag(def.tag.clone().unwrap_or_default(), values.clone()),
        ir::Probe::Json(kind) => Probe::Json(kind),
        ir::Probe::Key(name) => Probe::Member(name.clone()),
        ir::Probe::Constant(name, value) => Probe::Constant(name.clone(), value.clone()),
        ir::Probe::Like(outline) => Probe::Like(outline.clone()),
        ir::Probe::Otherwise => Probe::Otherwise,
    }
}

/// The tag of an alternative that does not always bring it itself.
fn missing_tag(context: &Context<'_>, def: &UnionDef, variant: &UnionVariant) -> Option<(String, String)> {
    let (tag, ir::Probe::Tag(values)) = (def.tag.as_ref()?, &variant.probe) else { return None };
    let brings = brings(context, &variant.ty, tag);
    let value = values.first().filter(|_| !brings)?;
    Some((tag.clone(), value.clone()))
}

/// Whether every value of a type has a member; of a union inside of a union, what its alternatives have and what it adds.
fn brings(context: &Context<'_>, ty: &Type, tag: &String) -> bool {
    match target(context, ty) {
        Some(Shape::Struct(def)) => def.fields.iter().any(|field| field.name == *tag && field.required),
        Some(Shape::Union(inner)) => {
            inner.tag.as_ref() == Some(tag) || inner.variants.iter().all(|variant| brings(context, &variant.ty, tag))
        }
        _ => false,
    }
}

/// The shape of a type, through aliases.
fn target<'a>(context: &Context<'a>, ty: &Type) -> Option<&'a Shape> {
    let mut kind = &ty.kind;
    // An alias that leads back to itself is a newtype, and stays what it is.
    for _ in 0..context.api.types.len() {
        let Kind::Named(id) = kind else { return None };
        match &context.api.ty(*id).shape {
            Shape::Alias(inner) if !context.recursion.is_newtype(*id) => kind = &inner.kind,
            shape => return Some(shape),
        }
    }
    None
}

/// The type without aliases, to compare types by what they are.
fn resolved(context: &Context<'_>, ty: &Type) -> RustType {
    match ty.kind {
        Kind::Named(id) if !context.recursion.is_newtype(id) => match &context.api.ty(id).shape {
            Shape::Alias(inner) if context.api.ty(id).custom.ty.is_none() => resolved(context, inner),
            _ => rust_type(ty, context.names),
        },
        Kind::Array(ref item) => RustType::Vec(Box::new(resolved(context, item))),
        _ => rust_type(ty, context.names),
    }
}

/// A conversion is offered for definitions and texts that no other alternative carries.
fn is_convertible(context: &Context<'_>, id: TypeId, slot: usize, contents: &[RustType]) -> bool {
    let own = &contents[slot];
    let is_itself = matches!(own, RustType::Named(name) if name == context.names.ident(id));
    let offered = matches!(
        own,
        RustType::Named(_) | RustType::String | RustType::I64 | RustType::Bool | RustType::F64 | RustType::Vec(_)
    );
    offered && !is_itself && contents.iter().filter(|content| *content == own).count() == 1
}

/// What an alternative is called after what it carries.
fn hint(context: &Context<'_>, union: &str, ty: &Type) -> String {
    match &ty.kind {
        Kind::Named(id) => {
            let name = context.names.ident(*id).bare();
            let rest = name.strip_prefix(union).filter(|rest| rest.starts_with(char::is_uppercase));
            rest.unwrap_or(name).to_owned()
        }
        Kind::Any => "any".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer(_) => "integer".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::String(StringFormat::DateTime) => "date time".to_owned(),
        Kind::String(StringFormat::Date) => "date".to_owned(),
        Kind::String(StringFormat::Uuid) => "uuid".to_owned(),
        Kind::String(_) => "string".to_owned(),
        Kind::Array(_) => "array".to_owned(),
        Kind::Map(_) => "object".to_owned(),
        Kind::Tuple(_) => "tuple".to_owned(),
    }
}

/// What tells an alternative from an earlier one of the same kind: `ArrayOfPet`.
fn of_what(context: &Context<'_>, ty: &Type) -> String {
    match &ty.kind {
        Kind::Array(inner) if matches!(inner.kind, Kind::Array(_)) => format!("of array {}", of_what(context, inner)),
        Kind::Array(inner) | Kind::Map(inner) => format!("of {}", hint(context, "", inner)),
        Kind::Named(id) => context.names.ident(*id).bare().to_owned(),
        _ => "value".to_owned(),
    }
}
