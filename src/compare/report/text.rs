//! The report for people.

use super::super::effect::Effect;
use super::super::{Change, Comparison, RustChange, Site};
use super::{one_line, operations, rust_line};
use crate::config::Ends;

pub(super) fn report(comparison: &Comparison) -> String {
    let mut out = String::new();
    if comparison.is_empty() {
        out.push_str("no changes\n");
        return out;
    }
    for effect in [Effect::Breaking, Effect::Additive, Effect::Neutral] {
        comparison.of(effect).for_each(|change| self::change(&mut out, change, effect, comparison.ends));
    }
    match comparison.prose() {
        0 => {}
        1 => out.push_str("neutral: the documentation of 1 place\n\n"),
        count => out.push_str(&format!("neutral: the documentation of {count} places\n\n")),
    }
    rust(&mut out, comparison.rust());
    summary(&mut out, comparison);
    out
}

fn change(out: &mut String, change: &Change, effect: Effect, ends: Ends) {
    out.push_str(&format!("{effect}[{}]: {}\n", change.rule, one_line(&change.message)));
    let way = match (change.in_requests, change.in_responses) {
        (true, true) => "  in requests and responses",
        (true, false) => "  in requests",
        (false, true) => "  in responses",
        (false, false) => "",
    };
    if effect > Effect::Neutral {
        let means = match ends {
            Ends::Both => format!("clients: {}, servers: {}", change.client, change.server),
            Ends::Client => format!("clients: {}", change.client),
            Ends::Server => format!("servers: {}", change.server),
        };
        out.push_str(&format!("  {means}{way}\n"));
    }
    if !change.operations.iter().all(|name| change.message.contains(name.as_str())) {
        out.push_str(&format!("  of {}\n", operations(change, "")));
    }
    for (side, site) in [("old", &change.old), ("new", &change.new)] {
        site.iter().for_each(|site| out.push_str(&format!("  {side} {}\n", place(site))));
    }
    out.push('\n');
}

fn place(site: &Site) -> String {
    let position = format!("{}:{}:{}", site.file, site.position.line, site.position.column);
    one_line(&match site.place.pointer.as_str() {
        "" => position,
        pointer => format!("{position} (#{pointer})"),
    })
}

fn rust(out: &mut String, changes: &[RustChange]) {
    if changes.is_empty() {
        return;
    }
    out.push_str("Rust API\n");
    for change in changes {
        let end = if change.end == "both" { String::new() } else { format!(" ({})", change.end) };
        out.push_str(&format!("  {:<8} {}{end}\n", change.effect.to_string(), one_line(&rust_line(change, ""))));
    }
    out.push('\n');
}

fn summary(out: &mut String, comparison: &Comparison) {
    type Of = fn(&Change) -> Effect;
    let ends: [(&str, bool, Of); 2] = [
        ("clients", comparison.ends.client(), |change| change.client),
        ("servers", comparison.ends.server(), |change| change.server),
    ];
    for (end, _, effect) in ends.into_iter().filter(|(_, is_there, _)| *is_there) {
        let count = |sought| comparison.changes().iter().filter(|change| effect(change) == sought).count();
        let [breaking, additive, neutral] = [Effect::Breaking, Effect::Additive, Effect::Neutral].map(count);
        out.push_str(&format!("for {end}: {breaking} breaking, {additive} additive, {neutral} neutral\n"));
    }
    out.push_str(&format!("step of the API's version: {}\n", comparison.steps()));
}
