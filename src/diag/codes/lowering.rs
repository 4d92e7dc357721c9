//! The messages of `lower` and `passes`: what a document says that is wrong, cannot be, or is not supported.

use super::{Diagnostic, Place};

// Schemas (`lower::schema`).

pub(crate) fn endless_composition(place: Place) -> Diagnostic {
    Diagnostic::error(
        "endless-composition",
        place,
        "`allOf` composes this schema of nothing but itself, or in a chain of more than 64",
    )
}

pub(crate) fn too_many_combinations(place: Place) -> Diagnostic {
    Diagnostic::error("too-many-combinations", place, "`allOf`, `oneOf` and `anyOf` combine to too many types")
}

pub(crate) fn composes_itself(place: Place) -> Diagnostic {
    Diagnostic::warning("composes-itself", place, "`allOf` composes this schema of itself, which adds nothing to it")
}

pub(crate) fn alias_of_itself(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "alias-of-itself",
        place,
        "this schema is nothing but a reference to itself; it may be anything",
    )
}

pub(crate) fn alternative_of_itself(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "alternative-of-itself",
        place,
        "one of the alternatives leads back to this schema, which adds nothing to it",
    )
}

pub(crate) fn unchecked_keyword(place: Place, keyword: &str) -> Diagnostic {
    Diagnostic::warning("unchecked-keyword", place, format!("servers do not check what `{keyword}` demands here"))
        .hint("it refers to itself, or to more than can be checked in one go")
}

pub(crate) fn unread_keyword(place: Place, keyword: &str) -> Diagnostic {
    Diagnostic::note("unchecked-keyword", place, format!("what `{keyword}` demands here is not checked"))
}

pub(crate) fn conflicting_types(place: Place, before: &str, now: &str) -> Diagnostic {
    Diagnostic::warning(
        "conflicting-schemas",
        place,
        format!("this schema allows {now} where another of the same `allOf` allows {before}; this one counts"),
    )
}

pub(crate) fn conflicting_values(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "conflicting-schemas",
        place,
        "none of these values is allowed by the other schemas of the same `allOf`; these count",
    )
}

pub(crate) fn several_alternatives(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "several-alternatives",
        place,
        "a schema with more than one `oneOf` or `anyOf` is not supported; the members that they bring are kept untyped",
    )
}

pub(crate) fn ambiguous_union(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "ambiguous-union",
        place,
        "nothing tells two of these alternatives apart; the first of them is taken",
    )
    .hint("add a `discriminator`, a property with a `const`, or a required property of its own to each alternative")
}

pub(crate) fn united_arrays(place: Place) -> Diagnostic {
    Diagnostic::note("united-arrays", place, "alternatives that are arrays become one array of alternatives")
}

pub(crate) fn open_tuple(place: Place) -> Diagnostic {
    Diagnostic::note(
        "open-tuple",
        place,
        "a tuple of no certain length becomes a list; any element may be any of `prefixItems` and `items`",
    )
}

pub(crate) fn mapping_to_no_branch(place: Place, value: &str) -> Diagnostic {
    Diagnostic::warning("mapping-to-no-branch", place, format!("the schema of `{value}` is none of the alternatives"))
}

pub(crate) fn undeclared_required(place: Place, property: &str) -> Diagnostic {
    Diagnostic::warning(
        "undeclared-property",
        place,
        format!("`{property}` is required but not declared; it may be anything"),
    )
}

pub(crate) fn unknown_format(place: Place, format: &str, of: &str) -> Diagnostic {
    let message = format!("`{format}` is no known format of {of}; it is ignored, here and elsewhere");
    Diagnostic::note("unknown-format", place, message)
}

pub(crate) fn enum_value_of_other_type(place: Place, value: &str, types: &str) -> Diagnostic {
    Diagnostic::warning("enum-value-type", place, format!("the value `{value}` is no {types}; it is left out"))
}

pub(crate) fn enum_values_reinterpreted(place: Place, types: &str) -> Diagnostic {
    Diagnostic::warning("enum-value-type", place, format!("values of another type are taken for {types}"))
        .hint("YAML takes unquoted `1.0` or `true` for a number or a boolean: put them in quotes if they are strings")
}

pub(crate) fn enum_remarks_differ(place: Place, key: &str, texts: usize, values: usize) -> Diagnostic {
    Diagnostic::warning("enum-remarks", place, format!("`{key}` has {texts} entries for {values} values"))
}

// Paths, operations and what belongs to them (`lower`).

pub(crate) fn same_path(place: Place, method: &str, path: &str, other: &str) -> Diagnostic {
    let message =
        format!("`{method} {path}` and `{method} {other}` look the same to a server, which reaches the latter only");
    Diagnostic::warning("same-path", place, message).hint("clients call both; give one of them a path of its own")
}

