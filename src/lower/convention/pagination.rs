//! Pagination: what the document says in our words, else in the words of others, else what its shape says.

use super::extension::Extension;
use super::shape::{self, Member};
use super::{foreign, infer};
use crate::diag::codes;
use crate::ir::{Api, End, Kind, Location, Operation, PageItems, Pagination, PaginationStyle, Type, Value};
use crate::lower::context::Context;
use crate::spec::Node;

const KEY: &str = "x-specwright-pagination";

/// Gives every operation that is paged its pagination; `nodes` are the operations' places in the document.
pub(in crate::lower) fn paginate<'d>(cx: &mut Context<'d, '_>, api: &mut Api, nodes: &[Node<'d>]) {
    let found: Vec<Option<Pagination>> =
        api.operations.iter().zip(nodes).map(|(operation, node)| pagination(cx, api, operation, node)).collect();
    for (operation, pagination) in api.operations.iter_mut().zip(found) {
        operation.pagination = pagination;
    }
}

fn pagination<'d>(cx: &mut Context<'d, '_>, api: &Api, operation: &Operation, node: &Node<'d>) -> Option<Pagination> {
    match node.get(KEY).map(|said| said.as_bool()) {
        // Said not to be paged.
        Some(Some(false)) => None,
        Some(_) => said(cx, api, operation, node),
        None => foreign::pagination(cx, api, operation, node).or_else(|| infer::pagination(api, operation)),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Page,
    Offset,
    Cursor,
    Link,
    Url,
}

/// What our own extension says.
fn said<'d>(cx: &mut Context<'d, '_>, api: &Api, operation: &Operation, node: &Node<'d>) -> Option<Pagination> {
    let keys = ["style", "page", "size", "offset", "cursor", "first", "items", "next", "more", "total_pages", "total"];
    let said = Extension::of(cx, node, KEY, &keys)?;
    let styles = [
        ("page", Style::Page),
        ("offset", Style::Offset),
        ("cursor", Style::Cursor),
        ("link", Style::Link),
        ("url", Style::Url),
    ];
    if said.node.get("style").is_none() {
        cx.diag.push(codes::missing_extension_key(said.node.place(), "style"));
    }
    let style = said.word(cx, "style", &styles)?;
    let body = shape::success(operation);
    if body.is_none() {
        cx.diag.push(codes::paged_without_body(said.node.place()));
    }
    let body = body?;
    let size = said.text(cx, "size");
    check_parameter(cx, operation, &said, "size", size.as_deref());
    let style = match style {
        Style::Page => {
            let parameter = parameter(cx, operation, &said, "page")?;
            let first = said.integer(cx, "first").unwrap_or_else(|| first_page(operation, &parameter));
            PaginationStyle::Page { parameter, first }
        }
        Style::Offset => PaginationStyle::Offset { parameter: parameter(cx, operation, &said, "offset")? },
        Style::Cursor => PaginationStyle::Cursor {
            parameter: parameter(cx, operation, &said, "cursor")?,
            next: member(cx, api, body, &said, "next", shape::is_string)?,
        },
        Style::Link => PaginationStyle::Link,
        Style::Url => PaginationStyle::Url { next: member(cx, api, body, &said, "next", shape::is_string)? },
    };
    let items = match said.node.get("items") {
        Some(_) => member(cx, api, body, &said, "items", shape::is_array)?,
        None => {
            let found = infer::items(api, operation, body);
            if found.is_none() {
                cx.diag.push(codes::missing_extension_key(said.node.place(), "items"));
            }
            found?
        }
    };
    let mut ends = Vec::new();
    for (key, fits, end) in [
        ("more", shape::is_boolean as Fits, End::More as fn(Vec<String>) -> End),
        ("total_pages", shape::is_integer, End::TotalPages),
        ("total", shape::is_integer, End::Total),
    ] {
        if said.node.get(key).is_some() {
            ends.extend(member(cx, api, body, &said, key, fits).map(end));
        }
    }
    Some(Pagination { style, size, items: PageItems { path: items }, ends, inferred: false })
}

type Fits = fn(&Api, &Type) -> bool;

/// A pointer into the response, checked against its schema.
fn member<'d>(
    cx: &mut Context<'d, '_>,
    api: &Api,
    body: &Type,
    said: &Extension<'d>,
    key: &str,
    fits: Fits,
) -> Option<Vec<String>> {
    let Some(node) = said.node.get(key) else {
        cx.diag.push(codes::missing_extension_key(said.node.place(), key));
        return None;
    };
    let path = said.pointer(cx, key)?;
    if leads(api, body, &path, fits) {
        return Some(path);
    }
    let wrong = match shape::walk(api, body, &path) {
        Member::Absent => codes::pointer_to_nothing(node.place(), &path.join("/")),
        Member::Type(_) | Member::Unknown => codes::pointer_to_wrong_type(node.place(), &path.join("/"), key),
    };
    cx.diag.push(wrong);
    None
}

/// Whether a path leads to a member of the right type. Where the schema does not say, it may.
pub(super) fn leads(api: &Api, body: &Type, path: &[String], fits: Fits) -> bool {
    match shape::walk(api, body, path) {
        Member::Unknown => true,
        Member::Type(ty) => fits(api, ty) || matches!(shape::kind(api, ty), Kind::Any),
        Member::Absent => false,
    }
}

/// The name of a query parameter, which has to be there.
fn parameter<'d>(cx: &mut Context<'d, '_>, operation: &Operation, said: &Extension<'d>, key: &str) -> Option<String> {
    let name = said.needed(cx, key)?;
    check_parameter(cx, operation, said, key, Some(&name)).then_some(name)
}

fn check_parameter<'d>(
    cx: &mut Context<'d, '_>,
    operation: &Operation,
    said: &Extension<'d>,
    key: &str,
    name: Option<&str>,
) -> bool {
    let Some(name) = name else { return true };
    let known = operation.parameters.iter().any(|known| known.location == Location::Query && known.name == name);
    if !known && let Some(node) = said.node.get(key) {
        cx.diag.push(codes::no_such_query_parameter(node.place(), name));
    }
    known
}

/// The number of the first page: the parameter's default, if it has one.
pub(super) fn first_page(operation: &Operation, parameter: &str) -> i64 {
    let parameter =
        operation.parameters.iter().find(|known| known.location == Location::Query && known.name == parameter);
    let Some(parameter) = parameter else { return 1 };
    if let Some(default) = parameter.default.as_ref().and_then(Value::as_i64) {
        return default;
    }
    let minimum = parameter.ty.constraints.minimum.as_ref().and_then(serde_json::Number::as_i64);
    if minimum == Some(0) { 0 } else { 1 }
}
