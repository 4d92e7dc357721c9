//! Enumerations.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::enums::literal;
use super::{deserialize, serialize};
use crate::name::Ident;
use crate::plan::{EnumKind, EnumPlan};

pub(super) fn impls(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    match def.kind {
        _ if !def.open => closed(ident, def),
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
        serialize(ident, &quote!(serializer.serialize_str(self.as_str()))),
    ]
}

/// An enumeration of which every other value is refused.
fn closed(ident: &Ident, def: &EnumPlan) -> Vec<TokenStream> {
    let refused = quote!(Err(codec::Unlisted));
    let (from, known, read, written, shown) = match def.kind {
        EnumKind::Text => {
            let arms = listed_arms(def);
            let known = quote!(match value { #(#arms,)* _ => #refused });
            let (written, shown) =
                (quote!(serializer.serialize_str(self.as_str())), quote!(f.write_str(self.as_str())));
            (quote!(&str), known, quote!(codec::listed_text(deserializer)), written, shown)
        }
        EnumKind::Integer => {
            let arms = listed_arms(def);
            let known = quote!(match value { #(#arms,)* _ => #refused });
            let read = quote!(codec::listed_integer(deserializer));
            let written = quote!(serializer.serialize_i64(self.value()));
            (quote!(i64), known, read, written, quote!(fmt::Display::fmt(&self.value(), f)))
        }
        EnumKind::Value => {
            let branches = def.variants.iter().map(|variant| {
                let (name, constant) = (&variant.ident, super::constant(&variant.value));
                quote!(if #constant.is(&value) { Ok(Self::#name) } else)
            });
            let known = quote!(#(#branches)* { #refused });
            let read = quote!(codec::listed_value(deserializer));
            let written = quote!(self.value().serialize(serializer));
            (quote!(serde_json::Value), known, read, written, quote!(fmt::Display::fmt(&self.value(), f)))
        }
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
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { #shown }
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
