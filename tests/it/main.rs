//! The integration tests, in one binary: each module is one concern.

mod coverage;
mod tidy;
