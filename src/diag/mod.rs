//! Diagnostics: what the tool says about a document, each with its place. A leaf: every stage may use it.

mod place;

pub use place::{FileId, Place, Pointer};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something worth knowing, such as a name that had to change.
    Note,
    /// Something was left out or reinterpreted; `--deny warnings` makes it an error.
    Warning,
    /// The document is at fault: no output is written.
    Error,
}

/// One message about one place of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A stable kebab-case name for the kind of message, such as `unresolved-reference`.
    pub code: &'static str,
    /// What is wrong, as one sentence without a final period.
    pub message: String,
    /// Where in the document.
    pub place: Place,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The sink that a stage reports into. A stage reports all it finds, then the pipeline stops if there are errors.
#[derive(Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic, unless the same message was given for the same place before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.items.contains(&diagnostic) {
            self.items.push(diagnostic);
        }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// All diagnostics, in the order in which they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }
}
