//! Paths: path items to operations, and what must agree between them.

use indexmap::{IndexMap, IndexSet};

use super::context::Context;
use super::operation::{self, Inherited};
use super::{info, security};
use crate::diag::{Place, codes};
use crate::ir::{Method, Operation, PathTemplate, Segment};
use crate::spec::{Node, keys};

/// The methods that have a field of their own in a Path Item Object.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// All operations, in the document's order, and where they are written.
pub(super) fn operations<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Vec<(Operation, Node<'d>)> {
    let Some(paths) = root.get("paths").and_then(|paths| paths.follow(cx.diag)) else { return Vec::new() };
    let security = security::requirements(cx, root).unwrap_or_default();
    let mut operations = Vec::new();
    for (text, item) in paths.entries().filter(|(text, _)| !text.starts_with("x-")) {
        if !text.starts_with('/') {
            cx.diag.push(codes::not_a_path(item.place(), text));
            continue;
        }
        let path = PathTemplate::parse(text);
        if !is_sound(cx, &item.place(), &path) {
            continue;
        }
        let mut seen = IndexSet::new();
        for item in own_and_referred(cx, item) {
            let (path, security) = (path.clone(), security.clone());
            let inherited = Inherited { path, security, servers: info::servers(cx, &item), item: item.clone() };
            for (method, node) in methods(&item).into_iter().filter(|(method, _)| seen.insert(method.clone())) {
                let Some(node) = node.follow(cx.diag) else { continue };
                let index = u32::try_from(operations.len()).unwrap_or(u32::MAX);
                let operation = operation::operation(cx, &inherited, Method(method), &node, index);
                operations.extend(operation.map(|operation| (operation, node)));
            }
        }
    }
    settle_ids(cx, &mut operations);
    check_routes(cx, &operations);
    operations
}

/// A path item may have operations beside its `$ref`; what that means, the standard leaves open (OpenAPI 3.1.1, "Path Item
/// Object"). Here they come first.
fn own_and_referred<'d>(cx: &mut Context<'d, '_>, item: Node<'d>) -> Vec<Node<'d>> {
    let own = Some(item.clone()).filter(|item| item.reference().is_some() && !methods(item).is_empty());
    own.into_iter().chain(item.follow(cx.diag)).collect()
}

/// The operations of a path item, in the document's order.
pub(super) fn methods<'d>(item: &Node<'d>) -> Vec<(String, Node<'d>)> {
    let mut methods = Vec::new();
    for (key, node) in item.entries() {
        if METHODS.contains(&key) {
            methods.push((key.to_ascii_uppercase(), node));
        } else if key == keys::QUERY {
            methods.push(("QUERY".to_owned(), node));
        } else if key == keys::ADDITIONAL_OPERATIONS {
            methods.extend(node.entries().map(|(method, node)| (method.to_owned(), node)));
        }
    }
    methods
}

/// Whether a path can be one.
fn is_sound(cx: &mut Context<'_, '_>, place: &Place, path: &PathTemplate) -> bool {
    let mut names = IndexSet::new();
    let repeated = path.parameters().find(|name| !names.insert(*name));
    if let Some(name) = repeated {
        cx.diag.push(codes::repeated_template_parameter(place.clone(), name));
    }
    repeated.is_none()
}

/// Two paths that differ in the names of their parameters only are one path (OpenAPI 3.0.4, "Paths Object"). Clients do
/// not mind, and servers neither while the methods differ.
fn check_routes(cx: &mut Context<'_, '_>, operations: &[(Operation, Node<'_>)]) {
    let mut routes: IndexMap<(&Method, String), &Operation> = IndexMap::new();
    for (operation, _) in operations {
        let piece = |segment: &Segment| match segment {
            Segment::Constant(text) => text.clone(),
            Segment::Parameter(_) => "{}".to_owned(),
        };
        let shape: String = operation.path.segments.iter().map(piece).collect();
        if let Some(first) = routes.get(&(&operation.method, shape.clone())) {
            let (path, other) = (&operation.path.text, &first.path.text);
            cx.diag.push(codes::same_path(operation.place.clone(), &operation.method.0, path, other));
        } else {
            routes.insert((&operation.method, shape), operation);
        }
    }
}

/// Of two operations with one `operationId` the first keeps it: it is no name of the other.
fn settle_ids(cx: &mut Context<'_, '_>, operations: &mut [(Operation, Node<'_>)]) {
    let mut ids: IndexMap<String, String> = IndexMap::new();
    for (operation, _) in operations {
        let Some(id) = operation.id.clone() else { continue };
        let route = format!("{} {}", operation.method.0, operation.path.text);
        if let Some(first) = ids.get(&id) {
            cx.diag.push(codes::duplicate_operation_id(operation.place.child("operationId"), &id, first));
            operation.id = None;
        } else {
            ids.insert(id, route);
        }
    }
}
