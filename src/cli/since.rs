//! `specwright generate --since`: what the new version of a document changes for those who use the crate.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use specwright::{Comparison, Config, Document, Loader};

use super::args::MessageFormat;
use super::{Failure, diff};

/// The name of the file that tells the users of a crate what changed. It is theirs: nothing but entries is added to it.
const CHANGELOG: &str = "CHANGELOG.md";

/// Says what changed since an earlier version of the document.
pub(super) fn tell(
    (old, new): (&Path, &Document),
    loader: &Loader,
    config: &Config,
    format: MessageFormat,
) -> Result<Comparison, Failure> {
    let old = diff::load(loader, old)?;
    let comparison = specwright::compare(&old, new, config);
    diff::complain((&old, comparison.old_findings()));
    let text = match format {
        MessageFormat::Json => comparison.to_json() + "\n",
        MessageFormat::Human | MessageFormat::Github => comparison.to_text(),
    };
    write!(io::stdout(), "{text}")?;
    Ok(comparison)
}

/// Adds an entry to the changelog of a crate, above the earlier ones, unless it is there already.
pub(super) fn record(comparison: &Comparison, dir: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, error: io::Error| Failure::Message(format!("cannot change {}: {error}", path.display()));
    let path = dir.join(CHANGELOG);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => "# Changelog\n".to_owned(),
        Err(error) => return Err(failed(&path, error)),
    };
    let entry = comparison.to_markdown();
    if entry.is_empty() || text.contains(&entry) {
        return Ok(());
    }
    let entry = format!("## {}\n\n{entry}", version(dir).unwrap_or_else(|| "Unreleased".to_owned()));
    fs::write(&path, with_entry(&text, &entry)).map_err(|error| failed(&path, error))
}

/// The version of the crate in a directory.
fn version(dir: &Path) -> Option<String> {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(dir.join("Cargo.toml")).ok()?).ok()?;
    Some(manifest.get("package")?.get("version")?.as_str()?.to_owned())
}

/// A changelog with an entry before the first that it has.
fn with_entry(text: &str, entry: &str) -> String {
    let first = text.find("\n## ").map_or(text.len(), |index| index + 1);
    let (before, after) = text.split_at(first);
    let gap = if after.is_empty() { "" } else { "\n" };
    format!("{}\n\n{entry}{gap}{after}", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_above_earlier_ones() {
        let one = with_entry("# Changelog\n", "## 1.0.0\n\n- a\n");
        assert_eq!(one, "# Changelog\n\n## 1.0.0\n\n- a\n");
        let two = with_entry(&one, "## 1.1.0\n\n- b\n");
        assert_eq!(two, "# Changelog\n\n## 1.1.0\n\n- b\n\n## 1.0.0\n\n- a\n");
    }
}
