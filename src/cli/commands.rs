//! What each command does.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use serde_json::json;
use specwright::{Diagnostics, Document, Drift, Loader, Lock, Output, Severity, Written};

use super::args::{Check, Generate, Init, Inspect, MessageFormat, Source, Stage};
use super::project::{Job, Project};
use super::since::Since;
use super::{Failure, Status, report, settings};

/// Writes a crate, or says how a directory differs from it; of several, all of them.
pub(super) fn generate(args: &Generate) -> Result<Status, Failure> {
    let project = Project::of(&args.source, args.output.as_deref())?;
    if args.bump && project.jobs.iter().all(Job::is_module) {
        return Err(Failure::Message("`--bump` is for crates, and a module has no version".to_owned()));
    }
    let mut status = Status::Done;
    for (index, job) in project.jobs.iter().enumerate() {
        let is_last = index + 1 == project.jobs.len();
        if generate_one(args, &project, job.clone(), is_last)? != Status::Done {
            status = Status::AtFault;
        }
    }
    Ok(status)
}

fn generate_one(args: &Generate, project: &Project, mut job: Job, is_last: bool) -> Result<Status, Failure> {
    let format = args.source.message_format;
    if args.check == Some(Check::Lock) && is_current(project, &job)? {
        print_drift(&Drift::default(), format)?;
        return Ok(Status::Done);
    }
    let document = load(project, &job)?;
    let since = Since::of(args, project, &mut job, &document)?;
    let dir = job.output()?;
    let Some(output) = made(&document, project, &job, format)? else { return Ok(Status::AtFault) };
    if args.bump && since.as_ref().is_some_and(|since| since.is_faulty) {
        return Ok(Status::AtFault);
    }
    if args.check.is_some() || args.dry_run {
        let drift = output.check(dir)?;
        print_drift(&drift, format)?;
        since.iter().try_for_each(|since| since.tell(&job, format))?;
        return Ok(if args.check.is_some() && !drift.is_empty() { Status::AtFault } else { Status::Done });
    }
    // To free a large document takes time, and at the end of the process it is of no use.
    if is_last {
        std::mem::forget(document)
    } else {
        drop(document)
    }
    let status = put(&output, dir, args.force, format)?;
    if job.is_module() && status == Status::Done && format == MessageFormat::Human {
        print_additions(&output, dir)?;
    }
    since.iter().try_for_each(|since| since.tell(&job, format))?;
    if (args.changelog || args.bump && !job.is_module()) && status == Status::Done {
        since.iter().try_for_each(|since| since.record(&job))?;
    }
    Ok(status)
}

/// Writes the files of a crate and says how many.
pub(super) fn put(output: &Output, dir: &Path, force: bool, format: MessageFormat) -> Result<Status, Failure> {
    let written = if force { output.overwrite(dir) } else { output.write(dir) };
    match written {
        Ok(written) => print_written(&written, dir, format)?,
        Err(error) if error.is_edited() || error.is_foreign() => {
            report::say(&format!("error: {error}"));
            return Ok(Status::AtFault);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Status::Done)
}

/// Whether the lock of the directory says that nothing is to be done, and to be said. Denied warnings are shown, which
/// takes another look at the document.
fn is_current(project: &Project, job: &Job) -> Result<bool, Failure> {
    let dir = job.output()?;
    let Some(lock) = Lock::read(dir)? else { return Ok(false) };
    let overlays: Vec<&Path> = project.overlays().collect();
    let is_denied = project.denies_warnings && lock.warnings() > 0;
    Ok(!is_denied && lock.is_current(&job.spec, &overlays, &job.config, dir)?)
}

/// Reports every problem of a document.
pub(super) fn validate(source: &Source) -> Result<Status, Failure> {
    let project = Project::of(source, None)?;
    let mut status = Status::Done;
    for job in &project.jobs {
        let document = load(&project, job)?;
        let findings = specwright::validate(&document, &job.config);
        if report(&document, &findings, &project, source.message_format) || findings.has_errors() {
            status = Status::AtFault;
        } else if source.message_format == MessageFormat::Human {
            writeln!(io::stdout(), "{}: no errors", job.spec.display())?;
        }
    }
    Ok(status)
}

/// Shows what was understood of a document, even if it has errors.
pub(super) fn inspect(args: &Inspect) -> Result<Status, Failure> {
    let source = &args.source;
    let project = Project::of(source, None)?;
    let mut status = Status::Done;
    for job in &project.jobs {
        let document = load(&project, job)?;
        if args.stage == Some(Stage::Document) {
            let denied = report(&document, document.findings(), &project, source.message_format);
            writeln!(io::stdout(), "{:#}", document.effective())?;
            if denied || document.findings().has_errors() {
                status = Status::AtFault;
            }
            continue;
        }
        let (inspection, findings) = specwright::inspect(&document, &job.config);
        if source.message_format == MessageFormat::Json {
            writeln!(io::stdout(), "{}", inspection.to_json())?;
        } else {
            write!(io::stdout(), "{inspection}")?;
        }
        let denied = report(&document, &findings, &project, source.message_format);
        if denied || findings.has_errors() {
            status = Status::AtFault;
        }
    }
    Ok(status)
}

/// Writes a first configuration, unless there is one.
pub(super) fn init(args: &Init) -> Result<Status, Failure> {
    let document = Loader::new().load(&args.spec)?;
    let text = match specwright::starter(&document, &args.spec.to_string_lossy().replace('\\', "/")) {
        Ok(text) => text,
        Err(error) => {
            let findings = error.diagnostics().cloned().ok_or(error)?;
            report::print(&document, &findings, MessageFormat::Human);
            return Ok(Status::AtFault);
        }
    };
    let fail = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Message(format!("{} is there, and is left as it is", settings::NAME)),
        _ => Failure::Message(format!("cannot write {}: {error}", settings::NAME)),
    };
    let mut file = File::create_new(settings::NAME).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    writeln!(io::stdout(), "{} is written; `specwright generate` reads it", settings::NAME)?;
    Ok(Status::Done)
}

