//! [`Rejection`]: why a request was answered without the handler. Not called an error: the server did its job.

use std::borrow::Cow;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode, header};

use super::super::endpoint::Endpoint;
use super::failure::Failure;

/// A request that was answered by the router itself.
///
/// Nothing in it repeats a value that the caller sent, so all of it may be shown to the caller.
#[derive(Debug, Clone)]
pub struct Rejection {
    kind: RejectionKind,
    status: StatusCode,
    operation: Option<&'static str>,
    detail: Cow<'static, str>,
    faults: Vec<Fault>,
    /// On the heap, to keep results that hold a rejection small.
    headers: Box<HeaderMap>,
}

/// What a [`Rejection`] is about.
///
/// Where a document lists only one of 400 and 422 for an operation, both kinds of faults have that status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// 404: no operation has this path.
    NotFound,
    /// 405: the path has other methods; they are in `Allow`.
    MethodNotAllowed,
    /// 401: no credentials, or none that hold; see `WWW-Authenticate`.
    Unauthorized,
    /// 403: the caller is known and may not do this.
    Forbidden,
    /// 400: parameters are missing or wrong; every one is in [`Rejection::faults`].
    InvalidParameters,
    /// 415: the body is of a type that the operation does not take.
    UnsupportedMediaType,
    /// 413: the body is larger than the router's limit.
    BodyTooLarge,
    /// 400: there is no body and there must be one.
    BodyMissing,
    /// 400: the body ended early, or is not the JSON, form or text it claims to be.
    MalformedBody,
    /// 422: the body does not have the documented form; everything that is wrong is in [`Rejection::faults`].
    InvalidBody,
    /// 501: nobody wrote the handler.
    NotImplemented,
    /// 500 or 503: the server failed.
    Internal,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub location: &'static str,
    /// The name of the parameter, unless it is the body.
    pub parameter: Option<&'static str>,
    /// Where in the value: a JSON pointer (RFC 6901), empty for all of it.
    pub pointer: String,
    /// The rule that is broken, as the OpenAPI keyword: `required`, `type`, `maximum`…
    pub rule: &'static str,
    /// What is wrong, as a sentence that does not repeat the value.
    pub detail: String,
}

impl Rejection {
    /// A rejection with a sentence for the caller.
    pub fn new(kind: RejectionKind, detail: impl Into<Cow<'static, str>>) -> Self {
        let (operation, faults, headers) = (None, Vec::new(), Box::default());
        Self { kind, status: kind.status(), operation, detail: detail.into(), faults, headers }
    }

    pub(super) fn not_found() -> Self {
        Self::new(RejectionKind::NotFound, "No operation has this path.")
    }

    pub(super) fn method_not_allowed(methods: &[Method]) -> Self {
        let allow = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        Self::new(RejectionKind::MethodNotAllowed, "This path does not have this method.").header(header::ALLOW, &allow)
    }

    pub(super) fn failure(failure: &Failure) -> Self {
        let (kind, detail) = match failure.status() {
            StatusCode::NOT_IMPLEMENTED => (RejectionKind::NotImplemented, "This operation is not implemented."),
            StatusCode::SERVICE_UNAVAILABLE => (RejectionKind::Internal, "The service is not available."),
            StatusCode::PAYLOAD_TOO_LARGE => (RejectionKind::BodyTooLarge, "The body is too large."),
            StatusCode::BAD_REQUEST => (RejectionKind::MalformedBody, "The body ended early."),
            _ => (RejectionKind::Internal, "The server failed."),
        };
        Self { status: failure.status(), operation: failure.operation(), ..Self::new(kind, detail) }
    }

    pub(super) fn faults_of(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// Names the operation, and takes the status that its document lists.
    pub(super) fn of(mut self, endpoint: &Endpoint) -> Self {
        self.operation = Some(endpoint.name);
        let listed = endpoint.refusal.and_then(|status| StatusCode::from_u16(status).ok());
        if let Some(status) = listed.filter(|_| self.kind.is_of_content()) {
            self.status = status;
        }
        self
    }

    /// Adds a header; text that no header can carry is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// What it is about.
    pub fn kind(&self) -> RejectionKind {
        self.kind
    }

    /// The status that says so.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The operation, if one was found: `resources.list`.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// One sentence for the caller.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Everything that is wrong, for the kinds that have a list.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The headers that belong to the status, such as `WWW-Authenticate` and `Allow`. The router adds them to whatever
    /// response is made of the rejection.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl RejectionKind {
    /// Whether the parameters or the body are not as documented.
    fn is_of_content(self) -> bool {
        matches!(self, Self::InvalidParameters | Self::BodyMissing | Self::MalformedBody | Self::InvalidBody)
    }

    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::InvalidParameters | Self::BodyMissing | Self::MalformedBody => StatusCode::BAD_REQUEST,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::InvalidBody => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
