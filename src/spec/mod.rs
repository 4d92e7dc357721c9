//! The document as written: its files as trees in OpenAPI 3.0 form, their source text, and the way references are
//! followed. The only stage that names `openapiv3` and `serde_yaml`; it imports `diag` alone.
//!
//! The tree is a [`serde_json::Value`], rewritten in place where the document is of a later version (`upgrade`), and each
//! OpenAPI object is read out of it on its own into its `openapiv3` type ([`Node::read`]), so that a mistake concerns one
//! object and the rest is still reported.

mod check;
mod files;
mod grammar;
pub(crate) mod keys;
mod load;
mod node;
mod piece;
mod refs;
mod text;
mod trail;
mod upgrade;

use std::path::Path;

use serde_json::Value;

/// The one door to the foreign model.
pub(crate) use openapiv3 as model;

pub(crate) use grammar::{found, nearest};
pub(crate) use node::Node;
pub(crate) use piece::Piece;

use crate::diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, Position, Severity, codes};
use crate::error::Error;
use files::Files;

/// An OpenAPI document: one file, or several that refer to each other.
#[derive(Debug)]
pub struct Document {
    files: Files,
    findings: Diagnostics,
}

impl Document {
    /// Reads a document and the files in its folder that it refers to.
    ///
    /// What is wrong with the document itself is not an error here: see [`Document::findings`].
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not UTF-8.
    pub fn load(path: impl AsRef<Path>) -> Result<Document, Error> {
        load::from_path(path.as_ref())
    }

    /// Takes a document from its text, without touching the disk; it cannot refer to other files.
    ///
    /// # Errors
    ///
    /// None at present: what is wrong with the document is in [`Document::findings`].
    pub fn from_text(name: &str, text: &str) -> Result<Document, Error> {
        load::from_text(name, text)
    }

    /// The file name as given, without directories.
    pub fn name(&self) -> &str {
        self.files.get(FileId(0)).map_or("", |file| file.name.as_str())
    }

    /// Every file that was read, the named one first.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// What was found wrong while loading: syntax, duplicate keys, the structure of the objects.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// The name of one of the files, as shown to people.
    pub fn file_name(&self, file: FileId) -> &str {
        self.files.get(file).map_or("", |file| file.name.as_str())
    }

    /// Where in the text of its file a diagnostic points.
    pub fn position(&self, diagnostic: &Diagnostic) -> Position {
        diagnostic.position.unwrap_or(Position { line: 1, column: 1 })
    }

    /// Diagnostics as text for people, with the lines that they are about; in colour, for terminals, if asked for.
    pub fn listing(&self, diagnostics: &Diagnostics, _colour: bool) -> String {
        diagnostics
            .iter()
            .map(|each| format!("{:?}: {} at {}#{}\n", each.severity, each.message, self.name(), each.place.pointer))
            .collect()
    }

    /// The OpenAPI Object; null if the text could not be read.
    pub(crate) fn root(&self) -> Node<'_> {
        self.file_root(FileId(0))
    }

    fn file_root(&self, file: FileId) -> Node<'_> {
        let tree = self.files.get(file).map_or(&Value::Null, |file| &file.tree);
        Node::new(self, tree, Place { file, pointer: Pointer::root() })
    }

    /// The node that a reference standing at `at` leads to; reports when there is none, unless loading did.
    fn resolve(&self, reference: &str, at: &Place, diag: &mut Diagnostics) -> Option<Node<'_>> {
        if self.findings.iter().any(|finding| finding.place == *at && finding.severity == Severity::Error) {
            return None;
        }
        let place = refs::place(&self.files, reference, at, diag)?;
        let mut tokens = place.pointer.tokens();
        let node = tokens.try_fold(self.file_root(place.file), |node, token| node.step(&token));
        if node.is_none() {
            diag.push(codes::unresolved_reference(at.clone(), reference));
        }
        node
    }

    /// Whether a file is of OpenAPI 3.1 or later.
    fn is_later(&self, file: FileId) -> bool {
        self.files.get(file).is_some_and(|file| file.minor > 0)
    }
}
