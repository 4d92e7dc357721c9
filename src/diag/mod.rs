//! Diagnostics: what the tool says about a document, each with its place. A leaf: every stage may use it.
//!
//! A stage says something by calling a function of [`codes`] and pushing the result; the text of every message of the tool
//! is in that one file. Only [`listing`] formats for people and machines.

pub(crate) mod codes;
pub(crate) mod listing;
mod place;

pub(crate) use place::Span;
pub use place::{FileId, Place, Pointer, Position};

use indexmap::IndexSet;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something worth knowing, such as a name that had to change.
    Note,
    /// Something was left out or reinterpreted; `--deny warnings` makes it an error.
    Warning,
    /// The document is at fault: no output is written.
    Error,
}

/// One message about one place of the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A stable kebab-case name for the kind of message, such as `unresolved-reference`.
    pub code: &'static str,
    /// What is wrong, as one sentence without a final period.
    pub message: String,
    /// Where in the document.
    pub place: Place,
    /// Where in the text, when the document could not be read so far that it has places.
    pub position: Option<Position>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Whether it is the key that is meant, not its value.
    pub(crate) on_key: bool,
    /// Whether it is about the document as a whole, so that nothing is left without what is wrong.
    pub(crate) is_of_all: bool,
}

/// For [`codes`] only: a diagnostic is made by a function that is named after what it says.
impl Diagnostic {
    fn new(severity: Severity, code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            place,
            position: None,
            hint: None,
            on_key: false,
            is_of_all: false,
        }
    }

    fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, message)
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn of_all(mut self) -> Self {
        self.is_of_all = true;
        self
    }

    fn on_key(mut self) -> Self {
        self.on_key = true;
        self
    }

    /// For messages about the text; all others leave the position to be found.
    pub(crate) fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

/// The sink that a stage reports into. A stage reports all it finds, then the pipeline stops if there are errors.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    items: IndexSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic, unless the same message was given for the same place before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.insert(diagnostic);
    }

    /// Adds all of another sink.
    pub fn merge(&mut self, other: &Diagnostics) {
        self.items.extend(other.iter().cloned());
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many diagnostics are this grave.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.severity == severity).count()
    }

    /// All diagnostics, in the order in which they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }
}
