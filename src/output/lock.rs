//! `specwright.lock`: what a directory was generated from, and what was generated.
//!
//! A generation is a pure function of its inputs, its configuration and the version of the tool. If these are what the lock
//! says, and the files are, too, then generating again would change nothing. The seal binds the parts of a lock together:
//! one that a merge has put together from two is not believed, though its digests may all be right.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::MARK;
use super::digest::digest;

/// The name of the file.
pub(super) const NAME: &str = "specwright.lock";

/// What in the configuration names the overlays, in their order. They are no part of a [`Config`](crate::Config).
pub(super) const OVERLAYS: &str = "overlays";

/// The line that the seal stands on begins like this; it covers everything before.
const SEAL: &str = ",\n  \"seal\": \"";

/// What one directory was generated from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lock {
    /// The file name of the document, as it was given.
    pub(super) document: String,
    pub(super) tool: String,
    pub(super) configuration: Map<String, Value>,
    pub(super) warnings: u64,
    /// The digests of the files that were read, by path from the folder of the document. None if a file could not be read.
    pub(super) inputs: BTreeMap<String, Option<String>>,
    /// The digests of the files that were written, by path.
    pub(super) files: BTreeMap<String, String>,
}

impl Lock {
    /// The file name of the document, as it was given.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// The version of Specwright.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// What in the configuration was not the default, by the names in `specwright.toml`.
    pub fn configuration(&self) -> &Map<String, Value> {
        &self.configuration
    }

    /// The overlays among the inputs, in the order in which they were applied.
    pub fn overlays(&self) -> impl Iterator<Item = &str> {
        let overlays = self.configuration.get(OVERLAYS).and_then(Value::as_array);
        overlays.into_iter().flatten().filter_map(Value::as_str)
    }

    /// How many warnings there were about the document.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    /// The document and what it refers to, by path from the folder of the document, each with its digest; without one if it
    /// could not be read.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.inputs.iter().map(|(name, digest)| (name.as_str(), digest.as_deref()))
    }

    /// The files of the directory that were generated, by path, each with its digest.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, digest)| (path.as_str(), digest.as_str()))
    }

    /// The text of the file: one entry a line, in the order of the paths, so that a change is a small diff.
    pub(super) fn text(&self) -> String {
        let source = self.document.replace(char::is_control, " ");
        let value = json!({
            "about": format!("{MARK} from {source}. Do not edit; run `specwright generate`."),
            "specwright": self.tool,
            "document": self.document,
            "configuration": self.configuration,
            "warnings": self.warnings,
            "inputs": self.inputs,
            "files": self.files,
        });
        let text = format!("{value:#}");
        let body = text.trim_end_matches('}').trim_end();
        format!("{body}{SEAL}{}\"\n}}\n", digest(body.as_bytes()))
    }

    /// Reads the text of a file; nothing if it is not as it was written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let (body, seal) = text.split_once(SEAL)?;
        if seal.split('"').next() != Some(&digest(body.as_bytes())) {
            return None;
        }
        let value: Value = serde_json::from_str(&text).ok()?;
        let string = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        let map = |key: &str| value.get(key).and_then(Value::as_object);
        let digests = |key: &str| {
            let entries = map(key)?.iter();
            Some(entries.map(|(name, digest)| (name.clone(), digest.as_str().map(str::to_owned))))
        };
        Some(Self {
            document: string("document")?,
            tool: string("specwright")?,
            configuration: map("configuration")?.clone(),
            warnings: value.get("warnings")?.as_u64()?,
            inputs: digests("inputs")?.collect(),
            files: digests("files")?.filter_map(|(path, digest)| Some((path, digest?))).collect(),
        })
    }

    /// Why `new` differs from this, a line each: what it is generated from, which is all that can make a difference.
    pub(super) fn causes(&self, new: &Self) -> Vec<String> {
        let mut causes = Vec::new();
        if self.tool != new.tool {
            causes.push(format!("specwright changed: {} instead of {}", new.tool, self.tool));
        }
        for key in keys(&self.configuration, &new.configuration) {
            match (self.configuration.get(key), new.configuration.get(key)) {
                (old, new) if old == new => {}
                (None, Some(new)) => causes.push(format!("the configuration changed: `{key}` is now {new}")),
                (Some(old), None) => causes.push(format!("the configuration changed: `{key}` was {old}")),
                (Some(old), Some(new)) => {
                    causes.push(format!("the configuration changed: `{key}` is {new} instead of {old}"));
                }
                (None, None) => {}
            }
        }
        if self.document != new.document {
            causes.push(format!("the document changed: {} instead of {}", new.document, self.document));
        }
        let overlays: BTreeSet<&str> = self.overlays().chain(new.overlays()).collect();
        for name in keys(&self.inputs, &new.inputs) {
            match (self.inputs.get(name), new.inputs.get(name)) {
                (old, new) if old == new => {}
                (Some(_), Some(_)) if overlays.contains(name.as_str()) => {
                    causes.push(format!("an overlay changed: {name}"));
                }
                // The configuration says which there are.
                _ if overlays.contains(name.as_str()) => {}
                (None, _) => causes.push(format!("the document changed: it refers to {name} now")),
                (_, None) => causes.push(format!("the document changed: it does not refer to {name} any more")),
                _ => causes.push(format!("the document changed: {name}")),
            }
        }
        if causes.is_empty() && self.files != new.files {
            causes.push(format!("specwright changed: another build of {}", new.tool));
        }
        causes
    }
}

