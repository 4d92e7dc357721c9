//! What a document was read from, by names that are the same on every machine.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::Document;
use super::files::File;
use super::location::Location;
use crate::diag::FileId;

impl Document {
    /// The text of every file that was read, by its path from the folder of the document, or its URL. Nothing is the text of
    /// what could not be read.
    pub(crate) fn inputs(&self) -> BTreeMap<String, Option<&str>> {
        let missing = self.missing.iter().map(|location| (self.input_name(location), None));
        let read = self.files.iter().map(|file| (self.input_name(&file.location), Some(text(file))));
        missing.chain(read).collect()
    }

    /// The names of the overlays among them, in the order in which they were applied.
    pub(crate) fn overlays(&self) -> Vec<String> {
        let overlays = self.files.iter().skip(1).take(self.overlays as usize);
        overlays.map(|file| self.input_name(&file.location)).collect()
    }

    fn input_name(&self, location: &Location) -> String {
        let folder = match self.files.get(FileId(0)).map(|file| &file.location) {
            Some(Location::File(path)) => path.parent().unwrap_or(Path::new("")),
            _ => Path::new(""),
        };
        name(folder, location)
    }

    /// The files that the document refers to and that could not be read.
    pub fn missing(&self) -> impl Iterator<Item = &Path> {
        self.missing.iter().filter_map(|location| match location {
            Location::File(path) => Some(path.as_path()),
            Location::Url(_) => None,
        })
    }
}

/// The text of a file, also of one that is not looked into.
pub(super) fn text(file: &File) -> &str {
    match &file.tree {
        Value::String(text) if file.text.is_empty() => text,
        _ => &file.text,
    }
}

fn name(folder: &Path, location: &Location) -> String {
    let Location::File(path) = location else { return location.to_string() };
    let common = folder.ancestors().find(|above| path.starts_with(above)).unwrap_or(Path::new(""));
    let up = folder.strip_prefix(common).map_or(0, |below| below.components().count());
    let rest = path.strip_prefix(common).unwrap_or(path).to_string_lossy();
    format!("{}{}", "../".repeat(up), rest.replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn names_start_from_the_folder_of_the_document() {
        let name = |path: &str| name(Path::new("/people/me/api"), &Location::File(PathBuf::from(path)));
        assert_eq!(name("/people/me/api/pets.yaml"), "pets.yaml");
        assert_eq!(name("/people/me/api/common/pet.yaml"), "common/pet.yaml");
        assert_eq!(name("/people/me/other/pet.yaml"), "../other/pet.yaml");
        assert_eq!(super::name(Path::new(""), &Location::File(PathBuf::from("stdin"))), "stdin");
        assert_eq!(super::name(Path::new("/a"), &Location::Url("https://h/x".to_owned())), "https://h/x");
    }

    #[test]
    fn a_document_from_a_text_is_its_only_input() {
        let document = Document::from_text("x.yaml", "openapi: 3.1.0\n").unwrap();
        assert_eq!(document.inputs(), BTreeMap::from([("x.yaml".to_owned(), Some("openapi: 3.1.0\n"))]));
    }
}
