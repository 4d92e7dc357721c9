//! Values as parts.

use percent_encoding::percent_decode_str;
use serde_core::Serialize;
use serde_json::{Map, Value};

use super::super::param::Style;
use super::{BoxError, File, Form, Param, Part, encode_form};

/// Collects the parts of a form. What cannot be written is reported at the end.
#[derive(Debug)]
pub struct PartWriter {
    encodings: &'static [&'static Param],
    parts: Vec<Part>,
    error: Option<BoxError>,
}

impl PartWriter {
    /// The parts of a form.
    ///
    /// # Errors
    ///
    /// If a member cannot be written.
    pub fn write<F: Form>(form: &F) -> Result<Vec<Part>, BoxError> {
        let mut writer = Self { encodings: F::ENCODINGS, parts: Vec::new(), error: None };
        form.write(&mut writer);
        match writer.error {
            Some(error) => Err(error),
            None => Ok(writer.parts),
        }
    }

    /// Adds a member: nothing for `null`, a part for each element of a list, text for scalars, JSON for objects.
    pub fn value<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let written = serde_json::to_value(value).map_err(Into::into);
        let written = written.and_then(|value| push(&mut self.parts, name, value, self.encodings));
        if let Err(error) = written {
            self.error.get_or_insert(error);
        }
    }

    /// Adds files: one, none or many. `media_type` is that of files which do not say theirs.
    pub fn files<'a>(&mut self, name: &str, media_type: &str, files: impl IntoIterator<Item = &'a File>) {
        self.parts.extend(files.into_iter().map(|file| {
            let content = file.content.clone();
            let content = if content.media_type().is_none() { content.with_media_type(media_type) } else { content };
            Part {
                name: Some(name.to_owned()),
                // Servers tell files from texts by their having a name.
                file_name: Some(file.name.clone().unwrap_or_else(|| name.to_owned())),
                headers: file.headers.clone(),
                content,
            }
        }));
    }

    /// Adds members that the document has no names for.
    pub fn rest<'a, T: Serialize + 'a>(&mut self, members: impl IntoIterator<Item = (&'a String, &'a T)>) {
        members.into_iter().for_each(|(name, value)| self.value(name, value));
    }
}

/// The parts of a value without files.
///
/// # Errors
///
/// If it is not an object, or a member cannot be written.
pub fn write_value<T: Serialize + ?Sized>(value: &T, encodings: &[&Param]) -> Result<Vec<Part>, BoxError> {
    let Value::Object(members) = serde_json::to_value(value)? else { return Err("the form is not an object".into()) };
    let mut parts = Vec::new();
    members.into_iter().try_for_each(|(name, value)| push(&mut parts, &name, value, encodings))?;
    Ok(parts)
}

fn push(parts: &mut Vec<Part>, name: &str, value: Value, encodings: &[&Param]) -> Result<(), BoxError> {
    match (encodings.iter().find(|param| param.name == name), value) {
        (_, Value::Null) => {}
        (Some(param), value) if param.style == Style::Json => parts.push(json(name, &value)),
        (Some(param), value) => {
            let form = Value::Object(Map::from_iter([(name.to_owned(), value)]));
            let text = encode_form(&form, &[param])?;
            parts.extend(text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| {
                let unescape = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
                Part::new(unescape(name), unescape(value))
            }));
        }
        (None, Value::Array(items)) => parts.extend(items.iter().map(|item| plain(name, item))),
        (None, value) => parts.push(plain(name, &value)),
    }
    Ok(())
}

fn plain(name: &str, value: &Value) -> Part {
    match value {
        Value::String(text) => Part::new(name, text.clone()),
        Value::Array(_) | Value::Object(_) => json(name, value),
        value => Part::new(name, value.to_string()),
    }
}

fn json(name: &str, value: &Value) -> Part {
    Part::new(name, value.to_string()).with_media_type("application/json")
}
