//! Diagnostics as text: listings for people, JSON lines and workflow commands for machines. The only file that knows how a
//! terminal is told to use colours. Pure.
//!
//! Documents are hostile: nothing of theirs reaches a terminal as a control character, and no line is longer than a screen.

use std::fmt::Write as _;

use serde_json::json;

use super::{Diagnostic, Severity, Span};

/// A diagnostic with what there is to know about its place.
#[derive(Debug)]
pub(crate) struct Located<'a> {
    pub(crate) diagnostic: &'a Diagnostic,
    /// The name of the file.
    pub(crate) file: &'a str,
    /// Its text; empty if there is none to show.
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// How many characters of a line are shown.
const WIDTH: usize = 120;
/// How many of them before what is marked, if the line is too long.
const BEFORE: usize = 40;
/// How many characters of a message are shown.
const MESSAGE: usize = 600;

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const GREEN: &str = "\x1b[1;32m";
const BLUE: &str = "\x1b[1;34m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// The listing for people: each diagnostic with the line that it is about.
pub(crate) fn human(located: &[Located<'_>], colour: bool) -> String {
    let paint = |style: &str, text: &str| if colour { format!("{style}{text}{RESET}") } else { text.to_owned() };
    let mut out = String::new();
    for Located { diagnostic, file, text, span } in located {
        let (word, style) = match diagnostic.severity {
            Severity::Error => ("error", RED),
            Severity::Warning => ("warning", YELLOW),
            Severity::Note => ("note", GREEN),
        };
        let title = paint(style, &format!("{word}[{}]", diagnostic.code));
        let message = paint(BOLD, &format!(": {}", printable(&diagnostic.message, MESSAGE)));
        let line = span.start.line.to_string();
        let margin = " ".repeat(line.len());
        let pointer = match diagnostic.place.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" (#{})", printable(pointer, MESSAGE)),
        };
        let position = format!("{}:{line}:{}", printable(file, MESSAGE), span.start.column);
        let _ = writeln!(out, "{title}{message}");
        let _ = writeln!(out, "{margin}{} {position}{pointer}", paint(BLUE, "-->"));
        let bar = paint(BLUE, "|");
        if let Some(Excerpt { shown, before, marked }) = excerpt(text, *span) {
            let carets = paint(style, &"^".repeat(marked));
            let _ = writeln!(out, "{margin} {bar}");
            let _ = writeln!(out, "{} {bar} {shown}", paint(BLUE, &line));
            let _ = writeln!(out, "{margin} {bar} {}{carets}", " ".repeat(before));
        }
        if let Some(hint) = &diagnostic.hint {
            let _ = writeln!(
                out,
                "{margin} {} {}",
                paint(BLUE, "="),
                paint(BOLD, "hint:") + " " + &printable(hint, MESSAGE)
            );
        }
        out.push('\n');
    }
    out
}

/// One JSON object a line.
pub(crate) fn json(located: &[Located<'_>]) -> String {
    let line = |each: &Located<'_>| {
        let object = json!({
            "severity": word(each.diagnostic.severity),
            "code": each.diagnostic.code,
            "message": each.diagnostic.message,
            "file": each.file,
            "pointer": each.diagnostic.place.pointer.as_str(),
            "line": each.span.start.line,
            "column": each.span.start.column,
            "hint": each.diagnostic.hint,
        });
        format!("{object}\n")
    };
    located.iter().map(line).collect()
}

