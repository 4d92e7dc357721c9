//! What each command does.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use serde_json::json;
use specwright::{Diagnostics, Document, Drift, Lock, Output, Severity, Written};

use super::args::{Check, Generate, MessageFormat, Source};
use super::{Failure, Status, report, since};

/// Writes a crate, or says how a directory differs from it.
pub(super) fn generate(args: &Generate) -> Result<Status, Failure> {
    if args.check == Some(Check::Lock) && is_current(args)? {
        print_drift(&Drift::default(), args.source.message_format)?;
        return Ok(Status::Done);
    }
    let document = load(&args.source)?;
    let Some(output) = made(&document, &args.source)? else { return Ok(Status::AtFault) };
    let told =
        |old| since::tell((old, &document), &args.source.loader(), &args.source.config()?, args.source.message_format);
    if args.check.is_some() || args.dry_run {
        let drift = output.check(&args.output)?;
        print_drift(&drift, args.source.message_format)?;
        args.since.as_deref().map(told).transpose()?;
        return Ok(if args.check.is_some() && !drift.is_empty() { Status::AtFault } else { Status::Done });
    }
    let status = put(&output, &args.output, args.force, args.source.message_format)?;
    let comparison = args.since.as_deref().map(told).transpose()?;
    if let Some(comparison) = comparison.filter(|_| args.changelog && status == Status::Done) {
        since::record(&comparison, &args.output)?;
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
fn is_current(args: &Generate) -> Result<bool, Failure> {
    let Some(lock) = Lock::read(&args.output)? else { return Ok(false) };
    let is_denied = args.source.denies_warnings() && lock.warnings() > 0;
    Ok(!is_denied && lock.is_current(&args.source.spec, &args.source.config()?, &args.output)?)
}

/// Reports every problem of a document.
pub(super) fn validate(source: &Source) -> Result<Status, Failure> {
    if output(source)?.is_none() {
        return Ok(Status::AtFault);
    }
    if source.message_format == MessageFormat::Human {
        writeln!(io::stdout(), "{}: no errors", source.spec.display())?;
    }
    Ok(Status::Done)
}

/// Shows what was understood of a document, even if it has errors.
pub(super) fn inspect(source: &Source) -> Result<Status, Failure> {
    let config = source.config()?;
    let document = load(source)?;
    let (inspection, findings) = specwright::inspect(&document, &config);
    if source.message_format == MessageFormat::Json {
        writeln!(io::stdout(), "{}", inspection.to_json())?;
    } else {
        write!(io::stdout(), "{inspection}")?;
    }
    let denied = report(&document, &findings, source);
    Ok(if denied || findings.has_errors() { Status::AtFault } else { Status::Done })
}

/// What the document makes, once its diagnostics are printed; nothing if one of them is an error or denied.
fn output(source: &Source) -> Result<Option<Output>, Failure> {
    made(&load(source)?, source)
}

/// What a document makes; see [`output`].
pub(super) fn made(document: &Document, source: &Source) -> Result<Option<Output>, Failure> {
    let config = source.config()?;
    let (output, findings) = match specwright::generate(document, &config) {
        Ok(output) => {
            let findings = output.findings().clone();
            (Some(output), findings)
        }
        Err(error) => match error.diagnostics() {
            Some(findings) => (None, findings.clone()),
            None => return Err(error.into()),
        },
    };
    let denied = report(document, &findings, source);
    Ok(output.filter(|_| !denied))
}

/// Prints diagnostics, and says whether there are warnings among them that the user does not accept.
fn report(document: &Document, findings: &Diagnostics, source: &Source) -> bool {
    report::print(document, findings, source.message_format);
    let denied = source.denies_warnings() && findings.count(Severity::Warning) > 0;
    if denied && source.message_format == MessageFormat::Human {
        report::say("error: warnings are denied");
    }
    denied
}

pub(super) fn load(source: &Source) -> Result<Document, Failure> {
    if source.spec != Path::new("-") {
        return Ok(source.loader().load(&source.spec)?);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| Failure::Message(format!("cannot read stdin: {error}")))?;
    Ok(source.loader().load_text("stdin", &text)?)
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
