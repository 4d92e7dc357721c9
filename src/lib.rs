//! Specwright turns an OpenAPI document into a Rust crate that holds both ends of the wire: a typed async client and
//! axum server stubs that share one set of types.
//!
//! The whole generator is one line, and a stage imports only the one on its left:
//!
//! ```text
//!  spec ──► lower ──► ir + passes ──► plan ──► emit ──► render ──► output
//! ```

mod cargo;
mod compare;
mod config;
mod diag;
mod emit;
mod error;
mod inspect;
mod ir;
mod lower;
mod name;
mod output;
mod parallel;
mod passes;
mod plan;
mod render;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the runtime is used by generated crates")]
mod runtime;
mod spec;

/// The README's code is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use cargo::{Build, build};
pub use compare::{Change, Comparison, Effect, RULES, RustChange, RustChangeKind, Site, Step};
pub use config::{
    Candidate, Config, Ends, Features, FormatType, InvalidSelector, InvalidType, InvalidVersion, Kind, KnownType,
    OperationConfig, PropertyConfig, Raised, SchemaConfig, Selector, Setting, Target, Version,
};
pub use diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, Position, Severity};
pub use error::Error;
pub use inspect::Inspection;
pub use name::nearest;
pub use output::{Drift, Lock, Output, Written};
pub use spec::{Document, Loader, SettingsText};

use parallel::while_dropping;
use plan::{Gate, Plan};
use render::Module;

/// Generates a crate. Pure: the same document and configuration make the same bytes.
///
/// # Errors
///
/// When the document has errors; all of them are in [`Error::diagnostics`].
pub fn generate(document: &Document, config: &Config) -> Result<Output, Error> {
    let Understood { api, plan, findings } = understand(document, config, gate(config)).into_result(document)?;
    let units = emit::units(&plan);
    let sources = while_dropping(api, || render::rust_files(&units, document.name(), |unit| unit.file(&plan)));
    let runtime = render::support_files(&emit::support_modules(&plan), document.name());
    let sources = sources.map_err(unprintable)?.into_iter().chain(runtime);
    let package = emit::package(&plan);
    let output = match config.kind {
        Kind::Crate => Output::new(sources.chain(render::package_files(&package).map_err(unprintable)?))?,
        Kind::Module => Output::new(sources.map(|(path, text)| (emit::path_in_module(&path), text)))?
            .with_additions(render::additions(&package)),
    };
    let overlays = document.overlays();
    let inputs = document.inputs();
    Ok(while_dropping(plan, || output.with_findings(findings).with_lock(document.name(), inputs, (config, &overlays))))
}

/// Everything that is wrong with a document, without generating anything.
pub fn validate(document: &Document, config: &Config) -> Diagnostics {
    understand(document, config, gate(config)).findings
}

/// The ends are features of a crate; in a module, they are there or not.
fn gate(config: &Config) -> Gate {
    if config.kind == Kind::Crate { Gate::Feature } else { Gate::Always }
}

impl Document {
    /// A digest of the document and what it refers to, without overlays: the same wherever it is read from, a revision of
    /// git included.
    pub fn digest(&self) -> String {
        let overlays = self.overlays();
        output::digest_of(self.inputs().into_iter().filter(|(name, _)| !overlays.contains(name)))
    }
}

/// Generates one text for a build script to include, and says what there is to say about the document.
fn generate_text(document: &Document, config: &Config) -> Result<(String, Diagnostics), Error> {
    let Understood { plan, findings, .. } = understand(document, config, Gate::Always).into_result(document)?;
    let runtime = render::support_files(&emit::support_modules(&plan), document.name());
    let copied = runtime.into_iter().map(|(path, text)| Part::Copied(path, text));
    let parts: Vec<Part> = emit::units(&plan).into_iter().map(Part::Made).chain(copied).collect();
    let text = render::single_text(&parts, document.name(), |part| match part {
        Part::Made(unit) => Module::Made(unit.file(&plan)),
        Part::Copied(path, text) => Module::Verbatim { path: path.clone(), text: text.clone() },
    });
    Ok((text.map_err(unprintable)?, findings))
}

/// A module of the text for a build script.
enum Part {
    Made(emit::Unit),
    Copied(String, String),
}

/// Says what was understood of a document and what the crate will look like, along with everything that was found wrong
/// with it.
pub fn inspect(document: &Document, config: &Config) -> (Inspection, Diagnostics) {
    let Understood { mut api, plan, findings } = understand(document, config, Gate::Always);
    let dependencies = render::dependency_lines(&emit::package(&plan));
    let usage = passes::usage(&mut api);
    let definitions = inspect::definitions(&api, &plan, &usage, |file| document.file_name(file));
    (Inspection::new(&api, &plan, &dependencies, definitions), findings)
}

