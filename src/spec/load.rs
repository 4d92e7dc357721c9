//! Loading: the named file, then every file that a reference leads to, each checked as far as it is reached. The only file
//! that reads documents from disk.

mod patches;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Document;
use super::bounds::{Bounds, Verdict, resembles};
use super::check::Check;
use super::encoding;
use super::fetch::{Fetched, Refusal, Web};
use super::files::{File, Files, descend, way};
use super::grammar::{Kind, Need, Shape, found, shape_at};
use super::inputs;
use super::location::{Location, decode, normal};
use super::moves::Moves;
use super::origins::Origins;
use super::refs::{self, Reference, Target};
use super::revision::Revision;
use super::text::{self, Parsed};
use super::trail::Trail;
use super::upgrade::{Version, swagger, version};
use super::what::What;
use crate::diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, codes};
use crate::error::Error;

/// No file may be larger: 256 MiB.
const SIZE: u64 = 256 << 20;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a document and what it refers to, and says how far that may go.
///
/// By default, files are read that lie below the folder of the document, or below the version-controlled working tree
/// around it. Without such a tree, references may climb out of the folder, as far as they stay below one folder that is
/// neither a home nor at the top of the disk, to YAML and JSON files that hold what the reference asks for. Hidden files
/// are not read beyond the folder, and nothing is fetched. For documents of strangers, on a server, name the
/// [`root`](Loader::root).
#[derive(Debug, Clone, Default)]
pub struct Loader {
    root: Option<PathBuf>,
    hosts: BTreeSet<String>,
    overlays: Vec<PathBuf>,
}

impl Loader {
    /// A loader with the default bounds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads files below this folder, all of them, and no others.
    #[must_use]
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.root = Some(folder.into());
        self
    }

    /// Fetches documents from this host, given as `host` or `host:port`. All others stay out of reach, also when an
    /// allowed one redirects there. Needs the Cargo feature `remote`.
    #[must_use]
    pub fn allow_remote(mut self, host: impl Into<String>) -> Self {
        self.hosts.insert(host.into());
        self
    }

    /// Reads the document at a path, or at a URL of an allowed host.
    ///
    /// What is wrong with the document itself is not an error here: see [`Document::findings`].
    ///
    /// # Errors
    ///
    /// When the document cannot be read or fetched, or is neither UTF-8 nor, by its byte order mark, UTF-16.
    pub fn load(&self, source: impl AsRef<Path>) -> Result<Document, Error> {
        let path = source.as_ref();
        let mut web = Web::of(&self.hosts);
        if let Some(Location::Url(url)) = path.to_str().and_then(Location::given) {
            let fetched =
                web.fetch(&url).map_err(|refusal| Error::io("fetch", path, io::Error::other(words(refusal))))?;
            let source = Source { name: fetched.url.clone(), path: None, location: Location::Url(fetched.url) };
            return Ok(Reading::new(PathBuf::new(), None, web).run(source, fetched.text, self.patches()?));
        }
        let unreadable = |source| Error::io("read", path, source);
        let text = read(path).map_err(unreadable)?;
        let full = path.canonicalize().map_err(unreadable)?;
        let start = full.parent().unwrap_or(Path::new("")).to_owned();
        let bounds = match &self.root {
            Some(root) => {
                Bounds::below(&start, &root.canonicalize().map_err(|source| Error::io("read", root, source))?)
            }
            None => Bounds::around(&start),
        };
        let given = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let source = Source { name: shown(path), path: Some(path.to_owned()), location: Location::File(full) };
        Ok(Reading::new(given, Some(bounds), web).run(source, text, self.patches()?))
    }

    /// Reads a document as it was in a revision of the git repository around the working directory, and the files that it
    /// refers to from the same revision. The path is taken as git does: from the top of the repository, or from the working
    /// directory if it begins with `./` or `../`. Overlays are those of the revision as well, or as they are on disk where it
    /// does not have them.
    ///
    /// # Errors
    ///
    /// When git cannot be run, or has no such file in that revision, or the file is neither UTF-8 nor UTF-16.
    pub fn load_revision(&self, revision: &str, path: impl AsRef<Path>) -> Result<Document, Error> {
        let path = path.as_ref();
        let unreadable = |source| Error::io("read", Path::new(&format!("git:{revision}:{}", path.display())), source);
        let revision = Revision::find(revision).map_err(unreadable)?;
        let full = normal(&revision.full(path).map_err(unreadable)?);
        let text = revision.read(&full).map_err(unreadable)?;
        let start = full.parent().unwrap_or(Path::new("")).to_owned();
        let root = self.root.as_ref().map(std::path::absolute).transpose().map_err(unreadable)?;
        let bounds = Bounds::below(&start, &normal(root.as_deref().unwrap_or(revision.top())));
        let source = Source { name: revision.shown(&full), path: None, location: Location::File(full) };
        let reading = Reading::new(PathBuf::new(), Some(bounds), Web::of(&self.hosts));
        let patches = self.patches_of(&revision)?;
        Ok(Reading { revision: Some(revision), ..reading }.run(source, text, patches))
    }

    /// Takes a document from its text. It cannot refer to files, but to URLs of allowed hosts.
    ///
    /// # Errors
    ///
    /// None at present: what is wrong with the document is in [`Document::findings`].
    pub fn load_text(&self, name: &str, text: &str) -> Result<Document, Error> {
        let path = PathBuf::from(name);
        let source = Source { name: shown(&path), path: Some(path.clone()), location: Location::File(path) };
        Ok(Reading::new(PathBuf::new(), None, Web::of(&self.hosts)).run(source, text.to_owned(), self.patches()?))
    }
}

