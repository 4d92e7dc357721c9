//! Enumerations as people read them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Item;
use super::begun;
use crate::plan::{EnumKind, EnumPlan, TypePlan, Value};

pub(super) fn definition(ty: &TypePlan, def: &EnumPlan) -> Vec<Item> {
    let hash = if def.kind == EnumKind::Value { "" } else { ", Eq, Hash" };
    // With a single value there is a default, which constructors then do not ask for.
    let default = if def.constant { ", Default" } else { "" };
    let mut item = begun(ty, &format!("Debug, Clone, PartialEq{hash}{default}"));
    if def.open {
        item.line(0, "#[non_exhaustive]");
    }
    item.line(0, format_args!("pub enum {} {{", ty.name.ident));
    for variant in &def.variants {
        item.docs(1, &variant.docs);
        if def.constant {
            item.line(1, "#[default]");
        }
        item.line(1, format_args!("{},", variant.ident));
    }
    if def.open {
        let content = match def.kind {
            EnumKind::Text => "String",
            EnumKind::Integer => "i64",
            EnumKind::Value => "serde_json::Value",
        };
        item.line(1, "/// A value that the document does not list.");
        item.line(1, format_args!("Unknown({content}),"));
    }
    item.line(0, "}");
    vec![item, accessor(ty, def)]
}

/// The value on the wire.
fn accessor(ty: &TypePlan, def: &EnumPlan) -> Item {
    let (signature, unknown) = match def.kind {
        EnumKind::Text => ("as_str(&self) -> &str", "(text) => text"),
        EnumKind::Integer => ("value(&self) -> i64", "(number) => *number"),
        EnumKind::Value => ("value(&self) -> serde_json::Value", "(value) => value.clone()"),
    };
    let mut item = Item::default();
    item.line(0, format_args!("impl {} {{", ty.name.ident));
    item.line(1, "/// The value as it travels.");
    item.line(1, format_args!("pub fn {signature} {{"));
    item.line(2, "match self {");
    for variant in &def.variants {
        let (name, value) = (&variant.ident, written(def.kind, &variant.value));
        item.line(3, format_args!("Self::{name} => {value},"));
    }
    if def.open {
        item.line(3, format_args!("Self::Unknown{unknown},"));
    }
    item.line(2, "}");
    item.line(1, "}");
    item.line(0, "}");
    // What is neither text nor number is code of several tokens.
    item.unformatted = def.kind == EnumKind::Value;
    item
}

/// A value of an enumeration as text. Tokens have a blank between a sign and its number.
fn written(kind: EnumKind, value: &Value) -> String {
    match (kind, value.as_i64()) {
        (EnumKind::Integer, Some(number)) => number.to_string(),
        _ => literal(kind, value).to_string(),
    }
}

/// A value of an enumeration as a literal.
pub(super) fn literal(kind: EnumKind, value: &Value) -> TokenStream {
    match (kind, value) {
        (EnumKind::Text, Value::String(text)) => quote!(#text),
        (EnumKind::Integer, Value::Number(number)) => {
            let literal = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(#literal)
        }
        (_, Value::Null) => quote!(serde_json::Value::Null),
        (_, Value::Bool(value)) => quote!(serde_json::Value::Bool(#value)),
        (_, Value::String(text)) => quote!(serde_json::Value::from(#text)),
        (_, Value::Number(number)) => {
            let literal = match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => Literal::i64_suffixed(number),
                (None, Some(number)) => Literal::u64_suffixed(number),
                (None, None) => Literal::f64_suffixed(number.as_f64().unwrap_or_default()),
            };
            quote!(serde_json::Value::from(#literal))
        }
        (_, other) => {
            let json = json(other);
            quote!(serde_json::json!(#json))
        }
    }
}

/// A value of the document between the parentheses of `json!`.
fn json(value: &Value) -> TokenStream {
    match value {
        Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({#(#members),*})
        }
        Value::String(text) => quote!(#text),
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        number => literal(EnumKind::Value, number),
    }
}
