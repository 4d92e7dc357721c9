//! Which types of other crates the plan mentions, so that the manifest asks for no more.

use super::rust_type::RustType;
use super::types::{TypePlan, TypeShape};
use super::{OperationPlan, Plan};

/// Kinds of types that come from crates which few APIs need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Foreign {
    /// Dates and times.
    pub dates: bool,
    /// UUIDs.
    pub uuids: bool,
    /// Bytes that travel as base64.
    pub base64: bool,
}

impl Plan {
    /// The foreign types that definitions, requests and answers mention.
    pub fn foreign(&self) -> Foreign {
        let mut foreign = Foreign::default();
        self.types.iter().for_each(|plan| definition(plan, &mut foreign));
        let headers = self.operations.headers.iter().flat_map(|headers| &headers.fields);
        headers.for_each(|field| foreign.add(&field.ty));
        let operations = self.operations.groups.iter().flat_map(|group| &group.operations);
        operations.for_each(|plan| operation(plan, &mut foreign));
        foreign
    }
}

impl Foreign {
    fn add(&mut self, ty: &RustType) {
        match ty {
            RustType::DateTime | RustType::Date => self.dates = true,
            RustType::Uuid => self.uuids = true,
            RustType::Base64 => self.base64 = true,
            RustType::Vec(inner)
            | RustType::Map(inner)
            | RustType::Option(inner)
            | RustType::Boxed(inner)
            | RustType::EventStream(inner)
            | RustType::JsonLines(inner) => {
                self.add(inner);
            }
            RustType::Tuple(elements) => elements.iter().for_each(|element| self.add(element)),
            _ => {}
        }
    }
}

fn definition(plan: &TypePlan, foreign: &mut Foreign) {
    match &plan.shape {
        TypeShape::Struct(def) => {
            def.fields.iter().for_each(|field| foreign.add(&field.ty));
            def.additional.iter().for_each(|(_, ty)| foreign.add(ty));
        }
        TypeShape::Union(def) => {
            def.alternatives
                .iter()
                .filter_map(|alternative| alternative.content.as_ref())
                .for_each(|ty| foreign.add(ty));
        }
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => foreign.add(ty),
        TypeShape::Enum(_) => {}
    }
}

fn operation(plan: &OperationPlan, foreign: &mut Foreign) {
    plan.params.iter().for_each(|field| foreign.add(&field.ty));
    let bodies = plan.body.iter().flat_map(|body| &body.variants);
    bodies.for_each(|variant| foreign.add(&variant.ty));
    let answers = plan.success.answers().iter().chain(&plan.failure.answers);
    let bodies = answers.filter_map(|answer| answer.body.as_ref());
    bodies.flat_map(|body| &body.alternatives).for_each(|alternative| foreign.add(&alternative.ty));
}
