//! [`Input`]: a request on its way to become a typed value. What is wrong is collected, so that a caller hears of all of
//! it at once, and nothing of it repeats what the caller sent.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body as Unread;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, header};
use serde_core::de::DeserializeOwned;

use super::super::body::Body;
use super::super::endpoint::{Endpoint, Reading};
use super::super::multipart::{Form, Part, PartReader, read_value};
use super::super::param::{self, Param, Sources};
use super::super::schema::{Schema, Undecoded, Violation};
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
    /// How multipart bodies are taken apart. Only crates that have such bodies depend on what can.
    const PARTS: Option<ReadParts> = None;

    /// Decodes a request. Decodes all parts of it before giving up on one, so that everything wrong is found.
    fn receive(input: &mut Input<'_>) -> Option<Self>;

    /// Answers success.
    fn succeed(output: Self::Output) -> Answer;

    /// Answers failure.
    fn fail(error: Self::Error) -> Answer;
}

/// Takes a multipart body of a `Content-Type` apart. No more is read than the number says.
pub type ReadParts = fn(Body, String, usize) -> Pin<Box<dyn Future<Output = Result<Vec<Part>, Rejection>> + Send>>;

/// A request that has found its route.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) endpoint: &'static Endpoint,
    pub(super) parts: Parts,
    /// The path parameters, still encoded.
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) body: Unread,
    pub(super) body_limit: usize,
}

impl Incoming {
    /// Reads and decodes the request. Wrong parameters are reported before anything about the body.
    pub(super) async fn receive<O: Serve>(self) -> Result<O, Refusal> {
        let Self { endpoint, parts, path, body, body_limit } = self;
        let (media, body) = match read(endpoint, &parts, body, body_limit, O::PARTS).await {
            Ok((media, content)) => (media, Ok(content)),
            Err(rejection) => (0, Err(rejection)),
        };
        let path = path.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sources = Sources::new(endpoint.params, path, parts.uri.query(), &parts.headers);
        let mut input = Input { sources, media, body, faults: Vec::new(), refused: None };
        let request = O::receive(&mut input);
        input.finish(request)
    }

    /// Reads the request and leaves its body as it came.
    pub(super) async fn raw(self) -> Result<(HeaderMap, Bytes), Refusal> {
        match read(self.endpoint, &self.parts, self.body, self.body_limit, None).await? {
            (_, Content::Bytes(bytes)) => Ok((self.parts.headers, bytes)),
            _ => Err(missing().into()),
        }
    }
}

/// The body of a request, as far as it is read before it is decoded.
#[derive(Debug)]
enum Content {
    /// There is none.
    Absent,
    /// All of it.
    Bytes(Bytes),
    /// All of its parts.
    Parts(Vec<Part>),
    /// Nothing is read yet.
    Stream(Body),
}

/// Reads the body of a request, if the operation takes one, and finds out which of its types it has. No body and no type
/// is no content.
async fn read(
    endpoint: &Endpoint,
    parts: &Parts,
    body: Unread,
    limit: usize,
    read_parts: Option<ReadParts>,
) -> Result<(usize, Content), Rejection> {
    let Some(spec) = &endpoint.body else { return Ok((0, Content::Absent)) };
    let Some(media_type) = parts.headers.get(header::CONTENT_TYPE) else {
        let bytes = body::read(body, &parts.headers, limit).await?;
        return match bytes.is_empty() {
            true => Ok((0, Content::Absent)),
            false => media::find(&parts.headers, spec).map(|index| (index, Content::Bytes(bytes))),
        };
    };
    let index = media::find(&parts.headers, spec)?;
    let content = match (spec.media_types.get(index).map(|media| media.reading), read_parts) {
        (Some(Reading::Stream), _) => Content::Stream(body::stream(body, &parts.headers, limit)?),
        (Some(Reading::Parts), Some(read_parts)) => {
            let body = body::stream(body, &parts.headers, limit)?;
            let media_type = String::from_utf8_lossy(media_type.as_bytes()).into_owned();
            Content::Parts(read_parts(body, media_type, limit).await?)
        }
        _ => Content::Bytes(body::read(body, &parts.headers, limit).await?),
    };
    Ok((index, content))
}

