//! The resources API: envelopes, page numbers, rate-limit headers, an error shape of its own.

mod scenarios;
pub mod server;
