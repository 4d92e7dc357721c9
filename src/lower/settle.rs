//! What can only be said when every type is known: which uses allow `null`, and that no alias or alternative means itself.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use crate::diag::codes;
use crate::ir::{Additional, Api, Kind, Shape, Type, TypeDef, TypeId, UnionVariant, Untyped};

/// Breaks aliases and alternatives of themselves, and finds all definitions that allow `null`.
pub(super) fn types(cx: &mut Context<'_, '_>) {
    for index in 0..cx.types.defs.len() {
        if is_endless(&cx.types.defs, index) {
            let def = &mut cx.types.defs[index];
            cx.diag.push(codes::alias_of_itself(def.place.clone()));
            def.shape = Shape::Alias(Type::any(Untyped::Unresolved));
        }
    }
    break_circles(cx);
    loop {
        let before = cx.types.nullable.clone();
        for (index, def) in cx.types.defs.iter().enumerate() {
            let allows = |ty: &Type| match ty.kind {
                Kind::Named(id) => ty.nullable || before[id.0 as usize],
                _ => ty.nullable,
            };
            cx.types.nullable[index] |= match &def.shape {
                Shape::Alias(ty) => allows(ty),
                Shape::Union(union) => union.variants.iter().any(|variant| allows(&variant.ty)),
                Shape::Struct(_) | Shape::Enum(_) => false,
            };
        }
        if before == cx.types.nullable {
            return;
        }
    }
}

/// Whether following an alias never ends.
fn is_endless(defs: &[TypeDef], start: usize) -> bool {
    let mut index = start;
    for _ in 0..=defs.len() {
        match &defs[index].shape {
            Shape::Alias(Type { kind: Kind::Named(id), .. }) => index = id.0 as usize,
            _ => return false,
        }
        if index == start {
            return true;
        }
    }
    false
}

/// Takes unions out of their own alternatives: whoever reads one would come back to it without having read anything. What the
/// unions on the way offer besides is what all of them offer.
fn break_circles(cx: &mut Context<'_, '_>) {
    let defs = &cx.types.defs;
    let mut inner: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (index, def) in defs.iter().enumerate() {
        let Shape::Union(union) = &def.shape else { continue };
        let unions: Vec<TypeId> = union.variants.iter().filter_map(|variant| union_behind(defs, &variant.ty)).collect();
        if !unions.is_empty() {
            inner.insert(TypeId(u32::try_from(index).unwrap_or(u32::MAX)), unions);
        }
    }
    let reached: BTreeMap<TypeId, BTreeSet<TypeId>> = inner.keys().map(|id| (*id, reach(&inner, *id))).collect();
    let leads = |from: &TypeId, to: &TypeId| reached.get(from).is_some_and(|reached| reached.contains(to));
    let mut broken = Vec::new();
    for id in inner.keys().filter(|id| leads(id, id)) {
        let circle: Vec<TypeId> = inner.keys().copied().filter(|other| leads(id, other) && leads(other, id)).collect();
        let mut variants: Vec<UnionVariant> = Vec::new();
        for member in std::iter::once(id).chain(&circle) {
            let Shape::Union(union) = &defs[member.0 as usize].shape else { continue };
            let others = union.variants.iter().filter(|variant| {
                union_behind(defs, &variant.ty).is_none_or(|target| !circle.contains(&target))
                    && !variants.iter().any(|known| known.ty == variant.ty)
            });
            let others: Vec<UnionVariant> = others.cloned().collect();
            variants.extend(others);
        }
        broken.push((*id, variants));
    }
    for (id, variants) in broken {
        let def = cx.types.def(id);
        let place = def.place.clone();
        if variants.is_empty() {
            def.shape = Shape::Alias(Type::any(Untyped::Unresolved));
        } else if let Shape::Union(union) = &mut def.shape {
            union.variants = variants;
        }
        cx.diag.push(codes::alternative_of_itself(place));
    }
}

/// The union that a type is, through aliases. Those of themselves are gone.
fn union_behind(defs: &[TypeDef], ty: &Type) -> Option<TypeId> {
    let Kind::Named(id) = ty.kind else { return None };
    match &defs[id.0 as usize].shape {
        Shape::Union(_) => Some(id),
        Shape::Alias(target) => union_behind(defs, target),
        Shape::Struct(_) | Shape::Enum(_) => None,
    }
}

/// The unions that a union leads to.
fn reach(inner: &BTreeMap<TypeId, Vec<TypeId>>, start: TypeId) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(id) = waiting.pop() {
        for next in inner.get(&id).into_iter().flatten() {
            if reached.insert(*next) {
                waiting.push(*next);
            }
        }
    }
    reached
}

/// Marks every use of a definition that allows `null`, and takes the mark from definitions: a union whose variant allows
/// `null` is a nullable union.
pub(super) fn uses(api: &mut Api, nullable: &[bool]) {
    let mark = |ty: &mut Type| mark(ty, nullable);
    for def in &mut api.types {
        match &mut def.shape {
            Shape::Struct(object) => {
                object.fields.iter_mut().for_each(|field| mark(&mut field.ty));
                if let Additional::Kept(ty) = &mut object.additional {
                    mark(ty);
                }
            }
            Shape::Union(union) => {
                for variant in &mut union.variants {
                    mark(&mut variant.ty);
                    variant.ty.nullable = false;
                }
            }
            Shape::Alias(ty) => {
                mark(ty);
                ty.nullable = false;
            }
            Shape::Enum(_) => {}
        }
    }
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| mark(&mut parameter.ty));
        let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        contents.for_each(|content| mark(&mut content.ty));
        for response in &mut operation.responses {
            response.contents.iter_mut().for_each(|content| mark(&mut content.ty));
            response.headers.iter_mut().for_each(|header| mark(&mut header.ty));
        }
    }
    for webhook in api.webhooks.iter_mut().flat_map(|webhooks| &mut webhooks.events) {
        mark(&mut webhook.payload);
    }
}

fn mark(ty: &mut Type, nullable: &[bool]) {
    match &mut ty.kind {
        Kind::Named(id) => ty.nullable |= nullable[id.0 as usize],
        Kind::Array(item) | Kind::Map(item) => mark(item, nullable),
        Kind::Tuple(items) => items.iter_mut().for_each(|item| mark(item, nullable)),
        Kind::Any | Kind::Null | Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}
