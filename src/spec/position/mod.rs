//! From pointers to positions in the text. Nothing is kept while loading: the text is scanned once more, for all pointers
//! at once, when diagnostics are shown.
//!
//! A span is that of the value if it is a scalar, else that of its key; of what is not there, the nearest that is around it.

mod json;
mod lines;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use super::files::File;
use super::text::Language;
use crate::diag::{Pointer, Position, Span};

/// What a span is asked of: a pointer, or a position that is known.
pub(super) enum Sought<'p> {
    Pointer(&'p Pointer),
    /// The key of what the pointer points to.
    Key(&'p Pointer),
    Position(Position),
}

/// The spans of what is sought in a file, in the same order.
pub(super) fn spans(file: &File, sought: &[Sought<'_>]) -> Vec<Span> {
    let mut wanted = Wanted::default();
    for each in sought {
        if let Sought::Pointer(pointer) | Sought::Key(pointer) = each {
            wanted.add(pointer);
        }
    }
    if !wanted.inner.is_empty() {
        match file.language {
            Language::Json => json::scan(&file.text, &mut wanted),
            Language::Yaml => yaml::scan(file, &mut wanted),
        }
    }
    let starts = sought.iter().any(|each| matches!(each, Sought::Position(_))).then(|| lines::starts(&file.text));
    let ranges = sought.iter().map(|each| match each {
        Sought::Pointer(pointer) => wanted.nearest(pointer, |found| found.value.clone()),
        Sought::Key(pointer) => wanted.nearest(pointer, |found| found.key.clone()),
        Sought::Position(position) => {
            let offset = lines::offset(&file.text, starts.as_deref().unwrap_or_default(), *position);
            offset..offset
        }
    });
    lines::spans(&file.text, ranges.collect())
}

/// The spans of byte ranges of a text, in the same order.
pub(super) fn ranges(text: &str, ranges: Vec<Range<usize>>) -> Vec<Span> {
    lines::spans(text, ranges)
}

/// What the scanners look for: a tree of reference tokens, with what was found.
#[derive(Default)]
struct Wanted {
    inner: BTreeMap<String, Wanted>,
    found: Option<Found>,
}

/// Where a value was found.
struct Found {
    /// What stands for the value: itself if it is a scalar, else its key or its first character.
    value: Range<usize>,
    key: Range<usize>,
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) {
        let mut node = self;
        for token in pointer.tokens() {
            node = node.inner.entry(token).or_default();
        }
    }

    /// What was found for the pointer, or else for the longest part of it; the start of the text for none.
    fn nearest(&self, pointer: &Pointer, range: impl Fn(&Found) -> Range<usize>) -> Range<usize> {
        let mut node = self;
        let mut nearest = 0..0;
        for token in pointer.tokens() {
            let Some(inner) = node.inner.get(&token) else { break };
            let Some(found) = &inner.found else { break };
            nearest = range(found);
            node = inner;
        }
        nearest
    }
}

#[cfg(test)]
mod tests;
