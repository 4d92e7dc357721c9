//! A crate with a module that `specwright generate` keeps up to date, as `specwright.toml` says.

#[rustfmt::skip]
pub mod api;
