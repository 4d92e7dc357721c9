//! Inline markup: code spans, links and URLs are kept in a canonical form, everything else that has a meaning is escaped.

/// Columns of text in a line of documentation.
pub(super) const WIDTH: usize = 100;

/// A code span. Never delimited by three backquotes, which could open a fence at the start of a line.
pub(super) fn code_span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return "` `".to_owned();
    }
    if !text.contains('`') {
        return format!("`{text}`");
    }
    format!("`` {} ``", if text.contains("``") { text.replace('`', "'") } else { text })
}

/// Whether text is an `http` or `https` URL that can stand between `<` and `>`.
pub(super) fn is_url(text: &str) -> bool {
    url_length(text) == text.len()
}

/// The length of the URL that text begins with, `0` if none.
fn url_length(text: &str) -> usize {
    let Some(start) =
        ["https://", "http://"].iter().find(|scheme| text.starts_with(**scheme)).map(|scheme| scheme.len())
    else {
        return 0;
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |at| start + at);
    let mut url = &text[..end];
    loop {
        // Punctuation that belongs to the sentence: a bracket does unless it was opened inside.
        let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        let unopened = trimmed.ends_with(')') && trimmed.matches(')').count() > trimmed.matches('(').count();
        let trimmed = if unopened { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if trimmed.len() == url.len() {
            break;
        }
        url = trimmed;
    }
    if url.len() > start { url.len() } else { 0 }
}

/// Escapes prose and splits it into words that must stay on one line.
pub(super) fn escape(text: &str) -> Vec<String> {
    let mut words = Words::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let previous = words.last();
        let taken = match c {
            '`' => span(rest, &mut words),
            '[' => link(rest, &mut words),
            '!' if rest.starts_with("![") => link(&rest[1..], &mut words).map(|taken| taken + 1),
            '<' if url_length(&rest[1..]) > 0 && rest[1 + url_length(&rest[1..])..].starts_with('>') => {
                let url = &rest[..url_length(&rest[1..]) + 2];
                words.glue(url);
                Some(url.len())
            }
            'h' if url_length(rest) > 0 && !previous.is_some_and(char::is_alphanumeric) => {
                let url = &rest[..url_length(rest)];
                words.glue(&format!("<{url}>"));
                Some(url.len())
            }
            '\\' => escaped(rest, &mut words),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            match c {
                c if c.is_whitespace() => words.end(),
                '[' | ']' | '<' | '`' => {
                    words.glue("\\");
                    words.push(c);
                }
                c => words.push(c),
            }
            c.len_utf8()
        });
        rest = &rest[taken..];
    }
    words.finish()
}

/// Words as they grow.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    current: String,
}

impl Words {
    fn push(&mut self, c: char) {
        self.current.push(c);
    }

    fn glue(&mut self, text: &str) {
        self.current.push_str(text);
    }

    fn end(&mut self) {
        if !self.current.is_empty() {
            self.words.push(std::mem::take(&mut self.current));
        }
    }

    fn last(&self) -> Option<char> {
        self.current.chars().next_back()
    }

    fn finish(mut self) -> Vec<String> {
        self.end();
        self.words
    }
}

/// A code span, if the backquotes at the start of the text have their like further on.
fn span(text: &str, words: &mut Words) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut at = ticks;
    loop {
        let start = at + text[at..].find('`')?;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            let content = text[ticks..start].trim();
            // `[` and `]` within are no links, as code binds tighter.
            words.glue(&if content.is_empty() { String::new() } else { code_span(content) });
            return Some(start + run);
        }
        at = start + run;
    }
}

/// `[text](url)`: kept if it leads to the web, reduced to its text otherwise, as rustdoc would look for an item.
fn link(text: &str, words: &mut Words) -> Option<usize> {
    let end = matching_bracket(text)?;
    let target = text[end + 1..].strip_prefix('(')?;
    let close = target.find(')').filter(|close| !target[..*close].contains('(')).or_else(|| target.find(") "))?;
    let url = target[..close].split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    let label = escape(&text[1..end]).join(" ");
    let label = label.trim();
    if is_url(url) && !label.is_empty() && !label.contains("](") && !label.contains(['<', '>']) {
        for (index, word) in label.split(' ').enumerate() {
            if index > 0 {
                words.end();
            }
            words.glue(&format!("{}{word}", if index == 0 { "[" } else { "" }));
        }
        // Brackets in a URL are escaped by the angle brackets.
        let target = if url.contains(['(', ')']) { format!("]({})", angle(url)) } else { format!("]({url})") };
        words.glue(&target);
    } else {
        for (index, word) in label.split(' ').enumerate() {
            if index > 0 {
                words.end();
            }
            words.glue(word);
        }
    }
    Some(end + 1 + 1 + close + 1)
}

fn angle(url: &str) -> String {
    format!("<{url}>")
}

/// Where the bracket that the text begins with is closed.
fn matching_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A backslash that escapes stays, so that the character behind it is not escaped a second time.
fn escaped(text: &str, words: &mut Words) -> Option<usize> {
    let next = text[1..].chars().next()?;
    if next.is_ascii_punctuation() {
        words.glue(&text[..2]);
        return Some(2);
    }
    words.glue("\\\\");
    Some(1)
}

/// Joins words to lines. No line but the first begins with what CommonMark takes for the start of a block.
pub(super) fn wrapped(words: Vec<String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = 0;
    for word in words {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if width + 1 + length <= WIDTH || starts_block(&word) => {
                line.push(' ');
                line.push_str(&word);
                width += 1 + length;
            }
            _ => {
                width = length;
                lines.push(word);
            }
        }
    }
    if let Some(first) = lines.first_mut()
        && starts_block(first.split(' ').next().unwrap_or_default())
    {
        *first = disarmed(first);
    }
    lines
}

/// Whether a word at the start of a line may begin a heading, quote, list, rule, fence, table or definition.
fn starts_block(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < word.len() && (number == "." || number == ")");
    let dashes = |c: char| matches!(c, '-' | '+' | '*' | '=' | '_');
    numbered
        || word.starts_with(['#', '>', '|', '=', ':'])
        || word.starts_with("~~~")
        || word.starts_with("```")
        || (!word.is_empty() && word.chars().all(dashes))
}

/// Escapes the first character that has a meaning at the start of a line.
fn disarmed(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    format!("{}\\{}", &line[..digits], &line[digits..])
}
