//! Objects: their properties, and what else they may contain.

use std::collections::BTreeMap;

use super::comparer::Comparer;
use super::effect::{Effect, Effects, Motion, Way};
use super::spot::Spot;
use super::view::{Object, Others};
use super::{defaults, documentation, parameters, schemas};
use crate::ir::Field;

/// Compares two objects.
pub(super) fn compare(cx: &mut Comparer<'_>, old: Object<'_>, new: Object<'_>, spot: &Spot) {
    let by_name = |object: Object<'_>| -> BTreeMap<String, usize> {
        object.fields.iter().enumerate().map(|(index, field)| (field.name.clone(), index)).collect()
    };
    let (old_names, new_names) = (by_name(old), by_name(new));
    let is_closed = matches!(new.others, Others::Nothing);
    for field in old.fields.iter().filter(|field| !new_names.contains_key(&field.name)) {
        let at = spot.member(&field.name, &field.place, &spot.new);
        if travels(field, spot.way) {
            removed(cx, "property-removed", field, &at, is_closed, "is gone");
        }
    }
    for field in new.fields {
        match old_names.get(&field.name) {
            Some(index) => {
                let earlier = &old.fields[*index];
                let at = spot.member(&field.name, &earlier.place, &field.place);
                self::field(cx, earlier, field, &at, is_closed);
            }
            None if travels(field, spot.way) => {
                let at = spot.member(&field.name, &spot.old, &field.place);
                let (rule, word) = match field.required {
                    true => ("property-added-required", "is new and required"),
                    false => ("property-added", "is new"),
                };
                let message = format!("{} {word}", at.name());
                cx.added(rule, &field.place, spot.way, appearance(field.required, spot.way), message);
            }
            None => {}
        }
    }
    others(cx, old.others, new.others, spot);
}

/// Whether a property is part of what goes this way.
fn travels(field: &Field, way: Way) -> bool {
    match way {
        Way::Sent => !field.read_only || field.write_only,
        Way::Received => !field.write_only || field.read_only,
        Way::Unused | Way::Neither => true,
    }
}

/// What it means that a property is there that was not. Who has to send it is at fault without it.
fn appearance(required: bool, way: Way) -> Effects {
    match (required, way) {
        (true, Way::Sent) => Effects::new(Effect::Breaking, Effect::Additive),
        (true, Way::Received) => Effects::new(Effect::Additive, Effect::Breaking),
        _ => Effects::MORE,
    }
}

/// A property is no longer there. What clients send in it is ignored or refused; what they look for in it never comes.
fn removed(cx: &mut Comparer<'_>, rule: &'static str, old: &Field, at: &Spot, is_closed: bool, word: &str) {
    let effects = match at.way {
        // A server that still sends it does what is no longer allowed.
        Way::Received if is_closed => Effects::BREAKS_BOTH,
        _ => Effects::BREAKS_CLIENTS,
    };
    cx.removed(rule, &old.place, at.way, effects, format!("{} {word}", at.name()));
}

fn field(cx: &mut Comparer<'_>, old: &Field, new: &Field, at: &Spot, is_closed: bool) {
    match (travels(old, at.way), travels(new, at.way)) {
        (true, true) => {
            parameters::presence(cx, old.required, new.required, at);
            marks(cx, old, new, at);
        }
        (true, false) => {
            let (rule, word) = match at.way {
                Way::Sent => ("became-read-only", "is only in responses now"),
                _ => ("became-write-only", "is only in requests now"),
            };
            return removed(cx, rule, old, at, is_closed, word);
        }
        (false, true) => {
            let (rule, word) = match at.way {
                Way::Sent => ("no-longer-read-only", "is in requests, too"),
                _ => ("no-longer-write-only", "is in responses, too"),
            };
            let effects = appearance(new.required, at.way);
            return cx.changed(rule, at, effects, format!("{} {word}", at.name()));
        }
        (false, false) => return,
    }
    documentation::compare(cx, at, &old.doc, &new.doc);
    if old.example != new.example {
        documentation::prose(cx, at);
    }
    defaults::compare(cx, old.default.as_ref(), new.default.as_ref(), at);
    schemas::types(cx, &old.ty, &new.ty, at);
}

/// Says that a property is marked otherwise, where that is no matter.
fn marks(cx: &mut Comparer<'_>, old: &Field, new: &Field, at: &Spot) {
    let marks = [
        (old.read_only, new.read_only, "became-read-only", "no-longer-read-only", "readOnly"),
        (old.write_only, new.write_only, "became-write-only", "no-longer-write-only", "writeOnly"),
    ];
    for (old, new, marked, unmarked, keyword) in marks {
        let (rule, word) = match (old, new) {
            (false, true) => (marked, "is"),
            (true, false) => (unmarked, "is no longer"),
            _ => continue,
        };
        let message = format!("{} {word} marked as `{keyword}`", at.name());
        cx.changed(rule, &at.keyword(keyword), Effects::NONE, message);
    }
}

/// Compares what else may be there.
fn others(cx: &mut Comparer<'_>, old: Others<'_>, new: Others<'_>, spot: &Spot) {
    let at = spot.keyword("additionalProperties");
    let name = spot.name();
    let (rule, motion, message) = match (old, new) {
        (Others::Any, Others::Any) | (Others::Nothing, Others::Nothing) => return,
        (Others::Typed(old), Others::Typed(new)) => {
            return schemas::types(cx, old, new, &spot.inside("additionalProperties", "{}"));
        }
        (_, Others::Nothing) => {
            ("additional-properties-forbidden", Motion::Narrows, format!("{name} may not have other members any more"))
        }
        (Others::Nothing, _) => {
            ("additional-properties-allowed", Motion::Widens, format!("{name} may have other members"))
        }
        (Others::Any, Others::Typed(_)) => {
            ("additional-properties-narrowed", Motion::Narrows, format!("other members of {name} have a type now"))
        }
        (Others::Typed(_), Others::Any) => {
            ("additional-properties-widened", Motion::Loosens, format!("other members of {name} may be anything"))
        }
    };
    cx.moved(rule, &at, motion, message);
}
