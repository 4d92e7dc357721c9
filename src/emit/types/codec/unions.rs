//! Unions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{constant, deserialize, serialize};
use crate::emit::{Position, rust_type};
use crate::ir::{MemberOutline, Outline};
use crate::name::Ident;
use crate::plan::{AlternativePlan, Probe, RustType, UnionPlan};

pub(super) fn impls(ident: &Ident, def: &UnionPlan) -> Vec<TokenStream> {
    let mut impls = vec![union(ident, def), deserialize(ident, &quote!(codec::union(deserializer))), write(ident, def)];
    impls.extend(
        def.alternatives
            .iter()
            .filter(|alternative| alternative.convertible)
            .flat_map(|alternative| conversions(ident, alternative)),
    );
    impls
}

fn union(ident: &Ident, def: &UnionPlan) -> TokenStream {
    let probes = def.tried().map(|alternative| probe(&alternative.probe));
    let arms = def.tried().enumerate().map(|(index, alternative)| {
        let (index, name) = (Literal::usize_unsuffixed(index), &alternative.ident);
        match alternative.content {
            Some(_) => quote!(#index => Deserialize::deserialize(value).map(Self::#name)),
            None => quote!(#index => Deserialize::deserialize(value).map(|()| Self::#name)),
        }
    });
    quote! {
        impl Union for types::#ident {
            const PROBES: &'static [Probe] = &[#(#probes),*];

            fn decode<'de, D: Deserializer<'de>>(alternative: usize, value: D) -> Result<Self, D::Error> {
                match alternative {
                    #(#arms,)*
                    _ => Deserialize::deserialize(value).map(Self::Unknown),
                }
            }
        }
    }
}

/// A probe as the runtime has it.
pub(in crate::emit) fn probe(probe: &Probe) -> TokenStream {
    match probe {
        Probe::Tag(name, values) => quote!(Probe::Tag(#name, &[#(#values),*])),
        Probe::Json("null") => quote!(Probe::Null),
        Probe::Json("boolean") => quote!(Probe::Boolean),
        Probe::Json("number" | "integer") => quote!(Probe::Number),
        Probe::Json("string") => quote!(Probe::String),
        Probe::Json("array") => quote!(Probe::Array),
        Probe::Json(_) => quote!(Probe::Object),
        Probe::Member(name) => quote!(Probe::Member(#name)),
        Probe::Constant(name, value) => {
            let value = constant(value);
            quote!(Probe::Constant(#name, #value))
        }
        Probe::Like(like) => {
            let outline = outline(like);
            quote!(Probe::Like(#outline))
        }
        Probe::Otherwise => quote!(Probe::Otherwise),
    }
}

/// What values of an alternative look like, as the runtime has it.
fn outline(like: &Outline) -> TokenStream {
    let all = |outlines: &[Outline]| outlines.iter().map(outline).collect::<Vec<_>>();
    match like {
        Outline::Any => quote!(Outline::Any),
        Outline::Null => quote!(Outline::Null),
        Outline::Boolean => quote!(Outline::Boolean),
        Outline::Integer => quote!(Outline::Integer),
        Outline::Number => quote!(Outline::Number),
        Outline::Text(text) => {
            let begin = text.begin();
            quote!(Outline::Text(#begin))
        }
        Outline::Ipv4 => quote!(Outline::Ipv4),
        Outline::Ipv6 => quote!(Outline::Ipv6),
        Outline::Constants(values) => {
            let values = values.iter().map(constant);
            quote!(Outline::Constants(&[#(#values),*]))
        }
        Outline::Array(item) => {
            let item = outline(item);
            quote!(Outline::Array(&#item))
        }
        Outline::Tuple(items) => {
            let items = all(items);
            quote!(Outline::Tuple(&[#(#items),*]))
        }
        Outline::Object { members, rest } => {
            let members = members.iter().map(attribute);
            let rest = match rest.as_deref().map(outline) {
                Some(rest) => quote!(Some(&#rest)),
                None => quote!(None),
            };
            quote!(Outline::Object(&[#(#members),*], #rest))
        }
        Outline::Either(outlines) => {
            let outlines = all(outlines);
            quote!(Outline::Either(&[#(#outlines),*]))
        }
    }
}

fn attribute(member: &MemberOutline) -> TokenStream {
    let (name, outline) = (&member.name, outline(&member.outline));
    match member.required {
        true => quote!(Attribute::required(#name, #outline)),
        false => quote!(Attribute::optional(#name, #outline)),
    }
}

fn write(ident: &Ident, def: &UnionPlan) -> TokenStream {
    let arms = def.alternatives.iter().map(|alternative| {
        let name = &alternative.ident;
        match (&alternative.content, &alternative.tag) {
            (None, _) => quote!(Self::#name => serializer.serialize_unit()),
            (Some(_), None) => quote!(Self::#name(value) => value.serialize(serializer)),
            (Some(_), Some((tag, text))) => {
                quote!(Self::#name(value) => codec::tagged(serializer, #tag, #text, value))
            }
        }
    });
    let body = quote! {
        match self {
            #(#arms,)*
            Self::Unknown(value) => value.serialize(serializer),
        }
    };
    serialize(ident, &body)
}

fn conversions(ident: &Ident, alternative: &AlternativePlan) -> Vec<TokenStream> {
    let name = &alternative.ident;
    let Some(content) = &alternative.content else { return Vec::new() };
    let ty = rust_type(content, Position::Elsewhere);
    let value = if alternative.boxed { quote!(Box::new(value)) } else { quote!(value) };
    let from = quote! {
        impl From<#ty> for types::#ident {
            #[inline]
            fn from(value: #ty) -> Self { Self::#name(#value) }
        }
    };
    let from_text = (*content == RustType::String).then(|| {
        quote! {
            impl From<&str> for types::#ident {
                #[inline]
                fn from(value: &str) -> Self { Self::#name(value.to_owned()) }
            }
        }
    });
    [from].into_iter().chain(from_text).collect()
}
