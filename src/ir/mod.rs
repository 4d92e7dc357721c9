//! The intermediate representation: what the document says, in the document's words, with every reference resolved.
//!
//! Neutral facts only: wire names, no Rust. Written by `lower`, refined by `passes`, read by `plan`.

mod convention;
mod doc;
mod operation;
mod outline;
mod path;
mod rule;
mod security;
mod ty;
mod untyped;

pub use convention::{
    End, PageItems, Pagination, PaginationStyle, RateLimit, RateLimitHeaders, ResetUnit, Retry, Signature,
    SignatureAlgorithm, SignatureEncoding, Tier, Window,
};
pub use doc::Doc;
pub use operation::{
    Body, Called, Content, Encoding, EventForm, Header, Location, MediaKind, Method, Operation, OperationId, Parameter,
    ParameterStyle, Response, Status, Webhook, Webhooks,
};
pub use outline::{MemberOutline, Outline, TextOutline};
pub use path::{PathTemplate, Segment};
pub use rule::Rule;
pub use security::{Credential, OAuthFlow, Requirement, SchemeId, SecurityScheme, Server, ServerVariable};
pub use ty::{
    Additional, Chosen, Constraints, Custom, EnumDef, EnumValue, Field, IntegerFormat, Kind, NumberFormat, Probe,
    Shape, StringFormat, StructDef, Type, TypeDef, TypeHint, TypeId, UnionDef, UnionVariant,
};
pub use untyped::Untyped;

use std::collections::BTreeMap;

/// A JSON value of the document: a default, an example, a constant.
pub use serde_json::Value;

/// A whole API, as one document describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// The document's file name, without directories.
    pub source: String,
    /// Title, version and prose of the API.
    pub info: Info,
    /// Where the API is served, in the document's order.
    pub servers: Vec<Server>,
    /// The security schemes, indexed by [`SchemeId`].
    pub security: Vec<SecurityScheme>,
    /// The tags that the document declares or uses, in order.
    pub tags: Vec<Tag>,
    /// Every named or inline type that has a definition of its own, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// The types whose members travel as parts, because some are files: bytes in them are files, and not text. With how
    /// single members are written.
    pub forms: BTreeMap<TypeId, Vec<Encoding>>,
    /// The operations, in the document's order, indexed by [`OperationId`].
    pub operations: Vec<Operation>,
    /// What the API sends to its users, if anything.
    pub webhooks: Option<Webhooks>,
    /// The limit on the rate of all requests together.
    pub rate_limit: Option<RateLimit>,
    /// What the document says about repeating requests.
    pub retry: Option<Retry>,
}

impl Api {
    /// The definition of a type.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The definition that a type comes to, through aliases of definitions.
    pub fn target(&self, ty: &Type) -> Option<TypeId> {
        let Kind::Named(mut id) = ty.kind else { return None };
        // Aliases of aliases end, but documents need not.
        for _ in 0..self.types.len() {
            match &self.ty(id).shape {
                Shape::Alias(Type { kind: Kind::Named(target), .. }) => id = *target,
                _ => return Some(id),
            }
        }
        None
    }
}

/// The Info Object, and what surrounds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Info {
    /// The title of the API.
    pub title: String,
    /// The version of the document.
    pub version: String,
    /// Summary and description.
    pub doc: Doc,
    /// Licence name or SPDX expression.
    pub license: Option<String>,
    /// Where to ask: an email address or a URL, as given.
    pub contact: Vec<String>,
    /// The URL of further documentation.
    pub external_docs: Option<String>,
}

/// A tag: the group that an operation without a group of its own belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The name, as operations use it.
    pub name: String,
    /// What the document says of it.
    pub doc: Doc,
}
