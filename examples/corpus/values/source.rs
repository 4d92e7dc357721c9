//! The files of a document as trees, read by other code than ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Number, Value};

/// The files, by their full paths.
#[derive(Debug)]
pub(super) struct Sources {
    trees: BTreeMap<PathBuf, Tree>,
    /// Full paths, by the names of the files in reports.
    names: BTreeMap<String, PathBuf>,
}

#[derive(Debug)]
struct Tree {
    root: Value,
    /// Whether the members beside `$ref` count.
    siblings: bool,
}

/// A value in one of the files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) file: PathBuf,
    pub(super) pointer: String,
}

impl Spot {
    /// The place of what is below, by its keys.
    pub(super) fn child(&self, tokens: &[&str]) -> Self {
        let below: String = tokens.iter().map(|token| format!("/{}", escaped(token))).collect();
        Self { file: self.file.clone(), pointer: format!("{}{below}", self.pointer) }
    }
}

impl Sources {
    /// Reads files by their names and paths; the first is the document itself.
    pub(super) fn read(files: &[(String, PathBuf)]) -> Result<Self, String> {
        let mut sources = Self { trees: BTreeMap::new(), names: BTreeMap::new() };
        let mut siblings = false;
        for (index, (name, path)) in files.iter().enumerate() {
            let path = path.canonicalize().map_err(|error| format!("{name}: {error}"))?;
            let text = fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            let root = match parse(&text) {
                Ok(root) => root,
                // A text that a description refers to.
                Err(_) if index > 0 => continue,
                Err(error) => return Err(format!("{name}: {error}")),
            };
            if index == 0 {
                siblings = root["openapi"].as_str().is_some_and(|version| !version.starts_with("3.0"));
            }
            sources.names.insert(name.clone(), path.clone());
            sources.trees.insert(path, Tree { root, siblings });
        }
        Ok(sources)
    }

    pub(super) fn spot(&self, name: &str, pointer: &str) -> Option<Spot> {
        Some(Spot { file: self.names.get(name)?.clone(), pointer: pointer.to_owned() })
    }

    pub(super) fn get(&self, spot: &Spot) -> Option<&Value> {
        self.trees.get(&spot.file)?.root.pointer(&spot.pointer)
    }

    pub(super) fn has_siblings(&self, spot: &Spot) -> bool {
        self.trees.get(&spot.file).is_some_and(|tree| tree.siblings)
    }

    /// The files as wholes.
    pub(super) fn roots(&self) -> impl Iterator<Item = (Spot, &Value)> {
        self.trees.iter().map(|(file, tree)| (Spot { file: file.clone(), pointer: String::new() }, &tree.root))
    }

    /// The end of a chain of references; a place without a reference is one.
    pub(super) fn follow(&self, mut spot: Spot) -> Spot {
        for _ in 0..32 {
            let reference = self.get(&spot).and_then(|value| value.get("$ref")).and_then(Value::as_str);
            match reference.and_then(|reference| self.target(&spot, reference)) {
                Some(target) => spot = target,
                None => break,
            }
        }
        spot
    }

    /// Where a reference leads, if that is a place in one of the files.
    pub(super) fn target(&self, from: &Spot, reference: &str) -> Option<Spot> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { from.file.clone() } else { normal(&from.file.parent()?.join(decoded(file))) };
        let fragment = decoded(fragment);
        let root = &self.trees.get(&file)?.root;
        if fragment.is_empty() || fragment.starts_with('/') {
            return root.pointer(&fragment).map(|_| Spot { file, pointer: fragment });
        }
        let pointer = anchor(root, &fragment, String::new())?;
        Some(Spot { file, pointer })
    }
}

/// The place with this `$anchor`.
fn anchor(value: &Value, name: &str, pointer: String) -> Option<String> {
    match value {
        Value::Object(members) if members.get("$anchor").is_some_and(|anchor| anchor == name) => Some(pointer),
        Value::Object(members) => {
            members.iter().find_map(|(key, value)| anchor(value, name, format!("{pointer}/{}", escaped(key))))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, value)| anchor(value, name, format!("{pointer}/{index}")))
        }
        _ => None,
    }
}

/// A key as a token of a pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

fn parse(text: &str) -> Result<Value, String> {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(&within_64_bits(text)).map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    Ok(json(value))
}

/// The text with whole numbers beyond 64 bits as floating point: `serde_yaml` has none that are larger.
fn within_64_bits(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let last = line.trim_end().rsplit(' ').next().unwrap_or_default();
        let digits = last.strip_prefix('-').unwrap_or(last);
        let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match is_whole && last.parse::<i64>().is_err() && last.parse::<u64>().is_err() {
            true => lines.extend([line.trim_end(), ".0\n"]),
            false => lines.push_str(line),
        }
    }
    lines
}

/// YAML as JSON: keys are texts.
fn json(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => value.into(),
        serde_yaml::Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => number.into(),
            (_, Some(number), _) => number.into(),
            (.., number) => number.and_then(Number::from_f64).map_or(Value::Null, Value::Number),
        },
        serde_yaml::Value::String(text) => text.into(),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect(),
        serde_yaml::Value::Mapping(members) => {
            let members = members.into_iter().map(|(key, value)| (key_text(key), json(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        serde_yaml::Value::Tagged(tagged) => json(tagged.value),
    }
}

fn key_text(key: serde_yaml::Value) -> String {
    match json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
