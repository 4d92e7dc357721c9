//! Unions: one of several types. How the variants are recognised is settled at the end, in `probe`.

use serde_json::Value;

use super::keywords::{Key, Keywords, Part};
use super::types::Types;
use super::{Class, Classified, collect, notes, realise, rules, schemas};
use crate::diag::codes;
use crate::ir::{Doc, Probe, Type, TypeId, UnionDef, UnionVariant};
use crate::lower::context::{Context, Id, Site, component_key};
use crate::spec::{Node, model};

/// The key of a Discriminator Object for values that its mapping does not name.
const DEFAULT_MAPPING: &str = "defaultMapping";

/// An alternative.
pub(super) struct Branch<'d> {
    pub(super) parts: Vec<Part<'d>>,
    /// What it turns into, if that is decided already: several alternatives that became one.
    pub(super) class: Option<Class<'d>>,
    pub(super) name: Option<String>,
    pub(super) doc: Doc,
}

impl<'d> Branch<'d> {
    pub(super) fn of(part: Part<'d>) -> Self {
        Self { parts: vec![part], class: None, name: None, doc: Doc::default() }
    }

    /// What the schema says of values of one type.
    pub(super) fn of_type(all: &Keywords<'d>, only: Types) -> Self {
        let parts = all.parts.iter().map(|part| Part { only: part.only.and(only), ..part.clone() });
        Self { parts: parts.collect(), class: None, name: None, doc: Doc::default() }
    }
}

/// The definition of a union.
pub(super) fn union<'d>(
    cx: &mut Context<'d, '_>,
    id: TypeId,
    branches: Vec<Branch<'d>>,
    all: &Keywords<'d>,
) -> UnionDef {
    // Combinations of several alternatives have no schema of their own to which a mapping could lead.
    let discriminator = all.discriminator.as_ref().filter(|_| all.alternatives.len() < 2);
    let tags = discriminator.and_then(|node| tags(cx, node, &branches));
    let any = all.alternatives.iter().any(|alternatives| alternatives.any);
    let mut variants: Vec<UnionVariant> = Vec::with_capacity(branches.len());
    for (index, branch) in branches.into_iter().enumerate() {
        let values = tags.as_ref().map(|tags| tags.values[index].clone()).unwrap_or_default();
        let mut variant = variant(cx, id, index, branch, values);
        if tags.as_ref().is_some_and(|tags| tags.default == Some(index)) {
            variant.probe = Probe::Otherwise;
        }
        if variants.iter().all(|known| known.ty != variant.ty || known.probe != variant.probe) {
            variants.push(variant);
        }
    }
    let tag = tags.map(|tags| tags.property);
    if tag.is_some() {
        cx.types.discriminated.insert(id);
    }
    UnionDef { variants, order: Vec::new(), tag, open: all.extensible || any }
}

fn variant<'d>(
    cx: &mut Context<'d, '_>,
    id: TypeId,
    index: usize,
    branch: Branch<'d>,
    values: Vec<String>,
) -> UnionVariant {
    let Branch { parts, class, name, doc } = branch;
    // One of many values of a tag is not what an alternative is called.
    let name = name.or_else(|| values.first().filter(|_| values.len() == 1).cloned());
    let name = if class.is_none() { name.or_else(|| own_name(cx, &parts)) } else { name };
    let word = name.clone().unwrap_or_else(|| format!("variant {}", index + 1));
    let site = Site::within(id).child(&word);
    let ty: Type = match class {
        Some(class) => {
            let place = parts.last().map_or_else(|| cx.types.def(id).place.clone(), |part| part.node.place());
            let rules = rules::of_parts(cx, &parts, false);
            realise(cx, Key::parts(&parts), place, Classified { class, nullable: false, rules }, &site)
        }
        None => schemas(cx, parts, &site),
    };
    UnionVariant { ty, name, probe: Probe::Tag(values), doc }
}

/// The name of an inline alternative: its title, or the constant that marks it.
fn own_name<'d>(cx: &mut Context<'d, '_>, parts: &[Part<'d>]) -> Option<String> {
    let part = parts.last()?;
    if part.node.reference().is_some() || part.only != Types::ALL || component_key(&part.node.place()).is_some() {
        return None;
    }
    if let Some(title) = notes::doc(&part.node).summary.filter(|title| !is_name_of_type(title)) {
        return Some(title);
    }
    let all = collect(cx, parts.to_vec());
    all.properties.values().flatten().find_map(|property| {
        let values = property.node.value().get("enum")?.as_array()?;
        match values.as_slice() {
            [Value::String(value)] if !value.is_empty() => Some(value.clone()),
            _ => None,
        }
    })
}

/// Whether a title only says what `type` says.
fn is_name_of_type(title: &str) -> bool {
    const NAMES: [&str; 7] = ["string", "array", "object", "number", "integer", "boolean", "null"];
    NAMES.contains(&title.trim().to_ascii_lowercase().as_str())
}

/// What a discriminator says: the property, and its values for each branch. No values: they are to be found in the branch.
struct Tags {
    property: String,
    values: Vec<Vec<String>>,
    /// The branch for all other values, and for none (OpenAPI 3.2, `defaultMapping`).
    default: Option<usize>,
}

fn tags<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, branches: &[Branch<'d>]) -> Option<Tags> {
    let discriminator: model::Discriminator = node.read(cx.diag)?;
    let targets: Vec<Option<Id>> = branches.iter().map(|branch| target_of(cx, branch)).collect();
    let mut values = vec![Vec::new(); branches.len()];
    let mapping = node.get("mapping");
    for (value, text) in &discriminator.mapping {
        let entry = mapping.as_ref().and_then(|mapping| mapping.get(value)).unwrap_or_else(|| node.clone());
        let Some(target) = mapped(cx, &entry, text) else { continue };
        match targets.iter().position(|known| *known == Some(Id::of(&target))) {
            Some(index) => values[index].push(value.clone()),
            None => cx.diag.push(codes::mapping_to_no_branch(entry.place(), value)),
        }
    }
    let default = node.get(DEFAULT_MAPPING).and_then(|entry| {
        let target = mapped(cx, &entry, entry.value().as_str()?)?;
        targets.iter().position(|known| *known == Some(Id::of(&target)))
    });
    Some(Tags { property: discriminator.property_name, values, default })
}

fn target_of<'d>(cx: &mut Context<'d, '_>, branch: &Branch<'d>) -> Option<Id> {
    let part = branch.parts.last()?;
    Some(Id::of(&part.node.follow(cx.diag)?))
}

/// The schema that a value of a mapping means: the name of a component, or a reference (OpenAPI 3.0.4, "Mapping Type Names").
pub(super) fn mapped<'d>(cx: &mut Context<'d, '_>, entry: &Node<'d>, text: &str) -> Option<Node<'d>> {
    if let Some(component) = cx.document.root().get("components").and_then(|node| node.get("schemas")?.get(text)) {
        return component.follow(cx.diag);
    }
    entry.resolve(text, cx.diag)?.follow(cx.diag)
}
