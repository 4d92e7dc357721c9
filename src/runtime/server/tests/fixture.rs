//! An API as generated code has it, small enough to read.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower_service::Service;

use super::super::super::endpoint::{BodySpec, Endpoint, Media, Need, Scheme, SchemeKind};
use super::super::super::param::Param;
use super::super::super::schema::{Property, Schema};
use super::super::{Answer, Attempt, Caller, Denied, Failure, Gate, Input, Router, Serve};

static SHORT: Schema = Schema::string().max_length(3);
static INTEGER: Schema = Schema::integer();
static TEXT: Schema = Schema::string().min_length(1);
static NOTE: Schema = Schema::object(&[Property::required("text", &TEXT), Property::optional("a b", &TEXT)]).closed();

static SCHEMES: &[Scheme] = &[
    Scheme::new("bearerAuth", SchemeKind::Bearer),
    Scheme::new("apiKey", SchemeKind::Header("X-Key")),
    Scheme::new("basicAuth", SchemeKind::Basic),
];

static ID: Param = Param::path("id");
static PAGE: Param = Param::query("page").required();
static GET: Endpoint = Endpoint::new("notes.get", "GET", "/notes/{id}").params(&[&ID, &PAGE]);
static CREATE: Endpoint = Endpoint::new("notes.create", "POST", "/notes")
    .security(&[
        &[Need { scheme: 0, scopes: &["notes:write"] }],
        &[Need { scheme: 1, scopes: &[] }, Need { scheme: 2, scopes: &[] }],
    ])
    .body(BodySpec::required(&[Media::new("application/json")]));
static REPLACE: Endpoint = Endpoint::new("notes.replace", "PUT", "/notes/{id}")
    .params(&[&ID])
    .body(BodySpec::required(&[Media::new("application/json")]));
static STRICT: Endpoint = Endpoint::new("notes.strict", "PUT", "/strict/{id}")
    .params(&[&ID])
    .body(BodySpec::required(&[Media::new("application/json")]))
    .refusal(422);
static ME: Endpoint = Endpoint::new("me", "GET", "/me").security(&[&[], &[Need { scheme: 0, scopes: &[] }]]);
static FAIL: Endpoint = Endpoint::new("fail", "GET", "/fail/{id}").params(&[&ID]);
static FORM: Endpoint =
    Endpoint::new("form", "POST", "/form").body(BodySpec::required(&[Media::new("application/x-www-form-urlencoded")]));
static SEND_TEXT: Endpoint =
    Endpoint::new("text", "POST", "/text").body(BodySpec::optional(&[Media::new("text/plain")]));

static LINES: Endpoint =
    Endpoint::new("lines", "POST", "/lines").body(BodySpec::required(&[Media::new("application/jsonl")]));

/// Implements [`Serve`] for an operation whose output is JSON.
macro_rules! serve {
    ($ty:ty, $endpoint:ident, $status:literal, |$input:ident| $receive:expr) => {
        impl Serve for $ty {
            type Output = Value;
            type Error = Fault;
            const ENDPOINT: &'static Endpoint = &$endpoint;

            fn receive($input: &mut Input<'_>) -> Option<Self> {
                $receive
            }

            fn succeed(output: Value) -> Answer {
                let location = output.get("location").and_then(Value::as_str).map(str::to_owned);
                let answer = Answer::new($status).json("application/json", &output);
                answer.headers(|headers| match location {
                    Some(location) => location.parse().map(|value| drop(headers.insert(header::LOCATION, value))),
                    None => Ok(()),
                })
            }

            fn fail(error: Fault) -> Answer {
                match error {
                    Fault::ClientError(status) => Answer::within(status, 400..=417),
                    Fault::Undocumented(failure) => failure.into(),
                }
            }
        }
    };
}

pub(super) enum Fault {
    ClientError(StatusCode),
    Undocumented(Failure),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Undocumented(failure)
    }
}

struct GetNote(String, i64);
serve!(GetNote, GET, 200, |input| {
    let id = input.required(&ID, &SHORT);
    let page = input.required(&PAGE, &INTEGER);
    Some(Self(id?, page?))
});

struct CreateNote(Value);
serve!(CreateNote, CREATE, 201, |input| input.json(&NOTE).map(Self));

struct ReplaceNote(String, Value);
serve!(ReplaceNote, REPLACE, 200, |input| {
    let id = input.required(&ID, &SHORT);
    let body = input.json(&NOTE);
    Some(Self(id?, body?))
});

