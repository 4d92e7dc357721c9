//! Identifiers: casing, keywords, and scopes that allocate names without collisions. A pure leaf: any stage may use it.
//!
//! Names come from documents, so they are arbitrary text. Every function here is total: the empty string, an emoji and
//! a keyword all have a name, the same one each time.

mod casing;
mod ident;
mod keyword;
mod nearest;
mod scope;
mod spell;
#[cfg(test)]
mod tests;

pub use casing::{Case, package, snake, upper_camel};
pub use ident::Ident;
pub use keyword::{MODULES, PRELUDE};
pub use nearest::nearest;
pub use scope::{Allocated, Reason, Scope};
