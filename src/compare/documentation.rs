//! What the document says to people, and what it advises against.

use super::comparer::Comparer;
use super::effect::Effects;
use super::spot::Spot;
use crate::ir::Doc;

/// Compares prose and deprecation.
pub(super) fn compare(cx: &mut Comparer<'_>, spot: &Spot, old: &Doc, new: &Doc) {
    if old.deprecated != new.deprecated {
        let (rule, word) = match new.deprecated {
            true => ("deprecated", "is deprecated"),
            false => ("no-longer-deprecated", "is not deprecated any more"),
        };
        cx.changed(rule, &spot.keyword("deprecated"), Effects::NONE, format!("{} {word}", spot.name()));
    }
    let prose = |doc: &Doc| (doc.summary.clone(), doc.description.clone(), doc.external.clone());
    if prose(old) != prose(new) {
        self::prose(cx, spot);
    }
}

/// Says that what people read is another text.
pub(super) fn prose(cx: &mut Comparer<'_>, spot: &Spot) {
    cx.changed("documentation-changed", spot, Effects::NONE, format!("{} is documented otherwise", spot.name()));
}
