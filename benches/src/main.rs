//! What Specwright costs: to generate, to compile what it generates, to run that. Prints tables in Markdown.
//!
//! ```sh
//! cargo build --release --bin specwright && cargo run --release -p benches -- [SECTION…] [DOCUMENT…]
//! ```
//!
//! Sections are `generation`, `growth`, `compile` and `runtime`; without any, all are measured. Documents are files; without
//! any, those in `specs` are taken. Peers that are installed below `SPECWRIGHT_BENCH_PEERS` run beside Specwright.

mod codec;
mod compile;
mod generation;
mod grow;
mod measure;
mod peers;
mod process;
mod table;
mod twins;
mod wire;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use table::Table;

const SECTIONS: [&str; 4] = ["generation", "growth", "compile", "runtime"];

fn main() -> ExitCode {
    let (sections, documents): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| SECTIONS.contains(&argument.as_str()));
    let documents =
        if documents.is_empty() { own_documents() } else { documents.into_iter().map(PathBuf::from).collect() };
    let documents: Vec<&Path> = documents.iter().map(PathBuf::as_path).collect();
    let mut outcome = ExitCode::SUCCESS;
    for section in
        SECTIONS.iter().filter(|section| sections.is_empty() || sections.iter().any(|asked| asked == *section))
    {
        let mut table = empty_table(section);
        if let Err(error) = measure(section, &documents, &mut table) {
            eprintln!("{section}: {error}");
            outcome = ExitCode::FAILURE;
        }
        print!("{}", table.text());
    }
    outcome
}

fn empty_table(section: &str) -> Table {
    match section {
        "generation" => Table::new(
            "Generation (the peers: a client; Specwright: both ends)",
            &["document", "generator", "time", "processor", "memory", "time, ours = 1", "memory, ours = 1"],
        ),
        "growth" => Table::new(
            "Growth",
            &["document", "time", "processor", "memory", "time, × 1 = 1", "memory, × 1 = 1", "processor per copy"],
        ),
        "compile" => Table::new(
            "Compilation of the output, dependencies prebuilt",
            &["document", "what", "time", "processor", "memory", "processor, client = 1", "memory, client = 1"],
        ),
        _ => Table::new("Run time", &["what", "generated", "by hand", "speed, by hand = 1"]),
    }
}

fn measure(section: &str, documents: &[&Path], table: &mut Table) -> Result<(), String> {
    match section {
        "generation" => generation::beside_peers(documents, table),
        "growth" => match documents.iter().find(|document| document.extension().is_some_and(|end| end == "json")) {
            Some(document) => generation::growth(document, table),
            None => Err("needs a document in JSON".to_owned()),
        },
        "compile" => compile::run(documents, table),
        _ => codec::run(table).and_then(|()| wire::run(table)),
    }
}

/// The documents of this repository.
fn own_documents() -> Vec<PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    ["resources.yaml", "sendpilot.json", "sparkloop.yaml"].map(|name| specs.join(name)).into()
}
