//! The codec of an enumeration of texts, made of a table of its values.

/// Makes a type what an enumeration of texts is: read from a text, written and shown as one.
///
/// A row has a text and its variant. All other texts are kept, or refused if `closed` stands behind the type.
///
/// ```text
/// codec::enumeration! {
///     types::Color;
///     "red" => Red,
///     "dark-blue" => DarkBlue,
/// }
/// ```
#[allow(unused_macros, reason = "not every API has enumerations")]
macro_rules! enumeration {
    ($type:ty; $($text:literal => $variant:ident,)*) => {
        impl ::std::convert::From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ::std::convert::From<String> for $type {
            #[allow(unreachable_patterns, reason = "an enumeration may list nothing")]
            #[inline]
            fn from(text: String) -> Self {
                match Self::from(text.as_str()) {
                    Self::Unknown(_) => Self::Unknown(text),
                    known => known,
                }
            }
        }

        codec::enumeration!(@both $type, text);
    };
    ($type:ty, closed; $($text:literal => $variant:ident,)*) => {
        impl ::std::convert::TryFrom<&str> for $type {
            type Error = codec::Unlisted;

            #[inline]
            fn try_from(text: &str) -> Result<Self, codec::Unlisted> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(codec::Unlisted),
                }
            }
        }

        codec::enumeration!(@both $type, listed_text);
    };
    (@both $type:ty, $read:ident) => {
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $type {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                codec::$read(deserializer)
            }
        }

        impl ::serde_core::Serialize for $type {
            fn serialize<S: ::serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use enumeration;
