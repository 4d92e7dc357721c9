//! The messages of `spec::check::rules` and `passes::styles`: what the specification forbids and is understood all the same.

use super::{Diagnostic, Place};

pub(crate) fn component_name(place: Place, name: &str, more: usize) -> Diagnostic {
    let more = match more {
        0 => String::new(),
        more => format!(", like {more} more here"),
    };
    Diagnostic::warning("component-name", place, format!("`{name}` is no name of a component{more}"))
        .on_key()
        .hint("letters, digits, `.`, `-` and `_` make one; other tools refuse the rest")
}

pub(crate) fn path_with_query(place: Place) -> Diagnostic {
    Diagnostic::warning("path-with-query", place, "a path has neither query nor fragment")
        .on_key()
        .hint("the query is sent and matched as it stands, its parameters as those of the operation; the fragment is not sent")
}

pub(crate) fn adjacent_parameters(place: Place) -> Diagnostic {
    Diagnostic::warning("adjacent-parameters", place, "nothing tells where one parameter ends and the next begins")
        .on_key()
        .hint("put a slash or another constant between them")
}

pub(crate) fn method_with_a_field(place: Place, field: &str) -> Diagnostic {
    Diagnostic::warning("method-with-a-field", place, format!("this method has a field of its own, `{field}`")).on_key()
}

pub(crate) fn several_contents(place: Place) -> Diagnostic {
    Diagnostic::warning("several-contents", place, "there is more than one media type; the first is taken").on_key()
}

pub(crate) fn schema_beside_content(place: Place) -> Diagnostic {
    Diagnostic::warning("schema-beside-content", place, "`content` excludes `schema`; `schema` is taken").on_key()
}

pub(crate) fn style_beside_content(place: Place, key: &str) -> Diagnostic {
    Diagnostic::warning("style-beside-content", place, format!("`{key}` says nothing beside `content`")).on_key()
}

pub(crate) fn no_media_type(place: Place, text: &str) -> Diagnostic {
    Diagnostic::warning("no-media-type", place, format!("`{text}` is no media type"))
        .on_key()
        .hint("one has a type and a subtype: `application/json`, `image/*`")
}

pub(crate) fn no_responses(place: Place) -> Diagnostic {
    Diagnostic::warning("no-responses", place, "there is no response; every status is one that is not documented")
}

pub(crate) fn style_without_notation(place: Place, what: &str) -> Diagnostic {
    Diagnostic::warning(
        "style-without-notation",
        place,
        format!("the style of this parameter has no notation for {what}"),
    )
    .hint("servers read it one way or another: try it with the one that is meant")
}

pub(crate) fn encoding_of_nothing(place: Place, property: &str) -> Diagnostic {
    Diagnostic::warning("encoding-of-nothing", place, format!("the form has no property `{property}`")).on_key()
}
