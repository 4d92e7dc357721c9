//! Reading request bodies: never more than the limit, whether the length was announced or not.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body as Incoming, BodyDataStream, HttpBody};
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, header};

use super::super::body::{Body, BoxError, whole};
use super::rejection::{Rejection, RejectionKind};

/// Reads a body. One that is announced to be too large is refused unread.
pub(super) async fn read(body: Incoming, headers: &HeaderMap, limit: usize) -> Result<Bytes, Rejection> {
    let refused = |error: BoxError| match error.downcast_ref() {
        Some(error) => too_large(*error),
        None => Rejection::new(RejectionKind::MalformedBody, "The body ended early."),
    };
    announced(&body, headers, limit)?;
    whole(Limited::new(body, limit)).await.map_err(refused)
}

/// A body that is yet to be read, as the type that it has. One that is announced to be too large is refused unread, one
/// that turns out to be too large ends with an error.
pub(super) fn stream(body: Incoming, headers: &HeaderMap, limit: usize) -> Result<Body, Rejection> {
    let length = announced(&body, headers, limit)?;
    let mut stream = Body::stream(Limited::new(body, limit));
    if let Some(length) = length {
        stream = stream.with_length(length);
    }
    Ok(match text(headers, header::CONTENT_TYPE) {
        Some(media_type) => stream.with_media_type(media_type),
        None => stream,
    })
}

/// How long a body is said to be.
fn announced(body: &Incoming, headers: &HeaderMap, limit: usize) -> Result<Option<u64>, Rejection> {
    let announced = text(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    // Within a process there is no header, but the body knows.
    let announced = announced.or_else(|| body.size_hint().exact());
    match announced {
        Some(length) if length > limit as u64 => Err(too_large(TooLarge(limit))),
        announced => Ok(announced),
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A body that ends with an error beyond its limit.
struct Limited {
    body: BodyDataStream,
    left: usize,
    limit: usize,
}

impl Limited {
    fn new(body: Incoming, limit: usize) -> Self {
        Self { body: body.into_data_stream(), left: limit, limit }
    }
}

impl Stream for Limited {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(piece) = ready!(Pin::new(&mut self.body).poll_next(context)) else { return Poll::Ready(None) };
        Poll::Ready(Some(piece.map_err(Into::into).and_then(|piece| match self.left.checked_sub(piece.len()) {
            Some(left) => {
                self.left = left;
                Ok(piece)
            }
            None => Err(TooLarge(self.limit).into()),
        })))
    }
}

/// A body is larger than this many bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooLarge(usize);

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is larger than {} bytes", self.0)
    }
}

impl std::error::Error for TooLarge {}

fn too_large(TooLarge(limit): TooLarge) -> Rejection {
    Rejection::new(RejectionKind::BodyTooLarge, format!("The body must not be larger than {limit} bytes."))
}
