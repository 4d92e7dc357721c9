//! [`Failure`]: what went wrong on the server's own side. Its source is for the operator and never travels.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use http::StatusCode;

use super::body::TooLarge;

/// A failure that the document does not describe: of the server itself, or of the connection.
///
/// The caller sees a status and nothing else. [`Failure::source`] is for the log: see `Router::on_failure`.
#[derive(Debug, Clone)]
pub struct Failure {
    status: StatusCode,
    operation: Option<&'static str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    /// The operation has no implementation: 501.
    pub fn not_implemented(operation: &'static str) -> Self {
        Self { status: StatusCode::NOT_IMPLEMENTED, operation: Some(operation), source: None }
    }

    /// Something unexpected happened: 500.
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::caused(StatusCode::INTERNAL_SERVER_ERROR, source.into())
    }

    /// Something that the server depends on is out of reach for now: 503.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::caused(StatusCode::SERVICE_UNAVAILABLE, source.into())
    }

    /// The body of a request could not be read to its end: 413 if it is larger than the router's limit, else 400.
    pub fn body(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source = source.into();
        let status = if source.is::<TooLarge>() { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
        Self::caused(status, source)
    }

    /// The status that the caller sees.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The operation that failed, once the router knows.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    pub(super) fn during(mut self, operation: &'static str) -> Self {
        self.operation = self.operation.or(Some(operation));
        self
    }

    fn caused(status: StatusCode, source: Box<dyn Error + Send + Sync>) -> Self {
        Self { status, operation: None, source: Some(source.into()) }
    }
}

/// Two failures are equal if they look the same to the caller and have the very same source.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        let same_source = match (&self.source, &other.source) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        self.status == other.status && self.operation == other.operation && same_source
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, self.operation) {
            (StatusCode::NOT_IMPLEMENTED, Some(operation)) => write!(f, "{operation} is not implemented"),
            (status, Some(operation)) => write!(f, "{operation} failed with {status}"),
            (status, None) => write!(f, "failed with {status}"),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

/// The body of handlers that nobody wrote: answers 501.
pub fn not_implemented<T: Send, E: From<Failure> + Send>(
    operation: &'static str,
    _request: impl Sized,
) -> impl Future<Output = Result<T, E>> + Send {
    std::future::ready(Err(Failure::not_implemented(operation).into()))
}
