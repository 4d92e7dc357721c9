//! `support`: which modules of the runtime the crate needs, and the module that declares them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{SourceFile, Unit};
use crate::plan::{Part, Plan};

pub(super) fn units(_: &Plan) -> Vec<Unit> {
    vec![Unit::new(root, 0)]
}

/// The modules of the runtime that the crate needs, by name.
pub fn support_modules(plan: &Plan) -> Vec<&'static str> {
    plan.support_modules().into_iter().map(|(name, _)| name).collect()
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let mut items = Vec::new();
    for (name, part) in plan.support_modules() {
        let (module, gate) = (format_ident!("{name}"), gate(plan, part));
        items.push(quote!(#gate pub mod #module;));
    }
    for (name, part) in plan.support_modules().into_iter().filter(|(name, _)| REEXPORTED.contains(name)) {
        let (module, gate) = (format_ident!("{name}"), gate(plan, part));
        items.push(quote!(#gate pub use #module::*;));
    }
    SourceFile::new(
        "src/support/mod.rs",
        vec!["What every generated crate has in common; each file is a copy.".to_owned()],
        items,
    )
}

/// Modules whose items are named as `support::Reply`. Those of the ends keep their names: `support::client::Error`.
const REEXPORTED: &[&str] =
    &["base64_bytes", "body", "endpoint", "multipart", "param", "reply", "secret", "status", "stream"];

/// The attribute on what a part of the crate needs.
pub(super) fn gate(plan: &Plan, part: Part) -> TokenStream {
    match part {
        Part::Always => TokenStream::new(),
        Part::Client => plan.gate.client(),
        Part::Server => plan.gate.server(),
    }
}
