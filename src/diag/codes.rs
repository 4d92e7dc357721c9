//! Every message of the tool, one named function each: the wording, the code and the hint live here and nowhere else.
//!
//! A function takes the place and the facts, and returns the [`Diagnostic`]: `diag.push(codes::unresolved_reference(..))`.
//! Messages are one sentence without a final period; names from the document stand in backquotes. One section per stage.

mod configuration;
mod lowering;
#[cfg(feature = "overlay")]
mod overlay;
mod rules;

pub(crate) use configuration::*;
pub(crate) use lowering::*;
#[cfg(feature = "overlay")]
pub(crate) use overlay::*;
pub(crate) use rules::*;

use super::{Diagnostic, Place, Position, Severity};
use crate::name::Reason;

// Reading the text.

pub(crate) fn syntax_error(place: Place, position: Position, language: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("syntax", place, format!("this is not {language}: {reason}")).of_all().at(position)
}

pub(crate) fn empty_document(place: Place) -> Diagnostic {
    Diagnostic::error("empty-document", place, "the document is empty").of_all()
}

pub(crate) fn several_documents(place: Place, position: Position) -> Diagnostic {
    Diagnostic::error("several-documents", place, "a second YAML document begins here")
        .of_all()
        .at(position)
        .hint("a file holds one document: split it at the `---` lines")
}

pub(crate) fn duplicate_key(place: Place, key: &str) -> Diagnostic {
    Diagnostic::error("duplicate-key", place, format!("the key `{key}` stands twice in one object"))
        .on_key()
        .hint("remove or rename one of them")
}

pub(crate) fn not_json_value(place: Place, position: Position, text: &str) -> Diagnostic {
    Diagnostic::error("not-a-json-value", place, format!("`{text}` has no counterpart in JSON")).of_all().at(position)
}

pub(crate) fn not_json_key(place: Place, position: Position) -> Diagnostic {
    Diagnostic::error("not-a-json-value", place, "a key must be a string, not a list or a mapping")
        .of_all()
        .at(position)
}

pub(crate) fn too_deep(place: Place, position: Position) -> Diagnostic {
    Diagnostic::error("nested-too-deeply", place, "the document is nested deeper than 128 levels").of_all().at(position)
}

pub(crate) fn too_large(place: Place, position: Position) -> Diagnostic {
    Diagnostic::error("too-large", place, "the aliases of the document expand to too many values")
        .of_all()
        .at(position)
        .hint("use `$ref` instead, which is not copied")
}

pub(crate) fn cyclic_alias(place: Place, position: Position) -> Diagnostic {
    Diagnostic::error("cyclic-alias", place, "this alias stands within what it stands for")
        .of_all()
        .at(position)
        .hint("use `$ref` for recursive schemas")
}

// The OpenAPI version.

pub(crate) fn unsupported_version(place: Place, version: &str) -> Diagnostic {
    Diagnostic::error("unsupported-version", place, format!("`{version}` is not a supported version of OpenAPI"))
        .of_all()
        .hint("supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2")
}

pub(crate) fn not_openapi(place: Place) -> Diagnostic {
    Diagnostic::error(
        "missing-field",
        place,
        "the document has neither `openapi` nor `swagger`, so it is no OpenAPI document",
    )
    .of_all()
    .hint("start it with `openapi: 3.1.0`")
}

// The structure of the objects.

pub(crate) fn missing_field(place: Place, object: &str, field: &str) -> Diagnostic {
    Diagnostic::error("missing-field", place, format!("the {object} Object has no field `{field}`"))
}

pub(crate) fn usual_field(place: Place, object: &str, field: &str) -> Diagnostic {
    Diagnostic::warning(
        "missing-field",
        place,
        format!("the {object} Object has no field `{field}`, which is required"),
    )
}

pub(crate) fn no_content(place: Place, fields: &str) -> Diagnostic {
    Diagnostic::warning("missing-field", place, format!("the document has none of {fields}, so it describes nothing"))
}

pub(crate) fn wrong_type(place: Place, what: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error("wrong-type", place, format!("{what} should be {expected}, but is {found}"))
}

pub(crate) fn wrong_type_ignored(place: Place, what: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::warning("wrong-type", place, format!("{what} should be {expected}, but is {found}; it is ignored"))
}

pub(crate) fn wrong_type_converted(place: Place, what: &str, expected: &str, found: &str, read: &str) -> Diagnostic {
    let message = format!("{what} should be {expected}, but is {found}; it is read as `{read}`");
    Diagnostic::warning("wrong-type", place, message).hint("put it in quotes")
}

pub(crate) fn required_is_no_list(place: Place) -> Diagnostic {
    let message = "`required` of a schema is an array of property names; a boolean here is ignored";
    Diagnostic::warning("wrong-type", place, message).hint("list the property in `required` of the schema around it")
}

pub(crate) fn unknown_value(place: Place, what: &str, word: &str, known: &[&str], nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-value", place, format!("`{word}` is no value of {what}"));
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic.hint(format!("it may be `{}`", known.join("`, `"))),
    }
}

