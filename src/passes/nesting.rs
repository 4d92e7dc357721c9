//! Parameters whose values nest: no style has a notation for that (OpenAPI 3.0.4, "Style Values").
//!
//! In the query they are written in brackets, which PHP, Rails, `qs` and Stripe read; elsewhere as JSON text.

use indexmap::IndexSet;

use crate::diag::{Diagnostics, codes};
use crate::ir::{Additional, Api, Kind, Location, Parameter, ParameterStyle, Shape, Type, TypeId};

/// How many definitions are looked through; what is deeper is taken for flat, and refused when it is sent.
const DEPTH: usize = 16;

pub(super) fn run(api: &mut Api, diag: &mut Diagnostics) {
    let mut operations = std::mem::take(&mut api.operations);
    let mut told = IndexSet::new();
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        if !has_flat_style(parameter) || !nests(api, &parameter.ty, DEPTH) {
            continue;
        }
        let brackets = parameter.location == Location::Query
            && (parameter.style, parameter.explode) == (ParameterStyle::Form, true);
        if !brackets {
            parameter.style = ParameterStyle::Json;
        }
        // A component serves many operations.
        if told.insert(parameter.place.clone()) {
            diag.push(codes::nested_parameter(parameter.place.clone(), &parameter.name, !brackets));
        }
    }
    api.operations = operations;
}

fn has_flat_style(parameter: &Parameter) -> bool {
    !matches!(parameter.style, ParameterStyle::DeepObject | ParameterStyle::Json | ParameterStyle::Urlencoded)
}

/// Whether a value has parts that have parts.
fn nests(api: &Api, ty: &Type, depth: usize) -> bool {
    let parts = |ty: &Type| has_parts(api, ty, depth);
    match &ty.kind {
        Kind::Array(item) | Kind::Map(item) => parts(item),
        Kind::Tuple(items) => items.iter().any(parts),
        Kind::Named(id) => any(api, *id, depth, &nests, &parts),
        _ => false,
    }
}

fn has_parts(api: &Api, ty: &Type, depth: usize) -> bool {
    match &ty.kind {
        Kind::Array(_) | Kind::Map(_) | Kind::Tuple(_) => true,
        Kind::Named(id) => any(api, *id, depth, &has_parts, &|_| true),
        _ => false,
    }
}

/// Whether something holds of what a definition stands for, or of a member of the object that it is. An object without
/// members has none of which it could hold.
fn any(
    api: &Api,
    id: TypeId,
    depth: usize,
    holds: &dyn Fn(&Api, &Type, usize) -> bool,
    member: &dyn Fn(&Type) -> bool,
) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match &api.ty(id).shape {
        Shape::Struct(object) => {
            let kept = matches!(&object.additional, Additional::Kept(kept) if member(kept));
            kept || object.fields.iter().any(|field| member(&field.ty))
        }
        Shape::Union(union) => union.variants.iter().any(|variant| holds(api, &variant.ty, depth)),
        Shape::Alias(alias) => holds(api, alias, depth),
        Shape::Enum(_) => false,
    }
}
