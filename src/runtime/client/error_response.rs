//! Failures that come with a response.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Malformed, Received};

/// The server answered with an error that the document describes.
pub struct ApiError<E> {
    inner: Box<(Received, E)>,
}

impl<E> ApiError<E> {
    pub(super) fn new(response: Received, body: E) -> Self {
        Self { inner: Box::new((response, body)) }
    }

    pub(super) fn response(&self) -> &Received {
        &self.inner.0
    }

    /// The documented error.
    pub fn body(&self) -> &E {
        &self.inner.1
    }

    /// The documented error alone.
    pub fn into_body(self) -> E {
        self.inner.1
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.inner.0.status()
    }

    /// All headers of the response.
    pub fn header_map(&self) -> &HeaderMap {
        self.inner.0.headers()
    }

    /// How many times it was tried.
    pub fn attempts(&self) -> u32 {
        self.inner.0.attempts()
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError").field("response", &self.inner.0).field("body", &self.inner.1).finish()
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server answered {}", self.inner.0.operation(), self.status())
    }
}

impl<E: StdError + 'static> StdError for ApiError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.inner.1)
    }
}

/// The server answered with a status that the document does not describe.
#[derive(Debug)]
pub struct UnexpectedResponse {
    inner: Box<Received>,
}

impl UnexpectedResponse {
    pub(super) fn new(response: Received) -> Self {
        Self { inner: Box::new(response) }
    }

    pub(super) fn response(&self) -> &Received {
        &self.inner
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.inner.status()
    }

    /// All headers of the response.
    pub fn header_map(&self) -> &HeaderMap {
        self.inner.headers()
    }

    /// The body of the response, as it came. May hold anything.
    pub fn body(&self) -> &Bytes {
        self.inner.body()
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server answered {}, which is not documented", self.inner.operation(), self.status())?;
        match self.inner.snippet() {
            "" => Ok(()),
            snippet => write!(f, ": {snippet}"),
        }
    }
}

impl StdError for UnexpectedResponse {}

/// The server answered, and what it answered is not what the document describes.
#[derive(Debug)]
pub struct DecodeError {
    inner: Box<(Received, Malformed)>,
}

impl DecodeError {
    pub(super) fn new(response: Received, cause: Malformed) -> Self {
        Self { inner: Box::new((response, cause)) }
    }

    pub(super) fn response(&self) -> &Received {
        &self.inner.0
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.inner.0.status()
    }

    /// All headers of the response.
    pub fn header_map(&self) -> &HeaderMap {
        self.inner.0.headers()
    }

    /// The body of the response, as it came. May hold anything.
    pub fn body(&self) -> &Bytes {
        self.inner.0.body()
    }

    /// Where in the body, as a JSONPath (RFC 9535): `$.data[3].name`. Nothing if the body is not at fault.
    pub fn path(&self) -> Option<&str> {
        self.inner.1.path()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (response, cause) = &*self.inner;
        write!(f, "{}: the response ({}) is not as documented", response.operation(), response.status())?;
        match cause.path() {
            Some(path) => write!(f, " at {path}"),
            None => Ok(()),
        }
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.inner.1)
    }
}

/// The server answered with a body that is larger than the client accepts.
#[derive(Debug, Clone)]
pub struct TooLargeError {
    pub(super) operation: &'static str,
    status: StatusCode,
    limit: usize,
}

impl TooLargeError {
    pub(super) fn new(operation: &'static str, status: StatusCode, limit: usize) -> Self {
        Self { operation, status, limit }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// How many bytes the client accepts.
    pub fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Display for TooLargeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the response ({}) has more than {} bytes", self.operation, self.status, self.limit)
    }
}

impl StdError for TooLargeError {}

/// A page leads to one that was there before.
#[derive(Debug, Clone)]
pub struct PaginationError {
    pub(super) operation: &'static str,
}

impl PaginationError {
    pub(super) fn new(operation: &'static str) -> Self {
        Self { operation }
    }
}

impl fmt::Display for PaginationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the next page is one that was there before", self.operation)
    }
}

impl StdError for PaginationError {}