pub(crate) fn repeated_template_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error("invalid-path", place, format!("the parameter `{name}` stands twice in one path"))
}

pub(crate) fn undeclared_path_parameter(place: Place, name: &str, path: &str) -> Diagnostic {
    Diagnostic::warning(
        "undeclared-path-parameter",
        place,
        format!("`{path}` has a parameter `{name}` that is not declared; it is taken for a string"),
    )
    .hint(format!("add a parameter with `name: {name}` and `in: path`"))
}

pub(crate) fn parameter_not_in_path(place: Place, name: &str, path: &str) -> Diagnostic {
    Diagnostic::warning(
        "parameter-not-in-path",
        place,
        format!("the path parameter `{name}` does not occur in `{path}`; it is left out"),
    )
}

pub(crate) fn optional_path_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "optional-path-parameter",
        place,
        format!("the path parameter `{name}` is not marked as required"),
    )
    .hint("path parameters have `required: true`")
}

pub(crate) fn duplicate_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "duplicate-parameter",
        place,
        format!("the parameter `{name}` is declared twice in one place; the first counts"),
    )
}

pub(crate) fn duplicate_operation_id(place: Place, id: &str, first: &str) -> Diagnostic {
    Diagnostic::warning(
        "duplicate-operation-id",
        place,
        format!("the operationId `{id}` belongs to `{first}` already; this operation is named after its path"),
    )
    .hint("give each operation an id of its own")
}

pub(crate) fn ignored_header_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::note(
        "ignored-header",
        place,
        format!("the header `{name}` is described elsewhere, so it is ignored here"),
    )
    .hint("`Content-Type` and `Accept` follow from `content`, `Authorization` from `security`")
}

pub(crate) fn style_of_other_location(place: Place, style: &str, default: &str) -> Diagnostic {
    let message = format!("parameters in this place have no style `{style}`; it is taken for `{default}`");
    Diagnostic::warning("style-of-other-location", place, message)
}

pub(crate) fn parameter_without_schema(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "no-schema",
        place,
        "the parameter has neither `schema` nor `content`; it is taken for a string",
    )
}

pub(crate) fn unsupported_parameter_content(place: Place, media_type: &str) -> Diagnostic {
    Diagnostic::warning(
        "unsupported-parameter-content",
        place,
        format!("parameters written as `{media_type}` are not supported; it is taken for a string"),
    )
}

pub(crate) fn unsupported_parameter_encoding(place: Place) -> Diagnostic {
    let message = "`encoding` in the `content` of a parameter is not supported; its properties are written as usual";
    Diagnostic::warning("unsupported-parameter-content", place, message)
}

pub(crate) fn impossible_header(place: Place, name: &str) -> Diagnostic {
    let message = format!("no header can be called `{name}`; it is left out");
    Diagnostic::warning("impossible-header", place, message)
        .hint("letters, digits and hyphens make the name of a header")
}

pub(crate) fn nested_parameter(place: Place, name: &str, as_json: bool) -> Diagnostic {
    let how = if as_json { "as JSON text" } else { "in brackets, `a[b]=c`" };
    let message = format!("no style can carry what nests in the parameter `{name}`; it is written {how}");
    Diagnostic::note("nested-parameter", place, message)
}

pub(crate) fn unsupported_callbacks(place: Place) -> Diagnostic {
    Diagnostic::warning("unsupported-callbacks", place, "callbacks are not supported; nothing is generated for them")
        .hint("describe them under `webhooks`")
}

pub(crate) fn unsupported_links(place: Place) -> Diagnostic {
    Diagnostic::note("unsupported-links", place, "links are not supported; nothing is generated for them")
}

pub(crate) fn unsupported_part_headers(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "unsupported-part-headers",
        place,
        "headers of parts that are no files are not supported; they are left out",
    )
}

pub(crate) fn body_without_content(place: Place) -> Diagnostic {
    Diagnostic::warning("no-content", place, "the request body has no media type, so there is no body")
}

pub(crate) fn duplicate_status(place: Place, key: &str) -> Diagnostic {
    Diagnostic::warning("duplicate-status", place, format!("the status `{key}` is described twice; the first counts"))
}

// The document as a whole (`lower`).

pub(crate) fn undeclared_variable(place: Place, name: &str) -> Diagnostic {
    let message =
        format!("the URL has a variable `{name}` that is not declared; it may be anything, and has no default");
    Diagnostic::warning("undeclared-variable", place, message)
        .hint(format!("declare it: `variables: {{{name}: {{default: …}}}}`"))
}

