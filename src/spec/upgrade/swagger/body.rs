//! Request bodies, from `body` and `formData` parameters.

use serde_json::{Map, Value, json};

use super::operation::Input;
use super::parameter::{Style, is_file};
use super::{Object, Rewriter, media, reference_to};
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::trail::Trail;

impl<'a> Rewriter<'a, '_> {
    /// A parameter that others refer to: a request body, or a parameter, or a field of a form, whose schema is used.
    pub(super) fn shared_parameter(&mut self, source: &'a Object, at: Trail<'_>) -> Built {
        if source.get("in").is_some_and(|location| location == "body") {
            let input = Input { said: source, place: self.place(at), reference: None, at: at.pointer() };
            self.request_body(&input, None)
        } else {
            self.parameter(source, at)
        }
    }

    /// A `body` parameter.
    pub(super) fn request_body(&mut self, input: &Input<'a>, consumes: Option<Vec<&'a str>>) -> Built {
        let is_usual = consumes.is_none() || consumes == self.globals.consumes;
        if let Some(text) = input.reference.as_deref().filter(|_| is_usual) {
            return Built::from(json!({ "$ref": text })).at(input.at.clone());
        }
        let said = input.said;
        let mut body = BuiltObject::default();
        for (key, value) in said {
            if matches!(key.as_str(), "description" | "required") || key.starts_with("x-") {
                body.put(key, value.clone());
            }
        }
        let consumes = consumes.or(self.globals.consumes.clone());
        let media_types = media::of_body(consumes.as_deref(), said.get("schema"));
        let at = Trail::from(&input.place.pointer);
        let example = said.get("x-example");
        let mut content = BuiltObject::default();
        for media_type in &media_types {
            let mut media = BuiltObject::default();
            if let Some(schema) = said.get("schema") {
                let here = Trail::from(&input.place.pointer).key("schema").pointer();
                let schema = match input.elsewhere(self.file) {
                    Some(text) => reference_to(text, "schema").into(),
                    None => Built::from(schema.clone()).at(here),
                };
                media.put("schema", schema);
            }
            if let Some(example) = example {
                media.put("example", Built::from(example.clone()).at(at.key("x-example").pointer()));
            }
            content.put(media_type, Built::from(media).at(input.at.clone()));
        }
        body.put("content", Built::from(content).at(input.at.clone()));
        Built::from(body).at(input.at.clone())
    }

    /// The `formData` parameters of an operation.
    pub(super) fn form(&mut self, inputs: &[&Input<'a>], consumes: Option<Vec<&'a str>>) -> Built {
        let place = inputs[0].at.clone();
        let has_file = inputs.iter().any(|input| holds_file(input.said));
        let (mut properties, mut encoding) = (BuiltObject::default(), BuiltObject::default());
        for input in inputs {
            let property = match input.elsewhere(self.file) {
                Some(text) => Built::from(reference_to(text, "schema")).at(input.at.clone()),
                None => {
                    let schema = self.schema(input.said, Trail::from(&input.place.pointer));
                    Built::from(Value::Object(schema)).at(input.place.pointer.clone())
                }
            };
            properties.put(input.name(), property);
            if let Some(style) = Style::of_field(input.said) {
                encoding.put(input.name(), Built::from(style.encoding()).at(input.at.clone()));
            }
        }
        let required: Vec<&str> = inputs.iter().filter(|input| input.is_required()).map(|input| input.name()).collect();
        let mut schema = BuiltObject::default();
        schema.put("type", json!("object"));
        if !required.is_empty() {
            schema.put("required", json!(required));
        }
        schema.put("properties", Built::from(properties).at(place.clone()));
        let schema = Built::from(schema).at(place.clone());
        let mut content = BuiltObject::default();
        let consumes = consumes.or(self.globals.consumes.clone());
        for media_type in media::of_form(consumes.as_deref(), has_file) {
            let mut media = BuiltObject::default();
            media.put("schema", schema.clone());
            if !encoding.is_empty() {
                media.put("encoding", Built::from(encoding.clone()).at(place.clone()));
            }
            content.put(media_type, Built::from(media).at(place.clone()));
        }
        let mut body = BuiltObject::default();
        body.put("required", json!(!required.is_empty()));
        body.put("content", Built::from(content).at(place.clone()));
        Built::from(body).at(place)
    }
}

/// Whether a field of a form is a file, or several.
fn holds_file(field: &Map<String, Value>) -> bool {
    is_file(field) || field.get("items").and_then(Value::as_object).is_some_and(is_file)
}
