//! Two versions of a document: what changed in the API, what that means to clients and to servers, and what it does to the
//! generated crate. One file per part of OpenAPI; works on what `lower` says, before any pass merges or prunes.

mod alternatives;
mod bodies;
mod comparer;
mod conventions;
mod defaults;
mod demands;
mod documentation;
mod effect;
mod limits;
mod objects;
mod operations;
mod parameters;
mod report;
mod responses;
mod rules;
mod rust;
mod schemas;
mod security;
mod spot;
mod values;
mod view;

pub use effect::{Effect, Step};
pub use rules::RULES;
pub use rust::{RustChange, RustChangeKind};

use crate::config::{Ends, Version};
use crate::diag::{Diagnostics, Place, Position};
use crate::ir::Api;
use crate::plan::{self, Plan};
use comparer::Comparer;
use effect::{Effects, semantic};

/// What changed between two versions of an API.
#[derive(Debug, Clone)]
pub struct Comparison {
    changes: Vec<Change>,
    rust: Vec<RustChange>,
    old: Revision,
    new: Revision,
    ends: Ends,
}

/// One of the versions.
#[derive(Debug, Clone)]
struct Revision {
    /// The file's name.
    name: String,
    /// What the document calls itself.
    version: String,
    findings: Diagnostics,
}

/// A change of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The name of the rule that finds it, one of [`RULES`].
    pub rule: &'static str,
    /// What changed, as one sentence without a final period.
    pub message: String,
    /// What it means to clients that are made for the old version and meet a server of the new one.
    pub client: Effect,
    /// What it means to a server that is made for the old version and has to serve as the new one says.
    pub server: Effect,
    /// Whether it is about what clients send.
    pub in_requests: bool,
    /// Whether it is about what clients receive.
    pub in_responses: bool,
    /// The operations that it concerns, as `METHOD /path`, and webhooks. None if it concerns the API as a whole.
    pub operations: Vec<String>,
    /// Where in the old version; nothing if that has none of it.
    pub old: Option<Site>,
    /// Where in the new version.
    pub new: Option<Site>,
    /// What it means to clients that check what they receive.
    strict: Effect,
}

/// A place in the text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The file, as shown to people.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// Where in its text.
    pub position: Position,
}

impl Site {
    pub(crate) fn new(file: String, place: Place, position: Position) -> Self {
        Self { file, place, position }
    }
}

/// One of the versions, as far as the stages have taken it.
pub(crate) struct Side<'a> {
    /// What the document says.
    pub(crate) said: &'a Api,
    /// The same after all passes, which is what is planned.
    pub(crate) refined: &'a Api,
    pub(crate) plan: &'a Plan,
    pub(crate) findings: Diagnostics,
    /// Finds places in the text.
    pub(crate) locate: &'a dyn Fn(&[Place]) -> Vec<Site>,
}

/// Compares two versions.
pub(crate) fn compare(old: Side<'_>, new: Side<'_>) -> Comparison {
    let comparer = everything(old.said, new.said);
    let sites = |side: &Side<'_>, places: Vec<Option<&Place>>| {
        let sought: Vec<Place> = places.iter().copied().flatten().cloned().collect();
        let mut found = (side.locate)(&sought).into_iter();
        places.iter().map(|place| place.and_then(|_| found.next())).collect::<Vec<_>>()
    };
    let old_sites = sites(&old, comparer.found.keys().map(|key| key.old.as_ref()).collect());
    let new_sites = sites(&new, comparer.found.keys().map(|key| key.new.as_ref()).collect());
    let found = comparer.found.iter().zip(old_sites.into_iter().zip(new_sites));
    let changes = found.map(|((key, found), (old, new))| {
        let Effects { client, strict, server } = found.effects;
        Change {
            rule: key.rule,
            message: key.message.clone(),
            client,
            server,
            in_requests: found.sent,
            in_responses: found.received,
            operations: comparer.operations(found),
            old,
            new,
            strict,
        }
    });
    let mut comparison = Comparison {
        changes: changes.collect(),
        rust: rust::compare((old.refined, old.plan), (new.refined, new.plan)),
        ends: new.plan.ends,
        old: Revision::of(&old),
        new: Revision::of(&new),
    };
    comparison.judge_version();
    comparison
}

