//! Overlays (Overlay Specification 1.1.0): changes that are made to the tree of a document before it is checked.
//!
//! The only user of `serde_json_path`. An action that cannot be done is reported in the overlay, and the others are done.

mod merge;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Document;
use super::location::Location;
use super::origins::Origins;
use super::text;
use crate::diag::{Diagnostics, FileId, Place, Pointer, codes};
use crate::name::nearest;
use merge::Merge;

/// The text of an overlay, understood.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) file: FileId,
    pub(super) location: Location,
    pub(super) tree: Value,
}

impl Document {
    /// The named file as it is after all overlays, as a JSON value; null if it could not be read.
    pub fn effective(&self) -> Value {
        let mut quiet = Diagnostics::default();
        let Some(named) = self.files.get(FileId(0)) else { return Value::Null };
        let mut tree = text::parse(&named.text, FileId(0), &mut quiet).tree;
        for (id, file) in (1..).map(FileId).zip(self.files.iter().skip(1)).take(self.overlays as usize) {
            let parsed = text::parse(&file.text, id, &mut quiet);
            let overlay = Overlay { file: id, location: file.location.clone(), tree: parsed.tree };
            apply(&overlay, &named.location, &mut tree, &mut Origins::default(), &mut quiet);
        }
        tree
    }
}

/// The versions that are known; the patch version is not to be considered.
const VERSIONS: [&str; 2] = ["1.0.", "1.1."];

/// How many values a single action may add; only overlays that mean harm add more.
const MOST: usize = 1_000_000;

/// Makes the changes of an overlay to a document that is at a location.
pub(super) fn apply(
    overlay: &Overlay,
    document: &Location,
    tree: &mut Value,
    origins: &mut Origins,
    diag: &mut Diagnostics,
) {
    let place = Place { file: overlay.file, pointer: Pointer::root() };
    let Some(members) = overlay.tree.as_object() else {
        if !overlay.tree.is_null() {
            diag.push(codes::not_an_overlay(place));
        }
        return;
    };
    let version = members.get("overlay").and_then(Value::as_str);
    match version {
        Some(version) if VERSIONS.iter().any(|known| version.starts_with(known)) => {}
        Some(version) => return diag.push(codes::unsupported_overlay(place.child("overlay"), version)),
        None => return diag.push(codes::not_an_overlay(place)),
    }
    known_fields(members, &place, "Overlay", &["overlay", "info", "extends", "actions"], diag);
    if !members.get("info").is_some_and(Value::is_object) {
        diag.push(codes::usual_field(place.clone(), "Overlay", "info"));
    }
    if let Some(extends) = members.get("extends").and_then(Value::as_str)
        && overlay.location.join(extends) != *document
    {
        diag.push(codes::overlay_of_other_document(place.child("extends"), extends));
    }
    let actions = members.get("actions").and_then(Value::as_array).filter(|actions| !actions.is_empty());
    let Some(actions) = actions else { return diag.push(codes::overlay_without_actions(place)) };
    for (index, action) in actions.iter().enumerate() {
        let place = place.child("actions").child(&index.to_string());
        match action.as_object() {
            Some(action) => act(action, &place, tree, origins, diag),
            None => diag.push(codes::wrong_type(place, "an action", "an object", super::found(action))),
        }
    }
}

fn known_fields(members: &Map<String, Value>, place: &Place, object: &str, known: &[&str], diag: &mut Diagnostics) {
    for key in members.keys().filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
        diag.push(codes::unknown_field(place.child(key), object, key, nearest(key, known.iter().copied())));
    }
}

/// What an action does to each of its targets.
enum Change<'a> {
    Remove,
    Update(&'a Value),
    Copy(JsonPath),
}

/// Does one action.
fn act(action: &Map<String, Value>, place: &Place, tree: &mut Value, origins: &mut Origins, diag: &mut Diagnostics) {
    known_fields(action, place, "Action", &["target", "description", "update", "copy", "remove"], diag);
    let Some(target) = action.get("target") else {
        return diag.push(codes::missing_field(place.clone(), "Action", "target"));
    };
    let Some(path) = path(target, &place.child("target"), diag) else { return };
    let Some(change) = change(action, place, diag) else { return };
    let targets = pointers(&path, tree);
    if targets.is_empty() {
        let target = target.as_str().unwrap_or_default();
        return diag.push(codes::action_without_target(place.child("target"), target));
    }
    match change {
        Change::Remove => remove(targets, place, tree, origins, diag),
        Change::Update(value) => {
            let place = place.child("update");
            let merge = Merge { value, origins: Origins::of_file(place.clone()), start: String::new(), place };
            update(&targets, &merge, tree, origins, diag);
        }
        Change::Copy(path) => {
            let sources = pointers(&path, tree);
            let [start] = sources.as_slice() else {
                return diag.push(codes::copy_of_several(place.child("copy"), sources.len()));
            };
            let Some(value) = tree.pointer(start).filter(|value| merge::weight(value) <= MOST).cloned() else {
                return diag.push(codes::overlay_too_large(place.child("copy")));
            };
            let (start, place) = (start.clone(), place.child("copy"));
            let merge = Merge { value: &value, origins: origins.clone(), start, place };
            update(&targets, &merge, tree, origins, diag);
        }
    }
}

