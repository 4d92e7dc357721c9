//! `lib.rs`: what the crate is, its modules, and what users name without a path.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{SourceFile, Unit, example};
use crate::plan::{DocLines, Gate, Plan, TypeShape, code, phrase};

pub(super) fn units(_: &Plan) -> Vec<Unit> {
    vec![Unit::new(root, 0)]
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    // The root of another crate is not ours, nor is its name.
    let is_crate = plan.gate == Gate::Feature;
    let limit = plan.krate.recursion_limit.filter(|_| is_crate).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let (client_gate, server_gate) = (plan.gate.client(), plan.gate.server());
    let client = plan.has_client().then(|| {
        quote! {
            #client_gate pub use client::{Client, ClientBuilder, Server};
            #client_gate pub use support::client::{
                ApiError, AuthError, ByteStream, Call, ClientCredentials, ConfigError, DecodeError, Error, Items,
                Operation, Pages, Paginate, PaginationError, RateLimit, RequestError, Response, Retry,
                TimeoutError, TooLargeError, TransportError, UnexpectedResponse,
            };
        }
    });
    let closed = plan.types.iter().any(|ty| matches!(&ty.shape, TypeShape::Enum(values) if !values.open));
    let shared = [
        ("Base64Bytes", plan.foreign().base64),
        ("Body", true),
        ("Event", plan.has_streams()),
        ("EventStream", plan.has_streams()),
        ("Events", plan.has_streams()),
        ("File", plan.has_parts()),
        ("JsonLines", plan.has_streams()),
        ("Part", plan.has_parts()),
        ("Reply", true),
        ("Secret", true),
        ("StreamError", true),
    ];
    let shared = shared.into_iter().filter(|(_, used)| *used).map(|(name, _)| format_ident!("{name}"));
    let items = [
        limit,
        plan.has_client().then(|| quote!(#client_gate pub mod client;)),
        Some(quote!(
            pub mod operations;
        )),
        plan.has_server().then(|| quote!(#server_gate pub mod server;)),
        Some(quote! {
            #[allow(dead_code, unused_imports, reason = "the runtime is copied whole; few APIs need all of it")]
            mod support;
            pub mod types;
        }),
        plan.webhooks.as_ref().map(|webhooks| {
            let gate = webhooks.features.gate();
            quote!(#gate pub mod webhooks;)
        }),
        client,
        closed.then(|| {
            quote!(
                pub use support::codec::Unlisted;
            )
        }),
        Some(quote!(pub use support::{#(#shared),*};)),
    ];
    let items: Vec<TokenStream> = items.into_iter().flatten().collect();
    SourceFile::new("src/lib.rs", docs(plan).iter().map(str::to_owned).collect(), items)
}

/// Title and version, what the document says, where the API is, and an example.
fn docs(plan: &Plan) -> DocLines {
    let krate = &plan.krate;
    let mut lines = DocLines::default();
    lines.paragraph(&format!("{}, version {}.", phrase(&krate.title), phrase(&krate.api_version)));
    lines.append(krate.docs.clone());
    let urls: Vec<String> = plan.client.servers.iter().map(|server| code(&server.url)).collect();
    if !urls.is_empty() {
        lines.paragraph(&format!("Served at {}.", urls.join(", ")));
    }
    if plan.gate == Gate::Feature {
        lines.append(example::section(plan));
    }
    lines
}
