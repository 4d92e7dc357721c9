//! Types: what a schema allows, after composition has been resolved.

use super::{Doc, Outline, Rule, Untyped, Value};
use crate::config::FormatType;
use crate::diag::Place;

/// Identifies a [`TypeDef`]: its index in `Api::types`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A type that gets a definition of its own in the output.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Where its name comes from.
    pub hint: TypeHint,
    /// What the document says of it.
    pub doc: Doc,
    /// The schema.
    pub place: Place,
    /// What it is.
    pub shape: Shape,
    /// An example of the document, if there is one.
    pub example: Option<Value>,
    /// What else it demands of values.
    pub rules: Vec<Rule>,
    /// What is decided about it, beyond what its schema says.
    pub custom: Custom,
}

/// What the user decides about a definition; it is handed on to the plan as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Custom {
    /// A name for it.
    pub name: Option<Chosen>,
    /// The Rust type to use in its place.
    pub ty: Option<FormatType>,
    /// The Rust type that the document asks for (`x-rust-type`), and where. The user has the say.
    pub asked: Option<(String, Place)>,
    /// Traits to derive besides the usual ones.
    pub derives: Vec<String>,
    /// Attributes, as they stand between `#[` and `]`.
    pub attributes: Vec<String>,
}

/// A name that the user chose, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The name, in any case.
    pub name: String,
    /// The decision.
    pub place: Place,
}

/// A suggestion for a type's name. A component's key is a demand, anything else is made up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeHint {
    /// The key of a component.
    Component(String),
    /// An inline schema: the type it stands in (if any), and its role there as wire words: `["owner"]`, `["tags", "item"]`.
    Inline {
        /// The enclosing type.
        parent: Option<TypeId>,
        /// The path from there.
        words: Vec<String>,
    },
    /// An inline schema of an operation: its role there, `["request"]`, `["response"]`, `["filter"]`.
    Operation {
        /// Index of the operation in `Api::operations`.
        operation: u32,
        /// The role.
        words: Vec<String>,
    },
    /// The union of all webhook events.
    WebhookEvent,
}

/// The shape of a type definition.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object with known properties.
    Struct(StructDef),
    /// A fixed list of values.
    Enum(EnumDef),
    /// One of several types.
    Union(UnionDef),
    /// Another name for a type. Never nullable itself: whether `null` is allowed is told at each use of the alias.
    Alias(Type),
}

/// An object with known properties.
#[derive(Debug, Clone, PartialEq)]
pub struct StructDef {
    /// The properties, in the document's order, those merged from `allOf` included.
    pub fields: Vec<Field>,
    /// What else an instance may contain.
    pub additional: Additional,
    /// `minProperties` and `maxProperties`.
    pub constraints: Constraints,
    /// Properties that only the other side sends. Whoever gets them all the same ignores them (OpenAPI 3.0.4, `readOnly`:
    /// they SHOULD NOT be sent, which is no reason to refuse them).
    pub foreign: Vec<String>,
}

/// What an object may contain beside its properties.
#[derive(Debug, Clone, PartialEq)]
pub enum Additional {
    /// The schema does not say: unknown members are ignored.
    Ignored,
    /// `additionalProperties: false`: a server refuses unknown members, a client ignores them.
    Forbidden,
    /// The schema asks for them: they are kept.
    Kept(Box<Type>),
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Its type; `Type::nullable` tells whether `null` is allowed.
    pub ty: Type,
    /// Whether it must be present.
    pub required: bool,
    /// The document's `default`.
    pub default: Option<Value>,
    /// Sent by the server only.
    pub read_only: bool,
    /// Sent by the client only.
    pub write_only: bool,
    /// What the document says of it.
    pub doc: Doc,
    /// The property's schema.
    pub place: Place,
    /// An example of the document.
    pub example: Option<Value>,
    /// A name for it that the user chose.
    pub called: Option<Chosen>,
}

impl Field {
    /// Whether it must be present, whichever side sends the object.
    pub fn is_always_there(&self) -> bool {
        self.required && self.read_only == self.write_only
    }
}

/// A use of a type, with what is special about this use.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// What it is.
    pub kind: Kind,
    /// Whether `null` is allowed as well; for [`Kind::Named`] that includes what the definition says.
    pub nullable: bool,
    /// Limits on the value, beyond its kind.
    pub constraints: Constraints,
    /// Why the kind is [`Kind::Any`], if it is.
    pub untyped: Untyped,
}

impl Type {
    /// A type without constraints that does not allow `null`.
    pub fn new(kind: Kind) -> Self {
        Self { kind, nullable: false, constraints: Constraints::default(), untyped: Untyped::Unconstrained }
    }

