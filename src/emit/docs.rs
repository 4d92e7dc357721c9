//! Lines of documentation as an attribute, which the printer writes as `///`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::plan::DocLines;

/// What stands between the lines of an attribute of documentation. A line terminator there would make it a block comment,
/// and an attribute for each line is dear: a fifth of all lines are documentation. No prose contains control characters.
pub const LINE_BREAK: char = '\u{2}';

/// Lines of documentation where tokens are put together: written there once, and not copied.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Docs<'l>(&'l DocLines);

/// One attribute for all lines.
pub(crate) fn docs(lines: &DocLines) -> Docs<'_> {
    Docs(lines)
}

impl ToTokens for Docs<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(lines) = self;
        if lines.is_empty() {
            return;
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
        let text = literal(&text);
        tokens.extend(quote!(#[doc = #text]));
    }
}

/// Text as a literal. Raw ones are copied where others are escaped, and read again twice.
fn literal(text: &str) -> Literal {
    let raw = match (text.contains('"'), text.contains("\"#")) {
        (false, _) => format!("r\"{text}\"").parse(),
        (true, false) => format!("r#\"{text}\"#").parse(),
        (true, true) => return Literal::string(text),
    };
    raw.unwrap_or_else(|_| Literal::string(text))
}
