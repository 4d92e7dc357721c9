//! What the schema of an event stream describes.
//!
//! OpenAPI 3.0 and 3.1 do not say, 3.2 has `itemSchema` for the event as an object of `data`, `event`, `id` and `retry`
//! (3.2.0, "Server-Sent Event Streams"). What documents mean shows in the schema: if it has no other properties than those it
//! is the event; else it is the data, as JSON text, which is what nearly all of them mean. An array is that of all events.

use super::context::Context;
use crate::ir::EventForm;
use crate::spec::{Node, keys};

/// How events are values, and the schema of these values if there is one.
pub(super) fn events<'d>(cx: &mut Context<'d, '_>, media: &Node<'d>) -> (EventForm, Option<Node<'d>>) {
    let schema = match (media.get(keys::ITEM_SCHEMA), media.get("schema")) {
        (Some(item), _) => item,
        (None, Some(schema)) => element(cx, schema),
        (None, None) => return (EventForm::Text, None),
    };
    let Some(target) = schema.follow(cx.diag) else { return (EventForm::Json, Some(schema)) };
    let branches: Vec<_> = ["oneOf", "anyOf"].iter().filter_map(|key| target.get(key)).collect();
    let branches: Vec<_> = branches.iter().flat_map(|branches| branches.items()).collect();
    if branches.is_empty() {
        return match data(&target) {
            Some(_) if names_its_type(&target) => (EventForm::Whole, Some(schema)),
            Some(data) => payload(cx, data),
            None if is_string(&target) => (EventForm::Text, Some(schema)),
            None => (EventForm::Json, Some(schema)),
        };
    }
    let has_base = is_event(&target) && data(&target).is_some();
    let are_events = branches.iter().all(|branch| {
        let branch = branch.follow(cx.diag);
        branch.is_some_and(|branch| is_event(&branch) && (has_base || data(&branch).is_some()))
    });
    (if are_events { EventForm::Whole } else { EventForm::Json }, Some(schema))
}

/// The schema of one element, if a schema is for all of them.
pub(super) fn element<'d>(cx: &mut Context<'d, '_>, schema: Node<'d>) -> Node<'d> {
    let target = schema.follow(cx.diag);
    target.filter(|target| has_type(target, "array")).and_then(|target| target.get("items")).unwrap_or(schema)
}

/// Whether a schema has no other properties than those of an event.
fn is_event(schema: &Node<'_>) -> bool {
    let Some(properties) = schema.get("properties") else { return false };
    properties.entries().all(|(name, _)| matches!(name, "data" | "event" | "id" | "retry"))
}

/// The schema of an event's data.
fn data<'d>(schema: &Node<'d>) -> Option<Node<'d>> {
    is_event(schema).then(|| schema.get("properties")?.get("data"))?
}

/// Whether an event says what types it may have, so that they are worth a member.
fn names_its_type(schema: &Node<'_>) -> bool {
    let event = schema.get("properties").and_then(|properties| properties.get("event"));
    event.is_some_and(|event| event.get("enum").is_some() || event.reference().is_some())
}

/// The data of an event as its value: JSON, unless it is no more than text.
fn payload<'d>(cx: &mut Context<'d, '_>, data: Node<'d>) -> (EventForm, Option<Node<'d>>) {
    let Some(target) = data.follow(cx.diag) else { return (EventForm::Json, Some(data)) };
    let media_type = target.get(keys::CONTENT_MEDIA_TYPE);
    let is_json = media_type.is_some_and(|media_type| media_type.as_str().is_some_and(|text| text.ends_with("json")));
    match target.get(keys::CONTENT_SCHEMA) {
        Some(content) => (EventForm::Json, Some(content)),
        None if is_json => (EventForm::Json, None),
        None if is_string(&target) => (EventForm::Text, Some(data)),
        None => (EventForm::Json, Some(data)),
    }
}

fn is_string(schema: &Node<'_>) -> bool {
    has_type(schema, "string")
}

fn has_type(schema: &Node<'_>, name: &str) -> bool {
    schema.get("type").is_some_and(|ty| ty.as_str() == Some(name))
}
