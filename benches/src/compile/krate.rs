//! A crate as a generator left it, made fit to be compiled by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::peers::Generator;
use crate::process::{Bounds, Cost, Stopped, cost, scratch};

/// A crate, the code of which can be taken away.
#[derive(Debug)]
pub struct Crate {
    pub dir: PathBuf,
    /// Its manifest.
    pub manifest: toml::Table,
    root: PathBuf,
    /// What is in its root.
    code: String,
}

impl Crate {
    /// Generates a crate.
    pub fn generated(generator: &Generator, document: &Path, bounds: Bounds) -> Result<Self, Stopped> {
        let dir = scratch(&format!("{}-crate", generator.name));
        cost(&generator.command(document, &dir)?, bounds)?;
        let manifest = dir.join("Cargo.toml");
        let text = match fs::read_to_string(&manifest) {
            Ok(text) if text.contains("[workspace]") => text,
            Ok(text) => format!("{text}\n[workspace]\n"),
            Err(_) => format!("{}\n[workspace]\n", manifest_for(&dir)),
        };
        fs::write(&manifest, text)?;
        Self::at(dir, "src/lib.rs")
    }

    /// A crate that is there.
    pub fn at(dir: PathBuf, root: &str) -> Result<Self, Stopped> {
        let text = fs::read_to_string(dir.join("Cargo.toml"))?;
        let manifest: toml::Table = toml::from_str(&text).map_err(|error| Stopped::Failed(error.to_string()))?;
        let said = manifest.get("lib").and_then(|lib| lib.get("path")).and_then(toml::Value::as_str);
        let root = dir.join(said.unwrap_or(root));
        let code = fs::read_to_string(&root)?;
        Ok(Self { dir, manifest, root, code })
    }

    pub fn package(&self) -> &str {
        let package = self.manifest.get("package").and_then(|package| package.get("name"));
        package.and_then(toml::Value::as_str).unwrap_or_default()
    }

    /// Whether its manifest has a feature.
    pub fn has_feature(&self, feature: &str) -> bool {
        let features = self.manifest.get("features").and_then(toml::Value::as_table);
        features.is_some_and(|features| features.contains_key(feature))
    }

    /// What makes cargo take these features only, with all groups of operations where those are features; without any, it
    /// takes those that are on by default.
    pub fn selecting(&self, features: &[&str]) -> Vec<String> {
        if features.is_empty() {
            return Vec::new();
        }
        let groups = self.has_feature("all").then_some("all");
        let features: Vec<&str> = features.iter().copied().chain(groups).collect();
        vec!["--no-default-features".to_owned(), "--features".to_owned(), features.join(",")]
    }

    /// Leaves the dependencies only.
    pub fn take_code_away(&self, nothing: &str) -> Result<(), Stopped> {
        Ok(fs::write(&self.root, nothing)?)
    }

    /// Puts the code back, which makes it newer than whatever was built.
    pub fn put_code_back(&self) -> Result<(), Stopped> {
        Ok(fs::write(&self.root, &self.code)?)
    }

    /// Puts the code back with one word in the place of another.
    pub fn put_code_back_with(&self, word: &str, other: &str) -> Result<(), Stopped> {
        Ok(fs::write(&self.root, self.code.replace(word, other))?)
    }
}

/// How cargo is called.
#[derive(Debug)]
pub struct Cargo {
    pub target: PathBuf,
    pub incremental: bool,
    pub bounds: Bounds,
}

impl Cargo {
    /// Calls cargo in a crate.
    pub fn run(&self, krate: &Crate, arguments: &[&str]) -> Result<Cost, Stopped> {
        let mut command = Command::new("cargo");
        command.args(arguments).arg("--quiet").current_dir(&krate.dir);
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", u8::from(self.incremental).to_string());
        cost(&command, self.bounds)
    }
}

/// A manifest for what some generators make: a module, and the crates that it needs.
pub fn manifest_for(output: &Path) -> String {
    let needed = fs::read_to_string(output.join("REQUIRED_DEPS.toml")).unwrap_or_default();
    let dependencies = if needed.contains("[dependencies]") { needed } else { format!("[dependencies]\n{needed}") };
    format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"mod.rs\"\n\n\
         {dependencies}"
    )
}
