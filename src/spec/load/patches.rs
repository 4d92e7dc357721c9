//! Overlays: read beside the document, applied to it before it is checked.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Location, Reading, Revision, Source, normal, read, shown};
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
        self.overlays.iter().map(|path| patch(path)).collect()
    }

    /// Reads the overlays as they were in a revision. Those that it does not have are read from disk.
    pub(super) fn patches_of(&self, revision: &Revision) -> Result<Vec<(Source, String)>, Error> {
        let patch = |path: &PathBuf| {
            let full = path.canonicalize().or_else(|_| std::path::absolute(path).map(|path| normal(&path)));
            match full.and_then(|full| Ok((revision.read(&full)?, full))) {
                Ok((text, full)) => {
                    Ok((Source { name: revision.shown(&full), path: None, location: Location::File(full) }, text))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => self::patch(path),
                Err(error) => Err(Error::io("read", path, error)),
            }
        };
        self.overlays.iter().map(patch).collect()
    }
}

fn patch(path: &Path) -> Result<(Source, String), Error> {
    let unreadable = |source| Error::io("read", path, source);
    let text = read(path).map_err(unreadable)?;
    let full = path.canonicalize().map_err(unreadable)?;
    Ok((Source { name: shown(path), path: Some(path.to_owned()), location: Location::File(full) }, text))
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
