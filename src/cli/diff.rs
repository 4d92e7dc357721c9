//! `specwright diff`: what changed between two versions of a document.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use specwright::{Comparison, Config, Diagnostics, Document, Effect, Loader, RULES};

use super::args::{Choice, MessageFormat, Reach};
use super::settings::{self, OutputSettings, Settings};
use super::{Failure, Status, report};

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
    /// Settings in a file, for both versions, overlays included: those of a revision are taken from it. Every output is compared;
    /// arguments win over it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Of several outputs in the file, compare this one only
    #[arg(long, short, value_name = "DIR", requires = "config")]
    output: Option<PathBuf>,
    /// Make the changes of an overlay to both versions first; several are applied in order, after those of the settings
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
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

/// Compares two versions of a document, for each output of the settings.
pub(super) fn diff(args: &Diff) -> Result<Status, Failure> {
    let (Some(old), Some(new)) = (&args.old, &args.new) else { return rules() };
    let settings = args.config.as_deref().map(settings::read).transpose()?;
    let overlays = settings.iter().flat_map(|settings| &settings.overlays).chain(&args.overlay);
    let loader = overlays.fold(args.reach.loader(settings.as_ref()), |loader, file| loader.overlay(file));
    let outputs = outputs(args, settings)?;
    let versions = [load(&loader, old)?, load(&loader, new)?];
    let mut status = Status::Done;
    for (path, mut config) in outputs {
        args.choice.apply(&mut config);
        if diff_one(args, &versions, path.as_deref(), &config)? != Status::Done {
            status = Status::AtFault;
        }
    }
    Ok(status)
}

/// What to compare the versions for: outputs of the settings, each by its path if there are several, or the one that
/// `--output` names; everything, if there are no settings.
fn outputs(args: &Diff, settings: Option<Settings>) -> Result<Vec<(Option<PathBuf>, Config)>, Failure> {
    let Some(settings) = settings else { return Ok(vec![(None, Config::new())]) };
    let folder = args.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let is_asked = |output: &OutputSettings| match (&args.output, &output.path) {
        (None, _) => true,
        (Some(asked), Some(path)) => *path == *asked || *path == folder.join(asked),
        (Some(_), None) => false,
    };
    let known = settings.outputs.iter().filter_map(|output| output.path.as_deref());
    let known: Vec<String> = known.map(|path| path.display().to_string()).collect();
    let outputs: Vec<OutputSettings> = settings.outputs.into_iter().filter(is_asked).collect();
    if outputs.is_empty() {
        let asked = args.output.as_deref().unwrap_or(Path::new("")).display();
        return Err(Failure::Message(format!(
            "the settings have no output `{asked}`; there are: {}",
            known.join(", ")
        )));
    }
    let is_one = outputs.len() == 1;
    Ok(outputs.into_iter().map(|output| (output.path.filter(|_| !is_one), output.config)).collect())
}

fn diff_one(args: &Diff, [old, new]: &[Document; 2], path: Option<&Path>, config: &Config) -> Result<Status, Failure> {
    let comparison = specwright::compare(old, new, config);
    let is_faulty = [(old, comparison.old_findings()), (new, comparison.new_findings())].map(complain);
    if is_faulty.contains(&true) {
        return Ok(Status::AtFault);
    }
    let comparison = if args.strict { comparison.strict() } else { comparison };
    write!(io::stdout(), "{}", report_of(&comparison, args.format, path))?;
    Ok(if args.fail_on.is_some_and(|limit| fails(&comparison, limit)) { Status::AtFault } else { Status::Done })
}

/// The report, under the path of the output if there are several.
fn report_of(comparison: &Comparison, format: Format, path: Option<&Path>) -> String {
    let path = path.map(|path| path.to_string_lossy().replace('\\', "/"));
    match (format, path) {
        (Format::Text, None) => comparison.to_text(),
        (Format::Text, Some(path)) => format!("output {path}\n\n{}\n", comparison.to_text()),
        (Format::Markdown, None) => comparison.to_markdown(),
        (Format::Markdown, Some(path)) => format!("## {path}\n\n{}\n", comparison.to_markdown()),
        (Format::Json, None) => comparison.to_json() + "\n",
        (Format::Json, Some(path)) => {
            let mut report: serde_json::Value = serde_json::from_str(&comparison.to_json()).unwrap_or_default();
            report["output"] = path.into();
            format!("{report:#}\n")
        }
    }
}

/// Loads a version: `git:REV:PATH`, or what else a document can be.
pub(super) fn load(loader: &Loader, source: &Path) -> Result<Document, Failure> {
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
