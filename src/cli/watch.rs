//! `specwright watch`: generates whenever a file changes that the document or the configuration was read from.
//!
//! It looks at the files again and again instead of asking the system for events: a document has few files, so that costs
//! next to nothing, and it works where events do not arrive (network and container mounts), for files that are replaced
//! rather than written, and for such that do not exist yet.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use specwright::Document;

use super::args::{MessageFormat, Watch};
use super::commands::{load, made, put};
use super::project::{Job, Project};
use super::{Failure, Status, complain_of, report};

/// How long it rests between two looks. A save is acted upon after at most two rests: the second is to see that the file is
/// not still being written.
const REST: Duration = Duration::from_millis(15);

/// Generates, waits for a change, and so on; ends when nobody reads what it says.
pub(super) fn watch(args: &Watch) -> Result<Status, Failure> {
    if args.source.spec.as_deref() == Some(Path::new("-")) {
        return Err(Failure::Message("stdin cannot be watched".to_owned()));
    }
    let mut said = None;
    loop {
        // The settings are read anew for each run, after this.
        let settings = look_at(args.source.config_file());
        let started = Instant::now();
        let project = Project::of(&args.source, args.output.as_deref());
        let documents: Vec<Result<Document, Failure>> = match &project {
            Ok(project) => project.jobs.iter().map(|job| load(project, job)).collect(),
            Err(_) => Vec::new(),
        };
        let files = files_of(args, project.as_ref().ok(), &documents);
        let mut seen = look_at(files.iter().map(PathBuf::as_path));
        seen.extend(settings);
        let is_settled = documents.iter().flatten().all(Document::is_as_on_disk);
        if !run_all(args, project, documents, started) {
            return Ok(Status::Done);
        }
        if args.source.message_format == MessageFormat::Human && said != Some(files.len()) {
            report::say(&format!("watching {} files", files.len()));
            said = Some(files.len());
        }
        // What changed while it was read was seen in its new state, but not understood in it.
        if is_settled {
            wait_for_change(&seen);
        }
    }
}

/// Generates all outputs once and says what came of each; false when nobody reads it.
fn run_all(
    args: &Watch,
    project: Result<Project, Failure>,
    documents: Vec<Result<Document, Failure>>,
    started: Instant,
) -> bool {
    let project = match project {
        Ok(project) => project,
        Err(failure) => {
            complain_of(failure);
            return true;
        }
    };
    for (job, document) in project.jobs.iter().zip(documents) {
        match document.and_then(|document| run(args, &project, job, &document, started)) {
            Ok(()) => {}
            Err(Failure::BrokenPipe) => return false,
            Err(failure) => {
                complain_of(failure);
            }
        }
    }
    true
}

/// Generates once and says what came of it.
fn run(args: &Watch, project: &Project, job: &Job, document: &Document, started: Instant) -> Result<(), Failure> {
    let format = args.source.message_format;
    let Some(output) = made(document, project, job, format)? else { return Ok(()) };
    put(&output, job.output()?, args.force, format)?;
    if format == MessageFormat::Human {
        writeln!(io::stdout(), "generated in {} ms", started.elapsed().as_millis())?;
    }
    Ok(())
}

/// Everything whose change could change the output, whether it is there or not.
fn files_of(args: &Watch, project: Option<&Project>, documents: &[Result<Document, Failure>]) -> Vec<PathBuf> {
    let documents = documents.iter().flatten();
    let read = documents.flat_map(|document| document.files().chain(document.missing()));
    let jobs = project.into_iter().flat_map(|project| &project.jobs);
    let given = jobs.map(|job| job.spec.as_path()).chain(project.into_iter().flat_map(Project::overlays));
    let given = given.chain(args.source.config_file());
    let mut files: Vec<PathBuf> = given.chain(read).map(Path::to_owned).collect();
    files.sort();
    files.dedup();
    files
}

/// What tells that a file was saved: its time and its length; nothing if there is no such file.
type Seen = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

fn look_at<'p>(files: impl IntoIterator<Item = &'p Path>) -> Seen {
    let look = |file: &Path| {
        let there = std::fs::metadata(file).ok()?;
        Some((there.modified().ok()?, there.len()))
    };
    files.into_iter().map(|file| (file.to_owned(), look(file))).collect()
}

/// Returns once something differs from what was seen and is at rest.
fn wait_for_change(seen: &Seen) {
    let mut last = None;
    loop {
        thread::sleep(REST);
        let now = look_at(seen.keys().map(PathBuf::as_path));
        if now != *seen && last.as_ref() == Some(&now) {
            return;
        }
        last = Some(now);
    }
}
