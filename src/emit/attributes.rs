//! Derives and attributes that the user adds to definitions.

use std::str::FromStr as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// Attributes. Those that are none are errors before anything is emitted: see [`objection`].
pub(super) fn all(attributes: &[String]) -> TokenStream {
    attributes.iter().filter_map(|text| TokenStream::from_str(text).ok()).map(|tokens| quote!(#[#tokens])).collect()
}

/// Why a text cannot stand between `#[` and `]`: it has to be a path, alone, with arguments, or with a value.
pub fn objection(text: &str) -> Option<String> {
    let Ok(tokens) = TokenStream::from_str(text) else { return Some("its brackets or quotes do not match".to_owned()) };
    let mut rest = tokens.into_iter().skip_while(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    });
    let begins_with_name = text.trim_start().starts_with(|first: char| first == '_' || first.is_alphabetic());
    let fits = match (rest.next(), rest.next()) {
        (None | Some(TokenTree::Group(_)), None) => true,
        (Some(TokenTree::Punct(punct)), Some(_)) => punct.as_char() == '=',
        _ => false,
    };
    (!begins_with_name || !fits).then(|| "it is a path, a path with arguments, or a path `=` a value".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_paths_with_arguments_or_values() {
        for text in ["non_exhaustive", "serde(a = \"]\")", "a::b", "doc = \"x\"", "cfg_attr(x, derive(Eq))"] {
            assert_eq!(objection(text), None, "{text}");
        }
        for text in ["", "a] struct X; #[b", "a(", "a = ", "a(b) c", "#[a]", "1", "(a)"] {
            assert!(objection(text).is_some(), "{text}");
        }
    }
}
