//! The enum of the document's servers, and the limits that its tiers have.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::plan::{Plan, ServerPlan, code};

/// `Server`, and the constants for tiers.
pub(super) fn items(plan: &Plan) -> Vec<TokenStream> {
    [Some(definition(plan)), Some(methods(plan)), default(plan), tiers(plan)].into_iter().flatten().collect()
}

/// Whether there is a server where the API's limits do not hold.
pub(super) fn has_unlimited(plan: &Plan) -> bool {
    plan.client.rate_limit.is_some() && plan.client.servers.iter().any(|server| !server.rate_limited)
}

fn definition(plan: &Plan) -> TokenStream {
    let first_is_unit = plan.client.servers.first().is_some_and(|server| server.variables.is_empty());
    let variants = plan.client.servers.iter().enumerate().map(|(index, server)| {
        let mut lines = server.docs.clone();
        lines.paragraph(&code(&server.url));
        let (docs, ident) = (docs(&lines), &server.variant);
        let default = (index == 0 && first_is_unit).then(|| quote!(#[default]));
        let fields = server.variables.iter().map(|variable| {
            let mut lines = variable.docs.clone();
            if !variable.values.is_empty() {
                let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
                lines.paragraph(&format!("One of {}.", values.join(", ")));
            }
            let (docs, ident) = (super::docs(&lines), &variable.ident);
            quote!(#docs #ident: String)
        });
        match server.variables.is_empty() {
            true => quote!(#docs #default #ident),
            false => quote!(#docs #ident { #(#fields),* }),
        }
    });
    let derive = first_is_unit.then(|| quote!(, Default));
    quote! {
        /// Where the API is served.
        #[derive(Debug, Clone, PartialEq, Eq #derive)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants,)*
            /// Another base URL.
            Custom(String),
        }
    }
}

fn methods(plan: &Plan) -> TokenStream {
    let urls = plan.client.servers.iter().map(|server| {
        let ServerPlan { variant, url, variables, .. } = server;
        let fields = variables.iter().map(|variable| &variable.ident);
        let values = variables.iter().map(|variable| {
            let (ident, name, values) = (&variable.ident, &variable.name, &variable.values);
            quote!((#name, #ident, &[#(#values),*]))
        });
        match variables.is_empty() {
            true => quote!(Self::#variant => Ok(#url.to_owned()),),
            false => quote!(Self::#variant { #(#fields),* } => server_url(#url, &[#(#values),*]),),
        }
    });
    let constructors = plan.client.servers.iter().filter(|server| !server.variables.is_empty()).map(|server| {
        let (ident, variant) = (crate::name::snake(server.variant.bare()), &server.variant);
        let fields = server.variables.iter().map(|variable| {
            let ident = &variable.ident;
            match &variable.default {
                Some(default) => quote!(#ident: #default.to_owned()),
                None => quote!(#ident: #ident.into()),
            }
        });
        let given = server.variables.iter().filter(|variable| variable.default.is_none());
        let given = given.map(|variable| &variable.ident);
        let line = format!(" [`{variant}`](Self::{variant}) with the document's values for its variables.");
        quote! {
            #[doc = #line]
            pub fn #ident(#(#given: impl Into<String>),*) -> Self { Self::#variant { #(#fields),* } }
        }
    });
    let unlimited = plan.client.servers.iter().filter(|server| !server.rate_limited).map(|server| {
        let variant = &server.variant;
        if server.variables.is_empty() { quote!(Self::#variant) } else { quote!(Self::#variant { .. }) }
    });
    let limited = has_unlimited(plan).then(|| {
        quote! {
            /// Whether the API's rate limit holds here.
            pub fn is_rate_limited(&self) -> bool {
                !matches!(self, #(#unlimited)|*)
            }
        }
    });
    quote! {
        impl Server {
            #(#constructors)*

            /// The base URL.
            ///
            /// # Errors
            ///
            /// If a variable has a value that the document does not allow.
            pub fn url(&self) -> Result<String, ConfigError> {
                match self {
                    #(#urls)*
                    Self::Custom(url) => Ok(url.clone()),
                }
            }

            #limited
        }
    }
}

/// The first server, where `#[default]` cannot say it.
fn default(plan: &Plan) -> Option<TokenStream> {
    let first = plan.client.default_server().filter(|server| !server.variables.is_empty())?;
    let constructor = crate::name::snake(first.variant.bare());
    Some(quote! {
        impl Default for Server {
            fn default() -> Self { Self::#constructor() }
        }
    })
}

fn tiers(plan: &Plan) -> Option<TokenStream> {
    let limit = plan.client.rate_limit.as_ref()?;
    let constants = limit.tiers.iter().zip(&plan.client.tiers).map(|(tier, ident)| {
        let line = format!(" The limit of the tier {}.", code(&tier.name));
        let windows = super::endpoint::window_list(&tier.windows);
        quote!(#[doc = #line] pub const #ident: Self = Self::new(#windows);)
    });
    (!limit.tiers.is_empty()).then(|| quote!(impl RateLimit { #(#constants)* }))
}