    /// Any value, for a reason.
    pub fn any(reason: Untyped) -> Self {
        Self { untyped: reason, ..Self::new(Kind::Any) }
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A type with a definition of its own.
    Named(TypeId),
    /// Anything: the schema does not constrain it.
    Any,
    /// Only `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(IntegerFormat),
    /// A number.
    Number(NumberFormat),
    /// A string.
    String(StringFormat),
    /// A list.
    Array(Box<Type>),
    /// An object whose members all have one type.
    Map(Box<Type>),
    /// A list whose elements each have their own type (`prefixItems`).
    Tuple(Vec<Type>),
}

/// Width and sign of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegerFormat {
    /// No format: 64 bits, signed.
    Unspecified,
    /// `int32` and narrower.
    Int32,
    /// `int64`.
    Int64,
    /// `uint32` and narrower.
    UInt32,
    /// `uint64`.
    UInt64,
    /// `unix-time`: seconds since 1970.
    UnixTime,
}

impl IntegerFormat {
    /// Its name in documents, if it is one.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Unspecified => return None,
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::UInt32 => "uint32",
            Self::UInt64 => "uint64",
            Self::UnixTime => "unix-time",
        })
    }
}

/// Precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// No format, or `double`.
    Double,
    /// `float`.
    Float,
    /// `decimal`.
    Decimal,
}

impl NumberFormat {
    /// Its name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Double => "double",
            Self::Float => "float",
            Self::Decimal => "decimal",
        }
    }
}

/// The formats of strings that decide on a type; others are [`StringFormat::Plain`] and kept by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// Any text.
    Plain,
    /// RFC 3339 `date-time`.
    DateTime,
    /// RFC 3339 `full-date`.
    Date,
    /// RFC 3339 `full-time`.
    Time,
    /// RFC 9562 UUID.
    Uuid,
    /// Base64 (`byte`, or `contentEncoding: base64`).
    Byte,
    /// Raw bytes (`binary`).
    Binary,
    /// A secret (`password`).
    Password,
    /// RFC 5321 address; checked on servers.
    Email,
    /// RFC 3986 URI; checked on servers.
    Uri,
    /// RFC 2673 address; checked on servers.
    Ipv4,
    /// RFC 4291 address; checked on servers.
    Ipv6,
    /// RFC 1123 host name; checked on servers.
    Hostname,
    /// ISO 8601 duration, kept as text.
    Duration,
    /// Another format, kept by name.
    Other(String),
}

impl StringFormat {
    /// Its name in documents, if it is one.
    pub fn name(&self) -> Option<&str> {
        Some(match self {
            Self::Plain => return None,
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Time => "time",
            Self::Uuid => "uuid",
            Self::Byte => "byte",
            Self::Binary => "binary",
            Self::Password => "password",
            Self::Email => "email",
            Self::Uri => "uri",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Hostname => "hostname",
            Self::Duration => "duration",
            Self::Other(name) => name,
        })
    }
}

/// The validation keywords of JSON Schema that limit a value (OpenAPI 3.0.4, "Schema Object").
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Constraints {
    /// `minimum`, or `exclusiveMinimum` if [`Constraints::exclusive_minimum`].
    pub minimum: Option<serde_json::Number>,
    /// `maximum`, or `exclusiveMaximum` if [`Constraints::exclusive_maximum`].
    pub maximum: Option<serde_json::Number>,
    /// Whether the minimum itself is excluded.
    pub exclusive_minimum: bool,
    /// Whether the maximum itself is excluded.
    pub exclusive_maximum: bool,
    /// `multipleOf`.
    pub multiple_of: Option<serde_json::Number>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`, an ECMA-262 regular expression.
    pub pattern: Option<String>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// What else is demanded of values.
    pub rules: Vec<Rule>,
}

/// A fixed list of values.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumDef {
    /// The values, in the document's order, without `null` and without duplicates.
    pub values: Vec<EnumValue>,
    /// `x-extensible-enum`: even a server accepts other values.
    pub extensible: bool,
    /// Not even a client accepts other values.
    pub closed: bool,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The value: a string, a number or a boolean.
    pub value: Value,
    /// A name for it (`x-enum-varnames`).
    pub name: Option<String>,
    /// What the document says of it (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionDef {
    /// The alternatives, in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The variants by their index, in the order in which their probes are tried. Empty if that is the document's.
    pub order: Vec<usize>,
    /// The property whose value tells the alternatives apart, given or inferred.
    pub tag: Option<String>,
    /// Whether values that fit no alternative are kept (`anyOf`, extensible) or refused by servers.
    pub open: bool,
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its type.
    pub ty: Type,
    /// A name for it, if the document has one (mapping key, title, event name).
    pub name: Option<String>,
    /// How it is recognised: the first probe that holds decides.
    pub probe: Probe,
    /// What the document says of it.
    pub doc: Doc,
}

/// How an alternative of a union is recognised, without decoding it.
#[derive(Debug, Clone, PartialEq)]
pub enum Probe {
    /// The tag has one of these values.
    Tag(Vec<String>),
    /// The value is `null`, a boolean, a number, a string, an array or an object.
    Json(&'static str),
    /// The value is an object with this member.
    Key(String),
    /// The value is an object whose member has this value.
    Constant(String, Value),
    /// Of the alternatives that are known by what they look like, this is what the value looks like most.
    Like(Outline),
    /// None of the others.
    Otherwise,
}
