//! Lines of documentation as attributes, which the printer writes as `///`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::DocLines;

/// One attribute per line: a line terminator within would become a block comment.
pub(crate) fn docs(lines: &DocLines) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
