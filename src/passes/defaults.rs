//! Checks the defaults of fields and parameters against their types: one that does not fit is reported and left out, so that
//! nobody later has to doubt it.

use crate::diag::{Diagnostics, Place, codes};
use crate::ir::{Additional, Api, IntegerFormat, Kind, Shape, StringFormat, Type, Value};

/// How deep a default is checked.
const DEPTH: usize = 32;

/// Removes the defaults that do not fit.
pub(super) fn run(api: &mut Api, diag: &mut Diagnostics) {
    let mut types = std::mem::take(&mut api.types);
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    api.types = types.clone();
    for (index, definition) in types.iter().enumerate() {
        let Shape::Struct(object) = &definition.shape else { continue };
        for (position, field) in object.fields.iter().enumerate() {
            if !is_right(api, &field.ty, field.default.as_ref(), &field.place, diag) {
                wrong.push((index, position));
            }
        }
    }
    for (index, position) in wrong {
        if let Shape::Struct(object) = &mut types[index].shape {
            object.fields[position].default = None;
        }
    }
    let mut operations = std::mem::take(&mut api.operations);
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        if !is_right(api, &parameter.ty, parameter.default.as_ref(), &parameter.place, diag) {
            parameter.default = None;
        }
    }
    api.operations = operations;
    api.types = types;
}

fn is_right(api: &Api, ty: &Type, default: Option<&Value>, place: &Place, diag: &mut Diagnostics) -> bool {
    match default {
        None => true,
        // `default: null` where there can be no `null` says that there is no default.
        Some(Value::Null) if !ty.nullable && !matches!(ty.kind, Kind::Null | Kind::Any) => false,
        Some(default) => {
            let fits = fits(api, ty, default, 0);
            if !fits {
                diag.push(codes::default_of_other_type(place.clone(), &default.to_string()));
            }
            fits
        }
    }
}

/// Whether a value is one of a type.
fn fits(api: &Api, ty: &Type, value: &Value, depth: usize) -> bool {
    if depth > DEPTH || (value.is_null() && ty.nullable) {
        return true;
    }
    match &ty.kind {
        Kind::Any => true,
        Kind::Null => value.is_null(),
        Kind::Boolean => value.is_boolean(),
        Kind::Integer(format) => is_integer(*format, value),
        Kind::Number(_) => value.is_number(),
        // The text of a default for bytes or a date is not looked at here.
        Kind::String(format) => value.is_string() && *format != StringFormat::Binary,
        Kind::Array(item) => {
            items(value).is_some_and(|items| items.iter().all(|value| fits(api, item, value, depth + 1)))
        }
        Kind::Tuple(types) => items(value).is_some_and(|items| {
            items.len() == types.len() && types.iter().zip(items).all(|(ty, value)| fits(api, ty, value, depth + 1))
        }),
        Kind::Map(member) => {
            value.as_object().is_some_and(|members| members.values().all(|value| fits(api, member, value, depth + 1)))
        }
        Kind::Named(id) => fits_shape(api, &api.ty(*id).shape, value, depth + 1),
    }
}

fn items(value: &Value) -> Option<&[Value]> {
    value.as_array().map(Vec::as_slice)
}

fn is_integer(format: IntegerFormat, value: &Value) -> bool {
    match format {
        IntegerFormat::Unspecified | IntegerFormat::Int64 => value.is_i64(),
        IntegerFormat::Int32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        IntegerFormat::UInt32 => value.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        IntegerFormat::UInt64 => value.is_u64(),
    }
}

fn fits_shape(api: &Api, shape: &Shape, value: &Value, depth: usize) -> bool {
    match shape {
        Shape::Alias(ty) => fits(api, ty, value, depth),
        Shape::Enum(values) => values.extensible || values.values.iter().any(|known| known.value == *value),
        Shape::Union(union) => union.variants.iter().any(|variant| fits(api, &variant.ty, value, depth)),
        Shape::Struct(object) => value.as_object().is_some_and(|members| {
            let fields = object.fields.iter().all(|field| match members.get(&field.name) {
                Some(value) => fits(api, &field.ty, value, depth),
                None => !field.required,
            });
            let known = |name: &String| object.fields.iter().any(|field| field.name == *name);
            fields && (object.additional != Additional::Forbidden || members.keys().all(known))
        }),
    }
}
