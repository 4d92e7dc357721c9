//! What the Rust crate will look like: every name allocated, every type decided. Immutable once made; `emit` only spells it out.

mod docs;
#[cfg(test)]
mod fixtures;
mod groups;
mod names;
mod operations;
mod pagination;
mod prose;
mod recursion;
mod requests;
mod responses;
mod rust_type;
mod type_names;

pub use docs::DocLines;
pub use operations::{BodyField, GroupPlan, Need, OperationPlan, OperationsPlan, ParamField, ParamStatic};
pub use pagination::{Next, PageEnd, PageField, PagePlan, Path, Step};
pub use recursion::Recursion;
pub use responses::{Answer, AnswerBody, BodyFormat, Failure, HeaderField, HeadersPlan, Outcome};
pub use rust_type::{Presence, RustType, member_type, presence, rust_type};
pub use type_names::{TypeName, TypeNames};

/// Whether the parts of one end are behind a Cargo feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// A crate of its own: the ends are the features `client` and `server`.
    Feature,
    /// Text for a build script: the ends that were not asked for are left out.
    Always,
}
