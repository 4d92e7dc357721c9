//! Checks the defaults of fields and parameters against their types. One that is plainly meant is rewritten, such as the text
//! `"10"` for the number; any other that does not fit is reported and left out, so that nobody later has to doubt it.

use crate::diag::{Diagnostics, Place, codes};
use crate::ir::{Additional, Api, IntegerFormat, Kind, Shape, StringFormat, Type, Value};

/// How deep a default is checked.
const DEPTH: usize = 32;

/// Rewrites or removes the defaults that do not fit.
pub(super) fn run(api: &mut Api, diag: &mut Diagnostics) {
    let fields = api.types.iter().enumerate().flat_map(|(index, definition)| match &definition.shape {
        Shape::Struct(object) => object.fields.iter().enumerate().map(|(field, it)| ((index, field), it)).collect(),
        _ => Vec::new(),
    });
    let fields: Vec<_> = fields
        .filter_map(|(at, field)| Some((at, right(api, &field.ty, field.default.clone()?, &field.place, diag))))
        .collect();
    let parameters = api.operations.iter().enumerate().flat_map(|(index, operation)| {
        operation.parameters.iter().enumerate().map(move |(parameter, it)| ((index, parameter), it))
    });
    let parameters: Vec<_> = parameters
        .filter_map(|(at, it)| Some((at, right(api, &it.ty, it.default.clone()?, &it.place, diag))))
        .collect();
    for ((index, field), default) in fields {
        if let Shape::Struct(object) = &mut api.types[index].shape {
            object.fields[field].default = default;
        }
    }
    for ((index, parameter), default) in parameters {
        api.operations[index].parameters[parameter].default = default;
    }
}

/// The default as a value of the type.
fn right(api: &Api, ty: &Type, default: Value, place: &Place, diag: &mut Diagnostics) -> Option<Value> {
    // `default: null` where there can be no `null` says that there is no default.
    if default.is_null() && !ty.nullable && !matches!(ty.kind, Kind::Null | Kind::Any) {
        return None;
    }
    if fits(api, ty, &default, 0) {
        return Some(default);
    }
    let meant = meant(&default).into_iter().find(|meant| fits(api, ty, meant, 0));
    if meant.is_none() {
        diag.push(codes::default_of_other_type(place.clone(), &default.to_string()));
    }
    meant
}

/// What else may be meant by a scalar: the number or boolean that a text shows, the whole number that ends in `.0`, or the
/// text that a number or boolean is written as.
fn meant(value: &Value) -> Vec<Value> {
    /// Up to here, every whole number is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = |value: &Value| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < EXACT)?;
        Some(Value::from(number as i64))
    };
    match value {
        Value::String(text) => {
            let read: Option<Value> = serde_json::from_str(text).ok().filter(|read: &Value| !read.is_string());
            let whole = read.as_ref().and_then(whole);
            read.into_iter().chain(whole).collect()
        }
        Value::Number(_) | Value::Bool(_) => whole(value).into_iter().chain([Value::from(value.to_string())]).collect(),
        _ => Vec::new(),
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
        IntegerFormat::Unspecified | IntegerFormat::Int64 | IntegerFormat::UnixTime => value.is_i64(),
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
