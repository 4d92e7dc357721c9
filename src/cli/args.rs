//! The arguments, and the [`Config`] that they make.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use specwright::{Config, Ends, Loader, Selector};

use super::{Failure, file};

/// Turns an OpenAPI document into a Rust crate that holds both ends of the wire.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a crate, or bring one up to date
    Generate(Generate),
    /// Write a crate, and again whenever its document is saved
    Watch(Watch),
    /// Report every problem of a document; write nothing
    Validate(Source),
    /// Show what was understood of a document: operations, credentials, paging, limits, types
    Inspect(Source),
    /// Say what changed between two versions of a document: for clients, for servers, and in the generated crate
    Diff(super::diff::Diff),
}

#[derive(Debug, ClapArgs)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) source: Source,
    /// The directory of the crate
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// Exit with status 1 if the directory is not as it would be generated; write nothing
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "lock")]
    #[arg(conflicts_with = "dry_run")]
    pub(super) check: Option<Check>,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Overwrite generated files that were changed by hand; files that were not generated are never overwritten
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    pub(super) force: bool,
    /// Say what changed since this version of the document: a file, or `git:REV:PATH`
    #[arg(long, value_name = "OLD")]
    pub(super) since: Option<PathBuf>,
    /// Add what changed to the CHANGELOG.md of the crate
    #[arg(long, requires = "since", conflicts_with_all = ["check", "dry_run"])]
    pub(super) changelog: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Watch {
    #[command(flatten)]
    pub(super) source: Source,
    /// The directory of the crate
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// Overwrite generated files that were changed by hand; files that were not generated are never overwritten
    #[arg(long)]
    pub(super) force: bool,
}

/// How a directory is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Check {
    /// Believe specwright.lock if nothing differs from what it says; else generate and compare
    Lock,
    /// Generate and compare, whatever specwright.lock says
    Full,
}

/// A document and what to make of it.
#[derive(Debug, ClapArgs)]
pub(super) struct Source {
    /// The OpenAPI document, YAML or JSON: a file, a URL of an allowed host, or `-` for stdin
    #[arg(value_name = "SPEC")]
    pub(super) spec: PathBuf,
    /// The name of the package [default: from the title of the document]
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    name: Option<String>,
    /// Generate one end only
    #[arg(long, value_name = "END")]
    only: Option<Only>,
    /// Settings in a file; arguments win over it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Generate these operations only: an operationId, "GET /path", tag:NAME or path:GLOB
    #[arg(long, value_name = "SELECTOR")]
    include: Vec<Selector>,
    /// Leave out these operations
    #[arg(long, value_name = "SELECTOR")]
    exclude: Vec<Selector>,
    /// Let the document refer to all files below this folder, and to no others [default: the working tree around it, or
    /// its own folder and what fits beside it]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Fetch documents that are referred to from this host: `host` or `host:port`
    #[arg(long, value_name = "HOST")]
    allow_remote: Vec<String>,
    /// Leave out broken parts of the document, with a warning each, and generate the rest
    #[arg(long)]
    keep_going: bool,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// How to print diagnostics
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: MessageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Only {
    Client,
    Server,
}

impl From<Only> for Ends {
    fn from(only: Only) -> Self {
        match only {
            Only::Client => Self::Client,
            Only::Server => Self::Server,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the lines of the document that they are about
    Human,
    /// One JSON object a line
    Json,
    /// As annotations of GitHub Actions
    Github,
}

impl Source {
    pub(super) fn denies_warnings(&self) -> bool {
        self.deny.is_some()
    }

    /// How far the document may refer to others.
    pub(super) fn loader(&self) -> Loader {
        let loader = self.allow_remote.iter().fold(Loader::new(), |loader, host| loader.allow_remote(host));
        match &self.root {
            Some(folder) => loader.root(folder),
            None => loader,
        }
    }

    /// The file with the settings, if there is one.
    pub(super) fn config_file(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    pub(super) fn config(&self) -> Result<Config, Failure> {
        let mut config = match &self.config {
            Some(path) => file::read(path)?,
            None => Config::new(),
        };
        if let Some(only) = self.only {
            config.ends = only.into();
        }
        if let Some(name) = &self.name {
            config.name = Some(name.clone());
        }
        config.keep_going |= self.keep_going;
        config.include.extend(self.include.iter().cloned());
        config.exclude.extend(self.exclude.iter().cloned());
        Ok(config)
    }
}

/// What cargo accepts as the name of a package, and rustc as that of a crate.
pub(super) fn package_name(name: &str) -> Result<String, String> {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        Ok(name.to_owned())
    } else {
        Err("a package name is ASCII letters, digits, `-` and `_`, and begins with a letter".to_owned())
    }
}
