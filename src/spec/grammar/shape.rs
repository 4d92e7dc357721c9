//! What the shapes accept, and how they are called in messages.

use std::fmt;

use serde_json::Value;

use super::{Kind, Shape, Swagger};
use crate::name::nearest;

/// The names of the types (JSON Schema validation 2020-12, 6.1.1).
pub(crate) const TYPES: &[&str] = &["string", "object", "array", "integer", "number", "boolean", "null"];

impl Shape {
    /// Whether a value has this shape; objects of their own are not looked into.
    pub(crate) fn fits(self, value: &Value) -> bool {
        match self {
            Shape::Any => true,
            Shape::Text => value.is_string(),
            Shape::Flag => value.is_boolean(),
            Shape::Number => value.is_number(),
            Shape::Count => value.is_u64(),
            Shape::Bound => value.is_number() || value.is_boolean(),
            Shape::Texts => value.as_array().is_some_and(|elements| elements.iter().all(Value::is_string)),
            Shape::TextMap => value.as_object().is_some_and(|members| members.values().all(Value::is_string)),
            Shape::Values | Shape::List(_) | Shape::Parts(_) => value.is_array(),
            Shape::Types => match value {
                Value::Array(types) => types.iter().all(Value::is_string),
                other => other.is_string(),
            },
            Shape::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            Shape::One(Kind::Schema) | Shape::FlagOr(_) => value.is_object() || value.is_boolean(),
            Shape::One(_) | Shape::Part(_) | Shape::Map(_) | Shape::PartMap(_) => value.is_object(),
        }
    }

    /// The shape in words.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Shape::Any => "a value",
            Shape::Text | Shape::Word(_) => "a string",
            Shape::Flag => "a boolean",
            Shape::Number => "a number",
            Shape::Count => "an integer that is not negative",
            Shape::Bound => "a number or a boolean",
            Shape::Texts => "an array of strings",
            Shape::TextMap => "an object of strings",
            Shape::Values | Shape::List(_) | Shape::Parts(_) => "an array",
            Shape::Types => "the name of a type, or an array of them",
            Shape::One(Kind::Schema) | Shape::FlagOr(_) => "a boolean or an object",
            Shape::One(_) | Shape::Part(_) | Shape::Map(_) | Shape::PartMap(_) => "an object",
        }
    }

    /// The shape in a file of Swagger 2.0, or in one of OpenAPI 3.
    pub(crate) fn in_swagger(self, swagger: bool) -> Shape {
        match self {
            Shape::One(kind) => Shape::One(kind.in_swagger(swagger)),
            Shape::List(kind) => Shape::List(kind.in_swagger(swagger)),
            Shape::Map(kind) => Shape::Map(kind.in_swagger(swagger)),
            same => same,
        }
    }

    /// Whether the check does the same for both.
    pub(crate) fn same_as(self, other: Shape) -> bool {
        self.plain() == other.plain()
    }

    /// Whether the one can be read as the other: a request body as a response, a parameter as a header.
    pub(crate) fn is_like(self, other: Shape) -> bool {
        let family = |shape| match shape {
            Shape::One(Kind::RequestBody | Kind::Response) => 1,
            Shape::One(Kind::Parameter | Kind::Header) => 2,
            _ => 0,
        };
        family(self) != 0 && family(self) == family(other)
    }

    fn plain(self) -> Shape {
        match self {
            Shape::One(Kind::Swagger(Swagger::Items)) => Shape::One(Kind::Schema),
            Shape::Part(kind) | Shape::FlagOr(kind) => Shape::One(kind),
            Shape::Parts(kind) => Shape::List(kind),
            Shape::PartMap(kind) => Shape::Map(kind),
            other => other,
        }
    }
}

impl fmt::Display for Shape {
    /// As in "refers to an array of Tag Objects".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::One(kind) | Shape::Part(kind) | Shape::FlagOr(kind) => write!(f, "a {} Object", kind.object().name),
            Shape::List(kind) | Shape::Parts(kind) => write!(f, "an array of {} Objects", kind.object().name),
            Shape::Map(kind) | Shape::PartMap(kind) => write!(f, "a map of {} Objects", kind.object().name),
            other => f.write_str(other.expected()),
        }
    }
}

/// How a value is called in messages.
pub(crate) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) => match number.as_f64() {
            Some(number) if number < 0.0 => "a negative number",
            Some(number) if number.fract() != 0.0 => "a fraction",
            _ => "a number",
        },
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The type that is meant by a name that is none.
pub(crate) fn nearest_type(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "int" | "int32" | "int64" | "long" => Some("integer"),
        "float" | "double" | "decimal" => Some("number"),
        "bool" => Some("boolean"),
        "str" | "text" | "date" | "date-time" | "uuid" | "uri" | "file" | "binary" => Some("string"),
        "list" => Some("array"),
        "map" | "dict" => Some("object"),
        _ => nearest(name, TYPES.iter().copied()),
    }
}
