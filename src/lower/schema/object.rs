//! Objects: structs and maps.

use indexmap::IndexSet;

use super::keywords::{Extra, Keywords, Part};
use super::notes::{self, Notes};
use super::union::{self, Branch};
use super::{Class, alternatives, collect, scalar, schemas};
use crate::diag::codes;
use crate::ir::{Additional, Doc, Field, Kind, StructDef, Type, TypeId, Untyped};
use crate::lower::context::{Context, Id, Site};
use crate::spec::Node;

/// Whether an object has members that are known, or is closed; otherwise it is a map.
pub(super) fn has_members(all: &Keywords<'_>) -> bool {
    !all.properties.is_empty()
        || !all.required.is_empty()
        || (matches!(all.extra, Some(Extra::Closed)) && all.patterns.is_empty())
}

/// The definition of an object with known members.
pub(super) fn structure<'d>(cx: &mut Context<'d, '_>, id: TypeId, all: &Keywords<'d>) -> StructDef {
    let site = Site::within(id);
    let mut fields: Vec<Field> = Vec::with_capacity(all.properties.len());
    for (name, parts) in &all.properties {
        fields.push(field(cx, id, all, name, parts));
    }
    for name in &all.required {
        if !all.properties.contains_key(*name) {
            fields.push(undeclared(cx, all, name, &site));
        }
    }
    let additional = match extra(cx, all, &site.child("value")) {
        Some(ty) => Additional::Kept(Box::new(ty)),
        None if matches!(all.extra, Some(Extra::Closed)) => Additional::Forbidden,
        None => Additional::Ignored,
    };
    StructDef { fields, additional, constraints: scalar::members(&all.limits), foreign: Vec::new() }
}

fn field<'d>(cx: &mut Context<'d, '_>, id: TypeId, all: &Keywords<'d>, name: &str, parts: &[Part<'d>]) -> Field {
    let origin = parts.last().and_then(|part| part.origin).unwrap_or(id);
    let owner = if parts.len() > 1 { id } else { origin };
    let ty = schemas(cx, parts.to_vec(), &Site::within(owner).child(name));
    let Notes { doc, default, example, read_only, write_only } = notes::of_parts(cx, parts);
    let place = parts.last().map_or_else(|| all.place(), |part| part.node.place());
    let required = all.required.contains(name);
    Field { name: name.to_owned(), ty, required, default, read_only, write_only, doc, place, example, called: None }
}

/// A property that is required and nowhere described may be anything, or what the additional ones are.
fn undeclared<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, name: &str, site: &Site) -> Field {
    let ty = match &all.extra {
        Some(Extra::Typed(part)) => schemas(cx, vec![part.clone()], &site.child("value")),
        _ => {
            cx.diag.push(codes::undeclared_required(all.place(), name));
            Type::any(Untyped::Undeclared)
        }
    };
    Field {
        name: name.to_owned(),
        ty,
        required: true,
        default: None,
        read_only: false,
        write_only: false,
        doc: Doc::default(),
        place: all.place(),
        example: None,
        called: None,
    }
}

/// The kind of an object without known members.
pub(super) fn map<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, site: &Site) -> Kind {
    let value = extra(cx, all, &site.child("value")).unwrap_or_else(|| Type::any(Untyped::Object));
    Kind::Map(Box::new(value))
}

/// The type of the members that are not known, if the schema asks for any.
fn extra<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, site: &Site) -> Option<Type> {
    if let [pattern, others @ ..] = all.patterns.as_slice() {
        let additional = match &all.extra {
            Some(Extra::Open) => return Some(Type::any(Untyped::Additional)),
            Some(Extra::Typed(part)) => Some(part),
            Some(Extra::Closed) | None => None,
        };
        if others.is_empty() && additional.is_none() {
            return Some(schemas(cx, vec![pattern.clone()], site));
        }
        let choices: Vec<Vec<Part<'d>>> =
            all.patterns.iter().chain(additional).map(|part| vec![part.clone()]).collect();
        // Members that match no pattern may be anything, unless the schema says what they are.
        return Some(alternatives::among(cx, &choices, all, site, all.extra.is_none()));
    }
    match &all.extra {
        Some(Extra::Typed(part)) => Some(schemas(cx, vec![part.clone()], site)),
        Some(Extra::Open) => Some(Type::any(Untyped::Additional)),
        Some(Extra::Closed) | None => None,
    }
}

/// A schema with a discriminator but no alternatives stands for all that name it in `allOf` (OpenAPI 3.0.4, "Discriminator
/// Object"): the union of its descendants, and of what its mapping leads to.
pub(super) fn children_of<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Class<'d>> {
    if !stands_for_descendants(node) {
        return None;
    }
    let mut children: Vec<Node<'d>> = Vec::new();
    let mut seen: IndexSet<Id> = IndexSet::from([Id::of(node)]);
    let mut pending = vec![Id::of(node)];
    while let Some(id) = pending.pop() {
        for child in cx.children.get(&id).into_iter().flatten() {
            if seen.insert(Id::of(child)) {
                children.push(child.clone());
                pending.push(Id::of(child));
            }
        }
    }
    let beside = mapped_beside(cx, node, &mut seen);
    // One alternative is none, if it does not even refer to the base.
    if children.is_empty() && beside.iter().filter(|target| Id::of(target) != Id::of(node)).count() < 2 {
        return None;
    }
    let mut branches: Vec<Branch<'d>> = children.into_iter().map(|child| Branch::of(Part::whole(child))).collect();
    for target in beside {
        // The base as an alternative of its own is what it says without its descendants.
        let bare = Id::of(&target) == Id::of(node);
        branches.push(Branch::of(Part { bare, ..Part::whole(target) }));
    }
    let all = collect(cx, vec![Part::whole(node.clone())]);
    Some(Class::Union(branches, Keywords { extensible: true, ..all }))
}

fn stands_for_descendants(node: &Node<'_>) -> bool {
    node.get("discriminator").is_some() && node.get("oneOf").is_none() && node.get("anyOf").is_none()
}

/// Whether a schema is one of those that its base stands for. It has what the base says, and is not the same as the base, even
/// if it adds nothing.
pub(super) fn is_descendant<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, base: &Node<'d>) -> bool {
    let Some(base) = base.follow(cx.diag).filter(stands_for_descendants) else { return false };
    cx.children.get(&Id::of(&base)).is_some_and(|children| children.iter().any(|child| Id::of(child) == Id::of(node)))
}

/// What the mapping of a base leads to beside its descendants: the base itself, or a schema that repeats its properties.
fn mapped_beside<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, seen: &mut IndexSet<Id>) -> Vec<Node<'d>> {
    seen.shift_remove(&Id::of(node));
    let mapping = node.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    let entries: Vec<Node<'d>> = mapping.iter().flat_map(|node| node.entries()).map(|(_, entry)| entry).collect();
    let mut found = Vec::new();
    for entry in entries {
        let Some(text) = entry.value().as_str() else { continue };
        if let Some(target) = union::mapped(cx, &entry, text)
            && seen.insert(Id::of(&target))
        {
            found.push(target);
        }
    }
    found
}
