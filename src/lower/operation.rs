//! Operations.

use super::context::{Context, Site};
use super::{content, convention, info, parameter, response, security, template};
use crate::diag::codes;
use crate::ir::{Called, Doc, Location, Method, Operation, Parameter, PathTemplate, Requirement, Server};
use crate::spec::{Node, model};

/// What an operation has from its path item and the document.
pub(super) struct Inherited<'d> {
    pub(super) path: PathTemplate,
    pub(super) security: Vec<Requirement>,
    pub(super) servers: Vec<Server>,
    pub(super) item: Node<'d>,
}

/// One operation; `index` is what its inline types are named after.
pub(super) fn operation<'d>(
    cx: &mut Context<'d, '_>,
    inherited: &Inherited<'d>,
    method: Method,
    node: &Node<'d>,
    index: u32,
) -> Option<Operation> {
    let said: model::Operation = node.read(cx.diag)?;
    let item = &inherited.item;
    let site = Site::operation(index);
    let mut path = inherited.path.clone();
    let parameters = parameters(cx, &mut path, &inherited.item, node, &site);
    let body = node.get("requestBody").and_then(|body| content::body(cx, &body, &site));
    let responses = node.get("responses").and_then(|responses| responses.follow(cx.diag));
    let responses = responses.map(|responses| response::responses(cx, &responses, &site)).unwrap_or_default();
    if let Some(callbacks) = node.get("callbacks").filter(|callbacks| callbacks.entries().next().is_some()) {
        cx.diag.push(codes::unsupported_callbacks(callbacks.place()));
    }
    let own_servers = info::servers(cx, node);
    let text = |key: &str| item.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    Some(Operation {
        id: said.operation_id.filter(|id| !id.is_empty()),
        method,
        path,
        tags: said.tags,
        doc: Doc {
            summary: said.summary.or_else(|| text("summary")),
            description: said.description.or_else(|| text("description")),
            deprecated: said.deprecated,
            external: said.external_docs.map(|docs| docs.url),
        },
        parameters,
        body,
        responses,
        security: security::requirements(cx, node).unwrap_or_else(|| inherited.security.clone()),
        servers: if own_servers.is_empty() { inherited.servers.clone() } else { own_servers },
        pagination: None,
        rate_limit: convention::rate_limit(cx, node),
        retry: convention::retry(cx, node),
        place: node.place(),
        called: Called::default(),
    })
}

/// The parameters of the path item, overridden by those of the operation (name and location identify one); those of the
/// path first, in the template's order.
fn parameters<'d>(
    cx: &mut Context<'d, '_>,
    path: &mut PathTemplate,
    item: &Node<'d>,
    node: &Node<'d>,
    site: &Site,
) -> Vec<Parameter> {
    let mut all: Vec<Parameter> = Vec::new();
    // What several operations share is named after none of them.
    let shared = Site::component(&path.text);
    for (owner, site) in [(item, &shared), (node, site)] {
        let mut own: Vec<Parameter> = Vec::new();
        for parameter in owner.get("parameters").iter().flat_map(Node::items) {
            let Some(parameter) = parameter::parameter(cx, &parameter, site) else { continue };
            if own.iter().any(|known| is_same(known, &parameter)) {
                cx.diag.push(codes::duplicate_parameter(parameter.place.clone(), &parameter.name));
                continue;
            }
            own.push(parameter);
        }
        for parameter in own {
            match all.iter_mut().find(|known| is_same(known, &parameter)) {
                Some(known) => *known = parameter,
                None => all.push(parameter),
            }
        }
    }
    template::settle(cx, path, node, &mut all);
    let order = |parameter: &Parameter| match parameter.location {
        Location::Path => path.parameters().position(|name| name == parameter.name).unwrap_or(0),
        _ => usize::MAX,
    };
    all.sort_by_key(order);
    all
}

/// Header names are not case sensitive (RFC 9110, section 5.1).
fn is_same(left: &Parameter, right: &Parameter) -> bool {
    left.location == right.location
        && match left.location {
            Location::Header => left.name.eq_ignore_ascii_case(&right.name),
            // There is one query.
            Location::QueryString => true,
            Location::Path | Location::Query | Location::Cookie => left.name == right.name,
        }
}
