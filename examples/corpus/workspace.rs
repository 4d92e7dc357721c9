//! The workspace of all crates of a run: one lock file and one target directory for what they share, and cargo's words
//! about each of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Failure, check::wrapper};

/// The workspace in the folder of a run.
#[derive(Debug)]
pub(super) struct Workspace {
    dir: PathBuf,
}

/// What cargo said of one package.
#[derive(Debug, Default, Clone)]
pub(super) struct Verdict {
    /// It, and what it needs, compiled.
    pub(super) compiled: bool,
    /// The program, if it is one.
    pub(super) program: Option<PathBuf>,
    /// The first error.
    pub(super) error: Option<String>,
}

impl Workspace {
    /// Writes the manifest over the crates in these directories, which are relative to that of the run.
    pub(super) fn create(out: &Path, members: &[String]) -> Result<Self, Failure> {
        let members: String = members.iter().map(|member| format!("    {member:?},\n")).collect();
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n{profile}");
        fs::write(out.join("Cargo.toml"), manifest)?;
        let lock = out.join("Cargo.lock");
        if !lock.exists() {
            // The versions that this repository is tested with, as far as they are needed.
            fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), lock)?;
        }
        Ok(Self { dir: out.canonicalize()? })
    }

    /// Whether a crate says that it has a feature.
    pub(super) fn has_feature(&self, slug: &str, feature: &str) -> bool {
        let manifest = fs::read_to_string(self.dir.join("crates").join(slug).join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.strip_prefix(feature).is_some_and(|rest| rest.starts_with(" = [")))
    }

    /// Runs cargo over some packages; the verdicts are by the names of the libraries and programs. Everything that is
    /// compiled of these packages is measured: see [`wrapper`].
    pub(super) fn cargo(&self, command: &str, arguments: &[&str], packages: &[String]) -> Result<Ran, Failure> {
        let mut cargo = self.command(command);
        cargo.args(["--keep-going", "--message-format", "json", "--quiet"]).args(arguments);
        for package in packages {
            cargo.args(["--package", package]);
        }
        cargo.env("RUSTFLAGS", "-D warnings");
        wrapper::enlist(&mut cargo, &self.dir)?;
        let log = self.dir.join("cargo.log");
        cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(fs::File::create(&log)?);
        let mut child = cargo.spawn()?;
        let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
        for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
            if let Ok(message) = serde_json::from_str::<Value>(&line?) {
                heed(&message, &mut verdicts);
            }
        }
        child.wait()?;
        let said = fs::read_to_string(&log)?;
        Ok(Ran { verdicts, said })
    }

    /// Removes what was compiled of some packages, which nothing else needs: all of a corpus would take many GiB.
    pub(super) fn discard(&self, packages: &[String]) -> Result<(), Failure> {
        let mut cargo = self.command("clean");
        for package in packages {
            cargo.args(["--package", package]);
        }
        let ran = cargo.arg("--quiet").stdin(Stdio::null()).output()?;
        if ran.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&ran.stderr).into_owned().into())
    }

    fn command(&self, name: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.arg(name).current_dir(&self.dir).env("CARGO_TARGET_DIR", self.dir.join("target"));
        cargo
    }
}

/// What cargo said.
#[derive(Debug)]
pub(super) struct Ran {
    verdicts: BTreeMap<String, Verdict>,
    /// What it said of the packages as a whole.
    said: String,
}

impl Ran {
    /// The verdict on a package. One that cargo says nothing of did not compile.
    pub(super) fn verdict(&self, package: &str) -> Verdict {
        let mut verdict = self.verdicts.get(&package.replace('-', "_")).cloned().unwrap_or_default();
        if !verdict.compiled && verdict.error.is_none() {
            let said = self.said.lines().find(|line| line.starts_with("error")).unwrap_or("cargo says nothing of it");
            verdict.error = Some(said.to_owned());
        }
        verdict
    }

    /// The members whose manifests cargo cannot read: it does nothing for any package then.
    pub(super) fn unreadable(&self) -> Option<&str> {
        let (_, after) = self.said.split_once("/crates/")?;
        let (slug, _) = after.split_once("/Cargo.toml`")?;
        (self.verdicts.is_empty() && !slug.contains('/')).then_some(slug)
    }
}

fn heed(message: &Value, verdicts: &mut BTreeMap<String, Verdict>) {
    let name = message["target"]["name"].as_str().unwrap_or_default().replace('-', "_");
    let verdict = verdicts.entry(name).or_default();
    match message["reason"].as_str() {
        Some("compiler-artifact") => {
            verdict.compiled = true;
            verdict.program = message["executable"].as_str().map(PathBuf::from);
        }
        Some("compiler-message") if message["message"]["level"] == "error" => {
            verdict.error.get_or_insert_with(|| error(&message["message"]));
        }
        _ => {}
    }
}

/// An error of the compiler on one line, with its place.
fn error(message: &Value) -> String {
    let text = message["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default();
    let code = message["code"]["code"].as_str().map_or_else(String::new, |code| format!("[{code}]"));
    let spans = message["spans"].as_array().into_iter().flatten();
    let place = spans.clone().find(|span| span["is_primary"] == true).map_or_else(String::new, |span| {
        format!(" at {}:{}", span["file_name"].as_str().unwrap_or_default(), span["line_start"])
    });
    format!("error{code}: {text}{place}")
}
