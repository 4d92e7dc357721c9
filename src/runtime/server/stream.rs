//! Streams of values on their way out: each is written when it comes, and nothing is collected.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde_core::Serialize;
use serde_json::Value;
use tokio::time::{Sleep, sleep};

use super::super::body::BoxError;
use super::super::stream::{Event, EventForm, EventStream, Events, JsonLines};

/// Server-sent events as text.
pub(super) struct WrittenEvents<T> {
    events: Events<T>,
    form: EventForm,
    /// Until when nothing need be sent.
    silence: Option<Pin<Box<Sleep>>>,
}

impl<T> WrittenEvents<T> {
    pub(super) fn new(stream: EventStream<T>, form: EventForm) -> Self {
        Self { events: stream.events(), form, silence: None }
    }
}

impl<T: Serialize> Stream for WrittenEvents<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(event) = Pin::new(&mut self.events).poll_next(context) {
            self.silence = None;
            return Poll::Ready(match event {
                Some(Ok(event)) => Some(write(event, self.form)),
                Some(Err(error)) => Some(Err(error.into())),
                None => self.events.last.take().map(|last| Ok(format!("data: {last}\n\n").into())),
            });
        }
        let keep_alive = self.events.keep_alive;
        let silence = self.silence.get_or_insert_with(|| Box::pin(sleep(keep_alive)));
        ready!(silence.as_mut().poll(context));
        self.silence = None;
        // Whoever waits for the next event has to be asked again.
        context.waker().wake_by_ref();
        Poll::Ready(Some(Ok(Bytes::from_static(b":\n\n"))))
    }
}

/// An event as text.
fn write<T: Serialize>(event: Event<T>, form: EventForm) -> Result<Bytes, BoxError> {
    let value = serde_json::to_value(&event.data)?;
    let event = match form {
        EventForm::Whole => parts(value)?,
        EventForm::Json | EventForm::Text => event.with(data(value, form)),
    };
    let mut text = String::new();
    for (field, value) in [("event", &event.name), ("id", &event.id)] {
        if let Some(value) = value {
            if value.contains(['\n', '\r', '\0']) {
                return Err(format!("the {field} of an event cannot be written").into());
            }
            text.push_str(&format!("{field}: {value}\n"));
        }
    }
    if let Some(wait) = event.retry {
        text.push_str(&format!("retry: {}\n", wait.as_millis()));
    }
    for line in event.data.replace("\r\n", "\n").split(['\n', '\r']) {
        text.push_str(&format!("data: {line}\n"));
    }
    text.push('\n');
    Ok(text.into())
}

/// A value as data: text as it is, anything else as JSON.
fn data(value: Value, form: EventForm) -> String {
    match value {
        Value::String(text) if form != EventForm::Json => text,
        value => value.to_string(),
    }
}

/// The parts of an event that is a value of its own.
fn parts(value: Value) -> Result<Event, BoxError> {
    let Value::Object(mut object) = value else { return Err("an event is no object".into()) };
    let mut text = |name| match object.remove(name) {
        None | Some(Value::Null) => None,
        Some(value) => Some(data(value, EventForm::Whole)),
    };
    let mut event = Event::new(text("data").unwrap_or_default());
    (event.name, event.id) = (text("event"), text("id"));
    event.retry = text("retry").and_then(|wait| wait.parse().ok()).map(std::time::Duration::from_millis);
    Ok(event)
}

/// JSON texts, each with what stands before and after it.
pub(super) struct WrittenLines<T> {
    pub(super) lines: JsonLines<T>,
    /// The record separator, for sequences (RFC 7464).
    pub(super) before: &'static str,
}

impl<T: Serialize> Stream for WrittenLines<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = match ready!(Pin::new(&mut self.lines).poll_next(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
            Some(Ok(item)) => item,
        };
        let mut text = self.before.as_bytes().to_vec();
        let written = serde_json::to_writer(&mut text, &item).map_err(BoxError::from);
        text.push(b'\n');
        Poll::Ready(Some(written.map(|()| text.into())))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::{StreamExt, stream};
    use serde_json::json;

    use super::*;

    async fn text<T: Serialize>(events: EventStream<T>, form: EventForm) -> String {
        let pieces: Vec<_> = WrittenEvents::new(events, form).collect().await;
        let pieces: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.unwrap_or_else(|_| "broken".into())).collect();
        String::from_utf8(pieces).unwrap()
    }

    #[tokio::test]
    async fn events_are_lines() {
        let event = Event::new("a\nb\r\nc\r".to_owned()).name("n").id("7").retry(Duration::from_secs(1));
        let events = EventStream::<String>::new(stream::iter([event]));
        let expected = "event: n\nid: 7\nretry: 1000\ndata: a\ndata: b\ndata: c\ndata: \n\n";
        assert_eq!(text(events, EventForm::Text).await, expected);
        let events = EventStream::from(vec![json!({"a": "\n"})]).done();
        assert_eq!(text(events, EventForm::Json).await, "data: {\"a\":\"\\n\"}\n\ndata: [DONE]\n\n");
        let whole = json!({"event": "e", "data": [1], "id": null, "retry": 5});
        assert_eq!(text(EventStream::from(vec![whole]), EventForm::Whole).await, "event: e\nretry: 5\ndata: [1]\n\n");
    }

    #[tokio::test]
    async fn what_would_be_another_event_is_not_written() {
        for event in [Event::new(1).name("a\ndata: 2"), Event::new(1).id("\0")] {
            assert_eq!(text(EventStream::<i32>::new(stream::iter([event])), EventForm::Json).await, "broken");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_broken_by_comments() {
        let slow = stream::once(async {
            tokio::time::sleep(Duration::from_secs(25)).await;
            1
        });
        let events = EventStream::<i32>::new(slow.boxed()).keep_alive(Duration::from_secs(10));
        assert_eq!(text(events, EventForm::Json).await, ":\n\n:\n\ndata: 1\n\n");
    }
}
