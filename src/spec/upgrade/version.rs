//! Which version of OpenAPI a document is of.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, FileId, Place, Pointer, codes};

/// A version that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::spec) enum Version {
    /// Swagger 2.0.
    Two,
    /// OpenAPI 3.`minor`.
    Three { minor: u8 },
}

impl Version {
    /// What a file is that names no version, and is referred to by none that does.
    pub(in crate::spec) const DEFAULT: Version = Version::Three { minor: 0 };

    /// The minor version of OpenAPI 3 whose Schema Object it has: that of Swagger 2.0 is nearly that of 3.0.
    pub(in crate::spec) fn minor(self) -> u8 {
        match self {
            Version::Two => 0,
            Version::Three { minor } => minor,
        }
    }
}

/// Reads the version that a file names (OpenAPI 3.1.1, 4.8.1; Swagger 2.0, "Swagger Object"). Nothing if it names none; an
/// error if it is not supported.
pub(in crate::spec) fn version(tree: &mut Value, file: FileId) -> Result<Option<Version>, Box<Diagnostic>> {
    let Some(members) = tree.as_object_mut() else { return Ok(None) };
    let Some(key) = ["openapi", "swagger"].into_iter().find(|key| members.contains_key(*key)) else { return Ok(None) };
    let named = &mut members[key];
    if named.is_number() {
        // `openapi: 3.1` and `swagger: 2.0` without quotes.
        *named = json!(named.to_string());
    }
    let text = named.as_str().map_or_else(|| named.to_string(), str::to_owned);
    let mut numbers = text.trim().split('.');
    let numbers = (key, numbers.next(), numbers.next());
    match numbers {
        ("openapi", Some("3"), Some("0")) => Ok(Some(Version::Three { minor: 0 })),
        ("openapi", Some("3"), Some("1")) => Ok(Some(Version::Three { minor: 1 })),
        ("openapi", Some("3"), Some("2")) => Ok(Some(Version::Three { minor: 2 })),
        ("swagger", Some("2"), Some("0") | None) => Ok(Some(Version::Two)),
        _ => {
            let place = Place { file, pointer: Pointer::root().child(key) };
            let named = if key == "swagger" { format!("Swagger {text}") } else { text };
            Err(Box::new(codes::unsupported_version(place, &named)))
        }
    }
}
