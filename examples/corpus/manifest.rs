//! The manifest: one document a line, tab-separated, with the names of the columns in the first.

use std::fs;
use std::path::{Path, PathBuf};

use super::Failure;

/// A document of the corpus.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) slug: String,
    /// The document.
    pub(super) path: PathBuf,
    /// The folder around its files, if it has several.
    pub(super) folder: Option<PathBuf>,
    pub(super) kind: String,
    pub(super) bytes: u64,
    pub(super) expect: Expect,
}

/// What is to become of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// It generates.
    Ok,
    /// It is refused, with a position.
    Error,
    /// It is refused with a position, or generates with a warning.
    Lenient,
    /// It is refused, or generates code that does no harm.
    Hostile,
}

impl Expect {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "ok" => Self::Ok,
            "error" => Self::Error,
            "lenient" => Self::Lenient,
            "hostile" => Self::Hostile,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
            Self::Lenient => "lenient",
            Self::Hostile => "hostile",
        }
    }
}

/// Reads the manifest of a folder.
pub(super) fn read(corpus: &Path) -> Result<Vec<Entry>, Failure> {
    let path = corpus.join("manifest.tsv");
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    // Paths are handed to processes with working directories of their own.
    let corpus = corpus.canonicalize()?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let entries = lines.filter(|line| !line.is_empty()).enumerate().map(|(index, line)| {
        let cells: Vec<&str> = line.split('\t').collect();
        entry(&corpus, &columns, &cells).map_err(|what| format!("{}:{}: {what}", path.display(), index + 2).into())
    });
    entries.collect()
}

fn entry(corpus: &Path, columns: &[&str], cells: &[&str]) -> Result<Entry, String> {
    let cell = |name: &str| {
        let index = columns.iter().position(|column| *column == name).ok_or(format!("there is no column {name}"))?;
        cells.get(index).copied().ok_or(format!("has no {name}"))
    };
    let number = |name: &str| cell(name)?.parse::<u64>().map_err(|_| format!("{name} is no number"));
    let slug = cell("slug")?.to_owned();
    let path = corpus.join(cell("path")?);
    let folder = (number("files")? > 1).then(|| outermost(corpus, &path));
    let expect = Expect::parse(cell("expect")?).ok_or("expect is none of ok, error, lenient, hostile")?;
    Ok(Entry { slug, path, folder, kind: cell("kind")?.to_owned(), bytes: number("bytes")?, expect })
}

/// The folder of a document of several files: the one in the folder of all documents that leads to it.
fn outermost(corpus: &Path, path: &Path) -> PathBuf {
    let below: Vec<_> = path.strip_prefix(corpus).into_iter().flat_map(Path::components).collect();
    let folder = below.iter().take(below.len().saturating_sub(1).min(2));
    folder.fold(corpus.to_owned(), |folder, part| folder.join(part))
}
