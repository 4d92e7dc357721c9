//! The output directory when things go wrong: a run that is killed at any moment leaves a whole tree.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a run is killed, at moments spread evenly over its duration.
const KILLS: u32 = 10;

/// A document with many operations, whose every file changes with the version.
fn document(version: u32) -> String {
    let mut text = format!("openapi: 3.0.3\ninfo: {{ title: Many, version: {version}.0.0 }}\npaths:\n");
    for index in 0..25 {
        text.push_str(&format!(
            "  /things{index}:\n    get:\n      tags: [group{index}]\n      summary: Version {version}\n      \
             responses: {{ '204': {{ description: Done }} }}\n"
        ));
    }
    text
}

fn generate(dir: &Path, version: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(["generate", &format!("v{version}.yaml"), "--output", "out"]).current_dir(dir);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Every file below a directory but those of the stage, with its text.
fn tree(dir: &Path) -> BTreeMap<PathBuf, String> {
    let mut tree = BTreeMap::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_name() == ".specwright" {
                continue;
            } else if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(dir).unwrap().to_owned();
                tree.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    tree
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_finishes() {
    let dir = std::env::temp_dir().join(format!("specwright-killed-{}", std::process::id()));
    let out = dir.join("out");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    for version in [1, 2] {
        fs::write(dir.join(format!("v{version}.yaml")), document(version)).unwrap();
    }
    let [two, one] = [2, 1].map(|version| {
        let started = Instant::now();
        assert!(generate(&dir, version).status().unwrap().success());
        (tree(&out), started.elapsed())
    });
    let (duration, two, one) = (one.1, two.0, one.0);
    assert_ne!(one, two);
    for kill in 0..KILLS {
        let mut child = generate(&dir, 2).spawn().unwrap();
        std::thread::sleep(duration * kill / KILLS + Duration::from_micros(u64::from(kill) * 37));
        // It may be done already, which is as good a state as any.
        let _ = child.kill();
        child.wait().unwrap();
        let there = tree(&out);
        for (path, text) in &there {
            let whole = one.get(path) == Some(text) || two.get(path) == Some(text);
            assert!(whole, "kill {kill}: {} is neither old nor new", path.display());
        }
        let between = out.join(".specwright/ready").exists();
        assert!(between || there == one || there == two, "kill {kill}: the tree is neither old nor new");
        assert!(generate(&dir, 1).status().unwrap().success());
        assert_eq!(tree(&out), one, "kill {kill}: the next run does not finish");
        assert!(!out.join(".specwright").exists());
    }
    fs::remove_dir_all(&dir).unwrap();
}
