//! Parameters, their items and headers: what they say of their values becomes a schema, `collectionFormat` a style.

use serde_json::{Map, Value, json};

use super::{Object, Rewriter};
use crate::diag::codes;
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::trail::Trail;

/// What parameters, items and headers say of their values (Swagger 2.0, "Parameter Object").
const VALUE_KEYS: [&str; 17] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
];

/// How the elements of an array are written, in the words of OpenAPI 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    style: &'static str,
    explode: bool,
}

impl Style {
    /// The style of an array in a place that has this style if nothing is said. Nothing if the place has none for it.
    fn of(said: &Object, usual: &'static str) -> Option<Style> {
        let only_in_forms = |style, explode| (usual == "form").then_some(Style { style, explode });
        match said.get("collectionFormat").and_then(Value::as_str) {
            None | Some("csv") => Some(Style { style: usual, explode: false }),
            Some("multi") => only_in_forms("form", true),
            Some("ssv") => only_in_forms("spaceDelimited", false),
            Some("pipes") => only_in_forms("pipeDelimited", false),
            _ => None,
        }
    }

    /// The style of a field of a form, if it is an array of values. Files are always fields of their own.
    pub(super) fn of_field(said: &Object) -> Option<Style> {
        let is_files = said.get("items").and_then(Value::as_object).is_some_and(is_file);
        if is_array(said) && !is_files { Style::of(said, "form") } else { None }
    }

    /// An Encoding Object.
    pub(super) fn encoding(self) -> Value {
        json!({ "style": self.style, "explode": self.explode })
    }
}

impl<'a> Rewriter<'a, '_> {
    /// A parameter that is one in OpenAPI 3, too, or a field of a form.
    pub(super) fn parameter(&mut self, source: &'a Object, at: Trail<'_>) -> Built {
        let location = source.get("in").and_then(Value::as_str);
        let usual = if location == Some("query") { "form" } else { "simple" };
        let mut parameter = BuiltObject::default();
        for (key, value) in source {
            match key.as_str() {
                "collectionFormat" => {}
                "x-example" => parameter.put("example", Built::from(value.clone()).at(at.key(key).pointer())),
                _ if VALUE_KEYS.contains(&key.as_str()) => {}
                _ => parameter.put(key, value.clone()),
            }
        }
        if location == Some("formData") {
            parameter.put("schema", Built::from(Value::Object(self.schema(source, at))).at(at.pointer()));
            return Built::from(parameter).at(at.pointer());
        }
        if is_array(source)
            && let Some(style) = Style::of(source, usual)
        {
            let place = at.key("collectionFormat").pointer();
            parameter.put("style", Built::from(json!(style.style)).at(place.clone()));
            parameter.put("explode", Built::from(json!(style.explode)).at(place));
        }
        self.put_schema(&mut parameter, source, usual, at);
        Built::from(parameter).at(at.pointer())
    }

    /// A header of a response.
    pub(super) fn header(&mut self, source: &'a Object, at: Trail<'_>) -> Built {
        let mut header = BuiltObject::default();
        for (key, value) in source {
            if key != "collectionFormat" && !VALUE_KEYS.contains(&key.as_str()) {
                header.put(key, value.clone());
            }
        }
        self.put_schema(&mut header, source, "simple", at);
        Built::from(header).at(at.pointer())
    }

    /// The schema of a parameter or a header that says anything of its values, unless it has one: many write it as in
    /// OpenAPI 3.
    fn put_schema(&mut self, owner: &mut BuiltObject, source: &'a Object, usual: &'static str, at: Trail<'_>) {
        let says = source.keys().any(|key| VALUE_KEYS.contains(&key.as_str()));
        if !says || source.contains_key("schema") {
            return;
        }
        let schema = self.value_schema(source, usual, at);
        owner.put("schema", Built::from(Value::Object(schema)).at(at.pointer()));
    }

    /// The schema of a field of a form, with what people should know of it.
    pub(super) fn schema(&mut self, source: &'a Object, at: Trail<'_>) -> Object {
        let mut schema = self.value_schema(source, "form", at);
        for (key, name) in [("description", "description"), ("x-example", "example")] {
            if let Some(value) = source.get(key) {
                schema.insert(name.to_owned(), value.clone());
            }
        }
        schema
    }

    fn value_schema(&mut self, source: &'a Object, usual: &'static str, at: Trail<'_>) -> Object {
        if is_array(source) && Style::of(source, usual).is_none() {
            return self.text(source, at);
        }
        let mut schema = self.items(source, at);
        if is_file(source) {
            schema.extend(file());
        }
        schema
    }

    /// The schema of what an Items Object describes. `collectionFormat` within an array has no counterpart: such an array
    /// is one text in the array around it.
    pub(super) fn items(&mut self, source: &'a Object, at: Trail<'_>) -> Object {
        let mut schema = Map::new();
        for (key, value) in source.iter().filter(|(key, _)| VALUE_KEYS.contains(&key.as_str())) {
            match (key.as_str(), value) {
                ("x-nullable", _) => schema.insert("nullable".to_owned(), value.clone()),
                ("items", Value::Object(items)) if is_array(items) => {
                    let here = at.key("items");
                    schema.insert(key.clone(), Value::Object(self.text(items, here)))
                }
                ("items", Value::Object(items)) if !items.contains_key("$ref") => {
                    let here = at.key("items");
                    let mut items = self.items(items, here);
                    if is_file(&items) {
                        items.extend(file());
                    }
                    schema.insert(key.clone(), Value::Object(items))
                }
                _ => schema.insert(key.clone(), value.clone()),
            };
        }
        schema
    }

    /// An array that no style of OpenAPI 3 can say: a text that the user writes and reads.
    fn text(&mut self, array: &'a Object, at: Trail<'_>) -> Object {
        let said = array.get("collectionFormat").and_then(Value::as_str);
        let place = self.place(if said.is_some() { at.key("collectionFormat") } else { at });
        self.diag.push(codes::unsupported_collection_format(place, said.unwrap_or("csv")));
        let mut text = Map::new();
        text.insert("type".to_owned(), json!("string"));
        text
    }
}

fn is_array(said: &Object) -> bool {
    said.get("type").is_some_and(|kind| kind == "array")
}

/// The keywords of a file, in place of the type `file`.
fn file() -> Object {
    Object::from_iter([("type".to_owned(), json!("string")), ("format".to_owned(), json!("binary"))])
}

pub(super) fn is_file(said: &Object) -> bool {
    said.get("type").is_some_and(|kind| kind == "file")
}