impl Document {
    /// Whether the files that were read still have the same text.
    pub fn is_as_on_disk(&self) -> bool {
        self.files.iter().all(|file| {
            let text = file.path.as_deref().map(read);
            text.is_none_or(|text| {
                text.is_ok_and(|text| text.trim_start_matches(BYTE_ORDER_MARK) == inputs::text(file))
            })
        })
    }
}

/// A path as messages show it, the same on all systems.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn words(refusal: Refusal) -> String {
    match refusal {
        Refusal::Host(host) => format!("`{host}` is no allowed host; allow it with `--allow-remote {host}`"),
        Refusal::Other(reason) => reason,
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(SIZE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the file is larger than 256 MiB"));
    }
    let text = encoding::text(bytes)?;
    // What git makes of line endings is to change nothing in the output.
    Ok(if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text })
}

/// Where a text is from.
struct Source {
    /// As shown to people.
    name: String,
    /// As to be opened, if it is a file.
    path: Option<PathBuf>,
    location: Location,
}

/// The reading of one document.
struct Reading {
    /// The folder of the named file, as given.
    given: PathBuf,
    /// What may be read from disk; nothing if nothing may.
    bounds: Option<Bounds>,
    /// What is read from in place of the disk.
    revision: Option<Revision>,
    web: Web,
    files: Files,
    findings: Diagnostics,
    queue: VecDeque<Reference>,
    /// What the check began with; it has done what lies below, too.
    checked: BTreeMap<Place, Shape>,
    /// The files that cannot be had, so that each is asked for once.
    missing: BTreeSet<Location>,
    /// The references that lead nowhere.
    broken: BTreeSet<Place>,
    said: BTreeSet<(&'static str, String)>,
    origins: Origins,
    patches: Vec<(Source, String)>,
}

impl Reading {
    fn new(given: PathBuf, bounds: Option<Bounds>, web: Web) -> Self {
        Self {
            given,
            bounds,
            revision: None,
            web,
            files: Files::default(),
            findings: Diagnostics::default(),
            queue: VecDeque::new(),
            checked: BTreeMap::new(),
            missing: BTreeSet::new(),
            broken: BTreeSet::new(),
            said: BTreeSet::new(),
            origins: Origins::default(),
            patches: Vec::new(),
        }
    }

    fn run(mut self, source: Source, text: String, patches: Vec<(Source, String)>) -> Document {
        let place = Place { file: FileId(0), pointer: Pointer::root() };
        self.patches = patches;
        let overlays = u32::try_from(self.patches.len()).unwrap_or(u32::MAX);
        let version = self.add(source, text, None);
        for (source, text) in std::mem::take(&mut self.patches) {
            self.add(source, text, None);
        }
        let readable = self.files.get(FileId(0)).is_some_and(|file| !file.tree.is_null());
        match version {
            Some(version) => self.check(&place, Shape::One(Kind::Document).in_swagger(version == Version::Two)),
            None if readable && !self.findings.has_errors() => self.findings.push(codes::not_openapi(place)),
            None => {}
        }
        while let Some(reference) = self.queue.pop_front() {
            self.follow(&reference);
        }
        swagger::rewrite(&mut self.files, self.checked.iter(), &mut self.findings);
        let Self { files, findings, checked, broken, missing, origins, .. } = self;
        Document { files, findings, checked, broken, missing, origins, overlays, settings: None }
    }

    /// Parses a file and adds it. Its version is that which it names, else the one of the file that refers to it.
    fn add(&mut self, source: Source, mut text: String, around: Option<Version>) -> Option<Version> {
        let id = self.files.next_id();
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        let Parsed { mut tree, language, repaired } = text::parse(&text, id, &mut self.findings);
        self.patch(&mut tree, &source.location);
        let version = version(&mut tree, id).unwrap_or_else(|problem| {
            self.findings.push(*problem);
            None
        });
        let its = version.or(around).unwrap_or(Version::DEFAULT);
        let Source { name, path, location } = source;
        let moves = Moves::default();
        self.files.add(File { path, location, name, text, language, repaired, tree, moves, version: its });
        version
    }

