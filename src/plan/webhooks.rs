//! Webhooks: the events that the API sends, and how a delivery proves its origin.

use super::docs::{self, DocLines};
use super::features::{self, AnyOf};
use super::rust_type::{RustType, rust_type};
use super::type_names::TypeNames;
use super::types::{AlternativePlan, TypePlan, TypeShape};
use crate::ir::{Api, Signature, Webhook};
use crate::name::{Case, Ident, Scope, upper_camel};

/// What the API sends to its users.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhooksPlan {
    /// The union of all events; without one, nothing in a delivery tells which event it is.
    pub union: Option<Ident>,
    /// The events, in the document's order.
    pub events: Vec<EventPlan>,
    /// How a delivery proves its origin.
    pub signature: Option<Signature>,
    /// The Cargo feature that has them.
    pub features: AnyOf,
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
    /// Whether the variant has its payload on the heap.
    pub boxed: bool,
    /// What the document says of it.
    pub docs: DocLines,
}

/// Plans the webhooks, if there are any.
pub(super) fn plan(api: &Api, names: &TypeNames, types: &[TypePlan], features: &[String]) -> Option<WebhooksPlan> {
    let webhooks = api.webhooks.as_ref()?;
    let mut methods = Scope::new(Case::Snake, ["clone", "unknown"]);
    let union = webhooks.union.map(|id| &types[id.0 as usize].shape);
    let alternatives: &[AlternativePlan] = match union {
        // An alternative for each event, in the same order.
        Some(TypeShape::Union(union)) => &union.alternatives,
        _ => &[],
    };
    Some(WebhooksPlan {
        union: webhooks.union.map(|id| names.ident(id).clone()),
        events: webhooks
            .events
            .iter()
            .enumerate()
            .map(|(index, webhook)| event(webhook, names, &mut methods, alternatives.get(index)))
            .collect(),
        signature: webhooks.signature.clone(),
        features: features::of_webhooks(features),
    })
}

fn event(
    webhook: &Webhook,
    names: &TypeNames,
    methods: &mut Scope,
    alternative: Option<&AlternativePlan>,
) -> EventPlan {
    let mut lines = DocLines::default();
    lines.paragraph(&format!("{}.", docs::code(&webhook.name)));
    lines.append(docs::lines(&webhook.doc));
    EventPlan {
        name: webhook.name.clone(),
        method: methods.allocate(&webhook.name, &["event"]).ident,
        variant: alternative.map_or_else(|| upper_camel(&webhook.name), |alternative| alternative.ident.clone()),
        boxed: alternative.is_some_and(|alternative| alternative.boxed),
        payload: rust_type(&webhook.payload, names),
        docs: if webhook.doc == Default::default() { lines } else { docs::lines(&webhook.doc) },
    }
}
