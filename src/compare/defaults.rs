//! Defaults: what a value is taken for where it is absent.

use super::comparer::Comparer;
use super::effect::{Effects, Motion};
use super::spot::Spot;
use crate::ir::Value;

/// Compares defaults. Another one means something else to requests and responses that are the same.
pub(super) fn compare(cx: &mut Comparer<'_>, old: Option<&Value>, new: Option<&Value>, spot: &Spot) {
    let (name, spot) = (spot.name(), spot.keyword("default"));
    match (old, new) {
        (None, Some(new)) => {
            let message = format!("{name} has the default `{new}` now");
            cx.changed("default-added", &spot, Effects::MORE, message);
        }
        (Some(old), None) => {
            let message = format!("{name} has lost its default `{old}`");
            cx.changed("default-removed", &spot, Effects::BREAKS_CLIENTS, message);
        }
        (Some(old), Some(new)) if old != new => {
            let message = format!("the default of {name} was `{old}` and is `{new}`");
            cx.moved("default-changed", &spot, Motion::Replaces, message);
        }
        _ => {}
    }
}
