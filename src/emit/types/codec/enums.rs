//! Enumerations.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::enums::literal;
use super::{deserialize, serialize};
use crate::emit::EnumerationTable;
use crate::name::Ident;
use crate::plan::{EnumKind, EnumPlan};

/// How texts are read and written.
pub(super) fn table(ident: &Ident, def: &EnumPlan) -> EnumerationTable {
    let rows =
        def.variants.iter().filter_map(|variant| Some((variant.value.as_str()?.to_owned(), variant.ident.clone())));
    EnumerationTable { ident: ident.clone(), closed: !def.open, rows: rows.collect() }
}

/// How everything else is; texts have a table.
pub(super) fn impls(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    match def.kind {
        EnumKind::Text => Vec::new(),
        _ if !def.open => closed(ident, def),
        EnumKind::Integer => integer(ident, def),
        EnumKind::Value => value(ident, def),
    }
}

/// An enumeration of which every other value is refused.
fn closed(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let refused = quote!(Err(codec::Unlisted));
    let (from, known, read, written) = if def.kind == EnumKind::Integer {
        let arms = listed_arms(def);
        let known = quote!(match value { #(#arms,)* _ => #refused });
        let written = quote!(serializer.serialize_i64(self.value()));
        (quote!(i64), known, quote!(codec::listed_integer(deserializer)), written)
    } else {
        let branches = def.variants.iter().map(|variant| {
            let (name, constant) = (&variant.ident, super::constant(&variant.value));
            quote!(if #constant.is(&value) { Ok(Self::#name) } else)
        });
        let known = quote!(#(#branches)* { #refused });
        let written = quote!(self.value().serialize(serializer));
        (quote!(serde_json::Value), known, quote!(codec::listed_value(deserializer)), written)
    };
    vec![
        quote! {
            impl TryFrom<#from> for types::#ident {
                type Error = codec::Unlisted;

                fn try_from(value: #from) -> Result<Self, codec::Unlisted> { #known }
            }
        },
        quote! {
            impl fmt::Display for types::#ident {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.value(), f) }
            }
        },
        deserialize(ident, &read),
        serialize(ident, &written),
    ]
}

fn listed_arms(def: &EnumPlan) -> Vec<TokenStream> {
    let arms = def.variants.iter().map(|variant| {
        let (name, value) = (&variant.ident, literal(def.kind, &variant.value));
        quote!(#value => Ok(Self::#name))
    });
    arms.collect()
}

fn integer(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let arms = arms(def);
    vec![
        quote! {
            impl From<i64> for types::#ident {
                #[inline]
                fn from(number: i64) -> Self {
                    match number { #(#arms,)* _ => Self::Unknown(number) }
                }
            }
        },
        quote! {
            impl fmt::Display for types::#ident {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.value(), f) }
            }
        },
        deserialize(ident, &quote!(codec::integer(deserializer))),
        serialize(ident, &quote!(serializer.serialize_i64(self.value()))),
    ]
}

fn arms(def: &EnumPlan) -> Vec<TokenStream> {
    let arms = def.variants.iter().map(|variant| {
        let (name, value) = (&variant.ident, literal(def.kind, &variant.value));
        quote!(#value => Self::#name)
    });
    arms.collect()
}

fn value(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let branches = def.variants.iter().map(|variant| {
        let (name, constant) = (&variant.ident, super::constant(&variant.value));
        quote!(if #constant.is(&value) { Self::#name } else)
    });
    vec![
        quote! {
            impl From<serde_json::Value> for types::#ident {
                #[inline]
                fn from(value: serde_json::Value) -> Self {
                    #(#branches)* { Self::Unknown(value) }
                }
            }
        },
        quote! {
            impl fmt::Display for types::#ident {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.value(), f) }
            }
        },
        deserialize(ident, &quote!(serde_json::Value::deserialize(deserializer).map(Self::from))),
        serialize(ident, &quote!(self.value().serialize(serializer))),
    ]
}
