//! A value of the upgraded tree together with its place in the source: what `lower` walks.

use std::cell::OnceCell;

use serde_json::Value;

use super::files::{element, key, null_branch};
use super::moves::Moved;
use super::{Document, Piece, keys, piece};
use crate::diag::{Diagnostics, FileId, Place, Pointer, codes};

/// A value in the tree and its place. Cheap to clone.
///
/// Keys are those of the tree (OpenAPI 3.0 and the private ones of [`keys`]); places name the source.
#[derive(Debug, Clone)]
pub(crate) struct Node<'d> {
    document: &'d Document,
    value: &'d Value,
    place: Spot<'d>,
    /// In an array of branches: the index at which the source has a null branch that the tree has not.
    gap: Option<usize>,
    /// What of it stands elsewhere in the source.
    moved: Option<&'d Moved>,
}

impl<'d> Node<'d> {
    pub(super) fn new(document: &'d Document, value: &'d Value, place: Place) -> Self {
        Self { document, value, place: Spot::at(place), gap: None, moved: None }
    }

    /// With what is known of its members that were moved.
    pub(super) fn moved(self, moved: Option<&'d Moved>) -> Self {
        Self { moved, ..self }
    }

    /// The place in the source.
    pub(crate) fn place(&self) -> Place {
        self.place.get()
    }

