//! The one public error. It names no foreign type; what it knows is handed out by methods.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostics, Severity};

/// Why a document could not be loaded or generated from.
///
/// `Display` is one line; the alternate form, `{:#}`, is the full listing where there is one.
#[derive(Debug)]
pub struct Error(Box<Repr>);

#[derive(Debug)]
enum Repr {
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    Document { name: String, diagnostics: Diagnostics, listing: String },
    Foreign { dir: PathBuf, paths: Vec<String> },
    Edited { dir: PathBuf, paths: Vec<String> },
    Internal { message: String, text: String },
}

impl Error {
    /// `doing` is the verb: "read", "write".
    pub(crate) fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self(Box::new(Repr::Io { doing, path: path.to_owned(), source }))
    }

    /// The document called `name` is at fault; `listing` is what `{:#}` prints.
    pub(crate) fn document(name: &str, diagnostics: Diagnostics, listing: String) -> Self {
        Self(Box::new(Repr::Document { name: name.to_owned(), diagnostics, listing }))
    }

    /// Files in the output directory are in the way that specwright did not generate.
    pub(crate) fn foreign(dir: &Path, paths: Vec<String>) -> Self {
        Self(Box::new(Repr::Foreign { dir: dir.to_owned(), paths }))
    }

    /// Generated files in the output directory were changed by somebody else.
    pub(crate) fn edited(dir: &Path, paths: Vec<String>) -> Self {
        Self(Box::new(Repr::Edited { dir: dir.to_owned(), paths }))
    }

    /// A defect of the generator; `text` is what it stumbled over, shown by `{:#}`.
    pub(crate) fn internal(message: &str, text: String) -> Self {
        Self(Box::new(Repr::Internal { message: message.to_owned(), text }))
    }

    /// What is wrong with the document, if that is the reason.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match &*self.0 {
            Repr::Document { diagnostics, .. } => Some(diagnostics),
            Repr::Io { .. } | Repr::Foreign { .. } | Repr::Edited { .. } | Repr::Internal { .. } => None,
        }
    }

    /// Whether a file could not be read or written.
    pub fn is_io(&self) -> bool {
        matches!(*self.0, Repr::Io { .. })
    }

    /// Whether the output directory holds files that are in the way.
    pub fn is_foreign(&self) -> bool {
        matches!(*self.0, Repr::Foreign { .. })
    }

    /// Whether somebody changed generated files, so that they are not overwritten unasked.
    pub fn is_edited(&self) -> bool {
        matches!(*self.0, Repr::Edited { .. })
    }

    /// Whether the generator is at fault.
    pub fn is_internal(&self) -> bool {
        matches!(*self.0, Repr::Internal { .. })
    }

    /// Whether the document is at fault.
    pub fn is_document(&self) -> bool {
        matches!(*self.0, Repr::Document { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Repr::Io { doing, path, .. } => write!(f, "cannot {doing} {}", path.display()),
            Repr::Foreign { dir, paths } => {
                write!(f, "{} holds files that specwright did not generate: {}", dir.display(), paths.join(", "))
            }
            Repr::Edited { dir, paths } => write!(
                f,
                "{} holds generated files that were changed by hand: {}; move the changes elsewhere, or give them up with \
                 `--force`",
                dir.display(),
                paths.join(", ")
            ),
            Repr::Internal { message, text } => {
                write!(f, "internal error: {message}; please report this")?;
                if f.alternate() { write!(f, "\n{text}") } else { Ok(()) }
            }
            Repr::Document { listing, .. } if f.alternate() => f.write_str(listing),
            Repr::Document { name, diagnostics, .. } => match diagnostics.count(Severity::Error) {
                1 => write!(f, "{name} has an error"),
                count => write!(f, "{name} has {count} errors"),
            },
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Repr::Io { source, .. } => Some(source),
            Repr::Document { .. } | Repr::Foreign { .. } | Repr::Edited { .. } | Repr::Internal { .. } => None,
        }
    }
}
