//! Accessors that give a value or the document's default.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Position, rust_type};
use crate::name::Ident;
use crate::plan::{DefaultPlan, DefaultValue, RustType, Value};

/// `page()`: the value of an optional field, or its default. `ty` is the type of the value.
pub(super) fn accessor(field: &Ident, ty: &RustType, default: &DefaultPlan, position: Position) -> TokenStream {
    accessor_with(&TokenStream::new(), field, ty, default, position)
}

/// The same, with further attributes.
pub(super) fn accessor_with(
    attributes: &TokenStream,
    field: &Ident,
    ty: &RustType,
    default: &DefaultPlan,
    position: Position,
) -> TokenStream {
    let method = &default.ident;
    let bare = field.bare();
    let line = format!(" The value of [`{bare}`](Self::{bare}), or the document's default.");
    let (ty, value) = match &default.value {
        DefaultValue::Text(text) => (quote!(&str), quote!(self.#field.as_deref().unwrap_or(#text))),
        DefaultValue::Variant(ident, variant) => {
            let ident = rust_type(&RustType::Named(ident.clone()), position);
            (ident.clone(), quote!(self.#field.clone().unwrap_or(#ident::#variant)))
        }
        DefaultValue::Scalar(value) => {
            let (ty, literal) = (rust_type(ty, position), literal(ty, value));
            (ty, quote!(self.#field.unwrap_or(#literal)))
        }
    };
    quote! {
        #[doc = #line]
        #attributes
        pub fn #method(&self) -> #ty { #value }
    }
}

fn literal(ty: &RustType, value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        // The default of a number may be written as a whole one; its literal may not.
        value if matches!(ty, RustType::F32 | RustType::F64) => number(value.as_f64().map(Literal::f64_unsuffixed)),
        value if value.is_i64() => number(value.as_i64().map(Literal::i64_unsuffixed)),
        value if value.is_u64() => number(value.as_u64().map(Literal::u64_unsuffixed)),
        value => number(value.as_f64().map(Literal::f64_unsuffixed)),
    }
}

fn number(literal: Option<Literal>) -> TokenStream {
    literal.map_or_else(TokenStream::new, |literal| quote!(#literal))
}
