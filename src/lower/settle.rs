//! What can only be said when every type is known: which uses allow `null`, and that no alias means itself.

use super::context::Context;
use crate::diag::codes;
use crate::ir::{Additional, Api, Kind, Shape, Type, TypeDef, Untyped};

/// Breaks aliases of themselves, and finds all definitions that allow `null`.
pub(super) fn types(cx: &mut Context<'_, '_>) {
    for index in 0..cx.types.defs.len() {
        if is_endless(&cx.types.defs, index) {
            let def = &mut cx.types.defs[index];
            cx.diag.push(codes::alias_of_itself(def.place.clone()));
            def.shape = Shape::Alias(Type::any(Untyped::Unresolved));
        }
    }
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
