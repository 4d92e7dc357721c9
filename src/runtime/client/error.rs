//! Why a call failed, by what happened on the wire.
//!
//! Each variant wraps a struct with private fields, so that context can be added without breaking anybody.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::error_response::{ApiError, DecodeError, PaginationError, TooLargeError, UnexpectedResponse};
use super::payload::BodyError;
use super::{BoxError, ParamError};

/// Why a call failed. `E` is the operation's own error: what the document says the server answers, by status.
///
/// `Display` does not show the [`source`](StdError::source); print the chain to see everything.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be built. Nothing was sent.
    Request(RequestError),
    /// There are no credentials for the operation, or they could not be had. The request was not sent.
    Auth(AuthError),
    /// The connection failed before a response was complete. The server may have seen the request.
    Transport(TransportError),
    /// The time was up before a response was complete. The server may have seen the request.
    Timeout(TimeoutError),
    /// The server answered with an error that the document describes.
    Api(ApiError<E>),
    /// The server answered with a status that the document does not describe.
    Unexpected(UnexpectedResponse),
    /// The server answered, and what it answered is not what the document describes.
    Decode(DecodeError),
    /// The server answered with a body that is larger than the client accepts.
    TooLarge(TooLargeError),
    /// A page leads to one that was there before. Everything before it was received.
    Pagination(PaginationError),
}

impl<E> Error<E> {
    /// Name of the operation: `resources.list`.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Request(error) => error.operation,
            Self::Auth(error) => error.operation,
            Self::Transport(error) => error.operation,
            Self::Timeout(error) => error.operation,
            Self::Api(error) => error.response().operation(),
            Self::Unexpected(error) => error.response().operation(),
            Self::Decode(error) => error.response().operation(),
            Self::TooLarge(error) => error.operation,
            Self::Pagination(error) => error.operation,
        }
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Unexpected(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::TooLarge(error) => Some(error.status()),
            Self::Request(_) | Self::Auth(_) | Self::Transport(_) | Self::Timeout(_) | Self::Pagination(_) => None,
        }
    }

    /// The documented error, if the server answered with one.
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(error.body()),
            _ => None,
        }
    }

    /// The documented error, if the server answered with one; otherwise the error as it was.
    pub fn into_api(self) -> Result<E, Self> {
        match self {
            Self::Api(error) => Ok(error.into_body()),
            error => Err(error),
        }
    }

    /// Whether the same call may succeed later. Does not say that repeating it is harmless: the server may have acted.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Timeout(_) => true,
            Self::Api(error) => error.response().is_retryable(),
            Self::Unexpected(error) => error.response().is_retryable(),
            Self::Auth(error) => error.is_retryable(),
            Self::Request(_) | Self::Decode(_) | Self::TooLarge(_) | Self::Pagination(_) => false,
        }
    }

    /// How long the server asks to wait, counted from its response.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.response().retry_after(),
            Self::Unexpected(error) => error.response().retry_after(),
            _ => None,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::TooLarge(error) => error.fmt(f),
            Self::Pagination(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Auth(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Timeout(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Unexpected(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::TooLarge(error) => error.source(),
            Self::Pagination(error) => error.source(),
        }
    }
}

/// A failure of any operation, before its own types come into play.
#[derive(Debug)]
pub(super) enum Failure {
    Request(RequestError),
    Auth(AuthError),
    Transport(TransportError),
    Timeout(TimeoutError),
    TooLarge(TooLargeError),
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Auth(error) => Self::Auth(error),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout(error) => Self::Timeout(error),
            Failure::TooLarge(error) => Self::TooLarge(error),
        }
    }
}

/// The request could not be built. Nothing was sent.
#[derive(Debug, Clone)]
pub struct RequestError {
    operation: &'static str,
    cause: RequestCause,
}

#[derive(Debug, Clone)]
enum RequestCause {
    Param(ParamError),
    Body(BodyError),
    MediaType,
    Header(String),
    Url(&'static str),
}

impl RequestError {
    pub(super) fn param(operation: &'static str, error: ParamError) -> Self {
        Self { operation, cause: RequestCause::Param(error) }
    }

    pub(super) fn body(operation: &'static str, error: BodyError) -> Self {
        Self { operation, cause: RequestCause::Body(error) }
    }

