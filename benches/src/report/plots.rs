//! Which bars are drawn of what was kept.

use std::fs;
use std::path::Path;

use super::bars::{Bar, Group, Panel, Unit, svg};
use super::{by, measured, megabytes};
use crate::arguments::{Section, Step};
use crate::compile;
use crate::peers::OURS;
use crate::process::Cost;
use crate::program;
use crate::results::{Outcome, Record, Results};

/// Draws `benches/plots` anew.
pub fn draw() -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plots");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for plot in plots()? {
        if plot.records.is_empty() {
            continue;
        }
        let file = folder.join(plot.name).with_extension("svg");
        let picture = svg(plot.title, &(plot.panels)(&plot.records), &measured(&plot.records))?;
        fs::write(&file, picture).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

struct Plot {
    name: String,
    title: &'static str,
    records: Vec<Record>,
    panels: fn(&[Record]) -> Vec<Panel>,
}

fn plots() -> Result<Vec<Plot>, String> {
    let mut plots = vec![
        Plot {
            name: "generation".to_owned(),
            title: "Generation of both ends; the peers: of a client",
            records: Results::kept(Section::Generation)?.records,
            panels: |records| costs(records, "time", |cost| cost.wall, by),
        },
        Plot {
            name: "growth".to_owned(),
            title: "Generation, as a document grows",
            records: Results::kept(Section::Growth)?.records,
            panels: |records| costs(records, "processor time", |cost| cost.cpu, |record| record.what.clone()),
        },
        Plot {
            name: "program".to_owned(),
            title: "A program with five operations, and one that sends the same requests by hand",
            records: Results::kept(Section::Program)?.records,
            panels: programs,
        },
    ];
    let compiled = Results::kept(Section::Compile)?.records;
    for (step, title) in [
        (Step::Check, "cargo check of the client alone"),
        (Step::Build, "cargo build of the client alone"),
        (Step::Release, "cargo build --release of the client alone"),
    ] {
        plots.push(Plot {
            name: format!("compile-{}", step.name()),
            title,
            records: only(&compiled, &compile::what("client", step)),
            panels: |records| costs(records, "processor time", |cost| cost.cpu, by),
        });
    }
    Ok(plots)
}

fn only(records: &[Record], what: &str) -> Vec<Record> {
    records.iter().filter(|record| record.what == what).cloned().collect()
}

/// A panel for a kind of time, and one for memory.
fn costs(records: &[Record], time: &str, seconds: fn(Cost) -> f64, label: fn(&Record) -> String) -> Vec<Panel> {
    let panel = |title: &str, unit, amount: fn(Cost) -> f64| Panel {
        title: title.to_owned(),
        unit,
        groups: grouped(records, label, |record| record.cost().map(amount)),
    };
    vec![panel(time, Unit::Seconds, seconds), panel("memory", Unit::Megabytes, |cost| cost.peak)]
}

/// What matters to those who write a program: how long they wait, and how much they ship.
fn programs(records: &[Record]) -> Vec<Panel> {
    let seconds = |record: &Record| record.cost().map(|cost| cost.wall);
    vec![
        Panel {
            title: "cargo build after a change of it".to_owned(),
            unit: Unit::Seconds,
            groups: grouped(&only(records, program::CHANGED), by, seconds),
        },
        Panel {
            title: "release, stripped".to_owned(),
            unit: Unit::Megabytes,
            groups: grouped(&only(records, program::STRIPPED), by, megabytes),
        },
    ]
}

/// A group of bars for each document, in the order of the records.
fn grouped(records: &[Record], label: fn(&Record) -> String, amount: impl Fn(&Record) -> Option<f64>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for record in records {
        let why = match &record.outcome {
            Outcome::Stopped(why) => why.clone(),
            _ => String::new(),
        };
        let ours = record.by == OURS;
        let bar = Bar { label: label(record), ours, amount: amount(record).ok_or(why) };
        match groups.iter_mut().find(|group| group.name == record.document) {
            Some(group) => group.bars.push(bar),
            None => groups.push(Group { name: record.document.clone(), bars: vec![bar] }),
        }
    }
    groups
}
