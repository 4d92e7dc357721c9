//! Whole numbers, alone and in lists and maps. `1.0` is one (JSON Schema 2020-12, validation, 6.1.1).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// A type that consists of whole numbers.
pub trait Whole: Sized {
    /// Reads the number, or all of them.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Whole for $number {
            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_i64(Number(PhantomData))
            }
        }
    )* };
}

numbers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl<T: Whole> Whole for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Optional(PhantomData))
    }
}

impl<T: Whole> Whole for Vec<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

impl<T: Whole> Whole for BTreeMap<String, T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Map(PhantomData))
    }
}

/// Reads what is [`Whole`] where a value is expected.
pub(super) struct Seed<T>(pub(super) PhantomData<T>);

impl<'de, T: Whole> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

struct Number<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Visitor<'_> for Number<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    #[inline]
    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        fitting(number.into())
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        fitting(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        // Beyond 2^53, not every whole number can be told from its neighbours.
        if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            return fitting(number as i128);
        }
        Err(E::custom("the number is not a whole one"))
    }
}

fn fitting<T: TryFrom<i128>, E: Error>(number: i128) -> Result<T, E> {
    T::try_from(number).map_err(|_| E::custom("the number is out of range"))
}

struct Optional<T>(PhantomData<T>);

impl<'de, T: Whole> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Whole> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of whole numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut read = Vec::new();
        while let Some(element) = elements.next_element_seed(Seed(PhantomData))? {
            read.push(element);
        }
        Ok(read)
    }
}

struct Map<T>(PhantomData<T>);

impl<'de, T: Whole> Visitor<'de> for Map<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of whole numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<BTreeMap<String, T>, A::Error> {
        let mut read = BTreeMap::new();
        while let Some(name) = members.next_key()? {
            read.insert(name, members.next_value_seed(Seed(PhantomData))?);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_fraction_of_nothing_is_none() {
        type Lists = BTreeMap<String, Option<Vec<i64>>>;
        let read = |text: &str| Lists::read(&serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(read("{\"a\": [1.0, -2e1], \"b\": null}").unwrap()["a"], Some(vec![1, -20]));
        assert_eq!(read("{\"a\": [1.5]}").unwrap_err().to_string(), "the number is not a whole one");
        let mut text = serde_json::Deserializer::from_str("18446744073709551615");
        assert_eq!(u64::read(&mut text).unwrap(), u64::MAX);
        assert_eq!(i32::read(&Value::from(1_u64 << 40)).unwrap_err().to_string(), "the number is out of range");
        assert!(u8::read(&Value::from("1")).is_err());
    }
}
