//! The integration tests, in one binary: each module is one concern.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod build_script;
mod bump;
mod cli;
mod compare;
mod configuration;
mod corpus;
mod coverage;
mod diagnostics;
mod growth;
mod hostile;
mod lock;
mod mutate;
mod operations;
mod output;
mod readme;
mod references;
mod schemas;
mod swagger;
mod tidy;
mod types;
mod watch;
mod wire;
