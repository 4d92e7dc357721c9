//! Diagnostics on stderr, for people and for machines.

use std::io::{self, IsTerminal as _, Write as _};

use serde_json::json;
use specwright::{Diagnostic, Diagnostics, Document, Severity};

use super::args::MessageFormat;

/// Prints diagnostics. That stderr cannot be written to is no reason to stop.
pub(super) fn print(document: &Document, diagnostics: &Diagnostics, format: MessageFormat) {
    let text = match format {
        MessageFormat::Human => document.listing(diagnostics, has_colour()),
        MessageFormat::Json => diagnostics.iter().map(|each| json_line(document, each)).collect(),
        MessageFormat::Github => diagnostics.iter().map(|each| annotation(document, each)).collect(),
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

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn json_line(document: &Document, diagnostic: &Diagnostic) -> String {
    let position = document.position(diagnostic);
    let line = json!({
        "severity": word(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": document.file_name(diagnostic.place.file),
        "pointer": diagnostic.place.pointer.as_str(),
        "line": position.line,
        "column": position.column,
        "hint": diagnostic.hint,
    });
    format!("{line}\n")
}

/// A workflow command, <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn annotation(document: &Document, diagnostic: &Diagnostic) -> String {
    let position = document.position(diagnostic);
    let level = match diagnostic.severity {
        Severity::Note => "notice",
        severity => word(severity),
    };
    let message = match &diagnostic.hint {
        Some(hint) => format!("{}\n{hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    format!(
        "::{level} file={},line={},col={},title={}::{}\n",
        property(document.file_name(diagnostic.place.file)),
        position.line,
        position.column,
        property(diagnostic.code),
        data(&message),
    )
}

/// Text of a document must not begin a command of its own.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_begin_a_command() {
        assert_eq!(data("a\n::error::b 100%"), "a%0A::error::b 100%25");
        assert_eq!(property("a:b,c\r"), "a%3Ab%2Cc%0D");
    }
}
