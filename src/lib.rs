//! Specwright turns an OpenAPI document into a Rust crate that holds both ends of the wire: a typed async client and
//! axum server stubs that share one set of types.
//!
//! The whole generator is one line, and a stage imports only the one on its left:
//!
//! ```text
//!  spec ──► lower ──► ir + passes ──► plan ──► emit ──► render ──► output
//! ```

mod config;
mod diag;
mod emit;
mod error;
mod ir;
mod lower;
mod name;
mod output;
mod passes;
mod plan;
mod render;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the runtime is used by generated crates")]
mod runtime;
mod spec;

pub use config::{Candidate, Config, Ends, InvalidSelector, Selector};
pub use diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, Position, Severity};
pub use error::Error;
pub use output::{Drift, Output, Written};
pub use spec::Document;
