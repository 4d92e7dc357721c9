//! What a call is about: arguments, and the settings of a file where there is one. Arguments win.

use std::path::{Path, PathBuf};

use specwright::{Config, Kind, Loader, Lock, SettingsText, Version};

use super::Failure;
use super::args::Source;
use super::settings::{self, OutputSettings, Settings};

/// What to make of one document or several.
#[derive(Debug)]
pub(super) struct Project {
    /// At least one.
    pub(super) jobs: Vec<Job>,
    /// How far documents may refer to others.
    pub(super) loader: Loader,
    /// What is changed in them first.
    overlays: Vec<PathBuf>,
    pub(super) denies_warnings: bool,
}

/// What to make of one document.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) spec: PathBuf,
    pub(super) output: Option<PathBuf>,
    pub(super) config: Config,
    /// The file that the configuration is from.
    pub(super) text: Option<SettingsText>,
}

impl Project {
    /// What the arguments ask for, and the output directory among them.
    pub(super) fn of(source: &Source, output: Option<&Path>) -> Result<Self, Failure> {
        let settings = settings_of(source)?;
        let overlays = settings.as_ref().map(|settings| settings.overlays.clone()).unwrap_or_default();
        let overlays: Vec<PathBuf> = overlays.into_iter().chain(source.overlay.clone()).collect();
        let loader = source.reach.loader(settings.as_ref());
        let loader = overlays.iter().fold(loader, |loader, file| loader.overlay(file));
        let denied = settings.as_ref().is_some_and(|settings| settings.deny_warnings);
        let outputs = settings.map(|settings| settings.outputs).unwrap_or_default();
        if outputs.len() > 1 && output.is_some() {
            return Err(Failure::Message("`--output` is of one output, and the file has several".to_owned()));
        }
        let jobs = if outputs.is_empty() {
            vec![Job::of_arguments(source, output)?]
        } else {
            outputs.into_iter().map(|settings| Job::new(source, output, settings)).collect::<Result<_, _>>()?
        };
        Ok(Self { jobs, loader, overlays, denies_warnings: denied || source.denies_warnings() })
    }

    /// The overlays, in order.
    pub(super) fn overlays(&self) -> impl Iterator<Item = &Path> {
        self.overlays.iter().map(PathBuf::as_path)
    }
}

/// The file that `--config` names, or where no document is named either, `specwright.toml` here.
fn settings_of(source: &Source) -> Result<Option<Settings>, Failure> {
    let here = Path::new(settings::NAME);
    match (&source.config, &source.spec) {
        (Some(path), _) => settings::read(path).map(Some),
        (None, Some(_)) => Ok(None),
        (None, None) if here.exists() => settings::read(here).map(Some),
        (None, None) => Err(Failure::Message(format!(
            "which document? Name it, or write a `{0}` here: `specwright init SPEC` makes one",
            settings::NAME
        ))),
    }
}

impl Job {
    fn of_arguments(source: &Source, output: Option<&Path>) -> Result<Self, Failure> {
        let Some(spec) = source.spec.clone() else { return Err(no_document()) };
        let mut job = Self { spec, output: output.map(Path::to_owned), config: Config::new(), text: None };
        job.apply(source)?;
        Ok(job)
    }

    fn new(source: &Source, output: Option<&Path>, settings: OutputSettings) -> Result<Self, Failure> {
        let OutputSettings { document, path, config, text } = settings;
        let Some(spec) = source.spec.clone().or(document) else { return Err(no_document()) };
        let mut job = Self { spec, output: output.map(Path::to_owned).or(path), config, text: Some(text) };
        job.apply(source)?;
        Ok(job)
    }

    /// Puts the arguments in the place of what the file says, and adds what the directory remembers.
    fn apply(&mut self, source: &Source) -> Result<(), Failure> {
        source.choice.apply(&mut self.config);
        if let Some(name) = &source.name {
            self.config.name = Some(name.clone());
        }
        for (arguments, start) in [(&source.choice.include, "/include/"), (&source.choice.exclude, "/exclude/")] {
            if !arguments.is_empty() {
                self.forget(start);
            }
        }
        if let Some(dir) = self.output.as_deref().filter(|_| !self.is_module()) {
            Lock::carry_version(dir, &mut self.config)?;
        }
        Ok(())
    }

    /// What an argument replaced does not stand in the file.
    fn forget(&mut self, start: &str) {
        if let Some(text) = &mut self.text {
            text.ranges.retain(|pointer, _| !pointer.starts_with(start));
        }
    }

    /// The version that the file sets; one that the directory remembers is none.
    pub(super) fn version_that_is_set(&self) -> Option<&Version> {
        self.place_of("/version").and(self.config.version.as_ref())
    }

    /// Where in the file a decision stands.
    pub(super) fn place_of(&self, pointer: &str) -> Option<String> {
        let SettingsText { name, text, ranges } = self.text.as_ref()?;
        Some(settings::place(name, text, ranges.get(pointer)?.start))
    }

    /// The directory to write to.
    pub(super) fn output(&self) -> Result<&Path, Failure> {
        let missing = || Failure::Message("which directory? Say `--output DIR`, or `output` in the file".to_owned());
        self.output.as_deref().ok_or_else(missing)
    }

    /// Whether what is generated is a part of a crate that somebody else owns.
    pub(super) fn is_module(&self) -> bool {
        self.config.kind == Kind::Module
    }
}

fn no_document() -> Failure {
    Failure::Message("which document? Name it, or say `document` in the file".to_owned())
}