/// Says what changed between two versions of a document: what it means to clients and to servers, and what it does to the
/// crate that `config` makes of it. The selectors, the conventions and the ends of `config` hold for both.
///
/// Of a document that has errors, what could be understood is compared; see [`Comparison::old_findings`].
pub fn compare(old: &Document, new: &Document, config: &Config) -> Comparison {
    let (old, new) = std::thread::scope(|scope| {
        let old = scope.spawn(|| Revision::of(old, config));
        let new = Revision::of(new, config);
        (old.join(), new)
    });
    // A panic of the other thread is one of this one.
    let old = old.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    compare::compare(old.side(&|places| old.sites(places)), new.side(&|places| new.sites(places)))
}

/// A version of a document, with all that there is to compare.
struct Revision<'d> {
    document: &'d Document,
    said: ir::Api,
    refined: ir::Api,
    plan: Plan,
    findings: Diagnostics,
}

impl<'d> Revision<'d> {
    fn of(document: &'d Document, config: &Config) -> Self {
        let (said, findings) = read(document, config);
        let (mut refined, mut said) = (said.clone(), said);
        // A selector that selects nothing of one version may select something of the other.
        let unheard = &mut Diagnostics::default();
        passes::select(&mut said, config, unheard);
        passes::run(&mut refined, config, unheard);
        let plan = plan::plan(&refined, config, Gate::Feature, unheard);
        let findings = if config.keep_going { document.tolerated(&findings) } else { findings };
        Self { document, said, refined, plan, findings }
    }

    fn side<'s>(&'s self, locate: &'s dyn Fn(&[Place]) -> Vec<Site>) -> compare::Side<'s> {
        let findings = self.findings.clone();
        compare::Side { said: &self.said, refined: &self.refined, plan: &self.plan, findings, locate }
    }

    fn sites(&self, places: &[Place]) -> Vec<Site> {
        let found = self.document.positions(places).into_iter();
        let named = |place: &Place| self.document.file_name(place.file).to_owned();
        found.map(|(place, position)| Site::new(named(&place), place, position)).collect()
    }
}

/// What a document says, and what is wrong with it.
fn read(document: &Document, config: &Config) -> (ir::Api, Diagnostics) {
    let mut findings = document.findings().clone();
    let amended = (!config.settings.is_empty()).then(|| document.amended(&config.settings, &mut findings));
    let api = lower::lower(amended.as_ref().unwrap_or(document), &mut findings);
    (api, findings)
}

/// A first configuration for a document: the text of a `specwright.toml`, with what there is to decide in comments.
/// `path` is that of the document, as the configuration is to name it.
///
/// # Errors
///
/// When the document has errors.
pub fn starter(document: &Document, path: &str) -> Result<String, Error> {
    let config = Config::new();
    let Understood { api, plan, .. } = understand(document, &config, Gate::Feature).into_result(document)?;
    Ok(inspect::starter(&api, &plan, path))
}

/// What is known when all decisions are taken.
struct Understood {
    api: ir::Api,
    plan: Plan,
    findings: Diagnostics,
}

/// Every phase up to the plan. Each is total, so that all that is wrong with a document comes to light in one run.
fn understand(document: &Document, config: &Config, gate: Gate) -> Understood {
    let (mut api, mut findings) = read(document, config);
    check_attributes(config, &mut findings);
    plan::unused_groups(&api, config, &mut findings);
    passes::run(&mut api, config, &mut findings);
    let plan = plan::plan(&api, config, gate, &mut findings);
    let findings = if config.keep_going { document.tolerated(&findings) } else { findings };
    Understood { api, plan, findings }
}

/// Attributes are code, so that only the last stages know whether they are any.
fn check_attributes(config: &Config, findings: &mut Diagnostics) {
    for (key, schema) in &config.schemas {
        for (index, text) in schema.attributes.iter().enumerate() {
            if let Some(reason) = emit::attribute_objection(text) {
                let place = Config::place(&["schemas", key, "attributes", &index.to_string()]);
                findings.push(diag::codes::not_an_attribute(place, text, &reason));
            }
        }
    }
}

impl Understood {
    /// Nothing is generated from a document that has errors.
    fn into_result(self, document: &Document) -> Result<Self, Error> {
        if self.findings.has_errors() {
            let listing = document.listing(&self.findings, false);
            return Err(Error::document(document.name(), self.findings, listing));
        }
        Ok(self)
    }
}

fn unprintable(defect: render::Unprintable) -> Error {
    Error::internal(&defect.to_string(), defect.text)
}
