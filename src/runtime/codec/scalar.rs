//! What is read or written in another way than serde's, alone and in lists and maps: whole numbers, of which `1.0` is
//! one (JSON Schema 2020-12, validation, 6.1.1), and, where an API has them, dates and times.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_core::{Deserializer, Serialize, Serializer};

/// A type that consists of whole numbers, or of dates or times.
pub trait Scalar: Sized {
    /// What it consists of, for messages.
    const OF: &'static str;

    /// Reads the value, or all of them.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes the value, or all of them.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Scalar for $number {
            const OF: &'static str = "whole numbers";

            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_i64(Number(PhantomData))
            }

            #[inline]
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )* };
}

numbers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl<T: Scalar> Scalar for Option<T> {
    const OF: &'static str = T::OF;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Optional(PhantomData))
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Written(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Scalar> Scalar for Vec<T> {
    const OF: &'static str = T::OF;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }
}

impl<T: Scalar> Scalar for BTreeMap<String, T> {
    const OF: &'static str = T::OF;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Map(PhantomData))
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, Written(value))))
    }
}

/// Reads a [`Scalar`] where a value is expected.
pub(super) struct Seed<T>(pub(super) PhantomData<T>);

impl<'de, T: Scalar> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Writes a [`Scalar`] where a value is expected.
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Scalar> Serialize for Written<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
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

impl<'de, T: Scalar> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", T::OF)
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

impl<'de, T: Scalar> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array of {}", T::OF)
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

impl<'de, T: Scalar> Visitor<'de> for Map<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of {}", T::OF)
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
        let message = Lists::read(&Value::from("1")).unwrap_err().to_string();
        assert!(message.ends_with("expected an object of whole numbers"), "{message}");
        let message = Vec::<u8>::read(&Value::from("1")).unwrap_err().to_string();
        assert!(message.ends_with("expected an array of whole numbers"), "{message}");
    }

    #[test]
    fn what_is_written_is_what_serde_writes() {
        let lists = BTreeMap::from([("a".to_owned(), Some(vec![1_i64, -20])), ("b".to_owned(), None)]);
        assert_eq!(serde_json::to_string(&Written(&lists)).unwrap(), serde_json::to_string(&lists).unwrap());
    }
}