/// Workflow commands, <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
pub(crate) fn github(located: &[Located<'_>]) -> String {
    let line = |each: &Located<'_>| {
        let level = match each.diagnostic.severity {
            Severity::Note => "notice",
            severity => word(severity),
        };
        let message = match &each.diagnostic.hint {
            Some(hint) => format!("{}\n{hint}", each.diagnostic.message),
            None => each.diagnostic.message.clone(),
        };
        let (file, title) = (property(each.file), property(each.diagnostic.code));
        let (start, message) = (each.span.start, data(&message));
        format!("::{level} file={file},line={},col={},title={title}::{message}\n", start.line, start.column)
    };
    located.iter().map(line).collect()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Text of a document must not begin a command of its own.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The part of a line that is shown.
struct Excerpt {
    shown: String,
    /// How many characters stand before the mark.
    before: usize,
    marked: usize,
}

fn excerpt(text: &str, span: Span) -> Option<Excerpt> {
    let before = end_of_line(text.get(..span.offset)?);
    let rest = start_of_line(text.get(span.offset..)?);
    if before.is_empty() && rest.is_empty() {
        return None;
    }
    let column = before.chars().count();
    let is_cut = before.len() + rest.len() > WIDTH && column + rest.chars().take(WIDTH + 1).count() > WIDTH;
    let left = if is_cut && column > BEFORE { column - BEFORE } else { 0 };
    let mut shown = if left > 0 { "…".to_owned() } else { String::new() };
    shown.extend(before.chars().skip(left).map(visible));
    let prefix = shown.chars().count();
    let room = WIDTH.saturating_sub(prefix).max(1);
    shown.extend(rest.chars().take(room).map(visible));
    if rest.chars().nth(room).is_some() {
        shown.push('…');
    }
    let marked = span.length.min(room).max(1);
    Some(Excerpt { shown: shown.trim_end().to_owned(), before: prefix, marked })
}

/// What stands on the last line of a text, as far as it may be shown: a document of megabytes can be one line.
fn end_of_line(text: &str) -> &str {
    let mut start = text.len();
    for (at, c) in text.char_indices().rev().take(WIDTH + 1) {
        if c == '\n' {
            break;
        }
        start = at;
    }
    &text[start..]
}

/// What stands on the first line of a text, as far as it may be shown.
fn start_of_line(text: &str) -> &str {
    let end = text.char_indices().nth(WIDTH + 2).map_or(text.len(), |(at, _)| at);
    text[..end].lines().next().unwrap_or("")
}

/// Text of a document on one line, cut to a length.
fn printable(text: &str, length: usize) -> String {
    let mut shown: String = text.chars().take(length).map(visible).collect();
    if text.chars().nth(length).is_some() {
        shown.push('…');
    }
    shown
}

/// A character that a terminal prints and nothing else: neither control characters nor those that turn the direction of
/// writing, with which a text looks like another (CVE-2021-42574). One for one, so that columns stay.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Place, Pointer, Position};

    fn listed(text: &str, offset: usize, length: usize) -> String {
        let line = text[..offset].matches('\n').count() + 1;
        let column = text[..offset].chars().rev().take_while(|c| *c != '\n').count() + 1;
        let place = Place { file: FileId(0), pointer: Pointer::parse("/a\u{1b}b") };
        let diagnostic = Diagnostic::error("code", place, "a\u{1b}[31m\nmessage").hint("mind\u{202e} it");
        let span = Span { start: Position::new(line, column), offset, length };
        human(&[Located { diagnostic: &diagnostic, file: "a.yaml", text, span }], false)
    }

    #[test]
    fn the_mark_stands_under_what_is_meant() {
        let expected = "error[code]: a␛[31m␊message\n --> a.yaml:2:4 (#/a␛b)\n  |\n2 | b: text # é\n  |    ^^^^\n  \
                        = hint: mind\u{fffd} it\n\n";
        assert_eq!(listed("a: 1\nb: text # é\n", 8, 4), expected);
    }

    #[test]
    fn hostile_lines_are_shown_harmlessly() {
        assert!(listed("\tk: \u{1b}]0;x\u{7}\n", 4, 6).contains("\n1 |  k: ␛]0;x␇\n  |     ^^^^^^\n"));
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}MARK{}", "a".repeat(1000), "b".repeat(1000));
        let listing = listed(&text, 1000, 4);
        let line = listing.lines().nth(3).unwrap();
        assert_eq!(line, format!("1 | …{}MARK{}…", "a".repeat(40), "b".repeat(75)));
        assert_eq!(listing.lines().nth(4).unwrap(), format!("  | {}^^^^", " ".repeat(41)));
        assert!(listed(&text, 1000, 900).lines().nth(4).unwrap().len() < 130);
    }

    #[test]
    fn an_empty_text_has_no_excerpt() {
        assert_eq!(listed("", 0, 1).lines().count(), 4);
    }

    #[test]
    fn text_cannot_begin_a_command() {
        assert_eq!(data("a\n::error::b 100%"), "a%0A::error::b 100%25");
        assert_eq!(property("a:b,c\r"), "a%3Ab%2Cc%0D");
    }
}