pub(crate) fn unknown_type(place: Place, word: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("`{word}` is no type; any value is accepted");
    let diagnostic = Diagnostic::warning("unknown-type", place, message);
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    }
}

pub(crate) fn unquoted_null(place: Place) -> Diagnostic {
    Diagnostic::warning("wrong-type", place, "`null` is the name of a type here").hint("put it in quotes")
}

pub(crate) fn items_is_a_list(place: Place) -> Diagnostic {
    Diagnostic::warning("wrong-type", place, "`items` should be a schema, but is an array; it is read as `prefixItems`")
}

pub(crate) fn discriminator_is_a_name(place: Place) -> Diagnostic {
    let message = "`discriminator` should be an object, but is a string; it is read as its `propertyName`";
    Diagnostic::warning("wrong-type", place, message).hint("only Swagger 2.0 has it so")
}

pub(crate) fn unsupported_field(place: Place, object: &str, field: &str) -> Diagnostic {
    let message = format!("`{field}` of the {object} Object is not supported; it is ignored");
    Diagnostic::warning("unsupported-field", place, message).on_key()
}

pub(crate) fn unknown_dialect(place: Place, uri: &str) -> Diagnostic {
    let message = format!("`{uri}` is no dialect of JSON Schema that is known; it is read as that of OpenAPI");
    Diagnostic::warning("unknown-dialect", place, message)
}

pub(crate) fn schema_of_parameter(place: Place) -> Diagnostic {
    let message = "in Swagger 2.0 only the parameter in `body` has a `schema`; it is read as that of OpenAPI 3";
    Diagnostic::warning("later-field", place, message).on_key()
}

pub(crate) fn body_without_schema(place: Place) -> Diagnostic {
    Diagnostic::warning("missing-field", place, "the parameter in `body` has no field `schema`; any value is accepted")
}

pub(crate) fn second_body(place: Place, name: &str, body: &str) -> Diagnostic {
    let message = format!("the parameter `{name}` is ignored, for `{body}` is the whole body");
    Diagnostic::warning("several-bodies", place, message)
        .hint("an operation has one parameter in `body`, and none in `formData` beside it")
}

pub(crate) fn unsupported_collection_format(place: Place, format: &str) -> Diagnostic {
    let message =
        format!("the format `{format}` is not supported here; the array is a string, to be joined and split by you");
    Diagnostic::warning("unsupported-style", place, message)
}

pub(crate) fn keyword_among_properties(place: Place, keyword: &str, found: &str) -> Diagnostic {
    let message = format!("the property `{keyword}` should be a schema, but is {found}; it is ignored");
    let hint = format!("if it is the keyword `{keyword}`, move it out of `properties`");
    Diagnostic::warning("wrong-type", place, message).on_key().hint(hint)
}

pub(crate) fn empty_object(place: Place, what: &str) -> Diagnostic {
    Diagnostic::warning("wrong-type", place, format!("{what} should be an object, but is null; it is read as `{{}}`"))
}

pub(crate) fn server_is_a_text(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "wrong-type",
        place,
        "the Server Object should be an object, but is a string; it is read as `url`",
    )
}

pub(crate) fn parameter_without_location(place: Place, location: &str) -> Diagnostic {
    let message = format!("the Parameter Object has no field `in`; it is read as `{location}`");
    Diagnostic::warning("missing-field", place, message).hint(format!("add `in: {location}`"))
}

pub(crate) fn unknown_field(place: Place, object: &str, field: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("the {object} Object has no field `{field}`; it is ignored");
    let diagnostic = Diagnostic::warning("unknown-field", place, message).on_key();
    match nearest {
        Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
        None => diagnostic.hint("names of extensions begin with `x-`"),
    }
}

pub(crate) fn later_field(place: Place, field: &str, since: u8) -> Diagnostic {
    let message =
        format!("`{field}` belongs to OpenAPI 3.{since}, the document is of an earlier version; it is understood");
    Diagnostic::warning("later-field", place, message).on_key()
}

pub(crate) fn not_a_path(place: Place, path: &str) -> Diagnostic {
    Diagnostic::error("not-a-path", place, format!("the path `{path}` does not begin with a slash")).on_key()
}

pub(crate) fn not_a_status(place: Place, status: &str) -> Diagnostic {
    Diagnostic::error("not-a-status", place, format!("`{status}` is no status of a response"))
        .on_key()
        .hint("it may be `200`, `2XX` or `default`, and the like")
}

pub(crate) fn invalid_object(place: Place, object: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("invalid-object", place, format!("this is no valid {object} Object: {reason}"))
}

// References.

pub(crate) fn unresolved_reference(place: Place, reference: &str) -> Diagnostic {
    Diagnostic::error("unresolved-reference", place, format!("`{reference}` points to nothing"))
}

pub(crate) fn empty_reference(place: Place) -> Diagnostic {
    Diagnostic::warning("unresolved-reference", place, "the reference is empty; any value is accepted")
}

