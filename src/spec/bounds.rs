//! What may be read from disk. A document that somebody sent must not make the tool read, and show or copy, files that are
//! none of its business; documents in several folders that belong together have to work without being asked about.
//!
//! Free is what lies below the folder of the document, or below the version-controlled working tree around it. Without
//! such a tree a reference may still climb, to a YAML or JSON file that holds what it asks for, but never through a folder
//! that is home to more than one thing. Hidden files are always out of bounds, and where a root folder is given, that alone
//! counts.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::grammar::{Kind, Shape};
use super::location::normal;

/// What marks the top of a working tree.
const REPOSITORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The bounds of a document.
#[derive(Debug)]
pub(super) struct Bounds {
    /// The folder of the document.
    start: PathBuf,
    /// Files below it are read as they are.
    root: PathBuf,
    /// Whether nothing outside of the root may be read at all: it is a working tree, or the user named it.
    is_strict: bool,
    /// Whether the user named the root.
    is_given: bool,
    /// Where the homes of everything are: no reference climbs to them.
    shared: Vec<PathBuf>,
}

/// Whether a file may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Yes,
    /// Only if it holds what the reference asks for.
    IfFitting,
    No,
}

impl Bounds {
    /// The bounds of a document in a folder, whose path is full.
    pub(super) fn around(start: &Path) -> Self {
        let places = [std::env::home_dir(), Some(std::env::temp_dir())].into_iter().flatten();
        let shared: Vec<PathBuf> =
            places.flat_map(|place| [place.canonicalize().ok(), Some(place)]).flatten().collect();
        let mut bounds =
            Self { start: start.to_owned(), root: start.to_owned(), is_strict: false, is_given: false, shared };
        let is_tree = |folder: &&Path| REPOSITORIES.iter().any(|name| folder.join(name).exists());
        let tree = start.ancestors().take_while(|folder| !bounds.is_shared(folder)).find(is_tree);
        if let Some(tree) = tree {
            bounds.root = tree.to_owned();
            bounds.is_strict = true;
        }
        bounds
    }

    /// The bounds that the user sets.
    pub(super) fn below(start: &Path, root: &Path) -> Self {
        Self { start: start.to_owned(), root: root.to_owned(), is_strict: true, is_given: true, shared: Vec::new() }
    }

