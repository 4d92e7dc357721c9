//! How much of an API has no type of its own, where, and why.

use std::collections::BTreeMap;

use crate::ir::{Additional, Api, Kind, Operation, Shape, Type, Untyped};

/// A count of the uses of types, and of those among them that may be anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    pub(super) by_site: BTreeMap<Site, Count>,
    pub(super) by_reason: BTreeMap<Untyped, usize>,
}

/// Uses of types in one kind of place.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) untyped: usize,
    pub(super) of: usize,
}

impl Count {
    /// The share of the untyped, from 0 to 1.
    pub(super) fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.untyped as f64 / self.of as f64 }
    }
}

/// Where a type is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    Property,
    Element,
    Member,
    Alternative,
    Parameter,
    RequestBody,
    ResponseBody,
    Header,
}

impl Site {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Property => "properties",
            Self::Element => "elements of arrays",
            Self::Member => "members of maps",
            Self::Alternative => "alternatives",
            Self::Parameter => "parameters",
            Self::RequestBody => "request bodies",
            Self::ResponseBody => "response bodies",
            Self::Header => "response headers",
        }
    }
}

impl Census {
    /// Counts every use of a type in an API.
    pub(super) fn of(api: &Api) -> Self {
        let mut census = Self::default();
        for definition in &api.types {
            match &definition.shape {
                Shape::Struct(object) => {
                    object.fields.iter().for_each(|field| census.count(api, Site::Property, &field.ty));
                    if let Additional::Kept(ty) = &object.additional {
                        census.count(api, Site::Member, ty);
                    }
                }
                Shape::Union(union) => {
                    union.variants.iter().for_each(|variant| census.count(api, Site::Alternative, &variant.ty));
                }
                // What an alias stands for is counted where the alias is used.
                Shape::Alias(ty) => census.count_inside(api, ty),
                Shape::Enum(_) => {}
            }
        }
        api.operations.iter().for_each(|operation| census.count_operation(api, operation));
        for event in api.webhooks.iter().flat_map(|webhooks| &webhooks.events) {
            census.count(api, Site::RequestBody, &event.payload);
        }
        census
    }

    fn count_operation(&mut self, api: &Api, operation: &Operation) {
        operation.parameters.iter().for_each(|parameter| self.count(api, Site::Parameter, &parameter.ty));
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            self.count(api, Site::RequestBody, &content.ty);
        }
        for response in &operation.responses {
            response.contents.iter().for_each(|content| self.count(api, Site::ResponseBody, &content.ty));
            response.headers.iter().for_each(|header| self.count(api, Site::Header, &header.ty));
        }
    }

    fn count(&mut self, api: &Api, site: Site, ty: &Type) {
        let count = self.by_site.entry(site).or_default();
        count.of += 1;
        if let Some(reason) = reason(api, ty) {
            count.untyped += 1;
            *self.by_reason.entry(reason).or_default() += 1;
        }
        self.count_inside(api, ty);
    }

    fn count_inside(&mut self, api: &Api, ty: &Type) {
        match &ty.kind {
            Kind::Array(item) => self.count(api, Site::Element, item),
            Kind::Map(value) => self.count(api, Site::Member, value),
            Kind::Tuple(items) => items.iter().for_each(|item| self.count(api, Site::Element, item)),
            _ => {}
        }
    }

    pub(super) fn total(&self) -> Count {
        let mut total = Count::default();
        for count in self.by_site.values() {
            total.untyped += count.untyped;
            total.of += count.of;
        }
        total
    }
}

/// Why a type may be anything, if it may.
fn reason(api: &Api, ty: &Type) -> Option<Untyped> {
    let mut ty = ty;
    // An alias of itself is broken up by `lower`, one that contains itself by its list or map.
    for _ in 0..=api.types.len() {
        match &ty.kind {
            Kind::Any => return Some(ty.untyped),
            Kind::Named(id) => match &api.ty(*id).shape {
                Shape::Alias(target) => ty = target,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
