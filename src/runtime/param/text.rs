//! Reading a header without a schema: the Rust type says whether its text is a number, a list, or something else.

use std::fmt;

use serde_core::de::value::{MapDeserializer, SeqDeserializer};
use serde_core::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::OWS;

/// The value of a text in `style: simple`.
pub(super) fn from_text<T: DeserializeOwned>(text: &str, explode: bool) -> Result<T, Mismatch> {
    T::deserialize(Text { text, explode })
}

/// The text does not fit the type. Says no more, since nobody is shown more.
#[derive(Debug)]
pub(super) struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text does not fit its type")
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    explode: bool,
}

impl<'a> Text<'a> {
    fn parts(self) -> impl Iterator<Item = Self> {
        self.text.split(',').map(move |part| Self { text: part.trim_matches(OWS), ..self })
    }
}

impl<'de> IntoDeserializer<'de, Mismatch> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            visitor.$visit(self.text.parse().map_err(|_| Mismatch)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Mismatch;

    numbers! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.text.is_empty() {
            return visitor.visit_seq(SeqDeserializer::<_, Mismatch>::new(std::iter::empty::<Self>()));
        }
        visitor.visit_seq(SeqDeserializer::new(self.parts()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let parts: Vec<&str> = self.parts().map(|part| part.text).collect();
        let pairs: Option<Vec<_>> = match self.explode {
            true => parts.iter().map(|part| part.split_once('=')).collect(),
            false => parts.chunks(2).map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect(),
        };
        let pairs = pairs.ok_or(Mismatch)?.into_iter().map(|(key, text)| (key, Self { text, ..self }));
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.text.into_deserializer())
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}
