//! Types that contain themselves: where a `Box` breaks the cycle, which aliases must be types of their own, and how deep
//! the compiler has to look. Iterative throughout, since the depth is the document's choice.

use std::collections::BTreeSet;

use crate::ir::{Additional, Api, Kind, Shape, Type, TypeId};

/// What follows from types that contain each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recursion {
    boxed: BTreeSet<(TypeId, usize)>,
    newtypes: BTreeSet<TypeId>,
    depth: usize,
}

impl Recursion {
    /// Finds all cycles of an API's types.
    pub fn new(api: &Api) -> Self {
        let newtypes = back_edges(api, &|id| match &api.ty(id).shape {
            Shape::Alias(ty) => vec![mentioned(ty).into_iter().filter(|id| is_alias(api, *id)).collect()],
            _ => Vec::new(),
        });
        let newtypes: BTreeSet<TypeId> = newtypes.into_iter().map(|edge| edge.target).collect();
        let slots = |id: TypeId| -> Vec<Vec<TypeId>> {
            if is_alias(api, id) && !newtypes.contains(&id) {
                return Vec::new();
            }
            slots(api, id).into_iter().map(|ty| contained(api, &newtypes, ty)).collect()
        };
        let boxed = back_edges(api, &slots).into_iter().map(|edge| (edge.source, edge.slot)).collect();
        Self { boxed, newtypes, depth: depth(api) }
    }

    /// Whether a slot must be on the heap: a field, a variant, or the content of a newtype, by its index.
    pub fn is_boxed(&self, id: TypeId, slot: usize) -> bool {
        self.boxed.contains(&(id, slot))
    }

    /// Whether an alias contains itself, which `type` cannot say.
    pub fn is_newtype(&self, id: TypeId) -> bool {
        self.newtypes.contains(&id)
    }

    /// The definitions whose values lie directly inside of each slot of a definition, boxes aside.
    pub(super) fn inline(&self, api: &Api, id: TypeId) -> Vec<(usize, Vec<TypeId>)> {
        let slots = slots(api, id).into_iter().enumerate().filter(|(slot, _)| !self.is_boxed(id, *slot));
        slots.map(|(slot, ty)| (slot, contained(api, &self.newtypes, ty))).collect()
    }

    /// The `#![recursion_limit]` that the types call for: rustc follows them down to depth 128 by default.
    pub fn limit(&self) -> Option<usize> {
        (self.depth > 100).then(|| (self.depth + 28).next_power_of_two())
    }
}

fn is_alias(api: &Api, id: TypeId) -> bool {
    matches!(api.ty(id).shape, Shape::Alias(_))
}

/// The types that a definition is made of, in the order of its fields or variants.
fn slots(api: &Api, id: TypeId) -> Vec<&Type> {
    match &api.ty(id).shape {
        Shape::Struct(def) => def.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(def) => def.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::Enum(_) => Vec::new(),
    }
}

/// The definitions that a type names, at any depth.
fn mentioned(ty: &Type) -> Vec<TypeId> {
    match &ty.kind {
        Kind::Named(id) => vec![*id],
        Kind::Array(inner) | Kind::Map(inner) => mentioned(inner),
        Kind::Tuple(elements) => elements.iter().flat_map(mentioned).collect(),
        _ => Vec::new(),
    }
}

/// The definitions whose values lie inside of a value of this type: not behind a list or map, and through aliases.
fn contained(api: &Api, newtypes: &BTreeSet<TypeId>, ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        match &ty.kind {
            Kind::Named(id) => match &api.ty(*id).shape {
                // Aliases of aliases end: what would not is a newtype.
                Shape::Alias(inner) if !newtypes.contains(id) => pending.push(inner),
                _ => found.push(*id),
            },
            Kind::Tuple(elements) => pending.extend(elements),
            _ => {}
        }
    }
    found
}

struct Edge {
    source: TypeId,
    slot: usize,
    target: TypeId,
}

