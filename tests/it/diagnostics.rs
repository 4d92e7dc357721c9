//! What the tool says about documents that are at fault: each `tests/diagnostics/*.{yaml,json}` against the listing in the
//! file of the same name and `.txt`, byte for byte. `UPDATE=1` rewrites the listings.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Document, Severity};

fn folder() -> PathBuf {
    // Relative to the package, where tests run, so that the listings are the same everywhere.
    Path::new("tests/diagnostics").to_owned()
}

fn inputs() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut inputs: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "json"))
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn listings_are_as_pinned() {
    let mut changed = Vec::new();
    for input in inputs() {
        let document = Document::load(&input).unwrap();
        let listing = document.listing(document.findings(), false);
        let mut name = input.clone().into_os_string();
        name.push(".txt");
        if fs::read_to_string(&name).unwrap_or_default() != listing {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&name, &listing).unwrap();
            }
            changed.push(format!("{}\n{listing}", input.display()));
        }
    }
    assert!(changed.is_empty(), "changed, see `git diff` after UPDATE=1:\n{}", changed.join("\n"));
}

#[test]
fn a_document_with_ten_mistakes_shows_ten() {
    for name in ["ten-mistakes.yaml", "ten-mistakes.json"] {
        let document = Document::load(folder().join(name)).unwrap();
        let mistakes = document.findings().iter().filter(|finding| finding.severity >= Severity::Warning);
        assert!(mistakes.count() >= 10, "{name}");
    }
}

#[test]
fn machines_read_one_diagnostic_a_line() {
    let document = Document::load(folder().join("hostile.yaml")).unwrap();
    let count = document.findings().iter().count();
    let lines = document.json_lines(document.findings());
    assert_eq!(lines.lines().count(), count);
    for line in lines.lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(object["file"], "tests/diagnostics/hostile.yaml");
        assert!(object["line"].as_u64().unwrap() >= 4);
    }
    let commands = document.workflow_commands(document.findings());
    assert!(commands.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")), "{commands}");
    assert_eq!(commands.lines().count(), count);
}

#[test]
fn colours_are_for_those_who_ask() {
    let document = Document::load(folder().join("hostile.yaml")).unwrap();
    assert!(!document.listing(document.findings(), false).contains('\x1b'));
    let coloured = document.listing(document.findings(), true);
    assert!(coloured.contains("\x1b[1;31merror["));
    assert!(!coloured.contains("\x1b[31mred"));
}

#[test]
fn files_are_named_in_the_order_in_which_they_were_reached() {
    let document = Document::load(folder().join("files.yaml")).unwrap();
    let files: Vec<PathBuf> = document.files().map(|path| path.strip_prefix(folder()).unwrap().to_owned()).collect();
    let expected = ["files.yaml", "files/description.md", "files/paths.yaml", "files/common/parameters.json"];
    assert_eq!(files, expected.map(PathBuf::from));
}
