//! Enumerations: the values on their lists.

use super::comparer::Comparer;
use super::documentation;
use super::effect::Motion;
use super::spot::Spot;
use crate::ir::{EnumDef, EnumValue};

/// Compares two lists of values.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &EnumDef, new: &EnumDef, spot: &Spot) {
    let spot = spot.keyword("enum");
    let has = |def: &EnumDef, value: &EnumValue| def.values.iter().any(|other| other.value == value.value);
    for value in old.values.iter().filter(|value| !has(new, value)) {
        let message = format!("{} may no longer be `{}`", spot.name(), value.value);
        cx.moved("enum-value-removed", &spot, Motion::Narrows, message);
    }
    for value in new.values.iter().filter(|value| !has(old, value)) {
        let message = format!("{} may be `{}`", spot.name(), value.value);
        cx.moved("enum-value-added", &spot, Motion::Widens, message);
    }
    match (old.extensible, new.extensible) {
        (false, true) => {
            let message = format!("{} may get further values", spot.name());
            cx.moved("enum-opened", &spot, Motion::Widens, message);
        }
        (true, false) => {
            let message = format!("{} has only the values that are listed", spot.name());
            cx.moved("became-enum", &spot, Motion::Narrows, message);
        }
        _ => {}
    }
    let said = |def: &EnumDef, of: &EnumValue| {
        let value = def.values.iter().find(|value| value.value == of.value);
        value.map(|value| (value.name.clone(), value.description.clone()))
    };
    if new.values.iter().any(|value| said(old, value).is_some_and(|old| said(new, value) != Some(old))) {
        documentation::prose(cx, &spot);
    }
}

/// The values in words, the first few of them.
pub(super) fn listed(def: &EnumDef) -> String {
    const SHOWN: usize = 5;
    let shown = def.values.iter().take(SHOWN).map(|value| format!("`{}`", value.value));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if def.values.len() > SHOWN {
        text.push_str(&format!(" and {} more", def.values.len() - SHOWN));
    }
    text
}
