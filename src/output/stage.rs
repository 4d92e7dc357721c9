//! Replacing parts of a directory so that an interruption at any point leaves it whole.
//!
//! The entries of the directory that change (`src`, `Cargo.toml`) are first made in full under `.specwright/new`, where
//! files that stay are links to what they were. `.specwright/ready` marks them complete, and names the files that are
//! replaced. Then each entry changes places with the old one, by renaming. A run that is killed before `ready` exists leaves
//! the tree as it was; one that is killed after it is finished by the next run.
//!
//! Who reads meanwhile finds every file whole, old or new; a directory is missing for the moment between two renames. What
//! somebody saves meanwhile, in a file that is not replaced, is carried over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::parallel::parallel;

const STAGE: &str = ".specwright";

/// The paths that a replacement goes through.
struct Stage {
    dir: PathBuf,
    root: PathBuf,
    new: PathBuf,
    old: PathBuf,
    gone: PathBuf,
    ready: PathBuf,
}

impl Stage {
    fn of(dir: &Path) -> Self {
        let root = dir.join(STAGE);
        Self {
            dir: dir.to_owned(),
            new: root.join("new"),
            old: root.join("old"),
            gone: root.join("gone"),
            ready: root.join("ready"),
            root,
        }
    }
}

/// Finishes what a killed run had ready, and discards what it had not.
pub(super) fn recover(dir: &Path) -> Result<(), Error> {
    let stage = Stage::of(dir);
    if !stage.root.exists() {
        return Ok(());
    }
    if stage.ready.exists() {
        swap(&stage)?;
        carry_over(&stage)?;
    }
    discard(&stage)
}

/// Writes the changed files and removes the stale ones, all or nothing.
pub(super) fn replace(dir: &Path, changed: BTreeMap<&str, &str>, stale: &[String]) -> Result<(), Error> {
    let stage = Stage::of(dir);
    if let Err(error) = prepare(&stage, &changed, stale) {
        // The first error is the one to report; what is left is discarded by the next run.
        let _ = discard(&stage);
        return Err(error);
    }
    swap(&stage)?;
    carry_over(&stage)?;
    discard(&stage)
}

/// Removes the stage, which is finished from the moment that `ready` is gone.
fn discard(stage: &Stage) -> Result<(), Error> {
    match fs::remove_file(&stage.ready) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::io("remove", &stage.ready, error)),
        _ => {}
    }
    fs::remove_dir_all(&stage.root).map_err(|error| Error::io("remove", &stage.root, error))
}

/// Makes the new entries, complete. A file that only goes away has a mark under `gone`.
fn prepare(stage: &Stage, changed: &BTreeMap<&str, &str>, stale: &[String]) -> Result<(), Error> {
    create_dir(&stage.new)?;
    create_dir(&stage.old)?;
    write_all(&stage.new, changed)?;
    let stale: BTreeSet<PathBuf> = stale.iter().map(|path| stage.dir.join(path)).collect();
    let touched: BTreeSet<&str> =
        changed.keys().copied().chain(paths_below(&stale, &stage.dir)).filter_map(first).collect();
    for entry in touched {
        let there = stage.dir.join(entry);
        if there.is_dir() {
            keep(&there, &stage.new.join(entry), &stale)?;
        }
        // A file that is stale, or a directory of which nothing stays.
        if !stage.new.join(entry).exists() {
            let gone = stage.gone.join(entry);
            create_parent(&gone)?;
            fs::write(&gone, "").map_err(|error| Error::io("write", &gone, error))?;
        }
    }
    // It appears whole: one that is cut off would not name all that is replaced.
    let replaced: Vec<&str> = changed.keys().copied().chain(paths_below(&stale, &stage.dir)).collect();
    let draft = stage.root.join("draft");
    fs::write(&draft, replaced.join("\n"))
        .and_then(|()| fs::rename(&draft, &stage.ready))
        .map_err(|error| Error::io("write", &stage.ready, error))
}

/// Writes files, several at once: a large crate has thousands.
fn write_all(dir: &Path, files: &BTreeMap<&str, &str>) -> Result<(), Error> {
    let files: Vec<(PathBuf, &str)> = files.iter().map(|(path, text)| (dir.join(path), *text)).collect();
    let parents: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    parents.into_iter().try_for_each(create_dir)?;
    parallel(&files, |(path, text)| fs::write(path, text).map_err(|error| Error::io("write", path, error)))?;
    Ok(())
}

fn paths_below<'p>(paths: &'p BTreeSet<PathBuf>, dir: &'p Path) -> impl Iterator<Item = &'p str> {
    paths.iter().filter_map(move |path| path.strip_prefix(dir).ok()?.to_str())
}

fn first(path: &str) -> Option<&str> {
    path.split(['/', '\\']).next()
}

/// Links what stays of a directory into its successor. Links keep the time of the last change, which cargo goes by.
fn keep(from: &Path, to: &Path, stale: &BTreeSet<PathBuf>) -> Result<(), Error> {
    for entry in entries(from)? {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(|error| Error::io("read", &source, error))?;
        if kind.is_dir() {
            keep(&source, &target, stale)?;
        } else if fs::symlink_metadata(&target).is_ok_and(|target| target.is_dir()) {
            return Err(Error::io("replace", &source, io::ErrorKind::AlreadyExists.into()));
        } else if !stale.contains(&source) && fs::symlink_metadata(&target).is_err() {
            create_parent(&target)?;
            fs::hard_link(&source, &target)
                .or_else(|_| copy_with_time(&source, &target))
                .map_err(|error| Error::io("copy", &source, error))?;
        }
    }
    Ok(())
}

