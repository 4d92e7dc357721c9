//! What a schema says about a value without limiting it: prose, default, example, direction.

use serde_json::Value;

use super::keywords::{Part, collect};
use super::types::Types;
use crate::diag::{Place, codes};
use crate::ir::Doc;
use crate::lower::context::Context;
use crate::spec::{Node, keys};

/// Keywords that limit nothing.
const REMARKS: &[&str] = &[
    "title",
    "description",
    "example",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    keys::EXAMPLES,
    keys::DEFS,
    keys::DEFINITIONS,
];

/// Extensions that are no remarks.
const LIMITS: &[&str] = &["x-extensible-enum", RUST_TYPE];

/// The Rust type that a schema asks for.
const RUST_TYPE: &str = "x-rust-type";

/// The Rust type that a schema asks for, by its path, and where: `x-rust-type` is the path, or an object with `path` as
/// typify and progenitor read it. Whether it is used is the user's decision, not the document's.
pub(super) fn asked(cx: &mut Context<'_, '_>, node: &Node<'_>) -> Option<(String, Place)> {
    let said = node.get(RUST_TYPE)?;
    let path = said.as_str().or_else(|| said.value().get("path")?.as_str()).map(str::to_owned);
    if path.is_none() {
        cx.diag.push(codes::not_a_rust_type(said.place()));
    }
    path.map(|path| (path, said.place()))
}

/// Whether a schema asks for a Rust type, so that it needs a definition of its own.
pub(super) fn asks(parts: &[Part<'_>]) -> bool {
    parts.iter().any(|part| part.node.get(RUST_TYPE).is_some())
}

/// What is said of a property or parameter.
#[derive(Debug, Default)]
pub(in crate::lower) struct Notes {
    pub(in crate::lower) doc: Doc,
    pub(in crate::lower) default: Option<Value>,
    pub(in crate::lower) example: Option<Value>,
    pub(in crate::lower) read_only: bool,
    pub(in crate::lower) write_only: bool,
}

/// The prose of a schema.
pub(in crate::lower) fn doc(node: &Node<'_>) -> Doc {
    let value = node.value();
    let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    Doc {
        summary: text("title"),
        description: text("description"),
        deprecated: value.get("deprecated") == Some(&Value::Bool(true)),
        external: value.pointer("/externalDocs/url").and_then(Value::as_str).map(str::to_owned),
    }
}

/// An example of a schema.
pub(super) fn example(node: &Node<'_>) -> Option<Value> {
    let value = node.value();
    value.get("example").or_else(|| value.get(keys::EXAMPLES)?.get(0)).cloned()
}

/// What is said of the value that one schema describes, in its own words and those of the schema that it refers to.
pub(in crate::lower) fn notes<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Notes {
    of_parts(cx, &[Part::whole(node.clone())])
}

/// The same of several schemas: the last that says something wins.
pub(super) fn of_parts<'d>(cx: &mut Context<'d, '_>, parts: &[Part<'d>]) -> Notes {
    let mut notes = Notes::default();
    for part in parts.iter().rev() {
        add(cx, &mut notes, &part.node, true, 0);
    }
    notes
}

fn add<'d>(cx: &mut Context<'d, '_>, notes: &mut Notes, node: &Node<'d>, own: bool, depth: usize) {
    let value = node.value();
    let flag = |key: &str| value.get(key) == Some(&Value::Bool(true));
    notes.read_only |= flag("readOnly");
    notes.write_only |= flag("writeOnly");
    if own {
        let said = doc(node);
        notes.doc.summary = notes.doc.summary.take().or(said.summary);
        notes.doc.description = notes.doc.description.take().or(said.description);
        notes.doc.deprecated |= said.deprecated;
        notes.doc.external = notes.doc.external.take().or(said.external);
        notes.example = notes.example.take().or_else(|| example(node));
    }
    notes.default = notes.default.take().or_else(|| value.get("default").cloned());
    // The prose of a schema that is referred to belongs to its own definition.
    if node.reference().is_some()
        && depth == 0
        && let Some(target) = node.follow(cx.diag)
    {
        add(cx, notes, &target, false, 1);
    }
    if depth == 0
        && let Some(members) = node.get("allOf")
    {
        for member in members.items().filter(|member| member.reference().is_some() || is_only_remarks(member, &[])) {
            add(cx, notes, &member, own && member.reference().is_none(), 0);
        }
    }
}

/// Whether a schema limits nothing, apart from the keywords that are excepted.
pub(super) fn is_only_remarks(node: &Node<'_>, except: &[&str]) -> bool {
    node.value().as_object().is_some_and(|members| {
        members.keys().all(|key| {
            let extension = key.starts_with("x-") && keys::source(key) == key && !LIMITS.contains(&key.as_str());
            REMARKS.contains(&key.as_str()) || extension || except.contains(&key.as_str())
        })
    })
}

/// The only schema that this one consists of, if it adds nothing to it but remarks and `null`: `allOf` with one member,
/// which is how OpenAPI 3.0 puts a description beside a reference; or `oneOf` or `anyOf` with one.
pub(super) fn sole_member<'d>(cx: &mut Context<'d, '_>, part: &Part<'d>) -> Option<Part<'d>> {
    if part.bare || part.only != Types::ALL || part.node.reference().is_some() {
        return None;
    }
    let node = &part.node;
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let Some(members) = node.get(keyword) else { continue };
        if !is_only_remarks(node, &[keyword, "nullable", "type", keys::NULL_BRANCH]) {
            return None;
        }
        let is_remark = |member: &Node<'d>| member.reference().is_none() && is_only_remarks(member, &["nullable"]);
        let mut telling = members.items().filter(|member| keyword != "allOf" || !is_remark(member));
        let (Some(sole), None) = (telling.next(), telling.next()) else { return None };
        let sole = Part { origin: part.origin, ..Part::whole(sole) };
        let agrees = node.value().get("type").is_none_or(|said| {
            let types = collect(cx, vec![sole.clone()]).types;
            types.is_none_or(|types| Types::of(said).contains(types.without(Types::NULL)))
        });
        return agrees.then_some(sole);
    }
    None
}
