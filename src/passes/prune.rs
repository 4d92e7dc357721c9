//! Drops the types that nothing reaches. Component schemas stay, since people look for them; `select` decides otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::walk;
use crate::ir::{Api, Shape, TypeHint, TypeId};

/// Drops inline types that neither an operation, nor a webhook, nor a component reaches.
pub(super) fn run(api: &mut Api) {
    let mut roots = used(api);
    for (index, definition) in api.types.iter().enumerate() {
        if matches!(definition.hint, TypeHint::Component(_)) {
            roots.push(TypeId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }
    keep(api, roots);
}

/// The types that operations and webhooks name.
pub(super) fn used(api: &mut Api) -> Vec<TypeId> {
    let mut used = Vec::new();
    for operation in &mut api.operations {
        walk::operation(operation, &mut |id| used.push(*id));
    }
    walk::webhooks(api, &mut |id| used.push(*id));
    used
}

/// Keeps these types and what they reach, and nothing else.
pub(super) fn keep(api: &mut Api, mut waiting: Vec<TypeId>) {
    let mut reached = BTreeSet::new();
    let members = aliases_by_parent(api);
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        let definition = &mut api.types[id.0 as usize];
        // A type that is named after another keeps it.
        if let TypeHint::Inline { parent: Some(parent), .. } = &definition.hint {
            waiting.push(*parent);
        }
        walk::definition(definition, &mut |id| waiting.push(*id));
        // What a type that became an alias was made of keeps its names as well.
        waiting.extend(members.get(&id).into_iter().flatten());
    }
    renumber(api, &reached);
}

/// The inline types that are other names for a type, by the type that they are named after.
fn aliases_by_parent(api: &Api) -> BTreeMap<TypeId, Vec<TypeId>> {
    let mut members: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (index, definition) in api.types.iter().enumerate() {
        if let (TypeHint::Inline { parent: Some(parent), .. }, Shape::Alias(_)) = (&definition.hint, &definition.shape)
        {
            members.entry(*parent).or_default().push(TypeId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }
    members
}

/// Removes all other types, and gives those that stay the ids of their new places.
fn renumber(api: &mut Api, kept: &BTreeSet<TypeId>) {
    if kept.len() == api.types.len() {
        return;
    }
    let mut new = vec![TypeId(0); api.types.len()];
    for (index, id) in kept.iter().enumerate() {
        new[id.0 as usize] = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
    }
    let mut index = 0;
    api.types.retain(|_| {
        index += 1;
        kept.contains(&TypeId(index - 1))
    });
    let forms = std::mem::take(&mut api.forms).into_iter().filter(|(id, _)| kept.contains(id));
    api.forms = forms.map(|(id, encodings)| (new[id.0 as usize], encodings)).collect();
    let mut move_to = |id: &mut TypeId| *id = new[id.0 as usize];
    for definition in &mut api.types {
        if let TypeHint::Inline { parent: Some(parent), .. } = &mut definition.hint {
            move_to(parent);
        }
        walk::definition(definition, &mut move_to);
    }
    for operation in &mut api.operations {
        walk::operation(operation, &mut move_to);
    }
    walk::webhooks(api, &mut move_to);
}
