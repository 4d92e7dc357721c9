//! What carries messages: any `tower` service, `reqwest` by default.

use std::future::{Future, poll_fn};
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use http_body_util::BodyExt;
pub(super) use reqwest::Url;
use tower_service::Service;

use super::{Body, BoxError, ConfigError};

/// A future in a box: keeps the futures of generated operations small.
pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The body of a response, as it arrives.
pub(super) type Incoming = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>;

/// A message as it goes on the wire.
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

/// A message that got no answer.
#[derive(Debug)]
pub(super) struct Lost {
    /// Whether the server may have seen the request.
    pub(super) sent: bool,
    pub(super) source: BoxError,
}

/// What carries messages.
pub(super) trait Transport: Send + Sync {
    fn send(&self, message: Message) -> BoxFuture<Result<http::Response<Incoming>, Lost>>;
}

/// A `tower` service as a transport.
pub(super) struct Tower<S>(pub(super) S);

impl<S, B> Transport for Tower<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, message: Message) -> BoxFuture<Result<http::Response<Incoming>, Lost>> {
        let mut service = self.0.clone();
        Box::pin(async move {
            let lost = |sent| move |error: S::Error| Lost { sent, source: error.into() };
            let uri =
                Uri::try_from(String::from(message.url)).map_err(|error| Lost { sent: false, source: error.into() })?;
            let mut request = http::Request::new(message.body);
            (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) =
                (message.method, uri, message.headers);
            poll_fn(|context| service.poll_ready(context)).await.map_err(lost(false))?;
            let response = service.call(request).await.map_err(lost(true))?;
            Ok(response.map(|body| Box::pin(body.map_err(Into::into)) as Incoming))
        })
    }
}

/// The default transport.
pub(super) struct Reqwest(reqwest::Client);

impl Reqwest {
    pub(super) fn new() -> Result<Self, ConfigError> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::custom(redirect)).build();
        client.map(Self).map_err(|_| ConfigError::new("the HTTP client cannot be set up: TLS is not available"))
    }
}

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// Follows redirects within an origin only. Credentials travel in headers of any name, and in the URL: no list of them
/// could be complete, so another origin gets nothing. The caller sees the redirect as the response.
fn redirect(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let is_same = attempt.previous().first().is_some_and(|first| first.origin() == attempt.url().origin());
    if is_same && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

impl Transport for Reqwest {
    fn send(&self, message: Message) -> BoxFuture<Result<http::Response<Incoming>, Lost>> {
        let client = self.0.clone();
        Box::pin(async move {
            // The URL may hold an API key: no error shows it.
            let lost = |error: reqwest::Error| Lost {
                sent: !error.is_connect() && !error.is_builder(),
                source: error.without_url().into(),
            };
            let mut request = reqwest::Request::new(message.method, message.url);
            *request.headers_mut() = message.headers;
            *request.body_mut() = Some(match message.body.as_bytes() {
                Some(bytes) => bytes.clone().into(),
                None => reqwest::Body::wrap(message.body),
            });
            let response = client.execute(request).await.map_err(lost)?;
            let response = http::Response::<reqwest::Body>::from(response);
            Ok(response.map(|body| Box::pin(body.map_err(|error| error.without_url().into())) as Incoming))
        })
    }
}
