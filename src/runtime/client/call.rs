//! A call: an operation's request, the client that sends it, and the options of this one call.

use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{
    ApiError, ByteStream, Core, DecodeError, Endpoint, Error, Items, Malformed, Pages, Paginate, Received, Request,
    RequestError, Response, UnexpectedResponse,
};

/// An operation: how its request is written and its responses are read. Implemented by generated request structs.
pub trait Operation: Send + Sync + 'static {
    /// What a success brings.
    type Output: Send + 'static;
    /// What a documented failure brings.
    type Error: Send + 'static;
    /// The operation as the document describes it.
    const ENDPOINT: &'static Endpoint;

    /// Writes the request.
    fn encode(&self) -> Result<Request, RequestError>;

    /// Reads a response, by its status.
    fn decode(response: &Received) -> Result<Outcome<Self::Output, Self::Error>, Malformed>;

    /// Whether a successful response is handed over as it arrives. Its body has not been read yet.
    fn streams(_response: &Received) -> bool {
        false
    }
}

/// The body of a response whose type depends on its media type. Implemented by generated enums.
pub trait Content: Sized {
    /// The documented media types, the preferred one first.
    const MEDIA_TYPES: &'static [&'static str];

    /// Reads a body, by its media type.
    fn read(response: &Received) -> Result<Self, Malformed>;

    /// Whether a body of this media type is handed over as it arrives.
    fn streams(_response: &Received) -> bool {
        false
    }
}

/// What a response means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T, E> {
    /// A documented success.
    Success(T),
    /// A documented failure.
    Failure(E),
    /// The document does not describe this status.
    Undocumented,
}

/// A call that is not made yet: set what is optional, then [`send`](Self::send) it.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<O> {
    /// What is asked.
    pub request: O,
    core: Core,
    options: Options,
}

/// What holds for one call only.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub(super) headers: HeaderMap,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
    /// Whether a successful response is handed over as it arrives.
    pub(super) streams: Option<fn(&Received) -> bool>,
    /// Name of a header that is not valid: reported when the call is made.
    pub(super) invalid_header: Option<String>,
}

impl std::fmt::Debug for Options {
    /// Leaves the values of headers out: they may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

impl<O> Call<O> {
    pub(super) fn new(core: Core, request: O) -> Self {
        Self { request, core, options: Options::default() }
    }

    /// Sends a header with this call, in place of one that the client sets itself.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.options.headers.insert(name, value)),
            _ => self.options.invalid_header = Some(name.to_owned()),
        }
        self
    }

    /// Asks for one of the documented media types, where there are several.
    pub fn accept(self, media_type: &str) -> Self {
        self.header("accept", media_type)
    }

    /// Limits the time of the whole call: waiting for the rate limit, all attempts and the pauses between them.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// Limits the time of each attempt.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.options.attempt_timeout = Some(limit);
        self
    }

    /// How many times the request may be repeated. Only requests that are harmless to repeat ever are: those of
    /// idempotent methods (RFC 9110, section 9.2.2), and those with an [idempotency key](Self::idempotency_key).
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// Sends an `Idempotency-Key`, by which the server recognises a repeated request. Makes the request repeatable.
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }
}

impl<O: Operation> Call<O> {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(mut self) -> Result<Response<O::Output>, Error<O::Error>> {
        self.options.streams = Some(O::streams);
        let received = self.core.execute(self.request.encode(), self.options).await?;
        decode::<O>(&self.core, received)
    }

    /// Sends the request, and hands a successful response over as it arrives: for large downloads, and for streams of
    /// events or lines. The time limits and the largest size hold for the start of the response only.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Failures are collected and decoded as always.
    pub async fn stream(mut self) -> Result<Response<ByteStream>, Error<O::Error>> {
        self.options.streams = Some(|_| true);
        let received = self.core.execute(self.request.encode(), self.options).await?;
        match received.take_stream() {
            Some(body) => Ok(Response::new(received, ByteStream::new(body, self.core.0.response_limit))),
            None => Err(failure(&self.core, O::decode(&received), received)),
        }
    }
}

impl<O: Paginate + Clone> Call<O> {
    /// All items of all pages, from the requested one on. A page is fetched when its first item is asked for.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }

    /// All pages, from the requested one on. A page is fetched when it is asked for.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self.core, self.request, self.options)
    }
}

/// What a response means for the caller.
pub(super) fn decode<O: Operation>(core: &Core, received: Received) -> Result<Response<O::Output>, Error<O::Error>> {
    match O::decode(&received) {
        Ok(Outcome::Success(body)) => Ok(Response::new(received, body)),
        other => Err(failure(core, other, received)),
    }
}

/// The error that a response is, which was no success.
fn failure<T, E>(core: &Core, outcome: Result<Outcome<T, E>, Malformed>, received: Received) -> Error<E> {
    match outcome {
        Ok(Outcome::Failure(error)) => Error::Api(ApiError::new(received, error)),
        Ok(Outcome::Success(_) | Outcome::Undocumented) => Error::Unexpected(UnexpectedResponse::new(received)),
        Err(cause) => Error::Decode(DecodeError::new(received, cause.map(|message| core.redact(message)))),
    }
}
