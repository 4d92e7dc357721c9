//! A comparison as text for people, as Markdown for a changelog, and as JSON for programs. Pure.

mod json;
mod markdown;
mod text;

use super::effect::{Effect, Step, semantic};
use super::{Change, Comparison, RustChange, RustChangeKind};

impl Comparison {
    /// The report for people: the gravest first.
    pub fn to_text(&self) -> String {
        text::report(self)
    }

    /// An entry of a changelog, in Markdown, without a title: sections of the third level.
    pub fn to_markdown(&self) -> String {
        markdown::entry(self)
    }

    /// The report for programs: one JSON object.
    pub fn to_json(&self) -> String {
        json::report(self)
    }

    /// The changes with an effect, but those of prose.
    fn of(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.effect(self.ends) == effect && !is_prose(change))
    }

    /// How many places are described otherwise.
    fn prose(&self) -> usize {
        self.changes.iter().filter(|change| is_prose(change)).count()
    }

    /// The step of a version, and where it leads if the old one is a semantic version.
    fn steps(&self) -> String {
        let step = self.api_step();
        let api = match semantic(&self.old.version) {
            Some(old) if step > Step::None => format!("{step} ({} → {})", self.old.version, step.after(&old)),
            _ => step.to_string(),
        };
        format!("{api}; of the generated crate: {}", self.crate_step())
    }
}

fn is_prose(change: &Change) -> bool {
    change.rule == "documentation-changed"
}

/// A change of the crate in one line. Code is in backticks, if asked for.
fn rust_line(change: &RustChange, tick: &str) -> String {
    let code = |text: &str| format!("{tick}{text}{tick}");
    let item = code(&change.item);
    let colon = |text: &Option<String>| text.as_deref().map(|text| format!(": {}", code(text))).unwrap_or_default();
    match change.kind {
        RustChangeKind::Removed => format!("{item} is gone"),
        RustChangeKind::Added => format!("{item}{}", colon(&change.new)),
        RustChangeKind::Renamed => format!("{} is called {item}", code(change.old.as_deref().unwrap_or_default())),
        RustChangeKind::Changed => {
            let part = |text: &Option<String>| text.as_deref().map_or_else(|| "nothing".to_owned(), code);
            format!("{item}: {} → {}", part(&change.old), part(&change.new))
        }
    }
}

/// Text of a document on one line, without what would move the cursor of a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The first few operations, and how many more there are.
fn operations(change: &Change, tick: &str) -> String {
    const SHOWN: usize = 3;
    let shown = change.operations.iter().take(SHOWN).map(|name| format!("{tick}{}{tick}", one_line(name)));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    match change.operations.len().saturating_sub(SHOWN) {
        0 => {}
        more => text.push_str(&format!(" and {more} more")),
    }
    text
}