struct ReplaceStrictly(String, Value);
serve!(ReplaceStrictly, STRICT, 200, |input| {
    let id = input.required(&ID, &SHORT);
    let body = input.json(&NOTE);
    Some(Self(id?, body?))
});

struct Me;
serve!(Me, ME, 200, |_input| Some(Self));

struct Fail(String);
serve!(Fail, FAIL, 200, |input| input.required(&ID, &TEXT).map(Self));

struct SendForm(Value);
serve!(SendForm, FORM, 200, |input| input.form(&[], &NOTE).map(Self));

struct SendText(Option<String>);
serve!(SendText, SEND_TEXT, 200, |input| input.optional_body(Input::text).map(Self));

struct SendLines(Vec<Value>);

impl Serve for SendLines {
    type Output = Vec<Value>;
    type Error = Fault;
    const ENDPOINT: &'static Endpoint = &LINES;

    fn receive(input: &mut Input<'_>) -> Option<Self> {
        input.json_lines(&NOTE).map(Self)
    }

    fn succeed(output: Vec<Value>) -> Answer {
        Answer::new(200).json_lines("application/*", output.into())
    }

    fn fail(error: Fault) -> Answer {
        SendForm::fail(error)
    }
}

async fn check(attempt: Attempt) -> Result<String, Denied> {
    let writes = attempt.scopes.contains(&"notes:write");
    match attempt.scheme {
        0 => match attempt.credential.secret().expose() {
            "writer" => Ok("token writer".to_owned()),
            "reader" if writes => Err(Denied::Forbidden),
            "broken" => Err(Failure::unavailable("the database is gone").into()),
            _ => Err(Denied::Unauthorized),
        },
        1 => match attempt.credential.secret().expose() {
            "k" => Ok("key k".to_owned()),
            "weak" => Err(Denied::Forbidden),
            _ => Err(Denied::Unauthorized),
        },
        2 => match attempt.credential.login() {
            (user, password) if user == "root" && password.expose() == "toor" => Ok(user),
            _ => Err(Denied::Unauthorized),
        },
        _ => Err(Denied::Unauthorized),
    }
}

/// The router of the API.
pub(super) fn router() -> Router {
    let gate = Gate::new("Notes", SCHEMES, (), |_, attempt| check(attempt));
    let api = Arc::new(());
    Router::new()
        .open(&api, |_, GetNote(id, page)| async move { Ok(json!({"id": id, "page": page})) })
        .guarded(&gate, &api, |_, caller: Caller<String>, CreateNote(note)| async move {
            let by = format!("{} by {}", *caller, caller.scheme());
            Ok(json!({"text": note["text"], "by": by, "location": "/notes/1"}))
        })
        .open(&api, |_, ReplaceNote(id, note)| async move { Ok(json!({"id": id, "note": note})) })
        .open(&api, |_, ReplaceStrictly(id, note)| async move { Ok(json!({"id": id, "note": note})) })
        .welcoming(&gate, &api, |_, caller: Option<Caller<String>>, Me| async move {
            Ok(caller.map_or("nobody".to_owned(), Caller::into_account).into())
        })
        .open(&api, |_, Fail(how)| async move {
            match how.as_str() {
                "panic" => panic!("secret {}", 1),
                "internal" => Err(Failure::internal("secret 2").into()),
                "range" => Err(Fault::ClientError(StatusCode::IM_A_TEAPOT)),
                _ => super::super::not_implemented("fail", how).await,
            }
        })
        .open(&api, |_, SendForm(form)| async move { Ok(form["text"].clone()) })
        .open(&api, |_, SendLines(lines)| async move { Ok(lines) })
        .open(&api, |_, SendText(text)| async move { Ok(text.into()) })
}

/// Sends a request through a router.
pub(super) async fn call(router: impl Into<axum::Router>, request: Request<Body>) -> Response {
    router.into().call(request).await.unwrap()
}

/// A response's body as JSON; nothing is `null`.
pub(super) async fn json(response: Response) -> Value {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() }
}

pub(super) fn request(method: &str, uri: &str) -> Request<Body> {
    Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()
}

pub(super) fn get(uri: &str) -> Request<Body> {
    request("GET", uri)
}

pub(super) fn post(uri: &str, content_type: &str) -> http::request::Builder {
    Request::post(uri).header(header::CONTENT_TYPE, content_type)
}
