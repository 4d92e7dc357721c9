//! Successful responses as they arrive: bytes, server-sent events, JSON texts one after another.
//!
//! A stream has no largest size as a whole; one event or text has.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, json};

use super::transport::Incoming;
use super::{Event, EventForm, EventStream, JsonLines, Malformed, StreamError};

/// The body of a response, as a [`Stream`] of bytes. Ends after an error.
pub struct ByteStream {
    body: Option<Incoming>,
    /// The largest event or text.
    limit: usize,
}

impl ByteStream {
    pub(super) fn new(body: Incoming, limit: usize) -> Self {
        Self { body: Some(body), limit }
    }

    /// Reads server-sent events (`text/event-stream`). A connection that ends is not opened again.
    pub fn events<T: DeserializeOwned + 'static>(self, form: EventForm) -> EventStream<T> {
        EventStream::of(Events {
            lines: Texts::new(self, Ends::Line),
            event: Event::default(),
            form,
            value: PhantomData,
        })
    }

    /// Reads JSON texts, one a line (`application/jsonl`, `application/x-ndjson`).
    pub fn json_lines<T: DeserializeOwned + 'static>(self) -> JsonLines<T> {
        JsonLines::of(Values { texts: Texts::new(self, Ends::Line), value: PhantomData })
    }

    /// Reads JSON texts, each after a record separator (`application/json-seq`, RFC 7464).
    pub fn json_sequence<T: DeserializeOwned + 'static>(self) -> JsonLines<T> {
        JsonLines::of(Values { texts: Texts::new(self, Ends::Separator), value: PhantomData })
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

/// What ends a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// LF, CR or both.
    Line,
    /// The record separator, which begins the next.
    Separator,
}

impl Ends {
    fn is(self, byte: u8) -> bool {
        match self {
            Self::Line => matches!(byte, b'\n' | b'\r'),
            Self::Separator => byte == 0x1E,
        }
    }
}

/// A stream of bytes, cut into texts.
#[derive(Debug)]
struct Texts {
    bytes: ByteStream,
    ends: Ends,
    buffer: BytesMut,
    /// How much of the buffer was searched for an end already.
    searched: usize,
    /// Nothing was read yet: a byte order mark may come.
    at_start: bool,
    /// The last line ended with CR: a LF that follows belongs to it.
    after_cr: bool,
}

impl Texts {
    fn new(bytes: ByteStream, ends: Ends) -> Self {
        Self { bytes, ends, buffer: BytesMut::new(), searched: 0, at_start: true, after_cr: false }
    }

    /// Drops what is left.
    fn stop(&mut self) {
        self.bytes.body = None;
        self.buffer.clear();
        self.searched = 0;
    }

    /// The next text; at the end also what is left without an end.
    fn poll_text(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<String, StreamError>>> {
        loop {
            if self.after_cr && !self.buffer.is_empty() {
                self.after_cr = false;
                if self.buffer.first() == Some(&b'\n') {
                    self.buffer.advance(1);
                }
            }
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            if let Some(end) = unsearched.iter().position(|byte| self.ends.is(*byte)) {
                let text = self.buffer.split_to(self.searched + end);
                self.after_cr = self.buffer.first() == Some(&b'\r');
                self.buffer.advance(1);
                return Poll::Ready(Some(self.text(&text)));
            }
            self.searched = self.buffer.len();
            if self.buffer.len() > self.bytes.limit {
                self.stop();
                return Poll::Ready(Some(Err(StreamError::new("a line is too long", None))));
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(data)) => self.buffer.extend_from_slice(&data),
                Some(Err(error)) => {
                    self.stop();
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.buffer.is_empty() => return Poll::Ready(None),
                None => {
                    let rest = self.buffer.split();
                    return Poll::Ready(Some(self.text(&rest)));
                }
            }
        }
    }

    fn text(&mut self, text: &[u8]) -> Result<String, StreamError> {
        self.searched = 0;
        let is_first = std::mem::take(&mut self.at_start);
        let text = if is_first { text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text) } else { text };
        let text = std::str::from_utf8(text).map_err(|_| StreamError::new("a line is not UTF-8", None))?;
        Ok(text.to_owned())
    }
}

