//! Reading: files to trees. The only file that reads documents from disk.

use std::path::Path;

use serde_json::Value;

use super::{Document, File};
use crate::diag::{Diagnostics, FileId};
use crate::error::Error;

pub(super) fn from_path(path: &Path) -> Result<Document, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::io("read", path, source))?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(single(path, &name, text))
}

pub(super) fn from_text(name: &str, text: &str) -> Result<Document, Error> {
    Ok(single(Path::new(name), name, text.to_owned()))
}

fn single(path: &Path, name: &str, text: String) -> Document {
    let mut findings = Diagnostics::default();
    let super::text::Parsed { tree, .. } = super::text::parse(&text, FileId(0), &mut findings);
    let later = tree.get("openapi").and_then(Value::as_str).is_some_and(|version| !version.starts_with("3.0"));
    Document { files: vec![File { path: path.to_owned(), name: name.to_owned(), text, tree, later }], findings }
}
