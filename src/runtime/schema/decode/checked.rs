//! [`Checked`]: the adapter around what serde calls with a value on its way from a text to a type.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::super::check::{Check, Found};
use super::super::number::Num;
use super::super::{Kind, Precision};
use super::access::{Elements, Members};

/// A deserializer, visitor or seed, and what the value that it is about is checked against. Nothing is known of some
/// values, and those are only passed on.
pub(super) struct Checked<'a, T> {
    pub(super) inner: T,
    pub(super) check: Option<Check<'a>>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Checked<'_, S> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Checked { inner: deserializer, check: self.check })
    }
}

/// Hands the visitor on, wrapped likewise.
macro_rules! wrap {
    ($($method:ident($($argument:ident: $type:ty),*))*) => { $(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* Checked { inner: visitor, check: self.check })
        }
    )* };
}

/// Likewise, for values that are read in a way in which they cannot be checked.
macro_rules! wrap_unchecked {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, D::Error> {
            self.give_up();
            self.inner.$method(Checked { inner: visitor, check: self.check })
        }
    )* };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Checked<'_, D> {
    type Error = D::Error;

    wrap! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8()
        deserialize_i16()
        deserialize_i32()
        deserialize_i64()
        deserialize_u8()
        deserialize_u16()
        deserialize_u32()
        deserialize_u64()
        deserialize_f64()
        deserialize_char()
        deserialize_str()
        deserialize_string()
        deserialize_option()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
    }

    wrap_unchecked! { deserialize_i128 deserialize_u128 deserialize_bytes deserialize_byte_buf }

    /// A number that is read as one of 32 bits comes rounded.
    fn deserialize_f32<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, D::Error> {
        if self.check.as_ref().is_some_and(|check| !matches!(check.schema.kind, Kind::Number(Precision::Single))) {
            self.give_up();
        }
        self.inner.deserialize_f32(Checked { inner: visitor, check: self.check })
    }

    /// What the type passes over is checked all the same.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        match self.check {
            Some(check) => {
                check.deserialize(self.inner)?;
                visitor.visit_unit()
            }
            None => self.inner.deserialize_ignored_any(visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

impl<V> Checked<'_, V> {
    /// Leaves the value to the checker.
    fn give_up(&mut self) {
        if let Some(check) = self.check.take() {
            check.report.give_up();
        }
    }

    /// Checks a value that has no parts, and returns the visitor that is to have it.
    #[inline]
    fn scalar(self, found: Found<'_>) -> V {
        if let Some(check) = self.check
            && !check.takes_every_scalar()
        {
            scalar(check, found);
        }
        self.inner
    }
}

fn scalar(check: Check<'_>, found: Found<'_>) {
    match found {
        _ if check.has_rules() => check.check_rules(&found.value()),
        // It may have been rounded.
        Found::Number(Num::Float(number))
            if matches!(check.schema.kind, Kind::Number(Precision::Single))
                && (check.schema.limits.are_of_numbers() || number.abs() >= f64::from(f32::MAX)) =>
        {
            check.report.give_up();
        }
        _ => check.scalar(found),
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Checked<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.scalar(Found::Boolean(value)).visit_bool(value)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.scalar(Found::Number(Num::Integer(value.into()))).visit_i64(value)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.scalar(Found::Number(Num::Integer(value.into()))).visit_u64(value)
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.scalar(Found::Number(Num::Float(value))).visit_f64(value)
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.scalar(Found::Text(value)).visit_str(value)
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.scalar(Found::Text(value)).visit_borrowed_str(value)
    }

    #[inline]
    fn visit_string<E: Error>(self, value: String) -> Result<V::Value, E> {
        self.scalar(Found::Text(&value)).visit_string(value)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.scalar(Found::Null).visit_unit()
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.scalar(Found::Null).visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Checked { inner: deserializer, check: self.check })
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Checked { inner: deserializer, check: self.check })
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        let mut walk = self.check.and_then(Check::into_elements);
        let value = self.inner.visit_seq(Elements { inner: elements, walk: walk.as_mut() })?;
        if let Some(walk) = walk {
            walk.finish();
        }
        Ok(value)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        let mut walk = self.check.and_then(Check::into_members);
        let value = self.inner.visit_map(Members { inner: members, walk: walk.as_mut(), name: None })?;
        if let Some(walk) = walk {
            walk.finish();
        }
        Ok(value)
    }

    fn visit_enum<A: EnumAccess<'de>>(mut self, variant: A) -> Result<V::Value, A::Error> {
        self.give_up();
        self.inner.visit_enum(variant)
    }

    fn visit_i128<E: Error>(mut self, value: i128) -> Result<V::Value, E> {
        self.give_up();
        self.inner.visit_i128(value)
    }

    fn visit_u128<E: Error>(mut self, value: u128) -> Result<V::Value, E> {
        self.give_up();
        self.inner.visit_u128(value)
    }

    fn visit_bytes<E: Error>(mut self, value: &[u8]) -> Result<V::Value, E> {
        self.give_up();
        self.inner.visit_bytes(value)
    }

    fn visit_borrowed_bytes<E: Error>(mut self, value: &'de [u8]) -> Result<V::Value, E> {
        self.give_up();
        self.inner.visit_borrowed_bytes(value)
    }

    fn visit_byte_buf<E: Error>(mut self, value: Vec<u8>) -> Result<V::Value, E> {
        self.give_up();
        self.inner.visit_byte_buf(value)
    }
}
