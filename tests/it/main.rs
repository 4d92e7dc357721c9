//! The integration tests, in one binary: each module is one concern.

mod cli;
mod coverage;
mod diagnostics;
mod output;
mod tidy;
