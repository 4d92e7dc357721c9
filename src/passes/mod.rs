//! Passes over the intermediate representation, in order; each takes the whole API and reports what it finds.

mod defaults;
mod forms;
mod nesting;
mod overrides;
mod prune;
mod select;
mod split;
mod styles;
#[cfg(test)]
mod tests;
mod unify;
mod usage;
mod walk;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::Api;

pub(crate) use usage::{Usage, usage};

/// Keeps the operations that are selected, and nothing else.
pub(crate) fn select(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    select::run(api, config, diag);
}

/// Runs every pass.
pub(crate) fn run(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    overrides::run(api, config, diag);
    select::run(api, config, diag);
    defaults::run(api, diag);
    styles::run(api, diag);
    nesting::run(api, diag);
    split::run(api, diag);
    unify::run(api);
    forms::run(api);
    prune::run(api);
}
