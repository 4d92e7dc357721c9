//! Places in a document: a file and an RFC 6901 JSON pointer.

use std::fmt;
use std::sync::Arc;

/// One of the files that a document consists of; `0` is the one that was named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

impl FileId {
    /// The file that the configuration is from.
    pub const SETTINGS: Self = Self(u32::MAX);
}

/// An RFC 6901 JSON pointer, cheap to clone. The empty pointer is the whole document.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Takes a pointer as written, without the leading `#`.
    pub fn parse(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// This pointer extended by one reference token, which is escaped.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        Self::write_token(&mut text, token);
        Self(text.into())
    }

    /// Extends the text of a pointer by one reference token, which is escaped.
    pub(crate) fn write_token(text: &mut String, token: &str) {
        text.push('/');
        if !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            return text.push_str(token);
        }
        for piece in token.split_inclusive(['~', '/']) {
            match piece.as_bytes().last() {
                Some(b'~') => text.extend([piece, "0"]),
                Some(b'/') => text.extend([&piece[..piece.len() - 1], "~1"]),
                _ => text.push_str(piece),
            }
        }
    }

    /// The pointer without its last token; the root's parent is the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(Arc::from(self.0.rfind('/').map_or("", |end| &self.0[..end])))
    }

    /// The unescaped reference tokens.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| match token.contains('~') {
            true => token.replace("~1", "/").replace("~0", "~"),
            false => token.to_owned(),
        })
    }

    /// The pointer as text, without a leading `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value in one of the document's files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in the file.
    pub pointer: Pointer,
}

impl Place {
    /// The place of a member or element of the value at this place.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.child(token) }
    }
}

/// A position in the text of a file, both counted from 1; columns are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Position {
    /// Lines and columns that are too large for a document are cut.
    pub(crate) fn new(line: usize, column: usize) -> Self {
        Self { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

/// What a diagnostic marks in the text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: Position,
    /// The start as a byte offset.
    pub(crate) offset: usize,
    /// How many characters of the line.
    pub(crate) length: usize,
}
