//! What is wrong with an overlay. Whatever becomes of the document, the overlay does not do what it says.

use super::super::{Diagnostic, Place};

fn error(code: &'static str, place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, place, message).of_all()
}

pub(crate) fn not_an_overlay(place: Place) -> Diagnostic {
    error("not-an-overlay", place, "this is no overlay: it has no `overlay`, which names the version")
        .hint("start it with `overlay: 1.1.0`")
}

pub(crate) fn unsupported_overlay(place: Place, version: &str) -> Diagnostic {
    error("unsupported-version", place, format!("`{version}` is not a supported version of Overlay"))
        .hint("supported are Overlay 1.0 and 1.1")
}

pub(crate) fn overlay_of_other_document(place: Place, extends: &str) -> Diagnostic {
    let message = format!("the overlay is for `{extends}`, and is applied to another document");
    Diagnostic::warning("other-document", place, message)
}

pub(crate) fn overlay_without_actions(place: Place) -> Diagnostic {
    error("missing-field", place, "the Overlay Object has no `actions`, of which there must be one at least")
}

pub(crate) fn not_a_query(place: Place, query: &str, position: usize, reason: &str) -> Diagnostic {
    let message = format!("`{query}` is no JSONPath query: {reason}, at character {}", position + 1);
    error("not-a-query", place, message).hint("RFC 9535 says how they are written, such as `$.paths['/pets'].get`")
}

pub(crate) fn action_without_change(place: Place) -> Diagnostic {
    error("unfit-action", place, "an action has one of `update`, `copy` and `remove: true`")
}

/// The standard lets such an action succeed.
pub(crate) fn action_without_target(place: Place, target: &str) -> Diagnostic {
    Diagnostic::warning("unused-action", place, format!("`{target}` selects nothing, so the action changes nothing"))
}

pub(crate) fn copy_of_several(place: Place, count: usize) -> Diagnostic {
    error("unfit-action", place, format!("`copy` has to select a single value, and selects {count}"))
}

pub(crate) fn removed_document(place: Place) -> Diagnostic {
    error("unfit-action", place, "the document as a whole cannot be removed")
}

pub(crate) fn targets_of_several_kinds(place: Place, one: &str, other: &str) -> Diagnostic {
    let message = format!("the target selects {one} and {other}, which cannot be changed alike");
    error("unfit-action", place, message)
}

pub(crate) fn incompatible_update(place: Place, target: &str, there: &str, new: &str) -> Diagnostic {
    error("unfit-action", place, format!("{new} cannot be merged into `#{target}`, which is {there}"))
        .hint("remove what is there by an action before this one")
}

pub(crate) fn overlay_too_large(place: Place) -> Diagnostic {
    error("too-large", place, "the action would add too many values")
}

pub(crate) fn overlay_too_deep(place: Place) -> Diagnostic {
    error("nested-too-deeply", place, "the action would nest values deeper than 128 levels")
}
