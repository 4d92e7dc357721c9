//! What was measured: kept as a line of JSON each, one file for each section, so that it can be printed and drawn again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::arguments::Section;
use crate::peers::Generator;
use crate::process::{Cost, Stopped};

/// One thing that was measured once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    pub document: String,
    /// Who made what was measured: a generator, or somebody by hand.
    pub by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// What was done, in the words of the section.
    pub what: String,
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The commit of this repository, and the day.
    pub commit: String,
    pub date: String,
}

/// What came out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Cost(Cost),
    /// The size of a file.
    Bytes(u64),
    /// Why there is nothing.
    Stopped(String),
}

impl Record {
    pub fn cost(&self) -> Option<Cost> {
        match self.outcome {
            Outcome::Cost(cost) => Some(cost),
            _ => None,
        }
    }

    fn is_of_the_same(&self, other: &Self) -> bool {
        (&self.document, &self.by, &self.what) == (&other.document, &other.by, &other.what)
    }
}

impl From<Result<Cost, Stopped>> for Outcome {
    /// What a program said of its failure goes to the terminal only, for it tells of the machine, too.
    fn from(found: Result<Cost, Stopped>) -> Self {
        match found {
            Ok(cost) => Self::Cost(cost),
            Err(stopped) => {
                if let Stopped::Failed(said) = &stopped {
                    eprintln!("{said}");
                }
                Self::Stopped(stopped.to_string())
            }
        }
    }
}

/// The records of one section.
#[derive(Debug)]
pub struct Results {
    pub section: Section,
    pub records: Vec<Record>,
    /// Where they are kept, if they are.
    file: Option<PathBuf>,
    commit: String,
    date: String,
}

impl Results {
    /// None yet.
    pub fn new(section: Section, keep: bool) -> Self {
        let date = chrono::Utc::now().date_naive().to_string();
        Self { section, records: Vec::new(), file: keep.then(|| file_of(section)), commit: commit(), date }
    }

    /// Those that were kept.
    pub fn kept(section: Section) -> Result<Self, String> {
        Ok(Self { records: read(&file_of(section))?, ..Self::new(section, false) })
    }

    /// Takes down what came out, and keeps it at once: what follows may take hours.
    pub fn add(
        &mut self,
        document: &str,
        by: &Generator,
        what: &str,
        outcome: impl Into<Outcome>,
    ) -> Result<(), String> {
        self.record(document, by.name, by.version.clone(), what, outcome.into())
    }

    /// The same for what no generator made.
    pub fn add_by_hand(&mut self, document: &str, what: &str, outcome: impl Into<Outcome>) -> Result<(), String> {
        self.record(document, BY_HAND, String::new(), what, outcome.into())
    }

    fn record(
        &mut self,
        document: &str,
        by: &str,
        version: String,
        what: &str,
        outcome: Outcome,
    ) -> Result<(), String> {
        let [document, by, what] = [document, by, what].map(str::to_owned);
        let (commit, date) = (self.commit.clone(), self.date.clone());
        let record = Record { document, by, version, what, outcome, commit, date };
        eprintln!("{}: {} {} {}: {:?}", self.section.name(), record.document, record.by, record.what, record.outcome);
        if let Some(file) = &self.file {
            let mut kept = read(file)?;
            match kept.iter_mut().find(|former| former.is_of_the_same(&record)) {
                Some(former) => *former = record.clone(),
                None => kept.push(record.clone()),
            }
            write(file, &kept)?;
        }
        self.records.push(record);
        Ok(())
    }
}

/// Who wrote what is compared with generated programs.
pub const BY_HAND: &str = "by hand";

fn file_of(section: Section) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results").join(section.name()).with_extension("jsonl")
}

fn read(file: &Path) -> Result<Vec<Record>, String> {
    let text = if file.exists() { fs::read_to_string(file) } else { Ok(String::new()) };
    let text = text.map_err(|error| format!("{}: {error}", file.display()))?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{}: {error}", file.display())))
        .collect()
}

fn write(file: &Path, records: &[Record]) -> Result<(), String> {
    let lines: Result<Vec<String>, _> = records.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| error.to_string())?;
    let parent = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(file, format!("{}\n", lines.join("\n"))));
    written.map_err(|error| format!("{}: {error}", file.display()))
}

fn commit() -> String {
    let command =
        Command::new("git").args(["rev-parse", "--short", "HEAD"]).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    command.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_again_replaces_what_was_kept() {
        let file = crate::process::scratch("kept").join("growth.jsonl");
        let _ = fs::remove_file(&file);
        let mut results = Results { file: Some(file.clone()), ..Results::new(Section::Growth, false) };
        results.add_by_hand("api", "× 1", Outcome::Bytes(1)).unwrap();
        results.add_by_hand("api", "× 2", Outcome::Stopped("fails".to_owned())).unwrap();
        results.add_by_hand("api", "× 1", Outcome::Cost(Cost { wall: 1.5, cpu: 1.25, peak: 2.0 })).unwrap();

        let kept: Vec<String> =
            read(&file).unwrap().iter().map(|record| format!("{} {:?}", record.what, record.outcome)).collect();
        assert_eq!(kept, ["× 1 Cost(Cost { wall: 1.5, cpu: 1.25, peak: 2.0 })", "× 2 Stopped(\"fails\")",]);
        assert_eq!(results.records.len(), 3);
    }
}
