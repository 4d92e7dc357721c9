//! From the plan to tokens. The only stage that names quote; it cannot fail and decides nothing.

mod arguments;
mod attributes;
mod bodies;
mod call;
mod client;
mod content;
mod defaults;
mod docs;
mod endpoint;
mod example;
mod facts;
mod features;
mod group;
mod imports;
mod item;
mod operations;
pub mod package;
mod paging;
mod receive;
mod root;
mod routes;
mod rules;
mod rust_type;
mod schema;
mod server;
mod servers;
mod support;
mod table;
mod types;
mod webhooks;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use crate::config::Ends;
use crate::name::Ident;
use crate::plan::{Gate, Plan};

pub use attributes::objection as attribute_objection;
pub use docs::LINE_BREAK;
pub(crate) use docs::docs;
pub use facts::package;
pub use item::{Item, WIDTH};
pub(crate) use rust_type::{Position, Spelled, rust_type};
pub use support::support_modules;
pub use table::{EnumerationTable, FailureTable, ObjectTable, Row, Table};

/// A source file of the output, before it is formatted. Tokens cannot move between threads, so `render` asks for each
/// file on the thread that formats it: emit offers the list of files and, for each, a pure function that makes it.
#[derive(Debug, Default)]
pub struct SourceFile {
    /// Where it goes, relative to the crate: `src/types/pet.rs`.
    pub path: String,
    /// The lines of its `//!` documentation.
    pub docs: Vec<String>,
    /// Its items, in order; imports first.
    pub items: Vec<TokenStream>,
    /// What stands behind the items, in order.
    pub tables: Vec<Table>,
}

impl SourceFile {
    /// A file of items.
    pub(crate) fn new(path: impl Into<String>, docs: Vec<String>, items: Vec<TokenStream>) -> Self {
        Self { path: path.into(), docs, items, tables: Vec::new() }
    }
}

/// A file that is still to be made: tokens cannot move between threads, so the thread that formats a file makes it.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    make: fn(&Plan, usize) -> SourceFile,
    index: usize,
}

impl Unit {
    /// The file that a function makes for the `index`-th thing of its kind.
    pub(crate) fn new(make: fn(&Plan, usize) -> SourceFile, index: usize) -> Self {
        Self { make, index }
    }

    /// Makes the file.
    pub fn file(&self, plan: &Plan) -> SourceFile {
        (self.make)(plan, self.index)
    }
}

/// All files of a crate that are made of tokens. Groups come before types: a group may be a file of thousands of lines, which
/// nobody wants to begin last.
pub fn units(plan: &Plan) -> Vec<Unit> {
    let client = [client::units(plan), group::units(plan), call::units(plan)].concat();
    let groups = [server::units(plan), operations::units(plan), endpoint::units(plan), webhooks::units(plan)].concat();
    let shared = [root::units(plan), support::units(plan), types::units(plan)].concat();
    let client = client.into_iter().filter(|_| plan.has_client());
    client.chain(groups).chain(shared).collect()
}

/// Where a file of a crate goes if the crate is the module of another: its root is `mod.rs`.
pub fn path_in_module(path: &str) -> String {
    match path.strip_prefix("src/").unwrap_or(path) {
        "lib.rs" => "mod.rs".to_owned(),
        path => path.to_owned(),
    }
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

    /// The attribute on items that both ends need, but nothing else.
    pub(crate) fn either(self, ends: Ends) -> TokenStream {
        match (self, ends) {
            (Self::Always, _) => TokenStream::new(),
            (Self::Feature, Ends::Both) => quote!(#[cfg(any(feature = "client", feature = "server"))]),
            (Self::Feature, Ends::Client) => self.client(),
            (Self::Feature, Ends::Server) => self.server(),
        }
    }

    fn feature(self, feature: &str) -> TokenStream {
        match self {
            Self::Feature => quote!(#[cfg(feature = #feature)]),
            Self::Always => TokenStream::new(),
        }
    }
}
