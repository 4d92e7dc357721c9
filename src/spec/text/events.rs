//! The events of a YAML text. The only file that names `saphyr_parser`, so that it can be exchanged.

use std::borrow::Cow;

use saphyr_parser::{Parser, ScalarStyle, StrInput};

use crate::diag::Position;

/// What the text consists of. Anchors are numbers, 0 is none.
#[derive(Debug)]
pub(in crate::spec) enum Event<'t> {
    /// A scalar; `plain` if its text is to be resolved, not taken as it is.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
        anchor: usize,
    },
    List {
        anchor: usize,
    },
    Map {
        anchor: usize,
    },
    /// The end of the list or the map.
    End,
    Alias(usize),
    /// The end of a document; there may be others.
    Document,
}

/// Why the text is no YAML.
#[derive(Debug)]
pub(in crate::spec) struct Failure {
    pub(in crate::spec) position: Position,
    pub(in crate::spec) reason: String,
}

/// Where an event stands: from the first to behind the last character.
#[derive(Debug, Clone, Copy)]
pub(in crate::spec) struct Extent {
    pub(in crate::spec) start: Position,
    pub(in crate::spec) end: Position,
}

/// An iterator that ends after a failure.
pub(in crate::spec) struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    failed: bool,
}

impl<'t> Events<'t> {
    pub(in crate::spec) fn new(text: &'t str) -> Self {
        Self { parser: Parser::new_from_str(text), failed: false }
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = Result<(Event<'t>, Extent), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        use saphyr_parser::Event as Raw;
        while !self.failed {
            let (raw, span) = match self.parser.next_event()? {
                Ok(event) => event,
                Err(error) => {
                    self.failed = true;
                    return Some(Err(Failure { position: position(error.marker()), reason: error.info().to_owned() }));
                }
            };
            let event = match raw {
                Raw::Nothing | Raw::StreamStart | Raw::StreamEnd | Raw::DocumentStart(_) => continue,
                Raw::DocumentEnd => Event::Document,
                Raw::Alias(anchor) => Event::Alias(anchor),
                Raw::SequenceStart(anchor, _) => Event::List { anchor },
                Raw::MappingStart(anchor, _) => Event::Map { anchor },
                Raw::SequenceEnd | Raw::MappingEnd => Event::End,
                Raw::Scalar(text, style, anchor, tag) => {
                    let core = tag.as_ref().filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
                    let plain = match core {
                        Some("str") => false,
                        Some("int" | "float" | "bool" | "null") => true,
                        _ => style == ScalarStyle::Plain,
                    };
                    Event::Scalar { text, plain, anchor }
                }
            };
            return Some(Ok((event, Extent { start: position(&span.start), end: position(&span.end) })));
        }
        None
    }
}

fn position(marker: &saphyr_parser::Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}
