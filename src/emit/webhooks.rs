//! `webhooks`: what both ends of a delivery need, a router that receives and a sender that signs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::{Importable, imports};
use super::{Position, SourceFile, Unit, docs, rust_type};
use crate::ir::{Signature, SignatureAlgorithm, SignatureEncoding};
use crate::name::Ident;
use crate::plan::{EventPlan, Plan, WebhooksPlan};

/// The file, if the document has webhooks.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    plan.webhooks.iter().map(|_| Unit::new(file, 0)).collect()
}

const ROOT: &[Importable] = &[Importable::Module("support"), Importable::Module("types")];

const SUPPORT: &[Importable] = &[Importable::Item("Secret")];

const WEBHOOK: &[Importable] =
    &[Importable::Item("Algorithm"), Importable::Item("Encoding"), Importable::Item("SignatureScheme")];

fn file(plan: &Plan, _: usize) -> SourceFile {
    let docs = vec!["Webhooks: what the API sends to its users.".to_owned()];
    let path = "src/webhooks.rs".to_owned();
    let Some(webhooks) = &plan.webhooks else { return SourceFile::new(path, docs, Vec::new()) };
    let mut items: Vec<_> = webhooks.signature.iter().map(|signature| trust(webhooks, signature)).collect();
    let lists: [(TokenStream, &[Importable]); 4] = [
        (quote!(http), &[Importable::Item("HeaderMap")]),
        (quote!(super), ROOT),
        (quote!(super::support), SUPPORT),
        (quote!(super::support::webhook), WEBHOOK),
    ];
    let mut all = imports(&items, &lists);
    if plan.has_server() {
        items.extend(webhooks.union.as_ref().map(|union| receiver(plan, webhooks, union)));
    }
    if plan.has_client() {
        items.push(sender(plan, webhooks));
    }
    if let Some(union) = &webhooks.union {
        all.push(quote!(pub use super::types::#union;));
    }
    all.push(quote!(
        pub use super::support::webhook::{DeliveryError, MalformedEvent, SignatureError, Signer, Verifier};
    ));
    all.extend(items);
    SourceFile::new(path, docs, all)
}

/// The scheme, and what checks and makes signatures by it.
fn trust(webhooks: &WebhooksPlan, signature: &Signature) -> TokenStream {
    let scheme = scheme(signature);
    let verify = match &webhooks.union {
        Some(union) => quote! {
            pub fn verify(headers: &HeaderMap, body: &[u8], secret: impl Into<Secret>) -> Result<#union, DeliveryError> {
                support::webhook::decode(Some(&verifier(secret)), headers, body)
            }
        },
        None => quote! {
            pub fn verify<E: serde_core::de::DeserializeOwned>(
                headers: &HeaderMap,
                body: &[u8],
                secret: impl Into<Secret>,
            ) -> Result<E, DeliveryError> {
                support::webhook::decode(Some(&verifier(secret)), headers, body)
            }
        },
    };
    quote! {
        static SIGNATURE: SignatureScheme = #scheme;

        /// Checks deliveries that are signed with a secret.
        pub fn verifier(secret: impl Into<Secret>) -> Verifier {
            Verifier::new(&SIGNATURE, secret)
        }

        /// Signs deliveries with a secret.
        pub fn signer(secret: impl Into<Secret>) -> Signer {
            Signer::new(&SIGNATURE, secret)
        }

        /// Checks the signature of a delivery and decodes its event. The body must be the bytes as they came.
        ///
        /// # Errors
        ///
        /// If the signature does not hold, or the body is not an event.
        #verify
    }
}

fn scheme(signature: &Signature) -> TokenStream {
    let Signature { header, algorithm, encoding, signed, format, tolerance } = signature;
    let algorithm = match algorithm {
        SignatureAlgorithm::HmacSha256 => quote!(HmacSha256),
        SignatureAlgorithm::Token => quote!(Token),
    };
    let encoding = encoding.map(|encoding| match encoding {
        SignatureEncoding::Hex => quote!(.encoding(Encoding::Hex)),
        SignatureEncoding::Base64 => quote!(.encoding(Encoding::Base64)),
    });
    let signed = (signed != "{body}").then(|| quote!(.signed(#signed)));
    let format = (format != "{signature}").then(|| quote!(.format(#format)));
    let tolerance = tolerance.map(|seconds| {
        let seconds = Literal::u64_unsuffixed(seconds);
        quote!(.tolerance(#seconds))
    });
    quote!(SignatureScheme::new(#header, Algorithm::#algorithm) #encoding #signed #format #tolerance)
}

/// The receiving end: a handler trait and a router that calls it.
fn receiver(plan: &Plan, webhooks: &WebhooksPlan, union: &Ident) -> TokenStream {
    let gate = plan.gate.server();
    let methods = webhooks.events.iter().map(|EventPlan { method, payload, docs: lines, .. }| {
        let (payload, lines) = (rust_type(payload, Position::Elsewhere), docs(lines));
        quote! {
            #lines
            fn #method(&self, event: #payload) -> impl Future<Output = Result<(), Failure>> + Send {
                super::support::webhook_receiver::ignored(event)
            }
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    let uses = imports(&methods, &[(quote!(super), &[Importable::Module("types")])]);
    let arms = webhooks.events.iter().map(|EventPlan { method, variant, boxed, .. }| {
        let event = if *boxed { quote!(*event) } else { quote!(event) };
        quote!(#union::#variant(event) => H::#method(&handler, #event).await)
    });
    let (argument, verifier) = match &webhooks.signature {
        Some(_) => (quote!(verifier: Verifier,), quote!(Some(verifier))),
        None => (quote!(), quote!(None)),
    };
    quote! {
        #gate
        use std::future::Future;

        #(#gate #uses)*

        #gate
        pub use super::support::server::{Failure, Router};

        /// Reacts to events. Methods may be written as `async fn`; an event whose method is not written is ignored.
        ///
        /// After a [`Failure`] the sender is told to try again.
        #gate
        pub trait Handler: Send + Sync + 'static {
            #(#methods)*

            /// An event that the document does not describe.
            fn unknown(&self, event: serde_json::Value) -> impl Future<Output = Result<(), Failure>> + Send {
                super::support::webhook_receiver::ignored(event)
            }
        }

        /// A router that takes deliveries at its root; [`Router::base_path`] puts it elsewhere. What is not signed as the
        /// document says never reaches the handler.
        #gate
        pub fn receiver<H: Handler>(#argument handler: H) -> Router {
            super::support::webhook_receiver::receiver(#verifier, handler, |handler, event| async move {
                match event {
                    #(#arms,)*
                    #union::Unknown(event) => H::unknown(&handler, event).await,
                }
            })
        }
    }
}

/// The sending end.
fn sender(plan: &Plan, webhooks: &WebhooksPlan) -> TokenStream {
    let gate = plan.gate.client();
    let (argument, signer) = match &webhooks.signature {
        Some(_) => (quote!(, secret: impl Into<super::support::Secret>), quote!(Some(signer(secret)))),
        None => (quote!(), quote!(None)),
    };
    let event = webhooks.union.as_ref().map_or_else(|| quote!(serde_json::Value), |union| quote!(#union));
    quote! {
        #gate
        pub use super::support::webhook_sender::SendError;

        /// Sends events to one receiver, signed. Cheap to clone.
        #gate
        pub type Sender = super::support::webhook_sender::Sender<#event>;

        /// Puts a [`Sender`] together.
        #gate
        pub type SenderBuilder = super::support::webhook_sender::SenderBuilder<#event>;

        /// Starts a sender of events to the receiver at a URL.
        #gate
        pub fn sender(url: &str #argument) -> SenderBuilder {
            Sender::builder(url, #signer)
        }
    }
}
