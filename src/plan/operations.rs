//! Operations as the crate has them: groups, request structs, and what comes back.
//!
//! One scope holds the names of all of them, `operations`; another each group's methods, shared by client and server.

use super::answer_body::ContentPlan;
use super::bodies::BodyFormat;
use super::docs::DocLines;
use super::pagination::PagePlan;
use super::responses::{Failure, HeadersPlan, Outcome};
use super::rust_type::RustType;
use super::types::DefaultPlan;
use crate::ir::{Location, OperationId, ParameterStyle, Retry, Window};
use crate::name::Ident;

/// Everything under `operations`.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationsPlan {
    /// The groups, in order of their first operation.
    pub groups: Vec<GroupPlan>,
    /// The header structs, each shared by all responses with the same headers.
    pub headers: Vec<HeadersPlan>,
    /// The enums of bodies that have one of several types, for responses that several operations refer to.
    pub contents: Vec<ContentPlan>,
}

/// Operations that are reached together: `client.resources()`, `trait ResourcesApi`.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPlan {
    /// What the document calls it; `None` for operations without a group, whose methods sit on `Client`.
    pub name: Option<String>,
    /// Its module, which is a file too: `operations/resources.rs`, `client/resources.rs`, `server/resources.rs`.
    pub module: Ident,
    /// What its handle is called: `Resources`. The server's trait adds `Api`.
    pub handle: Ident,
    /// The method of `Client` that gives the handle.
    pub accessor: Ident,
    /// Its Cargo feature, if it has one.
    pub feature: Option<String>,
    /// What the document says of it.
    pub docs: DocLines,
    /// Its operations, in the document's order.
    pub operations: Vec<OperationPlan>,
    /// The statics of its codec module that describe parameters, each shared by all operations that agree.
    pub params: Vec<ParamStatic>,
}

/// A static that describes how a parameter travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamStatic {
    /// Its name.
    pub ident: Ident,
    /// The parameter's name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub style: ParameterStyle,
    /// Whether arrays and objects are written as several parameters.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether its name may stand without a value.
    pub allow_empty: bool,
    /// Whether it must be present.
    pub required: bool,
}

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationPlan {
    /// The operation in the document.
    pub id: OperationId,
    /// Its name in messages: the `operationId`, or `GET /path`.
    pub name: String,
    /// The method of the group's handle and of the server's trait.
    pub method: Ident,
    /// The request struct, which also stands for the operation as a type.
    pub request: Ident,
    /// The static that describes it.
    pub endpoint: Ident,
    /// The HTTP method.
    pub verb: String,
    /// The path template of what is sent.
    pub path: String,
    /// What the document says of it, with `METHOD /path`.
    pub docs: DocLines,
    /// `METHOD /path` as code, for the documentation of what belongs to it.
    pub route: String,
    /// Whether the document says that it is deprecated.
    pub deprecated: bool,
    /// The parameters, as fields of the request struct.
    pub params: Vec<ParamField>,
    /// The request body, as the last field of the request struct.
    pub body: Option<BodyField>,
    /// Whether the required fields are arguments; else the whole struct is, because they are too many.
    pub positional: bool,
    /// What success looks like.
    pub success: Outcome,
    /// The error enum.
    pub failure: Failure,
    /// The alternatives of credentials, as indices into the client's schemes with their scopes.
    pub security: Vec<Vec<Need>>,
    /// The media types of the responses, for `Accept`.
    pub accept: Vec<String>,
    /// The one status that the document lists for requests that are not as documented, where it is not the usual one.
    pub refusal: Option<u16>,
    /// How the list it returns is paged.
    pub pagination: Option<PagePlan>,
    /// What the document says about repeating it.
    pub retry: Option<Retry>,
    /// Limits on its rate, beside those of the whole API.
    pub windows: Vec<Window>,
    /// A server of its own, with the defaults of its variables.
    pub server: Option<String>,
}

/// A field that must be present.
#[derive(Debug, Clone, Copy)]
pub struct Required<'a> {
    /// The field.
    pub ident: &'a Ident,
    /// Its type.
    pub ty: &'a RustType,
}

impl OperationPlan {
    /// The fields of the request struct that must be present, in order.
    pub fn required(&self) -> impl Iterator<Item = Required<'_>> {
        let params = self.params.iter().filter(|field| field.required);
        let params = params.map(|field| Required { ident: &field.ident, ty: &field.ty });
        let body = self.body.iter().filter(|body| body.required);
        params.chain(body.map(|body| Required { ident: &body.ident, ty: &body.ty }))
    }
}

/// A credential that an operation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Index of the scheme in the document.
    pub scheme: usize,
    /// The scopes it must grant.
    pub scopes: Vec<String>,
}

/// A parameter as a field.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamField {
    /// Index of the parameter in the document's operation.
    pub index: usize,
    /// Index of its static in [`GroupPlan::params`].
    pub param: usize,
    /// The field.
    pub ident: Ident,
    /// The method of `Call` that sets it, if it may be absent.
    pub setter: Option<Ident>,
    /// Its type when present.
    pub ty: RustType,
    /// Whether it must be present; the field is an `Option` otherwise.
    pub required: bool,
    /// The accessor that knows the document's default.
    pub default: Option<DefaultPlan>,
    /// What the document says of it, with its default and limits.
    pub docs: DocLines,
    /// Whether the document says that it is deprecated.
    pub deprecated: bool,
}

/// The request body as a field.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyField {
    /// The field: `body`.
    pub ident: Ident,
    /// The method of `Call` that sets it, if it may be absent.
    pub setter: Option<Ident>,
    /// Its type when present: that of the only variant, or an enum in `operations`.
    pub ty: RustType,
    /// Whether it must be present.
    pub required: bool,
    /// What it may be. Several variants are those of an enum.
    pub variants: Vec<BodyVariant>,
    /// What the document says of it.
    pub docs: DocLines,
}

impl BodyField {
    /// Everything that may be sent, in the order of the document's endpoint table.
    pub fn contents(&self) -> impl Iterator<Item = &BodyContent> {
        self.variants.iter().flat_map(|variant| &variant.contents)
    }
}

/// What a body may be: one type, which may travel as several media types.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyVariant {
    /// The variant, where there is an enum.
    pub ident: Ident,
    /// Its type.
    pub ty: RustType,
    /// Whether the type converts into the enum.
    pub convertible: bool,
    /// The media types, the one to send first.
    pub contents: Vec<BodyContent>,
}

/// A media type of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyContent {
    /// The media type.
    pub media_type: String,
    /// How it is written.
    pub format: BodyFormat,
    /// How single properties of a form are written, where the document says so.
    pub encodings: Vec<FormEncoding>,
    /// Index of its content in the document's request body.
    pub content: usize,
    /// Whether it is a form with files.
    pub files: bool,
}

/// How a property of a form is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEncoding {
    /// The property's name on the wire.
    pub property: String,
    /// Its style, unless it is the usual one.
    pub style: Option<ParameterStyle>,
    /// Whether arrays and objects are written as several parameters.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}