impl Revision {
    fn of(side: &Side<'_>) -> Self {
        let Api { source, info, .. } = side.said;
        Self { name: source.clone(), version: info.version.clone(), findings: side.findings.clone() }
    }
}

/// Everything that differs between two versions of an API.
fn everything<'a>(old: &'a Api, new: &'a Api) -> Comparer<'a> {
    let mut comparer = Comparer::new(old, new);
    let cx = &mut comparer;
    conventions::document(cx);
    security::schemes(cx);
    operations::compare(cx);
    operations::webhooks(cx);
    schemas::work(cx);
    cx.leave();
    schemas::components(cx);
    schemas::work(cx);
    comparer
}

impl Comparison {
    /// The changes of the API, in the order of the documents.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes of the generated crate's public items: what is gone, renamed, changed, new.
    pub fn rust(&self) -> &[RustChange] {
        &self.rust
    }

    /// What was found wrong with the old version. Of a document that has errors, only what could be understood is compared.
    pub fn old_findings(&self) -> &Diagnostics {
        &self.old.findings
    }

    /// What was found wrong with the new version.
    pub fn new_findings(&self) -> &Diagnostics {
        &self.new.findings
    }

    /// Whether nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rust.is_empty()
    }

    /// The same as clients see it that check what they receive, and code that names every field of a struct: a further value
    /// of an enumeration, a further alternative, a looser limit of a response, a further field break them. Clients that
    /// Specwright generates keep values that they do not know and do not check limits of what they receive.
    #[must_use]
    pub fn strict(mut self) -> Self {
        for change in &mut self.changes {
            change.client = change.strict;
        }
        for change in &mut self.rust {
            if change.kind == RustChangeKind::Added && change.is_field {
                change.effect = Effect::Breaking;
            }
        }
        self
    }

    /// The gravest that the changes of the API mean to clients.
    pub fn client(&self) -> Effect {
        self.changes.iter().map(|change| change.client).max().unwrap_or_default()
    }

    /// The gravest that the changes of the API mean to servers.
    pub fn server(&self) -> Effect {
        self.changes.iter().map(|change| change.server).max().unwrap_or_default()
    }

    /// The gravest that the changes mean to the ends that are compared.
    pub fn effect(&self) -> Effect {
        self.changes.iter().map(|change| change.effect(self.ends)).max().unwrap_or_default()
    }

    /// The step that the version of the document calls for: what its clients need to know.
    pub fn api_step(&self) -> Step {
        if self.changes.is_empty() { Step::None } else { Step::of(self.client()) }
    }

    /// The step that the version of the generated crate calls for, by what the API and the crate's items mean to the ends
    /// that it has.
    pub fn crate_step(&self) -> Step {
        let rust = self.rust.iter().map(|change| change.effect).max().unwrap_or_default();
        if self.is_empty() { Step::None } else { Step::of(self.effect().max(rust)) }
    }

    /// The version of the crate that follows this one: that of the new document, if it is as high as the changes call for.
    /// The same if nothing changed.
    pub fn next_version(&self, current: &Version) -> Version {
        let next = self.crate_step().after(current);
        if self.is_empty() { next } else { next.max(plan::version_of(&self.new.version)) }
    }

    /// The version that the crate of the old document has, unless it has one of its own.
    pub fn old_version(&self) -> Version {
        plan::version_of(&self.old.version)
    }

    /// Notes it if the version was raised by less than the changes call for.
    fn judge_version(&mut self) {
        let step = self.api_step();
        let (old, new) = (&self.old.version, &self.new.version);
        let (Some(earlier), Some(later)) = (semantic(old), semantic(new)) else { return };
        let next = step.after(&earlier);
        if step < Step::Minor || later >= next {
            return;
        }
        let message = format!("the version was `{old}` and is `{new}`; the changes call for `{next}`");
        self.changes.push(Change {
            rule: "version-too-low",
            message,
            client: Effect::Neutral,
            server: Effect::Neutral,
            in_requests: false,
            in_responses: false,
            operations: Vec::new(),
            old: None,
            new: None,
            strict: Effect::Neutral,
        });
    }
}

impl Change {
    /// What it means to the graver of the ends.
    pub fn effect(&self, ends: Ends) -> Effect {
        match ends {
            Ends::Client => self.client,
            Ends::Server => self.server,
            Ends::Both => self.client.max(self.server),
        }
    }
}
