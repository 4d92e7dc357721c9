//! Conventions beyond the standard: what a document says by extension, and what its shape says unmistakably.

mod extension;
mod foreign;
mod infer;
mod limit;
mod pagination;
mod shape;
mod signature;
#[cfg(test)]
mod tests;

pub(super) use extension::check_names;
pub(super) use limit::{rate_limit, retry};
pub(super) use pagination::paginate;
pub(super) use signature::{event_property, signature};
