//! What lowering carries along: the document, the sink, and what has been lowered so far.

use std::collections::VecDeque;

use indexmap::{IndexMap, IndexSet};

use super::schema::{Job, Key};
use crate::diag::{Diagnostics, Place};
use crate::ir::{Custom, Doc, Kind, Parameter, Response, SecurityScheme, Shape, Type, TypeDef, TypeHint, TypeId};
use crate::spec::{Document, Node};

/// The state of one run.
pub(super) struct Context<'d, 'x> {
    pub(super) document: &'d Document,
    pub(super) diag: &'x mut Diagnostics,
    pub(super) types: Types<'d>,
    /// The component schemas that name another in `allOf`, by the other.
    pub(super) children: IndexMap<Id, Vec<Node<'d>>>,
    /// The formats that were reported as unknown.
    pub(super) formats: IndexSet<String>,
    /// The number of component schemas.
    pub(super) components: usize,
    /// The security schemes by their keys: those that are declared, and those that are demanded without.
    pub(super) schemes: IndexMap<String, SecurityScheme>,
    /// Parameters that were reached by reference: one component serves many operations.
    pub(super) parameters: IndexMap<Id, Option<Parameter>>,
    /// Responses that were reached by reference, likewise. Their status is that of the first use.
    pub(super) responses: IndexMap<Id, Option<Response>>,
}

/// Identifies a value of the document. Every value has a place of its own in memory, and comparing those is many times
/// cheaper than comparing JSON pointers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(usize);

impl Id {
    pub(super) fn of(node: &Node<'_>) -> Self {
        Self(std::ptr::from_ref(node.value()).addr())
    }
}

/// How many lists and maps in one another are one type; further in, they are definitions.
const DEEPEST: usize = 32;

/// The type definitions. Each is first claimed, so that it can be referred to, and its shape is worked out later, so that
/// neither cycles nor long chains of references need the stack.
#[derive(Default)]
pub(super) struct Types<'d> {
    pub(super) defs: Vec<TypeDef>,
    /// Whether the schema of the definition allows `null`.
    pub(super) nullable: Vec<bool>,
    /// The definitions by what they are made from.
    pub(super) known: IndexMap<Key, TypeId>,
    /// How many of them are made from several schemas, or from parts of one.
    pub(super) combined: usize,
    pub(super) queue: VecDeque<(TypeId, Job<'d>)>,
    /// The unions whose tag the document names.
    pub(super) discriminated: IndexSet<TypeId>,
    /// What is being worked out in place, without a definition.
    open: IndexSet<Key>,
    /// The other names of definitions, by the place that has one.
    also: IndexMap<(TypeId, TypeHint), TypeId>,
}

impl<'d> Types<'d> {
    /// Makes room for a definition.
    pub(super) fn claim(&mut self, key: Key, hint: TypeHint, place: Place, job: Job<'d>) -> TypeId {
        let id = self.define(hint, place, Shape::Alias(Type::new(Kind::Any)), false);
        self.combined += usize::from(matches!(key, Key::Parts(_)));
        self.known.insert(key, id);
        self.queue.push_back((id, job));
        id
    }

    /// Begins with what needs no definition. Not if that leads to itself, or too deep: it needs one then.
    pub(super) fn enter(&mut self, key: &Key) -> bool {
        self.open.len() < DEEPEST && self.open.insert(key.clone())
    }

    pub(super) fn leave(&mut self, key: &Key) {
        self.open.swap_remove(key);
    }

    fn define(&mut self, hint: TypeHint, place: Place, shape: Shape, nullable: bool) -> TypeId {
        let id = TypeId(u32::try_from(self.defs.len()).unwrap_or(u32::MAX));
        let (doc, custom) = (Doc::default(), Custom::default());
        self.defs.push(TypeDef { hint, doc, place, shape, example: None, rules: Vec::new(), custom });
        self.nullable.push(nullable);
        id
    }

