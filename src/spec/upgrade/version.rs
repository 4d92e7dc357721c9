//! Which version of OpenAPI a document is of.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, FileId, Place, Pointer, codes};

/// A version that can be read: 3.`minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::spec) struct Version {
    pub(in crate::spec) minor: u8,
}

/// Reads the version that a file names (OpenAPI 3.1.1, 4.8.1). Nothing if it names none; an error if it is not supported.
pub(in crate::spec) fn version(tree: &mut Value, file: FileId) -> Result<Option<Version>, Box<Diagnostic>> {
    let place = |key| Place { file, pointer: Pointer::root().child(key) };
    let Some(members) = tree.as_object_mut() else { return Ok(None) };
    if let Some(version) = members.get("swagger") {
        return Err(Box::new(codes::unsupported_version(place("swagger"), &format!("Swagger {}", text(version)))));
    }
    let Some(named) = members.get_mut("openapi") else { return Ok(None) };
    if named.is_number() {
        // `openapi: 3.1` without quotes.
        *named = json!(named.to_string());
    }
    let text = text(named);
    let mut numbers = text.split('.');
    let minor = match (numbers.next(), numbers.next()) {
        (Some("3"), Some("0")) => 0,
        (Some("3"), Some("1")) => 1,
        (Some("3"), Some("2")) => 2,
        _ => return Err(Box::new(codes::unsupported_version(place("openapi"), &text))),
    };
    Ok(Some(Version { minor }))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
