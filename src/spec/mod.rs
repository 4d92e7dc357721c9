//! The document as written: its files as trees in OpenAPI 3.0 form, their source text, and the way references are
//! followed. The only stage that names `openapiv3` and `serde_yaml`; it imports `diag` alone.
//!
//! The tree is a [`serde_json::Value`], rewritten in place where the document is of a later version (`upgrade`), and each
//! OpenAPI object is read out of it on its own into its `openapiv3` type ([`Node::read`]), so that a mistake concerns one
//! object and the rest is still reported.

mod amend;
mod bounds;
mod check;
mod encoding;
mod fetch;
mod files;
mod grammar;
mod identity;
mod inputs;
pub(crate) mod keys;
mod load;
mod location;
mod moves;
mod node;
mod origins;
#[cfg(feature = "overlay")]
mod overlay;
mod piece;
mod position;
mod refs;
mod revision;
mod settings;
mod text;
mod tolerate;
mod trail;
mod upgrade;
mod what;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

/// The one door to the foreign model.
pub(crate) use openapiv3 as model;

pub(crate) use check::is_token;
pub(crate) use grammar::{found, nearest};
pub use load::Loader;
pub(crate) use node::Node;
pub(crate) use piece::Piece;
pub use settings::SettingsText;

use crate::diag::listing::{self, Located};
use crate::diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, Position, Span, codes};
use crate::error::Error;
use files::Files;
use grammar::Shape;
use location::Location;
use origins::Origins;
use position::Sought;
use refs::Target;

/// An OpenAPI document: one file, or several that refer to each other.
#[derive(Debug, Clone)]
pub struct Document {
    files: Files,
    findings: Diagnostics,
    /// What the check began with, and took it for.
    checked: BTreeMap<Place, Shape>,
    /// The references that were reported while loading.
    broken: BTreeSet<Place>,
    /// What references lead to and could not be read.
    missing: BTreeSet<Location>,
    /// What in the tree of the named file is from overlays.
    origins: Origins,
    /// How many overlays there are; their files follow the named one.
    overlays: u32,
    /// Where the configuration stands, if it is from a file.
    settings: Option<SettingsText>,
}

impl Document {
    /// Reads a document and the files that belong to it; which those are, and how to say so, is explained at [`Loader`].
    ///
    /// What is wrong with the document itself is not an error here: see [`Document::findings`].
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is neither UTF-8 nor UTF-16.
    pub fn load(path: impl AsRef<Path>) -> Result<Document, Error> {
        Loader::new().load(path)
    }

    /// Like [`Document::load`], but reads the files below `folder` and no others.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is neither UTF-8 nor UTF-16.
    pub fn load_below(path: impl AsRef<Path>, folder: impl AsRef<Path>) -> Result<Document, Error> {
        Loader::new().root(folder.as_ref()).load(path)
    }

    /// Takes a document from its text, without touching the disk; it cannot refer to other files.
    ///
    /// # Errors
    ///
    /// None at present: what is wrong with the document is in [`Document::findings`].
    pub fn from_text(name: &str, text: &str) -> Result<Document, Error> {
        Loader::new().load_text(name, text)
    }

    /// The file name as given, without directories.
    pub fn name(&self) -> &str {
        let name = self.files.get(FileId(0)).map_or("", |file| file.name.as_str());
        name.rsplit('/').next().unwrap_or(name)
    }

