//! Strings, numbers, booleans; and which types a schema means that does not say.

use super::keywords::Keywords;
use super::limits;
use super::types::Types;
use crate::diag::codes;
use crate::ir::{Constraints, IntegerFormat, Kind, NumberFormat, StringFormat};
use crate::lower::context::Context;

/// The types that a schema allows. One that names none means those that its keywords are about; if there are none of
/// these either, it means all.
pub(super) fn types(all: &Keywords<'_>) -> Types {
    if let Some(types) = all.types {
        return types;
    }
    if let Some((values, _)) = &all.values {
        let types = values.iter().map(Types::of_value).reduce(Types::or);
        return types.unwrap_or(Types::ALL);
    }
    let limits = &all.limits;
    if !all.is_plain_object() || limits.min_properties.is_some() || limits.max_properties.is_some() {
        Types::OBJECT
    } else if !all.items.is_empty()
        || !all.prefix.is_empty()
        || limits.min_items.is_some()
        || limits.max_items.is_some()
    {
        Types::ARRAY
    } else if limits.pattern.is_some()
        || limits.min_length.is_some()
        || limits.max_length.is_some()
        || all.encoding.is_some()
        || all.media_type.is_some()
    {
        Types::STRING
    } else if limits.minimum.is_some() || limits.maximum.is_some() || limits.multiple_of.is_some() {
        Types::NUMBER
    } else {
        all.format.as_deref().map_or(Types::ALL, types_of_format)
    }
}

/// The formats of the OpenAPI format registry apply to one type each.
fn types_of_format(format: &str) -> Types {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => Types::INTEGER,
        "unix-time" => Types::INTEGER,
        "float" | "double" => Types::NUMBER,
        _ if string_format(format).is_some() => Types::STRING,
        _ => Types::ALL,
    }
}

/// The formats of numbers, the narrower first.
const NUMBER_FORMATS: [&str; 10] =
    ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float", "double"];

/// Of two formats that schemas of one `allOf` name, the narrower; if neither is, the one that is named later.
pub(super) fn narrower_format(known: Option<String>, named: Option<&str>) -> Option<String> {
    let (Some(before), Some(now)) = (&known, named) else { return named.map(str::to_owned).or(known) };
    let width = |format: &str| NUMBER_FORMATS.iter().position(|known| *known == format);
    let keeps = match (width(before), width(now)) {
        (Some(before), Some(now)) => before < now,
        _ => string_format(before).is_some() && string_format(now).is_none(),
    };
    if keeps { known } else { Some(now.to_owned()) }
}

/// The kind of a schema of scalar types.
pub(super) fn scalar(cx: &mut Context<'_, '_>, all: &Keywords<'_>, types: Types) -> Kind {
    match types {
        Types::BOOLEAN => Kind::Boolean,
        Types::STRING => Kind::String(string(all)),
        Types::INTEGER => Kind::Integer(integer(cx, all)),
        types if !types.is_none() && Types::NUMBER.contains(types) => number(all),
        _ => Kind::Any,
    }
}

fn string(all: &Keywords<'_>) -> StringFormat {
    if let Some(encoding) = &all.encoding {
        return match encoding.as_str() {
            "base64" => StringFormat::Byte,
            "binary" => StringFormat::Binary,
            other => StringFormat::Other(other.to_owned()),
        };
    }
    match (&all.format, &all.media_type) {
        (Some(format), _) => string_format(format).unwrap_or_else(|| StringFormat::Other(format.clone())),
        // OpenAPI 3.1, "Considerations for File Uploads": a media type without an encoding means raw bytes.
        (None, Some(media_type)) if !crate::lower::content::is_text(media_type) => StringFormat::Binary,
        _ => StringFormat::Plain,
    }
}