pub(crate) fn similar_target(place: Place, reference: &str, expected: &str, found: &str) -> Diagnostic {
    let message =
        format!("`{reference}` should lead to {expected}, but leads to {found}, which is read as if it were one");
    Diagnostic::warning("wrong-target", place, message)
}

pub(crate) fn wrong_target(place: Place, reference: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error("wrong-target", place, format!("`{reference}` should lead to {expected}, but leads to {found}"))
}

pub(crate) fn cyclic_reference(place: Place, reference: &str) -> Diagnostic {
    Diagnostic::error("cyclic-reference", place, format!("following `{reference}` leads back to it"))
        .hint("a chain of references has to end at an object")
}

pub(crate) fn remote_reference(place: Place, reference: &str, host: &str) -> Diagnostic {
    let message = format!("`{reference}` is not fetched: `{host}` is not among the allowed hosts");
    Diagnostic::error("refused-reference", place, message)
        .hint(format!("allow the host with `--allow-remote {host}`, or save the document beside this one"))
}

/// `folder` is one that is around both the document and the file.
pub(crate) fn outside_reference(place: Place, reference: &str, folder: &str) -> Diagnostic {
    let message = format!("`{reference}` is not read: it lies outside the root folder of the document");
    Diagnostic::error("refused-reference", place, message)
        .hint(format!("if the document may read all files below `{folder}`, say `--root {folder}`"))
}

/// For files of a document in several files that say `#/components/…` and mean those of the whole.
pub(crate) fn reference_to_root(place: Place, reference: &str, root: &str) -> Diagnostic {
    let message = format!("`{reference}` points to nothing in this file; it is read as `{root}{reference}`");
    Diagnostic::warning("unresolved-reference", place, message)
}

/// For errors about parts of a document that is to be generated nevertheless.
pub(crate) fn tolerated(error: Diagnostic, loss: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, message: format!("{}; {loss}", error.message), ..error }
}

pub(crate) fn dynamic_reference(place: Place) -> Diagnostic {
    let message =
        "`$dynamicRef` is followed as `$ref`, here and elsewhere: it leads to the same schema from everywhere";
    Diagnostic::note("dynamic-reference", place, message)
}

/// A problem with what only helps people or has a substitute: examples, links, the mapping of a discriminator.
pub(crate) fn ignored(problem: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, message: format!("{}; it is ignored", problem.message), ..problem }
}

pub(crate) fn reference_without_folder(place: Place, reference: &str) -> Diagnostic {
    let message = format!("`{reference}` is not read: a document given as text has no other files");
    Diagnostic::error("refused-reference", place, message)
}

pub(crate) fn unreadable_file(place: Place, reference: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("unreadable-file", place, format!("the file of `{reference}` cannot be read: {reason}"))
}

// Planning the crate.

pub(crate) fn renamed(place: Place, what: &str, wire: &str, rust: &str, reason: Reason) -> Diagnostic {
    let because = match reason {
        Reason::Taken => "another one has that name",
        Reason::Reserved => "generated code needs that name itself",
    };
    Diagnostic::note("renamed", place, format!("the {what} of `{wire}` is called `{rust}`, because {because}"))
}

pub(crate) fn untyped_xml(place: Place, media_type: &str) -> Diagnostic {
    let message = format!("a request body of `{media_type}` is text: XML is not read or written by its schema");
    Diagnostic::warning("untyped-xml", place, message)
}

pub(crate) fn unsupported_alternative(place: Place, what: &str, media_type: &str, used: &str) -> Diagnostic {
    let message = format!("a {what} of `{media_type}` beside `{used}` is not supported; only the latter is used");
    Diagnostic::warning("unsupported-media-type", place, message)
}

pub(crate) fn unsupported_notation(place: Place, media_type: &str, json: &str) -> Diagnostic {
    let message =
        format!("responses of `{media_type}` that say the same as `{json}` are not supported; the latter is used");
    let hint = format!("a client that needs the other asks for it: `.accept(\"{media_type}\").stream()`");
    Diagnostic::warning("unsupported-media-type", place, message).hint(hint)
}

pub(crate) fn unsupported_encoding(place: Place, media_type: &str) -> Diagnostic {
    let message = format!("a response of `{media_type}` is not taken apart; it is handed over as it is");
    Diagnostic::warning("unsupported-media-type", place, message)
}

pub(crate) fn unsupported_pattern(place: Place, reason: &str) -> Diagnostic {
    let message = format!("servers do not check this `pattern`: {reason}");
    Diagnostic::warning("unsupported-pattern", place, message)
}

pub(crate) fn relative_server(place: Place, url: &str) -> Diagnostic {
    Diagnostic::note("relative-server", place, format!("`{url}` is relative, so the crate cannot name this server"))
        .hint("give the client the whole URL: `Client::builder().base_url(..)`")
}

pub(crate) fn pagination_without_types(place: Place) -> Diagnostic {
    let message = "the pagination does not fit the types of the parameters and the response, so no pages are offered";
    Diagnostic::warning("unusable-pagination", place, message)
}
