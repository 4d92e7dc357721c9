//! Values of one of several types: the alternative is chosen once, by a table of probes, and then decoded once.

use std::cmp::Reverse;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::Error as _;
use serde_core::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::Outline;

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
    /// The value looks most like this, of all alternatives that are known by what they look like.
    Like(Outline),
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
            (Self::Json(constant), value) => serde_json::from_str(constant).is_ok_and(|other| alike(&other, value)),
            _ => false,
        }
    }
}

/// Whether two values are the same, numbers by what they are worth (JSON Schema 2020-12, section 4.2.2).
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() || other.is_f64() => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |(name, value): (&String, &Value)| other.get(name).is_some_and(|other| alike(value, other));
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

impl Probe {
    /// Whether the probe holds for a value, whatever the other alternatives are.
    fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null)
            | (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_))
            | (Self::Object, Value::Object(_)) => true,
            (Self::Tag(name, texts), Value::Object(members)) => {
                members.get(*name).and_then(Value::as_str).is_some_and(|text| texts.contains(&text))
            }
            (Self::Member(name), Value::Object(members)) => members.contains_key(*name),
            (Self::Constant(name, constant), Value::Object(members)) => {
                members.get(*name).is_some_and(|value| constant.is(value))
            }
            _ => false,
        }
    }

    /// Whether a value of this kind has to be held in memory for the probe. `kind` is a probe for a kind.
    pub const fn looks_inside(&self, kind: &Self) -> bool {
        match self {
            Self::Tag(..) | Self::Member(_) | Self::Constant(..) => matches!(kind, Self::Object),
            Self::Like(_) => true,
            _ => false,
        }
    }
}

/// The alternative for a value, if there is one: the first whose probe holds, else that which the value looks like most.
pub fn recognise<'p>(probes: impl Iterator<Item = &'p Probe> + Clone, value: &Value) -> Option<usize> {
    let fits = probes.clone().enumerate().filter_map(|(index, probe)| match probe {
        Probe::Like(outline) => outline.fit(value).map(|fit| (fit, Reverse(index))),
        _ => None,
    });
    let likest = || fits.max().map(|(_, Reverse(index))| index);
    let mut certain = probes.clone();
    let otherwise = || probes.clone().position(|probe| *probe == Probe::Otherwise);
    certain.position(|probe| probe.holds(value)).or_else(likest).or_else(otherwise)
}

/// The alternative for a value of a kind that no probe looks into.
fn of_kind(probes: &[Probe], kind: Probe) -> usize {
    let position = |wanted: Probe| probes.iter().position(|probe| *probe == wanted);
    position(kind).or_else(|| position(Probe::Otherwise)).unwrap_or(probes.len())
}

/// Reads a value of one of several types. Only arrays and objects that have to be looked into are held in memory as JSON.
pub fn union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<T: Union> UnionVisitor<T> {
    const LOOKS_INTO_ARRAYS: bool = Self::looks_inside(Probe::Array);
    const LOOKS_INTO_OBJECTS: bool = Self::looks_inside(Probe::Object);

    const fn looks_inside(kind: Probe) -> bool {
        let mut index = 0;
        while index < T::PROBES.len() {
            match (&T::PROBES[index], &kind) {
                // All of the kind, whatever is in them.
                (Probe::Array, Probe::Array) | (Probe::Object, Probe::Object) => return false,
                (probe, kind) if probe.looks_inside(kind) => return true,
                _ => index += 1,
            }
        }
        false
    }

    /// Decodes a value that is held in memory.
    fn held<E: Error>(value: Value) -> Result<T, E> {
        let alternative = recognise(T::PROBES.iter(), &value).unwrap_or(T::PROBES.len());
        T::decode(alternative, value).map_err(E::custom)
    }
}

impl<'de, T: Union> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of several kinds of value")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        // What allows `null` by its own name says so; everything else wraps the union into an `Option`.
        if !T::PROBES.contains(&Probe::Null) {
            return Err(E::invalid_type(serde_core::de::Unexpected::Unit, &self));
        }
        Self::held(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        Self::held(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T, A::Error> {
        let value = SeqAccessDeserializer::new(elements);
        if !Self::LOOKS_INTO_ARRAYS {
            return T::decode(of_kind(T::PROBES, Probe::Array), value);
        }
        Self::held(Value::deserialize(value)?)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let value = MapAccessDeserializer::new(members);
        if !Self::LOOKS_INTO_OBJECTS {
            return T::decode(of_kind(T::PROBES, Probe::Object), value);
        }
        Self::held(Value::Object(Map::deserialize(value)?))
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
