//! Names what the specification has no notation for: parameters whose style does not carry the type that they have
//! (OpenAPI 3.0.4, "Style Examples"), and encodings of properties that a form does not have.

use indexmap::IndexSet;

use crate::diag::{Diagnostics, codes};
use crate::ir::{
    Additional, Api, Content, Encoding, Kind, Location, Parameter, ParameterStyle, Shape, StructDef, Type,
};

/// How many definitions are looked through.
const DEPTH: usize = 8;

/// What a value is as far as styles care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Primitive,
    Array,
    Object,
}

pub(super) fn run(api: &Api, diag: &mut Diagnostics) {
    // A component serves many operations.
    let mut told = IndexSet::new();
    for operation in &api.operations {
        for parameter in &operation.parameters {
            if let Some(what) = misfit(api, parameter)
                && told.insert(&parameter.place)
            {
                diag.push(codes::style_without_notation(parameter.place.clone(), what));
            }
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            let Some(Shape::Struct(object)) = api.target(&content.ty).map(|id| &api.ty(id).shape) else { continue };
            for encoding in unused(object, content) {
                if told.insert(&encoding.place) {
                    diag.push(codes::encoding_of_nothing(encoding.place.clone(), &encoding.property));
                }
            }
        }
    }
}

/// What the style of a parameter has no notation for.
fn misfit(api: &Api, parameter: &Parameter) -> Option<&'static str> {
    let has = |form| has(api, &parameter.ty, form, DEPTH);
    let (array, object) = (has(Form::Array), has(Form::Object));
    let primitive = has(Form::Primitive);
    Some(match (parameter.style, parameter.location) {
        (ParameterStyle::DeepObject, _) if array => "arrays",
        (ParameterStyle::DeepObject, _) if primitive => "primitive values",
        (ParameterStyle::SpaceDelimited | ParameterStyle::PipeDelimited, _) if primitive => "primitive values",
        (ParameterStyle::SpaceDelimited | ParameterStyle::PipeDelimited, _) if parameter.explode => "exploded values",
        (ParameterStyle::Form, Location::Cookie) if parameter.explode && (array || object) => {
            "exploded arrays and objects in cookies"
        }
        _ => return None,
    })
}

/// Whether values of a type may have this form.
fn has(api: &Api, ty: &Type, form: Form, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let Kind::Named(id) = ty.kind else { return direct(&ty.kind) == Some(form) };
    match &api.ty(id).shape {
        Shape::Struct(_) => form == Form::Object,
        Shape::Enum(_) => form == Form::Primitive,
        Shape::Alias(alias) => has(api, alias, form, depth),
        Shape::Union(union) => union.variants.iter().any(|variant| has(api, &variant.ty, form, depth)),
    }
}

/// The form of a type that names no definition; anything may have any.
fn direct(kind: &Kind) -> Option<Form> {
    match kind {
        Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_) => Some(Form::Primitive),
        Kind::Array(_) | Kind::Tuple(_) => Some(Form::Array),
        Kind::Map(_) => Some(Form::Object),
        Kind::Any | Kind::Null | Kind::Named(_) => None,
    }
}

/// The encodings of properties that the object cannot have.
fn unused<'a>(object: &StructDef, content: &'a Content) -> Vec<&'a Encoding> {
    let is_open = matches!(object.additional, Additional::Kept(_));
    let is_known = |encoding: &Encoding| object.fields.iter().any(|field| field.name == encoding.property);
    content.encodings.iter().filter(|encoding| !is_open && !is_known(encoding)).collect()
}
