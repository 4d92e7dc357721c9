//! What a directory remembers beyond what it was generated from: the version of its crate, once that was raised.

use std::path::Path;

use super::drift::read;
use super::lock::{self, Lock, Owned};
use crate::config::{Config, Raised, Version};
use crate::error::Error;

impl Lock {
    /// Lets a configuration go on from the version of the crate in a directory, if that was raised there for a change of the
    /// document: it stays as it is, whatever the document says, until it is raised again. A version that the configuration
    /// sets stays as well.
    ///
    /// What the lock says of the version counts in any state; of two that git could not merge, the higher one.
    ///
    /// # Errors
    ///
    /// When there is a lock that cannot be read.
    pub fn carry_version(dir: impl AsRef<Path>, config: &mut Config) -> Result<(), Error> {
        let Some(text) = read(&dir.as_ref().join(lock::NAME))? else { return Ok(()) };
        let said = Owned::of(&String::from_utf8_lossy(&text));
        let versions = |key: &'static str| said.values(key).filter_map(|version| version.parse::<Version>().ok());
        let (Some(from), Some(version)) = (versions("version.from").min(), versions("version").max()) else {
            return Ok(());
        };
        let mut since = said.values("version.since");
        let (one, other) = (since.next(), since.next());
        let since = one.filter(|_| other.is_none()).unwrap_or_default();
        config.version.get_or_insert(version);
        config.raised = Some(Raised::new(from, since));
        Ok(())
    }
}
