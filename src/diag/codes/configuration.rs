//! What is wrong with the configuration: decisions about what the document does not have, or cannot have.

use super::super::{Diagnostic, Place};

/// An error about the configuration, whatever becomes of the document.
fn error(code: &'static str, place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, place, message).of_all().on_key()
}

fn with_nearest(diagnostic: Diagnostic, nearest: Option<&str>) -> Diagnostic {
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    }
}

pub(crate) fn unused_selector(place: Place, selector: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = error("unused-selector", place, format!("no operation is selected by `{selector}`"));
    match nearest {
        Some(_) => with_nearest(diagnostic, nearest),
        None => diagnostic.hint("a selector is an operationId, \"GET /path\", tag:NAME, path:GLOB or webhook:GLOB"),
    }
}

pub(crate) fn unused_format(place: Place, format: &str, known: &[&str]) -> Diagnostic {
    let message = format!("no schema has the format `{format}`, for which a type is set");
    let diagnostic = error("unused-setting", place, message);
    match crate::name::nearest(format, known.iter().copied()) {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None if known.is_empty() => diagnostic.hint("the document has no formats"),
        None => diagnostic.hint(format!("its formats are `{}`", known.join("`, `"))),
    }
}

pub(crate) fn format_of_other_type(place: Place, format: &str, values: &str) -> Diagnostic {
    let message = format!("`{format}` is a format of {values} here, and the type that is set for it is none");
    error("format-of-other-type", place, message)
}

pub(crate) fn unused_setting(place: Place, target: &str, name: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("the document has no {target}, for which `{name}` is set");
    with_nearest(error("unused-setting", place, message), nearest)
}

/// `what` is the kind of thing: schema, group.
pub(crate) fn unused_override(place: Place, what: &str, name: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("the document has no {what} `{name}`, for which something is set");
    with_nearest(error("unused-setting", place, message), nearest)
}

/// `what` is the part: property, variant, parameter.
pub(crate) fn unused_part(place: Place, owner: &str, what: &str, name: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("`{owner}` has no {what} `{name}`");
    with_nearest(error("unused-setting", place, message), nearest)
}

/// `needed` is what the setting is for, such as "enumerations".
pub(crate) fn unfit_setting(place: Place, owner: &str, setting: &str, needed: &str) -> Diagnostic {
    error("unfit-setting", place, format!("`{setting}` is for {needed}, which `{owner}` is not"))
}

pub(crate) fn name_for_several(place: Place, selector: &str, count: usize) -> Diagnostic {
    let message = format!("`{selector}` selects {count} operations, which cannot have one name");
    error("unfit-setting", place, message).hint("select one by its operationId or by \"GET /path\"")
}

pub(crate) fn name_not_free(place: Place, name: &str, called: &str) -> Diagnostic {
    let message = format!("the name `{name}` is not free; it would be `{called}`");
    error("name-not-free", place, message).hint("choose another, or rename what has it")
}

pub(crate) fn telling_property(place: Place, property: &str, owner: &str) -> Diagnostic {
    let message = format!("`{property}` tells `{owner}` from the other alternatives of a union, so it must be present");
    error("unfit-setting", place, message)
}

pub(crate) fn not_an_attribute(place: Place, text: &str, reason: &str) -> Diagnostic {
    error("not-an-attribute", place, format!("`#[{text}]` is no attribute: {reason}"))
}

pub(crate) fn type_of_other_values(place: Place, owner: &str, values: &str) -> Diagnostic {
    error("unfit-setting", place, format!("values of `{owner}` are {values}, which that type is not for"))
        .hint("name a type by its path, with its crate")
}

pub(crate) fn unknown_crate(place: Place, path: &str, krate: &str) -> Diagnostic {
    let message = format!("`{path}` is not used: the crate `{krate}` is not among the dependencies that are set");
    Diagnostic::warning("unknown-crate", place, message)
        .hint(format!("a document cannot choose crates: put `{krate}` under [dependencies] in specwright.toml"))
}

pub(crate) fn not_a_rust_type(place: Place) -> Diagnostic {
    Diagnostic::warning("unknown-value", place, "this names no Rust type; it is ignored")
        .hint("`x-rust-type` is a path, such as `rust_decimal::Decimal`, or an object with `path` and `crate`")
}
