//! The crate of `specs/features.yaml`: what the five documents do not have, one file for each of its tags.

pub mod answers;
pub mod bodies;
pub mod parameters;