/// The edges that close a cycle when the graph is walked depth first, in the document's order.
fn back_edges(api: &Api, edges: &dyn Fn(TypeId) -> Vec<Vec<TypeId>>) -> Vec<Edge> {
    #[derive(Clone, Copy, PartialEq)]
    enum Color {
        New,
        Open,
        Done,
    }
    let flat = |id: TypeId| -> Vec<(usize, TypeId)> {
        edges(id).into_iter().enumerate().flat_map(|(slot, ids)| ids.into_iter().map(move |id| (slot, id))).collect()
    };
    let mut color = vec![Color::New; api.types.len()];
    let mut found = Vec::new();
    for root in 0..api.types.len() {
        if color[root] != Color::New {
            continue;
        }
        let root = TypeId(root as u32);
        color[root.0 as usize] = Color::Open;
        let mut stack = vec![(root, flat(root).into_iter())];
        while let Some((source, rest)) = stack.last_mut() {
            let source = *source;
            match rest.next() {
                Some((slot, target)) => match color[target.0 as usize] {
                    Color::Open => found.push(Edge { source, slot, target }),
                    Color::New => {
                        color[target.0 as usize] = Color::Open;
                        stack.push((target, flat(target).into_iter()));
                    }
                    Color::Done => {}
                },
                None => {
                    color[source.0 as usize] = Color::Done;
                    stack.pop();
                }
            }
        }
    }
    found
}

/// An upper bound for the depth to which rustc follows the types when it asks whether they are `Send`: the longest path,
/// where types that contain each other count together.
fn depth(api: &Api) -> usize {
    let edges: Vec<Vec<usize>> = (0..api.types.len()).map(|index| all_edges(api, index)).collect();
    let mut depths = vec![0; api.types.len()];
    let mut deepest = 0;
    // Components come out with those first that the others lead to.
    for component in components(&edges) {
        let below = component.iter().flat_map(|node| &edges[*node]).map(|target| depths[*target]).max().unwrap_or(0);
        let own: usize = component.iter().map(|node| steps(api, *node)).sum();
        for node in component {
            depths[node] = below + own;
        }
        deepest = deepest.max(below + own);
    }
    deepest
}

fn all_edges(api: &Api, index: usize) -> Vec<usize> {
    let id = TypeId(index as u32);
    let kept = match &api.ty(id).shape {
        Shape::Struct(def) => match &def.additional {
            Additional::Kept(ty) => Some(&**ty),
            Additional::Ignored | Additional::Forbidden => None,
        },
        _ => None,
    };
    slots(api, id).into_iter().chain(kept).flat_map(mentioned).map(|id| id.0 as usize).collect()
}

/// How many types of the standard library may lie between a definition and the next.
fn steps(api: &Api, index: usize) -> usize {
    fn wrappers(ty: &Type) -> usize {
        match &ty.kind {
            // `Vec`, its buffer, the pointer in it and the marker there; for maps, the root and the node on top.
            Kind::Array(inner) => 5 + wrappers(inner),
            Kind::Map(inner) => 8 + wrappers(inner),
            Kind::Tuple(elements) => 1 + elements.iter().map(wrappers).max().unwrap_or(0),
            _ => 4,
        }
    }
    1 + slots(api, TypeId(index as u32)).into_iter().map(wrappers).max().unwrap_or(0)
}

/// The strongly connected components (Tarjan 1972), each after all those that it leads to.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if *edge == 0 {
                (order[node], low[node], on_stack[node]) = (next, next, true);
                stack.push(node);
                next += 1;
            }
            if let Some(&target) = edges[node].get(*edge) {
                *edge += 1;
                if order[target] == NEW {
                    path.push((target, 0));
                } else if on_stack[target] {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let start = stack.iter().rposition(|other| *other == node).unwrap_or(0);
                let component = stack.split_off(start);
                component.iter().for_each(|node| on_stack[*node] = false);
                found.push(component);
            }
        }
    }
    found
}
