//! The way from the root of a file to the value at hand, on the stack: it costs nothing until a place is asked for.

use crate::diag::{FileId, Place, Pointer};

/// A way of reference tokens. Each step borrows the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trail<'a> {
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Base,
    From(&'a Pointer),
    Key(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl<'a> Trail<'a> {
    /// The whole file.
    pub(super) const ROOT: Trail<'static> = Trail { step: Step::Base };

    /// A trail that begins within a file.
    pub(super) fn from(pointer: &'a Pointer) -> Self {
        Trail { step: Step::From(pointer) }
    }

    /// On to a member.
    pub(super) fn key(&'a self, key: &'a str) -> Trail<'a> {
        Trail { step: Step::Key(self, key) }
    }

    /// On to an element.
    pub(super) fn index(&'a self, index: usize) -> Trail<'a> {
        Trail { step: Step::Index(self, index) }
    }

    /// The pointer so far.
    pub(super) fn pointer(&self) -> Pointer {
        let mut text = String::new();
        self.write(&mut text);
        Pointer::parse(&text)
    }

    fn write(&self, text: &mut String) {
        match self.step {
            Step::Base => {}
            Step::From(pointer) => text.push_str(pointer.as_str()),
            Step::Key(trail, key) => {
                trail.write(text);
                Pointer::write_token(text, key);
            }
            Step::Index(trail, index) => {
                trail.write(text);
                Pointer::write_token(text, &index.to_string());
            }
        }
    }

    /// The place so far.
    pub(super) fn place(&self, file: FileId) -> Place {
        Place { file, pointer: self.pointer() }
    }
}
