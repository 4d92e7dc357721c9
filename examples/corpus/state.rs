//! What is known from earlier runs: a line for each thing that was checked, by what it was done to.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::Failure;
use super::record::Checked;

/// What was checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) slug: String,
    /// What was done.
    pub(super) what: String,
    /// What it was done to.
    pub(super) digest: String,
}

/// A file that grows by a line for each result; the last one counts.
#[derive(Debug)]
pub(super) struct State {
    known: BTreeMap<Key, Checked>,
    file: File,
    /// The compiler: another one may judge otherwise.
    compiler: String,
}

impl State {
    pub(super) fn load(out: &Path) -> Result<Self, Failure> {
        let path = out.join("state.tsv");
        let compiler = compiler()?;
        let text = fs::read_to_string(&path).unwrap_or_default();
        let known = text.lines().filter_map(|line| parse(line, &compiler)).collect();
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { known, file, compiler })
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Checked> {
        self.known.get(key)
    }

    pub(super) fn put(&mut self, key: Key, checked: Checked) -> Result<(), Failure> {
        let error = checked.error.as_deref().unwrap_or_default().replace(['\t', '\n'], " ");
        let number = |number: Option<String>| number.unwrap_or_default();
        writeln!(
            self.file,
            "{}\t{}\t{}\t{}\t{}\t{}\t{error}",
            key.slug,
            key.what,
            key.digest,
            self.compiler,
            number(checked.seconds.map(|seconds| format!("{seconds:.2}"))),
            number(checked.peak_kib.map(|peak| peak.to_string())),
        )?;
        self.known.insert(key, checked);
        Ok(())
    }
}

fn parse(line: &str, compiler: &str) -> Option<(Key, Checked)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [slug, what, digest, by, seconds, peak, error] = *cells.as_slice() else { return None };
    let key = Key { slug: slug.to_owned(), what: what.to_owned(), digest: digest.to_owned() };
    let checked = Checked {
        error: (!error.is_empty()).then(|| error.to_owned()),
        seconds: seconds.parse().ok(),
        peak_kib: peak.parse().ok(),
    };
    (by == compiler).then_some((key, checked))
}

fn compiler() -> Result<String, Failure> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
