//! The names that the crate gives to what the document names otherwise, or not at all.

#[cfg(test)]
mod clashes;
pub(super) mod operations;
pub(super) mod requests;
#[cfg(test)]
mod tests;
