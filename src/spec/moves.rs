//! What the upgrade has moved: where values of a tree come from that stand elsewhere in the source. Pure.
//!
//! OpenAPI 3 has `definitions` of Swagger 2.0 at `components/schemas`, and says `requestBody` where 2.0 has one of the
//! `parameters`. A rewriting therefore builds the new value together with the pointers that its parts had ([`Built`]). A
//! file keeps them ([`Moves`]), for both directions: nodes name the source, and references, which are left as written, find
//! what they mean.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diag::Pointer;

/// A value of the tree, as far as anything in it comes from elsewhere. What is not listed has the place of what is around
/// it, and its own key.
#[derive(Debug, Clone, Default)]
pub(super) struct Moved {
    source: Option<Pointer>,
    members: BTreeMap<String, Moved>,
}

impl Moved {
    /// The pointer that the value has in the source, if it is not the one to be expected.
    pub(super) fn source(&self) -> Option<&Pointer> {
        self.source.as_ref()
    }

    /// What is known of a member or an element.
    pub(super) fn member(&self, token: &str) -> Option<&Moved> {
        self.members.get(token)
    }

    fn is_empty(&self) -> bool {
        self.source.is_none() && self.members.is_empty()
    }

    fn insert(&mut self, token: &str, moved: Moved) {
        if !moved.is_empty() {
            self.members.insert(token.to_owned(), moved);
        }
    }
}

/// A rewritten value, and what of it was moved.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub(super) value: Value,
    pub(super) moved: Moved,
}

impl Built {
    /// Notes where the value stands in the source.
    #[must_use]
    pub(super) fn at(mut self, source: Pointer) -> Self {
        self.moved.source = Some(source);
        self
    }

    /// An array.
    pub(super) fn list(elements: Vec<Built>) -> Self {
        let mut moved = Moved::default();
        let mut values = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            moved.insert(&index.to_string(), element.moved);
            values.push(element.value);
        }
        Built { value: Value::Array(values), moved }
    }
}

impl From<Value> for Built {
    fn from(value: Value) -> Self {
        Built { value, moved: Moved::default() }
    }
}

/// A rewritten object in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct BuiltObject {
    members: Map<String, Value>,
    moved: Moved,
}

impl BuiltObject {
    /// Adds a member.
    pub(super) fn put(&mut self, key: &str, member: impl Into<Built>) {
        let member = member.into();
        self.moved.insert(key, member.moved);
        self.members.insert(key.to_owned(), member.value);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

impl From<BuiltObject> for Built {
    fn from(object: BuiltObject) -> Self {
        Built { value: Value::Object(object.members), moved: object.moved }
    }
}

/// What was moved in a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Moves {
    tree: Moved,
    /// From the pointer in the source to those in the tree, the outer ones first: a parameter and, in it, its schema have
    /// the same source.
    targets: BTreeMap<Pointer, Vec<Pointer>>,
}

impl Moves {
    /// What is known of the root of the tree.
    pub(super) fn root(&self) -> Option<&Moved> {
        (!self.tree.is_empty()).then_some(&self.tree)
    }

    /// Notes what was moved in the value that stands at a pointer of the tree.
    pub(super) fn add(&mut self, pointer: &Pointer, moved: Moved) {
        note(&mut self.targets, pointer, &moved);
        let mut node = &mut self.tree;
        for token in pointer.tokens() {
            node = node.members.entry(token).or_default();
        }
        let source = moved.source.or(node.source.take());
        *node = Moved { source, members: moved.members };
    }

    /// Where a pointer of the source may lead in the tree, the most likely first: the pointer of something that was moved,
    /// and the tokens from there on.
    pub(super) fn ways(&self, source: &Pointer) -> Vec<(Pointer, Vec<String>)> {
        let whole = (Pointer::root(), source.tokens().collect());
        // Nothing was moved in most files, and references are many.
        if self.targets.is_empty() {
            return vec![whole];
        }
        let mut ways = Vec::new();
        let mut outer = source.clone();
        let mut rest: Vec<String> = Vec::new();
        while !outer.as_str().is_empty() {
            for target in self.targets.get(&outer).into_iter().flatten() {
                ways.push((target.clone(), rest.iter().rev().cloned().collect()));
            }
            rest.extend(outer.tokens().last());
            outer = outer.parent();
        }
        ways.push(whole);
        ways
    }
}

fn note(targets: &mut BTreeMap<Pointer, Vec<Pointer>>, pointer: &Pointer, moved: &Moved) {
    if let Some(source) = &moved.source {
        targets.entry(source.clone()).or_default().push(pointer.clone());
    }
    for (token, member) in &moved.members {
        note(targets, &pointer.child(token), member);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_outermost_target_comes_first_and_the_root_last() {
        let source = Pointer::parse("/parameters/limit");
        let mut parameter = BuiltObject::default();
        parameter.put("name", json!("limit"));
        parameter.put("schema", Built::from(json!({"type": "integer"})).at(source.clone()));
        let mut components = BuiltObject::default();
        components.put("limit", Built::from(parameter).at(source));
        let mut moves = Moves::default();
        moves.add(&Pointer::parse("/components/parameters"), Built::from(components).moved);
        let ways = moves.ways(&Pointer::parse("/parameters/limit/type"));
        let ways: Vec<(&str, usize)> = ways.iter().map(|(pointer, rest)| (pointer.as_str(), rest.len())).collect();
        let outer = "/components/parameters/limit";
        assert_eq!(ways, [(outer, 1), ("/components/parameters/limit/schema", 1), ("", 3)]);
    }

    #[test]
    fn what_was_not_moved_is_not_noted() {
        let mut moves = Moves::default();
        moves.add(&Pointer::root(), Built::list(vec![json!({}).into()]).moved);
        assert!(moves.root().is_none());
        assert_eq!(moves.ways(&Pointer::parse("/a")), [(Pointer::root(), vec!["a".to_owned()])]);
    }
}
