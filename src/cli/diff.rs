//! `specwright diff`: what changed between two versions of a document.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use specwright::{Comparison, Config, Diagnostics, Document, Effect, Loader, RULES};

use super::args::{Choice, MessageFormat, Reach};
use super::{Failure, Status, report, settings};

/// What to compare, and how to tell.
#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// The old version: a file, a URL of an allowed host, or `git:REV:PATH`, read as it was in that revision along with what it
    /// refers to
    #[arg(value_name = "OLD", required_unless_present = "rules")]
    old: Option<PathBuf>,
    /// The new version, likewise
    #[arg(value_name = "NEW", required_unless_present = "rules")]
    new: Option<PathBuf>,
    /// How to print the changes
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Exit with status 1 if there are changes as grave as this
    #[arg(long, value_name = "EFFECT")]
    fail_on: Option<FailOn>,
    /// Take clients for such that check what they receive, and code for such that names every field: more values, looser
    /// limits and further fields break them
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    choice: Choice,
    /// Settings in a file, for both versions; arguments win over it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    reach: Reach,
    /// List the rules by which changes are found
    #[arg(long)]
    rules: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An entry of a changelog
    Markdown,
    /// One JSON object
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A change of the API that breaks clients or servers
    Breaking,
    /// A change of the API that is more than neutral
    Additive,
    /// A change that breaks code of the generated crate's users
    Rust,
    /// Any change
    Any,
}

/// Compares two versions of a document.
pub(super) fn diff(args: &Diff) -> Result<Status, Failure> {
    let (Some(old), Some(new)) = (&args.old, &args.new) else { return rules() };
    let mut settings = args.config.as_deref().map(settings::read).transpose()?;
    let loader = args.reach.loader(settings.as_ref());
    let (old, new) = (load(&loader, old)?, load(&loader, new)?);
    // Outputs differ in what they select, at most; a diff has selectors of its own.
    let mut config = settings.as_mut().map_or_else(Config::new, |settings| settings.outputs.swap_remove(0).config);
    args.choice.apply(&mut config);
    let comparison = specwright::compare(&old, &new, &config);
    let is_faulty = [(&old, comparison.old_findings()), (&new, comparison.new_findings())].map(complain);
    if is_faulty.contains(&true) {
        return Ok(Status::AtFault);
    }
    let comparison = if args.strict { comparison.strict() } else { comparison };
    let text = match args.format {
        Format::Text => comparison.to_text(),
        Format::Markdown => comparison.to_markdown(),
        Format::Json => comparison.to_json() + "\n",
    };
    write!(io::stdout(), "{text}")?;
    Ok(if args.fail_on.is_some_and(|limit| fails(&comparison, limit)) { Status::AtFault } else { Status::Done })
}

/// Loads a version: `git:REV:PATH`, or what else a document can be.
pub(super) fn load(loader: &Loader, source: &std::path::Path) -> Result<Document, Failure> {
    let revision = source.to_str().and_then(|text| text.strip_prefix("git:")).map(str::to_owned);
    let Some(revision) = revision else { return Ok(loader.load(source)?) };
    match revision.split_once(':') {
        Some((revision, path)) => Ok(loader.load_revision(revision, path)?),
        None => Err(Failure::Message(format!("`{}` lacks a path: it is written git:REV:PATH", source.display()))),
    }
}

/// Prints the errors of a document, and says whether it has any: what is not understood would look as if it were gone.
pub(super) fn complain((document, findings): (&Document, &Diagnostics)) -> bool {
    if findings.has_errors() {
        report::print(document, findings, MessageFormat::Human);
    }
    findings.has_errors()
}

fn fails(comparison: &Comparison, limit: FailOn) -> bool {
    match limit {
        FailOn::Breaking => comparison.effect() == Effect::Breaking,
        FailOn::Additive => comparison.effect() >= Effect::Additive,
        FailOn::Rust => comparison.rust().iter().any(|change| change.effect == Effect::Breaking),
        FailOn::Any => !comparison.is_empty(),
    }
}

fn rules() -> Result<Status, Failure> {
    let mut out = io::stdout().lock();
    for (name, says) in RULES {
        writeln!(out, "{name:<32} {says}")?;
    }
    Ok(Status::Done)
}
