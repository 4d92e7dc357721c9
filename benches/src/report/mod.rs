//! What was measured, for readers: tables in Markdown and bars in SVG.

mod bars;
mod plots;

pub use plots::draw;

use std::collections::BTreeSet;
use std::path::Path;

use crate::arguments::Section;
use crate::peers::OURS;
use crate::process::Cost;
use crate::results::{BY_HAND, Outcome, Record, Results};
use crate::table::Table;

/// What a document is called in a table.
pub fn name_of(document: &Path) -> String {
    document.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The records of a section as a table.
pub fn table(results: &Results) -> Table {
    let records = &results.records;
    let rows: Vec<Vec<String>>;
    let mut table = match results.section {
        Section::Generation => {
            rows = records.iter().map(|record| generated(record, unit(records, record, OURS, &record.what))).collect();
            Table::new(
                "Generation (the peers: a client; Specwright: both ends)",
                &["document", "by", "time", "processor", "memory", "time, ours = 1", "memory, ours = 1"],
            )
        }
        Section::Growth => {
            rows = records.iter().map(|record| grown(record, unit(records, record, OURS, "× 1"))).collect();
            Table::new(
                "Growth",
                &["document", "time", "processor", "memory", "time, × 1 = 1", "memory, × 1 = 1", "processor per copy"],
            )
        }
        Section::Compile => {
            rows = records.iter().map(|record| compiled(record, client(records, record))).collect();
            Table::new(
                "Compilation of the output; its dependencies apart",
                &[
                    "document",
                    "what",
                    "by",
                    "time",
                    "processor",
                    "memory",
                    "processor, our client = 1",
                    "memory, our client = 1",
                ],
            )
        }
        Section::Program => {
            rows = records.iter().map(|record| used(record, unit(records, record, BY_HAND, &record.what))).collect();
            Table::new(
                "A program with five operations",
                &["document", "what", "by", "time", "processor", "memory", "size", "time or size, by hand = 1"],
            )
        }
        // Nothing of these is kept.
        Section::Runtime | Section::Load | Section::Allocations => {
            rows = Vec::new();
            Table::new(results.section.name(), &[])
        }
    };
    rows.iter().for_each(|row| table.row(row));
    table
}

/// What a record is compared with.
fn unit<'r>(records: &'r [Record], record: &Record, by: &str, what: &str) -> Option<&'r Record> {
    records.iter().find(|unit| unit.document == record.document && unit.by == by && unit.what == what)
}

/// Specwright's client, compiled as far.
fn client<'r>(records: &'r [Record], record: &Record) -> Option<&'r Record> {
    let (_, step) = record.what.split_once(", ")?;
    unit(records, record, OURS, &format!("client, {step}"))
}

fn generated(record: &Record, unit: Option<&Record>) -> Vec<String> {
    [vec![record.document.clone(), by(record)], cost(record, 2), ratios(record, unit, |cost| cost.wall)].concat()
}

fn grown(record: &Record, unit: Option<&Record>) -> Vec<String> {
    let copies: Option<f64> = record.what.strip_prefix("× ").and_then(|copies| copies.parse().ok());
    let single = unit.and_then(Record::cost);
    let per_copy = record.cost().zip(single).zip(copies).map(|((cost, single), copies)| cost.cpu / single.cpu / copies);
    let name = format!("{} {}", record.document, record.what);
    [vec![name], cost(record, 2), ratios(record, unit, |cost| cost.wall), vec![ratio(per_copy)]].concat()
}

fn compiled(record: &Record, unit: Option<&Record>) -> Vec<String> {
    let name = vec![record.document.clone(), record.what.clone(), by(record)];
    [name, cost(record, 1), ratios(record, unit, |cost| cost.cpu)].concat()
}

fn used(record: &Record, unit: Option<&Record>) -> Vec<String> {
    let name = vec![record.document.clone(), record.what.clone(), by(record)];
    let amount = |record: &Record| record.cost().map(|cost| cost.wall).or_else(|| megabytes(record));
    let size = megabytes(record).map(|size| format!("{size:.2} MB")).unwrap_or_default();
    let compared = amount(record).zip(unit.and_then(amount)).map(|(amount, unit)| amount / unit);
    [name, cost(record, 2), vec![size, ratio(compared)]].concat()
}

/// The size of a file.
fn megabytes(record: &Record) -> Option<f64> {
    match record.outcome {
        #[expect(clippy::cast_precision_loss, reason = "no file has so many bytes")]
        Outcome::Bytes(bytes) => Some(bytes as f64 / 1e6),
        _ => None,
    }
}

fn by(record: &Record) -> String {
    if record.by == OURS {
        "Specwright".to_owned()
    } else {
        format!("{} {}", record.by, record.version).trim_end().to_owned()
    }
}

/// Where and when records come from.
fn measured(records: &[Record]) -> String {
    let places: BTreeSet<(&str, &str)> = records.iter().map(|record| (&*record.date, &*record.commit)).collect();
    let places: Vec<String> = places.iter().map(|(date, commit)| format!("{date} at {commit}")).collect();
    format!("measured on {}", places.join(", "))
}

/// Time, time of the processor and memory, or why there are none.
fn cost(record: &Record, digits: usize) -> Vec<String> {
    match &record.outcome {
        Outcome::Cost(Cost { wall, cpu, peak }) => {
            vec![format!("{wall:.digits$} s"), format!("{cpu:.digits$} s"), format!("{peak:.0} MB")]
        }
        Outcome::Stopped(why) => vec![why.clone(), String::new(), String::new()],
        Outcome::Bytes(_) => vec![String::new(); 3],
    }
}

/// A time and the memory beside those of something else.
fn ratios(record: &Record, unit: Option<&Record>, time: fn(Cost) -> f64) -> Vec<String> {
    let both = record.cost().zip(unit.and_then(Record::cost));
    vec![ratio(both.map(|(cost, unit)| time(cost) / time(unit))), ratio(both.map(|(cost, unit)| cost.peak / unit.peak))]
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default()
}