/// The keys of two maps, each once.
fn keys<'m>(
    old: impl IntoIterator<Item = (&'m String, impl Sized)>,
    new: impl IntoIterator<Item = (&'m String, impl Sized)>,
) -> BTreeSet<&'m String> {
    let old = old.into_iter().map(|(key, _)| key);
    old.chain(new.into_iter().map(|(key, _)| key)).collect()
}

/// What a lock says of files, whatever state it is in: the digests on each of its lines, also where git could not merge it.
/// A file with such a digest is as it was generated, by one or the other side.
#[derive(Debug, Default)]
pub(super) struct Owned(BTreeMap<String, BTreeSet<String>>);

impl Owned {
    pub(super) fn of(text: &str) -> Self {
        let mut owned: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in text.lines() {
            let entry = format!("{{{}}}", line.trim().trim_end_matches(','));
            let Ok(entry) = serde_json::from_str::<BTreeMap<String, String>>(&entry) else { continue };
            for (path, digest) in entry {
                owned.entry(path).or_default().insert(digest);
            }
        }
        Self(owned)
    }

    /// Whether a file is as it was generated.
    pub(super) fn is_untouched(&self, path: &str, there: &[u8]) -> bool {
        self.0.get(path).is_some_and(|digests| digests.contains(&digest(there)))
    }

    /// The files that were generated, and those that they were generated from.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// What the lock says under a key; several if git could not merge it.
    pub(super) fn values(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flatten().map(String::as_str)
    }

    /// Whether a file was generated, and may have been changed since.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        Lock {
            document: "pets.yaml".into(),
            tool: "1.0.0".into(),
            configuration: Map::from_iter([("name".to_owned(), json!("pets"))]),
            warnings: 2,
            inputs: [("pets.yaml".to_owned(), Some("aa".to_owned())), ("none.md".to_owned(), None)].into(),
            files: [("src/lib.rs".to_owned(), "bb".to_owned()), ("README.md".to_owned(), "cc".to_owned())].into(),
        }
    }

    /// The same with an overlay, which has this digest.
    fn with_overlay(digest: &str) -> Lock {
        let mut lock = lock();
        lock.configuration.insert(OVERLAYS.to_owned(), json!(["fix.yaml"]));
        lock.inputs.insert("fix.yaml".to_owned(), Some(digest.to_owned()));
        lock
    }

    #[test]
    fn a_lock_has_an_entry_a_line_and_is_read_back() {
        let text = lock().text();
        insta::assert_snapshot!(text);
        assert_eq!(Lock::parse(&text), Some(lock()));
        assert_eq!(Lock::parse(&text.replace('\n', "\r\n")), Some(lock()));
        assert_eq!(Lock::parse(&Lock::default().text()), Some(Lock::default()));
    }

    #[test]
    fn a_lock_that_was_edited_or_merged_is_not_believed() {
        let text = lock().text();
        for edited in
            [text.replace("bb", "dd"), text.replace("1.0.0", "1.0.1"), text.replace("  \"src", "src"), "{}".into()]
        {
            assert_eq!(Lock::parse(&edited), None, "{edited}");
        }
    }

    #[test]
    fn causes_name_what_differs() {
        assert!(lock().causes(&lock()).is_empty());
        let mut new = Lock { tool: "1.1.0".into(), document: "api.yaml".into(), ..lock() };
        new.configuration = Map::from_iter([("name".to_owned(), json!("p")), ("only".to_owned(), json!("client"))]);
        new.inputs = [("pets.yaml".to_owned(), Some("ab".to_owned())), ("pet.yaml".to_owned(), None)].into();
        insta::assert_snapshot!(lock().causes(&new).join("\n"));
        assert_eq!(with_overlay("1").causes(&with_overlay("2")), ["an overlay changed: fix.yaml"]);
        let added = "the configuration changed: `overlays` is now [\"fix.yaml\"]";
        assert_eq!(lock().causes(&with_overlay("1")), [added]);
        let rebuilt = Lock { files: BTreeMap::new(), ..lock() };
        assert_eq!(lock().causes(&rebuilt), ["specwright changed: another build of 1.0.0"]);
    }

    #[test]
    fn a_lock_that_git_could_not_merge_still_tells_what_was_generated() {
        let text = "  \"files\": {\n<<<<<<< HEAD\n    \"a\": \"ba7816bf8f01cfea414140de5dae2223\",\n=======\n    \"a\": \"00\"\n>>>>>>> b\n  }";
        let owned = Owned::of(text);
        assert!(owned.is_untouched("a", b"abc") && owned.knows("a"));
        assert!(!owned.is_untouched("a", b"abd") && !owned.knows("b"));
    }
}
