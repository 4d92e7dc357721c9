//! Pagination in the words of others: Speakeasy, Fern, AutoRest, Dropshot. What they say that we have no counterpart for is
//! reported, and the shape decides.

use super::extension::path_of_pointer;
use super::infer;
use super::pagination::{first_page, leads};
use super::shape;
use crate::diag::codes;
use crate::ir::{Api, Location, Operation, PageItems, Pagination, PaginationStyle, Type};
use crate::lower::context::Context;
use crate::spec::Node;

/// What a foreign extension says of an operation.
pub(super) fn pagination<'d>(
    cx: &mut Context<'d, '_>,
    api: &Api,
    operation: &Operation,
    node: &Node<'d>,
) -> Option<Pagination> {
    type Read = fn(&Said<'_>) -> Option<Style>;
    let readers: [(&str, Read); 4] = [
        ("x-speakeasy-pagination", speakeasy),
        ("x-fern-pagination", fern),
        ("x-ms-pageable", autorest),
        ("x-dropshot-pagination", dropshot),
    ];
    for (key, read) in readers {
        let Some(extension) = node.get(key) else { continue };
        if extension.value().is_null() || extension.as_bool() == Some(false) {
            return None;
        }
        let body = shape::success(operation)?;
        let said = Said { extension: extension.clone(), operation, api, body };
        let found = read(&said).and_then(|style| complete(&said, style));
        if found.is_none() {
            cx.diag.push(codes::unread_pagination(extension.place(), key));
        }
        return found;
    }
    None
}

struct Said<'a> {
    extension: Node<'a>,
    operation: &'a Operation,
    api: &'a Api,
    body: &'a Type,
}

impl Said<'_> {
    fn text(&self, pointer: &str) -> Option<String> {
        self.extension.value().pointer(pointer)?.as_str().map(str::to_owned)
    }

    fn query(&self, names: &[&str]) -> Option<String> {
        let mut query = self.operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        query.find(|parameter| names.contains(&parameter.name.as_str())).map(|parameter| parameter.name.clone())
    }

    fn page(&self, parameter: String) -> PaginationStyle {
        let first = first_page(self.operation, &parameter);
        PaginationStyle::Page { parameter, first }
    }
}

/// A style, with the size parameter and the items if they were said.
struct Style {
    style: PaginationStyle,
    size: Option<String>,
    items: Option<Vec<String>>,
}

/// Fills in the items, and checks what was said against the schema.
fn complete(said: &Said<'_>, found: Style) -> Option<Pagination> {
    let items = match found.items {
        Some(items) => leads(said.api, said.body, &items, shape::is_array).then_some(items)?,
        None => infer::items(said.api, said.operation, said.body)?,
    };
    if let PaginationStyle::Cursor { next, .. } | PaginationStyle::Url { next } = &found.style {
        leads(said.api, said.body, next, |_, _| true).then_some(())?;
    }
    Some(Pagination {
        style: found.style,
        size: found.size,
        items: PageItems { path: items },
        ends: Vec::new(),
        inferred: false,
    })
}

/// `type`, `inputs: [{name, in, type}]`, `outputs: {results, nextCursor, nextUrl}` with JSON paths.
fn speakeasy(said: &Said<'_>) -> Option<Style> {
    let inputs = said.extension.get("inputs");
    let input = |kind: &str| {
        let inputs = inputs.as_ref()?.items();
        let of_kind = |node: &Node<'_>| node.get("type").is_some_and(|said| said.as_str() == Some(kind));
        let mut of_kind = inputs.filter(of_kind);
        of_kind.find_map(|node| node.get("name")?.as_str().map(str::to_owned))
    };
    let output = |key: &str| said.text(&format!("/outputs/{key}")).and_then(|text| path_of_json_path(&text));
    let style = match said.text("/type")?.as_str() {
        "offsetLimit" => match (input("page"), input("offset")) {
            (Some(parameter), _) => said.page(parameter),
            (None, Some(parameter)) => PaginationStyle::Offset { parameter },
            (None, None) => return None,
        },
        "cursor" => PaginationStyle::Cursor { parameter: input("cursor")?, next: output("nextCursor")? },
        "url" => PaginationStyle::Url { next: output("nextUrl")? },
        _ => return None,
    };
    Some(Style { style, size: input("limit"), items: output("results") })
}

/// `cursor`, `next_cursor`, `results`, `offset`, `step`, as `$request.…` and `$response.…`.
fn fern(said: &Said<'_>) -> Option<Style> {
    let request = |key: &str| said.text(key).and_then(|text| text.strip_prefix("$request.").map(str::to_owned));
    let response = |key: &str| {
        let text = said.text(key)?;
        Some(text.strip_prefix("$response.")?.split('.').map(str::to_owned).collect::<Vec<_>>())
    };
    let style = match (request("/cursor"), request("/offset")) {
        (Some(parameter), _) => PaginationStyle::Cursor { parameter, next: response("/next_cursor")? },
        (None, Some(parameter)) if parameter.to_ascii_lowercase().contains("page") => said.page(parameter),
        (None, Some(parameter)) => PaginationStyle::Offset { parameter },
        (None, None) => PaginationStyle::Url { next: response("/next_url").or_else(|| response("/next_uri"))? },
    };
    Some(Style { style, size: request("/step"), items: response("/results") })
}

/// `nextLinkName`, `itemName` (default `value`).
fn autorest(said: &Said<'_>) -> Option<Style> {
    let next = said.text("/nextLinkName")?;
    let items = said.text("/itemName").unwrap_or_else(|| "value".to_owned());
    Some(Style { style: PaginationStyle::Url { next: vec![next] }, size: None, items: Some(vec![items]) })
}

/// Every paged operation of Dropshot has `limit` and `page_token`, and answers `items` and `next_page`.
fn dropshot(said: &Said<'_>) -> Option<Style> {
    let style = PaginationStyle::Cursor { parameter: said.query(&["page_token"])?, next: vec!["next_page".to_owned()] };
    Some(Style { style, size: said.query(&["limit"]), items: Some(vec!["items".to_owned()]) })
}

/// The members that a JSON path of plain members follows (RFC 9535), or a JSON pointer.
fn path_of_json_path(text: &str) -> Option<Vec<String>> {
    let Some(rest) = text.strip_prefix('$') else { return path_of_pointer(text) };
    if rest.contains(['[', '*', '(']) {
        return None;
    }
    Some(rest.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}
