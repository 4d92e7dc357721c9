//! `specwright generate --since`: what the new version of a document changes for those who use the crate.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use specwright::{Comparison, Document};

use super::args::{Generate, MessageFormat};
use super::bump::{self, Bump};
use super::project::{Job, Project};
use super::{Failure, diff};

/// The name of the file that tells the users of a crate what changed. It is theirs: nothing but entries is added to it.
const CHANGELOG: &str = "CHANGELOG.md";

/// What changed since an earlier version of a document.
pub(super) struct Since {
    comparison: Comparison,
    /// Whether the earlier version has errors, so that some of it may not be compared.
    pub(super) is_faulty: bool,
    /// What became of the version of the crate, if it was to be raised.
    bump: Option<Bump>,
}

impl Since {
    /// Compares with the earlier version, and raises that of the job's crate if that is asked for.
    pub(super) fn of(
        args: &Generate,
        project: &Project,
        job: &mut Job,
        new: &Document,
    ) -> Result<Option<Self>, Failure> {
        let Some(old) = &args.since else { return Ok(None) };
        let old = diff::load(&project.loader, old)?;
        let comparison = specwright::compare(&old, new, &job.config);
        let is_faulty = diff::complain((&old, comparison.old_findings()));
        let is_understood = !is_faulty && !comparison.new_findings().has_errors();
        let is_bumped = args.bump && is_understood && !job.is_module();
        let bump = is_bumped.then(|| bump::bump(job, &comparison, &old)).transpose()?;
        Ok(Some(Self { comparison, is_faulty, bump }))
    }

    /// Says it.
    pub(super) fn tell(&self, job: &Job, format: MessageFormat) -> Result<(), Failure> {
        let text = match format {
            MessageFormat::Json => self.comparison.to_json() + "\n",
            MessageFormat::Human | MessageFormat::Github => self.comparison.to_text(),
        };
        write!(io::stdout(), "{text}")?;
        match &self.bump {
            Some(bump) => bump::tell(bump, job.output()?, format),
            None => Ok(()),
        }
    }

    /// Adds it to the changelog of the crate, unless that has it already, or there was no crate that could have changed.
    pub(super) fn record(&self, job: &Job) -> Result<(), Failure> {
        if matches!(self.bump, Some(Bump::New)) {
            Ok(())
        } else {
            record(&self.comparison, job.output()?, self.bump.is_some())
        }
    }
}

/// Adds an entry to a changelog, above the earlier ones, unless it is there already: under this version, if every change has
/// one of its own.
fn record(comparison: &Comparison, dir: &Path, is_bumped: bool) -> Result<(), Failure> {
    let failed = |path: &Path, error: io::Error| Failure::Message(format!("cannot change {}: {error}", path.display()));
    let path = dir.join(CHANGELOG);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => "# Changelog\n".to_owned(),
        Err(error) => return Err(failed(&path, error)),
    };
    let changes = comparison.to_markdown();
    let version = bump::version_in(dir)?.map_or_else(|| "Unreleased".to_owned(), |version| version.to_string());
    let entry = format!("## {version}\n\n{changes}");
    if changes.is_empty() || text.contains(if is_bumped { &entry } else { &changes }) {
        return Ok(());
    }
    fs::write(&path, with_entry(&text, &entry)).map_err(|error| failed(&path, error))
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
