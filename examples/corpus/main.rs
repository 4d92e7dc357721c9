//! Runs every document of a corpus through the generator, the crates that come out through `cargo check`, and values
//! through their types; then says how many came through, and why the others did not.
//!
//! ```sh
//! cargo run --release --example corpus -- PATH
//! ```
//!
//! `PATH` is a folder with a `manifest.tsv`, whose columns `slug`, `path`, `kind`, `bytes`, `files` and `expect` are read.
//! What a document is expected to do: `ok` generates; `error` is refused, with a position; `lenient` is refused with a
//! position or generates with a warning; `hostile` is refused or generates code that compiles.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its user")]

mod args;
mod bounded;
mod check;
mod generate;
mod manifest;
mod record;
mod report;
mod state;
mod values;
mod worker;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Part};
use record::Record;

/// What went wrong with the run itself, as a sentence.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    if let Some(status) = check::wrapper::run() {
        return status;
    }
    let result = match Args::parse() {
        Args { part: Some(Part::Generate(job)), .. } => return worker::run(&job),
        Args { run: Some(run), .. } => corpus(&run),
        Args { run: None, part: None } => Err("no corpus is given; see --help".into()),
    };
    match result {
        Ok(goals_met) => ExitCode::from(u8::from(!goals_met)),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// The whole run; tells whether all goals are met.
fn corpus(args: &args::Run) -> Result<bool, Failure> {
    let mut entries = manifest::read(&args.path)?;
    for slug in &args.disputed {
        let entry = entries.iter_mut().find(|entry| entry.slug == *slug);
        entry.ok_or(format!("there is no document {slug}"))?.expect = manifest::Expect::Lenient;
    }
    let chosen = entries.into_iter().filter(|entry| args.chooses(entry));
    let mut records: Vec<Record> = chosen.map(Record::new).collect();
    if records.is_empty() {
        return Err("no document of the manifest is chosen".into());
    }
    std::fs::create_dir_all(&args.out)?;
    generate::run(args, &mut records)?;
    if !args.no_compile {
        check::run(args, &mut records)?;
    }
    if !args.no_compile && !args.no_values {
        values::run(args, &mut records)?;
    }
    let summary = report::markdown(&records);
    std::fs::write(args.out.join("summary.md"), &summary)?;
    std::fs::write(args.out.join("results.json"), report::json(&records))?;
    println!("{summary}");
    Ok(report::goals_met(&records))
}