fn string_format(format: &str) -> Option<StringFormat> {
    Some(match format {
        "date-time" => StringFormat::DateTime,
        "date" => StringFormat::Date,
        "time" => StringFormat::Time,
        "uuid" => StringFormat::Uuid,
        "byte" | "base64" => StringFormat::Byte,
        "binary" => StringFormat::Binary,
        "password" => StringFormat::Password,
        "email" => StringFormat::Email,
        "uri" | "url" => StringFormat::Uri,
        "ipv4" => StringFormat::Ipv4,
        "ipv6" => StringFormat::Ipv6,
        "hostname" => StringFormat::Hostname,
        "duration" => StringFormat::Duration,
        _ => return None,
    })
}

/// Whether the limits say that numbers are of 64 bits without a sign.
fn is_beyond_signed(limits: &Constraints) -> bool {
    let is_positive = limits.minimum.as_ref().and_then(|least| least.as_f64()).is_some_and(|least| least >= 0.0);
    is_positive && limits.maximum.as_ref().is_some_and(|most| most.as_u64().is_some() && !most.is_i64())
}

fn integer(cx: &mut Context<'_, '_>, all: &Keywords<'_>) -> IntegerFormat {
    match all.format.as_deref() {
        Some("int8" | "int16" | "int32") => IntegerFormat::Int32,
        Some("int64") => IntegerFormat::Int64,
        // `byte` is what tools for C# write.
        Some("uint8" | "uint16" | "uint32" | "byte") => IntegerFormat::UInt32,
        // `uint` is what schemars writes for `usize`.
        Some("uint64" | "uint") => IntegerFormat::UInt64,
        Some("unix-time" | "unixtime") => IntegerFormat::UnixTime,
        None if is_beyond_signed(&all.limits) => IntegerFormat::UInt64,
        None => IntegerFormat::Unspecified,
        Some(format) => {
            if cx.formats.insert(format.to_owned()) {
                cx.diag.push(codes::unknown_format(all.place(), format, "integers"));
            }
            IntegerFormat::Unspecified
        }
    }
}

/// Documents write `type: number, format: int64` for integers.
fn number(all: &Keywords<'_>) -> Kind {
    match all.format.as_deref() {
        Some("float") => Kind::Number(NumberFormat::Float),
        Some("decimal") => Kind::Number(NumberFormat::Decimal),
        Some("int8" | "int16" | "int32") => Kind::Integer(IntegerFormat::Int32),
        Some("int64") => Kind::Integer(IntegerFormat::Int64),
        Some("uint8" | "uint16" | "uint32") => Kind::Integer(IntegerFormat::UInt32),
        Some("uint64") => Kind::Integer(IntegerFormat::UInt64),
        _ => Kind::Number(NumberFormat::Double),
    }
}

/// The limits that mean something for this kind.
pub(super) fn limits(all: &Keywords<'_>, kind: &Kind) -> Constraints {
    let mut limits = all.limits.clone();
    if matches!(kind, Kind::Integer(_)) {
        all.format.iter().for_each(|format| limits::add_width(&mut limits, format));
    }
    match kind {
        Kind::Integer(_) | Kind::Number(_) => Constraints {
            minimum: limits.minimum,
            maximum: limits.maximum,
            exclusive_minimum: limits.exclusive_minimum,
            exclusive_maximum: limits.exclusive_maximum,
            multiple_of: limits.multiple_of,
            ..Constraints::default()
        },
        Kind::String(_) => Constraints {
            min_length: limits.min_length,
            max_length: limits.max_length,
            pattern: limits.pattern,
            ..Constraints::default()
        },
        Kind::Array(_) | Kind::Tuple(_) => Constraints {
            min_items: limits.min_items,
            max_items: limits.max_items,
            unique_items: limits.unique_items,
            ..Constraints::default()
        },
        Kind::Map(_) => members(&all.limits),
        Kind::Named(_) | Kind::Any | Kind::Null | Kind::Boolean => Constraints::default(),
    }
}

/// The limits on the number of members of an object.
pub(super) fn members(limits: &Constraints) -> Constraints {
    Constraints {
        min_properties: limits.min_properties,
        max_properties: limits.max_properties,
        ..Constraints::default()
    }
}
