//! The names that the crate gives to what the document names otherwise, or not at all.

pub(super) mod operations;
#[cfg(test)]
mod tests;
