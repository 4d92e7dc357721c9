//! What comes back: success types, error enums by status, header structs.

use super::RustType;
use crate::ir::Status;
use crate::name::Ident;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyFormat {
    /// JSON text.
    Json,
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// What an operation returns when it succeeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The document describes no success: any 2xx, and the body is not looked at.
    Unspecified,
    /// One response.
    One(Answer),
    /// Several responses: an enum with a variant for each.
    Several {
        /// The enum.
        ident: Ident,
        /// Its variants, in the document's order.
        answers: Vec<Answer>,
    },
}

impl Outcome {
    /// The responses.
    pub fn answers(&self) -> &[Answer] {
        match self {
            Self::Unspecified => &[],
            Self::One(answer) => std::slice::from_ref(answer),
            Self::Several { answers, .. } => answers,
        }
    }
}

/// The error enum of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Its name.
    pub ident: Ident,
    /// Its variants, in the document's order.
    pub answers: Vec<Answer>,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Index of the response in the document's operation.
    pub index: usize,
    /// The status.
    pub status: Status,
    /// Its variant, where there is an enum: the reason phrase.
    pub variant: Ident,
    /// The body.
    pub body: Option<AnswerBody>,
    /// Index of the header struct in `OperationsPlan::headers`; makes the type `Reply<Body, Headers>`.
    pub headers: Option<usize>,
    /// `404: the resource does not exist.`
    pub docs: Vec<String>,
}

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerBody {
    /// Its type.
    pub ty: RustType,
    /// How it is written.
    pub format: BodyFormat,
    /// Its media type.
    pub media_type: String,
    /// Index of its content in the document's response.
    pub content: usize,
}

/// The headers of a response, as a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadersPlan {
    /// Its name.
    pub ident: Ident,
    /// What its documentation says.
    pub docs: Vec<String>,
    /// Its fields, in the document's order.
    pub fields: Vec<HeaderField>,
}

/// A response header, as a field.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderField {
    /// The field.
    pub ident: Ident,
    /// The header's name on the wire.
    pub name: String,
    /// Its type when present.
    pub ty: RustType,
    /// Whether it is always sent; the field is an `Option` otherwise.
    pub required: bool,
    /// Whether objects are written as `k=v`.
    pub explode: bool,
    /// What the document says of it.
    pub docs: Vec<String>,
}