/// The parts of a request.
#[derive(Debug)]
pub struct Input<'r> {
    sources: Sources<'r>,
    /// Which of its types the body has.
    media: usize,
    body: Result<Content, Rejection>,
    /// What is wrong with the parameters.
    faults: Vec<Fault>,
    /// What is wrong with the body.
    refused: Option<Rejection>,
}

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
        match schema.decode(&body) {
            Ok(value) => Some(value),
            Err(Undecoded::Malformed(error)) => {
                self.refuse(malformed(error.line(), error.column()));
                None
            }
            Err(Undecoded::Invalid(violations)) => {
                self.valid(violations);
                None
            }
            Err(Undecoded::Mistyped) => self.typed(Err(())),
        }
    }

    /// The body as JSON texts, one a line, each of which the schema is for.
    pub fn json_lines<T: DeserializeOwned>(&mut self, schema: &Schema) -> Option<Vec<T>> {
        let body = self.body()?;
        let (mut values, mut violations) = (Vec::new(), Vec::new());
        let (mut count, mut mistyped) = (0, false);
        // In a sequence (RFC 7464), a record separator stands before each.
        let texts = body.split(|byte| *byte == b'\n').map(|line| line.strip_prefix(b"\x1e").unwrap_or(line));
        let lines = texts.enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
        for (number, line) in lines {
            match schema.decode(line) {
                Ok(value) => values.push(value),
                Err(Undecoded::Malformed(error)) => {
                    self.refuse(malformed(number + 1, error.column()));
                    return None;
                }
                Err(Undecoded::Invalid(found)) => violations.extend(
                    found
                        .into_iter()
                        .map(|violation| Violation { pointer: format!("/{count}{}", violation.pointer), ..violation }),
                ),
                Err(Undecoded::Mistyped) => mistyped = true,
            }
            count += 1;
        }
        let values = if mistyped { Err(()) } else { Ok(values) };
        self.valid(violations).then_some(values).and_then(|values| self.typed(values))
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

    /// The body as it came, and as it comes.
    pub fn bytes(&mut self) -> Option<Body> {
        match self.content()? {
            Content::Stream(body) => Some(body),
            Content::Bytes(bytes) => Some(bytes.into()),
            Content::Parts(_) | Content::Absent => self.absent(),
        }
    }

    /// The body as a form with files.
    pub fn multipart<F: Form>(&mut self, schema: &Schema) -> Option<F> {
        let parts = self.parts()?;
        let sorted = PartReader::new(parts, F::FILES, F::ENCODINGS, schema);
        let mut reader = self.sorted(sorted)?;
        if !self.valid(schema.check_value(&reader.outline(schema))) {
            return None;
        }
        let form = F::read(&mut reader);
        self.typed(form.ok_or(()))
    }

    /// The body as a form without files that came as parts. `encodings` are as for [`form`](Self::form).
    pub fn multipart_value<T: DeserializeOwned>(&mut self, encodings: &[&Param], schema: &Schema) -> Option<T> {
        let parts = self.parts()?;
        let value = self.sorted(read_value(parts, encodings, schema))?;
        self.valid(schema.check_value(&value)).then(|| T::deserialize(value)).and_then(|value| self.typed(value))
    }

    /// The parts of the body.
    pub fn parts(&mut self) -> Option<Vec<Part>> {
        match self.content()? {
            Content::Parts(parts) => Some(parts),
            _ => self.absent(),
        }
    }

    /// Which of the media types that the operation takes the body has, as an index.
    pub fn media(&self) -> usize {
        self.media
    }

    /// A body that may be absent.
    pub fn optional_body<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match &self.body {
            Ok(Content::Absent) => Some(None),
            Ok(Content::Bytes(bytes)) if bytes.is_empty() => Some(None),
            _ => read(self).map(Some),
        }
    }

    /// All bytes of the body.
    fn body(&mut self) -> Option<Bytes> {
        match self.content()? {
            Content::Bytes(bytes) => Some(bytes),
            _ => self.absent(),
        }
    }

    /// The body, if it could be read.
    fn content(&mut self) -> Option<Content> {
        match std::mem::replace(&mut self.body, Ok(Content::Absent)) {
            Ok(content) => Some(content),
            Err(rejection) => {
                self.refuse(rejection);
                None
            }
        }
    }

    fn absent<T>(&mut self) -> Option<T> {
        self.refuse(missing());
        None
    }

    /// A form whose parts could be sorted.
    fn sorted<T>(&mut self, sorted: Result<T, &'static str>) -> Option<T> {
        let refused = |reason| Rejection::new(RejectionKind::MalformedBody, format!("The form {reason}."));
        sorted.map_err(|reason| self.refuse(refused(reason))).ok()
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
