//! What a build script says to cargo and what it leaves in `OUT_DIR`. The tests stand in for cargo, and start this binary
//! again as the build script.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0, description: { $ref: 'about.md' } }
paths:
  /pets: { $ref: 'paths/pets.yaml' }
";
const PETS: &str = "get: { operationId: pets.list, responses: { '204': { description: Done } } }\n";

/// Does what a build script does, if it is started as one.
#[test]
#[ignore = "it is started by the tests below"]
fn build_script() {
    if std::env::var_os("OUT_DIR").is_some() {
        specwright::build("api.yaml").client().run();
    }
}

/// A package with a document, and the directory that cargo would give its build script.
struct Package {
    dir: PathBuf,
    out: PathBuf,
}

impl Package {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-build-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let package = Self { out: dir.join("out"), dir: dir.join("package") };
        fs::create_dir_all(&package.out).unwrap();
        fs::create_dir_all(package.dir.join("paths")).unwrap();
        for (path, text) in [("api.yaml", DOCUMENT), ("paths/pets.yaml", PETS), ("about.md", "About pets.\n")] {
            fs::write(package.dir.join(path), text).unwrap();
        }
        package
    }

    /// Whether the build script succeeds, and what it says to cargo.
    fn build(&self) -> (bool, Vec<String>) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "build_script::build_script", "--ignored", "--nocapture"]);
        let output = command.current_dir(&self.dir).env("OUT_DIR", &self.out).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        // The test harness says something on the same line, before.
        let lines = said.lines().filter_map(|line| Some(line[line.find("cargo::")?..].to_owned()));
        (output.status.success(), lines.collect())
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.dir.parent().unwrap());
    }
}

#[test]
fn every_file_of_the_document_is_watched_and_only_the_result_is_written() {
    let package = Package::new("watched");
    let (is_done, said) = package.build();
    assert!(is_done, "{said:?}");
    let expected = ["api.yaml", "about.md", "paths/pets.yaml"].map(|path| format!("cargo::rerun-if-changed={path}"));
    assert_eq!(said.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
    assert_eq!(fs::read_dir(&package.out).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&package.dir).unwrap().count(), 3, "the package may be read-only");
}

#[test]
fn nothing_is_rewritten_when_nothing_changed() {
    let package = Package::new("rewritten");
    let time = || fs::metadata(package.out.join("api.rs")).unwrap().modified().unwrap();
    assert!(package.build().0);
    let first = time();
    assert!(package.build().0);
    assert_eq!(time(), first);
    fs::write(package.dir.join("paths/pets.yaml"), PETS.replace("responses", "summary: List pets, responses")).unwrap();
    assert!(package.build().0);
    assert_ne!(time(), first);
    assert!(fs::read_to_string(package.out.join("api.rs")).unwrap().contains("List pets"));
}

#[test]
fn mistakes_of_the_document_are_errors_with_their_place() {
    let package = Package::new("mistakes");
    assert!(package.build().0);
    let good = fs::read_to_string(package.out.join("api.rs")).unwrap();
    fs::write(package.dir.join("paths/pets.yaml"), "get: { responses: { '204': { $ref: '#/nowhere' } } }\n").unwrap();
    let (is_done, said) = package.build();
    assert!(!is_done);
    let errors: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix("cargo::error=")).collect();
    assert!(errors.iter().any(|line| line.starts_with("error[unresolved-reference]: ")), "{said:?}");
    assert!(errors.iter().any(|line| line.contains("--> paths/pets.yaml:1:")), "{said:?}");
    let is_watched = |path: &str| said.contains(&format!("cargo::rerun-if-changed={path}"));
    assert!(is_watched("api.yaml") && is_watched("paths/pets.yaml"), "{said:?}");
    assert_eq!(fs::read_to_string(package.out.join("api.rs")).unwrap(), good);
}
