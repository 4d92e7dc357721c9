//! Generating: time and memory beside the peers, and how both grow with the document.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::grow::multiplied;
use crate::peers::{Generator, installed, ours};
use crate::process::{Bounds, Cost, Stopped, least, scratch};
use crate::report::name_of;
use crate::results::Results;

/// Runs of each; the least counts.
const RUNS: usize = 3;

/// What a row of `generation` calls it.
const GENERATE: &str = "generate";

/// One record for each document and generator.
pub fn beside_peers(documents: &[&Path], bounds: Bounds, results: &mut Results) -> Result<(), String> {
    let generators: Vec<Generator> = std::iter::once(ours()?).chain(installed()).collect();
    for document in documents {
        for generator in &generators {
            results.add(&name_of(document), generator, GENERATE, generate(generator, document, bounds))?;
        }
    }
    Ok(())
}

/// One record for each size of a document in JSON.
pub fn growth(document: &Path, bounds: Bounds, results: &mut Results) -> Result<(), String> {
    let ours = ours()?;
    let text = fs::read_to_string(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| format!("only JSON can be multiplied: {error}"))?;
    for times in [1, 2, 4, 8] {
        let file = scratch("multiplied.json");
        fs::write(&file, multiplied(&whole, times).to_string()).map_err(|error| error.to_string())?;
        results.add(&name_of(document), &ours, &format!("× {times}"), generate(&ours, &file, bounds))?;
    }
    Ok(())
}

fn generate(generator: &Generator, document: &Path, bounds: Bounds) -> Result<Cost, Stopped> {
    let output = scratch(generator.name);
    least(RUNS, bounds, || generator.command(document, &output))
}
