//! Prose of the document as lines of documentation. The prose is untrusted (`/// ` is code to rustdoc): nothing in it can
//! become a doctest, a link that rustdoc resolves, an HTML tag, or the end of the comment.
//!
//! The text is taken apart into blocks and written again in one canonical form, so that what is not understood can at
//! worst look odd: it never reaches the output in a form that CommonMark reads differently.

mod blocks;
mod html;
mod inline;
#[cfg(test)]
mod tests;

use crate::ir::Doc;

/// Lines of documentation, without the `/// ` in front. Empty if there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocLines {
    lines: Vec<String>,
}

impl DocLines {
    /// The lines, none of which contains a line terminator.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a paragraph of the generator's own words. Text from the document goes through [`code`] or [`phrase`] first.
    pub fn paragraph(&mut self, own_words: &str) {
        self.push_block(inline::wrapped(own_words.split_whitespace().map(str::to_owned).collect()));
    }

    /// Adds a heading of the generator's own words.
    pub fn heading(&mut self, own_words: &str) {
        self.push_block(vec![format!("# {own_words}")]);
    }

    /// Adds code of the generator's own as a doctest that is compiled and not run.
    pub fn example(&mut self, code: impl IntoIterator<Item = String>) {
        let fence = |text: &str| std::iter::once(text.to_owned());
        self.push_block(fence("```no_run").chain(code).chain(fence("```")).collect());
    }

    /// Adds prose of the document.
    pub fn prose(&mut self, text: &str) {
        self.push_block(blocks::sanitize(text));
    }

    /// Adds all of another text.
    pub fn append(&mut self, other: Self) {
        self.push_block(other.lines);
    }

    fn push_block(&mut self, lines: Vec<String>) {
        if !self.lines.is_empty() && !lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }
}

/// What the document says of a thing: the summary as a sentence, the description, and where to read on.
pub fn lines(doc: &Doc) -> DocLines {
    let mut lines = DocLines::default();
    let summary = doc.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
    let description = doc.description.as_deref().map(str::trim).filter(|description| !description.is_empty());
    if let Some(summary) = summary
        && !description.is_some_and(|description| repeats(summary, description))
    {
        lines.prose(&sentence(summary));
    }
    if let Some(description) = description {
        let is_line = !description.contains(['\n', '\r']);
        lines.prose(&if is_line { sentence(description) } else { description.to_owned() });
    }
    if let Some(url) = doc.external.as_deref().filter(|url| inline::is_url(url)) {
        lines.paragraph(&format!("See <{url}>."));
    }
    lines
}

/// Text of the document as a code span within the generator's own words: `` `text` ``.
pub fn code(text: &str) -> String {
    inline::code_span(&blocks::printable(text))
}

/// Text of the document as a phrase within the generator's own words, on one line.
pub fn phrase(text: &str) -> String {
    inline::escape(&blocks::printable(text)).join(" ")
}

/// Whether the description says again what the summary says.
fn repeats(summary: &str, description: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    let first = description.lines().next().unwrap_or_default();
    bare(first).starts_with(&bare(summary))
}

/// Ends a line of prose like a sentence.
fn sentence(text: &str) -> String {
    let ends = text.ends_with(|c: char| c.is_ascii_punctuation() || matches!(c, '。' | '…' | '！' | '？'));
    if ends && !text.ends_with([')', '"', '\'', ']', '`', '*', '_', '%']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
