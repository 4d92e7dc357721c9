//! `multipart/form-data` (RFC 7578).

use bytes::Bytes;
use serde_core::Serialize;
use serde_json::Value;

use super::payload::{BodyError, shared};

/// The parts of a multipart body.
#[derive(Debug, Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    error: Option<BodyError>,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Bytes,
}

impl Multipart {
    /// No parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: plain text, or JSON if it is an object; an array is a part for each element; `null` is no part.
    pub fn value<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Array(items)) => items.into_iter().for_each(|item| self.push_value(name, item, None)),
            Ok(value) => self.push_value(name, value, None),
            Err(error) => self.error = Some(shared(error)),
        }
        self
    }

    /// Adds a value in the media type that the document gives it.
    pub fn value_as<T: Serialize + ?Sized>(mut self, name: &str, media_type: &str, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.push_value(name, value, Some(media_type)),
            Err(error) => self.error = Some(shared(error)),
        }
        self
    }

    fn push_value(&mut self, name: &str, value: Value, media_type: Option<&str>) {
        let json = media_type.is_some_and(|media_type| media_type.ends_with("json"));
        let (text, fitting) = match value {
            Value::Null => return,
            Value::String(text) if !json => (text, None),
            value @ (Value::Array(_) | Value::Object(_)) => (value.to_string(), Some("application/json")),
            value => (value.to_string(), None),
        };
        let media_type = media_type.or(fitting).map(str::to_owned);
        self.parts.push(Part { name: name.to_owned(), file_name: None, media_type, bytes: text.into() });
    }

    /// Adds files: one, none or many. They are called after the property, since servers tell files by their names.
    pub fn files<'a>(mut self, name: &str, media_type: &str, files: impl IntoIterator<Item = &'a Bytes>) -> Self {
        self.parts.extend(files.into_iter().map(|bytes| Part {
            name: name.to_owned(),
            file_name: Some(name.to_owned()),
            media_type: Some(media_type.to_owned()),
            bytes: bytes.clone(),
        }));
        self
    }

    /// The media type with its boundary, and the bytes.
    pub(super) fn finish(self) -> (String, Result<Vec<u8>, BodyError>) {
        let boundary = self.boundary();
        let media_type = format!("multipart/form-data; boundary={boundary}");
        if let Some(error) = self.error {
            return (media_type, Err(error));
        }
        let mut body = Vec::new();
        for part in &self.parts {
            body.extend_from_slice(part.head(&boundary).as_bytes());
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (media_type, Ok(body))
    }

    /// A line that none of the parts contains.
    fn boundary(&self) -> String {
        loop {
            let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
            let bytes = boundary.as_bytes();
            if !self.parts.iter().any(|part| part.bytes.windows(bytes.len()).any(|window| window == bytes)) {
                return boundary;
            }
        }
    }
}

impl Part {
    fn head(&self, boundary: &str) -> String {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file_name) = &self.file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
        }
        if let Some(media_type) = &self.media_type {
            head.push_str(&format!("\r\nContent-Type: {}", media_type.replace(['\r', '\n'], "")));
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// Escapes what would end a quoted name (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
