//! The SparkLoop API: page numbers with and without metadata, one error shape, one rolling limit per key, webhooks.

mod scenarios;
pub mod server;
