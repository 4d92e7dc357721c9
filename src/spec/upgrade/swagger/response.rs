//! Responses: `schema` and `produces` become `content`.

use serde_json::{Value, json};

use super::{Object, Rewriter, media, reference_to, text_to};
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::trail::Trail;

impl<'a> Rewriter<'a, '_> {
    /// `produces` is what the operation says, if it says anything.
    pub(super) fn responses(&mut self, source: &'a Object, produces: Option<&[&'a str]>, at: Trail<'_>) -> Built {
        self.map(source, at, |this, response, at| this.response_or_reference(response, produces, at))
    }

    fn response_or_reference(&mut self, source: &'a Object, produces: Option<&[&'a str]>, at: Trail<'_>) -> Built {
        let Some(text) = source.get("$ref").and_then(Value::as_str) else { return self.response(source, produces, at) };
        let target = self.target(text, self.place(at)).and_then(|(_, target)| target.as_object());
        let (Some(target), Some(produces)) = (target, produces) else { return Value::Object(source.clone()).into() };
        let schema = target.get("schema");
        let examples = target.get("examples");
        let usual = media::of_response(self.globals.produces.as_deref(), schema, examples);
        let own = media::of_response(Some(produces), schema, examples);
        if schema.is_none() || usual == own {
            return Value::Object(source.clone()).into();
        }
        self.variant(target, text, &own, at)
    }

    /// A shared response in the media types of the operation, which are others than those of the document.
    fn variant(&mut self, target: &'a Object, text: &str, media_types: &[String], at: Trail<'_>) -> Built {
        let mut response = BuiltObject::default();
        for (key, value) in target.iter().filter(|(key, _)| !matches!(key.as_str(), "schema" | "examples")) {
            match value.as_object() {
                Some(headers) if key == "headers" => {
                    let base = text_to(text, "headers");
                    let mut map = BuiltObject::default();
                    headers.keys().for_each(|name| map.put(name, reference_to(&base, name)));
                    response.put(key, map);
                }
                _ => response.put(key, value.clone()),
            }
        }
        let mut content = BuiltObject::default();
        for media_type in media_types {
            content.put(media_type, json!({ "schema": reference_to(text, "schema") }));
        }
        response.put("content", Built::from(content).at(at.pointer()));
        Built::from(response).at(at.pointer())
    }

    pub(super) fn response(&mut self, source: &'a Object, produces: Option<&[&'a str]>, at: Trail<'_>) -> Built {
        if source.contains_key("$ref") {
            return Value::Object(source.clone()).into();
        }
        let mut response = BuiltObject::default();
        for (key, value) in source {
            match (key.as_str(), value) {
                ("schema" | "examples", _) => {}
                ("headers", Value::Object(headers)) => {
                    let headers = self.map(headers, at.key(key), |this, header, at| {
                        if header.contains_key("$ref") {
                            return Value::Object(header.clone()).into();
                        }
                        this.header(header, at)
                    });
                    response.put(key, headers);
                }
                _ => response.put(key, value.clone()),
            }
        }
        if let Some(schema) = source.get("schema") {
            let produces = produces.or(self.globals.produces.as_deref());
            let media_types = media::of_response(produces, Some(schema), source.get("examples"));
            let content = content(schema, source.get("examples"), &media_types, at);
            response.put("content", Built::from(content).at(at.pointer()));
        }
        Built::from(response).at(at.pointer())
    }
}

/// The same schema in each media type.
fn content(schema: &Value, examples: Option<&Value>, media_types: &[String], at: Trail<'_>) -> BuiltObject {
    let here = at.key("schema").pointer();
    let mut content = BuiltObject::default();
    for media_type in media_types {
        let mut media = BuiltObject::default();
        media.put("schema", Built::from(schema.clone()).at(here.clone()));
        if let Some(example) = examples.and_then(|examples| examples.get(media_type)) {
            media.put("example", Built::from(example.clone()).at(at.key("examples").key(media_type).pointer()));
        }
        content.put(media_type, Built::from(media).at(at.pointer()));
    }
    content
}
