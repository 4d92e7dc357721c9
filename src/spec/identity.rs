//! The names that schemas and documents give themselves: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema 2020-12, 8.2) and
//! `$self` (OpenAPI 3.2). Found in the text as it is, before anything is checked: a reference may lead to any of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::location::Location;
use super::trail::Trail;
use crate::diag::{FileId, Place, Pointer};

/// All names of all files.
#[derive(Debug, Clone, Default)]
pub(super) struct Identities {
    /// The schemas with an `$id`, and what that is in full.
    resources: BTreeMap<Place, Location>,
    ids: BTreeMap<Location, Place>,
    anchors: BTreeMap<(FileId, String), Vec<Pointer>>,
}

impl Identities {
    /// Notes the names in a file that is at `location`.
    pub(super) fn collect(&mut self, tree: &Value, file: FileId, location: &Location) {
        if let Some(own) = tree.get("$self").and_then(Value::as_str) {
            let place = Place { file, pointer: Pointer::root() };
            self.ids.entry(location.join(without_fragment(own))).or_insert(place);
        }
        self.walk(tree, file, location, Trail::ROOT, true);
    }

    /// `is_schema` is false for maps whose keys are names.
    fn walk(&mut self, value: &Value, file: FileId, base: &Location, trail: Trail<'_>, is_schema: bool) {
        match value {
            Value::Object(members) => {
                let own = if is_schema { self.note(members, file, base, trail) } else { None };
                let base = own.as_ref().unwrap_or(base);
                for (key, member) in members.iter().filter(|(key, _)| !is_schema || !is_data(key)) {
                    self.walk(member, file, base, trail.key(key), !(is_schema && is_map(key)));
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.walk(element, file, base, trail.index(index), true);
                }
            }
            _ => {}
        }
    }

    /// Notes the names of one schema; returns what it calls itself.
    fn note(
        &mut self,
        schema: &Map<String, Value>,
        file: FileId,
        base: &Location,
        trail: Trail<'_>,
    ) -> Option<Location> {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let id = text("$id");
        // Until draft 2019-09, an `$id` that is but a fragment was an anchor.
        let plain = id.and_then(|id| id.strip_prefix('#')).filter(|name| !name.is_empty());
        for name in [text("$anchor"), text("$dynamicAnchor"), plain].into_iter().flatten() {
            self.anchors.entry((file, name.to_owned())).or_default().push(trail.pointer());
        }
        let location = base.join(without_fragment(id.filter(|id| !id.starts_with('#') && !id.is_empty())?));
        let place = trail.place(file);
        self.ids.entry(location.clone()).or_insert_with(|| place.clone());
        self.resources.insert(place, location.clone());
        Some(location)
    }

    /// The schema with an `$id` that is the innermost around a place, and that `$id` in full.
    pub(super) fn around(&self, place: &Place) -> Option<(Place, &Location)> {
        if self.resources.is_empty() {
            return None;
        }
        let mut around = place.clone();
        loop {
            if let Some(location) = self.resources.get(&around) {
                return Some((around, location));
            }
            if around.pointer.as_str().is_empty() {
                return None;
            }
            around.pointer = around.pointer.parent();
        }
    }

    /// The schema or document that calls itself so.
    pub(super) fn called(&self, location: &Location) -> Option<&Place> {
        self.ids.get(location)
    }

    /// The schema that has an anchor; of several, the one whose `$id` is the innermost around it is that of `base`.
    pub(super) fn anchored(&self, base: &Place, name: &str) -> Option<Place> {
        let pointers = self.anchors.get(&(base.file, name.to_owned()))?;
        let place = |pointer: &Pointer| Place { file: base.file, pointer: pointer.clone() };
        let owner = |at: &Place| self.around(at).map_or(Pointer::root(), |(owner, _)| owner.pointer);
        let own = pointers.iter().map(place).find(|at| owner(at) == base.pointer);
        own.or_else(|| pointers.first().map(place))
    }
}

fn without_fragment(text: &str) -> &str {
    text.split('#').next().unwrap_or(text)
}

/// Keywords that hold data, in which a name names nothing.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "const" | "enum" | "value") || key.starts_with("x-")
}

/// Keywords whose members have names of the author's choice.
fn is_map(key: &str) -> bool {
    const MAPS: [&str; 15] = [
        "properties",
        "patternProperties",
        "dependentSchemas",
        "$defs",
        "definitions",
        "schemas",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "callbacks",
        "paths",
        "pathItems",
        "webhooks",
        "content",
    ];
    MAPS.contains(&key)
}
