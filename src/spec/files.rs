//! The files of a document: their text, their trees, and how to find a value in them. No I/O.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::keys;
use super::refs::Anchors;
use super::text::Language;
use crate::diag::{FileId, Pointer};

/// One of the files of a document.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// As to be opened: below the folder that was named.
    pub(super) path: PathBuf,
    /// The folder that relative references start from.
    pub(super) folder: PathBuf,
    /// The path as shown to people.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) language: Language,
    /// See [`super::text::Parsed`].
    pub(super) repaired: Option<String>,
    pub(super) tree: Value,
    /// The minor version of OpenAPI 3 that it is of.
    pub(super) minor: u8,
}

/// All files, the named one first.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    all: Vec<File>,
    by_path: BTreeMap<PathBuf, FileId>,
    pub(super) anchors: Anchors,
}

impl Files {
    /// The id that the next file will have.
    pub(super) fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.all.len()).unwrap_or(u32::MAX))
    }

    /// Adds a file under its full path.
    pub(super) fn add(&mut self, full: PathBuf, file: File) -> FileId {
        let id = self.next_id();
        self.by_path.insert(full, id);
        self.all.push(file);
        id
    }

    /// Adds a file that is not looked into, such as a description in Markdown.
    pub(super) fn add_text(&mut self, full: PathBuf, name: String, path: PathBuf, text: String) -> FileId {
        let (folder, tree) = (PathBuf::new(), Value::String(text));
        let file =
            File { path, folder, name, text: String::new(), language: Language::Yaml, repaired: None, tree, minor: 0 };
        self.add(full, file)
    }

    pub(super) fn find(&self, full: &Path) -> Option<FileId> {
        self.by_path.get(full).copied()
    }

    pub(super) fn get(&self, id: FileId) -> Option<&File> {
        self.all.get(id.0 as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &File> {
        self.all.iter()
    }

    /// The tree of a file and, apart from it, the anchors: the check changes both.
    pub(super) fn tree_and_anchors(&mut self, id: FileId) -> Option<(&mut Value, u8, &mut Anchors)> {
        let file = self.all.get_mut(id.0 as usize)?;
        Some((&mut file.tree, file.minor, &mut self.anchors))
    }
}

/// The value at a pointer of the source, in the tree.
pub(super) fn descend<'t>(tree: &'t mut Value, pointer: &Pointer) -> Option<&'t mut Value> {
    let mut value = tree;
    let mut gap = None;
    for token in pointer.tokens() {
        value = match value {
            Value::Object(members) => {
                gap = null_branch(members, &token);
                let key = key(members, &token)?.to_owned();
                members.get_mut(&key)?
            }
            Value::Array(elements) => {
                let index = element(&token, gap)?;
                elements.get_mut(index)?
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
