//! The documentation of operations and what belongs to them, put together from the document's prose and its facts.

use super::docs::{self, DocLines};
use super::responses::reason;
use super::types::{default_of, facts};
use crate::ir::{Doc, Operation, Parameter, Response, Status};

/// What the document says of an operation: a first sentence, `METHOD /path`, and the rest.
pub(super) fn operation(operation: &Operation) -> DocLines {
    let doc = &operation.doc;
    let description = doc.description.as_deref().unwrap_or_default().trim();
    let first = description.split("\n\n").next().unwrap_or_default().trim_end();
    let summary = doc.summary.as_deref().map_or(first, str::trim);
    let rest = match &doc.summary {
        None => &description[first.len()..],
        Some(_) if same(summary, description) => "",
        Some(_) => description,
    };
    let mut lines = docs::lines(&Doc { summary: Some(summary.to_owned()), ..Doc::default() });
    lines.paragraph(&route(operation));
    let description = Some(rest.to_owned());
    lines.append(docs::lines(&Doc { description, external: doc.external.clone(), ..Doc::default() }));
    lines
}

fn same(summary: &str, description: &str) -> bool {
    summary.trim_end_matches('.') == description.trim_end_matches('.')
}

/// `METHOD /path` as code.
pub(super) fn route(operation: &Operation) -> String {
    docs::code(&format!("{} {}", operation.method.0, operation.path.text))
}

/// What the document says of a parameter, and what it allows: `Defaults to 20. From 1 to 100.`
pub(super) fn parameter(parameter: &Parameter) -> DocLines {
    let mut lines = docs::lines(&parameter.doc);
    let facts = facts(&parameter.ty).into_iter().chain(parameter.default.as_ref().and_then(default_of));
    lines.paragraph(&facts.collect::<Vec<_>>().join(" "));
    lines
}

/// `404: the resource does not exist.`
pub(super) fn answer(response: &Response) -> DocLines {
    let (status, phrase) = match response.status {
        Status::Code(code) => (code.to_string(), reason(code)),
        Status::Range(digit) => (format!("{digit}xx"), None),
        Status::Default => ("Any other status".to_owned(), None),
    };
    let text = response.doc.summary.as_deref().or(response.doc.description.as_deref());
    let text = text.map(str::trim).filter(|text| !text.is_empty()).or(phrase);
    let line = text.map_or(status.clone(), |text| format!("{status}: {text}"));
    docs::lines(&Doc { description: Some(line), ..Doc::default() })
}
