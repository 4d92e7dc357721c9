//! Which of the media types that a document `consumes` and `produces` a body can have. Pure.
//!
//! The lists are said for operations as a whole, errors and files included, so not everything in them fits: a file is no
//! JSON, and the report of an error is no image.

use serde_json::Value;

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The media types of a `body` parameter.
pub(super) fn of_body(consumes: Option<&[&str]>, schema: Option<&Value>) -> Vec<String> {
    let fitting = fitting(consumes, schema, None);
    // Forms have parameters of their own.
    let (forms, others): (Vec<String>, Vec<String>) = fitting.into_iter().partition(|media_type| is_form(media_type));
    if others.is_empty() { forms } else { others }
}

/// The media types of `formData` parameters.
pub(super) fn of_form<'m>(consumes: Option<&[&'m str]>, has_file: bool) -> Vec<&'m str> {
    let said = consumes.unwrap_or_default().iter().copied();
    let fitting: Vec<&str> = said.filter(|media_type| is_form(media_type)).collect();
    if has_file {
        let multipart: Vec<&str> = fitting.into_iter().filter(|media_type| essence(media_type) != FORM).collect();
        return if multipart.is_empty() { vec![MULTIPART] } else { multipart };
    }
    if fitting.is_empty() { vec![FORM] } else { fitting }
}

/// The media types of a response.
pub(super) fn of_response(produces: Option<&[&str]>, schema: Option<&Value>, examples: Option<&Value>) -> Vec<String> {
    fitting(produces, schema, examples)
}

fn fitting(said: Option<&[&str]>, schema: Option<&Value>, examples: Option<&Value>) -> Vec<String> {
    let holds = |media_type: &&str| match Content::of(schema) {
        Content::Bytes => !is_data(media_type),
        Content::Text => true,
        Content::Data => !is_opaque(media_type),
    };
    let assumed = if Content::of(schema) == Content::Bytes { BYTES } else { JSON };
    let mut fitting: Vec<String> = match said {
        Some(said) => said.iter().copied().filter(holds).map(str::to_owned).collect(),
        // Nothing is said, but examples are named after media types.
        None => {
            let named = examples.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str());
            named.filter(|name| name.contains('/')).filter(holds).map(str::to_owned).collect()
        }
    };
    let mut seen: Vec<String> = Vec::new();
    fitting.retain(|media_type| {
        let is_new = !seen.contains(media_type);
        seen.push(media_type.clone());
        is_new
    });
    if fitting.is_empty() {
        fitting.push(assumed.to_owned());
    }
    fitting
}

/// What a schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// A file.
    Bytes,
    /// A text, which may be written as it is.
    Text,
    /// Anything that has a structure.
    Data,
}

impl Content {
    /// The schema is rewritten already: a file is a binary string.
    fn of(schema: Option<&Value>) -> Self {
        let text = |key: &str| schema.and_then(|schema| schema.get(key)?.as_str());
        match (text("type"), text("format")) {
            (Some("string"), Some("binary")) => Content::Bytes,
            (Some("string" | "number" | "integer" | "boolean"), _) => Content::Text,
            _ => Content::Data,
        }
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == FORM || essence(media_type).starts_with("multipart/")
}

/// Whether a media type is one of structured values, in which there is no place for a file as it is.
fn is_data(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["json", "xml", "yaml"]
        .iter()
        .any(|syntax| essence.strip_suffix(syntax).is_some_and(|before| before.ends_with(['/', '+', '-'])))
}

/// Whether a media type cannot hold structured values.
fn is_opaque(media_type: &str) -> bool {
    const OPAQUE: [&str; 6] =
        [BYTES, "application/zip", "application/pdf", "application/gzip", "application/x-tar", "application/x-gzip"];
    let essence = essence(media_type);
    let (kind, _) = essence.split_once('/').unwrap_or_default();
    ["image", "audio", "video", "font"].contains(&kind) && !essence.ends_with("+xml")
        || OPAQUE.contains(&essence.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_is_no_json_and_an_error_is_no_image() {
        let file = json!({"type": "string", "format": "binary"});
        let error = json!({"$ref": "#/definitions/Error"});
        let types = ["application/json", "image/png"];
        assert_eq!(of_response(Some(&types), Some(&file), None), ["image/png"]);
        assert_eq!(of_response(Some(&types), Some(&error), None), ["application/json"]);
        assert_eq!(of_response(Some(&types[..1]), Some(&file), None), ["application/octet-stream"]);
        assert_eq!(of_response(Some(&types[1..]), Some(&error), None), ["application/json"]);
        assert_eq!(of_response(Some(&types), Some(&json!({"type": "string"})), None), types);
    }

    #[test]
    fn examples_tell_what_nobody_said() {
        let schema = json!({"type": "object"});
        let examples = json!({"application/vnd.pet+json": {}, "default": {}});
        assert_eq!(of_response(None, Some(&schema), Some(&examples)), ["application/vnd.pet+json"]);
        assert_eq!(of_response(None, Some(&schema), None), ["application/json"]);
        assert_eq!(of_response(Some(&["text/xml", "text/xml"]), Some(&schema), Some(&examples)), ["text/xml"]);
    }

    #[test]
    fn forms_are_multipart_where_there_are_files() {
        assert_eq!(of_form(None, false), [FORM]);
        assert_eq!(of_form(None, true), [MULTIPART]);
        assert_eq!(of_form(Some(&[FORM, MULTIPART]), true), [MULTIPART]);
        assert_eq!(of_form(Some(&["application/json", MULTIPART]), false), [MULTIPART]);
        assert_eq!(of_body(Some(&[MULTIPART, "application/json"]), None), ["application/json"]);
        assert_eq!(of_body(Some(&[FORM]), None), [FORM]);
    }
}
