//! How large values are, roughly, on 64-bit machines: an alternative that is much larger than the others goes on the heap, and so
//! does a member that would make what holds it a burden for the stack.

use super::super::Recursion;
use crate::ir::{Additional, Api, IntegerFormat, Kind, NumberFormat, Shape, StringFormat, Type, TypeId};

/// Alternatives beyond this many bytes are boxed. Clippy objects to differences of 200.
const LARGEST: usize = 192;

/// Members beyond this many bytes are boxed: what is decoded passes through several frames of the stack at every level.
const BURDEN: usize = 4096;

/// Where to stop counting: nothing depends on how large exactly a large type is.
const ENOUGH: usize = 1 << 16;

/// The sizes of all definitions.
pub(super) struct Sizes {
    sizes: Vec<Option<usize>>,
}

impl Sizes {
    pub(super) fn new(api: &Api, recursion: &Recursion) -> Self {
        let mut sizes = Self { sizes: vec![None; api.types.len()] };
        let mut entered = vec![false; api.types.len()];
        for root in 0..api.types.len() {
            // A definition is measured when all that it contains has been, for which it is entered twice.
            let mut stack = vec![TypeId(root as u32)];
            while let Some(id) = stack.last().copied() {
                let index = id.0 as usize;
                if sizes.sizes[index].is_none() && !entered[index] {
                    entered[index] = true;
                    let inline = recursion.inline(api, id).into_iter().flat_map(|(_, ids)| ids);
                    stack.extend(inline.filter(|id| !entered[id.0 as usize]));
                    continue;
                }
                if sizes.sizes[index].is_none() {
                    sizes.sizes[index] = Some(sizes.definition(api, recursion, id));
                }
                stack.pop();
            }
        }
        sizes
    }

    /// Whether an alternative of this type goes on the heap.
    pub(super) fn is_large(&self, ty: &Type) -> bool {
        self.ty(ty) > LARGEST
    }

    /// Whether a member of this type goes on the heap.
    pub(super) fn is_burden(&self, ty: &Type) -> bool {
        matches!(ty.kind, Kind::Named(_)) && self.ty(ty) > BURDEN
    }

    fn definition(&self, api: &Api, recursion: &Recursion, id: TypeId) -> usize {
        let slot = |index: usize, ty: &Type| if recursion.is_boxed(id, index) { 8 } else { self.ty(ty) };
        let size = match &api.ty(id).shape {
            Shape::Struct(def) => {
                let member = |index, ty| if self.is_burden(ty) { 8 } else { slot(index, ty) };
                let fields = def.fields.iter().enumerate().map(|(index, field)| member(index, &field.ty));
                fields.sum::<usize>() + if matches!(def.additional, Additional::Kept(_)) { 24 } else { 0 }
            }
            Shape::Enum(_) => 32,
            Shape::Union(def) => {
                let content = def.variants.iter().enumerate().map(|(index, variant)| slot(index, &variant.ty));
                content.map(|size| if size > LARGEST { 8 } else { size }).max().unwrap_or(0).max(72) + 8
            }
            Shape::Alias(ty) => slot(0, ty),
        };
        size.min(ENOUGH)
    }

    fn ty(&self, ty: &Type) -> usize {
        match &ty.kind {
            Kind::Named(id) => self.sizes[id.0 as usize].unwrap_or(8),
            // A `Value` with the members of objects in their order.
            Kind::Any => 72,
            Kind::Null => 0,
            Kind::Boolean => 2,
            Kind::Integer(IntegerFormat::Int32 | IntegerFormat::UInt32) | Kind::Number(NumberFormat::Float) => 8,
            Kind::Integer(_) | Kind::Number(_) => 16,
            Kind::String(StringFormat::Byte) => 32,
            Kind::String(_) | Kind::Array(_) | Kind::Map(_) => 24,
            Kind::Tuple(elements) => elements.iter().map(|element| self.ty(element)).sum(),
        }
    }
}
