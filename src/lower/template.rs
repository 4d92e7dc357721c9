//! Path templates and the parameters that are declared for them have to agree (OpenAPI 3.0.4, "Path Templating"). Where
//! documents are sloppy in a way that leaves no doubt, they are understood.

use super::context::Context;
use super::parameter;
use crate::diag::codes;
use crate::ir::{Location, Parameter, ParameterStyle, PathTemplate, Segment};
use crate::spec::Node;

/// Settles which parameters the path has: respells those of the template, moves those of its query there, leaves out what
/// it does not have and adds what nobody declares.
pub(super) fn settle(cx: &mut Context<'_, '_>, path: &mut PathTemplate, node: &Node<'_>, all: &mut Vec<Parameter>) {
    respell(path, all);
    move_to_query(path, all);
    all.retain(|parameter| {
        let known = parameter.location != Location::Path || path.parameters().any(|name| name == parameter.name);
        if !known {
            cx.diag.push(codes::parameter_not_in_path(parameter.place.clone(), &parameter.name, &path.text));
        }
        known
    });
    for name in path.parameters() {
        if !all.iter().any(|parameter| is_path_parameter(parameter, name)) {
            cx.diag.push(codes::undeclared_path_parameter(node.place(), name, &path.text));
            all.push(parameter::undeclared(name, node.place()));
        }
    }
    for (key, name) in &path.query {
        if !all.iter().any(|parameter| parameter.location == Location::Query && parameter.name == *key) {
            cx.diag.push(codes::undeclared_path_parameter(node.place(), name, &path.text));
            all.push(in_query(parameter::undeclared(name, node.place()), key));
        }
    }
}

fn is_path_parameter(parameter: &Parameter, name: &str) -> bool {
    parameter.location == Location::Path && parameter.name == name
}

/// Gives a parameter of the template the name that it is declared with, where only the notation differs: `{.id*}` and
/// `{+id}` (RFC 6570), `{id:[0-9]+}` as routers write it, and other capitals or punctuation.
fn respell(path: &mut PathTemplate, all: &[Parameter]) {
    let unused: Vec<&str> = all
        .iter()
        .filter(|parameter| parameter.location == Location::Path)
        .map(|parameter| parameter.name.as_str())
        .filter(|declared| !path.parameters().any(|name| name == *declared))
        .collect();
    for segment in &mut path.segments {
        let Segment::Parameter(name) = segment else { continue };
        if all.iter().any(|parameter| is_path_parameter(parameter, name)) {
            continue;
        }
        let essence = essence(name);
        let mut alike = unused.iter().filter(|declared| self::essence(declared) == essence);
        if let (Some(declared), None) = (alike.next(), alike.next()) {
            *name = (*declared).to_owned();
        }
    }
}

/// The letters and digits of a name, in lower case, without what follows a colon.
fn essence(name: &str) -> String {
    let name = name.split(':').next().unwrap_or_default();
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the template has in its query is a query parameter, even if it is declared as one of the path.
fn move_to_query(path: &PathTemplate, all: &mut [Parameter]) {
    for (key, name) in &path.query {
        let declared = all.iter().any(|parameter| parameter.location == Location::Query && parameter.name == *key);
        let in_path = path.parameters().any(|other| other == name);
        let found = all.iter_mut().find(|parameter| is_path_parameter(parameter, name));
        if let Some(parameter) = found.filter(|_| !declared && !in_path) {
            *parameter = in_query(parameter.clone(), key);
        }
    }
}

fn in_query(parameter: Parameter, key: &str) -> Parameter {
    let style = match parameter.style {
        ParameterStyle::Json | ParameterStyle::Urlencoded => parameter.style,
        _ => ParameterStyle::Form,
    };
    let (location, explode) = (Location::Query, style == ParameterStyle::Form);
    Parameter { name: key.to_owned(), location, style, explode, ..parameter }
}
