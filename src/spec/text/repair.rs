//! What the parser refuses and most readers take: white space where YAML 1.2 wants it otherwise. Pure.
//!
//! A repair only adds indentation to lines, empties blank ones, or writes a space for a tab, so that whatever stands in a
//! line is as far from its end as before: positions can be found in the text as it was given.

use super::events::{Events, Failure};

/// How many places of a text are repaired; each means to parse it again.
const PLACES: usize = 100;

/// More than any line around it has. White space at the start of a line means nothing within brackets and quotes.
const INDENTATION: &str = "                                                                                ";

/// The repaired text, if anything in it was to be repaired. It may be wrong for other reasons still.
pub(super) fn repaired(text: &str) -> Option<String> {
    let mut repaired: Option<String> = None;
    let mut last = None;
    for _ in 0..PLACES {
        let current = repaired.as_deref().unwrap_or(text);
        let Some(failure) = Events::new(current).find_map(Result::err) else { break };
        let place = (failure.position.line, failure.position.column);
        if last.replace(place) == Some(place) {
            break;
        }
        let Some(next) = repair(current, &failure) else { break };
        repaired = Some(next);
    }
    repaired
}

fn repair(text: &str, failure: &Failure) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = (failure.position.line as usize).checked_sub(1)?;
    let start: usize = lines.iter().take(line).map(|line| line.len()).sum();
    let column = (failure.position.column as usize).saturating_sub(1);
    let offset = start + lines.get(line)?.char_indices().nth(column).map_or(0, |(at, _)| at);
    match failure.reason.as_str() {
        "invalid indentation in quoted scalar" => Some(indent_quoted(text, offset)),
        "tab cannot be used as indentation" => Some(indented(text, start)),
        "wrongly indented line in block scalar" => without_blanks(&lines, line),
        "':' must be followed by a valid YAML whitespace" => without_tab_after_colon(text, offset),
        reason if reason.starts_with("invalid indentation") => Some(indented(text, start)),
        // Tabs may stand before lines within brackets, and the whole document is in some.
        reason if reason.starts_with("tabs disallowed") && text.trim_start().starts_with(['{', '[']) => {
            Some(lines.iter().map(|line| without_leading_tabs(line)).collect())
        }
        _ => None,
    }
}

/// With the line that begins at `start` indented: a `}` on a line of its own, say (YAML 1.2, 7.4, "Flow Collection Styles").
fn indented(text: &str, start: usize) -> String {
    [&text[..start], INDENTATION, &text[start..]].concat()
}

/// With all lines indented of the quoted scalar that begins at `start`, but for the first.
fn indent_quoted(text: &str, start: usize) -> String {
    let quote = text[start..].chars().next().unwrap_or('"');
    let mut end = start + quote.len_utf8();
    let mut escaped = false;
    for c in text[end..].chars() {
        end += c.len_utf8();
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            // `''` ends the scalar and begins another, as far as lines are concerned.
            _ if c == quote && !text[end..].starts_with(quote) => break,
            _ => {}
        }
    }
    let inner = text[start..end].replace('\n', &format!("\n{INDENTATION}"));
    [&text[..start], &inner, &text[end..]].concat()
}

/// Blank lines before the first line of a block scalar may be longer than its indentation (8.1.1.1 forbids it).
fn without_blanks(lines: &[&str], line: usize) -> Option<String> {
    let blanks = lines.get(..line)?.iter().rev().take_while(|line| line.trim().is_empty()).count();
    (blanks > 0).then(|| {
        let emptied = lines.iter().enumerate().map(|(index, text)| match index >= line - blanks && index < line {
            true => "\n",
            false => text,
        });
        emptied.collect()
    })
}

/// A tab may separate a key from its value (6.2, "Separation Spaces"); the failure is said to be behind it.
fn without_tab_after_colon(text: &str, offset: usize) -> Option<String> {
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let at = start + text[start..offset].rfind(":\t")? + 1;
    Some([&text[..at], " ", &text[at + 1..]].concat())
}

fn without_leading_tabs(line: &str) -> String {
    let (before, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '\t']).len());
    [&before.replace('\t', " "), rest].concat()
}
