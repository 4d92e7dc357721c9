//! `specs/COVERAGE.md` maps every requirement of the five sources to the place in a document that encodes it.
//!
//! The table is only worth something while it is true, so it is checked here: each number is there once, and each pointer
//! leads somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

/// How many requirements each source has, by the prefix of their numbers.
const REQUIREMENTS: [(&str, usize); 5] = [("RS", 57), ("US", 36), ("SL", 15), ("SP", 11), ("SF", 9)];

/// What stands in place of a pointer where no document can carry a requirement.
const NOWHERE: &str = "—";

/// One row of a table.
struct Row {
    requirement: String,
    /// `file#/pointer`, none where no document can carry the requirement.
    places: Vec<String>,
    note: String,
}

fn read(name: &str) -> Result<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(name);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

fn load(name: &str) -> Result<Value, String> {
    let text = read(name)?;
    // YAML is not simply taken for all: a JSON document has to be one for every JSON parser.
    if name.ends_with(".json") {
        serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))
    } else {
        serde_yaml::from_str(&text).map_err(|error| format!("{name}: {error}"))
    }
}

fn rows() -> Result<Vec<Row>, String> {
    let text = read("COVERAGE.md")?;
    text.lines().filter_map(|line| line.strip_prefix('|')).filter_map(|line| row(line).transpose()).collect()
}

/// Reads one line of a table; none for its header and the line below it.
fn row(line: &str) -> Result<Option<Row>, String> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [requirement, places, note, ""] = cells[..] else { return Err(format!("not three columns: {line}")) };
    if requirement == "Requirement" || requirement.starts_with("---") {
        return Ok(None);
    }
    let places = match places {
        NOWHERE => Vec::new(),
        _ => places.split("<br>").map(unquoted).collect::<Result<_, _>>()?,
    };
    Ok(Some(Row { requirement: requirement.to_owned(), places, note: note.to_owned() }))
}

fn unquoted(place: &str) -> Result<String, String> {
    let inner = place.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    inner.map(str::to_owned).ok_or_else(|| format!("not in backticks: {place}"))
}

#[test]
fn every_requirement_is_listed_once() -> Result<(), String> {
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows()? {
        *listed.entry(row.requirement).or_default() += 1;
    }
    let expected: BTreeSet<String> = REQUIREMENTS
        .iter()
        .flat_map(|&(prefix, count)| (1..=count).map(move |number| format!("{prefix}-{number}")))
        .collect();
    let missing: Vec<_> = expected.iter().filter(|key| !listed.contains_key(*key)).collect();
    let unknown: Vec<_> = listed.keys().filter(|key| !expected.contains(*key)).collect();
    let repeated: Vec<_> = listed.iter().filter(|&(_, &times)| times > 1).map(|(key, _)| key).collect();
    assert!(
        missing.is_empty() && unknown.is_empty() && repeated.is_empty(),
        "missing: {missing:?}, unknown: {unknown:?}, repeated: {repeated:?}"
    );
    Ok(())
}

#[test]
fn every_pointer_leads_somewhere() -> Result<(), String> {
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    let mut broken = Vec::new();
    for row in rows()? {
        for place in row.places {
            let (file, pointer) = place.split_once('#').ok_or_else(|| format!("no file: {place}"))?;
            if !documents.contains_key(file) {
                documents.insert(file.to_owned(), load(file)?);
            }
            if documents[file].pointer(pointer).is_none() {
                broken.push(format!("{}: {place}", row.requirement));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert_eq!(documents.len(), REQUIREMENTS.len(), "each document encodes something");
    Ok(())
}

#[test]
fn what_is_encoded_nowhere_has_a_reason() -> Result<(), String> {
    let mut silent = rows()?;
    silent.retain(|row| row.places.is_empty() && row.note.is_empty());
    let silent: Vec<_> = silent.iter().map(|row| &row.requirement).collect();
    assert!(silent.is_empty(), "{silent:?}");
    Ok(())
}
