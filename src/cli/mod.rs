//! The command line: arguments, results on stdout, diagnostics on stderr. Only this folder names clap and toml.

mod args;
mod bump;
mod commands;
mod diff;
mod project;
mod report;
mod settings;
mod since;
mod watch;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};

/// How a run ended, as its exit status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// What was asked for is done.
    Done,
    /// The document, or the output that was checked, is at fault.
    AtFault,
    /// The call or the machine is at fault.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::AtFault => Self::from(1),
            Status::Failed => Self::from(2),
        }
    }
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
enum Failure {
    /// The library says so.
    Library(specwright::Error),
    /// The reader of stdout went away, which is its right.
    BrokenPipe,
    /// Anything else, as a sentence.
    Message(String),
}

impl From<specwright::Error> for Failure {
    fn from(error: specwright::Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Message(format!("cannot write to stdout: {error}")),
        }
    }
}

/// Runs the command that the arguments of the process ask for.
pub(crate) fn run() -> Status {
    let outcome = match Args::parse().command {
        Command::Generate(args) => commands::generate(&args),
        Command::Watch(args) => watch::watch(&args),
        Command::Validate(source) => commands::validate(&source),
        Command::Inspect(args) => commands::inspect(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Init(args) => commands::init(&args),
        Command::Schema => commands::schema(),
    };
    outcome.unwrap_or_else(complain_of)
}

/// Says why a command could not do what it was asked to.
fn complain_of(failure: Failure) -> Status {
    match failure {
        Failure::BrokenPipe => Status::Done,
        Failure::Message(message) => complain(&message),
        Failure::Library(error) => complain(&chain(&error)),
    }
}

/// An error and what caused it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error:#}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

fn complain(message: &str) -> Status {
    report::say(&format!("error: {message}"));
    Status::Failed
}
