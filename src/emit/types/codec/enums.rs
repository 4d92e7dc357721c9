//! Enumerations.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::enums::literal;
use super::{deserialize, serialize};
use crate::name::Ident;
use crate::plan::{EnumKind, EnumPlan};

pub(super) fn impls(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    match def.kind {
        EnumKind::Text => text(ident, def),
        EnumKind::Integer => integer(ident, def),
        EnumKind::Value => value(ident, def),
    }
}

fn text(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let arms = arms(def);
    vec![
        quote! {
            impl From<&str> for types::#ident {
                fn from(text: &str) -> Self {
                    match text { #(#arms,)* _ => Self::Unknown(text.to_owned()) }
                }
            }
        },
        quote! {
            impl From<String> for types::#ident {
                fn from(text: String) -> Self {
                    match Self::from(text.as_str()) {
                        Self::Unknown(_) => Self::Unknown(text),
                        known => known,
                    }
                }
            }
        },
        quote! {
            impl fmt::Display for types::#ident {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
            }
        },
        deserialize(ident, &quote!(codec::text(deserializer))),
        serialize(ident, None, &quote!(serializer.serialize_str(self.as_str()))),
    ]
}

fn integer(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let arms = arms(def);
    vec![
        quote! {
            impl From<i64> for types::#ident {
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
        serialize(ident, None, &quote!(serializer.serialize_i64(self.value()))),
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
        serialize(ident, None, &quote!(self.value().serialize(serializer))),
    ]
}
