//! Where the values of a YAML text stand, from the events of its parser.

use std::ops::Range;

use super::{Found, Wanted, lines};
use crate::diag::Position;
use crate::spec::files::File;
use crate::spec::text::{Event, Events, Extent};

/// Notes the extents of all that is wanted.
pub(super) fn scan(file: &File, wanted: &mut Wanted) {
    let parsed = file.repaired.as_deref().unwrap_or(&file.text);
    let mut scanner = Scanner {
        events: Events::new(parsed),
        text: &file.text,
        starts: lines::starts(&file.text),
        parsed: file.repaired.as_deref().map(|text| (text, lines::starts(text))),
    };
    // `None` is only the sign that the text ended early.
    let _: Option<()> = scanner.first(wanted);
}

struct Scanner<'t> {
    events: Events<'t>,
    text: &'t str,
    starts: Vec<usize>,
    /// The text that was parsed, if it is not the text: some of its lines are indented more.
    parsed: Option<(&'t str, Vec<usize>)>,
}

impl<'t> Scanner<'t> {
    fn first(&mut self, wanted: &mut Wanted) -> Option<()> {
        let (event, _) = self.next()?;
        self.value(event, Some(wanted))
    }

    fn next(&mut self) -> Option<(Event<'t>, Extent)> {
        self.events.next()?.ok()
    }

    /// Passes over the value that an event begins, and looks for what is wanted within.
    fn value(&mut self, event: Event<'t>, wanted: Option<&mut Wanted>) -> Option<()> {
        match (event, wanted.filter(|wanted| !wanted.inner.is_empty())) {
            (Event::Map { .. }, Some(wanted)) => self.map(wanted),
            (Event::List { .. }, Some(wanted)) => self.list(wanted),
            (Event::Map { .. } | Event::List { .. }, None) => self.skip_nested(),
            _ => Some(()),
        }
    }

    fn map(&mut self, wanted: &mut Wanted) -> Option<()> {
        loop {
            let (key, key_extent) = self.next()?;
            let inner = match key {
                Event::End => return Some(()),
                Event::Scalar { text, .. } => wanted.inner.get_mut(text.as_ref()),
                other => {
                    self.value(other, None)?;
                    None
                }
            };
            // Of duplicate keys the first one counts.
            let inner = inner.filter(|inner| inner.found.is_none());
            let (event, extent) = self.next()?;
            self.noted(event, extent, inner, Some(key_extent))?;
        }
    }

    fn list(&mut self, wanted: &mut Wanted) -> Option<()> {
        let mut index = 0_usize;
        loop {
            let (event, extent) = self.next()?;
            if matches!(event, Event::End) {
                return Some(());
            }
            self.noted(event, extent, wanted.inner.get_mut(&index.to_string()), None)?;
            index += 1;
        }
    }

    fn noted(
        &mut self,
        event: Event<'t>,
        extent: Extent,
        wanted: Option<&mut Wanted>,
        key: Option<Extent>,
    ) -> Option<()> {
        let Some(wanted) = wanted else { return self.value(event, None) };
        let is_absent = matches!(&event, Event::Scalar { text, plain: true, .. } if text.is_empty());
        let is_nested = matches!(event, Event::Map { .. } | Event::List { .. });
        let value = match key {
            Some(key) if is_nested || is_absent => self.range(key),
            None if is_nested => self.range(Extent { end: extent.start, ..extent }),
            _ => self.range(extent),
        };
        wanted.found = Some(Found { key: key.map_or(value.clone(), |key| self.range(key)), value });
        self.value(event, Some(wanted))
    }

    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()?.0 {
                Event::Map { .. } | Event::List { .. } => depth += 1,
                Event::End => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }

    fn range(&self, extent: Extent) -> Range<usize> {
        self.offset(extent.start)..self.offset(extent.end)
    }

    fn offset(&self, position: Position) -> usize {
        let index = (position.line as usize).saturating_sub(1);
        let added = self.parsed.as_ref().map_or(0, |(text, starts)| {
            let length =
                |text: &str, starts: &[usize]| starts.get(index).map_or(0, |at| lines::line_at(text, *at).len());
            length(text, starts).saturating_sub(length(self.text, &self.starts))
        });
        let column = (position.column as usize).saturating_sub(added).max(1);
        lines::offset(self.text, &self.starts, Position::new(index + 1, column))
    }
}
