//! The document's defaults of optional parameters, behind an accessor.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::name::Ident;
use crate::plan::{RustType, Value};

/// The type and body of an accessor; nothing if the default has no literal.
pub(super) fn with_default(field: &Ident, ty: &RustType, default: &Value) -> Option<(TokenStream, TokenStream)> {
    let number = |literal: Literal, ty: TokenStream| Some((ty, quote!(self.#field.unwrap_or(#literal))));
    match (ty, default) {
        (RustType::Bool, Value::Bool(value)) => Some((quote!(bool), quote!(self.#field.unwrap_or(#value)))),
        (RustType::I32, value) => number(Literal::i32_unsuffixed(value.as_i64()?.try_into().ok()?), quote!(i32)),
        (RustType::I64, value) => number(Literal::i64_unsuffixed(value.as_i64()?), quote!(i64)),
        (RustType::U32, value) => number(Literal::u32_unsuffixed(value.as_u64()?.try_into().ok()?), quote!(u32)),
        (RustType::U64, value) => number(Literal::u64_unsuffixed(value.as_u64()?), quote!(u64)),
        (RustType::F32 | RustType::F64, value) => {
            let literal = Literal::f64_unsuffixed(value.as_f64().filter(|value| value.is_finite())?);
            number(literal, if *ty == RustType::F32 { quote!(f32) } else { quote!(f64) })
        }
        (RustType::String, Value::String(text)) => {
            Some((quote!(&str), quote!(self.#field.as_deref().unwrap_or(#text))))
        }
        _ => None,
    }
}
