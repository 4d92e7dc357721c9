//! What the document says about itself: info, servers, tags.

use indexmap::IndexMap;

use super::context::Context;
use crate::diag::codes;
use crate::ir::{Doc, Info, Operation, Server, ServerVariable, Tag};
use crate::spec::{Node, model};

/// The Info Object, and the root's `externalDocs`.
pub(super) fn info<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Info {
    let external_docs = root.get("externalDocs").and_then(|docs| docs.get("url")?.as_str());
    let external_docs = external_docs.map(str::to_owned);
    let Some(node) = root.get("info") else { return Info { external_docs, ..Info::default() } };
    let Some(info) = node.read::<model::Info>(cx.diag) else { return Info { external_docs, ..Info::default() } };
    let text = |pointer: &str| node.value().pointer(pointer)?.as_str().map(str::to_owned);
    Info {
        title: info.title,
        version: info.version,
        doc: Doc { summary: text("/summary"), description: info.description, ..Doc::default() },
        license: text("/license/identifier").or(text("/license/name")).filter(|name| !name.is_empty()),
        contact: ["/contact/name", "/contact/email", "/contact/url"].into_iter().filter_map(text).collect(),
        external_docs,
    }
}

/// The servers of the document, a path item or an operation.
pub(super) fn servers<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>) -> Vec<Server> {
    let nodes = owner.get("servers").map(|servers| servers.items().collect::<Vec<_>>()).unwrap_or_default();
    nodes.iter().filter_map(|node| server(cx, node)).collect()
}

fn server<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Server> {
    let node = node.follow(cx.diag)?;
    let server: model::Server = node.read(cx.diag)?;
    let text = |key: &str| node.get(key).and_then(|name| name.as_str()).map(str::to_owned);
    let mut variables: Vec<ServerVariable> =
        server.variables.unwrap_or_default().into_iter().map(|(name, said)| variable(cx, &node, name, said)).collect();
    for name in crate::ir::PathTemplate::parse(&server.url).parameters() {
        if !variables.iter().any(|variable| variable.name == name) {
            cx.diag.push(codes::undeclared_variable(node.place().child("url"), name));
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: None,
                values: Vec::new(),
                doc: Doc::default(),
            });
        }
    }
    Some(Server {
        url: server.url,
        name: text("x-specwright-server-name").or_else(|| text("name")),
        doc: Doc { description: server.description, ..Doc::default() },
        variables,
        rate_limited: node.get("x-specwright-rate-limit").and_then(|said| said.as_bool()) != Some(false),
        place: node.place(),
    })
}

fn variable<'d>(
    cx: &mut Context<'d, '_>,
    server: &Node<'d>,
    name: String,
    said: model::ServerVariable,
) -> ServerVariable {
    let variable = server.get("variables").and_then(|variables| variables.get(&name));
    let default = variable.and_then(|variable| variable.get("default"));
    let mut values = said.enumeration;
    if let Some(default) = &default
        && !values.is_empty()
        && !values.contains(&said.default)
    {
        cx.diag.push(codes::default_not_allowed(default.place(), &said.default));
        values.push(said.default.clone());
    }
    ServerVariable {
        name,
        default: default.map(|_| said.default),
        values,
        doc: Doc { description: said.description, ..Doc::default() },
    }
}

/// The tags that the document declares, then those that operations use without.
pub(super) fn tags<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>, operations: &[Operation]) -> Vec<Tag> {
    let nodes = root.get("tags").map(|tags| tags.items().collect::<Vec<_>>()).unwrap_or_default();
    let mut tags: IndexMap<String, Doc> = IndexMap::new();
    for node in nodes.iter().filter_map(|node| node.follow(cx.diag)).collect::<Vec<_>>() {
        let Some(tag) = node.read::<model::Tag>(cx.diag) else { continue };
        let summary = node.get("summary").or_else(|| node.get("x-displayName"));
        let doc = Doc {
            summary: summary.and_then(|summary| summary.as_str()).map(str::to_owned),
            description: tag.description,
            deprecated: false,
            external: tag.external_docs.map(|docs| docs.url),
        };
        if tags.insert(tag.name.clone(), doc).is_some() {
            cx.diag.push(codes::duplicate_tag(node.place(), &tag.name));
        }
    }
    for name in operations.iter().flat_map(|operation| &operation.tags) {
        tags.entry(name.clone()).or_default();
    }
    tags.into_iter().map(|(name, doc)| Tag { name, doc }).collect()
}
