//! Request bodies: a media type and what is sent.

use std::error::Error;
use std::sync::Arc;

use serde_core::Serialize;

use super::{Body, BoxError, Form, Param, Part, PartWriter, encode_form, multipart, write_value};

/// A request body, encoded. A body that cannot be encoded is reported when the request is built.
#[derive(Debug, Clone)]
pub struct Payload {
    media_type: String,
    body: Result<Body, BodyError>,
}

/// Why a body could not be encoded.
pub(super) type BodyError = Arc<dyn Error + Send + Sync>;

pub(super) fn shared<E: Error + Send + Sync + 'static>(error: E) -> BodyError {
    Arc::new(error)
}

impl Payload {
    /// JSON text, as `application/json`.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        Self::new("application/json", serde_json::to_vec(value).map_err(shared))
    }

    /// JSON texts, one a line, as `application/jsonl`.
    pub fn json_lines<T: Serialize>(values: &[T]) -> Self {
        Self::json_texts("application/jsonl", b"", values)
    }

    /// JSON texts, each behind a record separator, as `application/json-seq` (RFC 7464).
    pub fn json_seq<T: Serialize>(values: &[T]) -> Self {
        Self::json_texts("application/json-seq", b"\x1e", values)
    }

    fn json_texts<T: Serialize>(media_type: &str, before: &[u8], values: &[T]) -> Self {
        let mut text = Vec::new();
        let written = values.iter().try_for_each(|value| {
            text.extend_from_slice(before);
            serde_json::to_writer(&mut text, value)?;
            text.push(b'\n');
            Ok(())
        });
        Self::new(media_type, written.map(|()| text).map_err(shared::<serde_json::Error>))
    }

    /// A form, as `application/x-www-form-urlencoded`. `encodings` are the properties that the document says something
    /// about (OpenAPI 3.0.4, "Encoding Object").
    pub fn form<T: Serialize + ?Sized>(value: &T, encodings: &[&Param]) -> Self {
        let value = serde_json::to_value(value).map_err(shared);
        let text = value.and_then(|value| encode_form(&value, encodings).map_err(shared));
        Self::new("application/x-www-form-urlencoded", text.map(String::into_bytes))
    }

    /// A form with files, as `multipart/form-data`.
    pub fn multipart<F: Form>(form: &F) -> Self {
        Self::written(PartWriter::write(form))
    }

    /// A form without files, as `multipart/form-data`. `encodings` are as for [`form`](Self::form).
    pub fn multipart_value<T: Serialize + ?Sized>(value: &T, encodings: &[&Param]) -> Self {
        Self::written(write_value(value, encodings))
    }

    /// Parts, as a multipart body of this media type.
    pub fn parts(media_type: &str, parts: &[Part]) -> Self {
        let (media_type, body) = multipart::encode(media_type, parts.to_vec());
        Self { media_type, body: Ok(body) }
    }

    fn written(parts: Result<Vec<Part>, BoxError>) -> Self {
        match parts {
            Ok(parts) => Self::parts("multipart/form-data", &parts),
            Err(error) => Self { media_type: "multipart/form-data".to_owned(), body: Err(Arc::from(error)) },
        }
    }

    /// Plain text, as `text/plain; charset=utf-8`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new("text/plain; charset=utf-8", Ok(text.into().into_bytes()))
    }

    /// Bytes or a stream of them, as what they say they are, or as `application/octet-stream`.
    pub fn bytes(body: impl Into<Body>) -> Self {
        let body = body.into();
        let media_type = body.media_type().unwrap_or("application/octet-stream").to_owned();
        Self { media_type, body: Ok(body) }
    }

    /// Bytes or a stream of them, as what they say they are, or as what the document says.
    pub fn bytes_as(media_type: &str, body: impl Into<Body>) -> Self {
        let body = body.into();
        match body.media_type() {
            Some(_) => Self::bytes(body),
            None => Self::bytes(body).media_type(media_type),
        }
    }

    /// Gives the same body another media type.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    fn new(media_type: &str, bytes: Result<Vec<u8>, BodyError>) -> Self {
        Self { media_type: media_type.to_owned(), body: bytes.map(Body::from) }
    }

    pub(in super::super) fn into_parts(self) -> (String, Result<Body, BodyError>) {
        (self.media_type, self.body)
    }
}
