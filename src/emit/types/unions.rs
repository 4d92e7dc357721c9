//! Unions as people read them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Docs, Position, docs, rust_type};
use super::Extra;
use crate::name::Ident;
use crate::plan::UnionPlan;

pub(super) fn definition(ident: &Ident, lines: &Docs<'_>, def: &UnionPlan, extra: &Extra) -> TokenStream {
    let Extra { derives, attributes } = extra;
    let variants = def.alternatives.iter().map(|alternative| {
        let (name, lines) = (&alternative.ident, docs(&alternative.docs));
        let content = alternative.content.as_ref().map(|ty| rust_type(ty, Position::Types));
        match (content, alternative.boxed) {
            (None, _) => quote!(#lines #name),
            (Some(content), false) => quote!(#lines #name(#content)),
            (Some(content), true) => quote!(#lines #name(Box<#content>)),
        }
    });
    quote! {
        #lines
        #[derive(Debug, Clone, PartialEq #derives)]
        #attributes
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            /// A value that fits no alternative of the document.
            Unknown(serde_json::Value)
        }
    }
}
