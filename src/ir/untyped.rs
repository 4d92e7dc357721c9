//! Why a value has no type of its own.

/// Why a type is [`Kind::Any`](super::Kind::Any).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Untyped {
    /// The schema says nothing, or nothing that limits a value.
    #[default]
    Unconstrained,
    /// The members of an object of which only is said that it is one.
    Object,
    /// The elements of an array of which only is said that it is one.
    Array,
    /// The members that `additionalProperties: true` allows beside the properties.
    Additional,
    /// A property that is required and described nowhere.
    Undeclared,
    /// A body or parameter without a schema.
    NoSchema,
    /// A reference that leads nowhere, or only to itself.
    Unresolved,
    /// Too many alternatives of too many kinds.
    Combinations,
}

impl Untyped {
    /// The reason in a few words.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Unconstrained => "the schema says nothing",
            Self::Object => "an object without properties",
            Self::Array => "an array without items",
            Self::Additional => "additional properties of any type",
            Self::Undeclared => "required but not described",
            Self::NoSchema => "no schema",
            Self::Unresolved => "a reference that leads nowhere",
            Self::Combinations => "too many combinations of alternatives",
        }
    }
}
