//! Webhooks: the requests that the API sends to its users.

use super::context::{Context, Site};
use super::{convention, path, schema};
use crate::diag::codes;
use crate::ir::{
    Api, Custom, Doc, EnumDef, MediaKind, Probe, Shape, Type, TypeDef, TypeHint, TypeId, UnionDef, UnionVariant,
    Webhook, Webhooks,
};
use crate::lower::content;
use crate::spec::{Node, keys};

/// The entries of `webhooks` or `x-webhooks`. Their union is made later: see [`unite`].
pub(super) fn webhooks<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Option<Webhooks> {
    let entries: Vec<_> = root.get(keys::WEBHOOKS)?.entries().filter(|(name, _)| !name.starts_with("x-")).collect();
    let signature = convention::signature(cx, root);
    let mut events = Vec::new();
    for (name, item) in entries {
        events.extend(event(cx, name, &item));
    }
    (!events.is_empty()).then_some(Webhooks { events, union: None, signature })
}

/// An event: the payload of the only operation of a path item.
fn event<'d>(cx: &mut Context<'d, '_>, name: &str, item: &Node<'d>) -> Option<Webhook> {
    let item = item.follow(cx.diag)?;
    let operation = path::methods(&item).into_iter().next().and_then(|(_, operation)| operation.follow(cx.diag));
    let payload = operation.as_ref().and_then(|operation| payload(cx, name, operation));
    let (Some(operation), Some(payload)) = (operation, payload) else {
        cx.diag.push(codes::webhook_without_payload(item.place(), name));
        return None;
    };
    let text = |key: &str| [&operation, &item].into_iter().find_map(|node| node.get(key)?.as_str().map(str::to_owned));
    let doc = Doc {
        summary: text("summary"),
        description: text("description"),
        deprecated: operation.get("deprecated").and_then(|said| said.as_bool()) == Some(true),
        external: None,
    };
    Some(Webhook { name: name.to_owned(), payload, doc, place: item.place() })
}

fn payload<'d>(cx: &mut Context<'d, '_>, name: &str, operation: &Node<'d>) -> Option<Type> {
    let body = operation.get("requestBody")?.follow(cx.diag)?;
    let content = body.get("content")?;
    let (_, media) = content.entries().find(|(media_type, _)| content::kind(media_type) == MediaKind::Json)?;
    let schema = media.follow(cx.diag)?.get("schema")?;
    Some(schema::schema(cx, &schema, &Site::component(name).child("payload")))
}

/// Makes the union of all events, told apart by one property of their payloads.
pub(super) fn unite<'d>(cx: &mut Context<'d, '_>, api: &mut Api, root: &Node<'d>) {
    let said = convention::event_property(cx, root);
    let Some(webhooks) = &api.webhooks else { return };
    let place = root.place().child("webhooks");
    let Some(property) = said.clone().or_else(|| shared_constant(api, &webhooks.events)) else {
        cx.diag.push(codes::untold_events(place));
        return;
    };
    let mut variants: Vec<UnionVariant> = Vec::new();
    for event in &webhooks.events {
        let field = members(api, &event.payload).and_then(|fields| fields.iter().find(|field| field.name == property));
        if field.is_none() && said.is_some() {
            cx.diag.push(codes::event_without_property(event.place.clone(), &property));
        }
        // A payload that does not say which value it has belongs to the event of that name.
        let values = field.and_then(|field| constants(api, &field.ty)).unwrap_or_else(|| vec![event.name.clone()]);
        for value in &values {
            let taken = |variant: &UnionVariant| matches!(&variant.probe, Probe::Tag(known) if known.contains(value));
            if variants.iter().any(taken) {
                cx.diag.push(codes::same_event(event.place.clone(), &property, value));
            }
        }
        variants.push(UnionVariant {
            ty: event.payload.clone(),
            name: Some(event.name.clone()),
            probe: Probe::Tag(values),
            doc: event.doc.clone(),
        });
    }
    let id = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let shape = Shape::Union(UnionDef { variants, order: Vec::new(), tag: Some(property), open: true });
    let doc = Doc::default();
    let (hint, custom) = (TypeHint::WebhookEvent, Custom::default());
    api.types.push(TypeDef { hint, doc, place, shape, example: None, rules: Vec::new(), custom });
    if let Some(webhooks) = &mut api.webhooks {
        webhooks.union = Some(id);
    }
}

/// A property that is a constant of another value in every payload.
fn shared_constant(api: &Api, events: &[Webhook]) -> Option<String> {
    let candidates = members(api, &events.first()?.payload)?;
    let tells = |name: &str| {
        let mut seen: Vec<String> = Vec::new();
        events.iter().all(|event| {
            let field = members(api, &event.payload).and_then(|fields| fields.iter().find(|field| field.name == name));
            let values = field.and_then(|field| constants(api, &field.ty)).unwrap_or_default();
            let fresh = !values.is_empty() && values.iter().all(|value| !seen.contains(value));
            seen.extend(values);
            fresh
        })
    };
    candidates.iter().map(|field| &field.name).find(|name| tells(name)).cloned()
}

fn members<'a>(api: &'a Api, ty: &Type) -> Option<&'a [crate::ir::Field]> {
    match &api.ty(api.target(ty)?).shape {
        Shape::Struct(object) => Some(&object.fields),
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

fn constants(api: &Api, ty: &Type) -> Option<Vec<String>> {
    match &api.ty(api.target(ty)?).shape {
        Shape::Enum(EnumDef { values, .. }) => {
            values.iter().map(|value| value.value.as_str().map(str::to_owned)).collect()
        }
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}
