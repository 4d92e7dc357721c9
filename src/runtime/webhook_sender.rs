//! The sending end of webhooks: events are signed and delivered through the client's runtime, again if they must be.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde_core::Serialize;
use tower_service::Service;

use super::client::{
    Body, BoxError, ConfigError, Core, CoreBuilder, Error, Malformed, Operation, Outcome, Payload, Profile, Received,
    Request, RequestError, Retry,
};
use super::endpoint::{BodySpec, Endpoint, Media};
use super::webhook::{SignatureError, Signer};

static DELIVER: Endpoint =
    Endpoint::new("webhooks", "POST", "/").body(BodySpec::required(&[Media::new("application/json")]));

static PROFILE: Profile = Profile::new("specwright-webhooks");

/// Sends events to one receiver. Cheap to clone.
#[derive(Debug)]
pub struct Sender<E> {
    core: Core,
    path: String,
    signer: Option<Signer>,
    event: PhantomData<fn(E)>,
}

impl<E> Clone for Sender<E> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), path: self.path.clone(), signer: self.signer.clone(), event: PhantomData }
    }
}

impl<E: Serialize> Sender<E> {
    /// Starts a sender of deliveries to a URL.
    pub fn builder(url: &str, signer: Option<Signer>) -> SenderBuilder<E> {
        let start = url.find("://").map_or(0, |at| at + 3);
        let end = url[start..].find(['/', '?']).map_or(url.len(), |at| start + at);
        let (origin, path) = url.split_at(end);
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        SenderBuilder { core: Core::builder(&PROFILE).base_url(origin), path, signer, event: PhantomData }
    }

    /// Delivers an event. It is sent again, under the same `Idempotency-Key`, while the receiver is out of reach or
    /// answers that it cannot take it now.
    ///
    /// # Errors
    ///
    /// If the event cannot be signed, or no attempt was answered with success.
    pub async fn deliver(&self, event: &E) -> Result<(), SendError> {
        let body = Bytes::from(serde_json::to_vec(event).map_err(|error| SendError::Event(error.into()))?);
        let mut headers = HeaderMap::new();
        if let Some(signer) = &self.signer {
            signer.sign(&mut headers, &body).map_err(SendError::Signature)?;
        }
        let key = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let mut call = self.core.call(Delivery { path: self.path.clone(), body }).idempotency_key(&key);
        for (name, value) in &headers {
            call = call.header(name.as_str(), value.to_str().unwrap_or_default());
        }
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(SendError::Delivery(error)),
        }
    }
}

/// Puts a [`Sender`] together.
#[derive(Debug)]
pub struct SenderBuilder<E> {
    core: CoreBuilder,
    path: String,
    signer: Option<Signer>,
    event: PhantomData<fn(E)>,
}

impl<E: Serialize> SenderBuilder<E> {
    /// Sends messages through a `tower` service instead of `reqwest`.
    #[must_use]
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.core = self.core.transport(service);
        self
    }

    /// Limits the time of each delivery: all attempts and the pauses between them.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.core = self.core.timeout(limit);
        self
    }

    /// Limits the time of each attempt.
    #[must_use]
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.core = self.core.attempt_timeout(limit);
        self
    }

    /// Sets how deliveries are repeated.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.core = self.core.retry(retry);
        self
    }

    /// The sender, or what is wrong with its configuration.
    ///
    /// # Errors
    ///
    /// If the URL is not usable.
    pub fn build(self) -> Result<Sender<E>, ConfigError> {
        Ok(Sender { core: self.core.build()?, path: self.path, signer: self.signer, event: PhantomData })
    }
}

/// A signed body on its way.
#[derive(Debug)]
struct Delivery {
    path: String,
    body: Bytes,
}

impl Operation for Delivery {
    type Output = ();
    type Error = Infallible;
    const ENDPOINT: &'static Endpoint = &DELIVER;

    fn encode(&self) -> Result<Request, RequestError> {
        let body = Payload::bytes(self.body.clone()).media_type("application/json");
        Request::builder(&DELIVER).path(self.path.as_str()).body(body).build()
    }

