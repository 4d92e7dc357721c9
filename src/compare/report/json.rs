//! The report for programs.

use serde_json::{Value, json};

use super::super::{Change, Comparison, RustChange, Site};

pub(super) fn report(comparison: &Comparison) -> String {
    let changes: Vec<Value> = comparison.changes().iter().map(change).collect();
    let rust: Vec<Value> = comparison.rust().iter().map(self::rust).collect();
    let version = |version: &super::super::Revision| json!({ "file": version.name, "version": version.version });
    let report = json!({
        "old": version(&comparison.old),
        "new": version(&comparison.new),
        "client": comparison.client().to_string(),
        "server": comparison.server().to_string(),
        "step": { "api": comparison.api_step().to_string(), "crate": comparison.crate_step().to_string() },
        "changes": changes,
        "rust": rust,
    });
    report.to_string()
}

fn change(change: &Change) -> Value {
    let directions = [("request", change.in_requests), ("response", change.in_responses)];
    let directions: Vec<&str> = directions.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
    json!({
        "rule": change.rule,
        "message": change.message,
        "client": change.client.to_string(),
        "server": change.server.to_string(),
        "in": directions,
        "operations": change.operations,
        "old": change.old.as_ref().map(site),
        "new": change.new.as_ref().map(site),
    })
}

fn site(site: &Site) -> Value {
    json!({
        "file": site.file,
        "pointer": site.place.pointer.as_str(),
        "line": site.position.line,
        "column": site.position.column,
    })
}

fn rust(change: &RustChange) -> Value {
    json!({
        "kind": change.kind.as_str(),
        "effect": change.effect.to_string(),
        "item": change.item,
        "old": change.old,
        "new": change.new,
        "end": change.end,
    })
}
