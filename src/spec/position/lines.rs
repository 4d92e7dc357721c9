//! Byte offsets, lines and columns.

use std::ops::Range;

use crate::diag::{Position, Span};

/// The spans of byte ranges, in the same order; one pass over the text, however many there are.
pub(super) fn spans(text: &str, ranges: Vec<Range<usize>>) -> Vec<Span> {
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    order.sort_by_key(|index| ranges[*index].start);
    let mut spans = vec![Span::default(); ranges.len()];
    let (mut offset, mut line, mut column) = (0, 1, 1);
    for index in order {
        let range = &ranges[index];
        let start = range.start.min(text.len());
        for c in text[offset..start].chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        offset = start;
        let marked = text.get(start..range.end).unwrap_or("").lines().next().unwrap_or("");
        let length = marked.chars().count().max(1);
        spans[index] = Span { start: Position::new(line, column), offset, length };
    }
    spans
}

/// The offsets at which the lines begin.
pub(super) fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect()
}

/// The offset of a position; positions beyond the end of a line are at its end.
pub(super) fn offset(text: &str, starts: &[usize], position: Position) -> usize {
    let Some(start) = starts.get((position.line as usize).saturating_sub(1)) else { return text.len() };
    let line = line_at(text, *start);
    let column = (position.column as usize).saturating_sub(1);
    start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// The line that begins at an offset, without its end.
pub(super) fn line_at(text: &str, start: usize) -> &str {
    text[start..].lines().next().unwrap_or("")
}
