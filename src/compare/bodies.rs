//! Request bodies, and the media types of bodies in either direction.

use std::collections::BTreeMap;

use super::comparer::Comparer;
use super::effect::{Effect, Effects, Motion, Way};
use super::spot::Spot;
use super::{documentation, parameters, schemas};
use crate::diag::Place;
use crate::ir::{Body, Content, Encoding, MediaKind};

/// Compares the request bodies of an operation.
pub(super) fn compare(cx: &mut Comparer<'_>, old: Option<&Body>, new: Option<&Body>, operation: &Spot) {
    match (old, new) {
        (Some(old), Some(new)) => {
            let spot = Spot::role("the request body", &old.place, &new.place, Way::Sent);
            parameters::presence(cx, old.required, new.required, &spot);
            documentation::compare(cx, &spot, &old.doc, &new.doc);
            contents(cx, &old.contents, &new.contents, &spot);
        }
        (Some(old), None) => {
            let message = "the request body is gone".to_owned();
            cx.removed("request-body-removed", &old.place, Way::Sent, Effects::BREAKS_CLIENTS, message);
        }
        (None, Some(new)) if new.required => {
            let effects = Effects { server: Effect::Additive, ..Effects::BREAKS_CLIENTS };
            let message = format!("{} takes a request body, which is required", operation.name());
            cx.added("request-body-added-required", &new.place, Way::Sent, effects, message);
        }
        (None, Some(new)) => {
            let message = format!("{} takes a request body", operation.name());
            cx.added("request-body-added", &new.place, Way::Sent, Effects::MORE, message);
        }
        (None, None) => {}
    }
}

/// The media type without what is no matter: case, and blanks around its parameters.
fn key(content: &Content) -> String {
    let parts = content.media_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.collect::<Vec<_>>().join(";")
}

fn place(of: &Place, content: &Content) -> Place {
    of.child("content").child(&content.media_type)
}

/// Compares the media types of a body.
pub(super) fn contents(cx: &mut Comparer<'_>, old: &[Content], new: &[Content], spot: &Spot) {
    let by_key = |contents: &[Content]| contents.iter().cloned().map(|it| (key(&it), it)).collect::<BTreeMap<_, _>>();
    let (old_by_key, new_by_key) = (by_key(old), by_key(new));
    for content in old.iter().filter(|content| !new_by_key.contains_key(&key(content))) {
        let message = format!("{} is no longer `{}`", spot.name(), content.media_type);
        // Who asks for it is told that there is no such thing; who sends it, too.
        let effects = match spot.way {
            Way::Received => Effects::BREAKS_BOTH,
            _ => Effects::BREAKS_CLIENTS,
        };
        cx.removed("media-type-removed", &place(&spot.old, content), spot.way, effects, message);
    }
    for content in new {
        let at = place(&spot.new, content);
        let Some(earlier) = old_by_key.get(&key(content)) else {
            let message = format!("{} may be `{}`", spot.name(), content.media_type);
            cx.added("media-type-added", &at, spot.way, Effects::MORE, message);
            continue;
        };
        self::content(cx, earlier, content, &spot.at(&place(&spot.old, earlier), &at));
    }
}

fn content(cx: &mut Comparer<'_>, old: &Content, new: &Content, spot: &Spot) {
    if old.kind != new.kind && matches!((old.kind, new.kind), (MediaKind::EventStream(_), MediaKind::EventStream(_))) {
        let message = format!("{} has events of another form", spot.name());
        cx.moved("event-form-changed", spot, Motion::Replaces, message);
    }
    if old.example != new.example {
        documentation::prose(cx, spot);
    }
    encodings(cx, &old.encodings, &new.encodings, spot);
    schemas::types(cx, &old.ty, &new.ty, &spot.keyword("schema"));
}

/// Compares how single members of a form are written.
fn encodings(cx: &mut Comparer<'_>, old: &[Encoding], new: &[Encoding], spot: &Spot) {
    let how = |encodings: &[Encoding], property: &str| {
        let found = encodings.iter().find(|encoding| encoding.property == property);
        found.map(|it| (it.content_type.clone(), it.style, it.explode, it.allow_reserved))
    };
    let mut properties: Vec<&str> = old.iter().chain(new).map(|encoding| encoding.property.as_str()).collect();
    properties.sort_unstable();
    properties.dedup();
    for property in properties {
        if how(old, property) != how(new, property) {
            let spot = spot.keyword("encoding");
            let at = spot.at(&spot.old.child(property), &spot.new.child(property));
            let message = format!("`{property}` in {} is encoded otherwise", spot.name());
            cx.moved("encoding-changed", &at, Motion::Replaces, message);
        }
    }
}
