//! The sink of a comparison: what was found, and which operations it concerns.
//!
//! A type is compared once for each way that it travels, however many operations use it: pairs of types wait in a queue, so
//! that neither cycles nor long chains need the stack, and each remembers what led to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use indexmap::IndexMap;

use super::effect::{Effects, Motion, Way};
use super::spot::Spot;
use crate::diag::Place;
use crate::ir::{Api, TypeId};

/// What was found so far.
pub(super) struct Comparer<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) found: IndexMap<Key, Found>,
    nodes: Vec<Node>,
    /// The pairs of types that were met, and their nodes.
    pairs: BTreeMap<(TypeId, TypeId, Way), usize>,
    waiting: VecDeque<Pair>,
    /// The node that is being compared.
    at: usize,
}

/// What makes a finding the same as another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) old: Option<Place>,
    pub(super) new: Option<Place>,
}

/// What is to be said of a finding.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) effects: Effects,
    pub(super) sent: bool,
    pub(super) received: bool,
    nodes: BTreeSet<usize>,
}

/// Something that is compared on its own: an operation, or a pair of types.
struct Node {
    /// What an operation is called.
    operation: Option<String>,
    /// The nodes that lead here.
    users: BTreeSet<usize>,
}

/// A pair of types that waits for its turn.
pub(super) struct Pair {
    pub(super) old: TypeId,
    pub(super) new: TypeId,
    pub(super) spot: Spot,
    node: usize,
}

impl<'a> Comparer<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        // What belongs to no operation belongs to the document.
        let document = Node { operation: None, users: BTreeSet::new() };
        let (found, pairs, waiting) = (IndexMap::new(), BTreeMap::new(), VecDeque::new());
        Self { old, new, found, nodes: vec![document], pairs, waiting, at: 0 }
    }

    /// Begins with an operation; what is found from here on concerns it.
    pub(super) fn enter(&mut self, operation: String) {
        self.at = self.nodes.len();
        self.nodes.push(Node { operation: Some(operation), users: BTreeSet::new() });
    }

    /// What is found from here on concerns no operation.
    pub(super) fn leave(&mut self) {
        self.at = 0;
    }

    /// Has two definitions compared, unless they were met before.
    pub(super) fn pair(&mut self, old: TypeId, new: TypeId, spot: &Spot) {
        let next = self.nodes.len();
        let node = *self.pairs.entry((old, new, spot.way)).or_insert(next);
        if node == next {
            self.nodes.push(Node { operation: None, users: BTreeSet::new() });
            self.waiting.push_back(Pair { old, new, spot: spot.clone(), node });
        }
        self.nodes[node].users.insert(self.at);
    }

    /// The next pair of definitions to compare.
    pub(super) fn next(&mut self) -> Option<Pair> {
        let pair = self.waiting.pop_front()?;
        self.at = pair.node;
        Some(pair)
    }

    /// The definitions of each document that were compared with any of the other.
    pub(super) fn met(&self) -> (BTreeSet<TypeId>, BTreeSet<TypeId>) {
        self.pairs.keys().map(|(old, new, _)| (*old, *new)).unzip()
    }

    /// Both documents have it, and it is not the same.
    pub(super) fn changed(&mut self, rule: &'static str, spot: &Spot, effects: Effects, message: String) {
        self.note(rule, (Some(&spot.old), Some(&spot.new)), spot.way, effects, message);
    }

    /// The same, where the sets of values tell what it means.
    pub(super) fn moved(&mut self, rule: &'static str, spot: &Spot, motion: Motion, message: String) {
        self.changed(rule, spot, Effects::of(spot.way, motion), message);
    }

    /// Only the old document has it. The place in the new one is where it would be.
    pub(super) fn removed(&mut self, rule: &'static str, at: &Place, way: Way, effects: Effects, message: String) {
        self.note(rule, (Some(at), None), way, effects, message);
    }

    /// Only the new document has it.
    pub(super) fn added(&mut self, rule: &'static str, at: &Place, way: Way, effects: Effects, message: String) {
        self.note(rule, (None, Some(at)), way, effects, message);
    }

    fn note(
        &mut self,
        rule: &'static str,
        (old, new): (Option<&Place>, Option<&Place>),
        way: Way,
        effects: Effects,
        message: String,
    ) {
        debug_assert!(super::rules::is_known(rule), "{rule} is not listed");
        let key = Key { rule, message, old: old.cloned(), new: new.cloned() };
        let found = self.found.entry(key).or_default();
        found.effects = found.effects.max(effects.on(way));
        found.sent |= way == Way::Sent;
        found.received |= way == Way::Received;
        found.nodes.insert(self.at);
    }

    /// The operations that a finding concerns, in the order of the documents.
    pub(super) fn operations(&self, found: &Found) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<usize> = found.nodes.iter().copied().collect();
        let mut operations = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            if self.nodes[node].operation.is_some() {
                operations.insert(node);
            }
            waiting.extend(&self.nodes[node].users);
        }
        operations.into_iter().filter_map(|node| self.nodes[node].operation.clone()).collect()
    }
}
