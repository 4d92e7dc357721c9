//! Responses and their headers.

use super::context::{Context, Id, Site, component_key, site_of};
use super::{content, schema};
use crate::diag::codes;
use crate::ir::{Doc, Header, Kind, MediaKind, Response, Status, StringFormat, Type};
use crate::spec::{Node, is_token, model};

/// The responses of an operation. `default` means success only where nothing else does.
pub(super) fn responses<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Vec<Response> {
    let mut responses: Vec<Response> = Vec::new();
    let entries: Vec<_> = node.entries().filter(|(key, _)| !key.starts_with("x-")).collect();
    let successes = entries.iter().filter(|(key, _)| status(key).is_some_and(Status::is_success)).count();
    for (key, node) in entries {
        let Some(status) = status(key) else {
            cx.diag.push(codes::not_a_status(node.place(), key));
            continue;
        };
        if responses.iter().any(|known| known.status == status) {
            cx.diag.push(codes::duplicate_status(node.place(), key));
            continue;
        }
        let success = status.is_success() || (status == Status::Default && successes == 0);
        let site = if success && successes < 2 {
            site.child("response")
        } else {
            site.child(&words(status)).child("response")
        };
        responses.extend(response(cx, &node, status, success, &site));
    }
    responses
}

/// The key of a response: a code, a range such as `4XX`, or `default`.
fn status(key: &str) -> Option<Status> {
    let bytes = key.as_bytes();
    match bytes {
        b"default" => Some(Status::Default),
        [digit @ b'1'..=b'5', x, y] if x.eq_ignore_ascii_case(&b'x') && y.eq_ignore_ascii_case(&b'x') => {
            Some(Status::Range(digit - b'0'))
        }
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Status::Code),
        _ => None,
    }
}

/// What a status is called in the name of an inline type (RFC 9110, section 15, and RFC 6585).
fn words(status: Status) -> String {
    let text = match status {
        Status::Code(code) => match code {
            200 => "ok",
            201 => "created",
            202 => "accepted",
            204 => "no content",
            206 => "partial content",
            400 => "bad request",
            401 => "unauthorized",
            402 => "payment required",
            403 => "forbidden",
            404 => "not found",
            405 => "method not allowed",
            406 => "not acceptable",
            408 => "request timeout",
            409 => "conflict",
            410 => "gone",
            412 => "precondition failed",
            413 => "content too large",
            415 => "unsupported media type",
            422 => "unprocessable content",
            429 => "too many requests",
            500 => "internal server error",
            501 => "not implemented",
            502 => "bad gateway",
            503 => "service unavailable",
            504 => "gateway timeout",
            _ => return format!("status {code}"),
        },
        Status::Range(1) => "informational",
        Status::Range(2) => "success",
        Status::Range(3) => "redirection",
        Status::Range(4) => "client error",
        Status::Range(_) => "server error",
        Status::Default => "default",
    };
    text.to_owned()
}

fn response<'d>(
    cx: &mut Context<'d, '_>,
    node: &Node<'d>,
    status: Status,
    success: bool,
    site: &Site,
) -> Option<Response> {
    let target = node.follow(cx.diag)?;
    let is_reference = node.reference().is_some();
    let place = target.place();
    if is_reference && let Some(known) = cx.responses.get(&Id::of(&target)) {
        return known.clone().map(|known| Response { status, success, ..known });
    }
    let site = if is_reference && component_key(&place).is_some() {
        site_of(&target, true, site).child("response")
    } else {
        site.clone()
    };
    let said: model::Response = target.read(cx.diag)?;
    let contents = content::contents(cx, &target, &site);
    let headers = headers(cx, &target, &site);
    if let Some(links) = target.get("links").filter(|links| links.entries().next().is_some()) {
        cx.diag.push(codes::unsupported_links(links.place()));
    }
    let description = Some(said.description).filter(|text| !text.is_empty());
    let summary = target.get("summary").and_then(|text| text.as_str()).map(str::to_owned);
    let response = Response {
        status,
        success,
        contents,
        headers,
        doc: Doc { summary, description, ..Doc::default() },
        component: component_key(&place).filter(|_| is_reference),
        place,
    };
    if is_reference {
        cx.responses.insert(Id::of(&target), Some(response.clone()));
    }
    Some(response)
}

fn headers<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Vec<Header> {
    let entries = node.get("headers").map(|headers| headers.entries().collect::<Vec<_>>()).unwrap_or_default();
    let mut headers = Vec::new();
    for (name, node) in entries {
        // `Content-Type` is described by `content` (OpenAPI 3.0.4, "Response Object").
        if name.eq_ignore_ascii_case("content-type") {
            cx.diag.push(codes::ignored_header_parameter(node.place(), name));
            continue;
        }
        if !is_token(name) {
            cx.diag.push(codes::impossible_header(node.place(), name));
            continue;
        }
        headers.extend(header(cx, name, &node, site));
    }
    headers
}

fn header<'d>(cx: &mut Context<'d, '_>, name: &str, node: &Node<'d>, site: &Site) -> Option<Header> {
    let target = node.follow(cx.diag)?;
    let site = site_of(&target, node.reference().is_some(), &site.child(name));
    let said: model::Header = target.read(cx.diag)?;
    let content = target.get("content").and_then(|content| content.entries().next());
    let json = content.as_ref().is_some_and(|(media_type, _)| content::kind(media_type) == MediaKind::Json);
    let schema = target.get("schema").or_else(|| content.and_then(|(_, content)| content.get("schema")));
    let ty = match &schema {
        Some(schema) => schema::schema(cx, schema, &site),
        None => Type::new(Kind::String(StringFormat::Plain)),
    };
    let notes = schema.map(|schema| schema::notes(cx, &schema)).unwrap_or_default();
    Some(Header {
        name: name.to_owned(),
        required: said.required,
        explode: target.get("explode").and_then(|explode| explode.as_bool()).unwrap_or(false),
        json,
        ty,
        doc: Doc {
            summary: None,
            description: said.description.or(notes.doc.description),
            deprecated: said.deprecated.unwrap_or(false) || notes.doc.deprecated,
            external: None,
        },
        place: target.place(),
    })
}
