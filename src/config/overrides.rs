//! What a user decides about single schemas and operations: names, types, attributes, and what the document has wrong.

use std::collections::BTreeMap;

use super::FormatType;

/// What is decided about a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SchemaConfig {
    /// The name of its type.
    pub name: Option<String>,
    /// The Rust type to use in its place.
    pub ty: Option<FormatType>,
    /// Traits that its type derives besides the usual ones, by their paths.
    pub derives: Vec<String>,
    /// Attributes of its type, as they stand between `#[` and `]`.
    pub attributes: Vec<String>,
    /// Of an enumeration: whether further values exist, which even a server accepts, or none, so that the type has no variant
    /// for them and a client refuses them.
    pub extensible: Option<bool>,
    /// What is decided about its properties, by their names in the document.
    pub properties: BTreeMap<String, PropertyConfig>,
    /// The names of variants: of an enumeration by value, of a union by schema, tag or usual name.
    pub variants: BTreeMap<String, String>,
}

/// What is decided about a property of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PropertyConfig {
    /// The name of its field.
    pub name: Option<String>,
    /// The Rust type of its values.
    pub ty: Option<FormatType>,
    /// Whether it must be present.
    pub required: Option<bool>,
    /// Whether it may be `null`.
    pub nullable: Option<bool>,
}

/// What is decided about operations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct OperationConfig {
    /// The name of its method; of one operation only.
    pub name: Option<String>,
    /// The name of its request struct, and what those of its errors and responses begin with; of one operation only.
    pub request: Option<String>,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// The names of parameters, by their names in the document.
    pub parameters: BTreeMap<String, String>,
}

impl OperationConfig {
    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
