//! Tables: what is too regular, and too much, to be made of tokens. `render` prints them as they are.

use super::Item;
use crate::name::Ident;

/// How a type is read and written.
#[derive(Debug)]
pub enum Table {
    /// An object.
    Object(ObjectTable),
    /// An enumeration of texts.
    Enumeration(EnumerationTable),
    /// The errors of an operation.
    Failure(FailureTable),
    /// A definition, or what belongs to one.
    Item(Item),
}

/// What the errors of an operation say: the table that the runtime's `failure!` takes.
#[derive(Debug)]
pub struct FailureTable {
    /// The type.
    pub ident: Ident,
    /// The variants.
    pub rows: Vec<FailureRow>,
    /// Whether a variant is for failures that the document does not describe.
    pub undocumented: bool,
    /// The feature that this variant is behind.
    pub feature: Option<&'static str>,
}

/// A variant of the errors of an operation.
#[derive(Debug)]
pub struct FailureRow {
    /// Its name.
    pub variant: Ident,
    /// Its status; nothing if it brings one along.
    pub code: Option<u16>,
    /// Whether it brings anything else along.
    pub carries: bool,
}

/// How an enumeration of texts is read and written: the table that the runtime's `codec::enumeration!` takes.
#[derive(Debug)]
pub struct EnumerationTable {
    /// The type.
    pub ident: Ident,
    /// Whether texts that are not listed are refused.
    pub closed: bool,
    /// The texts, each with its variant.
    pub rows: Vec<(String, Ident)>,
}

/// How an object is read and written: the table that the runtime's `codec::object!` takes.
#[derive(Debug)]
pub struct ObjectTable {
    /// The type.
    pub ident: Ident,
    /// Whether one of its members is deprecated.
    pub touches_deprecated: bool,
    /// Its members.
    pub rows: Vec<Row>,
    /// The field that keeps all other members.
    pub rest: Option<Ident>,
    /// Which of these it does not keep, by their names on the wire.
    pub ignored: Vec<String>,
}

/// A member of an object.
#[derive(Debug)]
pub struct Row {
    /// The name on the wire.
    pub name: String,
    /// The field.
    pub ident: Ident,
    /// Whether it may be absent, in the words of the runtime's macro.
    pub need: &'static str,
    /// What it consists of, in the words of the runtime's macro, if that is read in a way of its own.
    pub scalar: Option<&'static str>,
}
