//! An entry of a changelog.

use super::super::effect::Effect;
use super::super::{Change, Comparison};
use super::{one_line, operations, rust_line};

pub(super) fn entry(comparison: &Comparison) -> String {
    let mut out = String::new();
    let titles = [(Effect::Breaking, "Breaking"), (Effect::Additive, "Added"), (Effect::Neutral, "Changed")];
    for (effect, title) in titles {
        // That the version is too low is for the author of the document to know.
        let changes = comparison.of(effect).filter(|change| change.rule != "version-too-low");
        let mut lines: Vec<String> = changes.map(line).collect();
        if effect == Effect::Neutral {
            match comparison.prose() {
                0 => {}
                1 => lines.push("The documentation of 1 place.".to_owned()),
                count => lines.push(format!("The documentation of {count} places.")),
            }
        }
        section(&mut out, title, &lines);
    }
    for (title, is_breaking) in [("Rust API, breaking", true), ("Rust API", false)] {
        let changes = comparison.rust().iter().filter(|change| (change.effect == Effect::Breaking) == is_breaking);
        let lines: Vec<String> = changes.map(|change| one_line(&rust_line(change, "`"))).collect();
        section(&mut out, title, &lines);
    }
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!("### {title}\n\n"));
    lines.iter().for_each(|line| out.push_str(&format!("- {line}\n")));
}

fn line(change: &Change) -> String {
    let mut text = sentence(&change.message);
    let ends = match (change.client, change.server) {
        (Effect::Breaking, Effect::Breaking) => "breaks clients and servers",
        (Effect::Breaking, _) => "breaks clients",
        (_, Effect::Breaking) => "breaks servers",
        _ => "",
    };
    let of = operations(change, "`");
    // What the sentence says already is not said again.
    let of =
        if change.operations.iter().all(|name| change.message.contains(name.as_str())) { String::new() } else { of };
    match (of.is_empty(), ends.is_empty()) {
        (true, true) => {}
        (false, true) => text.push_str(&format!(" ({of})")),
        (true, false) => text.push_str(&format!(" ({ends})")),
        (false, false) => text.push_str(&format!(" ({of}; {ends})")),
    }
    text + "."
}

/// The message with a capital, unless it begins with code.
fn sentence(message: &str) -> String {
    let message = one_line(message);
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
