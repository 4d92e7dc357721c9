//! The attributes that leave out what the Cargo features of groups do not ask for.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{AnyOf, GroupPlan, Plan};

impl AnyOf {
    /// The attribute on an item; nothing if it is always there.
    pub(super) fn gate(&self) -> TokenStream {
        // A string literal and names, so that there is no text that is not tokens.
        self.gate_text().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The same as text.
    pub(super) fn gate_text(&self) -> Option<String> {
        let features: Vec<String> =
            self.0.iter().map(|feature| format!("feature = {}", Literal::string(feature))).collect();
        match features.as_slice() {
            [] => None,
            [feature] => Some(format!("#[cfg({feature})]")),
            features => Some(format!("#[cfg(any({}))]", features.join(", "))),
        }
    }
}

impl GroupPlan {
    /// The attribute on what belongs to the group.
    pub(super) fn gate(&self) -> TokenStream {
        self.feature.iter().map(|feature| quote!(#[cfg(feature = #feature)])).collect()
    }

    /// The attribute on what takes the place of the group where it is left out, if it may be.
    pub(super) fn gate_without(&self) -> Option<TokenStream> {
        self.feature.as_ref().map(|feature| quote!(#[cfg(not(feature = #feature))]))
    }
}

/// The imports of a file whose items may be left out one by one, the last that needs an import among them.
pub(super) fn imports_for_some(plan: &Plan, imports: Vec<TokenStream>) -> Vec<TokenStream> {
    match plan.features.is_empty() {
        true => imports,
        false => imports
            .into_iter()
            .map(|import| quote!(#[allow(unused_imports, reason = "what needs it may be left out")] #import))
            .collect(),
    }
}
