//! The arguments, and the [`Config`] that they make.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use specwright::{Config, Ends, Loader, Selector};

use super::settings::{self, Settings};

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
    Inspect(Inspect),
    /// Say what changed between two versions of a document: for clients, for servers, and in the generated crate
    Diff(super::diff::Diff),
    /// Write a `specwright.toml` for a document, with what there is to decide in comments
    Init(Init),
    /// Print the JSON Schema of `specwright.toml`, for editors
    Schema,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) source: Source,
    /// The directory of the crate [default: that of `specwright.toml`]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
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
    /// Raise the version of the crate as far as the changes since OLD call for, and add them to its CHANGELOG.md. The
    /// directory remembers the version
    #[arg(long, requires = "since", conflicts_with = "check")]
    pub(super) bump: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Watch {
    #[command(flatten)]
    pub(super) source: Source,
    /// The directory of the crate [default: that of `specwright.toml`]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
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

#[derive(Debug, ClapArgs)]
pub(super) struct Init {
    /// The OpenAPI document, YAML or JSON
    #[arg(value_name = "SPEC")]
    pub(super) spec: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Inspect {
    #[command(flatten)]
    pub(super) source: Source,
    /// Print what a stage works with instead
    #[arg(long, value_name = "STAGE")]
    pub(super) stage: Option<Stage>,
}

/// A stage of generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    /// The document, with all overlays, as JSON
    Document,
}

/// A document and what to make of it.
#[derive(Debug, ClapArgs)]
pub(super) struct Source {
    /// The OpenAPI document, YAML or JSON: a file, a URL of an allowed host, or `-` for stdin [default: that of
    /// `specwright.toml` in this directory]
    #[arg(value_name = "SPEC")]
    pub(super) spec: Option<PathBuf>,
    /// The name of the package [default: from the title of the document]
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    pub(super) name: Option<String>,
    /// Settings in a file; arguments win over it [default: `specwright.toml`, if no SPEC is named]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    /// Make the changes of an overlay to the document first; several are applied in order, after those of the settings
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reach: Reach,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// How to print diagnostics
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: MessageFormat,
}

/// What of a document matters.
#[derive(Debug, ClapArgs)]
pub(super) struct Choice {
    /// One end only
    #[arg(long, value_name = "END")]
    only: Option<Only>,
    /// These operations only: an operationId, "GET /path", tag:NAME, path:GLOB or webhook:GLOB
    #[arg(long, value_name = "SELECTOR")]
    pub(super) include: Vec<Selector>,
    /// Leave out these operations
    #[arg(long, value_name = "SELECTOR")]
    pub(super) exclude: Vec<Selector>,
    /// Leave out broken parts of the document, with a warning each, and go on with the rest
    #[arg(long)]
    keep_going: bool,
}

/// How far a document may refer to others.
#[derive(Debug, ClapArgs)]
pub(super) struct Reach {
    /// Let the document refer to all files below this folder, and to no others [default: the working tree around it, or
    /// its own folder and what fits beside it]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Fetch documents that are referred to from this host: `host` or `host:port`
    #[arg(long, value_name = "HOST")]
    allow_remote: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    Client,
    Server,
}

impl Choice {
    /// Puts the arguments in the place of what the configuration says.
    pub(super) fn apply(&self, config: &mut Config) {
        match self.only {
            Some(Only::Client) => config.ends = Ends::Client,
            Some(Only::Server) => config.ends = Ends::Server,
            None => {}
        }
        config.keep_going |= self.keep_going;
        if !self.include.is_empty() {
            config.include.clone_from(&self.include);
        }
        if !self.exclude.is_empty() {
            config.exclude.clone_from(&self.exclude);
        }
    }
}

impl Reach {
    /// What loads documents as far as this and the settings of a file allow.
    pub(super) fn loader(&self, settings: Option<&Settings>) -> Loader {
        let hosts = settings.map(|settings| settings.allow_remote.as_slice()).unwrap_or_default();
        let hosts = hosts.iter().chain(&self.allow_remote);
        let loader = hosts.fold(Loader::new(), |loader, host| loader.allow_remote(host));
        match self.root.as_ref().or_else(|| settings?.root.as_ref()) {
            Some(folder) => loader.root(folder),
            None => loader,
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

    /// The file with the settings, if there is one.
    pub(super) fn config_file(&self) -> Option<&Path> {
        let here = self.spec.is_none().then_some(Path::new(settings::NAME));
        self.config.as_deref().or(here)
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