/// Reads a query. One that is none is an error.
fn path(text: &Value, place: &Place, diag: &mut Diagnostics) -> Option<JsonPath> {
    let Some(query) = text.as_str() else {
        diag.push(codes::wrong_type(place.clone(), "a JSONPath query", "a string", super::found(text)));
        return None;
    };
    JsonPath::parse(query)
        .map_err(|error| diag.push(codes::not_a_query(place.clone(), query, error.position(), error.message())))
        .ok()
}

/// The one change of an action.
fn change<'a>(action: &'a Map<String, Value>, place: &Place, diag: &mut Diagnostics) -> Option<Change<'a>> {
    let removes = match action.get("remove") {
        None => false,
        Some(Value::Bool(removes)) => *removes,
        Some(other) => {
            diag.push(codes::wrong_type(place.child("remove"), "`remove`", "a boolean", super::found(other)));
            return None;
        }
    };
    match (removes, action.get("update"), action.get("copy")) {
        (true, ..) => Some(Change::Remove),
        (false, Some(update), None) => Some(Change::Update(update)),
        (false, None, Some(copy)) => path(copy, &place.child("copy"), diag).map(Change::Copy),
        (false, Some(_), Some(_)) | (false, None, None) => {
            diag.push(codes::action_without_change(place.clone()));
            None
        }
    }
}

/// The JSON pointers to what a query selects, each once, in the order of the document.
fn pointers(path: &JsonPath, tree: &Value) -> Vec<String> {
    let mut pointers: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for node in path.query_located(tree).all() {
        let pointer = node.location().to_json_pointer();
        if known.insert(pointer.clone()) {
            pointers.push(pointer);
        }
    }
    pointers
}

/// Removes from the end to the beginning, so that the indices of what is still to be removed stay as they are.
fn remove(mut targets: Vec<String>, place: &Place, tree: &mut Value, origins: &mut Origins, diag: &mut Diagnostics) {
    let key = |pointer: &str| -> Vec<(usize, String)> {
        let tokens = pointer.split('/').skip(1);
        tokens.map(|token| (token.parse().unwrap_or(usize::MAX), token.to_owned())).collect()
    };
    targets.sort_by_cached_key(|pointer| std::cmp::Reverse(key(pointer)));
    for pointer in targets {
        let Some((parent, token)) = pointer.rsplit_once('/') else {
            diag.push(codes::removed_document(place.clone()));
            continue;
        };
        match tree.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(&token.replace("~1", "/").replace("~0", "~"));
                origins.forget(&pointer);
            }
            Some(Value::Array(items)) => {
                let Some(index) = token.parse::<usize>().ok().filter(|index| *index < items.len()) else { continue };
                items.remove(index);
                origins.remove_item(parent, index, items.len());
            }
            _ => {}
        }
    }
}

/// Merges a value into each target; they have to be of one kind.
fn update(targets: &[String], merge: &Merge<'_>, tree: &mut Value, origins: &mut Origins, diag: &mut Diagnostics) {
    let mut kinds = targets.iter().filter_map(|pointer| tree.pointer(pointer)).map(merge::kind);
    let first = kinds.next();
    if let Some((first, other)) = first.and_then(|first| Some((first, kinds.find(|kind| *kind != first)?))) {
        return diag.push(codes::targets_of_several_kinds(merge.place.clone(), first, other));
    }
    if merge::weight(merge.value).saturating_mul(targets.len()) > MOST {
        return diag.push(codes::overlay_too_large(merge.place.clone()));
    }
    // What is copied into itself gets ever deeper, and all that walks the tree relies on a limit.
    if targets.iter().any(|pointer| pointer.matches('/').count() + merge::depth(merge.value) > text::DEPTH) {
        return diag.push(codes::overlay_too_deep(merge.place.clone()));
    }
    for pointer in targets {
        if let Some(target) = tree.pointer_mut(pointer) {
            merge.change(target, pointer, origins, diag);
        }
    }
}
