//! The report for people.

use super::super::effect::Effect;
use super::super::{Change, Comparison, RustChange, Site};
use super::{one_line, operations, rust_line};

pub(super) fn report(comparison: &Comparison) -> String {
    let mut out = String::new();
    if comparison.is_empty() {
        out.push_str("no changes\n");
        return out;
    }
    for effect in [Effect::Breaking, Effect::Additive, Effect::Neutral] {
        comparison.of(effect).for_each(|change| self::change(&mut out, change, effect));
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

fn change(out: &mut String, change: &Change, effect: Effect) {
    out.push_str(&format!("{effect}[{}]: {}\n", change.rule, one_line(&change.message)));
    let way = match (change.in_requests, change.in_responses) {
        (true, true) => "  in requests and responses",
        (true, false) => "  in requests",
        (false, true) => "  in responses",
        (false, false) => "",
    };
    if effect > Effect::Neutral {
        out.push_str(&format!("  clients: {}, servers: {}{way}\n", change.client, change.server));
    }
    if !change.operations.is_empty() {
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
    let count = |effect: fn(&Change) -> Effect, sought: Effect| {
        comparison.changes().iter().filter(|change| effect(change) == sought).count()
    };
    for (end, effect) in
        [("clients", (|change| change.client) as fn(&Change) -> Effect), ("servers", |change| change.server)]
    {
        let [breaking, additive, neutral] =
            [Effect::Breaking, Effect::Additive, Effect::Neutral].map(|sought| count(effect, sought));
        out.push_str(&format!("for {end}: {breaking} breaking, {additive} additive, {neutral} neutral\n"));
    }
    out.push_str(&format!("step of the API's version: {}\n", comparison.steps()));
}
