//! The arguments.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

use super::check::Set;
use super::manifest::Entry;

/// Runs every document of a corpus through the generator and the compiler.
#[derive(Debug, Parser)]
#[command(name = "corpus", args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) run: Option<Run>,
    #[command(subcommand)]
    pub(super) part: Option<Part>,
}

/// A part of the run that has a process of its own.
#[derive(Debug, Subcommand)]
pub(super) enum Part {
    /// Generate from one document
    #[command(hide = true)]
    Generate(super::worker::Job),
}

#[derive(Debug, ClapArgs)]
pub(super) struct Run {
    /// The folder with the `manifest.tsv`
    pub(super) path: PathBuf,
    /// Where crates, results and what is known from earlier runs are kept
    #[arg(long, value_name = "DIR", default_value = "target/corpus")]
    pub(super) out: PathBuf,
    /// These documents only
    #[arg(long, value_name = "SLUG")]
    only: Vec<String>,
    /// Documents of this kind only: real, feature, invalid
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Take the label of this document for `lenient`: what it expects is disputed
    #[arg(long, value_name = "SLUG")]
    pub(super) disputed: Vec<String>,
    /// Compile the crates of documents below this size only
    #[arg(long, value_name = "BYTES")]
    pub(super) under: Option<u64>,
    /// Generate only
    #[arg(long)]
    pub(super) no_compile: bool,
    /// Take no values through the types
    #[arg(long)]
    pub(super) no_values: bool,
    /// The features to compile with, each in a run of its own
    #[arg(long, value_name = "SET", value_delimiter = ',', default_value = "all,client,server")]
    pub(super) features: Vec<Set>,
    /// How many processes at once [default: one for each core]
    #[arg(long, value_name = "COUNT")]
    jobs: Option<usize>,
    /// How long generating from one document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(super) seconds: u64,
    /// How much memory generating from one document may take
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    pub(super) memory: u64,
}

impl Run {
    pub(super) fn chooses(&self, entry: &Entry) -> bool {
        (self.only.is_empty() || self.only.contains(&entry.slug))
            && (self.kind.is_empty() || self.kind.contains(&entry.kind))
    }

    pub(super) fn compiles(&self, entry: &Entry) -> bool {
        self.under.is_none_or(|limit| entry.bytes < limit)
    }

    pub(super) fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)).max(1)
    }
}