    fn check(&mut self, place: &Place, shape: Shape) {
        self.checked.insert(place.clone(), shape);
        let mut references = Vec::new();
        let Some(version) = self.files.get(place.file).map(|file| file.version) else { return };
        let Some(value) = self.files.tree(place.file).and_then(|tree| descend(tree, &place.pointer)) else { return };
        let what = match shape {
            Shape::One(kind) => What::object(kind),
            _ => What::member(shape.expected(), Need::Optional),
        };
        let mut check = Check {
            file: place.file,
            version,
            diag: &mut self.findings,
            references: &mut references,
            said: &mut self.said,
        };
        check.value(value, shape, what, Trail::from(&place.pointer));
        self.queue.extend(references);
    }

    fn follow(&mut self, reference: &Reference) {
        let (at, text) = (reference.at.clone(), &reference.text);
        let mut target = refs::target(&self.files, text, &reference.at);
        if let Target::Unread(location) = target {
            if let Err(problem) = self.open(location, reference) {
                return self.give_up(reference, *problem);
            }
            target = refs::target(&self.files, text, &reference.at);
        }
        match target {
            Target::Place(place) => self.arrive(reference, place),
            Target::OfRoot(place) => {
                let root = self.files.get(FileId(0)).map_or("", |file| &file.name);
                self.findings.push(codes::reference_to_root(at, text, root));
                self.arrive(reference, place);
            }
            Target::Unread(_) | Target::Nothing => self.give_up(reference, codes::unresolved_reference(at, text)),
        }
    }

    /// Reports that a reference leads nowhere, and remembers it.
    fn give_up(&mut self, reference: &Reference, problem: Diagnostic) {
        self.broken.insert(reference.at.clone());
        self.findings.push(if reference.may_dangle() { codes::ignored(problem) } else { problem });
    }

    /// Reads or fetches a document that a reference leads to, if it may be read.
    fn open(&mut self, location: Location, reference: &Reference) -> Result<(), Box<Diagnostic>> {
        let opened = match &location {
            _ if self.missing.contains(&location) => {
                let reason = "it could not be read before";
                Err(Box::new(codes::unreadable_file(reference.at.clone(), &reference.text, reason)))
            }
            Location::File(full) => self.open_file(full, reference),
            Location::Url(url) => self.open_url(url, reference),
        };
        if opened.is_err() {
            self.missing.insert(location);
        }
        opened
    }

    fn open_file(&mut self, full: &Path, reference: &Reference) -> Result<(), Box<Diagnostic>> {
        let (at, text) = (reference.at.clone(), &reference.text);
        if let Some(revision) = &self.revision {
            return self.open_revision(full, revision.shown(full), revision.read(full), reference);
        }
        let Some(bounds) = &self.bounds else { return Err(Box::new(codes::reference_without_folder(at, text))) };
        let outside = || Box::new(codes::outside_reference(at.clone(), text, &bounds.remedy(full, &self.given)));
        let unreadable = |error: io::Error| Box::new(codes::unreadable_file(at.clone(), text, &reason(&error)));
        if bounds.judge(full) == Verdict::No {
            return Err(outside());
        }
        // A symbolic link inside the folder may lead outside.
        let verdict = bounds.judge(&full.canonicalize().map_err(unreadable)?).max(bounds.judge(full));
        let content = match verdict {
            Verdict::No => return Err(outside()),
            Verdict::Yes | Verdict::IfFitting => read(full).map_err(unreadable)?,
        };
        if verdict == Verdict::IfFitting && !is_fitting(&content, reference) {
            return Err(outside());
        }
        let path = bounds.path(full, &self.given);
        let source = Source { name: shown(&path), path: Some(path), location: Location::File(full.to_owned()) };
        self.add_target(source, content, reference);
        Ok(())
    }

    /// Takes a file of a revision. What is in a repository is of one kind; nothing in it leads out.
    fn open_revision(
        &mut self,
        full: &Path,
        name: String,
        content: io::Result<String>,
        reference: &Reference,
    ) -> Result<(), Box<Diagnostic>> {
        let (at, text) = (reference.at.clone(), &reference.text);
        let verdict = self.bounds.as_ref().map_or(Verdict::No, |bounds| bounds.judge(full));
        if verdict == Verdict::No {
            return Err(Box::new(codes::outside_reference(at, text, ".")));
        }
        let content = content.map_err(|error| Box::new(codes::unreadable_file(at, text, &reason(&error))))?;
        let source = Source { name, path: None, location: Location::File(full.to_owned()) };
        self.add_target(source, content, reference);
        Ok(())
    }

