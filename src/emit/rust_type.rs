//! Rust types as text, and as tokens.

use std::fmt;

use proc_macro2::TokenStream;

use crate::plan::RustType;

/// Where a type is mentioned: definitions name each other without a path, all others through `types`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// In `types` itself.
    Types,
    /// In `operations` itself, of which definitions need no path either.
    Operations,
    /// In any module that has imported `types`, `operations` and `support`.
    Elsewhere,
}

/// A type as tokens.
pub(crate) fn rust_type(ty: &RustType, position: Position) -> TokenStream {
    // Of names and punctuation only, so that there is no text that is not tokens.
    Spelled(ty, position).to_string().parse().unwrap_or_default()
}

/// A type as text. Foreign types have their full path, so that a schema of the same name is harmless.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelled<'t>(pub(crate) &'t RustType, pub(crate) Position);

impl fmt::Display for Spelled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Self(ty, position) = self;
        let nested = |inner| Spelled(inner, position);
        match (ty, position) {
            (RustType::Named(name), Position::Types) | (RustType::Operation(name), Position::Operations) => {
                write!(f, "{name}")
            }
            (RustType::Named(name), _) => write!(f, "types::{name}"),
            (RustType::Operation(name), _) => write!(f, "operations::{name}"),
            (RustType::String, _) => f.write_str("String"),
            (RustType::Bool, _) => f.write_str("bool"),
            (RustType::I32, _) => f.write_str("i32"),
            (RustType::I64, _) => f.write_str("i64"),
            (RustType::U32, _) => f.write_str("u32"),
            (RustType::U64, _) => f.write_str("u64"),
            (RustType::F32, _) => f.write_str("f32"),
            (RustType::F64, _) => f.write_str("f64"),
            (RustType::DateTime, _) => f.write_str("chrono::DateTime<chrono::Utc>"),
            (RustType::Date, _) => f.write_str("chrono::NaiveDate"),
            (RustType::Uuid, _) => f.write_str("uuid::Uuid"),
            (RustType::Body, _) => f.write_str("support::Body"),
            (RustType::EventStream(value), _) => write!(f, "support::EventStream<{}>", nested(value)),
            (RustType::JsonLines(value), _) => write!(f, "support::JsonLines<{}>", nested(value)),
            (RustType::File, _) => f.write_str("support::File"),
            (RustType::Part, _) => f.write_str("support::Part"),
            (RustType::Base64, _) => f.write_str("support::Base64Bytes"),
            (RustType::Secret, _) => f.write_str("support::Secret"),
            (RustType::Value, _) => f.write_str("serde_json::Value"),
            (RustType::Unit, _) => f.write_str("()"),
            (RustType::Foreign(path), _) => f.write_str(path),
            (RustType::Vec(element), _) => write!(f, "Vec<{}>", nested(element)),
            (RustType::Map(value), Position::Types) => write!(f, "BTreeMap<String, {}>", nested(value)),
            (RustType::Map(value), _) => write!(f, "std::collections::BTreeMap<String, {}>", nested(value)),
            (RustType::Option(inner), _) => write!(f, "Option<{}>", nested(inner)),
            (RustType::Boxed(inner), _) => write!(f, "Box<{}>", nested(inner)),
            (RustType::Tuple(elements), _) => {
                let elements: Vec<String> = elements.iter().map(|element| nested(element).to_string()).collect();
                write!(f, "({})", elements.join(", "))
            }
        }
    }
}
