//! Diagnostics on stderr, for people and for machines.

use std::io::{self, IsTerminal as _, Write as _};

use specwright::{Diagnostics, Document};

use super::args::MessageFormat;

/// Prints diagnostics. That stderr cannot be written to is no reason to stop.
pub(super) fn print(document: &Document, diagnostics: &Diagnostics, format: MessageFormat) {
    let text = match format {
        MessageFormat::Human => document.listing(diagnostics, has_colour()),
        MessageFormat::Json => document.json_lines(diagnostics),
        MessageFormat::Github => document.workflow_commands(diagnostics),
    };
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints a line to stderr. That it cannot be written to is no reason to stop.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Colour is for terminals, unless the user objects: <https://no-color.org>.
fn has_colour() -> bool {
    let objection = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    io::stderr().is_terminal() && !objection && !dumb
}
