//! What each command does.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use serde_json::json;
use specwright::{Diagnostics, Document, Drift, Output, Severity, Written};

use super::args::{Generate, MessageFormat, Source};
use super::{Failure, Status, report};

/// Writes a crate, or says how a directory differs from it.
pub(super) fn generate(args: &Generate) -> Result<Status, Failure> {
    let Some(output) = output(&args.source)? else { return Ok(Status::AtFault) };
    if args.check || args.dry_run {
        let drift = output.check(&args.output)?;
        print_drift(&drift, args.source.message_format)?;
        return Ok(if args.check && !drift.is_empty() { Status::AtFault } else { Status::Done });
    }
    let written = output.write(&args.output)?;
    print_written(&written, &args.output, args.source.message_format)?;
    Ok(Status::Done)
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
    let config = source.config()?;
    let document = load(source)?;
    let (output, findings) = match specwright::generate(&document, &config) {
        Ok(output) => {
            let findings = output.findings().clone();
            (Some(output), findings)
        }
        Err(error) => match error.diagnostics() {
            Some(findings) => (None, findings.clone()),
            None => return Err(error.into()),
        },
    };
    let denied = report(&document, &findings, source);
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

fn load(source: &Source) -> Result<Document, Failure> {
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
        let lists = [&drift.missing, &drift.changed, &drift.stale, &drift.foreign];
        let [missing, changed, stale, foreign] = lists;
        writeln!(out, "{}", json!({ "missing": missing, "changed": changed, "stale": stale, "foreign": foreign }))?;
        return Ok(());
    }
    let lists = [
        ("missing", &drift.missing),
        ("changed", &drift.changed),
        ("stale", &drift.stale),
        ("not generated", &drift.foreign),
    ];
    for (what, paths) in lists {
        for path in paths {
            writeln!(out, "{what}: {path}")?;
        }
    }
    if drift.is_empty() {
        writeln!(out, "up to date")?;
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
