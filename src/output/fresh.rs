//! Whether a directory is up to date, without generating: as far as its lock can tell.

use std::fs;
use std::path::Path;

use super::digest::digest;
use super::drift::{is_untouched, read};
use super::lock::{self, Lock, OVERLAYS};
use crate::config::Config;
use crate::error::Error;

impl Lock {
    /// Reads the lock of a directory. Nothing if there is none, or one that is not as it was written.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be read.
    pub fn read(dir: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        let text = read(&dir.as_ref().join(lock::NAME))?;
        Ok(text.and_then(|text| Self::parse(std::str::from_utf8(&text).ok()?)))
    }

    /// Whether generating from a document, with overlays in this order and a configuration, into the directory of this lock
    /// would change nothing.
    ///
    /// This takes the time to read the files, and is as sure as generating is: what is generated follows from the texts that
    /// the lock has the digests of, the configuration, and the version of Specwright. Two builds of one version are taken for
    /// the same, and whoever forges files and lock is believed; where that matters, compare with [`Output::check`].
    ///
    /// False may also mean that it takes generating to tell: a document from the web may have changed there, and a file that
    /// could not be read may be there now.
    ///
    /// [`Output::check`]: super::Output::check
    ///
    /// # Errors
    ///
    /// When a file of the directory cannot be read.
    pub fn is_current(
        &self,
        document: impl AsRef<Path>,
        overlays: &[&Path],
        config: &Config,
        dir: impl AsRef<Path>,
    ) -> Result<bool, Error> {
        let document = document.as_ref();
        let is_named = document.file_name().is_some_and(|name| name.to_string_lossy() == self.document);
        let mut configuration = self.configuration.clone();
        configuration.shift_remove(OVERLAYS);
        let is_same = is_named && self.tool == env!("CARGO_PKG_VERSION") && configuration == config.in_effect();
        Ok(is_same && self.has_inputs(document, overlays) && is_untouched(dir.as_ref(), self)?)
    }

    /// Whether the files that the document consisted of are what they were, and the overlays the same.
    fn has_inputs(&self, document: &Path, overlays: &[&Path]) -> bool {
        let Ok(full) = document.canonicalize() else { return false };
        let folder = full.parent().unwrap_or(Path::new(""));
        let known: Vec<&str> = self.overlays().collect();
        let is_same = |(path, name): (&&Path, &&str)| {
            path.canonicalize().is_ok_and(|path| folder.join(name).canonicalize().is_ok_and(|known| known == path))
        };
        if known.len() != overlays.len() || !overlays.iter().zip(&known).all(is_same) {
            return false;
        }
        self.inputs.iter().all(|(name, known)| {
            let text = (!name.contains("://")).then(|| fs::read(folder.join(name)).ok()).flatten();
            let text = text.as_deref().map(|text| text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text));
            known.is_some() && text.map(digest) == *known
        })
    }
}
