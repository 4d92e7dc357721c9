//! Passes over the intermediate representation, in order; each takes the whole API and reports what it finds.

mod select;
mod walk;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::Api;

/// Runs every pass.
pub(crate) fn run(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    select::run(api, config, diag);
}