    /// Every file that was read from disk, the named one first.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().filter_map(|file| file.path.as_deref())
    }

    /// What was found wrong while loading: syntax, duplicate keys, the structure of the objects.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// The path of one of the files, as shown to people: as given, or from there on.
    pub fn file_name(&self, file: FileId) -> &str {
        if let Some(settings) = self.settings.as_ref().filter(|_| file == FileId::SETTINGS) {
            return &settings.name;
        }
        self.files.get(file).map_or("", |file| file.name.as_str())
    }

    /// Where in the text of its file a diagnostic points. Each call scans the file.
    pub fn position(&self, diagnostic: &Diagnostic) -> Position {
        self.located(std::iter::once(diagnostic)).first().map_or(Position::new(1, 1), |located| located.span.start)
    }

    /// Diagnostics as text for people, in the order of the document, with the lines that they are about; in colour, for
    /// terminals, if asked for.
    pub fn listing(&self, diagnostics: &Diagnostics, colour: bool) -> String {
        listing::human(&self.located(diagnostics.iter()), colour)
    }

    /// Diagnostics for programs, in the order of the document: one JSON object a line.
    pub fn json_lines(&self, diagnostics: &Diagnostics) -> String {
        listing::json(&self.located(diagnostics.iter()))
    }

    /// Diagnostics as the commands by which GitHub's runners mark lines of a pull request.
    pub fn workflow_commands(&self, diagnostics: &Diagnostics) -> String {
        listing::github(&self.located(diagnostics.iter()))
    }

    /// Where in the texts of their files places are; of what is not there, the nearest that is around it. Each file is scanned
    /// once.
    pub(crate) fn positions(&self, places: &[Place]) -> Vec<(Place, Position)> {
        let places: Vec<Place> = places.iter().map(|place| self.nearest(place)).collect();
        let mut by_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
        for (index, place) in places.iter().enumerate() {
            by_file.entry(place.file).or_default().push(index);
        }
        let mut positions = vec![Position::new(1, 1); places.len()];
        for (id, indices) in by_file {
            let Some(file) = self.files.get(id) else { continue };
            let sought: Vec<Sought<'_>> = indices.iter().map(|index| Sought::Key(&places[*index].pointer)).collect();
            for (index, span) in indices.iter().zip(position::spans(file, &sought)) {
                positions[*index] = span.start;
            }
        }
        places.into_iter().zip(positions).collect()
    }

    /// The place, or the nearest around it that is there.
    fn nearest(&self, place: &Place) -> Place {
        let mut place = place.clone();
        while !self.files.has(&place) && !place.pointer.as_str().is_empty() {
            place.pointer = place.pointer.parent();
        }
        place
    }

    /// The diagnostics with their positions, in the order of the files and of their texts; each file is scanned once.
    fn located<'a>(&'a self, diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Vec<Located<'a>> {
        let mut by_file: BTreeMap<FileId, Vec<(&Diagnostic, Pointer)>> = BTreeMap::new();
        let mut of_settings = Vec::new();
        for diagnostic in diagnostics {
            match self.stands(diagnostic) {
                Place { file: FileId::SETTINGS, .. } => of_settings.push(diagnostic),
                Place { file, pointer } => by_file.entry(file).or_default().push((diagnostic, pointer)),
            }
        }
        let mut located = self.located_in_settings(of_settings);
        for (id, diagnostics) in by_file {
            let Some(file) = self.files.get(id) else { continue };
            let sought = diagnostics.iter().map(|(diagnostic, pointer)| match diagnostic.position {
                Some(position) => Sought::Position(position),
                None if diagnostic.on_key => Sought::Key(pointer),
                None => Sought::Pointer(pointer),
            });
            let spans = position::spans(file, &sought.collect::<Vec<_>>());
            let found = diagnostics.iter().zip(spans);
            let start = located.len();
            located.extend(found.map(|((diagnostic, _), span)| Located {
                diagnostic,
                file: &file.name,
                text: &file.text,
                span,
            }));
            located[start..].sort_by_key(|located| located.span.start);
        }
        located
    }

    /// Where what a diagnostic is about stands: for what an overlay added, in the overlay.
    fn stands(&self, diagnostic: &Diagnostic) -> Place {
        match diagnostic.position {
            None if diagnostic.place.file == FileId(0) && !self.origins.is_plain() => {
                self.origins.of(diagnostic.place.pointer.as_str())
            }
            _ => diagnostic.place.clone(),
        }
    }

    /// The same of those about the configuration. What has no text there is shown at the beginning of the document.
    fn located_in_settings<'a>(&'a self, diagnostics: Vec<&'a Diagnostic>) -> Vec<Located<'a>> {
        let Some(document) = self.files.get(FileId(0)) else { return Vec::new() };
        let spans = match &self.settings {
            Some(settings) => settings.spans(&diagnostics),
            None => vec![None; diagnostics.len()],
        };
        let located = diagnostics.into_iter().zip(spans).map(|(diagnostic, span)| match (&self.settings, span) {
            (Some(SettingsText { name, text, .. }), Some(span)) => Located { diagnostic, file: name, text, span },
            _ => {
                let span = Span { start: Position::new(1, 1), offset: 0, length: 1 };
                Located { diagnostic, file: &document.name, text: &document.text, span }
            }
        });
        let mut located: Vec<Located<'a>> = located.collect();
        located.sort_by_key(|located| located.span.start);
        located
    }

    /// The OpenAPI Object; null if the text could not be read.
    pub(crate) fn root(&self) -> Node<'_> {
        self.file_root(FileId(0))
    }

    fn file_root(&self, file: FileId) -> Node<'_> {
        let place = Place { file, pointer: Pointer::root() };
        match self.files.get(file) {
            Some(file) => Node::new(self, &file.tree, place).moved(file.moves.root()),
            None => Node::new(self, &Value::Null, place),
        }
    }

    /// The node at a place of the source.
    fn find(&self, place: &Place) -> Option<Node<'_>> {
        let file = self.files.get(place.file)?;
        // Nothing was moved in most files, few pointers need escapes, and references are many.
        if file.moves.root().is_none() && !place.pointer.as_str().contains('~') {
            let around = Place { file: place.file, pointer: place.pointer.parent() };
            let value = files::value_at(&file.tree, &around.pointer)?;
            if let (Value::Object(_), Some(token)) = (value, place.pointer.tokens().last()) {
                return Node::new(self, value, around).step(&token);
            }
        }
        let ways = file.moves.ways(&place.pointer);
        ways.iter().find_map(|(moved, rest)| {
            let start = moved.tokens().try_fold(self.file_root(place.file), |node, token| node.child(&token))?;
            rest.iter().try_fold(start, |node, token| node.step(token))
        })
    }

    /// The node that a reference standing at `at` leads to; reports when there is none, unless loading did.
    fn resolve(&self, reference: &str, at: &Place, diag: &mut Diagnostics) -> Option<Node<'_>> {
        if self.broken.contains(at) {
            return None;
        }
        let place = match refs::target(&self.files, reference, at) {
            Target::Place(place) | Target::OfRoot(place) => place,
            Target::Unread(_) | Target::Nothing => {
                diag.push(codes::unresolved_reference(at.clone(), reference));
                return None;
            }
        };
        self.find(&place)
    }

    /// Whether a file is of OpenAPI 3.1 or later.
    fn is_later(&self, file: FileId) -> bool {
        self.files.get(file).is_some_and(|file| file.version.minor() > 0)
    }
}

#[cfg(test)]
mod tests;
