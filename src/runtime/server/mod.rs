//! The server's half of the runtime: from an HTTP request to a handler with typed values, and back.
//!
//! Depends on axum, but only for its body, response and router types: routing is done here, because documents have
//! paths that axum's router refuses. Whatever is wrong with a request ends as a [`Rejection`], whatever is wrong with
//! the server as a [`Failure`]; neither repeats what the caller sent nor shows why the server failed.

mod answer;
mod auth;
mod body;
mod challenge;
mod credential;
mod failure;
mod input;
mod media;
mod problem;
mod rejection;
mod router;
mod stream;
mod tree;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Content};
pub use auth::{Attempt, Caller, Denied, Gate};
pub use credential::Credential;
pub use failure::{Failure, not_implemented};
pub use input::{Input, ReadParts, Serve};
pub use problem::problem;
pub use rejection::{Fault, Rejection, RejectionKind};
pub use router::{Anything, Router};
