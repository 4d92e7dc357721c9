//! Streams of values: server-sent events ([`EventStream`]) and JSON texts one after another ([`JsonLines`]). The client reads
//! them from a response, a handler makes them from any [`Stream`]; the types are the same at both ends.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::body::BoxError;

/// A stream broke off, or what it brought is not as it should be. What came before was received.
#[derive(Debug)]
pub struct StreamError {
    message: &'static str,
    source: Option<BoxError>,
}

impl StreamError {
    pub(super) fn new(message: &'static str, source: Option<BoxError>) -> Self {
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

/// A server-sent event (WHATWG HTML, section 9.2). Dereferences to its data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event<T = String> {
    /// What it brings.
    pub data: T,
    /// Its type, if it says one; without, it is a `message`.
    pub name: Option<String>,
    /// The last identifier that the server gave, with this event or one before it.
    pub id: Option<String>,
    /// How long to wait before connecting again, if the server said so with this event.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// An event that is nothing but data.
    pub fn new(data: T) -> Self {
        Self { data, name: None, id: None, retry: None }
    }

    /// Sets its type.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets its identifier, which a client that was cut off sends as `Last-Event-ID`.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long to wait before connecting again.
    #[must_use]
    pub fn retry(mut self, wait: Duration) -> Self {
        self.retry = Some(wait);
        self
    }

    /// The same event with other data.
    pub(super) fn with<U>(self, data: U) -> Event<U> {
        Event { data, name: self.name, id: self.id, retry: self.retry }
    }
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

impl<T> Deref for Event<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T> DerefMut for Event<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.data
    }
}

/// How the values of an [`EventStream`] are events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventForm {
    /// The value is the data, as JSON text.
    Json,
    /// The value is the data, as it is.
    Text,
    /// The value is the event: an object with `data`, `event`, `id` and `retry`.
    Whole,
}

/// The values that server-sent events bring (`text/event-stream`), as a [`Stream`]. [`events`](Self::events) has the names and
/// identifiers, too.
///
/// It can be read once: clones share it. On the client, an event `[DONE]` ends it where the data is JSON, and a value that
/// cannot be read is an error of its own: the stream goes on after it. It ends after any other error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T>(Events<T>);

/// [`EventStream`] with everything that the events say.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    pub(super) source: Shared<Event<T>>,
    pub(super) keep_alive: Duration,
    pub(super) last: Option<&'static str>,
}

/// How long a server lets an event stream be silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

impl<T: 'static> EventStream<T> {
    /// Makes events of values, or of [`Event`]s of them.
    pub fn new<S>(items: S) -> Self
    where
        S: Stream<Item: Into<Event<T>>> + Send + 'static,
    {
        Self::of(Map(Box::pin(items), |item: S::Item| Ok(item.into())))
    }

    /// Makes events of what may fail. A failure breaks the connection off, because the status has been sent.
    pub fn try_new<S, I, E>(items: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: Into<Event<T>>,
        E: Into<BoxError>,
    {
        Self::of(Map(Box::pin(items), |item: S::Item| item.map(Into::into).map_err(broken)))
    }

    /// Sends a comment whenever the stream is silent for so long, so that nobody on the way takes the connection for dead.
    /// 15 seconds unless set.
    pub fn keep_alive(mut self, pause: Duration) -> Self {
        self.0.keep_alive = pause;
        self
    }

    /// Ends with an event `[DONE]`, as the clients of some APIs expect.
    pub fn done(mut self) -> Self {
        self.0.last = Some("[DONE]");
        self
    }

    pub(super) fn of<S: Stream<Item = Result<Event<T>, StreamError>> + Send + 'static>(source: S) -> Self {
        Self(Events { source: Shared::new(source), keep_alive: KEEP_ALIVE, last: None })
    }
}

impl<T> EventStream<T> {
    /// The events themselves.
    pub fn events(self) -> Events<T> {
        self.0
    }
}

fn broken(error: impl Into<BoxError>) -> StreamError {
    StreamError::new("the stream failed", Some(error.into()))
}

impl<T> Stream for EventStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.source.poll(context).map(|event| event.map(|event| event.map(|event| event.data)))
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.source.poll(context)
    }
}

/// JSON texts one after another (`application/jsonl`, `application/x-ndjson`, `application/json-seq`), as a [`Stream`].
///
/// It can be read once: clones share it. On the client, a text that cannot be read is an error of its own: the stream goes on
/// after it. It ends after any other error.
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonLines<T>(Shared<T>);

impl<T: 'static> JsonLines<T> {
    /// Makes lines of values.
    pub fn new<S: Stream<Item = T> + Send + 'static>(items: S) -> Self {
        Self::of(Map(Box::pin(items), Ok))
    }

    /// Makes lines of what may fail. A failure breaks the connection off, because the status has been sent.
    pub fn try_new<S, E>(items: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::of(Map(Box::pin(items), |item: S::Item| item.map_err(broken)))
    }

    pub(super) fn of<S: Stream<Item = Result<T, StreamError>> + Send + 'static>(source: S) -> Self {
        Self(Shared::new(source))
    }
}

impl<T: Send + 'static> From<Vec<T>> for JsonLines<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(Ready(items.into_iter()))
    }
}

impl<T: Send + 'static> From<Vec<T>> for EventStream<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(Ready(items.into_iter()))
    }
}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

/// What a stream is made of, in a box.
type Source<T> = Pin<Box<dyn Stream<Item = Result<T, StreamError>> + Send>>;

/// A stream that its clones share, so that responses can be cloned and compared like any other value.
pub(super) struct Shared<T>(Arc<Mutex<Option<Source<T>>>>);

impl<T> Shared<T> {
    fn new<S: Stream<Item = Result<T, StreamError>> + Send + 'static>(source: S) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::pin(source)))))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(stream) = source.as_mut() else { return Poll::Ready(None) };
        let item = stream.as_mut().poll_next(context);
        if matches!(item, Poll::Ready(None)) {
            *source = None;
        }
        item
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Implements for a stream what does not depend on its values.
macro_rules! share {
    ($($name:ident { $($field:tt)* } as |$self:ident| $shared:expr;)*) => { $(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                let $self = self;
                Self { $($field)* }
            }
        }

        /// A stream is equal to its clones only.
        impl<T> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                let shared = |$self: &Self| $shared.clone();
                shared(self) == shared(other)
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

share! {
    EventStream { 0: it.0.clone() } as |it| it.0.source;
    Events { source: it.source.clone(), keep_alive: it.keep_alive, last: it.last } as |it| it.source;
    JsonLines { 0: it.0.clone() } as |it| it.0;
}

/// A stream whose items become others.
pub(super) struct Map<S, F>(pub(super) Pin<Box<S>>, pub(super) F);

impl<S: Stream, F: FnMut(S::Item) -> U + Unpin, U> Stream for Map<S, F> {
    type Item = U;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<U>> {
        let Self(stream, change) = &mut *self;
        stream.as_mut().poll_next(context).map(|item| item.map(change))
    }
}

/// Items that are at hand.
struct Ready<T>(std::vec::IntoIter<T>);

impl<T> Unpin for Ready<T> {}

impl<T> Stream for Ready<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}
