//! The file that the configuration is from: its text, and where in it each decision stands. It belongs to no document, but
//! what is wrong with it is told along with what is wrong with the document.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Document;
use super::position::ranges;
use crate::diag::{Diagnostic, Span};

/// Where the decisions of a [`Config`](crate::Config) stand in the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsText {
    /// The path of the file, as shown to people.
    pub name: String,
    /// Its text.
    pub text: String,
    /// By JSON pointer, such as `/include/0` or `/schemas/Pet/name`, where the decision stands, in bytes.
    pub ranges: BTreeMap<String, Range<usize>>,
}

impl Document {
    /// Lets diagnostics about the configuration point into the file that it was read from.
    #[must_use]
    pub fn with_settings(self, settings: SettingsText) -> Document {
        Document { settings: Some(settings), ..self }
    }
}

impl SettingsText {
    /// Where diagnostics about the configuration point to; nothing for what stands elsewhere, such as in an argument.
    pub(super) fn spans(&self, diagnostics: &[&Diagnostic]) -> Vec<Option<Span>> {
        let range = |diagnostic: &&Diagnostic| self.ranges.get(diagnostic.place.pointer.as_str()).cloned();
        let found: Vec<Option<Range<usize>>> = diagnostics.iter().map(range).collect();
        let mut spans = ranges(&self.text, found.iter().flatten().cloned().collect()).into_iter();
        found.iter().map(|range| range.as_ref().and_then(|_| spans.next())).collect()
    }
}
