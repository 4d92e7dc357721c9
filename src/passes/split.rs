//! `readOnly` and `writeOnly`: a property that only one side sends is no property of what the other side sends.
//!
//! A type that travels in one direction loses the properties of the other. One that travels in both becomes two types, but
//! only where it matters: where a property that must be there in one direction must not be in the other. What refers to such
//! a type becomes two types with it.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::usage::{Usage, usage};
use super::walk;
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Custom, EnumDef, Field, Kind, Shape, StructDef, TypeDef, TypeHint, TypeId};

/// Splits what has to be split.
pub(super) fn run(api: &mut Api, diag: &mut Diagnostics) {
    let usage = usage(api);
    let split = both(api, &usage);
    for (index, usage) in usage.iter().enumerate() {
        let constants = constants(api, index);
        let Shape::Struct(object) = &mut api.types[index].shape else { continue };
        match *usage {
            Usage { sent: true, received: false } => drop_fields(object, &constants, |field| field.read_only),
            Usage { sent: false, received: true } => drop_fields(object, &constants, |field| field.write_only),
            Usage { .. } => {}
        }
    }
    let requests = copy(api, &split, diag);
    redirect(api, &usage, &requests);
}

/// The types that become two: those with a one-sided required property, and those that lead to them, as far as they travel
/// in both directions.
fn both(api: &mut Api, usage: &[Usage]) -> BTreeSet<TypeId> {
    let is_both = |id: TypeId| usage[id.0 as usize] == Usage { sent: true, received: true };
    let ids: Vec<TypeId> = (0..usage.len()).map(|index| TypeId(u32::try_from(index).unwrap_or(u32::MAX))).collect();
    let mut split: BTreeSet<TypeId> = BTreeSet::new();
    let mut users: IndexMap<TypeId, Vec<TypeId>> = IndexMap::new();
    for id in ids.into_iter().filter(|id| is_both(*id)) {
        let constants = constants(api, id.0 as usize);
        let definition = &mut api.types[id.0 as usize];
        if let Shape::Struct(object) = &definition.shape {
            let matters = |field: &Field| field.required && field.read_only != field.write_only;
            if object.fields.iter().any(|field| matters(field) && !constants.contains(&field.name)) {
                split.insert(id);
            }
        }
        walk::definition(definition, &mut |used| users.entry(*used).or_default().push(id));
    }
    let mut waiting: Vec<TypeId> = split.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        for user in users.get(&id).into_iter().flatten() {
            if split.insert(*user) {
                waiting.push(*user);
            }
        }
    }
    split
}

/// The fields that can have one value only: they tell variants apart, in both directions.
fn constants(api: &Api, index: usize) -> Vec<String> {
    let Shape::Struct(object) = &api.types[index].shape else { return Vec::new() };
    let is_constant = |field: &&Field| match field.ty.kind {
        Kind::Named(id) => {
            matches!(&api.ty(id).shape, Shape::Enum(EnumDef { values, extensible: false, .. }) if values.len() == 1)
        }
        _ => false,
    };
    object.fields.iter().filter(is_constant).map(|field| field.name.clone()).collect()
}

/// Takes from an object what only the other side sends. Constants stay, but nobody has to send them.
fn drop_fields(object: &mut StructDef, constants: &[String], is_foreign: impl Fn(&Field) -> bool) {
    let is_one_sided = |field: &Field| is_foreign(field) && field.read_only != field.write_only;
    let dropped = object.fields.extract_if(.., |field| is_one_sided(field) && !constants.contains(&field.name));
    object.foreign.extend(dropped.map(|field| field.name));
    for field in object.fields.iter_mut().filter(|field| is_one_sided(field)) {
        (field.required, field.read_only, field.write_only) = (false, false, false);
    }
}

/// Makes the request side of each type; the type itself becomes the response side.
fn copy(api: &mut Api, split: &BTreeSet<TypeId>, diag: &mut Diagnostics) -> IndexMap<TypeId, TypeId> {
    let mut requests = IndexMap::new();
    for id in split {
        let constants = constants(api, id.0 as usize);
        let original = &mut api.types[id.0 as usize];
        diag.push(codes::split_type(original.place.clone()));
        let hint = TypeHint::Inline { parent: Some(*id), words: vec!["request".to_owned()] };
        let custom = Custom { name: None, ..original.custom.clone() };
        let mut request = TypeDef { hint, custom, ..original.clone() };
        if let Shape::Struct(object) = &mut request.shape {
            drop_fields(object, &constants, |field| field.read_only);
        }
        if let Shape::Struct(object) = &mut original.shape {
            drop_fields(object, &constants, |field| field.write_only);
        }
        requests.insert(*id, TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX)));
        api.types.push(request);
    }
    requests
}

/// Makes requests, and everything that only requests lead to, name the request sides.
fn redirect(api: &mut Api, usage: &[Usage], requests: &IndexMap<TypeId, TypeId>) {
    let mut to_request = |id: &mut TypeId| {
        if let Some(request) = requests.get(id) {
            *id = *request;
        }
    };
    for operation in &mut api.operations {
        walk::request(operation, &mut to_request);
    }
    for (index, definition) in api.types.iter_mut().enumerate() {
        // Beyond the end of `usage` are the request sides.
        if usage.get(index).is_none_or(|usage| usage.sent && !usage.received) {
            walk::definition(definition, &mut to_request);
        }
    }
}
