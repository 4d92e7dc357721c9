//! The runtime of generated crates: real modules, compiled and tested here, copied verbatim into the output's `src/support/`.
//!
//! The files name each other through `super::` and foreign crates by their names, never `crate::`, so that the same text
//! works wherever it is put.

pub mod base64_bytes;
pub mod body;
pub mod client;
pub mod codec;
pub mod date_time;
pub mod endpoint;
pub mod multipart;
pub mod multipart_receiver;
pub mod negotiate;
pub mod param;
pub mod reply;
pub mod schema;
pub mod secret;
pub mod server;
pub mod status;
pub mod stream;
pub mod webhook;
pub mod webhook_receiver;
pub mod webhook_sender;
