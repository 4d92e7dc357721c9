//! Overlays: read beside the document, applied to it before it is checked.

use std::path::PathBuf;

use serde_json::Value;

use super::{Location, Reading, Source, read, shown};
use crate::error::Error;
use crate::spec::Loader;
#[cfg(feature = "overlay")]
use crate::{
    diag::{Diagnostics, FileId},
    spec::{
        overlay::{self, Overlay},
        text,
    },
};

impl Loader {
    /// Makes the changes of an overlay (Overlay Specification 1.1) to the document before it is checked; of several, in
    /// order.
    #[cfg(feature = "overlay")]
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Reads the overlays.
    pub(super) fn patches(&self) -> Result<Vec<(Source, String)>, Error> {
        let patch = |path: &PathBuf| {
            let unreadable = |source| Error::io("read", path, source);
            let text = read(path).map_err(unreadable)?;
            let full = path.canonicalize().map_err(unreadable)?;
            let source = Source { name: shown(path), path: Some(path.clone()), location: Location::File(full) };
            Ok((source, text))
        };
        self.overlays.iter().map(patch).collect()
    }
}

impl Reading {
    /// Makes the changes of the overlays to the named file, the first that is added. They are added behind it.
    #[cfg(feature = "overlay")]
    pub(super) fn patch(&mut self, tree: &mut Value, document: &Location) {
        if self.files.next_id() != FileId(0) || tree.is_null() {
            return;
        }
        for (file, (source, text)) in (1..).map(FileId).zip(&self.patches) {
            let parsed = text::parse(text, file, &mut Diagnostics::default());
            let overlay = Overlay { file, location: source.location.clone(), tree: parsed.tree };
            overlay::apply(&overlay, document, tree, &mut self.origins, &mut self.findings);
        }
    }

    #[cfg(not(feature = "overlay"))]
    pub(super) fn patch(&mut self, _: &mut Value, _: &Location) {}
}
