//! Operations: which there are, where they are reached, and what else is said of each.

use std::collections::BTreeMap;

use super::comparer::Comparer;
use super::effect::{Effects, Motion, Way};
use super::spot::Spot;
use super::{bodies, conventions, documentation, parameters, responses, security};
use crate::ir::{Operation, PathTemplate, Segment};

/// Compares all operations.
pub(super) fn compare(cx: &mut Comparer<'_>) {
    let (old, new) = (&cx.old.operations, &cx.new.operations);
    let pairs = pairs(old, new);
    for (index, operation) in old.iter().enumerate().filter(|(index, _)| !pairs.contains_key(index)) {
        debug_assert!(index < old.len());
        cx.enter(name(operation));
        let remark = if operation.doc.deprecated { "; it was deprecated" } else { "" };
        let message = format!("{} is gone{remark}", code(operation));
        cx.removed("operation-removed", &operation.place, Way::Neither, Effects::BREAKS_CLIENTS, message);
    }
    let kept: BTreeMap<usize, usize> = pairs.iter().map(|(old, new)| (*new, *old)).collect();
    for (index, operation) in new.iter().enumerate() {
        cx.enter(name(operation));
        match kept.get(&index) {
            Some(earlier) => self::operation(cx, &old[*earlier], operation),
            None => {
                let message = format!("{} is new", code(operation));
                cx.added("operation-added", &operation.place, Way::Neither, Effects::MORE, message);
            }
        }
    }
    cx.leave();
}

/// The operation as people know it.
pub(super) fn name(operation: &Operation) -> String {
    format!("{} {}", operation.method.0, operation.path.text)
}

fn code(operation: &Operation) -> String {
    format!("`{}`", name(operation))
}

/// Which operation of the old document is which of the new one: the same method and path, whatever the parameters in it are
/// called; else the same `operationId`.
fn pairs(old: &[Operation], new: &[Operation]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let keys: [fn(&Operation) -> Option<String>; 3] = [
        |operation| Some(name(operation)),
        |operation| Some(format!("{} {}", operation.method.0, shape(&operation.path))),
        |operation| operation.id.clone(),
    ];
    for key in keys {
        let taken: Vec<usize> = pairs.values().copied().collect();
        let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, operation) in new.iter().enumerate().rev().filter(|(index, _)| !taken.contains(index)) {
            key(operation).into_iter().for_each(|key| free.entry(key).or_default().push(index));
        }
        for (index, operation) in old.iter().enumerate() {
            if !pairs.contains_key(&index)
                && let Some(found) = key(operation).and_then(|key| free.get_mut(&key)?.pop())
            {
                pairs.insert(index, found);
            }
        }
    }
    pairs
}

/// The path without the names of its parameters, which are never sent.
fn shape(path: &PathTemplate) -> String {
    let piece = |segment: &Segment| match segment {
        Segment::Constant(text) => text.clone(),
        Segment::Parameter(_) => "{}".to_owned(),
    };
    let pieces: String = path.segments.iter().map(piece).collect();
    let fragment = path.text.split_once('#').map_or("", |(_, fragment)| fragment);
    format!("{pieces}#{fragment}")
}

fn operation(cx: &mut Comparer<'_>, old: &Operation, new: &Operation) {
    let spot = Spot::role(code(new), &old.place, &new.place, Way::Neither);
    if old.method != new.method || shape(&old.path) != shape(&new.path) {
        let message = format!("{} is {} now", code(old), code(new));
        cx.changed("operation-moved", &spot, Effects::BREAKS_BOTH, message);
    }
    labels(cx, old, new, &spot);
    documentation::compare(cx, &spot, &old.doc, &new.doc);
    parameters::compare(cx, old, new);
    bodies::compare(cx, old.body.as_ref(), new.body.as_ref(), &spot);
    responses::compare(cx, old, new);
    security::requirements(cx, &old.security, &new.security, &spot);
    conventions::operation(cx, old, new, &spot);
}

/// What names and sorts an operation, and never travels.
fn labels(cx: &mut Comparer<'_>, old: &Operation, new: &Operation, spot: &Spot) {
    if old.id != new.id {
        let id = |id: &Option<String>| id.as_ref().map_or("none".to_owned(), |id| format!("`{id}`"));
        let message = format!("the operationId of {} was {} and is {}", spot.name(), id(&old.id), id(&new.id));
        cx.changed("operation-id-changed", &spot.keyword("operationId"), Effects::NONE, message);
    }
    for tag in old.tags.iter().filter(|tag| !new.tags.contains(tag)) {
        let message = format!("{} has lost the tag `{tag}`", spot.name());
        cx.changed("tag-removed", &spot.keyword("tags"), Effects::NONE, message);
    }
    for tag in new.tags.iter().filter(|tag| !old.tags.contains(tag)) {
        let message = format!("{} has got the tag `{tag}`", spot.name());
        cx.changed("tag-added", &spot.keyword("tags"), Effects::NONE, message);
    }
}

/// Compares what the API sends to its users.
pub(super) fn webhooks(cx: &mut Comparer<'_>) {
    let events = |webhooks: &'_ Option<crate::ir::Webhooks>| -> Vec<crate::ir::Webhook> {
        webhooks.iter().flat_map(|webhooks| webhooks.events.clone()).collect()
    };
    let (old, new) = (events(&cx.old.webhooks), events(&cx.new.webhooks));
    for event in old.iter().filter(|event| !new.iter().any(|other| other.name == event.name)) {
        let message = format!("the webhook `{}` is gone", event.name);
        cx.removed("webhook-removed", &event.place, Way::Neither, Effects::BREAKS_CLIENTS, message);
    }
    for event in &new {
        cx.enter(format!("webhook {}", event.name));
        let Some(earlier) = old.iter().find(|other| other.name == event.name) else {
            let message = format!("the webhook `{}` is new", event.name);
            let effects = Effects::of(Way::Received, Motion::Widens);
            cx.added("webhook-added", &event.place, Way::Neither, effects, message);
            continue;
        };
        let role = format!("the payload of the webhook `{}`", event.name);
        let spot = Spot::role(role, &earlier.place, &event.place, Way::Received);
        documentation::compare(cx, &spot, &earlier.doc, &event.doc);
        super::schemas::types(cx, &earlier.payload, &event.payload, &spot);
    }
    cx.leave();
    conventions::signature(cx);
}
