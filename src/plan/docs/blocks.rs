//! Blocks: paragraphs, lists, quotes, code, headings and tables, read leniently and written canonically.

use super::{html, inline};

/// Containers inside of each other beyond this are taken for plain text.
const DEEPEST: usize = 6;

/// Languages of code blocks that are kept: rustdoc takes a block without one for a doctest, and some words for a setting.
const LANGUAGES: &[&str] = &[
    "json",
    "yaml",
    "xml",
    "html",
    "http",
    "sh",
    "bash",
    "shell",
    "console",
    "sql",
    "toml",
    "csv",
    "javascript",
    "js",
    "typescript",
    "ts",
    "python",
    "ruby",
    "php",
    "java",
    "go",
    "graphql",
    "diff",
];

/// Prose in a form that is safe as documentation.
pub(super) fn sanitize(text: &str) -> Vec<String> {
    if is_plain(text) { vec![text.to_owned()] } else { taken_apart(text) }
}

/// Whether this is a line of words in which nothing can have a meaning, as most prose is.
fn is_plain(text: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b';' | b'\'');
    text.len() <= inline::WIDTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(is_harmless)
        && !text.contains("  ")
        && !text.ends_with(' ')
}

/// Takes prose apart and writes it again.
pub(super) fn taken_apart(text: &str) -> Vec<String> {
    let text = html::to_markdown(&text.split(is_terminator).map(printable).collect::<Vec<_>>().join("\n"));
    let lines: Vec<String> = text.split('\n').map(|line| line.trim_end().to_owned()).collect();
    let mut out = container(&lines, 0);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// What editors, compilers and Unicode take for the end of a line. `\r\n` yields an empty line, as does a bare `\r`.
fn is_terminator(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces what cannot be seen: controls, and marks that change the direction of text, which the compiler refuses.
pub(super) fn printable(text: &str) -> String {
    let text = text.trim_end_matches('\r');
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\r' | '\n' => out.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
                out.push('\u{fffd}');
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn container(lines: &[String], depth: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = lines;
    while let Some(line) = rest.first() {
        let taken = if line.trim().is_empty() {
            blank(&mut out);
            1
        } else if let Some((mark, info)) = fence(line) {
            code_block(rest, &mark, &info, &mut out)
        } else if indent(line) >= 4 && out.last().is_none_or(String::is_empty) {
            indented_code(rest, &mut out)
        } else if depth < DEEPEST && line.trim_start().starts_with('>') {
            quote(rest, depth, &mut out)
        } else if let Some(marker) = marker(line).filter(|_| depth < DEEPEST) {
            item(rest, &marker, depth, &mut out)
        } else if is_rule(line) {
            blank(&mut out);
            1
        } else if let Some(heading) = heading(line) {
            blank(&mut out);
            out.push(heading);
            out.push(String::new());
            1
        } else if line.trim_start().starts_with('|') {
            table(rest, &mut out)
        } else {
            paragraph(rest, depth, &mut out)
        };
        rest = &rest[taken..];
    }
    out
}

fn blank(out: &mut Vec<String>) {
    if out.last().is_some_and(|line| !line.is_empty()) {
        out.push(String::new());
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The fence that a line opens: its mark and what stands behind it.
fn fence(line: &str) -> Option<(String, String)> {
    let line = line.trim_start();
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let mark: String = line.chars().take_while(|other| *other == c).collect();
    let info = line[mark.len()..].trim().to_owned();
    (mark.len() >= 3 && !(c == '`' && info.contains('`'))).then_some((mark, info))
}

fn code_block(lines: &[String], mark: &str, info: &str, out: &mut Vec<String>) -> usize {
    let closes = |line: &String| {
        let line = line.trim();
        line.len() >= mark.len() && line.starts_with(mark) && line.trim_start_matches(&mark[..1]).is_empty()
    };
    let length = lines[1..].iter().position(closes);
    let content = &lines[1..length.map_or(lines.len(), |length| length + 1)];
    let language = LANGUAGES.iter().find(|language| info.eq_ignore_ascii_case(language)).copied().unwrap_or("text");
    write_code(content, indent(&lines[0]), language, out);
    content.len() + 1 + usize::from(length.is_some())
}

fn indented_code(lines: &[String], out: &mut Vec<String>) -> usize {
    let is_code = |line: &&String| line.trim().is_empty() || indent(line) >= 4;
    let mut content: Vec<String> = lines.iter().take_while(is_code).cloned().collect();
    let taken = content.len();
    while content.last().is_some_and(|line| line.trim().is_empty()) {
        content.pop();
    }
    write_code(&content, content.iter().map(|line| indent(line)).min().unwrap_or(4).max(4), "text", out);
    taken
}

/// Writes a code block behind a fence that is longer than any within.
fn write_code(content: &[String], indent: usize, language: &str, out: &mut Vec<String>) {
    let longest = content.iter().map(|line| line.trim_start().bytes().take_while(|b| *b == b'`').count()).max();
    let mark = "`".repeat((longest.unwrap_or(0) + 1).max(3));
    blank(out);
    out.push(format!("{mark}{language}"));
    for line in content {
        let strip = indent.min(self::indent(line));
        // rustdoc hides lines that begin with `#`, but only in Rust.
        out.push(line[strip..].to_owned());
    }
    out.push(mark);
    out.push(String::new());
}

fn quote(lines: &[String], depth: usize, out: &mut Vec<String>) -> usize {
    let inside: Vec<String> = lines
        .iter()
        .map_while(|line| line.trim_start().strip_prefix('>'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
        .collect();
    let mut content = container(&inside, depth + 1);
    while content.last().is_some_and(String::is_empty) {
        content.pop();
    }
    blank(out);
    out.extend(content.into_iter().map(|line| format!("> {line}").trim_end().to_owned()));
    out.push(String::new());
    inside.len()
}

/// The marker of a list item and the column at which the item's text begins.
struct Marker {
    text: String,
    column: usize,
}

fn marker(line: &str) -> Option<Marker> {
    let start = indent(line);
    let rest = &line[start..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (text, length) = match rest.as_bytes().get(digits)? {
        b'.' | b')' if (1..=9).contains(&digits) => (format!("{}. ", &rest[..digits]), digits + 1),
        b'-' | b'*' | b'+' if digits == 0 => ("- ".to_owned(), 1),
        _ => return None,
    };
    let behind = &rest[length..];
    if is_rule(line) || !(behind.is_empty() || behind.starts_with(' ')) {
        return None;
    }
    Some(Marker { text, column: start + length + indent(behind).max(1) })
}

fn item(lines: &[String], marker: &Marker, depth: usize, out: &mut Vec<String>) -> usize {
    let own = indent(&lines[0]);
    let mut inside = vec![lines[0].get(marker.column..).unwrap_or_default().to_owned()];
    let mut fenced: Option<String> = None;
    for line in &lines[1..] {
        let after_blank = inside.last().is_some_and(|line| line.trim().is_empty());
        let within = indent(line) > own;
        if line.trim().is_empty() {
            inside.push(String::new());
            continue;
        }
        // A line that is not indented continues the text above it, unless it begins something of its own.
        let begins = self::marker(line).is_some() || heading(line).is_some() || fence(line).is_some() || is_rule(line);
        if !within && fenced.is_none() && (after_blank || begins) {
            break;
        }
        match (&fenced, fence(line)) {
            (None, Some((mark, _))) => fenced = Some(mark),
            (Some(open), Some((mark, info))) if mark.starts_with(open.as_str()) && info.is_empty() => fenced = None,
            _ => {}
        }
        inside.push(line[indent(line).min(marker.column)..].to_owned());
    }
    while inside.last().is_some_and(|line| line.is_empty()) {
        inside.pop();
    }
    let taken = inside.len().max(1);
    let mut content = container(&inside, depth + 1);
    while content.last().is_some_and(String::is_empty) {
        content.pop();
    }
    let before = out.iter().rev().find(|line| !line.is_empty());
    let continues = before.is_some_and(|line| self::marker(line).is_some() || line.starts_with("  "));
    // A list in a list stands close to what it belongs to, where it may interrupt a paragraph.
    let nested = depth > 0 && matches!(marker.text.as_str(), "- " | "1. ");
    if !continues && !nested {
        blank(out);
    }
    let pad = " ".repeat(marker.text.len());
    for (index, line) in content.into_iter().enumerate() {
        let front = if index == 0 { &marker.text } else { &pad };
        out.push(format!("{front}{line}").trim_end().to_owned());
    }
    taken
}

fn is_rule(line: &str) -> bool {
    if !line.trim_start().starts_with(['-', '*', '_', '=']) {
        return false;
    }
    let marks: String = line.split_whitespace().collect();
    marks.len() >= 3 && ["-", "*", "_", "="].iter().any(|mark| marks.trim_start_matches(mark).is_empty())
}

fn heading(line: &str) -> Option<String> {
    let line = line.trim_start();
    let level = line.len() - line.trim_start_matches('#').len();
    let text = line[level..].strip_prefix(' ')?;
    let words = inline::escape(text.trim().trim_end_matches('#'));
    ((1..=6).contains(&level) && !words.is_empty()).then(|| format!("{} {}", "#".repeat(level), words.join(" ")))
}

/// A table. Its cells are separate even where code spans seem to hold them together.
fn table(lines: &[String], out: &mut Vec<String>) -> usize {
    let rows = lines.iter().map(|line| line.trim()).take_while(|line| line.starts_with('|'));
    blank(out);
    let before = out.len();
    out.extend(rows.map(|row| {
        let row = row.strip_prefix('|').unwrap_or(row);
        let cells = cells(row.strip_suffix('|').unwrap_or(row));
        format!("| {} |", cells.iter().map(|cell| inline::escape(cell).join(" ")).collect::<Vec<_>>().join(" | "))
    }));
    let taken = out.len() - before;
    out.push(String::new());
    taken
}

/// Splits a row at the bars that are not escaped.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        match cells.last_mut() {
            Some(cell) if c != '|' || escaped => cell.push(c),
            _ => cells.push(String::new()),
        }
        escaped = c == '\\' && !escaped;
    }
    cells
}

fn paragraph(lines: &[String], depth: usize, out: &mut Vec<String>) -> usize {
    let ends = |line: &String| {
        line.trim().is_empty()
            || fence(line).is_some()
            || heading(line).is_some()
            || is_rule(line)
            || line.trim_start().starts_with('|')
            || (depth < DEEPEST && (marker(line).is_some() || line.trim_start().starts_with('>')))
    };
    let length = 1 + lines[1..].iter().position(ends).unwrap_or(lines.len() - 1);
    let text = lines[..length].iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
    if out.last().is_some_and(|line| !line.is_empty()) {
        out.push(String::new());
    }
    out.extend(inline::wrapped(inline::escape(&text)));
    length
}
