//! `specwright generate --bump`: the version that a crate has to have after a change of its document.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::json;
use specwright::{Comparison, Document, Raised, Step, Version};

use super::Failure;
use super::args::MessageFormat;
use super::project::Job;

/// What becomes of the version of a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bump {
    /// There is no crate yet.
    New,
    /// Nothing changed that would call for another one.
    None,
    /// It was this one before the change, and is to be another.
    Raised { from: Version, to: Version, step: Step },
}

/// Decides on the version of a job's crate, and puts it into the configuration.
pub(super) fn bump(job: &mut Job, comparison: &Comparison, old: &Document) -> Result<Bump, Failure> {
    let Some(current) = version_in(job.output()?)? else { return Ok(Bump::New) };
    let since = old.digest();
    let from = match &job.config.raised {
        // Raised twice for the same change is raised once.
        Some(raised) if raised.since == since => raised.from.clone(),
        _ if comparison.is_empty() => return Ok(Bump::None),
        // What follows the document may have been generated from the new one already.
        None if job.config.version.is_none() => current.min(comparison.old_version()),
        _ => current,
    };
    let (to, step) = (comparison.next_version(&from), comparison.crate_step());
    let to = match job.version_that_is_set() {
        Some(set) if *set < to => return Err(Failure::Message(too_low(job, set, &to, step))),
        Some(set) => set.clone(),
        None => to,
    };
    job.config.version = Some(to.clone());
    job.config.raised = Some(Raised::new(from.clone(), since));
    Ok(Bump::Raised { from, to, step })
}

/// The file of settings is its author's to change.
fn too_low(job: &Job, set: &Version, to: &Version, step: Step) -> String {
    let place = job.place_of("/version").unwrap_or_default();
    format!(
        "{place}: `version` is `{set}`, and the changes call for `{to}` ({step}): set it there, or leave it to `--bump`"
    )
}

/// The version of the crate in a directory; nothing if there is none.
pub(super) fn version_in(dir: &Path) -> Result<Option<Version>, Failure> {
    let path = dir.join("Cargo.toml");
    let failed = |reason: &str| Failure::Message(format!("{}: {reason}", path.display()));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error.to_string())),
    };
    let manifest: toml::Table = toml::from_str(&text).map_err(|error| failed(error.message()))?;
    let version = manifest.get("package").and_then(|package| package.get("version")?.as_str());
    let version = version.ok_or_else(|| failed("it has no `package.version`"))?;
    version.parse().map(Some).map_err(|error: specwright::InvalidVersion| failed(&format!("`{version}`: {error}")))
}

/// Says what became of the version.
pub(super) fn tell(bump: &Bump, dir: &Path, format: MessageFormat) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let dir = dir.display();
    match (bump, format) {
        (Bump::Raised { from, to, step }, MessageFormat::Json) => {
            let [from, to, step] = [from.to_string(), to.to_string(), step.to_string()];
            writeln!(out, "{}", json!({ "version": { "from": from, "to": to, "step": step } }))?;
        }
        (_, MessageFormat::Json) => writeln!(out, "{}", json!({ "version": null }))?,
        (Bump::New, _) => writeln!(out, "{dir}: there was no crate, and so no version to raise")?,
        (Bump::None, _) => writeln!(out, "{dir}: nothing changed that calls for another version")?,
        (Bump::Raised { from, to, .. }, _) if from == to => writeln!(out, "{dir}: the version is {to} again")?,
        (Bump::Raised { from, to, step }, _) => writeln!(out, "{dir}: the version is {to} after {from} ({step})")?,
    }
    Ok(())
}
