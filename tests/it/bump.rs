//! `generate --bump`: the version of a crate follows from what changed, is remembered, and is raised once for a change.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A directory that goes away with the test, with a crate of the first version of a document.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, version: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-bump-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        let scratch = Self(dir);
        scratch.put("old.yaml", &document(version, &["/pets"]));
        scratch.put("api.yaml", &document(version, &["/pets"]));
        scratch.put("s.toml", "ends = \"client\"\n");
        scratch.succeed(&[]);
        scratch
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(["generate", "api.yaml", "--output", "out", "--config", "s.toml"]).args(args);
        command.current_dir(&self.0).output().unwrap()
    }

    fn succeed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}\n{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    }

    fn fail(&self, args: &[&str], status: i32) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}\n{}", text(&output.stderr));
        text(&output.stderr).to_owned()
    }

    /// Raises the version for what changed since `old.yaml`, and says which it is then. Every other run leaves it alone.
    fn bump(&self) -> String {
        let said = self.succeed(&["--since", "old.yaml", "--bump"]);
        assert!(said.contains("out: "), "{said}");
        assert_eq!(self.succeed(&["--check"]), "up to date\n");
        assert_eq!(self.succeed(&["--check=full"]), "up to date\n");
        let version = self.version();
        self.succeed(&[]);
        assert_eq!(self.version(), version);
        version
    }

    fn version(&self) -> String {
        let manifest: toml::Table = toml::from_str(&self.read("out/Cargo.toml")).unwrap();
        manifest["package"]["version"].as_str().unwrap().to_owned()
    }

    /// The titles of the entries in the changelog.
    fn entries(&self) -> Vec<String> {
        let text = self.read("out/CHANGELOG.md");
        text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn document(version: &str, paths: &[&str]) -> String {
    let path = |path: &&str| format!("  {path}: {{ get: {{ responses: {{ '204': {{ description: Done }} }} }} }}\n");
    let paths: String = paths.iter().map(path).collect();
    format!("openapi: 3.0.3\ninfo: {{ title: Pets, version: '{version}' }}\npaths:\n{paths}")
}

#[test]
fn a_version_is_raised_once_for_a_change_and_stays() {
    let scratch = Scratch::new("stays", "1.2.3");
    scratch.put("api.yaml", &document("1.2.3", &["/pets", "/owners"]));
    assert_eq!(scratch.bump(), "1.3.0");
    assert_eq!(scratch.bump(), "1.3.0");
    assert_eq!(scratch.entries(), ["1.3.0"]);
    // More of the same change, and then none of it.
    scratch.put("api.yaml", &document("1.2.3", &["/owners"]));
    assert_eq!(scratch.bump(), "2.0.0");
    scratch.put("api.yaml", &document("1.2.3", &["/pets"]));
    assert_eq!(scratch.bump(), "1.2.3");
    // What was published is what the next change starts from.
    scratch.put("api.yaml", &document("1.2.3", &["/pets", "/owners"]));
    assert_eq!(scratch.bump(), "1.3.0");
    scratch.put("old.yaml", &scratch.read("api.yaml"));
    assert_eq!(scratch.bump(), "1.3.0");
    scratch.put("api.yaml", &document("1.2.3", &["/pets"]));
    assert_eq!(scratch.bump(), "2.0.0");
    scratch.put("old.yaml", &scratch.read("api.yaml"));
    scratch.put("api.yaml", &document("1.2.3", &["/pets", "/owners"]));
    assert_eq!((scratch.bump().as_str(), scratch.entries()[0].as_str()), ("2.1.0", "2.1.0"));
}

#[test]
fn the_version_of_the_document_counts_where_it_is_high_enough() {
    let scratch = Scratch::new("document", "1.0.0");
    scratch.put("api.yaml", &document("1.5.0", &["/pets", "/owners"]));
    scratch.succeed(&[]);
    assert_eq!((scratch.version().as_str(), scratch.bump().as_str()), ("1.5.0", "1.5.0"));
    scratch.put("api.yaml", &document("1.5.0", &["/owners"]));
    assert_eq!(scratch.bump(), "2.0.0");
    // It is the crate's own from now on.
    scratch.put("api.yaml", &document("9.0.0", &["/owners"]));
    scratch.succeed(&[]);
    assert_eq!((scratch.version().as_str(), scratch.bump().as_str()), ("2.0.0", "9.0.0"));
}

#[test]
fn documents_without_semantic_versions_have_crates_with_one() {
    let scratch = Scratch::new("dates", "2026-01-01");
    scratch.put("api.yaml", &document("2026-02-01", &["/pets", "/owners"]));
    assert_eq!(scratch.bump(), "0.1.1");
    scratch.put("old.yaml", &scratch.read("api.yaml"));
    scratch.put("api.yaml", &document("2026-03-01", &["/owners"]));
    assert_eq!(scratch.bump(), "0.2.0");
}

#[test]
fn what_settings_say_is_for_their_author_to_raise() {
    let scratch = Scratch::new("set", "1.0.0");
    scratch.put("s.toml", "ends = \"client\"\nversion = \"3.0.0-rc.1\"\n");
    scratch.succeed(&[]);
    assert_eq!(scratch.version(), "3.0.0-rc.1");
    scratch.put("api.yaml", &document("1.0.0", &["/owners"]));
    let said = scratch.fail(&["--since", "old.yaml", "--bump"], 2);
    let expected = "error: s.toml:2:11: `version` is `3.0.0-rc.1`, and the changes call for `3.0.0-rc.2` (major): set it \
                    there, or leave it to `--bump`\n";
    assert_eq!((said.as_str(), scratch.version().as_str()), (expected, "3.0.0-rc.1"));
    scratch.put("s.toml", "ends = \"client\"\nversion = \"3.0.0\"\n");
    assert_eq!((scratch.bump().as_str(), scratch.bump().as_str()), ("3.0.0", "3.0.0"));
    // Left to `--bump`, it stays.
    scratch.put("s.toml", "ends = \"client\"\n");
    scratch.succeed(&[]);
    assert_eq!(scratch.version(), "3.0.0");
}

#[test]
fn nothing_is_raised_without_need_or_sense() {
    let scratch = Scratch::new("nothing", "1.0.0");
    let bump = ["--since", "old.yaml", "--bump"];
    assert!(scratch.succeed(&bump).ends_with("no changes\nout: nothing changed that calls for another version\n"));
    assert!(!scratch.0.join("out/CHANGELOG.md").exists());
    scratch.put("api.yaml", &document("1.0.0", &["/owners"]));
    assert!(scratch.fail(&["--bump"], 2).contains("--since <OLD>"));
    let said = scratch.succeed(&["--since", "old.yaml", "--bump", "--dry-run"]);
    assert!(said.ends_with("\nout: the version is 2.0.0 after 1.0.0 (major)\n"), "{said}");
    assert_eq!(scratch.version(), "1.0.0");
    fs::remove_dir_all(scratch.0.join("out")).unwrap();
    assert!(scratch.succeed(&bump).ends_with("out: there was no crate, and so no version to raise\n"));
    assert!(!scratch.0.join("out/CHANGELOG.md").exists());
    scratch.put("old.yaml", "openapi: 3.0.3\npaths: []\n");
    scratch.fail(&bump, 1);
    assert_eq!(scratch.version(), "1.0.0");
    scratch.put("s.toml", "kind = \"module\"\n");
    assert!(scratch.fail(&bump, 2).contains("a module has no version"));
}

/// Of two branches that raised it, the higher one counts, whatever git made of the lock.
#[test]
fn a_version_outlives_a_merge() {
    let scratch = Scratch::new("merge", "1.0.0");
    scratch.put("api.yaml", &document("1.0.0", &["/pets", "/owners"]));
    scratch.bump();
    let one = scratch.read("out/specwright.lock");
    scratch.put("api.yaml", &document("1.0.0", &["/owners"]));
    scratch.bump();
    let other = scratch.read("out/specwright.lock");
    scratch.put("out/specwright.lock", &format!("<<<<<<< HEAD\n{other}=======\n{one}>>>>>>> other\n"));
    scratch.succeed(&[]);
    assert_eq!((scratch.version().as_str(), scratch.bump().as_str()), ("2.0.0", "2.0.0"));
}
