//! Webhooks: the events that the API sends, and how a delivery proves its origin.

use super::docs::{self, DocLines};
use super::rust_type::{RustType, rust_type};
use super::type_names::TypeNames;
use crate::ir::{Api, Signature, Webhook};
use crate::name::{Case, Ident, Scope};

/// What the API sends to its users.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhooksPlan {
    /// The union of all events; without one, nothing in a delivery tells which event it is.
    pub union: Option<Ident>,
    /// The events, in the document's order.
    pub events: Vec<EventPlan>,
    /// How a delivery proves its origin.
    pub signature: Option<Signature>,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventPlan {
    /// Its name in the document.
    pub name: String,
    /// The method of `Handler`.
    pub method: Ident,
    /// The variant of the union.
    pub variant: Ident,
    /// The type of its payload.
    pub payload: RustType,
    /// What the document says of it.
    pub docs: DocLines,
}

/// Plans the webhooks, if there are any.
pub(super) fn plan(api: &Api, names: &TypeNames) -> Option<WebhooksPlan> {
    let webhooks = api.webhooks.as_ref()?;
    let mut methods = Scope::new(Case::Snake, ["clone", "unknown"]);
    let mut variants = Scope::new(Case::UpperCamel, ["Unknown"]);
    Some(WebhooksPlan {
        union: webhooks.union.map(|id| names.ident(id).clone()),
        events: webhooks.events.iter().map(|webhook| event(webhook, names, &mut methods, &mut variants)).collect(),
        signature: webhooks.signature.clone(),
    })
}

fn event(webhook: &Webhook, names: &TypeNames, methods: &mut Scope, variants: &mut Scope) -> EventPlan {
    let mut lines = DocLines::default();
    lines.paragraph(&format!("{}.", docs::code(&webhook.name)));
    lines.append(docs::lines(&webhook.doc));
    EventPlan {
        name: webhook.name.clone(),
        method: methods.allocate(&webhook.name, &["event"]).ident,
        variant: variants.allocate(&webhook.name, &["event"]).ident,
        payload: rust_type(&webhook.payload, names),
        docs: if webhook.doc == Default::default() { lines } else { docs::lines(&webhook.doc) },
    }
}
