//! Enumerations as people read them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::{Docs, docs};
use super::Extra;
use crate::name::Ident;
use crate::plan::{EnumKind, EnumPlan, Value};

pub(super) fn definition(ident: &Ident, lines: &Docs<'_>, def: &EnumPlan, extra: &Extra) -> Vec<TokenStream> {
    let Extra { derives, attributes } = extra;
    // With a single value there is a default, which constructors then do not ask for.
    let default = def.constant.then(|| quote!(#[default]));
    let variants = def.variants.iter().map(|variant| {
        let (name, lines) = (&variant.ident, docs(&variant.docs));
        quote!(#lines #default #name)
    });
    let content = match def.kind {
        EnumKind::Text => quote!(String),
        EnumKind::Integer => quote!(i64),
        EnumKind::Value => quote!(serde_json::Value),
    };
    let hash = (def.kind != EnumKind::Value).then(|| quote!(, Eq, Hash));
    let derived_default = default.as_ref().map(|_| quote!(, Default));
    let non_exhaustive = def.open.then(|| quote!(#[non_exhaustive]));
    let unknown = def.open.then(|| {
        quote! {
            /// A value that the document does not list.
            Unknown(#content)
        }
    });
    let definition = quote! {
        #lines
        #[derive(Debug, Clone, PartialEq #hash #derived_default #derives)]
        #attributes
        #non_exhaustive
        pub enum #ident {
            #(#variants,)*
            #unknown
        }
    };
    vec![definition, accessor(ident, def)]
}

/// The value on the wire.
fn accessor(ident: &Ident, def: &EnumPlan) -> TokenStream {
    let arms = def.variants.iter().map(|variant| {
        let (name, value) = (&variant.ident, literal(def.kind, &variant.value));
        quote!(Self::#name => #value)
    });
    let unknown = def.open.then(|| match def.kind {
        EnumKind::Text => quote!(Self::Unknown(text) => text),
        EnumKind::Integer => quote!(Self::Unknown(number) => *number),
        EnumKind::Value => quote!(Self::Unknown(value) => value.clone()),
    });
    let method = match def.kind {
        EnumKind::Text => quote! {
            pub fn as_str(&self) -> &str {
                match self { #(#arms,)* #unknown }
            }
        },
        EnumKind::Integer => quote! {
            pub fn value(&self) -> i64 {
                match self { #(#arms,)* #unknown }
            }
        },
        EnumKind::Value => quote! {
            pub fn value(&self) -> serde_json::Value {
                match self { #(#arms,)* #unknown }
            }
        },
    };
    quote! {
        impl #ident {
            /// The value as it travels.
            #method
        }
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
