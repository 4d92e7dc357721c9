//! Rust types as tokens.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

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

/// A type as tokens. Foreign types have their full path, so that a schema of the same name is harmless.
pub(crate) fn rust_type(ty: &RustType, position: Position) -> TokenStream {
    let nested = |inner: &RustType| rust_type(inner, position);
    match ty {
        RustType::Named(name) => match position {
            Position::Types => quote!(#name),
            Position::Operations | Position::Elsewhere => quote!(types::#name),
        },
        RustType::String => quote!(String),
        RustType::Bool => quote!(bool),
        RustType::I32 => quote!(i32),
        RustType::I64 => quote!(i64),
        RustType::U32 => quote!(u32),
        RustType::U64 => quote!(u64),
        RustType::F32 => quote!(f32),
        RustType::F64 => quote!(f64),
        RustType::DateTime => quote!(chrono::DateTime<chrono::Utc>),
        RustType::Date => quote!(chrono::NaiveDate),
        RustType::Uuid => quote!(uuid::Uuid),
        RustType::Body => quote!(support::Body),
        RustType::EventStream(value) => {
            let value = nested(value);
            quote!(support::EventStream<#value>)
        }
        RustType::JsonLines(value) => {
            let value = nested(value);
            quote!(support::JsonLines<#value>)
        }
        RustType::File => quote!(support::File),
        RustType::Part => quote!(support::Part),
        RustType::Operation(name) => match position {
            Position::Operations => quote!(#name),
            Position::Types | Position::Elsewhere => quote!(operations::#name),
        },
        RustType::Base64 => quote!(support::Base64Bytes),
        RustType::Secret => quote!(support::Secret),
        RustType::Value => quote!(serde_json::Value),
        RustType::Unit => quote!(()),
        RustType::Foreign(path) => path_of(path),
        RustType::Vec(element) => {
            let element = nested(element);
            quote!(Vec<#element>)
        }
        RustType::Map(value) => {
            let value = nested(value);
            match position {
                Position::Types => quote!(BTreeMap<String, #value>),
                Position::Operations | Position::Elsewhere => quote!(std::collections::BTreeMap<String, #value>),
            }
        }
        RustType::Option(inner) => {
            let inner = nested(inner);
            quote!(Option<#inner>)
        }
        RustType::Boxed(inner) => {
            let inner = nested(inner);
            quote!(Box<#inner>)
        }
        RustType::Tuple(elements) => {
            let elements = elements.iter().map(nested);
            quote!((#(#elements),*))
        }
    }
}

/// A type as text, where definitions mention it.
pub(crate) struct InTypes<'t>(pub(crate) &'t RustType);

impl fmt::Display for InTypes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            RustType::Named(name) => write!(f, "{name}"),
            RustType::String => f.write_str("String"),
            RustType::Bool => f.write_str("bool"),
            RustType::I32 => f.write_str("i32"),
            RustType::I64 => f.write_str("i64"),
            RustType::U32 => f.write_str("u32"),
            RustType::U64 => f.write_str("u64"),
            RustType::F32 => f.write_str("f32"),
            RustType::F64 => f.write_str("f64"),
            RustType::DateTime => f.write_str("chrono::DateTime<chrono::Utc>"),
            RustType::Date => f.write_str("chrono::NaiveDate"),
            RustType::Uuid => f.write_str("uuid::Uuid"),
            RustType::Value => f.write_str("serde_json::Value"),
            RustType::Unit => f.write_str("()"),
            RustType::Foreign(path) => f.write_str(path),
            RustType::Vec(element) => write!(f, "Vec<{}>", InTypes(element)),
            RustType::Map(value) => write!(f, "BTreeMap<String, {}>", InTypes(value)),
            RustType::Option(inner) => write!(f, "Option<{}>", InTypes(inner)),
            RustType::Boxed(inner) => write!(f, "Box<{}>", InTypes(inner)),
            RustType::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(|element| InTypes(element).to_string()).collect();
                write!(f, "({})", elements.join(", "))
            }
            RustType::Body => f.write_str("support::Body"),
            RustType::EventStream(value) => write!(f, "support::EventStream<{}>", InTypes(value)),
            RustType::JsonLines(value) => write!(f, "support::JsonLines<{}>", InTypes(value)),
            RustType::File => f.write_str("support::File"),
            RustType::Part => f.write_str("support::Part"),
            RustType::Operation(name) => write!(f, "operations::{name}"),
            RustType::Base64 => f.write_str("support::Base64Bytes"),
            RustType::Secret => f.write_str("support::Secret"),
        }
    }
}

/// A path of plain identifiers, which the configuration has seen to.
fn path_of(path: &str) -> TokenStream {
    let idents = path.split("::").map(|ident| quote::format_ident!("{ident}"));
    quote!(#(#idents)::*)
}
