//! [`Body`]: what a message carries, at either end of the wire: bytes that are at hand, or a stream of them. Depends on
//! `bytes`, `futures-core` and `http-body` only.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

/// An error of a stream or a transport, of whatever type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Bytes at hand, or a stream of bytes.
///
/// Made from text and bytes with `into()`, from anything longer with [`Body::stream`]. Read as a whole with
/// [`bytes`](Self::bytes), or piece by piece: it is a [`Stream`] itself.
///
/// Bytes can be read any number of times. A stream can be read once: its clones share it, and what comes after the first
/// reader gets an error. This is also why a request whose body is a stream is not sent again once it was begun.
#[derive(Clone, Default)]
pub struct Body {
    content: Content,
    media_type: Option<String>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream { source: Arc<Mutex<Source>>, length: Option<u64> },
}

type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A stream, as long as there is more of it.
struct Source {
    stream: Option<BoxStream>,
    begun: bool,
}

impl Body {
    /// A stream of bytes, such as a file that is read (`tokio_util::io::ReaderStream`) or the body of another message.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let source = Source { stream: Some(Box::pin(Pieces(Box::pin(stream)))), begun: false };
        Content::Stream { source: Arc::new(Mutex::new(source)), length: None }.into()
    }

    /// Says how many bytes a stream has, so that the other side hears it before they come.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Content::Stream { length, .. } = &mut self.content {
            *length = Some(bytes);
        }
        self
    }

    /// Says what the bytes are, where the document leaves the choice.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// What the bytes are, if that was said: by the `Content-Type` of the message, or by whoever made them.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The bytes, if they are at hand.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream { .. } => None,
        }
    }

    /// All bytes, once they are there.
    ///
    /// # Errors
    ///
    /// When the stream breaks off, is larger than a limit that was set for it, or was read before.
    pub async fn bytes(self) -> Result<Bytes, BoxError> {
        whole(self).await
    }

    /// How many bytes there are, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { length, .. } => *length,
        }
    }

    /// Whether all of it can still be read: always if it is bytes, until the first reader if it is a stream.
    pub fn is_whole(&self) -> bool {
        match &self.content {
            Content::Bytes(_) => true,
            Content::Stream { source, .. } => !source.lock().unwrap_or_else(PoisonError::into_inner).begun,
        }
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let Content::Stream { source, .. } = &self.content else {
            let Content::Bytes(bytes) = std::mem::take(&mut self.content) else { return Poll::Ready(None) };
            return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
        };
        let piece = ready!(source.lock().unwrap_or_else(PoisonError::into_inner).poll(context));
        if !matches!(piece, Some(Ok(_))) {
            self.content = Content::default();
        }
        Poll::Ready(piece)
    }
}

impl Source {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        self.begun = true;
        let Some(stream) = &mut self.stream else { return Poll::Ready(Some(Err("the stream was read before".into()))) };
        let piece = ready!(stream.as_mut().poll_next(context));
        if !matches!(piece, Some(Ok(_))) {
            self.stream = None;
        }
        Poll::Ready(piece)
    }
}

/// All bytes of a stream, once they are there.
pub(super) async fn whole(mut stream: impl Stream<Item = Result<Bytes, BoxError>> + Unpin) -> Result<Bytes, BoxError> {
    let mut whole = BytesMut::new();
    let mut only = Bytes::new();
    while let Some(piece) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        let piece = piece?;
        // Most bodies are one piece, which need not be copied.
        if only.is_empty() && whole.is_empty() {
            only = piece;
            continue;
        }
        whole.extend_from_slice(&std::mem::take(&mut only));
        whole.extend_from_slice(&piece);
    }
    Ok(if whole.is_empty() { only } else { whole.freeze() })
}

/// A stream whose pieces and errors become ours.
struct Pieces<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<B, E>>, B: Into<Bytes>, E: Into<BoxError>> Stream for Pieces<S> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(context)
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.poll_piece(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content, media_type: None }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Content::Bytes(bytes).into()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

/// Bytes are compared; a stream is equal to its clones only.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.content, &other.content) {
            (Content::Bytes(one), Content::Bytes(two)) => one == two,
            (Content::Stream { source: one, .. }, Content::Stream { source: two, .. }) => Arc::ptr_eq(one, two),
            _ => false,
        };
        same && self.media_type == other.media_type
    }
}

impl fmt::Debug for Body {
    /// Shows the size only: a body may hold what nobody should see.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.content, self.length()) {
            (Content::Bytes(_), Some(length)) => write!(f, "Body({length} bytes)"),
            (_, Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            (_, None) => f.write_str("Body(stream)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn pieces(pieces: &'static [&'static str]) -> Body {
        Body::stream(stream::iter(pieces.iter().map(|piece| Ok::<_, BoxError>(*piece))))
    }

    #[tokio::test]
    async fn bytes_can_be_read_any_number_of_times() {
        let body = Body::from("text");
        assert_eq!(body.clone().bytes().await.unwrap(), "text");
        assert!(body.is_whole());
        assert_eq!(body.bytes().await.unwrap(), "text");
        assert_eq!(Body::default().bytes().await.unwrap(), "");
    }

    #[tokio::test]
    async fn a_stream_can_be_read_once() {
        let body = pieces(&["a", "", "b", "c"]);
        let clone = body.clone();
        assert_eq!(body, clone);
        assert!(clone.is_whole());
        assert_eq!(body.bytes().await.unwrap(), "abc");
        assert!(!clone.is_whole());
        assert_eq!(clone.bytes().await.unwrap_err().to_string(), "the stream was read before");
    }

    #[tokio::test]
    async fn a_stream_ends_with_its_first_error() {
        let broken = stream::iter([Ok("a"), Err("broken"), Ok("b")]);
        let mut body = Body::stream(broken);
        let mut next = async || poll_fn(|context| Pin::new(&mut body).poll_next(context)).await;
        assert_eq!(next().await.unwrap().unwrap(), "a");
        assert_eq!(next().await.unwrap().unwrap_err().to_string(), "broken");
        assert!(next().await.is_none());
    }

    #[test]
    fn nothing_but_the_size_is_shown() {
        assert_eq!(format!("{:?}", Body::from("secret")), "Body(6 bytes)");
        assert_eq!(format!("{:?}", pieces(&[])), "Body(stream)");
        assert_eq!(format!("{:?}", pieces(&[]).with_length(7)), "Body(stream of 7 bytes)");
        assert_ne!(pieces(&[]), pieces(&[]));
    }
}