    pub(super) fn media_type(operation: &'static str) -> Self {
        Self { operation, cause: RequestCause::MediaType }
    }

    pub(super) fn header(operation: &'static str, name: &str) -> Self {
        Self { operation, cause: RequestCause::Header(name.to_owned()) }
    }

    pub(super) fn url(operation: &'static str, reason: &'static str) -> Self {
        Self { operation, cause: RequestCause::Url(reason) }
    }

    /// The parameter at fault, if it was one.
    pub fn parameter(&self) -> Option<&ParamError> {
        match &self.cause {
            RequestCause::Param(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match &self.cause {
            RequestCause::Param(_) => f.write_str("a parameter cannot be sent"),
            RequestCause::Body(_) => f.write_str("the body cannot be encoded"),
            RequestCause::MediaType => f.write_str("the media type of the body is not valid"),
            RequestCause::Header(name) => write!(f, "the header `{name}` is not valid"),
            RequestCause::Url(reason) => write!(f, "the URL {reason}"),
        }
    }
}

impl StdError for RequestError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            RequestCause::Param(error) => Some(error),
            RequestCause::Body(error) => Some(error.as_ref()),
            RequestCause::MediaType | RequestCause::Header(_) | RequestCause::Url(_) => None,
        }
    }
}

/// There are no credentials for the operation, or they could not be had. The request was not sent.
#[derive(Debug)]
pub struct AuthError {
    operation: &'static str,
    cause: AuthCause,
}

#[derive(Debug)]
enum AuthCause {
    Missing(Vec<String>),
    Token { status: Option<StatusCode>, source: Option<BoxError> },
}

impl AuthError {
    pub(super) fn missing(operation: &'static str, alternatives: Vec<String>) -> Self {
        Self { operation, cause: AuthCause::Missing(alternatives) }
    }

    pub(super) fn token(operation: &'static str, status: Option<StatusCode>, source: Option<BoxError>) -> Self {
        Self { operation, cause: AuthCause::Token { status, source } }
    }

    /// Whether no credentials were configured that the operation accepts.
    pub fn is_missing(&self) -> bool {
        matches!(self.cause, AuthCause::Missing(_))
    }

    fn is_retryable(&self) -> bool {
        match &self.cause {
            AuthCause::Missing(_) => false,
            AuthCause::Token { status, .. } => status.is_none_or(|status| status.is_server_error()),
        }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match &self.cause {
            AuthCause::Missing(schemes) => write!(f, "no credentials: set {}", schemes.join(", or ")),
            AuthCause::Token { status: Some(status), .. } => write!(f, "the token endpoint answered {status}"),
            AuthCause::Token { status: None, .. } => f.write_str("no token could be had"),
        }
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            AuthCause::Missing(_) => None,
            AuthCause::Token { source, .. } => source.as_deref().map(|source| source as _),
        }
    }
}

/// The connection failed before a response was complete.
#[derive(Debug)]
pub struct TransportError {
    operation: &'static str,
    attempts: u32,
    sent: bool,
    source: BoxError,
}

impl TransportError {
    pub(super) fn new(operation: &'static str, attempts: u32, sent: bool, source: BoxError) -> Self {
        Self { operation, attempts, sent, source }
    }

    /// Whether the server may have seen the request; false if no connection came about.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// How many times it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.sent { "the connection failed" } else { "no connection came about" };
        write!(f, "{}: {what}{}", self.operation, Tried(self.attempts))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

/// The time was up before a response was complete.
#[derive(Debug, Clone)]
pub struct TimeoutError {
    operation: &'static str,
    limit: Duration,
    attempts: u32,
    sent: bool,
}

impl TimeoutError {
    pub(super) fn new(operation: &'static str, limit: Duration, attempts: u32, sent: bool) -> Self {
        Self { operation, limit, attempts, sent }
    }

    /// The time that was up.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Whether the server may have seen the request; false if it was still held back by the rate limit.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// How many times it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.sent { "no response" } else { "not sent" };
        write!(f, "{}: {what} within {:?}{}", self.operation, self.limit, Tried(self.attempts))
    }
}

impl StdError for TimeoutError {}

/// How often something was tried, where that was more than once.
struct Tried(u32);

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            attempts => write!(f, ", after {attempts} attempts"),
        }
    }
}