pub(crate) fn default_not_allowed(place: Place, default: &str) -> Diagnostic {
    let message = format!("the default `{default}` is none of the values in `enum`; it is allowed as well");
    Diagnostic::warning("default-not-allowed", place, message)
}

pub(crate) fn duplicate_tag(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning("duplicate-tag", place, format!("the tag `{name}` is declared twice"))
}

pub(crate) fn unknown_scheme(place: Place, key: &str) -> Diagnostic {
    let message = format!("there is no security scheme `{key}`, so it is not known how its credential travels");
    Diagnostic::warning("unknown-scheme", place, message).on_key().hint(
        "declare it under `components.securitySchemes`; until then clients are told the header that carries it, and \
         servers let nobody in until their `Auth` decides by the head of the request",
    )
}

pub(crate) fn opaque_scheme(place: Place, scheme: &str) -> Diagnostic {
    Diagnostic::note("opaque-scheme", place, format!("credentials for `{scheme}` are sent as they are given"))
}

// Conventions (`lower::convention`).

pub(crate) fn unknown_extension(place: Place, key: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-extension", place, format!("there is no extension `{key}` here"));
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    }
}

pub(crate) fn unknown_extension_key(
    place: Place,
    extension: &str,
    key: &str,
    known: &[&str],
    nearest: Option<&str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-extension", place, format!("`{extension}` has no key `{key}`"));
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic.hint(format!("its keys are `{}`", known.join("`, `"))),
    }
}

pub(crate) fn missing_extension_key(place: Place, key: &str) -> Diagnostic {
    Diagnostic::error("missing-extension-key", place, format!("the extension lacks `{key}`"))
}

pub(crate) fn out_of_range(place: Place, key: &str, number: i64) -> Diagnostic {
    Diagnostic::error("out-of-range", place, format!("{number} is out of range for `{key}`"))
}

pub(crate) fn no_pointer(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("invalid-pointer", place, format!("`{text}` is no JSON pointer"))
        .hint("a JSON pointer is empty or begins with a slash, such as `/data/items`")
}

pub(crate) fn pointer_to_nothing(place: Place, path: &str) -> Diagnostic {
    Diagnostic::error("pointer-to-nothing", place, format!("the response has no member `/{path}`"))
}

pub(crate) fn pointer_to_wrong_type(place: Place, path: &str, key: &str) -> Diagnostic {
    let expected = match key {
        "items" => "an array",
        "more" => "a boolean",
        "next" => "a string",
        _ => "an integer",
    };
    Diagnostic::error("pointer-to-wrong-type", place, format!("the member `/{path}` of the response is not {expected}"))
}

pub(crate) fn no_such_query_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error("no-such-parameter", place, format!("the operation has no query parameter `{name}`"))
}

pub(crate) fn paged_without_body(place: Place) -> Diagnostic {
    Diagnostic::error("paged-without-body", place, "the operation is said to be paged, but no success has a JSON body")
}

pub(crate) fn unread_pagination(place: Place, key: &str) -> Diagnostic {
    Diagnostic::warning("unread-pagination", place, format!("what `{key}` says here is not understood; it is ignored"))
        .hint("say it with `x-specwright-pagination`")
}

// Webhooks (`lower::webhook`).

pub(crate) fn webhook_without_payload(place: Place, event: &str) -> Diagnostic {
    Diagnostic::warning(
        "webhook-without-payload",
        place,
        format!("the webhook `{event}` has no JSON payload; it is left out"),
    )
}

pub(crate) fn untold_events(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "untold-events",
        place,
        "no property of the payloads tells the events apart, so they have no common type",
    )
    .hint("name it with `x-specwright-webhook-event: {property: …}`, and give it a `const` in each payload")
}

pub(crate) fn event_without_property(place: Place, property: &str) -> Diagnostic {
    Diagnostic::error("event-without-property", place, format!("the payload has no property `{property}`"))
}

pub(crate) fn same_event(place: Place, property: &str, value: &str) -> Diagnostic {
    Diagnostic::warning(
        "untold-events",
        place,
        format!("another event has the same value `{value}` of `{property}`; it is taken for that"),
    )
}

// Passes.

pub(crate) fn default_of_other_type(place: Place, value: &str) -> Diagnostic {
    Diagnostic::warning(
        "default-of-other-type",
        place,
        format!("the default `{value}` is no value of its type; it is left out"),
    )
}

pub(crate) fn split_type(place: Place) -> Diagnostic {
    let message = "requests and responses have different properties here, so there is a type for each";
    Diagnostic::note("split-type", place, message)
}
