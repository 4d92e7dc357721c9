//! References: from the text of a `$ref` to the place that it means (RFC 3986, section 5.2; RFC 6901, section 6). Pure.
//!
//! What the standards say comes first. Where that leads to nothing, what authors mean by it is tried: schemas with an
//! `$id` that refer to the document around them, and files that refer to the components of the document that they are
//! part of.

use super::files::Files;
use super::grammar::{Kind, Shape};
use super::location::{Location, decode};
use crate::diag::{FileId, Place, Pointer};

/// A reference that the check met.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) text: String,
    /// What should be at its end.
    pub(super) shape: Shape,
    /// Where the text stands.
    pub(super) at: Place,
}

impl Reference {
    /// Whether nothing is lost if it leads nowhere: the names of `mapping` have a substitute, the rest is for people.
    pub(super) fn may_dangle(&self) -> bool {
        let in_reference = self.at.pointer.as_str().ends_with("/$ref");
        !in_reference
            || matches!(self.shape, Shape::One(Kind::Example | Kind::Link) | Shape::Map(Kind::Example | Kind::Link))
    }
}

/// Where a reference leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To something in a file that was read.
    Place(Place),
    /// To something in the named document, where the file that refers to it has no such thing itself.
    OfRoot(Place),
    /// To a document that was not read.
    Unread(Location),
    /// To a place or an anchor that no document has.
    Nothing,
}

/// Finds out where `text`, which stands at `at`, leads.
pub(super) fn target(files: &Files, text: &str, at: &Place) -> Target {
    let Some(file) = files.get(at.file) else { return Target::Nothing };
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let fragment = decode(fragment);
    let own = Place { file: at.file, pointer: Pointer::root() };
    let (resource, base) = files.identities.around(at).unwrap_or_else(|| (own.clone(), &file.location));
    if path.is_empty() {
        return within(files, &resource, &fragment)
            .or_else(|| within(files, &own, &fragment))
            .map(Target::Place)
            .or_else(|| of_root(files, &own, &fragment))
            .unwrap_or(Target::Nothing);
    }
    // Schemas say `$id: https://example.com/pet.json` and lie in files that refer to each other as files.
    let locations = [base.join(path), file.location.join(path)];
    if let Some(known) = locations.iter().find_map(|location| files.find(location)) {
        return within(files, &known, &fragment).map_or(Target::Nothing, Target::Place);
    }
    let [by_name, by_file] = locations;
    match &by_file {
        Location::File(_) => Target::Unread(by_file),
        Location::Url(_) => Target::Unread(by_name),
    }
}

/// The value at a fragment of a document or of a schema with an `$id`, if there is one.
fn within(files: &Files, base: &Place, fragment: &str) -> Option<Place> {
    // `#/` is a member called "", which nobody has; those who write it mean the whole.
    let place = if fragment.is_empty() || fragment == "/" {
        base.clone()
    } else if fragment.starts_with('/') {
        Place { file: base.file, pointer: Pointer::parse(&format!("{}{fragment}", base.pointer)) }
    } else {
        files.identities.anchored(base, fragment)?
    };
    files.has(&place).then_some(place)
}

/// A file that is part of a document often refers to the document's components as if they were its own.
fn of_root(files: &Files, own: &Place, fragment: &str) -> Option<Target> {
    let root = Place { file: FileId(0), pointer: Pointer::root() };
    (own.file != root.file).then_some(())?;
    within(files, &root, fragment).map(Target::OfRoot)
}
