//! [`Input`]: a request on its way to become a typed value. What is wrong is collected, so that a caller hears of all of
//! it at once, and nothing of it repeats what the caller sent.

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, header};
use serde_core::de::DeserializeOwned;

use super::super::endpoint::Endpoint;
use super::super::param::{self, Param, Sources};
use super::super::schema::{Schema, Violation};
use super::answer::Answer;
use super::failure::Failure;
use super::rejection::{Fault, Rejection, RejectionKind};
use super::router::Refusal;
use super::{body, media};

/// As many things wrong with a body are told at once; a hostile body could have one for every few bytes.
const MOST_FAULTS: usize = 1000;

/// An operation as the server sees it: how its request is decoded and its outcome answered.
pub trait Serve: Sized + Send + 'static {
    /// What success returns.
    type Output: Send;
    /// What failure returns.
    type Error: Send;
    /// The operation on the wire.
    const ENDPOINT: &'static Endpoint;

    /// Decodes a request. Decodes all parts of it before giving up on one, so that everything wrong is found.
    fn receive(input: &mut Input<'_>) -> Option<Self>;

    /// Answers success.
    fn succeed(output: Self::Output) -> Answer;

    /// Answers failure.
    fn fail(error: Self::Error) -> Answer;
}

/// A request that has found its route.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) endpoint: &'static Endpoint,
    pub(super) parts: Parts,
    /// The path parameters, still encoded.
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) body: Body,
    pub(super) body_limit: usize,
}

impl Incoming {
    /// Reads and decodes the request. Wrong parameters are reported before anything about the body.
    pub(super) async fn receive<O: Serve>(self) -> Result<O, Refusal> {
        let Self { endpoint, parts, path, body, body_limit } = self;
        let body = read(endpoint, &parts, body, body_limit).await;
        let path = path.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sources = Sources::new(endpoint.params, path, parts.uri.query(), &parts.headers);
        let mut input = Input { sources, body, faults: Vec::new(), refused: None };
        let request = O::receive(&mut input);
        input.finish(request)
    }

    /// Reads the request and leaves its body as it came.
    pub(super) async fn raw(self) -> Result<(HeaderMap, Bytes), Refusal> {
        let body = read(self.endpoint, &self.parts, self.body, self.body_limit).await?.ok_or_else(missing)?;
        Ok((self.parts.headers, body))
    }
}

/// Reads the body of a request, if the operation takes one. No body and no type is `None`.
async fn read(endpoint: &Endpoint, parts: &Parts, body: Body, limit: usize) -> Received {
    let Some(spec) = &endpoint.body else { return Ok(None) };
    let typed = parts.headers.contains_key(header::CONTENT_TYPE);
    if typed {
        media::check(&parts.headers, spec)?;
    }
    let bytes = body::read(body, &parts.headers, limit).await?;
    if !bytes.is_empty() && !typed {
        media::check(&parts.headers, spec)?;
    }
    Ok((typed || !bytes.is_empty()).then_some(bytes))
}

/// The parts of a request.
#[derive(Debug)]
pub struct Input<'r> {
    sources: Sources<'r>,
    body: Received,
    /// What is wrong with the parameters.
    faults: Vec<Fault>,
    /// What is wrong with the body.
    refused: Option<Rejection>,
}

/// What came of reading the body.
type Received = Result<Option<Bytes>, Rejection>;

