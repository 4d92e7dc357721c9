//! Parts as values.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_core::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::param::{Kind, Style};
use super::{File, Param, Part, Shape, decode_form};

/// The members of a form while they are taken out of it.
#[derive(Debug, Default)]
pub struct PartReader {
    values: Map<String, Value>,
    files: BTreeMap<String, Vec<File>>,
}

impl PartReader {
    /// Sorts the parts of a form. The reason why that cannot be done is the end of a sentence.
    ///
    /// # Errors
    ///
    /// If a text is not one, or is given more than once.
    pub fn new(
        parts: Vec<Part>,
        files: &[&str],
        encodings: &[&Param],
        shape: &dyn Shape,
    ) -> Result<Self, &'static str> {
        let mut reader = Self::default();
        let mut texts: Vec<(String, Part)> = Vec::new();
        for part in parts {
            let name = part.name.clone().ok_or("has a part without a name")?;
            if files.contains(&name.as_str()) {
                let Part { file_name, headers, content, .. } = part;
                reader.files.entry(name).or_default().push(File { name: file_name, headers, content });
            } else {
                texts.push((name, part));
            }
        }
        reader.values = values(texts, encodings, shape)?;
        Ok(reader)
    }

    /// The form as a value for its schema: a file is `null` there, of which the schema asks no more than to be present.
    pub fn outline(&self, shape: &dyn Shape) -> Value {
        let mut outline = self.values.clone();
        for (name, files) in &self.files {
            let is_list = shape.member(name).is_some_and(|shape| shape.kind() == Kind::Array);
            let value = if is_list || files.len() > 1 { vec![Value::Null; files.len()].into() } else { Value::Null };
            outline.insert(name.clone(), value);
        }
        Value::Object(outline)
    }

    /// A member that must be present.
    pub fn value<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        T::deserialize(self.values.remove(name).unwrap_or_default()).ok()
    }

    /// A member that may be absent.
    pub fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Option<Option<T>> {
        self.values.remove(name).map(|value| T::deserialize(value).ok()).map_or(Some(None), |value| value.map(Some))
    }

    /// A file that must be present.
    pub fn file(&mut self, name: &str) -> Option<File> {
        self.optional_file(name)
    }

    /// A file that may be absent.
    pub fn optional_file(&mut self, name: &str) -> Option<File> {
        self.files.remove(name).and_then(|mut files| files.pop())
    }

    /// Any number of files.
    pub fn files(&mut self, name: &str) -> Vec<File> {
        self.files.remove(name).unwrap_or_default()
    }

    /// Files, unless there are none.
    pub fn optional_files(&mut self, name: &str) -> Option<Vec<File>> {
        self.files.remove(name)
    }

    /// The members that were not taken.
    pub fn rest<T: DeserializeOwned>(&mut self) -> Option<BTreeMap<String, T>> {
        let rest = std::mem::take(&mut self.values).into_iter();
        rest.map(|(name, value)| Some((name, T::deserialize(value).ok()?))).collect()
    }
}

/// The value of a form without files.
///
/// # Errors
///
/// If a text is not one, or is given more than once.
pub fn read_value(parts: Vec<Part>, encodings: &[&Param], shape: &dyn Shape) -> Result<Value, &'static str> {
    PartReader::new(parts, &[], encodings, shape).map(|reader| Value::Object(reader.values))
}

/// The members of a form, as the schema asks for them. What does not fit keeps its form, for the schema to refuse.
fn values(
    texts: Vec<(String, Part)>,
    encodings: &[&Param],
    shape: &dyn Shape,
) -> Result<Map<String, Value>, &'static str> {
    let mut values = Map::new();
    let mut styled: Vec<String> = Vec::new();
    for (name, part) in texts {
        let encoding = encodings.iter().find(|param| is_of(param, &name));
        let text = text(&part)?;
        if encoding.is_some_and(|param| param.style != Style::Json) {
            styled.push(format!("{}={}", escape(&name), escape(text)));
            continue;
        }
        let member = shape.member(&name);
        let is_list = encoding.is_none() && member.is_some_and(|shape| shape.kind() == Kind::Array);
        let item = if is_list { member.and_then(Shape::item) } else { member };
        let value = value(&part, text, encoding.is_some(), item);
        match (values.get_mut(&name), is_list, value) {
            // A client may write all elements as one JSON text.
            (None, true, Value::Array(items)) => drop(values.insert(name, items.into())),
            (None, true, value) => drop(values.insert(name, vec![value].into())),
            (Some(Value::Array(items)), true, value) => items.push(value),
            (None, false, value) => drop(values.insert(name, value)),
            (Some(_), ..) => return Err("has a part more than once"),
        }
    }
    let encodings: Vec<&Param> = encodings.iter().copied().filter(|param| param.style != Style::Json).collect();
    let styled = decode_form(&styled.join("&"), &encodings, shape).map_err(|error| error.reason())?;
    if let Value::Object(styled) = styled {
        values.extend(styled);
    }
    Ok(values)
}

/// Whether a part belongs to a member: `a[b]` does to `a`, where brackets are its style.
fn is_of(param: &Param, name: &str) -> bool {
    name.strip_prefix(param.name)
        .is_some_and(|rest| rest.is_empty() || param.style == Style::DeepObject && rest.starts_with('['))
}

fn text(part: &Part) -> Result<&str, &'static str> {
    let bytes = part.content.as_bytes().ok_or("has a part that was not read")?;
    std::str::from_utf8(bytes).map_err(|_| "has a part that is not UTF-8")
}

/// The value of a text: JSON if it says so or has to be, else what the schema makes of it.
fn value(part: &Part, text: &str, json: bool, shape: Option<&dyn Shape>) -> Value {
    let says_json = part.content.media_type().is_some_and(|media_type| {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
    });
    let has_to_be = shape.is_some_and(|shape| shape.kind() != Kind::Scalar);
    let parsed = (json || says_json || has_to_be).then(|| serde_json::from_str(text).ok()).flatten();
    let coerced = || shape.and_then(|shape| shape.coerce(text));
    parsed.or_else(coerced).unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Commas are what styles put between elements.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b',');

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
