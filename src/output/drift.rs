//! How a directory differs from what would be generated into it, and whose doing that is.
//!
//! A file is ours if the lock lists it or its first lines say so, and it is untouched if it has the digest that the lock
//! knows. Without a lock, as in a directory from before there were any, the first lines are all that counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use super::lock::{self, Lock, Owned};
use super::{MARK, digest::digest, hold, stage};
use crate::error::Error;
use crate::parallel::parallel;

/// What a directory holds that is not as generated. `Display` says it in lines, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Drift {
    /// What changed since the directory was generated: the document, the configuration, the tool. A sentence each.
    pub causes: Vec<String>,
    /// Files that would be created.
    pub missing: Vec<String>,
    /// Files whose text would change.
    pub changed: Vec<String>,
    /// Files of ours that somebody else changed since, so that they are not overwritten or removed unasked.
    pub edited: Vec<String>,
    /// Files of ours that would no longer be generated.
    pub stale: Vec<String>,
    /// Files in the way that are not ours; also links, and files in the place of directories.
    pub foreign: Vec<String>,
}

impl Drift {
    /// Whether the directory is as generated.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, paths, _)| paths.is_empty())
    }

    /// The files, by what is the matter with them.
    fn lists(&self) -> [(&'static str, &[String], &'static str); 5] {
        [
            ("missing", &self.missing, ", which is generated"),
            ("changed", &self.changed, ", which is generated differently now"),
            ("edited", &self.edited, ", which was generated and then changed by hand"),
            ("stale", &self.stale, ", which is no longer generated"),
            ("in the way", &self.foreign, ", which was not generated"),
        ]
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cause in &self.causes {
            writeln!(f, "{cause}")?;
        }
        for (what, paths, why) in self.lists() {
            for path in paths {
                writeln!(f, "{what}: {path}{why}")?;
            }
        }
        Ok(())
    }
}

/// Compares a directory with the files that would be written to it, one of which is the lock.
pub(super) fn compare(dir: &Path, files: &BTreeMap<String, String>, new: &Lock) -> Result<Drift, Error> {
    let old = read(&dir.join(lock::NAME))?.filter(|text| is_ours(text));
    let old = old.map(|text| String::from_utf8_lossy(&text).into_owned());
    let owned = old.as_deref().map(Owned::of);
    let mut drift = Drift::default();
    let blocked = blocked(dir, files.keys())?;
    for (path, text) in files {
        if blocked.iter().any(|above| path.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with('/'))) {
            continue;
        }
        match read(&dir.join(path))? {
            None => drift.missing.push(path.clone()),
            Some(there) if same(&there, text) => {}
            Some(there) => match doing(path, &there, owned.as_ref()) {
                Doing::Ours => drift.changed.push(path.clone()),
                Doing::Edited => drift.edited.push(path.clone()),
                Doing::Foreign => drift.foreign.push(path.clone()),
            },
        }
    }
    let known = files.keys().chain(owned.iter().flat_map(Owned::paths));
    for (path, there) in marked(dir, known)? {
        if !files.contains_key(&path) {
            match doing(&path, &there, owned.as_ref()) {
                Doing::Ours => drift.stale.push(path),
                Doing::Edited | Doing::Foreign => drift.edited.push(path),
            }
        }
    }
    drift.edited.sort();
    drift.foreign.extend(blocked);
    if let Some(old) = old.as_deref().and_then(Lock::parse).filter(|_| !drift.is_empty()) {
        drift.causes = old.causes(new);
    }
    Ok(drift)
}

/// Whose doing a file is that is not as it would be generated.
enum Doing {
    Ours,
    Edited,
    Foreign,
}

fn doing(path: &str, there: &[u8], owned: Option<&Owned>) -> Doing {
    match owned {
        _ if path == lock::NAME && is_ours(there) => Doing::Ours,
        Some(owned) if owned.is_untouched(path, there) => Doing::Ours,
        Some(owned) if owned.knows(path) || is_ours(there) => Doing::Edited,
        None if is_ours(there) => Doing::Ours,
        _ => Doing::Foreign,
    }
}

/// Whether a directory holds exactly the files of a lock, and no others that are marked as ours.
pub(super) fn is_untouched(dir: &Path, lock: &Lock) -> Result<bool, Error> {
    let paths = listing(dir, lock.files.keys())?;
    let verdicts = parallel(&paths, |path| {
        let there = read(&dir.join(path))?.unwrap_or_default();
        Ok::<_, Error>(match lock.files.get(path) {
            Some(known) if *known == digest(&there) => Some(true),
            None if path == lock::NAME || !is_ours(&there) => Some(false),
            _ => None,
        })
    })?;
    let untouched = verdicts.iter().filter(|verdict| **verdict == Some(true)).count();
    Ok(verdicts.iter().all(Option::is_some) && untouched == lock.files.len())
}

/// The directories on the way to files that are none: links, which lead to what is somebody else's, and files.
fn blocked<'p>(dir: &Path, paths: impl Iterator<Item = &'p String>) -> Result<BTreeSet<String>, Error> {
    let (mut seen, mut blocked) = (BTreeSet::new(), BTreeSet::new());
    for path in paths {
        for (end, _) in path.match_indices('/') {
            let above = &path[..end];
            if !seen.insert(above) {
                continue;
            }
            match fs::symlink_metadata(dir.join(above)) {
                Ok(there) if there.is_dir() => {}
                Ok(_) => {
                    blocked.insert(above.to_owned());
                }
                Err(error) if is_absence(&error) => {}
                Err(error) => return Err(Error::io("read", &dir.join(above), error)),
            }
        }
    }
    Ok(blocked)
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The bytes of a file; none if there is nothing. What is in the way and no file (a directory, a link) reads as empty.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let result = match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => fs::read(path).map(Some),
        Ok(_) => Ok(Some(Vec::new())),
        Err(error) => Err(error),
    };
    match result {
        Ok(bytes) => Ok(bytes),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(Error::io("read", path, error)),
    }
}

/// Line endings do not count, since git may convert them.
fn same(there: &[u8], text: &str) -> bool {
    there == text.as_bytes()
        || std::str::from_utf8(there).is_ok_and(|there| there.contains("\r\n") && there.replace("\r\n", "\n") == text)
}

/// Whether the first lines of a file say that it is generated.
pub(super) fn is_ours(there: &[u8]) -> bool {
    there.split(|byte| *byte == b'\n').take(3).any(|line| String::from_utf8_lossy(line).contains(MARK))
}

/// The files where generated ones are that are marked as ours, in the order of their paths.
fn marked<'p>(dir: &Path, known: impl Iterator<Item = &'p String>) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut found = Vec::new();
    for path in listing(dir, known)? {
        match read(&dir.join(&path))? {
            Some(there) if is_ours(&there) => found.push((path, there)),
            _ => {}
        }
    }
    Ok(found)
}

/// The files of a directory, and of those directories in it that generated files are in, in the order of their paths.
/// Nothing else is searched: a crate may hold other generated crates.
fn listing<'p>(dir: &Path, known: impl Iterator<Item = &'p String>) -> Result<Vec<String>, Error> {
    let tops: BTreeSet<&str> = known.filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(prefix) = waiting.pop() {
        for entry in stage::entries(&dir.join(&prefix))? {
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let is_searched = !prefix.is_empty() || tops.contains(name.as_str());
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let kind = entry.file_type().map_err(|error| Error::io("read", &entry.path(), error))?;
            if kind.is_dir() && is_searched {
                waiting.push(path);
            } else if kind.is_file() && path != hold::NAME {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
