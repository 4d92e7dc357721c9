//! What values look like, as far as it takes to tell the alternatives of a union apart.

use super::Value;

/// What values of a type look like, to some depth.
#[derive(Debug, Clone, PartialEq)]
pub enum Outline {
    /// Anything.
    Any,
    /// Only `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    Text(TextOutline),
    /// A string that is an IPv4 address.
    Ipv4,
    /// A string that is an IPv6 address.
    Ipv6,
    /// One of these values.
    Constants(Vec<Value>),
    /// A list of what looks like this.
    Array(Box<Self>),
    /// A list whose elements each look like their own.
    Tuple(Vec<Self>),
    /// An object.
    Object {
        /// The members that tell it from others.
        members: Vec<MemberOutline>,
        /// What its other members look like, if they are kept.
        rest: Option<Box<Self>>,
    },
    /// Any of these.
    Either(Vec<Self>),
}

/// What a string looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOutline {
    /// Any text.
    Any,
    /// RFC 3339 `date-time`.
    DateTime,
    /// RFC 3339 `full-date`.
    Date,
    /// RFC 9562 UUID.
    Uuid,
}

impl TextOutline {
    /// How such a text begins, where `0` is any digit and `x` any hexadecimal one.
    pub fn begin(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::DateTime => "0000-00-00T00:00:00",
            Self::Date => "0000-00-00",
            Self::Uuid => "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        }
    }
}

/// What a member of an object looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberOutline {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be present.
    pub required: bool,
    /// What it looks like.
    pub outline: Outline,
}
