//! Responses: what came ([`Received`]), what a call returns ([`Response`]), and what is wrong with it ([`Malformed`]).

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use super::super::codec::json_text;
use super::json_path::json_path;
use super::transport::Incoming;
use super::{Body, ByteStream, Content, EventForm, EventStream, HeaderFields, JsonLines, ParamError, Reply, which};

/// A successful response. Dereferences to the body.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T> Response<T> {
    pub(super) fn new(received: Received, body: T) -> Self {
        Self { status: received.status, headers: received.headers, body }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers. Documented ones are at hand, typed, in [`Reply::headers`].
    pub fn header_map(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body alone.
    pub fn into_inner(self) -> T {
        self.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Leaves the headers out: they may hold cookies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).field("body", &self.body).finish_non_exhaustive()
    }
}

/// A response that is not decoded yet.
pub struct Received {
    pub(super) operation: &'static str,
    pub(super) attempts: u32,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body, if the call streams. The lock makes errors `Sync`; nobody waits for it.
    pub(super) stream: Mutex<Option<Incoming>>,
    /// The largest event or line of it.
    pub(super) limit: usize,
    /// The start of an error's body, without credentials.
    pub(super) snippet: String,
    pub(super) retry_after: Option<Duration>,
    pub(super) retryable: bool,
}

impl Received {
    /// Name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// How many times it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the body has this media type; parameters such as `charset` do not count.
    pub fn is_media_type(&self, media_type: &str) -> bool {
        self.media_type().is_some_and(|own| own.eq_ignore_ascii_case(media_type))
    }

    /// Which of the documented media types the body has; the first if none of them.
    pub fn which(&self, documented: &[&str]) -> usize {
        which(documented, self.content_type())
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    fn media_type(&self) -> Option<&str> {
        self.content_type()?.split(';').next().map(str::trim)
    }

    /// Reads the body by its media type.
    pub fn content<C: Content>(&self) -> Result<C, Malformed> {
        C::read(self)
    }

    /// Reads the body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Malformed> {
        json_text(&self.body).and_then(serde_json::from_str).map_err(|error| self.malformed(&error))
    }

    /// Whether a body of this media type is handed over as it arrives.
    pub fn streams<C: Content>(&self) -> bool {
        C::streams(self)
    }

    /// The body, with its media type; as it arrives, if the operation streams.
    pub fn bytes(&self) -> Body {
        let body = match self.take_stream() {
            Some(body) => match http_body::Body::size_hint(&body).exact() {
                Some(length) => Body::stream(ByteStream::new(body, self.limit)).with_length(length),
                None => Body::stream(ByteStream::new(body, self.limit)),
            },
            None => Body::from(self.body.clone()),
        };
        match self.content_type() {
            Some(media_type) => body.with_media_type(media_type),
            None => body,
        }
    }

    /// The values that events bring as JSON.
    pub fn events<T: DeserializeOwned + 'static>(&self) -> EventStream<T> {
        self.arriving().events(EventForm::Json)
    }

    /// The texts that events bring.
    pub fn text_events(&self) -> EventStream<String> {
        self.arriving().events(EventForm::Text)
    }

    /// The events as values of their own.
    pub fn whole_events<T: DeserializeOwned + 'static>(&self) -> EventStream<T> {
        self.arriving().events(EventForm::Whole)
    }

    /// JSON texts, one a line.
    pub fn json_lines<T: DeserializeOwned + 'static>(&self) -> JsonLines<T> {
        self.arriving().json_lines()
    }

    /// JSON texts, each after a record separator.
    pub fn json_sequence<T: DeserializeOwned + 'static>(&self) -> JsonLines<T> {
        self.arriving().json_sequence()
    }

    /// The body as it arrives, or as if it did.
    fn arriving(&self) -> ByteStream {
        let whole = || -> Incoming { Box::pin(Body::from(self.body.clone())) };
        ByteStream::new(self.take_stream().unwrap_or_else(whole), self.limit)
    }

    /// Reads the body as text.
    pub fn text(&self) -> Result<String, Malformed> {
        String::from_utf8(self.body.to_vec()).map_err(|_| Malformed::new("the body is not UTF-8"))
    }

    /// Reads the body as text, or as a JSON string if that is what came.
    pub fn string(&self) -> Result<String, Malformed> {
        let is_json = self.media_type().is_none_or(|own| own.ends_with("json"));
        if is_json { self.json().or_else(|_| self.text()) } else { self.text() }
    }

    /// Reads the documented headers, and puts them beside the body.
    pub fn with_headers<T, H: HeaderFields>(&self, body: T) -> Result<Reply<T, H>, Malformed> {
        H::decode(&self.headers).map(|headers| Reply { headers, body }).map_err(Malformed::from)
    }

    /// Reads the body as JSON, and the documented headers.
    pub fn json_with_headers<T: DeserializeOwned, H: HeaderFields>(&self) -> Result<Reply<T, H>, Malformed> {
        self.with_headers(self.json()?)
    }

    fn malformed(&self, error: &serde_json::Error) -> Malformed {
        if self.body.is_empty() {
            return Malformed::new("the body is empty");
        }
        let message = match self.media_type() {
            Some(media_type) if !media_type.ends_with("json") => format!("{error}, in a body of type {media_type}"),
            _ => error.to_string(),
        };
        Malformed { message, ..Malformed::at(&self.body, error) }
    }

    /// The body of a call that streams.
    pub(super) fn take_stream(&self) -> Option<Incoming> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn snippet(&self) -> &str {
        &self.snippet
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(super) fn is_retryable(&self) -> bool {
        self.retryable
    }
}

impl fmt::Debug for Received {
    /// Leaves headers and body out: they may hold what nobody should see.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("operation", &self.operation)
            .field("attempts", &self.attempts)
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What is wrong with a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    path: Option<String>,
    message: String,
}

impl Malformed {
    /// Something that has no place in the body.
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: None, message: message.into() }
    }

    /// JSON text that cannot be read.
    pub(super) fn at(text: &[u8], error: &serde_json::Error) -> Self {
        Self { path: Some(json_path(text, error)), message: error.to_string() }
    }

    /// Where in the body, as a JSONPath.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    pub(super) fn map(self, change: impl Fn(&str) -> String) -> Self {
        Self { message: change(&self.message), ..self }
    }
}

impl From<ParamError> for Malformed {
    fn from(error: ParamError) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Malformed {}
