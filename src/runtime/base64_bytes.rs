//! Bytes that travel in JSON as base64 (RFC 4648, section 4). Depends on `base64`, `bytes` and `serde_core` only.

use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde_core::de::{Error, Visitor};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes that are base64 text in JSON. Written with padding; read in either alphabet, with padding or without.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64Bytes(Bytes);

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
static URL_ENGINE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

impl Base64Bytes {
    /// Takes bytes as they are.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for Base64Bytes {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

impl AsRef<[u8]> for Base64Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Into<Bytes>> From<T> for Base64Bytes {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for Base64Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64Bytes({} bytes)", self.0.len())
    }
}

impl Serialize for Base64Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&ENGINE.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64Visitor)
    }
}

struct Base64Visitor;

impl Visitor<'_> for Base64Visitor {
    type Value = Base64Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("base64 text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64Bytes, E> {
        let engine = if text.contains(['-', '_']) { &URL_ENGINE } else { &ENGINE };
        engine.decode(text).map(Base64Bytes::from).map_err(|_| E::custom("the text is not base64"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn base64_is_lenient_in_reading_and_strict_in_kind() {
        let read = |text: &str| serde_json::from_value::<Base64Bytes>(json!(text));
        for text in ["+/8=", "+/8", "-_8=", "-_8"] {
            assert_eq!(read(text).unwrap().as_ref(), [0xfb, 0xff], "{text}");
        }
        assert_eq!(serde_json::to_string(&read("-_8").unwrap()).unwrap(), "\"+/8=\"");
        assert_eq!(read("no base64").unwrap_err().to_string(), "the text is not base64");
        assert_eq!(format!("{:?}", read("+/8=").unwrap()), "Base64Bytes(2 bytes)");
    }
}
