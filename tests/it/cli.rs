//! The command: its exit status, what goes to which stream, and its messages for machines.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.2.3}\npaths: {}\n";
const BAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.2.3}\npaths: [\n";

/// A directory that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("good.yaml"), GOOD).unwrap();
        fs::write(dir.join("bad.yaml"), BAD).unwrap();
        Self(dir)
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(args).current_dir(&self.0).env_remove("NO_COLOR");
        command
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

#[test]
fn exit_status_says_whose_fault_it_is() {
    let scratch = Scratch::new("status");
    let table: &[(&[&str], i32)] = &[
        (&["validate", "good.yaml"], 0),
        (&["generate", "good.yaml", "--output", "out"], 0),
        (&["generate", "good.yaml", "--output", "out", "--check"], 0),
        (&["inspect", "good.yaml"], 0),
        (&["validate", "bad.yaml"], 1),
        (&["inspect", "bad.yaml"], 1),
        (&["validate", "good.yaml", "--include", "tag:none"], 1),
        (&["generate", "bad.yaml", "--output", "out"], 1),
        (&["generate", "good.yaml", "--output", "other", "--check"], 1),
        (&["validate", "missing.yaml"], 2),
        (&["validate", "good.yaml", "--config", "missing.toml"], 2),
        (&["validate"], 2),
        (&["generate", "good.yaml"], 2),
        (&["generate", "good.yaml", "--output", "out", "--check", "--dry-run"], 2),
        (&["generate", "good.yaml", "--output", "out", "--name", "1 x"], 2),
        (&["generate", "good.yaml", "--output", "out", "--include", "/pets"], 2),
        (&[], 2),
        (&["--version"], 0),
    ];
    for (args, status) in table {
        let output = scratch.run(args);
        assert_eq!(output.status.code(), Some(*status), "{args:?}\n{}", text(&output.stderr));
    }
}

#[test]
fn results_go_to_stdout_and_diagnostics_to_stderr() {
    let scratch = Scratch::new("streams");
    let good = scratch.run(&["validate", "good.yaml"]);
    assert_eq!((text(&good.stdout), text(&good.stderr)), ("good.yaml: no errors\n", ""));
    let bad = scratch.run(&["validate", "bad.yaml"]);
    assert!(bad.stdout.is_empty() && text(&bad.stderr).contains("bad.yaml"), "{}", text(&bad.stderr));
    assert!(!text(&bad.stderr).contains('\u{1b}'), "colour is for terminals");
}

#[test]
fn nothing_is_written_for_a_bad_document_or_when_only_asked() {
    let scratch = Scratch::new("pure");
    scratch.run(&["generate", "bad.yaml", "--output", "out"]);
    scratch.run(&["generate", "good.yaml", "--output", "out", "--dry-run"]);
    scratch.run(&["generate", "good.yaml", "--output", "out", "--check"]);
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn a_crate_is_written_and_then_up_to_date() {
    let scratch = Scratch::new("write");
    let first = scratch.run(&["generate", "good.yaml", "--output", "out"]);
    assert!(text(&first.stdout).starts_with("out: ") && text(&first.stdout).ends_with(" 0 removed, 0 unchanged\n"));
    assert!(scratch.0.join("out/Cargo.toml").exists() && scratch.0.join("out/src/lib.rs").exists());
    let again = scratch.run(&["generate", "good.yaml", "--output", "out"]);
    assert!(text(&again.stdout).starts_with("out: 0 files written, 0 removed, "), "{}", text(&again.stdout));
}

#[test]
fn a_file_that_is_not_ours_is_in_the_way() {
    let scratch = Scratch::new("foreign");
    fs::create_dir_all(scratch.0.join("out")).unwrap();
    fs::write(scratch.0.join("out/Cargo.toml"), "[package]").unwrap();
    let output = scratch.run(&["generate", "good.yaml", "--output", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), "error: out holds files that specwright did not generate: Cargo.toml\n");
    assert_eq!(fs::read_to_string(scratch.0.join("out/Cargo.toml")).unwrap(), "[package]");
}

#[test]
fn diagnostics_for_machines_have_a_place() {
    let scratch = Scratch::new("json");
    let json = scratch.run(&["validate", "bad.yaml", "--message-format", "json"]);
    let first: serde_json::Value = serde_json::from_str(text(&json.stderr).lines().next().unwrap()).unwrap();
    assert_eq!((first["severity"].as_str(), first["file"].as_str()), (Some("error"), Some("bad.yaml")));
    assert!(first["line"].as_u64() >= Some(3) && first["column"].is_u64() && first["pointer"].is_string(), "{first}");
    let github = scratch.run(&["validate", "bad.yaml", "--message-format", "github"]);
    let expected = format!("::error file=bad.yaml,line={},col={}", first["line"], first["column"]);
    assert!(text(&github.stderr).starts_with(&expected), "{}", text(&github.stderr));
}

#[test]
fn a_document_can_come_from_stdin() {
    let scratch = Scratch::new("stdin");
    let mut child = scratch.command(&["validate", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(GOOD.as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let scratch = Scratch::new("pipe");
    // A pipe whose reading end is closed before anything is written.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = scratch.command(&["validate", "good.yaml"]).stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

/// A document of two files, whose versions are a commit and the working tree.
fn versions(scratch: &Scratch) {
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(who).args(args).current_dir(&scratch.0).output().unwrap();
        assert!(done.status.success(), "{}", text(&done.stderr));
    };
    let pets = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\npaths: {$ref: common.yaml#/paths}\n";
    let paths =
        |method: &str| format!("paths:\n  /pets:\n    {method}: {{responses: {{'204': {{description: Done}}}}}}\n");
    fs::create_dir_all(scratch.0.join("api")).unwrap();
    fs::write(scratch.0.join("api/pets.yaml"), pets).unwrap();
    fs::write(scratch.0.join("api/common.yaml"), paths("get")).unwrap();
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "First"]);
    fs::write(scratch.0.join("api/common.yaml"), paths("put")).unwrap();
}

#[test]
fn versions_come_from_files_and_from_revisions_with_what_they_refer_to() {
    let scratch = Scratch::new("diff");
    versions(&scratch);
    let told = scratch.run(&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--only", "client"]);
    insta::assert_snapshot!(text(&told.stdout));
    assert_eq!((text(&told.stderr), told.status.code()), ("", Some(0)));
    let statuses: &[(&[&str], i32)] = &[
        (&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--fail-on", "breaking"], 1),
        (&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--fail-on", "breaking", "--only", "server"], 0),
        (&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--fail-on", "rust"], 1),
        (&["diff", "git:HEAD:api/pets.yaml", "git:HEAD:./api/pets.yaml", "--fail-on", "any"], 0),
        (&["diff", "api/pets.yaml", "bad.yaml"], 1),
        (&["diff", "git:none:api/pets.yaml", "api/pets.yaml"], 2),
        (&["diff", "git:--all:api/pets.yaml", "api/pets.yaml"], 2),
        (&["diff", "git:HEAD:none.yaml", "api/pets.yaml"], 2),
        (&["diff", "git:HEAD", "api/pets.yaml"], 2),
        (&["diff", "api/pets.yaml"], 2),
        (&["diff", "--rules"], 0),
        (&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--config", "pets.toml", "--fail-on", "breaking"], 1),
        // Arguments win.
        (
            &[
                "diff",
                "git:HEAD:api/pets.yaml",
                "api/pets.yaml",
                "--config",
                "pets.toml",
                "--include",
                "path:/none",
                "--fail-on",
                "breaking",
            ],
            0,
        ),
    ];
    fs::write(scratch.0.join("pets.toml"), "include = [\"path:/pets\"]\n").unwrap();
    for (args, status) in statuses {
        let output = scratch.run(args);
        assert_eq!(output.status.code(), Some(*status), "{args:?}\n{}", text(&output.stderr));
    }
}

#[test]
fn generating_says_what_changed_and_keeps_a_changelog() {
    let scratch = Scratch::new("since");
    versions(&scratch);
    let args = ["generate", "api/pets.yaml", "--output", "out", "--since", "git:HEAD:api/pets.yaml", "--changelog"];
    let told = scratch.run(&args);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(
        text(&told.stdout).contains("\nbreaking[operation-removed]: `GET /pets` is gone\n"),
        "{}",
        text(&told.stdout)
    );
    let changelog = || fs::read_to_string(scratch.0.join("out/CHANGELOG.md")).unwrap();
    let first = changelog();
    assert!(first.starts_with("# Changelog\n\n## 1.0.0\n\n### Breaking\n\n- `GET /pets` is gone"), "{first}");
    // Once is enough, and the file is the user's.
    scratch.run(&args);
    assert_eq!(changelog(), first);
    assert!(scratch.run(&["generate", "api/pets.yaml", "--output", "out", "--check"]).status.success());
}

#[test]
fn changes_are_told_to_programs_and_changelogs() {
    let scratch = Scratch::new("diff-formats");
    versions(&scratch);
    let told = |format| scratch.run(&["diff", "git:HEAD:api/pets.yaml", "api/pets.yaml", "--format", format]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&told("json")).unwrap();
    assert_eq!((&json["client"], &json["step"]["api"]), (&"breaking".into(), &"major".into()));
    let place =
        serde_json::json!({"file": "HEAD:api/common.yaml", "pointer": "/paths/~1pets/get", "line": 3, "column": 5});
    assert_eq!((&json["changes"][0]["rule"], &json["changes"][0]["old"]), (&"operation-removed".into(), &place));
    insta::assert_snapshot!(text(&told("markdown")));
}

#[test]
fn settings_come_from_a_file_and_arguments_win() {
    let scratch = Scratch::new("config");
    fs::write(scratch.0.join("s.toml"), "name = \"from-file\"\nends = \"client\"\n").unwrap();
    scratch.run(&["generate", "good.yaml", "--output", "a", "--config", "s.toml"]);
    scratch.run(&["generate", "good.yaml", "--output", "b", "--config", "s.toml", "--name", "from-argument"]);
    let manifest = |dir: &str| fs::read_to_string(scratch.0.join(dir).join("Cargo.toml")).unwrap();
    assert!(manifest("a").contains("name = \"from-file\"") && !manifest("a").contains("server"));
    assert!(manifest("b").contains("name = \"from-argument\""));
}
