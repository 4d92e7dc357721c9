//! The integration tests, in one binary: each module is one concern.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cli;
mod corpus;
mod coverage;
mod diagnostics;
mod hostile;
mod operations;
mod output;
mod readme;
mod references;
mod schemas;
mod tidy;
mod types;
mod wire;
