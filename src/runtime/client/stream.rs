//! Successful responses as they arrive: bytes, server-sent events, JSON texts one a line.
//!
//! A stream has no largest size as a whole; one event or line has.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use super::transport::Incoming;
use super::{BoxError, Malformed};

/// The body of a response, as a [`Stream`] of bytes. Ends after an error.
pub struct ByteStream {
    body: Option<Incoming>,
    /// The largest event or line.
    limit: usize,
}

impl ByteStream {
    pub(super) fn new(body: Incoming, limit: usize) -> Self {
        Self { body: Some(body), limit }
    }

    /// Reads server-sent events (`text/event-stream`). A connection that ends is not opened again.
    pub fn events(self) -> Events {
        Events { lines: Lines::new(self), event: Event::default() }
    }

    /// Reads JSON texts, one a line (`application/jsonl`, `application/x-ndjson`).
    pub fn json_lines<T: DeserializeOwned>(self) -> JsonLines<T> {
        JsonLines { lines: Lines::new(self), item: PhantomData }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = &mut self.body {
            match ready!(body.as_mut().poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => {}
                },
                Some(Err(source)) => {
                    self.body = None;
                    return Poll::Ready(Some(Err(StreamError::new("the connection failed", Some(source)))));
                }
                None => self.body = None,
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

/// A stream broke off, or what it brought is not as it should be. What came before was received.
#[derive(Debug)]
pub struct StreamError {
    message: &'static str,
    source: Option<BoxError>,
}

impl StreamError {
    fn new(message: &'static str, source: Option<BoxError>) -> Self {
        Self { message, source }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Lines of text, ended by LF, CR or both.
#[derive(Debug)]
struct Lines {
    bytes: ByteStream,
    buffer: BytesMut,
    /// How much of the buffer was searched for an end already.
    searched: usize,
    /// Nothing was read yet: a byte order mark may come.
    at_start: bool,
    /// The last line ended with CR: a LF that follows belongs to it.
    after_cr: bool,
}

impl Lines {
    fn new(bytes: ByteStream) -> Self {
        Self { bytes, buffer: BytesMut::new(), searched: 0, at_start: true, after_cr: false }
    }

    /// Drops what is left.
    fn stop(&mut self) {
        self.bytes.body = None;
        self.buffer.clear();
    }

    /// The next line; at the end also what is left without an end.
    fn poll_line(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<String, StreamError>>> {
        loop {
            if self.after_cr && !self.buffer.is_empty() {
                self.after_cr = false;
                if self.buffer.first() == Some(&b'\n') {
                    self.buffer.advance(1);
                }
            }
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            if let Some(end) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                let line = self.buffer.split_to(self.searched + end);
                self.after_cr = self.buffer.first() == Some(&b'\r');
                self.buffer.advance(1);
                self.searched = 0;
                let is_first = std::mem::take(&mut self.at_start);
                let line = if is_first { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line) } else { &line };
                return Poll::Ready(Some(text(line)));
            }
            self.searched = self.buffer.len();
            if self.buffer.len() > self.bytes.limit {
                self.stop();
                return Poll::Ready(Some(Err(StreamError::new("a line is too long", None))));
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(data)) => self.buffer.extend_from_slice(&data),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.buffer.is_empty() => return Poll::Ready(None),
                None => {
                    self.searched = 0;
                    return Poll::Ready(Some(text(&self.buffer.split())));
                }
            }
        }
    }
}

fn text(line: &[u8]) -> Result<String, StreamError> {
    let text = std::str::from_utf8(line).map_err(|_| StreamError::new("a line is not UTF-8", None))?;
    Ok(text.to_owned())
}

/// A server-sent event (WHATWG HTML, section 9.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// Its type; `message` where the server gives none.
    pub name: String,
    /// Its data: the lines, joined.
    pub data: String,
    /// The last identifier that the server gave, of this event or of one before it.
    pub id: String,
    /// How long to wait before connecting again, if the server said so with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// Reads the data as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Malformed> {
        serde_json::from_str(&self.data).map_err(|error| Malformed::at(self.data.as_bytes(), &error))
    }

    /// Takes one line of the stream.
    fn take(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = value.to_owned(),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => self.id = value.to_owned(),
            "retry" => self.retry = value.parse().map(Duration::from_millis).ok().or(self.retry),
            _ => {}
        }
    }

    /// Ends the event at an empty line. One without data is not an event.
    fn finish(&mut self) -> Option<Self> {
        let id = self.id.clone();
        let mut event = std::mem::replace(self, Self { id, ..Self::default() });
        event.data.pop()?;
        if event.name.is_empty() {
            event.name.push_str("message");
        }
        Some(event)
    }
}

/// Server-sent events, as a [`Stream`]. Ends after an error.
#[derive(Debug)]
#[must_use = "a stream does nothing until it is polled"]
pub struct Events {
    lines: Lines,
    event: Event,
}

impl Stream for Events {
    type Item = Result<Event, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let line = match ready!(self.lines.poll_line(context)) {
                // An event that the end of the stream cuts off is none.
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(line)) => line,
            };
            if self.event.data.len() + line.len() > self.lines.bytes.limit {
                self.lines.stop();
                return Poll::Ready(Some(Err(StreamError::new("an event is too large", None))));
            }
            match line.is_empty() {
                true => {
                    if let Some(event) = self.event.finish() {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                false => self.event.take(&line),
            }
        }
    }
}

/// JSON texts, one a line, as a [`Stream`]. Goes on after a line that cannot be read.
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonLines<T> {
    lines: Lines,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let line = match ready!(self.lines.poll_line(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(line)) => line,
            };
            if !line.trim().is_empty() {
                let item = serde_json::from_str(&line).map_err(|error| {
                    let cause = Malformed::at(line.as_bytes(), &error);
                    StreamError::new("a line is not as documented", Some(cause.into()))
                });
                return Poll::Ready(Some(item));
            }
        }
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}
