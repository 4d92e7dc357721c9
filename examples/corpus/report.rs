//! The figures: a summary in Markdown for people, and everything in JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::check::{Set, cost};
use super::record::{Outcome, Record, Values};

/// The longest line of a reason.
const WIDTH: usize = 240;

/// How many of the slowest are named.
const SLOWEST: usize = 10;

/// The summary.
pub(super) fn markdown(records: &[Record]) -> String {
    let mut out = String::from("# The corpus\n\n");
    kinds(&mut out, records);
    expectations(&mut out, records);
    slowest(&mut out, "generate", records, |record| Some((record.generation.seconds, record.generation.peak_kib)));
    for set in [Set::All, Set::Client, Set::Server, Set::None] {
        let cost = |record: &Record| record.checks.get(&set).and_then(|check| Some((check.seconds?, check.peak_kib)));
        slowest(&mut out, &format!("check ({})", set.name()), records, cost);
    }
    warnings(&mut out, records);
    values(&mut out, records);
    failures(&mut out, records);
    out
}

/// A table with a line for each kind, and one for all.
fn kinds(out: &mut String, records: &[Record]) {
    let mut kinds: Vec<&str> = Vec::new();
    for record in records {
        if !kinds.contains(&record.entry.kind.as_str()) {
            kinds.push(&record.entry.kind);
        }
    }
    let titles =
        ["kind", "documents", "generated", "compiled", "client", "server", "values", "untyped fields", "warnings"];
    row(out, &titles.map(str::to_owned));
    row(out, &titles.map(|_| "---".to_owned()));
    for kind in &kinds {
        let of_kind: Vec<&Record> = records.iter().filter(|record| record.entry.kind == *kind).collect();
        row(out, &figures(kind, &of_kind));
    }
    if kinds.len() > 1 {
        row(out, &figures("all", &records.iter().collect::<Vec<_>>()));
    }
    out.push('\n');
}

fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn figures(kind: &str, records: &[&Record]) -> [String; 9] {
    let generated = records.iter().filter(|record| record.is_generated()).count();
    let warnings: usize = records.iter().map(|record| record.generation.of("warning").count()).sum();
    let untyped = records.iter().filter_map(|record| record.generation.untyped);
    let untyped = untyped.fold((0, 0), |sum, (fields, of)| (sum.0 + fields, sum.1 + of));
    [
        kind.to_owned(),
        records.len().to_string(),
        generated.to_string(),
        compiled(records, Set::All),
        compiled(records, Set::Client),
        compiled(records, Set::Server),
        round_trips(records),
        share(untyped.0, untyped.1),
        warnings.to_string(),
    ]
}

/// How many compiled, of how many that were tried.
fn compiled(records: &[&Record], set: Set) -> String {
    let checks = || records.iter().filter_map(|record| record.checks.get(&set));
    match (checks().filter(|check| check.error.is_none()).count(), checks().count()) {
        (_, 0) => "–".to_owned(),
        (good, all) if good == all => good.to_string(),
        (good, all) => format!("{good} of {all}"),
    }
}

/// How many values came through, of how many.
fn round_trips(records: &[&Record]) -> String {
    let values = || records.iter().filter_map(|record| record.values.as_ref());
    let (survived, all) = values().fold((0, 0), |sum, values| (sum.0 + values.survived, sum.1 + values.judged()));
    match all {
        0 => "–".to_owned(),
        _ => format!("{survived} of {all} ({:.2} %)", 100.0 * survived as f64 / all as f64),
    }
}

/// The least share of values that has to come through.
const VALUES: f64 = 0.995;

/// Whether every document does as it should, and the values too.
pub(super) fn goals_met(records: &[Record]) -> bool {
    let values = || records.iter().filter_map(|record| record.values.as_ref());
    let (survived, all) = values().fold((0, 0), |sum, values| (sum.0 + values.survived, sum.1 + values.judged()));
    !records.iter().any(Record::misses_goal) && survived as f64 >= VALUES * all as f64
}

/// `12 (0.4 %)`
fn share(part: u64, whole: u64) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{part} ({:.2} %)", 100.0 * part as f64 / whole as f64),
    }
}

/// What became of the documents, by what is expected of them.
fn expectations(out: &mut String, records: &[Record]) {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for record in records {
        let (all, bad) = counts.entry((record.entry.expect.name(), record.generation.outcome.name())).or_default();
        *all += 1;
        *bad += usize::from(!record.complaints().is_empty());
    }
    row(out, &["expected", "outcome", "documents", "not as expected"].map(str::to_owned));
    row(out, &["---"; 4].map(str::to_owned));
    for ((expect, outcome), (all, bad)) in counts {
        row(out, &[expect.to_owned(), outcome.to_owned(), all.to_string(), bad.to_string()]);
    }
    out.push('\n');
}

