//! `specwright.lock`, as users of the command meet it: what `--check` says of each kind of drift, and what `generate` refuses
//! to overwrite.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: 1.2.3 }
paths:
  /pets: { $ref: 'paths/pets.yaml' }
";
const PETS: &str = "get:\n  operationId: pets.list\n  responses: { '204': { description: Done } }\n";

/// A directory that goes away with the test, with a document of two files and an up to date crate.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-lock-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let scratch = Self(dir);
        scratch.put("api/pets.yaml", DOCUMENT);
        scratch.put("api/paths/pets.yaml", PETS);
        scratch.put("settings.toml", "ends = \"client\"\n");
        assert_eq!(scratch.generate(&[]).status.code(), Some(0));
        scratch
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn generate(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(["generate", "api/pets.yaml", "--output", "out", "--config", "settings.toml"]).args(args);
        command.current_dir(&self.0).output().unwrap()
    }

    /// The exit status of `--check` and what it prints.
    fn check(&self) -> (Option<i32>, String) {
        let output = self.generate(&["--check"]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What somebody does to a tree, and the lines that `--check` says of it.
type Case = (&'static str, fn(&Scratch), &'static [&'static str]);

const CASES: [Case; 8] = [
    (
        "the document",
        |scratch| scratch.put("api/pets.yaml", &DOCUMENT.replace("1.2.3", "1.2.4")),
        &["the document changed: pets.yaml", "changed: Cargo.toml, which is generated differently now"],
    ),
    (
        "a file of the document",
        |scratch| scratch.put("api/paths/pets.yaml", &PETS.replace("Done", "Is done")),
        &["the document changed: paths/pets.yaml", "changed: specwright.lock, which is generated differently now"],
    ),
    (
        "the configuration",
        |scratch| scratch.put("settings.toml", "ends = \"server\"\n"),
        &[
            "the configuration changed: `ends` is \"server\" instead of \"client\"",
            "stale: src/client/mod.rs, which is no longer generated",
        ],
    ),
    (
        "the tool",
        |scratch| {
            scratch.put(
                "out/specwright.lock",
                &scratch.read("out/specwright.lock").replace("\"specwright\": \"", "\"specwright\": \"9"),
            )
        },
        &["changed: specwright.lock, which is generated differently now"],
    ),
    (
        "an edited file",
        |scratch| scratch.put("out/src/lib.rs", &(scratch.read("out/src/lib.rs") + "\n")),
        &["edited: src/lib.rs, which was generated and then changed by hand"],
    ),
    (
        "a missing file",
        |scratch| fs::remove_file(scratch.0.join("out/README.md")).unwrap(),
        &["missing: README.md, which is generated"],
    ),
    (
        "a copied file",
        |scratch| scratch.put("out/src/copy.rs", &scratch.read("out/src/lib.rs")),
        &["edited: src/copy.rs, which was generated and then changed by hand"],
    ),
    (
        "a file in the way",
        |scratch| {
            fs::remove_file(scratch.0.join("out/src/lib.rs")).unwrap();
            fs::create_dir(scratch.0.join("out/src/lib.rs")).unwrap();
        },
        &["edited: src/lib.rs, which was generated and then changed by hand"],
    ),
];

#[test]
fn every_kind_of_drift_is_named_with_its_reason() {
    for (index, (name, change, expected)) in CASES.into_iter().enumerate() {
        let scratch = Scratch::new(&format!("drift-{index}"));
        assert_eq!(scratch.check(), (Some(0), "up to date\n".to_owned()));
        change(&scratch);
        let (status, lines) = scratch.check();
        assert_eq!(status, Some(1), "{name}");
        for line in expected {
            assert!(lines.lines().any(|it| it == *line), "{name}: {line}\n{lines}");
        }
    }
}

#[test]
fn what_is_nobodys_business_is_no_drift() {
    let scratch = Scratch::new("none");
    scratch.put("settings.toml", "# A comment.\nends = 'client'\n");
    scratch.put("out/notes.txt", "mine");
    scratch.put("out/src/mine.rs", "mine");
    scratch.put("api/other.yaml", "mine");
    for path in ["api/pets.yaml", "api/paths/pets.yaml", "out/src/lib.rs", "out/specwright.lock"] {
        scratch.put(path, &scratch.read(path).replace('\n', "\r\n"));
    }
    assert_eq!(scratch.check(), (Some(0), "up to date\n".to_owned()));
    assert_eq!(scratch.generate(&["--check=full"]).status.code(), Some(0));
}

#[test]
fn edited_files_are_kept_unless_forced() {
    let scratch = Scratch::new("edited");
    let generated = scratch.read("out/src/lib.rs");
    scratch.put("out/src/lib.rs", "// my work\n");
    scratch.put("out/src/mine.rs", "mine");
    let output = scratch.generate(&[]);
    let expected = "error: out holds generated files that were changed by hand: src/lib.rs; move the changes elsewhere, or \
                    give them up with `--force`\n";
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(1), expected));
    assert_eq!(scratch.read("out/src/lib.rs"), "// my work\n");
    assert_eq!(scratch.generate(&["--force"]).status.code(), Some(0));
    assert_eq!((scratch.read("out/src/lib.rs"), scratch.read("out/src/mine.rs")), (generated, "mine".to_owned()));
    assert_eq!(scratch.check().0, Some(0));
}

/// The lock is the same wherever it is made.
#[test]
fn a_lock_names_no_place_of_a_machine() {
    let scratch = Scratch::new("places");
    let lock = scratch.read("out/specwright.lock");
    assert!(!lock.contains(scratch.0.to_str().unwrap()) && lock.contains("\"paths/pets.yaml\": \""), "{lock}");
    let other = Command::new(env!("CARGO_BIN_EXE_specwright"))
        .args(["generate", scratch.0.join("api/pets.yaml").to_str().unwrap(), "--output", "other", "--only", "client"])
        .current_dir(&scratch.0)
        .status();
    assert!(other.unwrap().success());
    assert_eq!(scratch.read("other/specwright.lock"), lock);
}

/// Nothing is generated, and so nothing is said, where the lock can tell; but denied warnings are.
#[test]
fn warnings_come_up_only_when_asked_for() {
    let scratch = Scratch::new("warnings");
    scratch.put("api/pets.yaml", "openapi: 3.0.3\ninfo: { title: Pets, version: 1 }\npaths: {}\n");
    let said = |args: &[&str]| {
        let output = scratch.generate(args);
        (output.status.code(), !output.stderr.is_empty())
    };
    assert_eq!(said(&[]), (Some(0), true));
    assert_eq!(said(&["--check"]), (Some(0), false));
    assert_eq!(said(&["--check=full"]), (Some(0), true));
    assert_eq!(said(&["--check", "--deny", "warnings"]), (Some(1), true));
}
