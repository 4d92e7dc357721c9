//! Objects.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::structs::touches_deprecated;
use super::{deserialize, serialize};
use crate::name::Ident;
use crate::plan::{FieldPlan, StructPlan};

pub(super) fn impls(ident: &Ident, def: &StructPlan) -> Vec<TokenStream> {
    vec![object(ident, def), deserialize(ident, &quote!(codec::object(deserializer))), write(ident, def)]
}

/// The variable that holds a member until all are read.
fn slot(ident: &Ident) -> TokenStream {
    // No field ends in an underscore but those that are called like a keyword.
    match ident.as_str() {
        name @ ("members" | "index") => {
            let name = format_ident!("{name}_");
            quote!(#name)
        }
        _ => quote!(#ident),
    }
}

fn object(ident: &Ident, def: &StructPlan) -> TokenStream {
    let name = ident.bare();
    let members = def.fields.iter().map(|field| &field.name).chain(&def.ignored);
    let required: Vec<Literal> = def
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.required)
        .map(|(index, _)| Literal::usize_unsuffixed(index))
        .collect();
    let required = (!required.is_empty()).then(|| quote!(const REQUIRED: &'static [usize] = &[#(#required),*];));
    let slots = def.fields.iter().map(|field| {
        let slot = slot(&field.ident);
        quote!(let mut #slot = None;)
    });
    let rest = def.additional.as_ref().map(|(name, _)| slot(name));
    let rest_slot = rest.iter().map(|slot| quote!(let mut #slot = std::collections::BTreeMap::new();));
    let reads = def.fields.iter().enumerate().map(|(index, field)| read(index, field));
    let (next, otherwise) = match &rest {
        Some(rest) => (quote!(next_or_unknown), quote!(members.keep(&mut #rest))),
        None => (quote!(next_index), quote!(members.skip())),
    };
    let ignored: Vec<Literal> = (def.fields.len()..).take(def.ignored.len()).map(Literal::usize_unsuffixed).collect();
    let ignored = (!ignored.is_empty()).then(|| quote!(#(#ignored)|* => members.skip(),));
    let body = match def.fields.is_empty() && ignored.is_none() {
        true => quote!(while members.#next().is_some() { #otherwise; }),
        false => quote! {
            while let Some(index) = members.#next() {
                match index {
                    #(#reads,)*
                    #ignored
                    _ => #otherwise,
                }
            }
        },
    };
    let values = def.fields.iter().map(|field| value(&field.ident, field.required));
    let values = values.chain(def.additional.iter().map(|(name, _)| value(name, false)));
    let expected = touches_deprecated(def);
    quote! {
        impl Object for types::#ident {
            const NAME: &'static str = #name;
            const MEMBERS: &'static [&'static str] = &[#(#members),*];
            #required

            #expected
            fn decode<'de, A: MapAccess<'de>>(members: &mut Members<'de, A>) -> Option<Self> {
                #(#slots)*
                #(#rest_slot)*
                #body
                Some(Self { #(#values),* })
            }
        }
    }
}

fn read(index: usize, field: &FieldPlan) -> TokenStream {
    let (index, slot) = (Literal::usize_unsuffixed(index), slot(&field.ident));
    let method = match (field.null_is_absent, field.whole) {
        (false, false) => quote!(value),
        (false, true) => quote!(whole),
        (true, false) => quote!(optional),
        (true, true) => quote!(optional_whole),
    };
    quote!(#index => members.#method(&mut #slot))
}

fn value(ident: &Ident, required: bool) -> TokenStream {
    let slot = slot(ident);
    match (required, slot.to_string() == ident.as_str()) {
        (true, _) => quote!(#ident: #slot?),
        (false, true) => quote!(#ident),
        (false, false) => quote!(#ident: #slot),
    }
}

fn write(ident: &Ident, def: &StructPlan) -> TokenStream {
    let members = def.fields.iter().map(|field| {
        let (name, field_ident) = (&field.name, &field.ident);
        match field.required {
            true => quote!(record.member(#name, &self.#field_ident);),
            false => quote!(record.optional(#name, &self.#field_ident);),
        }
    });
    let rest = def.additional.iter().map(|(name, _)| quote!(record.rest(&self.#name);));
    let writes: Vec<TokenStream> = members.chain(rest).collect();
    let body = match writes.as_slice() {
        [] => quote!(Record::new(serializer).end()),
        writes => quote! {
            let mut record = Record::new(serializer);
            #(#writes)*
            record.end()
        },
    };
    serialize(ident, touches_deprecated(def), &body)
}
