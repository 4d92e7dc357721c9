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
use super::{Failure, Status, complain_of, report};

/// How long it rests between two looks. A save is acted upon after at most two rests: the second is to see that the file is
/// not still being written.
const REST: Duration = Duration::from_millis(15);

/// Generates, waits for a change, and so on; ends when nobody reads what it says.
pub(super) fn watch(args: &Watch) -> Result<Status, Failure> {
    if args.source.spec == Path::new("-") {
        return Err(Failure::Message("stdin cannot be watched".to_owned()));
    }
    let mut said = None;
    loop {
        // The settings are read anew for each run, after this.
        let settings = look_at(args.source.config_file());
        let started = Instant::now();
        let document = load(&args.source);
        let files = files_of(args, document.as_ref().ok());
        let mut seen = look_at(files.iter().map(PathBuf::as_path));
        seen.extend(settings);
        let is_settled = document.as_ref().map_or(true, Document::is_as_on_disk);
        if let Err(failure) = document.and_then(|document| run(args, &document, started)) {
            if matches!(failure, Failure::BrokenPipe) {
                return Ok(Status::Done);
            }
            complain_of(failure);
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

/// Generates once and says what came of it.
fn run(args: &Watch, document: &Document, started: Instant) -> Result<(), Failure> {
    let Some(output) = made(document, &args.source)? else { return Ok(()) };
    put(&output, &args.output, args.force, args.source.message_format)?;
    if args.source.message_format == MessageFormat::Human {
        writeln!(io::stdout(), "generated in {} ms", started.elapsed().as_millis())?;
    }
    Ok(())
}

/// Everything whose change could change the output, whether it is there or not.
fn files_of(args: &Watch, document: Option<&Document>) -> Vec<PathBuf> {
    let read = document.into_iter().flat_map(|document| document.files().chain(document.missing()));
    let given = std::iter::once(args.source.spec.as_path()).chain(args.source.config_file());
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