fn slowest(out: &mut String, what: &str, records: &[Record], cost_of: impl Fn(&Record) -> Option<(f64, Option<u64>)>) {
    let costs = records.iter().filter_map(|record| Some((cost_of(record)?, record.entry.slug.as_str())));
    let mut costs: Vec<((f64, Option<u64>), &str)> = costs.collect();
    if costs.is_empty() {
        return;
    }
    costs.sort_by(|((a, _), _), ((b, _), _)| b.total_cmp(a));
    let _ = writeln!(out, "## Slowest to {what}\n");
    for ((seconds, peak), slug) in costs.into_iter().take(SLOWEST) {
        let _ = writeln!(out, "- {slug}: {}", cost(seconds, peak));
    }
    out.push('\n');
}

fn warnings(out: &mut String, records: &[Record]) {
    let mut codes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for record in records.iter().filter(|record| record.is_generated()) {
        let mut of_record: BTreeMap<&str, usize> = BTreeMap::new();
        for found in record.generation.of("warning") {
            *of_record.entry(found.code.as_str()).or_default() += 1;
        }
        for (code, count) in of_record {
            let (documents, all) = codes.entry(code).or_default();
            *documents += 1;
            *all += count;
        }
    }
    if codes.is_empty() {
        return;
    }
    let mut codes: Vec<(&str, (usize, usize))> = codes.into_iter().collect();
    codes.sort_by_key(|(_, (_, all))| std::cmp::Reverse(*all));
    out.push_str("## Warnings\n\n");
    row(out, &["code", "documents", "warnings"].map(str::to_owned));
    row(out, &["---"; 3].map(str::to_owned));
    for (code, (documents, all)) in codes {
        row(out, &[code.to_owned(), documents.to_string(), all.to_string()]);
    }
    out.push('\n');
}

/// What became of values, and the first of each document that came out otherwise.
fn values(out: &mut String, records: &[Record]) {
    let tried: Vec<(&str, &Values)> =
        records.iter().filter_map(|record| Some((record.entry.slug.as_str(), record.values.as_ref()?))).collect();
    if tried.is_empty() {
        return;
    }
    let sum = |count: fn(&Values) -> usize| tried.iter().map(|(_, values)| count(values)).sum::<usize>();
    out.push_str("## Values\n\n");
    let _ = writeln!(
        out,
        "{} types of {} documents, {} without a valid instance, {} without a judgement; {} examples are invalid by \
         their own schemas, and {} instances made of examples lost members that no schema names.\n",
        sum(|values| values.types),
        tried.len(),
        sum(|values| values.without_instance),
        sum(|values| values.unjudged.len()),
        sum(|values| values.invalid_examples),
        sum(|values| values.unnamed),
    );
    for (slug, values) in tried {
        if let Some(reason) = &values.skipped {
            let _ = writeln!(out, "- {slug}: not tried: {}", line(reason));
        }
        if let Some(first) = values.failures.first() {
            let _ = writeln!(out, "- {slug}: {} of {}: {}", values.failures.len(), values.instances, line(first));
        }
    }
    out.push('\n');
}

fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(WIDTH).collect()
}

fn failures(out: &mut String, records: &[Record]) {
    let failing = records.iter().filter(|record| !record.complaints().is_empty());
    let failing: Vec<&Record> = failing.collect();
    if failing.is_empty() {
        out.push_str("Every document does as it should.\n");
        return;
    }
    let _ = writeln!(out, "## Not as expected: {}\n", failing.len());
    for record in failing {
        for complaint in record.complaints() {
            let _ = writeln!(out, "- {} ({}): {}", record.entry.slug, record.entry.expect.name(), line(&complaint));
        }
    }
}

/// Everything, for machines.
pub(super) fn json(records: &[Record]) -> String {
    let documents: Vec<Value> = records.iter().map(document).collect();
    format!("{:#}\n", json!({ "documents": documents }))
}

fn document(record: &Record) -> Value {
    let generation = &record.generation;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for found in &generation.findings {
        *codes.entry(found.code.as_str()).or_default() += 1;
    }
    let checks = record.checks.iter().map(|(set, check)| {
        let value = json!({ "error": check.error, "seconds": check.seconds, "peak_kib": check.peak_kib });
        (set.name().to_owned(), value)
    });
    json!({
        "slug": record.entry.slug,
        "kind": record.entry.kind,
        "expect": record.entry.expect.name(),
        "bytes": record.entry.bytes,
        "outcome": generation.outcome.name(),
        "message": (generation.outcome != Outcome::Generated).then_some(&generation.message),
        "seconds": generation.seconds,
        "peak_kib": generation.peak_kib,
        "findings": codes,
        "crate_bytes": generation.bytes,
        "untyped": generation.untyped.map(|(fields, of)| json!({ "fields": fields, "of": of })),
        "checks": checks.collect::<serde_json::Map<_, _>>(),
        "values": record.values.as_ref().map(|values| json!({
            "skipped": values.skipped,
            "types": values.types,
            "without_instance": values.without_instance,
            "unjudged": values.unjudged,
            "instances": values.instances,
            "survived": values.survived,
            "unnamed": values.unnamed,
            "invalid_examples": values.invalid_examples,
            "failures": values.failures,
        })),
        "complaints": record.complaints(),
    })
}