/// Prints the JSON Schema of the configuration.
pub(super) fn schema() -> Result<Status, Failure> {
    write!(io::stdout(), "{}", settings::schema())?;
    Ok(Status::Done)
}

/// What a document makes, once its diagnostics are printed; nothing if one of them is an error or denied.
pub(super) fn made(
    document: &Document,
    project: &Project,
    job: &Job,
    format: MessageFormat,
) -> Result<Option<Output>, Failure> {
    let (output, findings) = match specwright::generate(document, &job.config) {
        Ok(output) => {
            let findings = output.findings().clone();
            (Some(output), findings)
        }
        Err(error) => match error.diagnostics() {
            Some(findings) => (None, findings.clone()),
            None => return Err(error.into()),
        },
    };
    let denied = report(document, &findings, project, format);
    Ok(output.filter(|_| !denied))
}

/// Prints diagnostics, and says whether there are warnings among them that the user does not accept.
fn report(document: &Document, findings: &Diagnostics, project: &Project, format: MessageFormat) -> bool {
    report::print(document, findings, format);
    let denied = project.denies_warnings && findings.count(Severity::Warning) > 0;
    if denied && format == MessageFormat::Human {
        report::say("error: warnings are denied");
    }
    denied
}

pub(super) fn load(project: &Project, job: &Job) -> Result<Document, Failure> {
    let document = if job.spec == Path::new("-") {
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| Failure::Message(format!("cannot read stdin: {error}")))?;
        project.loader.load_text("stdin", &text)?
    } else {
        project.loader.load(&job.spec)?
    };
    Ok(match &job.text {
        Some(text) => document.with_settings(text.clone()),
        None => document,
    })
}

/// What the crate around a module needs. Nothing of it is run: the manifest is not ours.
fn print_additions(output: &Output, dir: &Path) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let name = dir.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    writeln!(out, "the crate around it needs:")?;
    writeln!(
        out,
        "    #[rustfmt::skip] pub mod {name};    // its files are formatted already, and are to stay as they are"
    )?;
    for line in output.additions() {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

fn print_drift(drift: &Drift, format: MessageFormat) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if format == MessageFormat::Json {
        let Drift { causes, missing, changed, edited, stale, foreign, .. } = drift;
        let lists = json!({
            "causes": causes, "missing": missing, "changed": changed, "edited": edited, "stale": stale, "foreign": foreign
        });
        writeln!(out, "{lists}")?;
    } else if drift.is_empty() {
        writeln!(out, "up to date")?;
    } else {
        write!(out, "{drift}")?;
    }
    Ok(())
}

fn print_written(written: &Written, dir: &Path, format: MessageFormat) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if format == MessageFormat::Json {
        let Written { written, removed, unchanged } = written;
        writeln!(out, "{}", json!({ "written": written, "removed": removed, "unchanged": unchanged }))?;
    } else {
        let Written { written, removed, unchanged } = written;
        let (written, removed) = (written.len(), removed.len());
        writeln!(out, "{}: {written} files written, {removed} removed, {unchanged} unchanged", dir.display())?;
    }
    Ok(())
}
