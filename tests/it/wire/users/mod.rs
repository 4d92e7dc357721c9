//! The users API: a bare array paged by offset, two rate limits at once, problem details by default.

mod scenarios;
pub mod server;
