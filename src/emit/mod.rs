//! From the plan to tokens. The only stage that names quote; it cannot fail and decides nothing.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Gate;

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
