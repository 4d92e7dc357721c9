//! What is known of each document, and whether it is as expected.

use std::collections::BTreeMap;

use super::check::Set;
use super::manifest::{Entry, Expect};

/// A document and what became of it.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) entry: Entry,
    pub(super) generation: Generation,
    /// How the crate compiled, by the features.
    pub(super) checks: BTreeMap<Set, Checked>,
    /// What became of values.
    pub(super) values: Option<Values>,
}

/// What came of generating.
#[derive(Debug, Default)]
pub(super) struct Generation {
    pub(super) outcome: Outcome,
    pub(super) message: String,
    pub(super) seconds: f64,
    pub(super) peak_kib: Option<u64>,
    pub(super) findings: Vec<Finding>,
    /// What tells this output from others.
    pub(super) digest: String,
    /// The size of the crate.
    pub(super) bytes: u64,
    /// How many fields are untyped, of how many.
    pub(super) untyped: Option<(u64, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Outcome {
    Generated,
    /// The document has errors, and all are told.
    Refused,
    /// Neither: the file could not be read, or the generator has a defect that it noticed.
    #[default]
    Failed,
    /// A panic, or a signal such as that of a stack overflow.
    Crashed,
    OutOfTime,
    OutOfMemory,
}

impl Outcome {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Crashed => "crashed",
            Self::OutOfTime => "out of time",
            Self::OutOfMemory => "out of memory",
        }
    }
}

/// A diagnostic.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) severity: String,
    pub(super) code: String,
    pub(super) message: String,
    /// The line; zero if there is none.
    pub(super) line: u64,
}

/// How a crate compiled.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    /// The first error, if there is one.
    pub(super) error: Option<String>,
    pub(super) seconds: Option<f64>,
    pub(super) peak_kib: Option<u64>,
}

/// What became of the values of a document.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Why none were tried.
    pub(super) skipped: Option<String>,
    /// How many types were tried, and for how many of them there was no valid instance.
    pub(super) types: usize,
    pub(super) without_instance: usize,
    /// Types whose schema the judge cannot judge by, and why.
    pub(super) unjudged: Vec<String>,
    /// How many instances there were, and how many came out as they went in.
    pub(super) instances: usize,
    pub(super) survived: usize,
    /// How many others, made of examples, lost nothing but members that no schema names.
    pub(super) unnamed: usize,
    /// How many examples of the document are not valid by its own schemas.
    pub(super) invalid_examples: usize,
    /// What went wrong, a line each.
    pub(super) failures: Vec<String>,
}

impl Values {
    /// How many instances a type is to keep: not those whose members have no place in it.
    pub(super) fn judged(&self) -> usize {
        self.instances - self.unnamed
    }
}

impl Generation {
    pub(super) fn failed(outcome: Outcome, message: &str) -> Self {
        Self { outcome, message: message.to_owned(), ..Self::default() }
    }

    pub(super) fn of(&self, severity: &str) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |found| found.severity == severity)
    }

    fn has_position(&self) -> bool {
        self.of("error").any(|found| found.line > 0)
    }

    /// What was said first, on one line.
    fn reason(&self) -> String {
        match self.of("error").next() {
            Some(found) => format!("{}: {} (line {})", found.code, found.message, found.line),
            None => self.message.clone(),
        }
    }
}

impl Record {
    pub(super) fn new(entry: Entry) -> Self {
        Self { entry, generation: Generation::default(), checks: BTreeMap::new(), values: None }
    }

    pub(super) fn is_generated(&self) -> bool {
        self.generation.outcome == Outcome::Generated
    }

    /// Whether the crate compiled, as far as that was tried.
    pub(super) fn compiled(&self) -> bool {
        self.checks.values().all(|checked| checked.error.is_none())
    }

    /// What is not as expected, a line each.
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut complaints: Vec<String> = self.wrong_outcome().into_iter().collect();
        for (set, checked) in &self.checks {
            if let Some(error) = &checked.error {
                complaints.push(format!("does not compile ({}): {error}", set.name()));
            }
        }
        complaints
    }

    /// Whether a goal is missed. That a lenient document generates without a warning is listed, but may be right: a label is a
    /// judgement of somebody else's reader.
    pub(super) fn misses_goal(&self) -> bool {
        let most = usize::from(self.is_silent());
        self.complaints().len() > most
    }

    /// Whether a lenient document generated without a warning.
    fn is_silent(&self) -> bool {
        self.entry.expect == Expect::Lenient
            && self.generation.outcome == Outcome::Generated
            && self.generation.of("warning").next().is_none()
    }

    fn wrong_outcome(&self) -> Option<String> {
        let Generation { outcome, .. } = self.generation;
        let complaint = match (self.entry.expect, outcome) {
            (_, Outcome::Failed | Outcome::Crashed | Outcome::OutOfTime | Outcome::OutOfMemory) => outcome.name(),
            (Expect::Ok, Outcome::Refused) => "refused",
            (Expect::Error, Outcome::Generated) => return Some("generated, though it is in error".to_owned()),
            (Expect::Lenient, Outcome::Generated) if self.is_silent() => {
                return Some("generated without a warning".to_owned());
            }
            (Expect::Error | Expect::Lenient, Outcome::Refused) if !self.generation.has_position() => {
                "refused without a position"
            }
            (_, Outcome::Generated | Outcome::Refused) => return None,
        };
        Some(format!("{complaint}: {}", self.generation.reason()))
    }
}
