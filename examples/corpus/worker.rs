//! Generates from one document, in a process of its own: one that hangs, exhausts memory or overflows its stack ends alone.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use specwright::{Config, Diagnostics, Document, Error, FileId, Output};

/// What to generate.
#[derive(Debug, Args)]
pub(super) struct Job {
    /// The document
    #[arg(long)]
    spec: PathBuf,
    /// The folder below which its files are
    #[arg(long)]
    folder: Option<PathBuf>,
    /// The name of the package
    #[arg(long)]
    name: String,
    /// The directory of the crate
    #[arg(long)]
    output: PathBuf,
    /// The file for the result
    #[arg(long)]
    result: PathBuf,
}

/// Does the job and writes down the result; a panic leaves none.
pub(super) fn run(job: &Job) -> ExitCode {
    let result = attempt(job).unwrap_or_else(|error| json!({ "outcome": "failed", "message": format!("{error:#}") }));
    match fs::write(&job.result, result.to_string()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn attempt(job: &Job) -> Result<Value, Error> {
    let start = Instant::now();
    let document = match &job.folder {
        Some(folder) => Document::load_below(&job.spec, folder)?,
        None => Document::load(&job.spec)?,
    };
    let mut config = Config::new();
    config.name = Some(job.name.clone());
    let output = match specwright::generate(&document, &config) {
        Ok(output) => output,
        Err(error) => {
            let seconds = start.elapsed().as_secs_f64();
            let Some(found) = error.diagnostics() else { return Err(error) };
            return Ok(json!({
                "outcome": "refused", "seconds": seconds, "diagnostics": diagnostics(&document, found),
            }));
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    output.write(&job.output)?;
    let (inspection, _) = specwright::inspect(&document, &config);
    let inspected: Value = serde_json::from_str(&inspection.to_json()).unwrap_or_default();
    Ok(json!({
        "outcome": "generated",
        "seconds": seconds,
        "diagnostics": diagnostics(&document, output.findings()),
        "digest": digest(&output),
        "bytes": output.files().map(|(_, text)| text.len()).sum::<usize>(),
        "files": files(&document),
        "inspected": inspected,
    }))
}

fn diagnostics(document: &Document, found: &Diagnostics) -> Vec<Value> {
    document.json_lines(found).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The files of the document: their names in reports, and where they are.
fn files(document: &Document) -> Vec<Value> {
    let ids = (0..).map(FileId);
    ids.zip(document.files()).map(|(id, path)| json!({ "name": document.file_name(id), "path": path })).collect()
}

/// What tells one output from another.
fn digest(output: &Output) -> String {
    let mut digest = Sha256::new();
    for (path, text) in output.files() {
        digest.update(path);
        digest.update([0]);
        digest.update(text);
        digest.update([0]);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
