//! What the objects of Swagger 2.0 and of OpenAPI 3.0, 3.1 and 3.2 consist of, as data. One table serves the structural check, the upgrade
//! and the shallow reading of pieces, so that they cannot disagree. Pure.
//!
//! The fields are those of the "Fixed Fields" tables of the standards; a field's `since` is the minor version that
//! brought it.

mod objects;
mod shape;
mod swagger;

pub(crate) use crate::name::nearest;
pub(crate) use shape::found;
pub(super) use shape::{TYPES, nearest_type};
pub(crate) use swagger::Kind as Swagger;

/// The objects of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Requirement,
    /// An object of Swagger 2.0.
    Swagger(swagger::Kind),
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Flag,
    Number,
    /// An integer that is not negative.
    Count,
    Any,
    Texts,
    TextMap,
    /// An array of anything.
    Values,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Another object, which is read on its own.
    One(Kind),
    List(Kind),
    Map(Kind),
    /// A boolean or an object.
    FlagOr(Kind),
    /// An object that is read together with its owner.
    Part(Kind),
    Parts(Kind),
    PartMap(Kind),
    /// `type` of a schema: one of the names, or (OpenAPI 3.1) an array of them.
    Types,
    /// A number, or (OpenAPI 3.0) a boolean.
    Bound,
}

/// How grave it is when the field is absent or of the wrong shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Without it the object means nothing.
    Required,
    /// The standard requires it, but nothing is lost without it.
    Usual,
    /// It may be absent, but if there it must be right.
    Optional,
    /// People read it, programs do not: what is wrong with it is a warning.
    Prose,
    /// It may be there, but what it says is not supported, and reported as such.
    Unread,
}

/// A fixed field of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) shape: Shape,
    pub(crate) need: Need,
    /// The minor version of OpenAPI 3 that brought it.
    pub(crate) since: u8,
}

/// An object of the standard.
#[derive(Debug)]
pub(crate) struct Object {
    /// As the standard titles it, without "Object".
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// What members with other names hold: `paths`, `responses` and callbacks are maps with a few fixed fields.
    pub(crate) others: Option<Shape>,
}

impl Object {
    /// The field that a document of version 3.`minor` has. Those of later versions are understood in earlier documents,
    /// but not sections of `components`, for which documents have uses of their own.
    pub(crate) fn field_of(&self, key: &str, minor: u8) -> Option<&'static Field> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        (field.since <= minor || self.name != objects::COMPONENTS.name).then_some(field)
    }
}

impl Kind {
    /// The object that this one is in a document of another version.
    pub(super) fn in_swagger(self, swagger: bool) -> Kind {
        const PAIRS: [(Kind, Swagger); 10] = [
            (Kind::Document, Swagger::Document),
            (Kind::Paths, Swagger::Paths),
            (Kind::PathItem, Swagger::PathItem),
            (Kind::Operation, Swagger::Operation),
            (Kind::Parameter, Swagger::Parameter),
            (Kind::Schema, Swagger::Items),
            (Kind::Responses, Swagger::Responses),
            (Kind::Response, Swagger::Response),
            (Kind::Header, Swagger::Header),
            (Kind::SecurityScheme, Swagger::SecurityScheme),
        ];
        let counterpart = |(three, two): &(Kind, Swagger)| match self {
            // Schemas are nearly the same; a schema where items are to be is read as one.
            Kind::Schema => None,
            Kind::Swagger(kind) if !swagger || kind == Swagger::Items => (kind == *two).then_some(*three),
            _ if swagger => (self == *three).then_some(Kind::Swagger(*two)),
            _ => None,
        };
        PAIRS.iter().find_map(counterpart).unwrap_or(self)
    }

    /// The table of the object.
    pub(crate) fn object(self) -> &'static Object {
        match self {
            Kind::Document => &objects::DOCUMENT,
            Kind::Info => &objects::INFO,
            Kind::Contact => &objects::CONTACT,
            Kind::License => &objects::LICENSE,
            Kind::Server => &objects::SERVER,
            Kind::ServerVariable => &objects::SERVER_VARIABLE,
            Kind::Components => &objects::COMPONENTS,
            Kind::Paths => &objects::PATHS,
            Kind::PathItem => &objects::PATH_ITEM,
            Kind::Operation => &objects::OPERATION,
            Kind::ExternalDocs => &objects::EXTERNAL_DOCS,
            Kind::Parameter => &objects::PARAMETER,
            Kind::RequestBody => &objects::REQUEST_BODY,
            Kind::MediaType => &objects::MEDIA_TYPE,
            Kind::Encoding => &objects::ENCODING,
            Kind::Responses => &objects::RESPONSES,
            Kind::Response => &objects::RESPONSE,
            Kind::Callback => &objects::CALLBACK,
            Kind::Example => &objects::EXAMPLE_OBJECT,
            Kind::Link => &objects::LINK,
            Kind::Header => &objects::HEADER,
            Kind::Tag => &objects::TAG,
            Kind::Schema => &objects::SCHEMA_OBJECT,
            Kind::Discriminator => &objects::DISCRIMINATOR,
            Kind::Xml => &objects::XML,
            Kind::SecurityScheme => &objects::SECURITY_SCHEME,
            Kind::Flows => &objects::FLOWS,
            Kind::Flow => &objects::FLOW,
            Kind::Requirement => &objects::REQUIREMENT,
            Kind::Swagger(kind) => kind.object(),
        }
    }
}

/// What stands at `tokens` within a value of this shape, as far as the grammar knows: the same way that the check takes.
pub(super) fn shape_at(mut shape: Shape, tokens: &[String], minor: u8) -> Option<Shape> {
    for token in tokens {
        shape = match shape {
            Shape::One(kind) | Shape::Part(kind) | Shape::FlagOr(kind) => {
                let object = kind.object();
                object.field_of(token, minor).map(|field| field.shape).or(object.others)?
            }
            Shape::List(kind) | Shape::Map(kind) => Shape::One(kind),
            Shape::Parts(kind) | Shape::PartMap(kind) => Shape::Part(kind),
            _ => return None,
        };
    }
    Some(shape)
}

#[cfg(test)]
mod tests;
