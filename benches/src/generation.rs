//! Generating: time and memory beside the peers, and how both grow with the document.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::grow::multiplied;
use crate::peers::{Generator, installed, ours};
use crate::process::{Cost, least, scratch};
use crate::table::{Table, name_of};

/// Runs of each; the least counts.
const RUNS: usize = 3;

/// One row for each document and generator.
pub fn beside_peers(documents: &[&Path], table: &mut Table) -> Result<(), String> {
    let generators: Vec<Generator> = std::iter::once(ours()?).chain(installed()).collect();
    for document in documents {
        let mut own: Option<Cost> = None;
        for generator in &generators {
            let found = generate(generator, document);
            let cells = match (&found, own) {
                (Ok(cost), None) => row(cost, cost),
                (Ok(cost), Some(own)) => row(cost, &own),
                (Err(error), _) => failed(error),
            };
            table.row(&[vec![name_of(document), generator.name.to_owned()], cells].concat());
            own = own.or(found.ok());
        }
    }
    Ok(())
}

/// One row for each size of a document in JSON.
pub fn growth(document: &Path, table: &mut Table) -> Result<(), String> {
    let ours = ours()?;
    let text = fs::read_to_string(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| format!("only JSON can be multiplied: {error}"))?;
    let mut single = None;
    for times in [1, 2, 4, 8] {
        let file = scratch("multiplied.json");
        fs::write(&file, multiplied(&whole, times).to_string()).map_err(|error| error.to_string())?;
        let cost = generate(&ours, &file)?;
        let single = *single.get_or_insert(cost);
        let per_copy = format!("{:.2}", cost.cpu / single.cpu / f64::from(times));
        table.row(&[vec![format!("{} × {times}", name_of(document))], row(&cost, &single), vec![per_copy]].concat());
    }
    Ok(())
}

fn generate(generator: &Generator, document: &Path) -> Result<Cost, String> {
    let output = scratch(generator.name);
    least(RUNS, || generator.command(document, &output))
}

fn row(cost: &Cost, unit: &Cost) -> Vec<String> {
    vec![
        format!("{:.2} s", cost.wall),
        format!("{:.2} s", cost.cpu),
        format!("{:.0} MB", cost.peak),
        format!("{:.2}", cost.wall / unit.wall),
        format!("{:.2}", cost.peak / unit.peak),
    ]
}

fn failed(error: &str) -> Vec<String> {
    eprintln!("{error}");
    ["fails", "", "", "", ""].map(str::to_owned).to_vec()
}
