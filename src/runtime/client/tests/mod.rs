//! The client against a scripted server: what goes on the wire, when, and what the caller gets.

mod auth;
mod errors;
mod pace;
mod pages;
mod requests;
mod retries;
mod streams;
mod timeouts;
mod transports;

use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use http_body_util::Full;
use serde_json::Value;
use tokio::time::Instant;

use super::super::endpoint::{BodySpec, Media};
use super::*;

/// What the scripted server does with a message.
pub(super) enum Answer {
    Respond(u16, Vec<(&'static str, String)>, String),
    /// Answers this much later.
    Later(Duration, Box<Answer>),
    /// Never answers.
    Hang,
    /// Breaks the connection.
    Break,
}

pub(super) fn ok() -> Answer {
    Answer::Respond(200, vec![], "{}".to_owned())
}

pub(super) fn status(status: u16) -> Answer {
    Answer::Respond(status, vec![], r#"{"message":"no"}"#.to_owned())
}

impl Answer {
    pub(super) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        if let Self::Respond(_, headers, _) = &mut self {
            headers.push((name, value.to_string()));
        }
        self
    }

    pub(super) fn body(mut self, text: impl ToString) -> Self {
        if let Self::Respond(_, _, body) = &mut self {
            *body = text.to_string();
        }
        self
    }
}

/// A message that the scripted server got.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) at: Duration,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

type Script = dyn Fn(&Message, usize) -> Answer + Send + Sync;

/// A server that does what its script says. The script gets the message and how many came before it.
#[derive(Clone)]
pub(super) struct Stub {
    script: Arc<Script>,
    got: Arc<Mutex<Vec<Message>>>,
    start: Instant,
}

impl Stub {
    pub(super) fn new(script: impl Fn(&Message, usize) -> Answer + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), got: Arc::default(), start: Instant::now() }
    }

    pub(super) fn got(&self) -> Vec<Message> {
        self.got.lock().unwrap().clone()
    }

    /// When the messages came, in whole milliseconds since the start.
    pub(super) fn times(&self) -> Vec<u128> {
        self.got().iter().map(|message| message.at.as_millis()).collect()
    }
}

impl tower_service::Service<http::Request<Body>> for Stub {
    type Response = http::Response<Full<Bytes>>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let (head, body) = request.into_parts();
        let at = Instant::now() - self.start;
        let body = body.as_bytes().cloned().unwrap_or_default();
        let message = Message { at, method: head.method, uri: head.uri, headers: head.headers, body };
        let before = {
            let mut got = self.got.lock().unwrap();
            got.push(message.clone());
            got.len() - 1
        };
        answer((self.script)(&message, before))
    }
}

fn answer(answer: Answer) -> <Stub as tower_service::Service<http::Request<Body>>>::Future {
    match answer {
        Answer::Later(wait, then) => Box::pin(async move {
            tokio::time::sleep(wait).await;
            self::answer(*then).await
        }),
        Answer::Hang => Box::pin(std::future::pending()),
        Answer::Break => Box::pin(ready(Err(std::io::ErrorKind::ConnectionReset.into()))),
        Answer::Respond(status, headers, body) => {
            let mut response = http::Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            Box::pin(ready(Ok(response.body(Full::new(body.into())).unwrap())))
        }
    }
}

pub(super) const BEARER: Need = Need { scheme: 0, scopes: &[] };
pub(super) static SCHEMES: [Scheme; 4] = [
    Scheme::new("bearerAuth", SchemeKind::Bearer),
    Scheme::new("apiKey", SchemeKind::Query("key")),
    Scheme::new("session", SchemeKind::Cookie("sid")),
    Scheme::new("login", SchemeKind::Basic),
];
pub(super) static PROFILE: Profile = Profile::new("things/1.0")
    .schemes(&SCHEMES)
    .limit_headers(LimitHeaders {
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        unit: ResetUnit::EpochSeconds,
    })
    .retry_after(&["error", "retry_after"]);

pub(super) static ID: Param = Param::path("id");
pub(super) static PAGE: Param = Param::query("page");
pub(super) static GET: Endpoint =
    Endpoint::new("things.get", "GET", "/things/{id}").params(&[&ID, &PAGE]).accept("application/json");
pub(super) static CREATE: Endpoint = Endpoint::new("things.create", "POST", "/things")
    .body(BodySpec::required(&[Media::new("application/json")]))
    .accept("application/json");

/// `GET /things/{id}`
#[derive(Debug, Clone, Default)]
pub(super) struct GetThing {
    pub(super) id: String,
    pub(super) page: Option<i64>,
}

/// `POST /things`
#[derive(Debug, Clone)]
pub(super) struct CreateThing {
    pub(super) body: Value,
}

/// The errors of both.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ThingError {
    Refused(Value),
}

impl std::fmt::Display for ThingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for ThingError {}

fn decode_thing(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
    match response.status().as_u16() {
        200 | 201 => response.json().map(Outcome::Success),
        400 | 429 | 503 => response.json().map(ThingError::Refused).map(Outcome::Failure),
        _ => Ok(Outcome::Undocumented),
    }
}

impl Operation for GetThing {
    type Output = Value;
    type Error = ThingError;
    const ENDPOINT: &'static Endpoint = &GET;

    fn encode(&self) -> Result<Request, RequestError> {
        Request::builder(&GET).param(&ID, &self.id).param(&PAGE, &self.page).build()
    }

    fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
        decode_thing(response)
    }
}

impl Operation for CreateThing {
    type Output = Value;
    type Error = ThingError;
    const ENDPOINT: &'static Endpoint = &CREATE;

    fn encode(&self) -> Result<Request, RequestError> {
        Request::builder(&CREATE).json(&self.body).build()
    }

    fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
        decode_thing(response)
    }
}

pub(super) fn builder(stub: &Stub) -> CoreBuilder {
    Core::builder(&PROFILE).base_url("https://api.example.com/v1/").transport(stub.clone()).retry(Retry::new().seed(1))
}

pub(super) fn client(stub: &Stub) -> Core {
    builder(stub).build().unwrap()
}

pub(super) fn get(core: &Core) -> Call<GetThing> {
    core.call(GetThing { id: "7".to_owned(), page: None })
}

pub(super) fn create(core: &Core) -> Call<CreateThing> {
    core.call(CreateThing { body: serde_json::json!({ "name": "x" }) })
}

/// Everything an error or a client says about itself.
pub(super) fn everything<E: std::error::Error>(error: &E) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}

/// A transport error that cannot be.
pub(super) type Never = Infallible;
