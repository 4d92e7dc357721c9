//! What Specwright costs: to generate, to compile what it generates, to run that. Prints tables in Markdown.
//!
//! ```sh
//! cargo build --release --bin specwright && cargo run --release -p benches -- [SECTION…] [DOCUMENT…] [OPTION…]
//! ```
//!
//! Sections are `generation`, `growth`, `compile`, `program`, `runtime`, `load` and `allocations`; without any, all are measured.
//! Documents are files; without any, those in `specs` are taken. Peers below the folder `SPECWRIGHT_BENCH_PEERS` run beside Specwright, see
//! [`peers`]. `--steps` and `--peer-steps` say how far crates are compiled, `--minutes` and `--gigabytes` what stops that;
//! `--keep` writes the figures to `benches/results`, from which `--report` prints tables and draws `benches/plots` again.

mod arguments;
mod codec;
mod compile;
mod ends;
mod generation;
mod grow;
mod load;
mod measure;
mod peers;
mod process;
mod program;
mod report;
mod results;
mod table;
mod twins;
mod wire;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Section};
use results::Results;
use table::Table;

fn main() -> ExitCode {
    if let Some(server) = load::asked_to_serve() {
        return server;
    }
    let arguments = Arguments::parse();
    let documents = arguments.documents();
    let documents: Vec<&Path> = documents.iter().map(PathBuf::as_path).collect();
    let mut outcome = ExitCode::SUCCESS;
    for section in arguments.sections() {
        let (table, found) = tell(section, &documents, &arguments);
        print!("{}", table.text());
        if let Err(error) = found {
            eprintln!("{}: {error}", section.name());
            outcome = ExitCode::FAILURE;
        }
    }
    if (arguments.keep || arguments.report)
        && let Err(error) = report::draw()
    {
        eprintln!("plots: {error}");
        outcome = ExitCode::FAILURE;
    }
    outcome
}

/// What was measured of a section, even if not all could be.
fn tell(section: Section, documents: &[&Path], arguments: &Arguments) -> (Table, Result<(), String>) {
    if let Some((mut table, measure)) = at_run_time(section) {
        let found = if arguments.report { Ok(()) } else { measure(&mut table) };
        return (table, found);
    }
    let mut results = Results::new(section, arguments.keep);
    let found = if arguments.report {
        Results::kept(section).map(|kept| results = kept)
    } else {
        measure(section, documents, arguments, &mut results)
    };
    (report::table(&results), found)
}

fn measure(section: Section, documents: &[&Path], arguments: &Arguments, results: &mut Results) -> Result<(), String> {
    match section {
        Section::Generation => generation::beside_peers(documents, arguments.bounds(), results),
        Section::Growth => {
            match documents.iter().find(|document| document.extension().is_some_and(|end| end == "json")) {
                Some(document) => generation::growth(document, arguments.bounds(), results),
                None => Err("needs a document in JSON".to_owned()),
            }
        }
        Section::Compile => compile::run(documents, arguments, results),
        Section::Program => program::run(documents, arguments, results),
        Section::Runtime | Section::Load | Section::Allocations => Ok(()),
    }
}

/// Measures, and adds the rows.
type Measure = fn(&mut Table) -> Result<(), String>;

/// The sections whose figures hold for one machine and day, and are not kept.
fn at_run_time(section: Section) -> Option<(Table, Measure)> {
    Some(match section {
        Section::Runtime => {
            (Table::new("Run time", &["what", "generated", "by hand", "speed, by hand = 1"]), |table| {
                codec::run(table).and_then(|()| wire::run(table))
            })
        }
        Section::Load => (Table::new(load::TITLE, &load::COLUMNS), load::run),
        Section::Allocations => (
            Table::new("Allocations of a request", &["what", "generated", "by hand", "by hand = 1"]),
            load::allocations,
        ),
        _ => return None,
    })
}
