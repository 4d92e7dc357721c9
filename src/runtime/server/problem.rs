//! Problem details (RFC 9457): how a rejection is told where the API has no shape of its own for it.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value};

use super::rejection::{Fault, Rejection};

/// What may not stand in a URI fragment (RFC 3986, section 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The rejection as `application/problem+json`, with every fault in `errors` (RFC 9457, section 3, has the like).
pub fn problem(rejection: &Rejection) -> Response {
    let mut body = Map::new();
    body.insert("title".into(), rejection.status().canonical_reason().unwrap_or("Error").into());
    body.insert("status".into(), rejection.status().as_u16().into());
    body.insert("detail".into(), rejection.detail().into());
    if !rejection.faults().is_empty() {
        body.insert("errors".into(), rejection.faults().iter().map(entry).collect());
    }
    let mut response = Response::new(Body::from(Value::Object(body).to_string()));
    *response.status_mut() = rejection.status();
    let json = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn entry(fault: &Fault) -> Value {
    let mut entry = Map::new();
    entry.insert("in".into(), fault.location.into());
    if let Some(parameter) = fault.parameter {
        entry.insert("parameter".into(), parameter.into());
    }
    if fault.parameter.is_none() || !fault.pointer.is_empty() {
        let pointer = utf8_percent_encode(&fault.pointer, FRAGMENT);
        entry.insert("pointer".into(), format!("#{pointer}").into());
    }
    entry.insert("rule".into(), fault.rule.into());
    entry.insert("detail".into(), fault.detail.as_str().into());
    Value::Object(entry)
}