    /// The value, of the upgraded tree.
    pub(crate) fn value(&self) -> &'d Value {
        self.value
    }

    /// A member of this object.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'d>> {
        let (key, value) = self.value.as_object()?.get_key_value(key)?;
        Some(self.member(key, value))
    }

    /// The members of this object in order; none if this is no object.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.member(key, value)))
    }

    /// The elements of this array; none if this is no array.
    pub(crate) fn items(&self) -> impl Iterator<Item = Node<'d>> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(index, value)| {
            let index = index + usize::from(self.gap.is_some_and(|gap| gap <= index));
            self.element(&index.to_string(), value)
        })
    }

    /// The text, if this is one.
    pub(crate) fn as_str(&self) -> Option<&'d str> {
        self.value.as_str()
    }

    /// The boolean, if this is one.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        self.value.as_bool()
    }

    /// The number, if this is an integer that is not negative.
    pub(crate) fn as_u64(&self) -> Option<u64> {
        self.value.as_u64()
    }

    /// The number, if this is an integer in range.
    pub(crate) fn as_i64(&self) -> Option<i64> {
        self.value.as_i64()
    }

    /// The text of `$ref`. A property that happens to be called `$ref` is none.
    pub(crate) fn reference(&self) -> Option<&'d str> {
        self.value.as_object()?.get("$ref")?.as_str()
    }

    /// Whether the members beside `$ref` count: they do in OpenAPI 3.1, and are to be ignored in 3.0 (Reference Object).
    pub(crate) fn has_siblings(&self) -> bool {
        self.document.is_later(self.place.file)
            && self.value.as_object().is_some_and(|members| members.len() > 1 && members.contains_key("$ref"))
    }

    /// Follows a chain of references to its end; a node that is no reference is returned as it is.
    ///
    /// Siblings of `$ref` on the way are not looked at: see [`Node::follow_once`].
    pub(crate) fn follow(&self, diag: &mut Diagnostics) -> Option<Node<'d>> {
        if self.reference().is_none() {
            return Some(self.clone());
        }
        let mut node = self.clone();
        // Remembering every node would take time that grows with the square of the chain; one now and then is enough.
        let mut known = self.place();
        let (mut steps, mut next) = (0_usize, 1_usize);
        while let Some(reference) = node.reference() {
            node = node.follow_once(diag)?;
            if node.place() == known {
                diag.push(codes::cyclic_reference(self.place(), self.reference().unwrap_or(reference)));
                return None;
            }
            steps += 1;
            if steps == next {
                (known, next) = (node.place(), next * 2);
            }
        }
        Some(node)
    }

    /// The target of `$ref`, which may be a reference itself. Nothing if this is no reference, or leads nowhere (reported).
    pub(crate) fn follow_once(&self, diag: &mut Diagnostics) -> Option<Node<'d>> {
        let reference = self.reference()?;
        self.document.resolve(reference, &self.place().child("$ref"), diag)
    }

    /// The target of a reference that stands elsewhere than in `$ref`, such as in `discriminator.mapping`: this node is the
    /// text itself.
    pub(crate) fn resolve(&self, reference: &str, diag: &mut Diagnostics) -> Option<Node<'d>> {
        self.document.resolve(reference, &self.place(), diag)
    }

    /// Reads this one object, without the objects in it, as its `openapiv3` type.
    ///
    /// Members that are objects of their own (schemas in `properties`, parameters, responses, media types…) are stand-ins
    /// (`$ref` to themselves) in lists and maps, and absent elsewhere; `example`, `examples` and extensions are absent too.
    /// All of them are reached with [`Node::get`]. A member that is wrong is reported and left out.
    pub(crate) fn read<T: Piece>(&self, diag: &mut Diagnostics) -> Option<T> {
        piece::read(self, diag)
    }

    /// The node at a reference token of the tree.
    pub(super) fn child(&self, token: &str) -> Option<Node<'d>> {
        match self.value {
            Value::Array(elements) => Some(self.element(token, elements.get(token.parse::<usize>().ok()?)?)),
            _ => self.get(token),
        }
    }

    /// The node at a reference token of the source.
    pub(super) fn step(&self, token: &str) -> Option<Node<'d>> {
        match self.value {
            Value::Array(elements) => {
                let value = elements.get(element(token, self.gap)?)?;
                Some(self.element(token, value))
            }
            Value::Object(members) => self.get(key(members, token)?),
            _ => None,
        }
    }

    fn member(&self, key: &'d str, value: &'d Value) -> Node<'d> {
        let own = key == keys::WEBHOOKS && !self.document.is_later(self.place.file);
        let gap = self.value.as_object().and_then(|members| null_branch(members, key));
        let place = self.place.member(if own { key } else { keys::source(key) });
        Node { gap, ..self.inner(key, place, value) }
    }

    fn element(&self, token: &str, value: &'d Value) -> Node<'d> {
        self.inner(token, Spot::at(self.place().child(token)), value)
    }

    /// A member or an element: what it is called in the tree, and its place unless it was moved.
    fn inner(&self, token: &str, place: Spot<'d>, value: &'d Value) -> Node<'d> {
        let moved = self.moved.and_then(|moved| moved.member(token));
        let place = match moved.and_then(Moved::source) {
            Some(pointer) => Spot::at(Place { file: self.place.file, pointer: pointer.clone() }),
            None => place,
        };
        Node { document: self.document, value, place, gap: None, moved }
    }
}

/// A place that is spelled out when somebody asks for it: of most members, only the value is looked at.
#[derive(Debug, Clone)]
struct Spot<'d> {
    file: FileId,
    /// The pointer; of a member, that of what is around it.
    base: Pointer,
    key: Option<&'d str>,
    /// The pointer of a member, once it is known.
    spelled: OnceCell<Pointer>,
}

impl<'d> Spot<'d> {
    fn at(Place { file, pointer: base }: Place) -> Self {
        Self { file, base, key: None, spelled: OnceCell::new() }
    }

    fn member(&self, key: &'d str) -> Self {
        Self { file: self.file, base: self.pointer().clone(), key: Some(key), spelled: OnceCell::new() }
    }

    fn pointer(&self) -> &Pointer {
        match self.key {
            None => &self.base,
            Some(key) => self.spelled.get_or_init(|| self.base.child(key)),
        }
    }

    fn get(&self) -> Place {
        Place { file: self.file, pointer: self.pointer().clone() }
    }
}
