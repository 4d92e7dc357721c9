//! References: from the text of a `$ref` to the place that it means (RFC 3986, section 5.2; RFC 6901, section 6). Pure.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use super::files::Files;
use super::grammar::{Kind, Shape};
use super::trail::Trail;
use crate::diag::{Diagnostics, FileId, Place, Pointer, codes};

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

/// The names that schemas give themselves (JSON Schema 2020-12, 8.2.1 and 8.2.2).
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    anchors: BTreeMap<(FileId, String), Pointer>,
    ids: BTreeMap<String, Place>,
}

impl Anchors {
    /// Notes the `$id` and the anchors of a schema.
    pub(super) fn collect(&mut self, schema: &Map<String, Value>, file: FileId, trail: Trail<'_>) {
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = schema.get(key).and_then(Value::as_str) {
                self.anchors.insert((file, name.to_owned()), trail.pointer());
            }
        }
        if let Some(id) = schema.get("$id").and_then(Value::as_str) {
            self.ids.insert(id.trim_end_matches('#').to_owned(), trail.place(file));
        }
    }
}

/// Where a reference leads.
pub(super) enum Target {
    /// To a place in a file that was read; whether there is anything is not said.
    Place(Place),
    /// To a file that was not read.
    File(PathBuf),
    /// To a document elsewhere.
    Remote,
    /// To an anchor that no schema has.
    Nothing,
}

/// Finds out where `text`, which stands in the file `from`, leads.
pub(super) fn target(files: &Files, from: FileId, text: &str) -> Target {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let fragment = decode(fragment);
    if let Some(schema) = files.anchors.ids.get(path) {
        return within(files, schema.clone(), &fragment);
    }
    if path.is_empty() {
        return within(files, Place { file: from, pointer: Pointer::root() }, &fragment);
    }
    if path.contains("://") || path.starts_with("//") || path.starts_with("urn:") {
        return Target::Remote;
    }
    let Some(file) = files.get(from) else { return Target::Nothing };
    let full = normal(&file.folder.join(decode(path)));
    match files.find(&full) {
        Some(file) => within(files, Place { file, pointer: Pointer::root() }, &fragment),
        None => Target::File(full),
    }
}

fn within(files: &Files, base: Place, fragment: &str) -> Target {
    // `#/` is a member called "", which nobody has; those who write it mean the whole.
    if fragment.is_empty() || fragment == "/" {
        return Target::Place(base);
    }
    if fragment.starts_with('/') {
        let pointer = Pointer::parse(&format!("{}{fragment}", base.pointer));
        return Target::Place(Place { file: base.file, pointer });
    }
    match files.anchors.anchors.get(&(base.file, fragment.to_owned())) {
        Some(pointer) => Target::Place(Place { file: base.file, pointer: pointer.clone() }),
        None => Target::Nothing,
    }
}

/// The place that a reference leads to once everything is read; reports when there is none.
pub(super) fn place(files: &Files, reference: &str, at: &Place, diag: &mut Diagnostics) -> Option<Place> {
    match target(files, at.file, reference) {
        Target::Place(place) => return Some(place),
        Target::Remote => diag.push(codes::remote_reference(at.clone(), reference)),
        Target::File(_) | Target::Nothing => diag.push(codes::unresolved_reference(at.clone(), reference)),
    }
    None
}

/// A path without `.` and `..`, as far as they cancel out.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Percent-decodes; what is no valid escape is kept as written.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escape = (bytes[index] == b'%').then(|| text.get(index + 1..index + 3)).flatten();
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