/// Reads JSON.
fn read<T: DeserializeOwned>(text: &str, message: &'static str) -> Result<T, StreamError> {
    serde_json::from_str(text)
        .map_err(|error| StreamError::new(message, Some(Malformed::at(text.as_bytes(), &error).into())))
}

/// Server-sent events with their data read.
struct Events<T> {
    lines: Texts,
    /// The event so far, each line of its data with its end.
    event: Event,
    form: EventForm,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Events<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let line = match ready!(self.lines.poll_text(context)) {
                // An event that the end of the stream cuts off is none.
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(line)) => line,
            };
            if self.event.data.len() + line.len() > self.lines.bytes.limit {
                self.lines.stop();
                return Poll::Ready(Some(Err(StreamError::new("an event is too large", None))));
            }
            if !line.is_empty() {
                take(&mut self.event, &line);
                continue;
            }
            let Some(event) = finish(&mut self.event) else { continue };
            match (self.form, event.data.trim()) {
                (EventForm::Json, "[DONE]") => {
                    self.lines.stop();
                    return Poll::Ready(None);
                }
                // No JSON text is empty: this keeps the connection open.
                (EventForm::Json, "") => {}
                (form, _) => return Poll::Ready(Some(decode(event, form))),
            }
        }
    }
}

/// Takes one line of an event.
fn take(event: &mut Event, line: &str) {
    let (field, value) = line.split_once(':').unwrap_or((line, ""));
    let value = value.strip_prefix(' ').unwrap_or(value);
    match field {
        "event" => event.name = Some(value.to_owned()).filter(|name| !name.is_empty()),
        "data" => {
            event.data.push_str(value);
            event.data.push('\n');
        }
        "id" if !value.contains('\0') => event.id = Some(value.to_owned()).filter(|id| !id.is_empty()),
        "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
            event.retry = value.parse().map(Duration::from_millis).ok().or(event.retry);
        }
        _ => {}
    }
}

/// Ends the event at an empty line. One without data is not an event.
fn finish(event: &mut Event) -> Option<Event> {
    let next = Event { id: event.id.clone(), ..Event::default() };
    let mut event = std::mem::replace(event, next);
    event.data.pop()?;
    Some(event)
}

const WRONG_EVENT: &str = "an event is not as documented";

fn decode<T: DeserializeOwned>(mut event: Event, form: EventForm) -> Result<Event<T>, StreamError> {
    let text = std::mem::take(&mut event.data);
    let value = match form {
        EventForm::Json => read(&text, WRONG_EVENT),
        EventForm::Text => typed(Value::String(text)),
        EventForm::Whole => whole(&event, text),
    };
    Ok(event.with(value?))
}

/// An event as a value of its own. Its data is JSON, or else text.
fn whole<T: DeserializeOwned>(event: &Event, text: String) -> Result<T, StreamError> {
    let object = |data: Value| {
        let mut object = json!({ "data": data });
        let retry = event.retry.map(|wait| Value::from(wait.as_millis() as u64));
        let others = [("event", event.name.clone().map(Value::from)), ("id", event.id.clone().map(Value::from))];
        for (name, value) in others.into_iter().chain([("retry", retry)]) {
            if let (Some(value), Some(object)) = (value, object.as_object_mut()) {
                object.insert(name.to_owned(), value);
            }
        }
        object
    };
    let data = serde_json::from_str(&text).ok().filter(|data: &Value| !data.is_string());
    match data.map(|data| typed(object(data))) {
        Some(Ok(value)) => Ok(value),
        _ => typed(object(Value::String(text))),
    }
}

fn typed<T: DeserializeOwned>(value: Value) -> Result<T, StreamError> {
    serde_json::from_value(value).map_err(|error| StreamError::new(WRONG_EVENT, Some(error.into())))
}

/// JSON texts, read.
struct Values<T> {
    texts: Texts,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Values<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.texts.poll_text(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(text)) if text.trim().is_empty() => {}
                Some(Ok(text)) => return Poll::Ready(Some(read(&text, "a line is not as documented"))),
            }
        }
    }
}
