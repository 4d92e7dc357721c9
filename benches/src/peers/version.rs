//! Which versions of the peers are there, as those who installed them wrote down.

use std::fs;
use std::path::Path;

/// The version of a generator, empty if nobody knows.
pub fn of(name: &str, folder: &Path) -> String {
    installed_by_cargo(name, folder).or_else(|| installed_by_pip(name, folder)).unwrap_or_default()
}

/// `.crates2.json` has a member `name version (source)` for each crate.
fn installed_by_cargo(name: &str, folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(".crates2.json")).ok()?;
    let crates: serde_json::Value = serde_json::from_str(&text).ok()?;
    crates.get("installs")?.as_object()?.keys().find_map(|package| {
        let mut words = package.split(' ');
        (words.next() == Some(name)).then(|| words.next()).flatten().map(str::to_owned)
    })
}

/// A folder `name-version.dist-info` lies beside each package.
fn installed_by_pip(name: &str, folder: &Path) -> Option<String> {
    let beside = fs::read_dir(folder.join(name)).ok()?;
    beside.filter_map(Result::ok).find_map(|entry| {
        let entry = entry.file_name();
        let (_, version) = entry.to_str()?.strip_suffix(".dist-info")?.rsplit_once('-')?;
        Some(version.to_owned())
    })
}
