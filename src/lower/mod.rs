//! The document to the intermediate representation: the only stage that sees both. Follows every reference, allocates type
//! ids, and never decides on names.
//!
//! Types are claimed when they are first met and worked out afterwards, from a queue (`schema`); what needs to know all types,
//! such as how the variants of unions are recognised or how a list is paged, comes last.

mod content;
mod context;
mod convention;
mod event;
mod info;
mod operation;
mod parameter;
mod path;
mod response;
mod schema;
mod security;
mod settle;
mod template;
#[cfg(test)]
mod tests;
mod webhook;

use indexmap::{IndexMap, IndexSet};

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::spec::{Document, Node};
use context::{Context, Id, Types};

/// Says what the document says. What is wrong or not supported is reported; the rest is still there.
pub(crate) fn lower(document: &Document, diag: &mut Diagnostics) -> Api {
    let root = document.root();
    let mut context = Context {
        document,
        diag,
        types: Types::default(),
        children: IndexMap::new(),
        formats: IndexSet::new(),
        components: 0,
        schemes: IndexMap::new(),
        parameters: IndexMap::new(),
        responses: IndexMap::new(),
    };
    let cx = &mut context;
    security::declare(cx, &root);
    declare_components(cx, &root);
    let (operations, nodes) = path::operations(cx, &root).into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
    convention::check_names(cx, &root, &nodes);
    let webhooks = webhook::webhooks(cx, &root);
    schema::work(cx);
    settle::types(cx);
    schema::recognise(cx);
    let mut api = Api {
        source: document.name().to_owned(),
        info: info::info(cx, &root),
        servers: info::servers(cx, &root),
        security: std::mem::take(&mut cx.schemes).into_values().collect(),
        tags: info::tags(cx, &root, &operations),
        types: std::mem::take(&mut cx.types.defs),
        forms: std::collections::BTreeMap::new(),
        operations,
        webhooks,
        rate_limit: convention::rate_limit(cx, &root),
        retry: convention::retry(cx, &root),
    };
    settle::uses(&mut api, &cx.types.nullable);
    convention::paginate(cx, &mut api, &nodes);
    webhook::unite(cx, &mut api, &root);
    api
}

/// Claims every component schema before anything else is looked at, so that references find them by name.
fn declare_components<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) {
    let schemas = root.get("components").and_then(|components| components.get("schemas")?.follow(cx.diag));
    let Some(schemas) = schemas else { return };
    let nodes: Vec<Node<'d>> =
        schemas.entries().map(|(_, node)| node).filter(|node| node.value().is_object()).collect();
    cx.components = nodes.len();
    let ids: IndexSet<Id> = nodes.iter().map(Id::of).collect();
    for node in &nodes {
        schema::declare_component(cx, node, &ids);
    }
    for node in nodes {
        let members: Vec<Node<'d>> = node.get("allOf").map(|all| all.items().collect()).unwrap_or_default();
        for member in members.iter().filter(|member| member.reference().is_some()) {
            if let Some(base) = member.follow(cx.diag) {
                cx.children.entry(Id::of(&base)).or_default().push(node.clone());
            }
        }
    }
}
