//! Loading: the named file, then every file that a reference leads to, each checked as far as it is reached. The only file
//! that reads documents from disk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Document;
use super::check::{Check, What};
use super::files::{File, Files, descend};
use super::grammar::{Kind, Need, Shape, found, shape_at};
use super::refs::{self, Reference, Target};
use super::text::{self, Parsed};
use super::trail::Trail;
use super::upgrade::{Version, version};
use crate::diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, codes};
use crate::error::Error;

/// No file may be larger: 256 MiB.
const SIZE: u64 = 256 << 20;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// `folder` is the one outside which nothing is read; by default that of the file.
pub(super) fn from_path(path: &Path, folder: Option<&Path>) -> Result<Document, Error> {
    let unreadable = |source| Error::io("read", path, source);
    let text = read(path).map_err(unreadable)?;
    let full = path.canonicalize().map_err(unreadable)?;
    let folder = match folder {
        Some(folder) => Some(folder.canonicalize().map_err(|source| Error::io("read", folder, source))?),
        None => full.parent().map(Path::to_path_buf),
    };
    Ok(load(path, full, text, folder))
}

pub(super) fn from_text(name: &str, text: &str) -> Result<Document, Error> {
    Ok(load(Path::new(name), PathBuf::from(name), text.to_owned(), None))
}

/// A path as messages show it, the same on all systems.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(SIZE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > SIZE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the file is larger than 256 MiB"));
    }
    Ok(text)
}

fn load(path: &Path, full: PathBuf, text: String, folder: Option<PathBuf>) -> Document {
    let mut loader = Loader {
        given: path.parent().map(Path::to_path_buf).unwrap_or_default(),
        start: full.parent().map(Path::to_path_buf).unwrap_or_default(),
        folder,
        files: Files::default(),
        findings: Diagnostics::default(),
        queue: VecDeque::new(),
        checked: BTreeMap::new(),
        said: BTreeSet::new(),
    };
    let place = Place { file: FileId(0), pointer: Pointer::root() };
    let version = loader.add(path.to_owned(), full, text, None);
    let readable = loader.files.get(FileId(0)).is_some_and(|file| !file.tree.is_null());
    match version {
        Some(_) => loader.check(&place, Shape::One(Kind::Document)),
        None if readable && !loader.findings.has_errors() => loader.findings.push(codes::not_openapi(place)),
        None => {}
    }
    while let Some(reference) = loader.queue.pop_front() {
        loader.follow(&reference);
    }
    Document { files: loader.files, findings: loader.findings }
}

struct Loader {
    /// The folder of the named file, as given and in full.
    given: PathBuf,
    start: PathBuf,
    /// The folder outside which nothing may be read; none if nothing may be read at all.
    folder: Option<PathBuf>,
    files: Files,
    findings: Diagnostics,
    queue: VecDeque<Reference>,
    /// What the check began with; it has done what lies below, too.
    checked: BTreeMap<Place, Shape>,
    said: BTreeSet<(&'static str, String)>,
}

impl Loader {
    /// Parses a file and adds it. Its version is that which it names, else the one of the file that refers to it.
    fn add(&mut self, path: PathBuf, full: PathBuf, mut text: String, minor: Option<u8>) -> Option<Version> {
        let id = self.files.next_id();
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        let Parsed { mut tree, language, repaired } = text::parse(&text, id, &mut self.findings);
        let version = version(&mut tree, id).unwrap_or_else(|problem| {
            self.findings.push(*problem);
            None
        });
        let minor = version.map(|version| version.minor).or(minor).unwrap_or(0);
        let folder = full.parent().map(Path::to_path_buf).unwrap_or_default();
        self.files.add(full, File { name: shown(&path), path, folder, text, language, repaired, tree, minor });
        version
    }

    fn check(&mut self, place: &Place, shape: Shape) {
        self.checked.insert(place.clone(), shape);
        let mut references = Vec::new();
        let Some((tree, minor, anchors)) = self.files.tree_and_anchors(place.file) else { return };
        let Some(value) = descend(tree, &place.pointer) else { return };
        let what = match shape {
            Shape::One(kind) => What::object(kind),
            _ => What::member(shape.expected(), Need::Optional),
        };
        let mut check = Check {
            file: place.file,
            minor,
            diag: &mut self.findings,
            references: &mut references,
            anchors,
            said: &mut self.said,
        };
        check.value(value, shape, what, Trail::from(&place.pointer));
        self.queue.extend(references);
    }

