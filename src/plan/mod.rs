//! What the Rust crate will look like: every name allocated, every type decided. Immutable once made; `emit` only spells it out.

mod client;
mod docs;
#[cfg(test)]
mod fixtures;
mod groups;
mod krate;
mod names;
mod operations;
mod pagination;
mod prose;
mod recursion;
mod requests;
mod responses;
mod rust_type;
mod type_names;

use crate::config::{Config, Ends};
use crate::diag::Diagnostics;
use crate::ir::Api;

pub use client::{ClientPlan, SchemePlan, ServerPlan, VariablePlan};
pub use docs::{DocLines, code};
pub use krate::CratePlan;
pub use operations::{BodyField, GroupPlan, Need, OperationPlan, OperationsPlan, ParamField, ParamStatic};
pub use pagination::{Next, PageEnd, PageField, PagePlan, Path, Step};
pub use recursion::Recursion;
pub use responses::{Answer, AnswerBody, BodyFormat, Failure, HeaderField, HeadersPlan, Outcome};
pub use rust_type::{Presence, RustType, member_type, presence, rust_type};
pub use type_names::{TypeName, TypeNames};

/// Everything that the emitters need to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Whether the ends are features.
    pub gate: Gate,
    /// Which ends there are.
    pub ends: Ends,
    /// The package.
    pub krate: CratePlan,
    /// Requests and answers.
    pub operations: OperationsPlan,
    /// What only the client has.
    pub client: ClientPlan,
}

impl Plan {
    /// Whether the output has a client, possibly behind a feature.
    pub fn has_client(&self) -> bool {
        self.ends.client()
    }

    /// Whether the output has a server, possibly behind a feature.
    pub fn has_server(&self) -> bool {
        self.ends.server()
    }
}

/// Plans the crate for an API.
pub fn plan(api: &Api, config: &Config, gate: Gate, diag: &mut Diagnostics) -> Plan {
    let recursion = Recursion::new(api);
    let names = TypeNames::allocate(api, &recursion);
    let krate = krate::plan(api, config, recursion.limit());
    Plan {
        gate,
        ends: config.ends,
        operations: groups::plan(api, &names, diag),
        client: client::plan(api, &krate, diag),
        krate,
    }
}

/// Whether the parts of one end are behind a Cargo feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// A crate of its own: the ends are the features `client` and `server`.
    Feature,
    /// Text for a build script: the ends that were not asked for are left out.
    Always,
}
