//! A response body together with the headers that the document describes. Both ends use it.

use std::ops::{Deref, DerefMut};

use http::HeaderMap;

use super::param::ParamError;

/// A body of type `T` and the headers `H` that come with it. Dereferences to the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reply<T, H> {
    /// The documented headers.
    pub headers: H,
    /// The body.
    pub body: T,
}

impl<T, H> Reply<T, H> {
    /// A body and its headers.
    pub fn new(body: T, headers: H) -> Self {
        Self { headers, body }
    }

    /// The body alone.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T, H: Default> From<T> for Reply<T, H> {
    fn from(body: T) -> Self {
        Self { headers: H::default(), body }
    }
}

impl<T, H> Deref for Reply<T, H> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T, H> DerefMut for Reply<T, H> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

/// The documented headers of a response.
///
/// Implementations name the headers through [`Param`](super::param::Param)s:
///
/// ```text
/// static REMAINING: Param = Param::header("X-RateLimit-Remaining");
///
/// impl HeaderFields for RateLimitHeaders {
///     fn decode(headers: &HeaderMap) -> Result<Self, ParamError> {
///         Ok(Self { remaining: REMAINING.read_optional(headers)? })
///     }
///     fn encode(&self, headers: &mut HeaderMap) -> Result<(), ParamError> {
///         REMAINING.write(&self.remaining, headers)
///     }
/// }
/// ```
pub trait HeaderFields: Sized {
    /// Reads the headers of a response.
    fn decode(headers: &HeaderMap) -> Result<Self, ParamError>;

    /// Adds the headers to a response.
    fn encode(&self, headers: &mut HeaderMap) -> Result<(), ParamError>;
}
