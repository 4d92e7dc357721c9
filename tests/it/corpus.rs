//! The corpus runner, on corpora of a few lines: it finds what is wrong, and its exit status says so.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.2.3}\npaths: {}\n";
const BAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.2.3}\npaths: [\n";

/// A corpus that goes away with the test.
struct Corpus(PathBuf);

impl Corpus {
    /// Each document has a slug, what is expected of it, and a text.
    fn new(name: &str, documents: &[(&str, &str, &str)]) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-corpus-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        let mut manifest = "slug\tpath\tkind\tbytes\tfiles\texpect\n".to_owned();
        for (slug, expect, text) in documents {
            fs::write(dir.join(format!("{slug}.yaml")), text).unwrap();
            manifest.push_str(&format!("{slug}\t{slug}.yaml\tfeature\t{}\t1\t{expect}\n", text.len()));
        }
        fs::write(dir.join("manifest.tsv"), manifest).unwrap();
        Self(dir)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--example", "corpus", "--"]).arg(&self.0).arg("--out").arg(self.0.join("out"));
        cargo.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
    }

    fn results(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.0.join("out/results.json")).unwrap()).unwrap()
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn documents_that_do_as_they_should_are_no_news() {
    let corpus = Corpus::new("good", &[("good", "ok", GOOD), ("bad", "error", BAD)]);
    let output = corpus.run(&["--no-compile"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("| feature | 2 | 1 |") && said.contains("Every document does as it should."), "{said}");
}

#[test]
fn what_is_not_as_expected_is_told_and_fails_the_run() {
    let documents =
        [("good", "ok", GOOD), ("refused", "ok", BAD), ("taken", "error", GOOD), ("quiet", "lenient", GOOD)];
    let corpus = Corpus::new("bad", &documents);
    let output = corpus.run(&["--no-compile"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Not as expected: 3"), "{said}");
    let results = corpus.results();
    let complaints = results["documents"].as_array().unwrap().iter().map(|document| {
        let complaint = document["complaints"][0].as_str().unwrap_or("none");
        complaint.split(':').next().unwrap_or_default().to_owned()
    });
    let expected = ["none", "refused", "generated, though it is in error", "generated without a warning"];
    assert_eq!(complaints.collect::<Vec<_>>(), expected);
}

#[test]
fn a_corpus_that_cannot_be_read_is_a_failure_of_the_call() {
    let corpus = Corpus::new("unreadable", &[("odd", "whatever", GOOD)]);
    let output = corpus.run(&["--no-compile"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("manifest.tsv:2: expect is none of"));
}
