//! Prose of the document, still as written: escaping it for rustdoc is the plan's job.

/// What the document says about a thing, unsanitised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doc {
    /// One line, if given; a schema's `title`.
    pub summary: Option<String>,
    /// Prose in CommonMark.
    pub description: Option<String>,
    /// Whether the thing is marked as deprecated.
    pub deprecated: bool,
    /// URL of external documentation.
    pub external: Option<String>,
}
