//! Enumerations, which are texts or numbers in JSON.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Error, Visitor};
use serde_core::{Deserialize, Deserializer};

/// Reads an enumeration of texts, without a text in between.
pub fn text<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

/// Reads an enumeration of texts that has no others.
pub fn listed_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> TryFrom<&'a str, Error = Unlisted>,
    D: Deserializer<'de>,
{
    text::<Listed<T>, D>(deserializer)?.0.map_err(Error::custom)
}

/// Reads an enumeration of whole numbers that has no others.
pub fn listed_integer<'de, T: TryFrom<i64, Error = Unlisted>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    integer::<Listed<T>, D>(deserializer)?.0.map_err(Error::custom)
}

/// Reads an enumeration of any values that has no others.
pub fn listed_value<'de, T: TryFrom<serde_json::Value, Error = Unlisted>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::try_from(serde_json::Value::deserialize(deserializer)?).map_err(Error::custom)
}

/// A value that an enumeration does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlisted;

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is none of those that are listed")
    }
}

impl std::error::Error for Unlisted {}

/// What became of a value: one of those that are listed, or not.
struct Listed<T>(Result<T, Unlisted>);

impl<'a, T: TryFrom<&'a str, Error = Unlisted>> From<&'a str> for Listed<T> {
    fn from(text: &'a str) -> Self {
        Self(T::try_from(text))
    }
}

impl<T: TryFrom<i64, Error = Unlisted>> From<i64> for Listed<T> {
    fn from(number: i64) -> Self {
        Self(T::try_from(number))
    }
}

/// Reads an enumeration of whole numbers. `1.0` is one (JSON Schema 2020-12, validation, 6.1.1).
pub fn integer<'de, T: From<i64>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_i64(IntegerVisitor(PhantomData))
}

struct IntegerVisitor<T>(PhantomData<T>);

impl<T: From<i64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(T::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        i64::try_from(number).map(T::from).map_err(|_| E::custom("the number is too large"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        // Beyond 2^53, not every whole number can be told from its neighbours.
        if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            return Ok(T::from(number as i64));
        }
        Err(E::custom("the number is not a whole one"))
    }
}
