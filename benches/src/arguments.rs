//! The command line.

use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};

use crate::process::Bounds;

/// What Specwright costs, as tables in Markdown.
#[derive(Debug, Parser)]
pub struct Arguments {
    /// What to measure, and with which documents: files, or those in `specs` if none is named
    ///
    /// Sections are generation, growth, compile, program, runtime, load and allocations; all if none is named
    #[arg(value_name = "SECTION|DOCUMENT")]
    words: Vec<String>,

    /// How far to compile Specwright's crates
    #[arg(long, value_delimiter = ',', default_value = "check,build,release")]
    pub steps: Vec<Step>,

    /// How far to compile the peers' crates [default: as far as Specwright's]
    #[arg(long, value_delimiter = ',')]
    peer_steps: Option<Vec<Step>>,

    /// Stop what takes longer
    #[arg(long, default_value_t = 15)]
    minutes: u32,

    /// Stop what needs more memory
    #[arg(long, default_value_t = 14)]
    gigabytes: u32,

    /// Write the figures to benches/results, in the place of former ones of the same, and draw all of them anew
    #[arg(long)]
    pub keep: bool,

    /// Measure nothing: print and draw what was kept
    #[arg(long, conflicts_with = "keep")]
    pub report: bool,
}

/// A part of the suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Section {
    Generation,
    Growth,
    Compile,
    Program,
    Runtime,
    Load,
    Allocations,
}

/// What cargo is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    Check,
    Build,
    Release,
}

impl Arguments {
    /// The sections asked for, in their order.
    pub fn sections(&self) -> Vec<Section> {
        let asked: Vec<Section> = self.words.iter().filter_map(|word| section(word)).collect();
        let all = Section::value_variants().iter().copied();
        all.filter(|section| asked.is_empty() || asked.contains(section)).collect()
    }

    /// The documents asked for.
    pub fn documents(&self) -> Vec<PathBuf> {
        let asked: Vec<PathBuf> = self.words.iter().filter(|word| section(word).is_none()).map(PathBuf::from).collect();
        if asked.is_empty() { own_documents() } else { asked }
    }

    pub fn bounds(&self) -> Bounds {
        Bounds { minutes: self.minutes, gigabytes: self.gigabytes }
    }

    pub fn steps_of_peers(&self) -> &[Step] {
        self.peer_steps.as_deref().unwrap_or(&self.steps)
    }
}

fn section(word: &str) -> Option<Section> {
    Section::from_str(word, false).ok()
}

/// The documents of this repository.
fn own_documents() -> Vec<PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    ["resources.yaml", "sendpilot.json", "sparkloop.yaml"].map(|name| specs.join(name)).into()
}

impl Section {
    /// The name of the section, as it is asked for and kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generation => "generation",
            Self::Growth => "growth",
            Self::Compile => "compile",
            Self::Program => "program",
            Self::Runtime => "runtime",
            Self::Load => "load",
            Self::Allocations => "allocations",
        }
    }
}

impl Step {
    /// What a row calls the step.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build => "build",
            Self::Release => "release",
        }
    }

    /// The step as arguments of cargo.
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Build => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}
