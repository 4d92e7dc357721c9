//! The shapes of bodies: their members, looked through aliases.

use crate::ir::{Api, Field, Kind, MediaKind, Operation, Shape, Type};

/// How many aliases are looked through.
const DEPTH: usize = 16;

/// The kind of a type, looked through aliases.
pub(super) fn kind<'a>(api: &'a Api, ty: &'a Type) -> &'a Kind {
    let mut ty = ty;
    for _ in 0..DEPTH {
        match &ty.kind {
            Kind::Named(id) => match &api.ty(*id).shape {
                Shape::Alias(target) => ty = target,
                Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => break,
            },
            _ => break,
        }
    }
    &ty.kind
}

/// The members of a type, if it is an object with known ones.
pub(super) fn members<'a>(api: &'a Api, ty: &'a Type) -> &'a [Field] {
    match kind(api, ty) {
        Kind::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(object) => &object.fields,
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => &[],
        },
        _ => &[],
    }
}

/// What a member of a type is; a map has every member.
pub(super) enum Member<'a> {
    Type(&'a Type),
    /// The schema does not say what is there.
    Unknown,
    /// There is no such member.
    Absent,
}

/// Follows members.
pub(super) fn walk<'a>(api: &'a Api, ty: &'a Type, path: &[String]) -> Member<'a> {
    let mut ty = ty;
    for name in path {
        match kind(api, ty) {
            Kind::Any => return Member::Unknown,
            Kind::Map(value) => ty = value,
            Kind::Named(id) if matches!(api.ty(*id).shape, Shape::Union(_)) => return Member::Unknown,
            _ => match members(api, ty).iter().find(|field| field.name == *name) {
                Some(field) => ty = &field.ty,
                None => return Member::Absent,
            },
        }
    }
    Member::Type(ty)
}

/// The JSON body of the first success.
pub(super) fn success(operation: &Operation) -> Option<&Type> {
    let response = operation.responses.iter().find(|response| response.success && !response.contents.is_empty())?;
    response.contents.iter().find(|content| content.kind == MediaKind::Json).map(|content| &content.ty)
}

pub(super) fn is_array(api: &Api, ty: &Type) -> bool {
    matches!(kind(api, ty), Kind::Array(_))
}

pub(super) fn is_boolean(api: &Api, ty: &Type) -> bool {
    matches!(kind(api, ty), Kind::Boolean)
}

pub(super) fn is_integer(api: &Api, ty: &Type) -> bool {
    matches!(kind(api, ty), Kind::Integer(_) | Kind::Number(_))
}

pub(super) fn is_string(api: &Api, ty: &Type) -> bool {
    matches!(kind(api, ty), Kind::String(_))
}