    fn decode(response: &Received) -> Result<Outcome<(), Infallible>, Malformed> {
        Ok(if response.status().is_success() { Outcome::Success(()) } else { Outcome::Undocumented })
    }
}

/// Why an event was not delivered.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// The event cannot be written as JSON. Nothing was sent.
    Event(BoxError),
    /// The event cannot be signed. Nothing was sent.
    Signature(SignatureError),
    /// No attempt was answered with success.
    Delivery(Error<Infallible>),
}

impl SendError {
    /// The status of the last answer, if there was one.
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Delivery(error) => error.status(),
            Self::Event(_) | Self::Signature(_) => None,
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Event(_) => "the event cannot be written as JSON",
            Self::Signature(_) => "the event cannot be signed",
            Self::Delivery(_) => "the event was not delivered",
        })
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Event(error) => Some(error.as_ref()),
            Self::Signature(error) => Some(error),
            Self::Delivery(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use axum::body::Body as AxumBody;
    use http::{Response, StatusCode};
    use http_body_util::BodyExt;
    use serde_json::{Value, json};

    use super::super::webhook::{Algorithm, SignatureScheme, Verifier};
    use super::*;

    static SCHEME: SignatureScheme = SignatureScheme::new("X-Signature", Algorithm::HmacSha256);

    /// A receiver that answers with each of the statuses in turn, and keeps what it got.
    #[derive(Clone)]
    struct Receiver {
        statuses: &'static [u16],
        next: Arc<AtomicUsize>,
        seen: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    }

    impl Receiver {
        fn new(statuses: &'static [u16]) -> Self {
            Self { statuses, next: Arc::default(), seen: Arc::default() }
        }
    }

    impl Service<http::Request<Body>> for Receiver {
        type Response = Response<AxumBody>;
        type Error = BoxError;
        type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

        fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), BoxError>> {
            std::task::Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: http::Request<Body>) -> Self::Future {
            let this = self.clone();
            Box::pin(async move {
                let (parts, body) = request.into_parts();
                let body = body.collect().await?.to_bytes();
                this.seen.lock().unwrap().push(http::Request::from_parts(parts, body));
                let status = this.statuses[this.next.fetch_add(1, Ordering::Relaxed)];
                Ok(Response::builder().status(status).body(AxumBody::empty())?)
            })
        }
    }

    fn sender(url: &str, receiver: &Receiver, signer: Option<Signer>) -> Sender<Value> {
        Sender::builder(url, signer).transport(receiver.clone()).build().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn deliveries_are_signed_and_repeated_until_they_are_taken() {
        let receiver = Receiver::new(&[503, 200]);
        let signer = Signer::new(&SCHEME, "s3cret");
        let sender = sender("https://user.test/hooks/1?tenant=a", &receiver, Some(signer));
        sender.deliver(&json!({"event": "resource.created"})).await.unwrap();
        let seen = receiver.seen.lock().unwrap();
        assert_eq!(seen.len(), 2);
        for request in seen.iter() {
            assert_eq!(request.method(), "POST");
            assert_eq!(request.uri(), "https://user.test/hooks/1?tenant=a");
            assert_eq!(request.headers()["content-type"], "application/json");
            assert_eq!(request.headers()["idempotency-key"], seen[0].headers()["idempotency-key"]);
            assert_eq!(Verifier::new(&SCHEME, "s3cret").verify(request.headers(), request.body()), Ok(()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_receiver_refuses_is_not_repeated() {
        let receiver = Receiver::new(&[410]);
        let error = sender("https://user.test", &receiver, None).deliver(&json!(1)).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::GONE));
        assert_eq!(receiver.seen.lock().unwrap()[0].uri(), "https://user.test/");
        assert!(!receiver.seen.lock().unwrap()[0].headers().contains_key("x-signature"));
    }

    #[tokio::test]
    async fn what_cannot_be_signed_is_not_sent() {
        let receiver = Receiver::new(&[]);
        let error = sender("https://user.test", &receiver, Some(Signer::new(&SCHEME, ""))).deliver(&json!(1)).await;
        assert!(matches!(error, Err(SendError::Signature(SignatureError::Secret))), "{error:?}");
        assert!(Sender::<Value>::builder("user.test/hooks", None).build().is_err());
    }
}
