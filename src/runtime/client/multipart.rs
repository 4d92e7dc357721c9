//! Multipart bodies as they go on the wire: in one piece where all parts are at hand, else piece by piece.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::{Body, BoxError, Part};

/// The body, and its media type with the boundary. `media_type` is that of the document: `multipart/form-data`.
pub(super) fn encode(media_type: &str, parts: Vec<Part>) -> (String, Body) {
    // No part has it: it is as long as a UUID, and as random.
    let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = if essence.ends_with("/*") { "multipart/mixed" } else { essence };
    let is_form = essence.eq_ignore_ascii_case("multipart/form-data");
    let mut pieces = VecDeque::new();
    let mut between = format!("--{boundary}");
    for part in parts {
        between.push_str(&head(&part, is_form));
        pieces.push_back(Body::from(std::mem::take(&mut between)));
        pieces.push_back(part.content);
        between = format!("\r\n--{boundary}");
    }
    pieces.push_back(Body::from(format!("{between}--\r\n")));
    (format!("{essence}; boundary={boundary}"), joined(pieces))
}

/// The headers of a part, from the end of its boundary to its content.
fn head(part: &Part, is_form: bool) -> String {
    let mut head = String::new();
    let kind = if is_form { "form-data" } else { "attachment" };
    if is_form || part.name.is_some() || part.file_name.is_some() {
        head.push_str(&format!("\r\nContent-Disposition: {kind}"));
    }
    for (parameter, value) in [("name", &part.name), ("filename", &part.file_name)] {
        if let Some(value) = value {
            head.push_str(&format!("; {parameter}=\"{}\"", quoted(value)));
        }
    }
    if let Some(media_type) = part.content.media_type() {
        head.push_str(&format!("\r\nContent-Type: {}", media_type.replace(['\r', '\n'], "")));
    }
    for (name, value) in &part.headers {
        head.push_str(&format!("\r\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    }
    head.push_str("\r\n\r\n");
    head
}

/// Escapes what would end a quoted name (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    let escape = |c: char| if c == '"' || c.is_ascii_control() { format!("%{:02X}", c as u32) } else { c.to_string() };
    name.chars().map(escape).collect()
}

fn joined(pieces: VecDeque<Body>) -> Body {
    let length = pieces.iter().map(Body::length).sum::<Option<u64>>();
    if pieces.iter().all(|piece| piece.as_bytes().is_some()) {
        let mut whole = BytesMut::with_capacity(length.unwrap_or_default() as usize);
        pieces.iter().filter_map(Body::as_bytes).for_each(|bytes| whole.extend_from_slice(bytes));
        return Body::from(whole.freeze());
    }
    let body = Body::stream(Joined(pieces));
    match length {
        Some(length) => body.with_length(length),
        None => body,
    }
}

/// Bodies, one after the other.
struct Joined(VecDeque<Body>);

impl Stream for Joined {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_next(context)) {
                Some(piece) => return Poll::Ready(Some(piece)),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}
