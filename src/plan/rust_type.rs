//! The Rust type of a use of a schema, and how its presence shows in it. Pure data; `emit` spells it out.

use super::TypeNames;
use crate::ir::{IntegerFormat, Kind, NumberFormat, StringFormat, Type};
use crate::name::Ident;

/// A Rust type, as the generated crate names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RustType {
    /// A definition in `types`.
    Named(Ident),
    /// `String`
    String,
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// An instant: RFC 3339 `date-time`.
    DateTime,
    /// A calendar date: RFC 3339 `full-date`.
    Date,
    /// A UUID.
    Uuid,
    /// Bytes that are at hand, or a stream of them.
    Body,
    /// Values that server-sent events bring.
    EventStream(Box<Self>),
    /// JSON texts one after another.
    JsonLines(Box<Self>),
    /// A file in a form.
    File,
    /// A part of a multipart body without a form.
    Part,
    /// A definition in `operations`.
    Operation(Ident),
    /// Bytes that travel in JSON as base64 text.
    Base64,
    /// Text that is never shown.
    Secret,
    /// Any JSON value.
    Value,
    /// A type by its path: one of `std`, or one that the configuration names.
    Foreign(String),
    /// `()`: only `null`, or nothing at all.
    Unit,
    /// A list.
    Vec(Box<Self>),
    /// An object whose members all have one type.
    Map(Box<Self>),
    /// A value that may be absent or `null`.
    Option(Box<Self>),
    /// A value on the heap, where a type contains itself.
    Boxed(Box<Self>),
    /// A list whose elements each have their own type. Never of one element alone.
    Tuple(Vec<Self>),
}

/// What is read in another way than serde's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// Whole numbers, which may be written as `1.0`.
    Whole,
    /// Dates or times.
    Time,
}

impl RustType {
    /// What it consists of, if that is read in a way of its own. A value that may be `null` is as one that may not.
    pub fn scalar(&self) -> Option<Scalar> {
        match self {
            Self::Option(inner) => inner.scalar(),
            Self::I32 | Self::I64 | Self::U32 | Self::U64 => Some(Scalar::Whole),
            Self::DateTime | Self::Date => Some(Scalar::Time),
            _ => None,
        }
    }
}

/// The Rust type of a use of a type; `Option` if it allows `null`, unless the type has a value for `null` itself.
pub fn rust_type(ty: &Type, names: &TypeNames) -> RustType {
    let bare = kind(&ty.kind, names);
    if ty.nullable && !holds_null(&bare) { RustType::Option(Box::new(bare)) } else { bare }
}

/// The type of a member: that of its value, inside of an `Option` if it may be absent.
pub fn member_type(ty: &Type, required: bool, names: &TypeNames) -> RustType {
    let value = rust_type(ty, names);
    if required { value } else { RustType::Option(Box::new(value)) }
}

fn holds_null(ty: &RustType) -> bool {
    matches!(ty, RustType::Value | RustType::Unit)
}

fn kind(kind: &Kind, names: &TypeNames) -> RustType {
    if let Some(configured) = names.formats().get(kind) {
        return configured;
    }
    match kind {
        Kind::Named(id) => RustType::Named(names.ident(*id).clone()),
        Kind::Any => RustType::Value,
        Kind::Null => RustType::Unit,
        Kind::Boolean => RustType::Bool,
        Kind::Integer(IntegerFormat::Int32) => RustType::I32,
        Kind::Integer(IntegerFormat::UInt32) => RustType::U32,
        Kind::Integer(IntegerFormat::UInt64) => RustType::U64,
        Kind::Integer(IntegerFormat::Int64 | IntegerFormat::UnixTime | IntegerFormat::Unspecified) => RustType::I64,
        Kind::Number(NumberFormat::Double | NumberFormat::Decimal) => RustType::F64,
        Kind::Number(NumberFormat::Float) => RustType::F32,
        Kind::String(format) => string(format),
        Kind::Array(element) => RustType::Vec(Box::new(rust_type(element, names))),
        Kind::Map(value) => RustType::Map(Box::new(rust_type(value, names))),
        Kind::Tuple(elements) => match elements.as_slice() {
            // `(T,)` and `()` would surprise; a list of one or of nothing is a list.
            [] => RustType::Vec(Box::new(RustType::Value)),
            [element] => RustType::Vec(Box::new(rust_type(element, names))),
            elements => RustType::Tuple(elements.iter().map(|element| rust_type(element, names)).collect()),
        },
    }
}

/// Formats without a type of their own stay text, which loses nothing; servers check those that they know.
fn string(format: &StringFormat) -> RustType {
    match format {
        StringFormat::DateTime => RustType::DateTime,
        StringFormat::Date => RustType::Date,
        StringFormat::Uuid => RustType::Uuid,
        StringFormat::Byte => RustType::Base64,
        StringFormat::Password => RustType::Secret,
        StringFormat::Ipv4 => RustType::Foreign("std::net::Ipv4Addr".to_owned()),
        StringFormat::Ipv6 => RustType::Foreign("std::net::Ipv6Addr".to_owned()),
        // Bodies and parts that are raw bytes are no values of this kind. Inside of JSON, the format names no encoding that could
        // be undone.
        StringFormat::Binary
        | StringFormat::Plain
        | StringFormat::Time
        | StringFormat::Email
        | StringFormat::Uri
        | StringFormat::Hostname
        | StringFormat::Duration
        | StringFormat::Other(_) => RustType::String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_has_one_place_in_a_type() {
        let names = TypeNames::default();
        let nullable = |kind| Type { nullable: true, ..Type::new(kind) };
        let text = Kind::String(StringFormat::Plain);
        let option = |ty| RustType::Option(Box::new(ty));
        assert_eq!(member_type(&nullable(text.clone()), true, &names), option(RustType::String));
        assert_eq!(member_type(&nullable(text.clone()), false, &names), option(option(RustType::String)));
        assert_eq!(member_type(&nullable(Kind::Any), true, &names), RustType::Value);
        assert_eq!(member_type(&nullable(Kind::Any), false, &names), option(RustType::Value));
    }
}
