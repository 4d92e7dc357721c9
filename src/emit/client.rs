//! `client/mod.rs`: `Client`, its builder, the servers.

use quote::quote;

use super::{SourceFile, Unit, docs};
use crate::plan::Plan;

pub(super) fn units(_: &Plan) -> Vec<Unit> {
    vec![Unit::new(root, 0)]
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let modules = plan.operations.groups.iter().map(|group| &group.module);
    let _ = docs;
    SourceFile {
        path: "src/client/mod.rs".to_owned(),
        docs: vec!["The client.".to_owned()],
        items: vec![quote!(mod codec; #(mod #modules;)*)],
    }
}
