//! Text to tree: JSON or YAML, whichever it is by content.
//!
//! No text makes it hang, overflow the stack or exhaust memory: both languages stop at [`DEPTH`] levels, and what YAML
//! aliases expand to is weighed.

mod events;
mod json;
mod repair;
mod scalar;
mod yaml;

pub(super) use events::{Event, Events, Extent};
pub(super) use scalar::beyond_doubles;

use serde_json::Value;

use crate::diag::{Diagnostics, FileId, Place, Pointer, codes};

/// How deep objects and arrays may be nested; `serde_json` has the same limit.
pub(super) const DEPTH: usize = 128;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Json,
    Yaml,
}

/// A file's text, understood.
pub(super) struct Parsed {
    /// Null after an error.
    pub(super) tree: Value,
    pub(super) language: Language,
    /// The text that was parsed if it is not quite the given one: see [`repair`].
    pub(super) repaired: Option<String>,
}

/// Parses the text of a file.
pub(super) fn parse(text: &str, file: FileId, diag: &mut Diagnostics) -> Parsed {
    let Some(first) = text.trim_start().chars().next() else {
        diag.push(codes::empty_document(Place { file, pointer: Pointer::root() }));
        return Parsed { tree: Value::Null, language: Language::Yaml, repaired: None };
    };
    if !matches!(first, '{' | '[') {
        return parse_yaml(text, file, diag);
    }
    // JSON, or YAML in flow style: what JSON refuses is tried as YAML, and JSON's message is given if that fails too.
    let mut of_json = Diagnostics::default();
    let tree = json::parse(text, file, &mut of_json);
    if tree.is_null() {
        let mut of_yaml = Diagnostics::default();
        let parsed = parse_yaml(text, file, &mut of_yaml);
        if !parsed.tree.is_null() {
            diag.merge(&of_yaml);
            return parsed;
        }
    }
    diag.merge(&of_json);
    Parsed { tree, language: Language::Json, repaired: None }
}

fn parse_yaml(text: &str, file: FileId, diag: &mut Diagnostics) -> Parsed {
    let (tree, repaired) = yaml::parse(text, file, diag);
    Parsed { tree, language: Language::Yaml, repaired }
}

#[cfg(test)]
mod tests;
