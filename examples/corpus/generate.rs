//! The first pass: a crate from every document.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;

use super::Failure;
use super::args::Run;
use super::bounded::{self, How};
use super::manifest::Entry;
use super::record::{Finding, Generation, Outcome, Record};

/// The name of the package that a document becomes. The prefix keeps it from names that mean something to cargo.
pub(super) fn package(slug: &str) -> String {
    let plain = slug.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    format!("api-{}", plain.collect::<String>())
}

/// The directory of the crate of a document.
pub(super) fn crate_dir(out: &Path, slug: &str) -> PathBuf {
    out.join("crates").join(slug)
}

/// Generates from all documents, several at a time.
pub(super) fn run(args: &Run, records: &mut [Record]) -> Result<(), Failure> {
    for folder in ["crates", "generated"] {
        fs::create_dir_all(args.out.join(folder))?;
    }
    let myself = std::env::current_exe()?;
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
    let slots: Vec<Mutex<&mut Record>> = records.iter_mut().map(Mutex::new).collect();
    std::thread::scope(|scope| {
        for _ in 0..args.jobs() {
            scope.spawn(|| {
                while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Ok(mut record) = slot.lock() else { continue };
                    match one(args, &myself, &record.entry) {
                        Ok(generation) => record.generation = generation,
                        Err(error) => *failure.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(error),
                    }
                }
            });
        }
    });
    match failure.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn one(args: &Run, myself: &Path, entry: &Entry) -> std::io::Result<Generation> {
    let files = args.out.join("generated");
    let (result, log) = (files.join(format!("{}.json", entry.slug)), files.join(format!("{}.log", entry.slug)));
    let output = crate_dir(&args.out, &entry.slug);
    let _ = fs::remove_file(&result);
    let mut command = Command::new(myself);
    command.arg("generate").arg("--spec").arg(&entry.path).arg("--name").arg(package(&entry.slug));
    command.arg("--output").arg(&output).arg("--result").arg(&result);
    if let Some(folder) = &entry.folder {
        command.arg("--folder").arg(folder);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?);
    let ended = bounded::run(&mut command, Duration::from_secs(args.seconds), args.memory)?;
    let told = fs::read_to_string(&result).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let mut generation = match (&ended.how, told) {
        (How::Exited(_), Some(told)) => understand(&told),
        (How::Exited(status), None) => Generation::failed(Outcome::Crashed, &crash(&log, &status.to_string())),
        (How::OutOfTime, _) => Generation::failed(Outcome::OutOfTime, &format!("took over {} s", args.seconds)),
        (How::OutOfMemory, _) => Generation::failed(Outcome::OutOfMemory, &format!("took over {} MiB", args.memory)),
    };
    generation.peak_kib = ended.peak_kib;
    if generation.seconds == 0.0 {
        generation.seconds = ended.seconds;
    }
    if generation.outcome != Outcome::Generated && output.exists() {
        fs::remove_dir_all(&output)?;
    }
    Ok(generation)
}

/// What a process said when it crashed: the panic with its place.
fn crash(log: &Path, status: &str) -> String {
    let said = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = said.lines().filter(|line| !line.is_empty() && !line.starts_with("note:")).collect();
    format!("{status}: {}", lines.join(" "))
}

fn understand(told: &Value) -> Generation {
    let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
    let found = told["diagnostics"].as_array().into_iter().flatten().map(|found| Finding {
        severity: found["severity"].as_str().unwrap_or_default().to_owned(),
        code: found["code"].as_str().unwrap_or_default().to_owned(),
        message: found["message"].as_str().unwrap_or_default().to_owned(),
        line: found["line"].as_u64().unwrap_or(0),
    });
    Generation {
        outcome: match told["outcome"].as_str() {
            Some("generated") => Outcome::Generated,
            Some("refused") => Outcome::Refused,
            _ => Outcome::Failed,
        },
        message: text("message"),
        seconds: told["seconds"].as_f64().unwrap_or(0.0),
        findings: found.collect(),
        digest: text("digest"),
        bytes: told["bytes"].as_u64().unwrap_or(0),
        untyped: untyped(&told["inspected"]["untyped"]),
        peak_kib: None,
    }
}

/// How many fields are untyped, of how many.
fn untyped(told: &Value) -> Option<(u64, u64)> {
    Some((told["fields"].as_u64()?, told["of"].as_u64()?))
}
