//! The receiving end of webhooks, as a router.

use std::future::Future;
use std::sync::Arc;

use http::header::WWW_AUTHENTICATE;
use serde_core::de::DeserializeOwned;

use super::endpoint::{BodySpec, Endpoint, Media};
use super::server::{Answer, Failure, Rejection, RejectionKind, Router};
use super::webhook::{DeliveryError, SignatureError, Verifier, decode};

static DELIVER: Endpoint =
    Endpoint::new("webhooks", "POST", "/").body(BodySpec::required(&[Media::new("application/json")]));

/// A router that takes deliveries at its root, and answers 200 once `react` has dealt with the event.
pub fn receiver<E, H, F, R>(verifier: Option<Verifier>, handler: H, react: F) -> Router
where
    E: DeserializeOwned + Send + 'static,
    H: Send + Sync + 'static,
    F: Fn(Arc<H>, E) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<(), Failure>> + Send,
{
    let (verifier, handler) = (Arc::new(verifier), Arc::new(handler));
    Router::new().raw(&DELIVER, move |headers, body| {
        let (verifier, handler) = (Arc::clone(&verifier), Arc::clone(&handler));
        async move {
            let event = decode(verifier.as_ref().as_ref(), &headers, &body).map_err(rejection)?;
            Ok(match react(handler, event).await {
                Ok(()) => Answer::new(200),
                Err(failure) => failure.into(),
            })
        }
    })
}

/// What a method does with an event that nobody wrote it for: nothing, and the sender is told that all is well.
pub fn ignored(_event: impl Sized) -> impl Future<Output = Result<(), Failure>> + Send {
    std::future::ready(Ok(()))
}

fn rejection(error: DeliveryError) -> Rejection {
    match error {
        DeliveryError::Signature(error) => {
            let detail = match error {
                SignatureError::Missing => "The signature is missing.",
                SignatureError::Malformed => "The signature is malformed.",
                SignatureError::Expired => "The signature is too old or from the future.",
                _ => "The signature does not match the body.",
            };
            Rejection::new(RejectionKind::Unauthorized, detail).header(WWW_AUTHENTICATE, "Signature realm=\"webhooks\"")
        }
        DeliveryError::Malformed(error) => Rejection::new(RejectionKind::MalformedBody, format!("{error}.")),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::{HeaderMap, Request, StatusCode};
    use serde_json::{Value, json};
    use tower_service::Service;

    use super::super::webhook::{Algorithm, SignatureScheme, Signer};
    use super::*;

    static SCHEME: SignatureScheme = SignatureScheme::new("X-Signature", Algorithm::HmacSha256);

    async fn deliver(body: &str, sign: impl FnOnce(&mut HeaderMap)) -> (StatusCode, Vec<String>) {
        let events = Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = events.clone();
        let router = receiver(Some(Verifier::new(&SCHEME, "s3cret")), events, |events, event: Vec<Value>| async move {
            events.lock().unwrap().extend(event.iter().map(Value::to_string));
            if event.is_empty() { Err(Failure::internal("no events")) } else { Ok(()) }
        });
        let mut request = Request::post("/hooks").header("content-type", "application/json");
        sign(request.headers_mut().unwrap());
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = axum::Router::from(router.base_path("/hooks")).call(request).await.unwrap();
        let seen = seen.lock().unwrap().clone();
        (response.status(), seen)
    }

    #[tokio::test]
    async fn only_what_is_signed_is_handled() {
        let signed = |secret: &'static str, body: &'static str| {
            move |headers: &mut HeaderMap| Signer::new(&SCHEME, secret).sign(headers, body.as_bytes()).unwrap()
        };
        let body = "[1, 2]";
        assert_eq!(deliver(body, signed("s3cret", body)).await, (StatusCode::OK, vec!["1".into(), "2".into()]));
        assert_eq!(deliver(body, signed("other", body)).await, (StatusCode::UNAUTHORIZED, vec![]));
        assert_eq!(deliver(body, |_| {}).await, (StatusCode::UNAUTHORIZED, vec![]));
        assert_eq!(deliver("[1, 3]", signed("s3cret", body)).await, (StatusCode::UNAUTHORIZED, vec![]));
        assert_eq!(deliver("{}", signed("s3cret", "{}")).await, (StatusCode::BAD_REQUEST, vec![]));
        assert_eq!(deliver("[]", signed("s3cret", "[]")).await, (StatusCode::INTERNAL_SERVER_ERROR, vec![]));
    }

    #[tokio::test]
    async fn refusals_say_why_in_a_challenge() {
        let router = receiver(Some(Verifier::new(&SCHEME, "s3cret")), (), |_, _: Value| ignored(json!(null)));
        let request = Request::post("/").header("content-type", "application/json").body(Body::from("{}")).unwrap();
        let response = axum::Router::from(router).call(request).await.unwrap();
        assert_eq!(response.headers()[WWW_AUTHENTICATE], "Signature realm=\"webhooks\"");
    }
}
