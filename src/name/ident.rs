//! [`Ident`], a Rust identifier as text. It can only hold what the compiler accepts as one.

use std::fmt;
use std::sync::Arc;

use super::keyword::{Keyword, keyword};

/// A valid Rust identifier, cheap to clone, in the form in which it is written: `r#type` is one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(Arc<str>);

impl Ident {
    /// Takes text that is an identifier or a keyword; a keyword is escaped. `None` for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let bare = text.strip_prefix("r#").unwrap_or(text);
        let mut chars = bare.chars();
        let first = chars.next()?;
        let well_formed = (first == '_' || unicode_ident::is_xid_start(first))
            && chars.all(unicode_ident::is_xid_continue)
            && unicode_normalization::is_nfc(bare);
        well_formed.then(|| Self::escaped(bare))
    }

    /// Escapes what may be a keyword. The caller vouches for the characters.
    pub(super) fn escaped(bare: &str) -> Self {
        match keyword(bare) {
            Some(Keyword::Raw) => Self(format!("r#{bare}").into()),
            Some(Keyword::Bare) => Self(format!("{bare}_").into()),
            None => Self(bare.into()),
        }
    }

    /// As it is written in source code, with `r#` where needed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without `r#`: what `stringify!` and documentation show, and what the file of a module is called.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// Whether it is written as a raw identifier.
    pub fn is_raw(&self) -> bool {
        self.0.starts_with("r#")
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

impl AsRef<str> for Ident {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
