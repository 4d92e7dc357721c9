//! The second pass: `cargo check` of every crate that was generated, with each set of features, warnings denied.

pub(crate) mod wrapper;

use std::fmt::Write as _;
use std::path::Path;

use super::Failure;
use super::args::Run;
use super::generate::package;
use super::record::{Checked, Record};
use super::state::{Key, State};
use super::workspace::Workspace;

/// The features of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum Set {
    /// Both ends
    All,
    /// The client alone
    Client,
    /// The server alone
    Server,
    /// Neither: the types and requests
    None,
}

impl Set {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Client => "client",
            Self::Server => "server",
            Self::None => "none",
        }
    }

    /// What makes cargo take it, with all groups where those are features.
    fn arguments(self, packages: &[(String, bool)]) -> Vec<String> {
        let end = match self {
            Self::All => return vec!["--all-features".to_owned()],
            Self::Client => Some("client"),
            Self::Server => Some("server"),
            Self::None => None,
        };
        let groups = packages.iter().filter(|(_, has_groups)| *has_groups).map(|(package, _)| format!("{package}/all"));
        let features: Vec<String> = end.map(str::to_owned).into_iter().chain(groups).collect();
        vec!["--no-default-features".to_owned(), "--features".to_owned(), features.join(",")]
    }
}

/// How many crates cargo gets at once: what it says of them is kept before it gets the next.
const BATCH: usize = 24;

/// Checks the crates that were generated, unless they were before.
pub(super) fn run(args: &Run, records: &mut [Record]) -> Result<(), Failure> {
    let mut state = State::load(&args.out)?;
    let mut members: Vec<String> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (index, record) in records.iter().enumerate() {
        if record.is_generated() && args.compiles(&record.entry) {
            members.push(format!("crates/{}", record.entry.slug));
            waiting.push(index);
        }
    }
    // The large ones first, so that none is left over for one core alone in the end.
    waiting.sort_by_key(|index| std::cmp::Reverse(records[*index].generation.bytes));
    let mut checks = Checks { args, members, state: &mut state };
    for set in &args.features {
        let mut unknown = Vec::new();
        for index in &waiting {
            let record = &mut records[*index];
            match checks.state.get(&key(record, *set)) {
                Some(checked) => {
                    record.checks.insert(*set, checked.clone());
                }
                None => unknown.push(*index),
            }
        }
        for (number, batch) in unknown.chunks(BATCH).enumerate() {
            progress(*set, number * BATCH, unknown.len());
            checks.batch(*set, batch, records)?;
        }
    }
    Ok(())
}

fn progress(set: Set, done: usize, all: usize) {
    eprintln!("cargo check ({}): {done} of {all}", set.name());
}

fn key(record: &Record, set: Set) -> Key {
    Key { slug: record.entry.slug.clone(), what: set.name().to_owned(), digest: record.generation.digest.clone() }
}

struct Checks<'a> {
    args: &'a Run,
    members: Vec<String>,
    state: &'a mut State,
}

impl Checks<'_> {
    fn batch(&mut self, set: Set, batch: &[usize], records: &mut [Record]) -> Result<(), Failure> {
        let mut batch = batch.to_vec();
        // Without a package, cargo would take all of them.
        while !batch.is_empty() {
            let packages: Vec<String> = batch.iter().map(|index| package(&records[*index].entry.slug)).collect();
            let largest = batch.iter().map(|index| records[*index].generation.bytes).max().unwrap_or(0);
            let jobs = jobs(self.args.jobs(), largest).to_string();
            let workspace = Workspace::create(&self.args.out, &self.members)?;
            let grouped = batch.iter().zip(&packages);
            let grouped = grouped.map(|(index, package)| {
                let has_groups = workspace.has_feature(&records[*index].entry.slug, "all");
                (package.clone(), has_groups)
            });
            let features = set.arguments(&grouped.collect::<Vec<_>>());
            let features = features.iter().map(String::as_str);
            let arguments: Vec<&str> = ["--jobs", &jobs].into_iter().chain(features).collect();
            let ran = workspace.cargo("check", &arguments, &packages)?;
            // One manifest that cargo cannot read keeps it from all others.
            if let Some(slug) = ran.unreadable() {
                let (member, before) = (format!("crates/{slug}"), self.members.len());
                self.members.retain(|known| *known != member);
                if self.members.len() < before {
                    let is_it = |index: &usize| records[*index].entry.slug == slug;
                    let found = batch.iter().position(is_it).map(|position| batch.remove(position));
                    if let Some(index) = found {
                        let error = Some("cargo cannot read its manifest".to_owned());
                        self.settle(&mut records[index], set, Checked { error, seconds: None, peak_kib: None })?;
                    }
                    continue;
                }
            }
            for (index, package) in batch.iter().zip(&packages) {
                let verdict = ran.verdict(package);
                let measure = wrapper::take(&self.args.out, package);
                let error = verdict.error.filter(|_| !verdict.compiled);
                let (seconds, peak_kib) = (measure.map(|m| m.seconds), measure.and_then(|m| m.peak_kib));
                self.settle(&mut records[*index], set, Checked { error, seconds, peak_kib })?;
            }
            return workspace.discard(&packages);
        }
        Ok(())
    }

    fn settle(&mut self, record: &mut Record, set: Set, checked: Checked) -> Result<(), Failure> {
        self.state.put(key(record, set), checked.clone())?;
        record.checks.insert(set, checked);
        Ok(())
    }
}

/// How many crates to compile at once: as many as wanted, if the memory holds that many of the largest.
fn jobs(wanted: usize, largest: u64) -> usize {
    // What rustc takes for each byte of source, and in any case; measured on the largest crates of real APIs.
    const EACH: u64 = 160;
    const ANYWAY: u64 = 300 << 20;
    let Some(available) = available_memory() else { return wanted };
    let fit = available / (largest * EACH + ANYWAY);
    wanted.min(usize::try_from(fit).unwrap_or(usize::MAX)).max(1)
}

/// In bytes, where the system tells.
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string(Path::new("/proc/meminfo")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib * 1024)
}

/// `1.2 s`, `340 MiB`.
pub(super) fn cost(seconds: f64, peak_kib: Option<u64>) -> String {
    let mut text = format!("{seconds:.1} s");
    if let Some(peak) = peak_kib {
        let _ = write!(text, ", {} MiB", peak / 1024);
    }
    text
}
