//! Items as text, for what is too much to be made of tokens: the definitions of types.
//!
//! They are written as the printer has them where no line becomes too long. Where one does, `render` has them printed.

use std::fmt::{Display, Write as _};

use proc_macro2::TokenStream;

use crate::plan::DocLines;

/// How long lines may become.
pub const WIDTH: usize = 89;

/// How long values of structs may become on one line.
pub(super) const VALUE_WIDTH: usize = 35;

/// An item as text.
#[derive(Debug, Default)]
pub struct Item {
    /// Its lines.
    pub text: String,
    /// Whether something in it is not as the printer would have it.
    pub unformatted: bool,
}

impl Item {
    /// An item that begins with documentation.
    pub(super) fn documented(docs: &DocLines) -> Self {
        let mut item = Self::default();
        item.docs(0, docs);
        item
    }

    /// Writes a line at a depth.
    pub(super) fn line(&mut self, depth: usize, line: impl Display) {
        self.text.extend(std::iter::repeat_n("    ", depth));
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// Writes documentation at a depth.
    pub(super) fn docs(&mut self, depth: usize, docs: &DocLines) {
        for line in docs.iter() {
            let blank = if line.is_empty() { "" } else { " " };
            self.line(depth, format_args!("///{blank}{line}"));
        }
    }

    /// Writes a list between what opens and what closes it: on one line if that is not longer than `most`, else each element
    /// on its own.
    pub(super) fn list(&mut self, depth: usize, most: usize, open: &str, elements: &[String], close: &str) {
        let whole = format!("{open}{}{close}", elements.join(", "));
        if whole.len() <= most && 4 * depth + whole.len() <= WIDTH {
            return self.line(depth, whole);
        }
        self.line(depth, open.trim_end());
        elements.iter().for_each(|element| self.line(depth + 1, format_args!("{element},")));
        self.line(depth, close.trim_start());
    }

    /// Writes tokens.
    pub(super) fn tokens(&mut self, depth: usize, tokens: &TokenStream) {
        self.unformatted = true;
        self.line(depth, tokens);
    }

    /// Writes what is derived: the usual traits, and those of the user.
    pub(super) fn derives(&mut self, usual: &str, further: &[String]) {
        let further = further.iter().filter(|path| path.parse::<TokenStream>().is_ok());
        let further: String = further.flat_map(|path| [", ", path]).collect();
        self.unformatted |= !further.is_empty();
        self.line(0, format_args!("#[derive({usual}{further})]"));
    }
}