/// For file systems without links.
fn copy_with_time(source: &Path, target: &Path) -> io::Result<()> {
    fs::copy(source, target)?;
    let modified = fs::metadata(source)?.modified()?;
    fs::File::options().write(true).open(target)?.set_modified(modified)
}

/// Puts the new entries in the place of the old ones. If one cannot be, undoes what was done and discards the stage.
fn swap(stage: &Stage) -> Result<(), Error> {
    let mut moves = Vec::new();
    let Err(error) = swap_all(stage, &mut moves) else { return Ok(()) };
    if moves.iter().rev().all(|(from, to)| fs::rename(to, from).is_ok()) {
        let _ = discard(stage);
    }
    Err(error)
}

/// Each step is skipped if an earlier run got past it.
fn swap_all(stage: &Stage, moves: &mut Vec<(PathBuf, PathBuf)>) -> Result<(), Error> {
    let mut note = |done: io::Result<()>, from: &Path, to: &Path| {
        done.map_err(|error| Error::io("replace", from, error))?;
        moves.push((from.to_owned(), to.to_owned()));
        Ok(())
    };
    for name in names(&stage.new)?.iter().chain(&names(&stage.gone)?) {
        let (place, new, old) = (stage.dir.join(name), stage.new.join(name), stage.old.join(name));
        if place.exists() && !old.exists() {
            // A file is there under both names until the new one takes its place, so that it is never away.
            let is_file = place.is_file() && new.is_file();
            let linked = is_file && fs::hard_link(&place, &old).is_ok();
            note(if linked { Ok(()) } else { fs::rename(&place, &old) }, &place, &old)?;
        }
        if new.exists() {
            note(fs::rename(&new, &place), &new, &place)?;
        }
    }
    Ok(())
}

/// Puts what was saved between preparing and swapping, and is not to be replaced, where it belongs.
fn carry_over(stage: &Stage) -> Result<(), Error> {
    let replaced = fs::read_to_string(&stage.ready).map_err(|error| Error::io("read", &stage.ready, error))?;
    let replaced: BTreeSet<PathBuf> = replaced.lines().map(|path| stage.old.join(path)).collect();
    let mut waiting = vec![stage.old.clone()];
    while let Some(dir) = waiting.pop() {
        for entry in entries(&dir)? {
            let old = entry.path();
            let Ok(path) = old.strip_prefix(&stage.old) else { continue };
            let place = stage.dir.join(path);
            let there = entry.metadata().map_err(|error| Error::io("read", &old, error))?;
            if there.is_dir() {
                waiting.push(old);
            } else if !replaced.contains(&old) && !is_same(&there, &place) {
                create_parent(&place)?;
                fs::rename(&old, &place).map_err(|error| Error::io("replace", &place, error))?;
            }
        }
    }
    Ok(())
}

/// Whether a file is the one at a place, or a copy with its time.
fn is_same(old: &fs::Metadata, place: &Path) -> bool {
    let times = |place: fs::Metadata| Some((old.modified().ok()?, place.modified().ok()?));
    fs::symlink_metadata(place)
        .is_ok_and(|place| old.len() == place.len() && times(place).is_some_and(|(old, place)| old == place))
}

fn names(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut names: Vec<PathBuf> = entries(dir)?.into_iter().map(|entry| entry.file_name().into()).collect();
    names.sort();
    Ok(names)
}

/// The entries of a directory; none if it does not exist.
pub(super) fn entries(dir: &Path) -> Result<Vec<fs::DirEntry>, Error> {
    match fs::read_dir(dir).and_then(Iterator::collect) {
        Ok(entries) => Ok(entries),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", dir, error)),
    }
}

fn create_dir(dir: &Path) -> Result<(), Error> {
    fs::create_dir_all(dir).map_err(|error| Error::io("create", dir, error))
}

fn create_parent(path: &Path) -> Result<(), Error> {
    path.parent().map_or(Ok(()), create_dir)
}

#[cfg(test)]
pub(super) mod tests {
    //! Ways to interrupt a replacement.

    use super::*;

    fn prepared(dir: &Path, files: &BTreeMap<String, String>, stale: &[&str]) -> Stage {
        let stage = Stage::of(dir);
        let changed = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let stale: Vec<String> = stale.iter().map(|path| path.to_string()).collect();
        prepare(&stage, &changed, &stale).unwrap();
        stage
    }

    /// Prepares a replacement and makes the first of its renames only.
    pub(in crate::output) fn killed_after(dir: &Path, files: &BTreeMap<String, String>, stale: &[&str], steps: usize) {
        let stage = prepared(dir, files, stale);
        let mut moves = Vec::new();
        swap_all(&stage, &mut moves).unwrap();
        assert_eq!(moves.len(), 7, "{moves:?}");
        for (from, to) in moves.iter().skip(steps).rev() {
            fs::rename(to, from).unwrap();
        }
    }

    /// Makes a replacement, during which somebody does something.
    pub(in crate::output) fn meanwhile(dir: &Path, files: &BTreeMap<String, String>, act: impl FnOnce()) {
        let stage = prepared(dir, files, &[]);
        act();
        recover(&stage.dir).unwrap();
    }

    /// Prepares a replacement that cannot rename one entry, and attempts it.
    pub(in crate::output) fn failing_at(dir: &Path, files: &BTreeMap<String, String>, entry: &str) {
        let stage = prepared(dir, files, &[]);
        // The entry cannot make way, and what replaces it cannot take the place of a directory that is not empty.
        fs::create_dir_all(stage.old.join(entry)).unwrap();
        assert!(swap(&stage).is_err());
    }
}
