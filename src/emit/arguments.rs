//! Arguments of constructors, methods and setters: whatever converts into the value, where that spares the caller something.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Position, rust_type};
use crate::name::Ident;
use crate::plan::RustType;

/// The type of an argument for a value of this type.
pub(super) fn argument_type(ty: &RustType, position: Position) -> TokenStream {
    let bare = rust_type(ty, position);
    match ty {
        ty if converts(ty) => quote!(impl Into<#bare>),
        RustType::Vec(item) => {
            let item = argument_type(item, position);
            quote!(impl IntoIterator<Item = #item>)
        }
        _ => bare,
    }
}

/// An argument as the value of a field; nothing if it is that value already.
pub(super) fn argument_value(name: &Ident, ty: &RustType) -> Option<TokenStream> {
    match ty {
        ty if converts(ty) => Some(quote!(#name.into())),
        RustType::Vec(item) => Some(match argument_value(name, item) {
            Some(_) if matches!(**item, RustType::Vec(_)) => {
                let inner = argument_value(&crate::name::snake("items"), item);
                quote!(#name.into_iter().map(|items| #inner).collect())
            }
            Some(_) => quote!(#name.into_iter().map(Into::into).collect()),
            None => quote!(#name.into_iter().collect()),
        }),
        _ => None,
    }
}

/// Whether other types convert into a type: texts, bytes, and what is one of several.
fn converts(ty: &RustType) -> bool {
    matches!(ty, RustType::String | RustType::Secret | RustType::Body | RustType::File | RustType::Operation(_))
}
