//! Lines of documentation as an attribute, which the printer writes as `///`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::DocLines;

/// What stands between the lines of an attribute of documentation. A line terminator there would make it a block comment,
/// and an attribute for each line is dear: a fifth of all lines are documentation. No prose contains control characters.
pub const LINE_BREAK: char = '\u{2}';

/// One attribute for all lines.
pub(crate) fn docs(lines: &DocLines) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(LINE_BREAK);
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
    }
    quote!(#[doc = #text])
}