    fn open_url(&mut self, url: &str, reference: &Reference) -> Result<(), Box<Diagnostic>> {
        let (at, text) = (reference.at.clone(), &reference.text);
        let Fetched { url: end, text: content } = self.web.fetch(url).map_err(|refusal| match refusal {
            Refusal::Host(host) => Box::new(codes::remote_reference(at.clone(), text, &host)),
            Refusal::Other(reason) => Box::new(codes::unreadable_file(at.clone(), text, &reason)),
        })?;
        let (asked, location) = (Location::Url(url.to_owned()), Location::Url(end.clone()));
        if self.files.find(&location).is_none() {
            self.add_target(Source { name: end, path: None, location: location.clone() }, content, reference);
        }
        if let Some(place) = self.files.find(&location) {
            self.files.alias(asked, place.file);
        }
        Ok(())
    }

    /// Adds what a reference leads to: a document, or a text that is not looked into.
    fn add_target(&mut self, source: Source, content: String, reference: &Reference) {
        let version = self.files.get(reference.at.file).map(|file| file.version);
        if reference.shape == Shape::Text && !reference.text.contains('#') {
            self.files.add_text(source.location, source.name, source.path, content);
        } else {
            self.add(source, content, version);
        }
    }

    /// Checks the target of a reference, unless that was done, or is a text: that replaces the reference.
    fn arrive(&mut self, reference: &Reference, place: Place) {
        if reference.shape == Shape::Text {
            return self.replace(reference, &place);
        }
        let is_swagger = self.files.get(place.file).is_some_and(|file| file.version == Version::Two);
        let expected = reference.shape.in_swagger(is_swagger);
        match self.shape_of(&place) {
            Some(shape) if shape.same_as(expected) => {}
            Some(Shape::One(kind)) => {
                let (at, text) = (reference.at.clone(), &reference.text);
                let (wanted, found) = (expected.to_string(), Shape::One(kind).to_string());
                if expected.is_like(Shape::One(kind)) {
                    self.findings.push(codes::similar_target(at, text, &wanted, &found));
                    self.check(&place, expected);
                } else {
                    self.give_up(reference, codes::wrong_target(at, text, &wanted, &found));
                }
            }
            _ => self.check(&place, expected),
        }
    }

    /// What the check took a place for, if it came by.
    fn shape_of(&self, place: &Place) -> Option<Shape> {
        shape_of(&self.files, &self.checked, place)
    }

    /// `description: { $ref: introduction.md }`
    fn replace(&mut self, reference: &Reference, place: &Place) {
        let text = self.files.tree(place.file).and_then(|tree| descend(tree, &place.pointer).cloned());
        let Some(text) = text.filter(serde_json::Value::is_string) else {
            let found =
                self.files.tree(place.file).and_then(|tree| descend(tree, &place.pointer).map(|value| found(value)));
            let expected = Shape::Text.expected();
            let found = found.unwrap_or("nothing");
            return self.findings.push(codes::wrong_type(place.clone(), "the value referred to", expected, found));
        };
        let owner = reference.at.pointer.parent();
        if let Some(value) = self.files.tree(reference.at.file).and_then(|tree| descend(tree, &owner)) {
            *value = text;
        }
    }
}

/// What the check took a place for: what it began with at the innermost place around it, and the grammar from there.
pub(super) fn shape_of(files: &Files, checked: &BTreeMap<Place, Shape>, place: &Place) -> Option<Shape> {
    let tokens: Vec<String> = place.pointer.tokens().collect();
    let mut pointer = Pointer::root();
    let minor = files.get(place.file)?.version.minor();
    for depth in 0..=tokens.len() {
        if let Some(shape) = checked.get(&Place { file: place.file, pointer: pointer.clone() }) {
            return shape_at(*shape, &tokens[depth..], minor);
        }
        if let Some(token) = tokens.get(depth) {
            pointer = pointer.child(token);
        }
    }
    None
}

/// Whether a text holds, at the fragment of a reference, what the reference asks for.
fn is_fitting(content: &str, reference: &Reference) -> bool {
    let parsed = text::parse(content, FileId(0), &mut Diagnostics::default());
    let fragment = decode(reference.text.split_once('#').map_or("", |(_, fragment)| fragment));
    let way = way(&parsed.tree, &Pointer::parse(fragment.trim_end_matches('/')));
    let value = way.as_ref().and_then(|way| parsed.tree.pointer(way.as_str()));
    value.is_some_and(|value| resembles(value, reference.shape))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        // It says where.
        io::ErrorKind::InvalidData => error.to_string(),
        io::ErrorKind::InvalidInput => "its name is no valid one".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}
