//! Where in the two documents something is compared, and what to call it.

use super::effect::Way;
use crate::diag::Place;

/// A thing that both documents have.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) old: Place,
    pub(super) new: Place,
    pub(super) way: Way,
    /// The component that it is in, or its part in an operation.
    base: Base,
    /// The members from there on: `owner.names[]`.
    path: String,
}

#[derive(Debug, Clone)]
enum Base {
    /// A component schema, by its name.
    Schema(String),
    /// Anything else, in words: `the request body`.
    Role(String),
}

impl Spot {
    /// Something that is no schema, in words.
    pub(super) fn role(role: impl Into<String>, old: &Place, new: &Place, way: Way) -> Self {
        Self { old: old.clone(), new: new.clone(), way, base: Base::Role(role.into()), path: String::new() }
    }

    /// A component schema, which both documents have.
    pub(super) fn schema(name: &str, old: &Place, new: &Place, way: Way) -> Self {
        Self { old: old.clone(), new: new.clone(), way, base: Base::Schema(name.to_owned()), path: String::new() }
    }

    /// The same thing, at other places.
    pub(super) fn at(&self, old: &Place, new: &Place) -> Self {
        Self { old: old.clone(), new: new.clone(), ..self.clone() }
    }

    /// What a keyword of the schema says.
    pub(super) fn keyword(&self, keyword: &str) -> Self {
        self.at(&self.old.child(keyword), &self.new.child(keyword))
    }

    /// A property.
    pub(super) fn member(&self, name: &str, old: &Place, new: &Place) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Self { path, ..self.at(old, new) }
    }

    /// The elements of a list or the members of a map, which `keyword` describes.
    pub(super) fn inside(&self, keyword: &str, brackets: &str) -> Self {
        Self { path: format!("{}{brackets}", self.path), ..self.keyword(keyword) }
    }

    /// What to call it.
    pub(super) fn name(&self) -> String {
        match (&self.base, self.path.as_str()) {
            (Base::Schema(name), "") => format!("`{name}`"),
            (Base::Schema(name), path) if path.starts_with(['[', '{']) => format!("`{name}{path}`"),
            (Base::Schema(name), path) => format!("`{name}.{path}`"),
            (Base::Role(role), "") => role.clone(),
            (Base::Role(role), path) => format!("`{path}` in {role}"),
        }
    }
}