    /// Whether a file may be read, by its full path.
    pub(super) fn judge(&self, full: &Path) -> Verdict {
        if let Ok(below) = full.strip_prefix(&self.root) {
            let is_climbing = !full.starts_with(&self.start);
            return if is_climbing && !self.is_given && is_hidden(below) { Verdict::No } else { Verdict::Yes };
        }
        let is_fragment = full
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)));
        let top = self.common(full);
        let is_hidden = full.strip_prefix(top).is_ok_and(is_hidden);
        if self.is_strict || !is_fragment || is_hidden || self.is_shared(top) {
            return Verdict::No;
        }
        Verdict::IfFitting
    }

    /// The folder that is around both the document and a file.
    fn common(&self, full: &Path) -> &Path {
        self.start.ancestors().find(|folder| full.starts_with(folder)).unwrap_or(Path::new("/"))
    }

    /// Whether a folder holds what has nothing to do with each other: the top of the disk, a home, a temporary folder.
    fn is_shared(&self, folder: &Path) -> bool {
        let depth = folder.components().filter(|part| matches!(part, std::path::Component::Normal(_))).count();
        depth < 2 || self.shared.iter().any(|home| home.starts_with(folder))
    }

    /// A file as the user would write it: from the folder of the document as given.
    pub(super) fn path(&self, full: &Path, given: &Path) -> PathBuf {
        let common = self.common(full);
        let up = self.start.strip_prefix(common).map_or(0, |below| below.components().count());
        let path = normal(&given.join("../".repeat(up)).join(full.strip_prefix(common).unwrap_or(full)));
        // Where the given folder is a symbolic link, its parent is another one.
        let is_same =
            up == 0 || path.canonicalize().is_ok_and(|path| full.canonicalize().is_ok_and(|full| path == full));
        if is_same { path } else { full.to_owned() }
    }

    /// The root folder that would let a file in, as the user would write it: from the folder of the document as given.
    pub(super) fn remedy(&self, full: &Path, given: &Path) -> String {
        let common = self.common(full);
        if common.parent().is_none() {
            return "/".to_owned();
        }
        let up = self.start.strip_prefix(common).map_or(0, |below| below.components().count());
        let folder = normal(&given.join("../".repeat(up)));
        match folder.to_string_lossy().replace('\\', "/") {
            folder if folder.is_empty() => ".".to_owned(),
            folder => folder,
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

/// Whether a value is, on the face of it, what a reference asks for.
pub(super) fn resembles(value: &Value, shape: Shape) -> bool {
    let Value::Object(members) = value else { return false };
    let all = |kind| !members.is_empty() && members.values().all(|member| resembles(member, Shape::One(kind)));
    match shape {
        Shape::One(Kind::Paths) => {
            !members.is_empty() && members.keys().all(|key| key.starts_with('/') || key == "$ref")
        }
        Shape::One(kind) | Shape::FlagOr(kind) | Shape::Part(kind) => {
            let fields = kind.object().fields;
            members.contains_key("$ref")
                || fields.iter().any(|field| members.get(field.key).is_some_and(|member| field.shape.fits(member)))
        }
        Shape::Map(kind) | Shape::PartMap(kind) => all(kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bounds(start: &str, shared: &[&str]) -> Bounds {
        let start = PathBuf::from(start);
        Bounds {
            root: start.clone(),
            start,
            is_strict: false,
            is_given: false,
            shared: shared.iter().map(PathBuf::from).collect(),
        }
    }

    fn judged(bounds: &Bounds, path: &str) -> Verdict {
        bounds.judge(Path::new(path))
    }

    #[test]
    fn references_climb_to_what_belongs_to_the_document() {
        let bounds = bounds("/people/me/projects/api/spec", &["/people/me"]);
        assert_eq!(judged(&bounds, "/people/me/projects/api/spec/pets/.pet"), Verdict::Yes);
        assert_eq!(judged(&bounds, "/people/me/projects/api/common/pet.yaml"), Verdict::IfFitting);
        assert_eq!(judged(&bounds, "/people/me/projects/other.JSON"), Verdict::IfFitting);
        for secret in [
            "/people/me/projects/api/key",
            "/people/me/projects/api/.env.yaml",
            "/people/me/projects/.config/key.yaml",
            "/people/me/key.yaml",
            "/people/you/key.yaml",
            "/etc/key.yaml",
        ] {
            assert_eq!(judged(&bounds, secret), Verdict::No, "{secret}");
        }
        assert_eq!(judged(&self::bounds("/srv/spec", &[]), "/srv/key.yaml"), Verdict::No);
    }

    #[test]
    fn a_working_tree_is_one_thing() {
        let tree = Bounds {
            root: PathBuf::from("/people/me/tree"),
            is_strict: true,
            ..bounds("/people/me/tree/api/spec", &["/people/me"])
        };
        assert_eq!(judged(&tree, "/people/me/tree/docs/intro.md"), Verdict::Yes);
        assert_eq!(judged(&tree, "/people/me/tree/.git/config"), Verdict::No);
        assert_eq!(judged(&tree, "/people/me/other/pet.yaml"), Verdict::No);
    }

    #[test]
    fn a_given_root_is_all_that_counts() {
        let given = Bounds::below(Path::new("/srv/a/spec"), Path::new("/srv/a"));
        assert_eq!(judged(&given, "/srv/a/.hidden/key"), Verdict::Yes);
        assert_eq!(judged(&given, "/srv/b/pet.yaml"), Verdict::No);
    }

    #[test]
    fn the_remedy_names_the_folder_as_the_user_would() {
        let bounds = bounds("/people/me/projects/api/spec", &[]);
        let remedy = |full: &str, given: &str| bounds.remedy(Path::new(full), Path::new(given));
        assert_eq!(remedy("/people/me/projects/api/key", "spec"), ".");
        assert_eq!(remedy("/people/me/projects/x", "api/spec"), ".");
        assert_eq!(remedy("/people/me/projects/x", ""), "../..");
        assert_eq!(remedy("/people/me/projects/api/key", "/people/me/projects/api/spec"), "/people/me/projects/api");
        assert_eq!(remedy("/etc/key", ""), "/");
    }

    #[test]
    fn a_value_has_to_look_like_what_is_asked_for() {
        assert!(resembles(&json!({"type": "object"}), Shape::One(Kind::Schema)));
        assert!(resembles(&json!({"$ref": "x"}), Shape::One(Kind::Response)));
        assert!(resembles(&json!({"/pets": {}}), Shape::One(Kind::Paths)));
        assert!(!resembles(&json!({"auths": {"host": {"auth": "c2VjcmV0"}}}), Shape::One(Kind::Schema)));
        assert!(!resembles(&json!({"type": {"token": "x"}}), Shape::One(Kind::Schema)));
        assert!(!resembles(&json!("secret"), Shape::Text));
        assert!(!resembles(&json!({"token": "x", "user": {}}), Shape::Map(Kind::Schema)));
    }
}
