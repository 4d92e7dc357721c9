//! Merging a value into a target (Overlay Specification 1.1.0, "Action Object").

use serde_json::Value;

use super::super::origins::Origins;
use crate::diag::{Diagnostics, Place, codes};

/// A value to be merged, and where it is from.
pub(super) struct Merge<'a> {
    pub(super) value: &'a Value,
    /// Where what is at a pointer stands, from `start` on.
    pub(super) origins: Origins,
    pub(super) start: String,
    /// The field of the action.
    pub(super) place: Place,
}

/// What a value is to a merge.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a primitive value",
    }
}

/// How many values there are in a value.
pub(super) fn weight(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(weight).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        _ => 1,
    }
}

/// How deep values are nested in a value.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

impl Merge<'_> {
    /// Merges the value into a target. Of an array, it is an element, unless it is an array itself.
    pub(super) fn change(&self, target: &mut Value, way: &str, origins: &mut Origins, diag: &mut Diagnostics) {
        match (target, self.value) {
            (Value::Array(items), value) if !value.is_array() => self.append(items, way, value, "", origins),
            (target, value) => self.merge(target, way, value, "", origins, diag),
        }
    }

    /// `way` is the pointer to the target, `rest` that to the value from where the merge began.
    fn merge(
        &self,
        target: &mut Value,
        way: &str,
        value: &Value,
        rest: &str,
        origins: &mut Origins,
        diag: &mut Diagnostics,
    ) {
        match (target, value) {
            (Value::Object(members), Value::Object(values)) => {
                for (key, value) in values {
                    let step = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
                    let (way, rest) = (format!("{way}{step}"), format!("{rest}{step}"));
                    match members.get_mut(key) {
                        Some(target) => self.merge(target, &way, value, &rest, origins, diag),
                        None => {
                            members.insert(key.clone(), value.clone());
                            self.take_origins(&way, &rest, origins);
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.append(items, way, value, &format!("{rest}/{index}"), origins);
                }
            }
            (target, value) if kind(target) == kind(value) => {
                *target = value.clone();
                self.take_origins(way, rest, origins);
            }
            (target, value) => {
                let place = self.origin(rest);
                diag.push(codes::incompatible_update(place, way, kind(target), kind(value)));
            }
        }
    }

    fn append(&self, items: &mut Vec<Value>, way: &str, value: &Value, rest: &str, origins: &mut Origins) {
        self.take_origins(&format!("{way}/{}", items.len()), rest, origins);
        items.push(value.clone());
    }

    /// Where a part of the value stands. What is copied is at fault through the action that copies it.
    fn origin(&self, rest: &str) -> Place {
        match self.start.is_empty() {
            true => self.origins.of(rest),
            false => self.place.clone(),
        }
    }

    fn take_origins(&self, way: &str, rest: &str, origins: &mut Origins) {
        origins.put(way, self.origins.below(&format!("{}{rest}", self.start)));
    }
}
