//! How tables are written: constructors and setters that may be called in the initializer of a static.

use super::format::Format;
use super::limits::{Bound, Limits};
use super::{Additional, Alternative, Constant, Kind, Precision, Probe, Property, Rules, Schema, Unrecognised};

/// Kinds of values.
impl Schema {
    const fn new(kind: Kind) -> Self {
        Self { kind, nullable: false, limits: Limits::NONE, rules: &[] }
    }

    /// Any value.
    pub const fn any() -> Self {
        Self::new(Kind::Any)
    }

    /// Only `null`.
    pub const fn null() -> Self {
        Self::new(Kind::Null)
    }

    /// `true` or `false`.
    pub const fn boolean() -> Self {
        Self::new(Kind::Boolean)
    }

    /// A whole number of 64 bits with a sign.
    pub const fn integer() -> Self {
        Self::new(Kind::Integer(i64::MIN, i64::MAX as u64))
    }

    /// A whole number of 32 bits with a sign.
    pub const fn int32() -> Self {
        Self::new(Kind::Integer(i32::MIN as i64, i32::MAX as u64))
    }

    /// A whole number of 32 bits without a sign.
    pub const fn uint32() -> Self {
        Self::new(Kind::Integer(0, u32::MAX as u64))
    }

    /// A whole number of 64 bits without a sign.
    pub const fn uint64() -> Self {
        Self::new(Kind::Integer(0, u64::MAX))
    }

    /// A number.
    pub const fn number() -> Self {
        Self::new(Kind::Number(Precision::Double))
    }

    /// A number that fits into 32 bits.
    pub const fn float() -> Self {
        Self::new(Kind::Number(Precision::Single))
    }

    /// A text.
    pub const fn string() -> Self {
        Self::new(Kind::String(Format::Plain))
    }

    /// A date and time (RFC 3339, `date-time`).
    pub const fn date_time() -> Self {
        Self::new(Kind::String(Format::DateTime))
    }

    /// A date (RFC 3339, `full-date`).
    pub const fn date() -> Self {
        Self::new(Kind::String(Format::Date))
    }

    /// A UUID (RFC 9562, section 4).
    pub const fn uuid() -> Self {
        Self::new(Kind::String(Format::Uuid))
    }

    /// Bytes as base64 (RFC 4648, sections 4 and 5).
    pub const fn base64() -> Self {
        Self::new(Kind::String(Format::Base64))
    }

    /// An email address (RFC 5321, section 4.1.2).
    pub const fn email() -> Self {
        Self::new(Kind::String(Format::Email))
    }

    /// A URI with a scheme (RFC 3986).
    pub const fn uri() -> Self {
        Self::new(Kind::String(Format::Uri))
    }

    /// An IPv4 address in dotted form (RFC 2673, section 3.2).
    pub const fn ipv4() -> Self {
        Self::new(Kind::String(Format::Ipv4))
    }

    /// An IPv6 address (RFC 4291, section 2.2).
    pub const fn ipv6() -> Self {
        Self::new(Kind::String(Format::Ipv6))
    }

    /// A host name (RFC 1123, section 2.1).
    pub const fn hostname() -> Self {
        Self::new(Kind::String(Format::Hostname))
    }

    /// One of these texts.
    pub const fn texts(texts: &'static [&'static str]) -> Self {
        Self::new(Kind::Texts(texts))
    }

    /// One of these values.
    pub const fn constants(constants: &'static [Constant]) -> Self {
        Self::new(Kind::Constants(constants))
    }

    /// A list.
    pub const fn array(items: &'static Self) -> Self {
        Self::new(Kind::Array(items))
    }

    /// A list whose elements each have their own schema.
    pub const fn tuple(items: &'static [Self]) -> Self {
        Self::new(Kind::Tuple(items))
    }

    /// An object with these properties. Other members are ignored.
    pub const fn object(properties: &'static [Property]) -> Self {
        Self::new(Kind::Object(properties, Additional::Ignored))
    }

    /// An object whose members all have one schema.
    pub const fn map(values: &'static Self) -> Self {
        Self::new(Kind::Object(&[], Additional::Kept(values)))
    }

    /// One of several kinds of value: the first whose probe holds.
    pub const fn union(alternatives: &'static [Alternative]) -> Self {
        Self::new(Kind::Union(alternatives, Unrecognised::Refused))
    }

    /// What another schema allows.
    pub const fn of(schema: &'static Self) -> Self {
        Self::new(Kind::Of(schema))
    }
}

