//! Which Rust types formats have, where that is not the usual one.

use std::fmt;
use std::str::FromStr;

use crate::name::nearest;

/// The Rust type of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatType {
    /// One that generated crates know.
    Known(KnownType),
    /// Another. It has to implement `Serialize`, `Deserialize`, `Debug`, `Clone` and `PartialEq`.
    Other {
        /// Its path, such as `rust_decimal::Decimal`.
        path: String,
        /// The crate that it comes from and what the manifest says of that, such as `rust_decimal` and `"1"`; nothing if it is
        /// one of `std`.
        dependency: Option<(String, String)>,
    },
}

/// A type that generated crates know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KnownType {
    /// `String`
    String,
    /// Text that is never shown.
    Secret,
    /// Bytes that are base64 in JSON.
    Base64,
    /// `chrono::DateTime<chrono::Utc>`
    DateTime,
    /// `chrono::NaiveDate`
    Date,
    /// `uuid::Uuid`
    Uuid,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
}

/// The types by their names in `specwright.toml`.
const KNOWN: [(&str, KnownType); 12] = [
    ("string", KnownType::String),
    ("secret", KnownType::Secret),
    ("base64", KnownType::Base64),
    ("date-time", KnownType::DateTime),
    ("date", KnownType::Date),
    ("uuid", KnownType::Uuid),
    ("i32", KnownType::I32),
    ("i64", KnownType::I64),
    ("u32", KnownType::U32),
    ("u64", KnownType::U64),
    ("f32", KnownType::F32),
    ("f64", KnownType::F64),
];

impl KnownType {
    /// Whether values are texts in JSON; the others are numbers.
    pub fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Secret | Self::Base64 | Self::DateTime | Self::Date | Self::Uuid)
    }
}

impl FormatType {
    /// The names of the types that generated crates know.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// A type of another crate. `version` is what the manifest says of it: `"1"` in quotes, or `{ version = "1" }`.
    ///
    /// # Errors
    ///
    /// When the path is no path, the crate cannot be called so, or what the manifest says is not on one line.
    pub fn of_crate(path: &str, name: &str, version: &str) -> Result<Self, InvalidType> {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        };
        if !is_path(path) {
            return Err(InvalidType::path(path));
        }
        if !is_name(name) || version.trim().is_empty() || version.contains(['\n', '\r']) {
            return Err(InvalidType(format!(
                "`{name} = {version}` is no line of a manifest, such as `rust_decimal = \"1\"`"
            )));
        }
        let dependency = Some((name.to_owned(), version.trim().to_owned()));
        Ok(Self::Other { path: path.to_owned(), dependency })
    }
}

impl FromStr for FormatType {
    type Err = InvalidType;

    /// The name of a known type, or the path of one of `std`.
    fn from_str(text: &str) -> Result<Self, InvalidType> {
        if let Some((_, known)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self::Known(*known));
        }
        if text.starts_with("std::") && is_path(text) {
            return Ok(Self::Other { path: text.to_owned(), dependency: None });
        }
        if text.contains("::") {
            return Err(InvalidType(format!(
                "`{text}` needs its crate: {{ type = \"{text}\", crate = \"name = version\" }}"
            )));
        }
        Err(InvalidType::unknown(text))
    }
}

/// Whether a text is a path of at least two plain identifiers.
fn is_path(text: &str) -> bool {
    let is_ident = |text: &str| {
        !text.starts_with(|first: char| first.is_ascii_digit())
            && !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    text.contains("::") && text.split("::").all(is_ident)
}

/// Text that names no type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidType(String);

impl InvalidType {
    fn path(text: &str) -> Self {
        Self(format!("`{text}` is no path of a type, such as `rust_decimal::Decimal`"))
    }

    fn unknown(text: &str) -> Self {
        let names = KNOWN.map(|(name, _)| name);
        Self(match nearest(text, names.into_iter()) {
            Some(name) => format!("there is no type `{text}`; did you mean `{name}`?"),
            None => format!(
                "there is no type `{text}`; known are {}, paths of `std`, and types with their crate",
                names.join(", ")
            ),
        })
    }
}

impl fmt::Display for InvalidType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidType {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_names_or_paths() {
        assert_eq!("u64".parse(), Ok(FormatType::Known(KnownType::U64)));
        let address = FormatType::Other { path: "std::net::IpAddr".to_owned(), dependency: None };
        assert_eq!("std::net::IpAddr".parse(), Ok(address));
        let decimal = FormatType::of_crate("rust_decimal::Decimal", "rust_decimal", " \"1\"").unwrap();
        let dependency = Some(("rust_decimal".to_owned(), "\"1\"".to_owned()));
        assert_eq!(decimal, FormatType::Other { path: "rust_decimal::Decimal".to_owned(), dependency });
    }

    #[test]
    fn what_is_no_type_is_told() {
        let reason = |text: &str| text.parse::<FormatType>().unwrap_err().to_string();
        assert!(reason("String").ends_with("did you mean `string`?"));
        assert!(reason("number").contains("known are string, secret"));
        assert!(reason("a::B").contains("needs its crate"));
        assert!(FormatType::of_crate("a::B { }", "a", "1").is_err());
        assert!(FormatType::of_crate("a::B", "a", "\"1\"\nevil = 1").is_err());
        assert!(FormatType::of_crate("a::B", "a b", "1").is_err());
    }
}