    fn follow(&mut self, reference: &Reference) {
        let from = reference.at.file;
        if let Target::File(full) = refs::target(&self.files, from, &reference.text)
            && let Err(problem) = self.open(full, reference)
        {
            return self.findings.push(*problem);
        }
        let Some(place) = refs::place(&self.files, &reference.text, &reference.at, &mut self.findings) else { return };
        let tree = self.files.tree_and_anchors(place.file);
        if tree.is_none_or(|(tree, ..)| descend(tree, &place.pointer).is_none()) {
            let (at, text) = (reference.at.clone(), &reference.text);
            return self.findings.push(match reference.may_dangle() {
                true => codes::unresolved_and_ignored(at, text),
                false => codes::unresolved_reference(at, text),
            });
        }
        self.arrive(reference, place);
    }

    /// Reads a file that a reference leads to, if it may be read.
    fn open(&mut self, full: PathBuf, reference: &Reference) -> Result<(), Box<Diagnostic>> {
        let at = || reference.at.clone();
        let text = &reference.text;
        let Some(root) = &self.folder else { return Err(Box::new(codes::reference_without_folder(at(), text))) };
        let unreadable = |error: io::Error| Box::new(codes::unreadable_file(at(), text, &error.kind().to_string()));
        // A symbolic link inside the folder may lead outside.
        let inside = full.starts_with(root) && full.canonicalize().map_err(unreadable)?.starts_with(root);
        if !inside {
            return Err(Box::new(codes::outside_reference(at(), text)));
        }
        let content = read(&full).map_err(unreadable)?;
        let minor = self.files.get(reference.at.file).map(|file| file.minor);
        let path = full.strip_prefix(&self.start).map_or_else(|_| full.clone(), |below| self.given.join(below));
        if reference.shape == Shape::Text && !reference.text.contains('#') {
            self.files.add_text(full, shown(&path), path, content);
        } else {
            self.add(path, full, content, minor);
        }
        Ok(())
    }

    /// Checks the target of a reference, unless that was done, or is a text: that replaces the reference.
    fn arrive(&mut self, reference: &Reference, place: Place) {
        if reference.shape == Shape::Text {
            return self.replace(reference, &place);
        }
        match self.shape_of(&place) {
            Some(shape) if shape.same_as(reference.shape) => {}
            Some(Shape::One(kind)) => {
                let (expected, found) = (reference.shape.to_string(), Shape::One(kind).to_string());
                let (at, text) = (reference.at.clone(), &reference.text);
                if reference.shape.is_like(Shape::One(kind)) {
                    self.findings.push(codes::similar_target(at, text, &expected, &found));
                    self.check(&place, reference.shape);
                } else {
                    self.findings.push(codes::wrong_target(at, text, &expected, &found));
                }
            }
            _ => self.check(&place, reference.shape),
        }
    }

    /// What the check took a place for, if it came by.
    fn shape_of(&self, place: &Place) -> Option<Shape> {
        let tokens: Vec<String> = place.pointer.tokens().collect();
        let mut pointer = Pointer::root();
        let minor = self.files.get(place.file)?.minor;
        for depth in 0..=tokens.len() {
            if let Some(shape) = self.checked.get(&Place { file: place.file, pointer: pointer.clone() }) {
                return shape_at(*shape, &tokens[depth..], minor);
            }
            if let Some(token) = tokens.get(depth) {
                pointer = pointer.child(token);
            }
        }
        None
    }

    /// `description: { $ref: introduction.md }`
    fn replace(&mut self, reference: &Reference, place: &Place) {
        let text =
            self.files.tree_and_anchors(place.file).and_then(|(tree, ..)| descend(tree, &place.pointer).cloned());
        let Some(text @ Value::String(_)) = text else {
            let found = text.as_ref().map_or("nothing", found);
            let expected = Shape::Text.expected();
            return self.findings.push(codes::wrong_type(place.clone(), "the value referred to", expected, found));
        };
        let owner = reference.at.pointer.parent();
        let tree = self.files.tree_and_anchors(reference.at.file);
        if let Some(value) = tree.and_then(|(tree, ..)| descend(tree, &owner)) {
            *value = text;
        }
    }
}