    /// A use of what the document combines again, elsewhere: each place has its name, so that none depends on which is first.
    pub(super) fn also_named(&mut self, id: TypeId, site: &Site) -> Type {
        let hint = site.hint();
        let first = &self.defs[id.0 as usize];
        if first.hint == hint || matches!(first.hint, TypeHint::Component(_)) {
            return self.named(id);
        }
        let (place, nullable) = (first.place.clone(), self.nullable[id.0 as usize]);
        let next = TypeId(u32::try_from(self.defs.len()).unwrap_or(u32::MAX));
        let alias = *self.also.entry((id, hint.clone())).or_insert(next);
        if alias == next {
            self.define(hint, place, Shape::Alias(Type::new(Kind::Named(id))), nullable);
        }
        self.named(alias)
    }

    pub(super) fn def(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.defs[id.0 as usize]
    }

    /// The definition of a schema, if there is one yet.
    pub(super) fn of(&self, node: &Node<'_>) -> Option<TypeId> {
        self.known.get(&Key::of(node)).copied()
    }

    /// A use of a definition.
    pub(super) fn named(&self, id: TypeId) -> Type {
        Type { nullable: self.nullable[id.0 as usize], ..Type::new(Kind::Named(id)) }
    }
}

/// Where an inline schema stands: what its name is made from.
#[derive(Debug, Clone)]
pub(super) struct Site {
    root: Root,
    words: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Root {
    Type(TypeId),
    Operation(u32),
    Component,
}

impl Site {
    /// In a type definition.
    pub(super) fn within(id: TypeId) -> Self {
        Self { root: Root::Type(id), words: Vec::new() }
    }

    /// In an operation.
    pub(super) fn operation(index: u32) -> Self {
        Self { root: Root::Operation(index), words: Vec::new() }
    }

    /// In a component that is no schema, or in another place with a name of its own.
    pub(super) fn component(name: &str) -> Self {
        Self { root: Root::Component, words: vec![name.to_owned()] }
    }

    pub(super) fn child(&self, word: &str) -> Self {
        let mut words = self.words.clone();
        words.push(word.to_owned());
        Self { root: self.root, words }
    }

    /// What is called `name` here; a component that has that name already is not called so twice.
    pub(super) fn named(&self, name: &str) -> Self {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match self.words.last() {
            Some(last) if letters(last) == letters(name) => self.clone(),
            _ => self.child(name),
        }
    }

    pub(super) fn hint(&self) -> TypeHint {
        let words = self.words.clone();
        match self.root {
            Root::Type(id) => TypeHint::Inline { parent: Some(id), words },
            Root::Operation(operation) => TypeHint::Operation { operation, words },
            Root::Component => TypeHint::Inline { parent: None, words },
        }
    }
}

/// The site of something that is referred to: the component's key if it is one, else where it was first used.
pub(super) fn site_of(target: &Node<'_>, is_reference: bool, otherwise: &Site) -> Site {
    match component_key(&target.place()) {
        Some(key) if is_reference => Site::component(&key),
        _ => otherwise.clone(),
    }
}

/// What stands beside a reference in OpenAPI 3.1 and replaces what its target says (Reference Object).
pub(super) fn remark(node: &Node<'_>, key: &str) -> Option<String> {
    let said = node.has_siblings().then(|| node.get(key)?.as_str().map(str::to_owned)).flatten();
    said.filter(|text| !text.is_empty())
}

/// The key of the component at a place: the last of `/components/<kind>/<key>`, or in Swagger 2.0 of `/<kind>/<key>`.
pub(super) fn component_key(place: &Place) -> Option<String> {
    let tokens: Vec<String> = place.pointer.tokens().collect();
    match &tokens[..] {
        [components, _, key] if components == "components" => Some(key.clone()),
        [section, key] if ["definitions", "parameters", "responses"].contains(&section.as_str()) => Some(key.clone()),
        _ => None,
    }
}
