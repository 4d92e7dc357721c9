//! `specwright.toml`, the settings of a project: what to generate, and where it goes.
//!
//! A file is a tree in which every value knows its place (`tree`), it is checked against the one table of what there is
//! (`grammar`, `check`), and made into a [`Config`] for each output (`make`).

mod check;
mod grammar;
mod make;
mod schema;
#[cfg(test)]
mod tests;
mod tree;

use std::path::{Path, PathBuf};

use specwright::{Config, SettingsText};

use super::Failure;
use grammar::{FILE, Shape};
use tree::Mistake;

pub(super) use schema::schema;

/// The name of the file.
pub(super) const NAME: &str = "specwright.toml";

/// What a file says.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// At least one.
    pub(super) outputs: Vec<OutputSettings>,
    pub(super) root: Option<PathBuf>,
    pub(super) overlays: Vec<PathBuf>,
    pub(super) allow_remote: Vec<String>,
    pub(super) deny_warnings: bool,
}

/// One of the things to generate.
#[derive(Debug, Clone)]
pub(super) struct OutputSettings {
    pub(super) document: Option<PathBuf>,
    pub(super) path: Option<PathBuf>,
    pub(super) config: Config,
    /// Where each decision stands.
    pub(super) text: SettingsText,
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Settings, Failure> {
    let name = path.to_string_lossy().replace('\\', "/");
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Message(format!("{name}: {error}")))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&text, &name, folder).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| located(mistake, &name, &text));
        Failure::Message(lines.collect::<Vec<_>>().join("\nerror: "))
    })
}

fn parse(text: &str, name: &str, folder: &Path) -> Result<Settings, Vec<Mistake>> {
    let tree = tree::parse(text)?;
    let mut mistakes = Vec::new();
    check::check(&tree, &Shape::Table(FILE), "", &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.at);
        return Err(mistakes);
    }
    make::settings(&tree, name, text, folder)
}

/// A mistake with its place.
fn located(mistake: &Mistake, name: &str, text: &str) -> String {
    format!("{}: {}", place(name, text, mistake.at), mistake.message)
}

/// A place in the text of a file, by its offset in bytes: file, line and column.
pub(super) fn place(name: &str, text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{name}:{line}:{column}")
}
