//! What is said of two versions of a document: each case of `tests/compare/*.yaml` and its reverse, against the file of the
//! same name and `.txt`. `UPDATE=1` rewrites these files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::{Change, Comparison, Config, Document, RULES};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare")
}

fn yaml(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn compared(old: &Value, new: &Value) -> Comparison {
    let document = |value: &Value| Document::from_text("pets.json", &value.to_string()).unwrap();
    let comparison = specwright::compare(&document(old), &document(new), &Config::new());
    for findings in [comparison.old_findings(), comparison.new_findings()] {
        assert!(!findings.has_errors(), "{findings:?}\n{new:#}");
    }
    comparison
}

/// Does what a case says to a document.
fn applied(base: &Value, case: &Value) -> Value {
    let mut document = base.clone();
    for pointer in case["remove"].as_array().into_iter().flatten() {
        let (parent, key) = split(pointer.as_str().unwrap());
        let removed = match document.pointer_mut(parent).unwrap() {
            Value::Object(members) => members.shift_remove(&key),
            Value::Array(elements) => Some(elements.remove(key.parse().unwrap())),
            _ => None,
        };
        assert!(removed.is_some(), "{pointer} is not there");
    }
    for (pointer, value) in case["set"].as_object().into_iter().flatten() {
        let (parent, key) = split(pointer);
        match document.pointer_mut(parent).expect(parent) {
            Value::Object(members) => {
                members.insert(key, value.clone());
            }
            Value::Array(elements) => match elements.get_mut(key.parse::<usize>().unwrap()) {
                Some(element) => *element = value.clone(),
                None => elements.push(value.clone()),
            },
            _ => unreachable!("{pointer} leads into a scalar"),
        }
    }
    document
}

/// The pointer to what is around a value, and its key there.
fn split(pointer: &str) -> (&str, String) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

/// A comparison in as few words as possible.
fn told(comparison: &Comparison, judges_version: bool) -> String {
    let mut out = String::new();
    // The version stays the same in most cases, which need not be said in each.
    let changes = comparison.changes().iter().filter(|change| judges_version || change.rule != "version-too-low");
    for change in changes {
        let Change { rule, client, server, message, .. } = change;
        let strict = comparison.clone().strict();
        let strict = strict.changes().iter().find(|other| other.message == *message && other.old == change.old);
        let strict = match strict.map(|strict| strict.client) {
            Some(strict) if strict != *client => format!(" (strict: {strict})"),
            _ => String::new(),
        };
        let way = match (change.in_requests, change.in_responses) {
            (true, true) => " both ways",
            (true, false) => " sent",
            (false, true) => " received",
            (false, false) => "",
        };
        out.push_str(&format!("  {rule}{way}: clients {client}{strict}, servers {server}\n    {message}\n"));
        let place = |site: &specwright::Site| format!("#{}", site.place.pointer);
        let (old, new) = (change.old.as_ref().map(place), change.new.as_ref().map(place));
        let places = match (old, new) {
            (Some(old), Some(new)) if old == new => format!("    at {old}\n"),
            (old, new) => {
                let old = old.map(|place| format!("    was at {place}\n"));
                let new = new.map(|place| format!("    is at {place}\n"));
                old.unwrap_or_default() + &new.unwrap_or_default()
            }
        };
        out.push_str(&places);
        if change.operations.len() > 1 {
            out.push_str(&format!("    of {}\n", change.operations.join(", ")));
        }
    }
    for change in comparison.rust() {
        let part = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let (kind, effect, item) = (change.kind.as_str(), change.effect, &change.item);
        let (old, new) = (part(&change.old), part(&change.new));
        out.push_str(&format!("  rust {kind}, {effect}, {}: {item}: {old} → {new}\n", change.end));
    }
    out.push_str(&format!("  steps: api {}, crate {}\n", comparison.api_step(), comparison.crate_step()));
    out
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "yaml") && !path.ends_with("base.yaml"));
    cases.sort();
    cases
}

#[test]
fn changes_are_told_as_pinned() {
    let base = yaml(&folder().join("base.yaml"));
    let mut differing = Vec::new();
    for path in cases() {
        let mut listing = String::new();
        for case in yaml(&path).as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            let old = applied(&base, &case["first"]);
            let new = applied(&old, case);
            let judges_version = case["set"]["/info/version"].is_string();
            let there = told(&compared(&old, &new), judges_version);
            let back = told(&compared(&new, &old), judges_version);
            listing.push_str(&format!("{name}\n{there}reversed\n{back}\n"));
        }
        let pinned = path.with_extension("txt");
        if fs::read_to_string(&pinned).unwrap_or_default() != listing {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&pinned, &listing).unwrap();
            }
            differing.push(path);
        }
    }
    assert!(differing.is_empty(), "these differ, see `git diff` after UPDATE=1: {differing:?}");
}

#[test]
fn every_rule_has_a_case() {
    let told: String = cases().iter().map(|path| fs::read_to_string(path.with_extension("txt")).unwrap()).collect();
    let is_told = |rule: &str| told.lines().any(|line| line.trim_start().split([' ', ':']).next() == Some(rule));
    let missing: Vec<&str> = RULES.iter().map(|(name, _)| *name).filter(|name| !is_told(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let names: BTreeSet<&str> = RULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn a_document_equals_itself() {
    for name in ["features.yaml", "resources.yaml", "sendpilot.json", "sparkloop.yaml", "spreeflo.yaml", "users.json"] {
        let document = Document::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(name)).unwrap();
        let comparison = specwright::compare(&document, &document, &Config::new());
        assert!(comparison.is_empty(), "{name}\n{}", comparison.to_text());
    }
}

/// `tests/compare/oasdiff.tsv`: rules of oasdiff, and what is said here in their place.
#[test]
fn rules_of_oasdiff_are_covered_or_left_out_for_a_reason() {
    let table = fs::read_to_string(folder().join("oasdiff.tsv")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let (mut seen, mut covered) = (BTreeSet::new(), 0);
    for row in rows {
        let [theirs, ours, reason @ ..] = row.as_slice() else { panic!("{row:?}") };
        assert!(seen.insert(theirs.to_string()), "{theirs} is there twice");
        if *ours == "-" {
            assert!(reason.first().is_some_and(|reason| !reason.is_empty()), "{theirs} is left out for no reason");
            continue;
        }
        covered += 1;
        for name in ours.split(' ') {
            assert!(RULES.iter().any(|(rule, _)| *rule == name), "{theirs}: there is no rule `{name}`");
        }
    }
    assert_eq!((seen.len(), covered), (561, 492));
}
