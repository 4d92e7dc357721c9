//! From the plan to tokens. The only stage that names quote; it cannot fail and decides nothing.

mod docs;
pub mod package;
mod rust_type;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use crate::name::Ident;
use crate::plan::Gate;

pub(crate) use docs::docs;
pub(crate) use rust_type::{Position, rust_type};

/// A source file of the output, before it is formatted. Tokens cannot move between threads, so `render` asks for each
/// file on the thread that formats it: emit offers the list of files and, for each, a pure function that makes it.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it goes, relative to the crate: `src/types/pet.rs`.
    pub path: String,
    /// The lines of its `//!` documentation.
    pub docs: Vec<String>,
    /// Its items, in order; imports first.
    pub items: Vec<TokenStream>,
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        let ident = match self.is_raw() {
            true => proc_macro2::Ident::new_raw(self.bare(), span),
            false => proc_macro2::Ident::new(self.as_str(), span),
        };
        ident.to_tokens(tokens);
    }
}

impl Gate {
    /// The attribute on items that only the client needs.
    pub(crate) fn client(self) -> TokenStream {
        self.feature("client")
    }

    /// The attribute on items that only the server needs.
    pub(crate) fn server(self) -> TokenStream {
        self.feature("server")
    }

    fn feature(self, feature: &str) -> TokenStream {
        match self {
            Self::Feature => quote!(#[cfg(feature = #feature)]),
            Self::Always => TokenStream::new(),
        }
    }
}
