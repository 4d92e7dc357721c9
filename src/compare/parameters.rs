//! Parameters of operations.

use super::comparer::Comparer;
use super::effect::{Effects, Motion, Way};
use super::spot::Spot;
use super::{defaults, documentation, schemas};
use crate::ir::{Location, Operation, Parameter};

/// Compares the parameters of an operation.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &Operation, new: &Operation) {
    for parameter in &old.parameters {
        if find(parameter, old, new).is_none() {
            let message = format!("{} is gone", role(parameter));
            cx.removed("parameter-removed", &parameter.place, Way::Sent, Effects::BREAKS_CLIENTS, message);
        }
    }
    for parameter in &new.parameters {
        match find(parameter, new, old) {
            Some(earlier) => self::parameter(cx, earlier, parameter),
            None if parameter.required => {
                let effects = Effects { server: super::Effect::Additive, ..Effects::BREAKS_CLIENTS };
                let message = format!("{} is new and required", role(parameter));
                cx.added("parameter-added-required", &parameter.place, Way::Sent, effects, message);
            }
            None => {
                let message = format!("{} is new", role(parameter));
                cx.added("parameter-added", &parameter.place, Way::Sent, Effects::MORE, message);
            }
        }
    }
}

/// The parameter of another version of the operation that is the same on the wire. Those in the path are known by their
/// order, as their names are never sent.
fn find<'p>(parameter: &Parameter, of: &Operation, other: &'p Operation) -> Option<&'p Parameter> {
    let same = |candidate: &&Parameter, name: &str| {
        let is_same_name = match parameter.location {
            Location::Header => candidate.name.eq_ignore_ascii_case(name),
            _ => candidate.name == name,
        };
        candidate.location == parameter.location && is_same_name
    };
    if parameter.location != Location::Path {
        return other.parameters.iter().find(|candidate| same(candidate, &parameter.name));
    }
    let index = of.path.parameters().position(|name| name == parameter.name)?;
    let name = other.path.parameters().nth(index)?;
    other.parameters.iter().find(|candidate| same(candidate, name))
}

/// The parameter in words.
fn role(parameter: &Parameter) -> String {
    let location = match parameter.location {
        Location::Path => "path",
        Location::Query | Location::QueryString => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("the {location} parameter `{}`", parameter.name)
}

fn parameter(cx: &mut Comparer<'_>, old: &Parameter, new: &Parameter) {
    let spot = Spot::role(role(new), &old.place, &new.place, Way::Sent);
    if old.location == Location::Path && old.name != new.name {
        let message = format!("{} was called `{}`", spot.name(), old.name);
        cx.changed("path-parameter-renamed", &spot.keyword("name"), Effects::NONE, message);
    }
    presence(cx, old.required, new.required, &spot);
    let is_list = |parameter: &Parameter, api| schemas::has_members(api, &parameter.ty, &parameter.place);
    let is_exploded_otherwise = old.explode != new.explode && (is_list(old, cx.old) || is_list(new, cx.new));
    if old.style != new.style || is_exploded_otherwise {
        let message = format!("{} is written in another style", spot.name());
        cx.moved("parameter-style-changed", &spot.keyword("style"), Motion::Replaces, message);
    }
    flags(cx, old, new, &spot);
    documentation::compare(cx, &spot, &old.doc, &new.doc);
    if old.example != new.example {
        documentation::prose(cx, &spot);
    }
    let spot = spot.keyword("schema");
    defaults::compare(cx, old.default.as_ref(), new.default.as_ref(), &spot);
    schemas::types(cx, &old.ty, &new.ty, &spot);
}

/// Compares whether something has to be there.
pub(super) fn presence(cx: &mut Comparer<'_>, old: bool, new: bool, spot: &Spot) {
    match (old, new) {
        (false, true) => {
            cx.moved("became-required", spot, Motion::Narrows, format!("{} became required", spot.name()));
        }
        (true, false) => {
            cx.moved("became-optional", spot, Motion::Loosens, format!("{} became optional", spot.name()));
        }
        _ => {}
    }
}

/// What else may be written.
fn flags(cx: &mut Comparer<'_>, old: &Parameter, new: &Parameter, spot: &Spot) {
    let flags = [
        ("allowReserved", "have reserved characters as they are", old.allow_reserved, new.allow_reserved),
        ("allowEmptyValue", "be empty", old.allow_empty, new.allow_empty),
    ];
    for (keyword, what, old, new) in flags {
        let (rule, word, motion) = match (old, new) {
            (false, true) => ("parameter-writing-widened", "may", Motion::Widens),
            (true, false) => ("parameter-writing-narrowed", "may no longer", Motion::Narrows),
            _ => continue,
        };
        cx.moved(rule, &spot.keyword(keyword), motion, format!("{} {word} {what}", spot.name()));
    }
}
