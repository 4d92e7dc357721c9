//! Values of one of several types: the alternative is chosen once, by a table of probes, and then decoded once.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::Error as _;
use serde_core::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A type with several alternatives.
pub trait Union: Sized {
    /// How each alternative is recognised, in order; the first probe that holds decides.
    const PROBES: &'static [Probe];

    /// Decodes the alternative that was chosen; beyond the last, keeps the value as it is.
    fn decode<'de, D: Deserializer<'de>>(alternative: usize, value: D) -> Result<Self, D::Error>;
}

/// How an alternative is recognised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Probe {
    /// The member of this name is one of these texts.
    Tag(&'static str, &'static [&'static str]),
    /// The value is `null`.
    Null,
    /// The value is `true` or `false`.
    Boolean,
    /// The value is a number.
    Number,
    /// The value is a string.
    String,
    /// The value is an array.
    Array,
    /// The value is an object.
    Object,
    /// The value is an object with this member.
    Member(&'static str),
    /// The value is an object whose member has this value.
    Constant(&'static str, Constant),
    /// No other alternative was recognised.
    Otherwise,
}

/// A value that the document spells out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A string.
    String(&'static str),
    /// An array or object, as JSON text.
    Json(&'static str),
}

impl Constant {
    /// Whether a value is this one. Numbers are compared by what they are worth: `1.0` is `1`.
    pub fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(constant), Value::Bool(value)) => constant == value,
            (Self::Integer(constant), Value::Number(value)) => match value.as_i64() {
                Some(value) => value == *constant,
                None => value.as_f64() == Some(*constant as f64),
            },
            (Self::Number(constant), Value::Number(value)) => value.as_f64() == Some(*constant),
            (Self::String(constant), Value::String(value)) => constant == value,
            (Self::Json(constant), value) => serde_json::from_str::<Value>(constant).is_ok_and(|other| other == *value),
            _ => false,
        }
    }
}

impl Probe {
    /// Whether the probe holds for an object.
    pub fn holds(&self, members: &Map<String, Value>) -> bool {
        match self {
            Self::Tag(name, values) => {
                members.get(*name).and_then(Value::as_str).is_some_and(|value| values.contains(&value))
            }
            Self::Member(name) => members.contains_key(*name),
            Self::Constant(name, constant) => members.get(*name).is_some_and(|value| constant.is(value)),
            Self::Object => true,
            _ => false,
        }
    }

    /// Whether the probe has to look into objects.
    pub const fn looks_inside(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::Member(_) | Self::Constant(..))
    }
}

/// The alternative for an object; past the last if there is none.
pub(super) fn chosen(probes: &[Probe], members: &Map<String, Value>) -> usize {
    probes.iter().position(|probe| probe.holds(members)).unwrap_or_else(|| otherwise(probes))
}

/// The alternative for a value that is not an object.
fn chosen_by_kind(probes: &[Probe], kind: Probe) -> usize {
    probes.iter().position(|probe| *probe == kind).unwrap_or_else(|| otherwise(probes))
}

fn otherwise(probes: &[Probe]) -> usize {
    probes.iter().position(|probe| *probe == Probe::Otherwise).unwrap_or(probes.len())
}

/// Reads a value of one of several types. Only objects whose members have to be looked at are held in memory as JSON.
pub fn union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<T: Union> UnionVisitor<T> {
    const LOOKS_INSIDE: bool = {
        let (mut index, mut looks) = (0, false);
        while index < T::PROBES.len() {
            looks |= T::PROBES[index].looks_inside();
            index += 1;
        }
        looks
    };

    fn scalar<E: Error>(kind: Probe, value: Value) -> Result<T, E> {
        T::decode(chosen_by_kind(T::PROBES, kind), value).map_err(E::custom)
    }
}

impl<'de, T: Union> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of several kinds of value")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        if chosen_by_kind(T::PROBES, Probe::Null) == otherwise(T::PROBES) {
            return Err(E::invalid_type(serde_core::de::Unexpected::Unit, &self));
        }
        Self::scalar(Probe::Null, Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Self::scalar(Probe::Boolean, value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Self::scalar(Probe::Number, value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Self::scalar(Probe::Number, value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Self::scalar(Probe::Number, value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Self::scalar(Probe::String, value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        Self::scalar(Probe::String, value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T, A::Error> {
        T::decode(chosen_by_kind(T::PROBES, Probe::Array), SeqAccessDeserializer::new(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let value = MapAccessDeserializer::new(members);
        if !Self::LOOKS_INSIDE {
            return T::decode(chosen_by_kind(T::PROBES, Probe::Object), value);
        }
        let members = Map::deserialize(value)?;
        T::decode(chosen(T::PROBES, &members), Value::Object(members)).map_err(A::Error::custom)
    }
}

/// Writes an alternative that does not itself have the member by which it is recognised.
pub fn tagged<T: Serialize, S: Serializer>(
    serializer: S,
    name: &'static str,
    tag: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut members = Map::new();
    members.insert(name.to_owned(), tag.into());
    match serde_json::to_value(value).map_err(S::Error::custom)? {
        Value::Object(others) => members.extend(others),
        _ => return Err(S::Error::custom("only an object can carry a tag")),
    }
    members.serialize(serializer)
}