/// What else is allowed.
impl Schema {
    /// Allows `null` as well.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Refuses members of an object that are not properties.
    pub const fn closed(self) -> Self {
        self.members(Additional::Forbidden)
    }

    /// Asks that members of an object that are not properties have this schema.
    pub const fn additional(self, values: &'static Self) -> Self {
        self.members(Additional::Kept(values))
    }

    const fn members(mut self, additional: Additional) -> Self {
        if let Kind::Object(properties, _) = self.kind {
            self.kind = Kind::Object(properties, additional);
        }
        self
    }

    /// Asks that values satisfy rules as well.
    pub const fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Allows values that are none of the alternatives of a union.
    pub const fn open(mut self) -> Self {
        if let Kind::Union(alternatives, _) = self.kind {
            self.kind = Kind::Union(alternatives, Unrecognised::Kept);
        }
        self
    }
}

/// Limits.
impl Schema {
    /// The least number.
    pub const fn minimum(mut self, bound: i64) -> Self {
        self.limits.minimum = Bound::Integer(bound);
        self
    }

    /// The least number, where that is not a whole one.
    pub const fn minimum_f64(mut self, bound: f64) -> Self {
        self.limits.minimum = Bound::Float(bound);
        self
    }

    /// Excludes the least number itself.
    pub const fn exclusive_minimum(mut self) -> Self {
        self.limits.exclusive_minimum = true;
        self
    }

    /// The greatest number.
    pub const fn maximum(mut self, bound: i64) -> Self {
        self.limits.maximum = Bound::Integer(bound);
        self
    }

    /// The greatest number, where that is not a whole one.
    pub const fn maximum_f64(mut self, bound: f64) -> Self {
        self.limits.maximum = Bound::Float(bound);
        self
    }

    /// Excludes the greatest number itself.
    pub const fn exclusive_maximum(mut self) -> Self {
        self.limits.exclusive_maximum = true;
        self
    }

    /// What numbers must be multiples of.
    pub const fn multiple_of(mut self, step: i64) -> Self {
        self.limits.multiple_of = Bound::Integer(step);
        self
    }

    /// What numbers must be multiples of, where that is not a whole number. Both count as the decimals that they are
    /// written as: `0.3` is a multiple of `0.1`.
    pub const fn multiple_of_f64(mut self, step: f64) -> Self {
        self.limits.multiple_of = Bound::Float(step);
        self
    }

    /// The least number of characters, which are Unicode scalar values.
    pub const fn min_length(mut self, count: usize) -> Self {
        self.limits.length.least = count;
        self
    }

    /// The greatest number of characters.
    pub const fn max_length(mut self, count: usize) -> Self {
        self.limits.length.most = count;
        self
    }

    /// A regular expression that texts must match somewhere.
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.limits.pattern = Some(pattern);
        self
    }

    /// The least number of elements.
    pub const fn min_items(mut self, count: usize) -> Self {
        self.limits.items.least = count;
        self
    }

    /// The greatest number of elements.
    pub const fn max_items(mut self, count: usize) -> Self {
        self.limits.items.most = count;
        self
    }

    /// Refuses elements that are equal.
    pub const fn unique_items(mut self) -> Self {
        self.limits.unique_items = true;
        self
    }

    /// The least number of members.
    pub const fn min_properties(mut self, count: usize) -> Self {
        self.limits.members.least = count;
        self
    }

    /// The greatest number of members.
    pub const fn max_properties(mut self, count: usize) -> Self {
        self.limits.members.most = count;
        self
    }
}

impl Property {
    /// A property that must be present.
    pub const fn required(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, schema, required: true }
    }

    /// A property that may be absent.
    pub const fn optional(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, schema, required: false }
    }
}

impl Alternative {
    /// What values are for which the probe holds.
    pub const fn new(probe: Probe, schema: &'static Schema) -> Self {
        Self { probe, schema }
    }
}
