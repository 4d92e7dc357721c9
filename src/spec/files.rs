//! The files of a document: their text, their trees, and how to find a value in them. No I/O.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::identity::Identities;
use super::keys;
use super::location::Location;
use super::moves::{Built, Moves};
use super::text::Language;
use super::upgrade::Version;
use crate::diag::{FileId, Place, Pointer};

/// One of the files of a document.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// As to be opened: below the folder that was named. Nothing if it was not read from disk.
    pub(super) path: Option<PathBuf>,
    /// What relative references start from.
    pub(super) location: Location,
    /// The path as shown to people.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) language: Language,
    /// See [`super::text::Parsed`].
    pub(super) repaired: Option<String>,
    pub(super) tree: Value,
    /// What in the tree stands elsewhere in the text.
    pub(super) moves: Moves,
    pub(super) version: Version,
}

/// All files, the named one first.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    all: Vec<File>,
    by_location: BTreeMap<Location, FileId>,
    pub(super) identities: Identities,
}

impl Files {
    /// The id that the next file will have.
    pub(super) fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.all.len()).unwrap_or(u32::MAX))
    }

    /// Adds a file, and the names that are given in it.
    pub(super) fn add(&mut self, file: File) -> FileId {
        let id = self.next_id();
        if ["$id", "$anchor", "$dynamicAnchor", "$self"].iter().any(|name| file.text.contains(name)) {
            self.identities.collect(&file.tree, id, &file.location);
        }
        self.by_location.insert(file.location.clone(), id);
        self.all.push(file);
        id
    }

    /// Adds a file that is not looked into, such as a description in Markdown.
    pub(super) fn add_text(&mut self, location: Location, name: String, path: Option<PathBuf>, text: String) {
        let (text, tree) = (String::new(), Value::String(text));
        let (language, version, moves) = (Language::Yaml, Version::DEFAULT, Moves::default());
        self.add(File { path, location, name, text, language, repaired: None, tree, moves, version });
    }

    /// Makes a file known by another location, too: the one from which a server sent the reader on.
    pub(super) fn alias(&mut self, location: Location, id: FileId) {
        self.by_location.entry(location).or_insert(id);
    }

    /// The document or schema that is at a location or calls itself so.
    pub(super) fn find(&self, location: &Location) -> Option<Place> {
        let file = |id: &FileId| Place { file: *id, pointer: Pointer::root() };
        self.identities.called(location).cloned().or_else(|| self.by_location.get(location).map(file))
    }

    pub(super) fn get(&self, id: FileId) -> Option<&File> {
        self.all.get(id.0 as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &File> {
        self.all.iter()
    }

    /// The tree of a file, for the check, which changes it.
    pub(super) fn tree(&mut self, id: FileId) -> Option<&mut Value> {
        self.all.get_mut(id.0 as usize).map(|file| &mut file.tree)
    }

    /// Whether there is a value at a place.
    pub(super) fn has(&self, place: &Place) -> bool {
        let file = self.get(place.file);
        file.is_some_and(|file| match file.moves.root() {
            // Nothing was moved in most files, and references are many.
            None => value_at(&file.tree, &place.pointer).is_some(),
            Some(_) => self.way(place).is_some(),
        })
    }

    /// The pointer in the tree to the value at a place of the source, if there is one.
    pub(super) fn way(&self, place: &Place) -> Option<Pointer> {
        let file = self.get(place.file)?;
        if file.moves.root().is_none() {
            return way(&file.tree, &place.pointer);
        }
        let ways = file.moves.ways(&place.pointer);
        ways.into_iter()
            .find_map(|(start, rest)| way(&file.tree, &rest.iter().fold(start, |pointer, token| pointer.child(token))))
    }

    /// The value at a place of the source.
    pub(super) fn value(&self, place: &Place) -> Option<&Value> {
        self.get(place.file)?.tree.pointer(self.way(place)?.as_str())
    }

    /// Puts a rewritten value in the place of what stands there in the tree.
    pub(super) fn replace(&mut self, place: &Place, built: Built) {
        let Some(way) = self.way(place) else { return };
        let Some(file) = self.all.get_mut(place.file.0 as usize) else { return };
        if let Some(value) = file.tree.pointer_mut(way.as_str()) {
            *value = built.value;
            file.moves.add(&way, built.moved);
        }
    }
}

/// The value at a pointer of the source, in the tree.
pub(super) fn descend<'t>(tree: &'t mut Value, pointer: &Pointer) -> Option<&'t mut Value> {
    let way = way(tree, pointer)?;
    tree.pointer_mut(way.as_str())
}

/// The pointer in the tree to the value that a pointer of the source means, if there is one.
pub(super) fn way(tree: &Value, pointer: &Pointer) -> Option<Pointer> {
    let mut way = String::with_capacity(pointer.as_str().len());
    walk(tree, pointer, |token| Pointer::write_token(&mut way, token))?;
    Some(Pointer::parse(&way))
}

/// The value in the tree that a pointer of the source means, if there is one.
pub(super) fn value_at<'t>(tree: &'t Value, pointer: &Pointer) -> Option<&'t Value> {
    walk(tree, pointer, |_| ())
}

/// Goes to the value that a pointer of the source means, by these tokens of the tree.
fn walk<'t>(tree: &'t Value, pointer: &Pointer, mut by: impl FnMut(&str)) -> Option<&'t Value> {
    let mut value = tree;
    let mut gap = None;
    for token in pointer.tokens() {
        value = match value {
            Value::Object(members) => {
                gap = null_branch(members, &token);
                let key = key(members, &token)?;
                by(key);
                members.get(key)?
            }
            Value::Array(elements) => {
                let index = element(&token, gap)?;
                by(&index.to_string());
                elements.get(index)?
            }
            _ => return None,
        };
    }
    Some(value)
}

/// The key that the tree has for a token of the source.
pub(super) fn key<'k>(members: &Map<String, Value>, token: &'k str) -> Option<&'k str> {
    if members.contains_key(token) {
        return Some(token);
    }
    keys::private(token).filter(|private| members.contains_key(*private))
}

/// The index that the tree has for a token of the source; `gap` is that of [`null_branch`].
pub(super) fn element(token: &str, gap: Option<usize>) -> Option<usize> {
    let source: usize = token.parse().ok()?;
    match gap {
        Some(gap) if source == gap => None,
        Some(gap) if source > gap => Some(source - 1),
        _ => Some(source),
    }
}

/// The index at which the array `key` of a schema lost a branch that only said "null".
pub(super) fn null_branch(members: &Map<String, Value>, key: &str) -> Option<usize> {
    if !matches!(key, "anyOf" | "oneOf") {
        return None;
    }
    let index = members.get(keys::NULL_BRANCH)?.get(key)?.as_u64()?;
    usize::try_from(index).ok()
}