impl Input<'_> {
    /// A parameter that must be present.
    pub fn required<T: DeserializeOwned>(&mut self, param: &'static Param, schema: &Schema) -> Option<T> {
        let value = self.optional(param, schema)?;
        if value.is_none() {
            self.fault(param, String::new(), "required", "is missing".to_owned());
        }
        value
    }

    /// A parameter that may be absent.
    pub fn optional<T: DeserializeOwned>(&mut self, param: &'static Param, schema: &Schema) -> Option<Option<T>> {
        let value = match param.decode(&self.sources, schema) {
            Ok(Some(value)) => value,
            Ok(None) => return Some(None),
            Err(error) => {
                self.fault(param, String::new(), "style", error.reason().to_owned());
                return None;
            }
        };
        let violations = schema.check_value(&value);
        let valid = violations.is_empty();
        for Violation { pointer, rule, message } in violations {
            self.fault(param, pointer, rule, message);
        }
        if !valid {
            return None;
        }
        let value = T::deserialize(value).ok();
        if value.is_none() {
            self.fault(param, String::new(), "type", "is not a value of its type".to_owned());
        }
        value.map(Some)
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&mut self, schema: &Schema) -> Option<T> {
        let body = self.body().filter(|body| !body.is_empty() || self.refuse(missing()))?;
        let violations = match schema.check(&body) {
            Ok(violations) => violations,
            Err(error) => {
                self.refuse(malformed(error.line(), error.column()));
                return None;
            }
        };
        self.valid(violations).then(|| serde_json::from_slice(&body)).and_then(|value| self.typed(value))
    }

    /// The body as JSON texts, one a line, each of which the schema is for.
    pub fn json_lines<T: DeserializeOwned>(&mut self, schema: &Schema) -> Option<Vec<T>> {
        let body = self.body()?;
        let (mut values, mut violations) = (Vec::new(), Vec::new());
        let lines = body.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
        for (number, line) in lines {
            match schema.check(line) {
                Ok(found) => violations.extend(found.into_iter().map(|violation| Violation {
                    pointer: format!("/{}{}", values.len(), violation.pointer),
                    ..violation
                })),
                Err(error) => {
                    self.refuse(malformed(number + 1, error.column()));
                    return None;
                }
            }
            values.push(line);
        }
        let decoded = || values.iter().map(|line| serde_json::from_slice(line)).collect::<Result<_, _>>();
        self.valid(violations).then(decoded).and_then(|values| self.typed(values))
    }

    /// The body as a form. `encodings` are the properties that the document says something about.
    pub fn form<T: DeserializeOwned>(&mut self, encodings: &[&Param], schema: &Schema) -> Option<T> {
        let text = self.text()?;
        let value = match param::decode_form(&text, encodings, schema) {
            Ok(value) => value,
            Err(error) => {
                let detail = format!("A field of the form {}.", error.reason());
                self.refuse(Rejection::new(RejectionKind::MalformedBody, detail));
                return None;
            }
        };
        self.valid(schema.check_value(&value)).then(|| T::deserialize(value)).and_then(|value| self.typed(value))
    }

    /// The body as text.
    pub fn text(&mut self) -> Option<String> {
        let text = String::from_utf8(self.body()?.into()).ok();
        if text.is_none() {
            self.refuse(Rejection::new(RejectionKind::MalformedBody, "The body is not UTF-8."));
        }
        text
    }

    /// The body as it came.
    pub fn bytes(&mut self) -> Option<Bytes> {
        self.body()
    }

    /// A body that may be absent.
    pub fn optional_body<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match &self.body {
            Ok(body) if body.as_ref().is_none_or(Bytes::is_empty) => Some(None),
            _ => read(self).map(Some),
        }
    }

    /// The body, unless the parameters are wrong: then nobody needs to hear about it yet.
    fn body(&mut self) -> Option<Bytes> {
        match std::mem::replace(&mut self.body, Ok(None)) {
            Ok(Some(body)) => return Some(body),
            Ok(None) => self.refuse(missing()),
            Err(rejection) => self.refuse(rejection),
        };
        None
    }

    fn fault(&mut self, param: &'static Param, pointer: String, rule: &'static str, detail: String) {
        let location = param.location.as_str();
        self.faults.push(Fault { location, parameter: Some(param.name), pointer, rule, detail });
    }

    /// Remembers why the body is refused.
    fn refuse(&mut self, rejection: Rejection) -> bool {
        self.refused.get_or_insert(rejection);
        false
    }

    /// Whether nothing is wrong with the body. Remembers what is.
    fn valid(&mut self, violations: Vec<Violation>) -> bool {
        if violations.is_empty() {
            return true;
        }
        let fault = |Violation { pointer, rule, message }: Violation| Fault {
            location: "body",
            parameter: None,
            pointer,
            rule,
            detail: message,
        };
        let faults = violations.into_iter().take(MOST_FAULTS).map(fault).collect();
        let rejection = Rejection::new(RejectionKind::InvalidBody, "The body does not have the documented form.");
        self.refuse(rejection.faults_of(faults))
    }

    fn typed<T, E>(&mut self, value: Result<T, E>) -> Option<T> {
        let value = value.ok();
        if value.is_none() {
            let message = "is not a value of its type".to_owned();
            self.valid(vec![Violation { pointer: String::new(), rule: "type", message }]);
        }
        value
    }

    fn finish<O>(self, request: Option<O>) -> Result<O, Refusal> {
        if !self.faults.is_empty() {
            let rejection = Rejection::new(RejectionKind::InvalidParameters, "The parameters are not as documented.");
            return Err(rejection.faults_of(self.faults).into());
        }
        match (self.refused, request) {
            (Some(rejection), _) => Err(rejection.into()),
            (None, Some(request)) => Ok(request),
            (None, None) => Err(Failure::internal("the request was not decoded and nothing is wrong with it").into()),
        }
    }
}

fn missing() -> Rejection {
    Rejection::new(RejectionKind::BodyMissing, "The body is missing.")
}

fn malformed(line: usize, column: usize) -> Rejection {
    let detail = format!("The body is not JSON: see line {line}, column {column}.");
    Rejection::new(RejectionKind::MalformedBody, detail)
}
