//! Spreeflo: one operation, text instead of JSON, an error without a body, and no published server.

mod scenarios;
mod server;
