//! Every use of a type, wherever it stands.

use crate::ir::{Additional, Api, Field, Kind, Operation, Shape, Type, TypeDef, TypeId};

/// Visits every type that is named in an operation.
pub(super) fn operation(operation: &mut Operation, visit: &mut dyn FnMut(&mut TypeId)) {
    request(operation, visit);
    responses(operation, visit);
}

/// Visits every type that is named in the parameters and the body of an operation.
pub(super) fn request(operation: &mut Operation, visit: &mut dyn FnMut(&mut TypeId)) {
    for parameter in &mut operation.parameters {
        ty(&mut parameter.ty, visit);
    }
    for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
        ty(&mut content.ty, visit);
    }
}

/// Visits every type that is named in the responses of an operation and their headers.
pub(super) fn responses(operation: &mut Operation, visit: &mut dyn FnMut(&mut TypeId)) {
    for response in &mut operation.responses {
        response.contents.iter_mut().for_each(|content| ty(&mut content.ty, visit));
        response.headers.iter_mut().for_each(|header| ty(&mut header.ty, visit));
    }
}

/// Visits every type that is named in a definition.
pub(super) fn definition(definition: &mut TypeDef, visit: &mut dyn FnMut(&mut TypeId)) {
    definition_without(definition, |_| false, visit);
}

/// Visits every type that a definition names, but for those of some fields.
pub(super) fn definition_without(
    definition: &mut TypeDef,
    is_left_out: fn(&Field) -> bool,
    visit: &mut dyn FnMut(&mut TypeId),
) {
    match &mut definition.shape {
        Shape::Struct(object) => {
            let fields = object.fields.iter_mut().filter(|field| !is_left_out(field));
            fields.for_each(|field| ty(&mut field.ty, visit));
            if let Additional::Kept(kept) = &mut object.additional {
                ty(kept, visit);
            }
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| ty(&mut variant.ty, visit)),
        Shape::Alias(alias) => ty(alias, visit),
        Shape::Enum(_) => {}
    }
}

/// Visits every type that is named in a webhook.
pub(super) fn webhooks(api: &mut Api, visit: &mut dyn FnMut(&mut TypeId)) {
    if let Some(webhooks) = &mut api.webhooks {
        webhooks.events.iter_mut().for_each(|event| ty(&mut event.payload, visit));
        webhooks.union.iter_mut().for_each(&mut *visit);
    }
}

fn ty(used: &mut Type, visit: &mut dyn FnMut(&mut TypeId)) {
    match &mut used.kind {
        Kind::Named(id) => visit(id),
        Kind::Array(inner) | Kind::Map(inner) => ty(inner, visit),
        Kind::Tuple(items) => items.iter_mut().for_each(|item| ty(item, visit)),
        _ => {}
    }
}
