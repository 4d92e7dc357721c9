//! Files as they were in a revision of the git repository around the working directory. Runs `git`, which knows what a revision
//! is; the working tree is not looked at.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use super::encoding;

/// A revision.
#[derive(Debug)]
pub(super) struct Revision {
    /// As the user calls it.
    name: String,
    /// What that is: no name of a revision, or option, can be taken for it.
    commit: String,
    /// The top of the working tree.
    top: PathBuf,
}

impl Revision {
    /// Finds a revision.
    pub(super) fn find(name: &str) -> io::Result<Self> {
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
            .map_err(|error| match error.kind() {
                io::ErrorKind::Other => io::Error::other(format!("git knows no revision `{name}` here")),
                _ => error,
            })?;
        // A bare repository has no working tree; its own folder does as well for telling paths.
        let top = git(&["rev-parse", "--show-toplevel"]).or_else(|_| git(&["rev-parse", "--absolute-git-dir"]))?;
        let top = PathBuf::from(top.trim_end());
        Ok(Self { name: name.to_owned(), commit: commit.trim_end().to_owned(), top })
    }

    /// The top of the repository.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// The full path of a file. As git has it, a path begins at the top of the repository, or at the working directory if it
    /// begins with `./` or `../`.
    pub(super) fn full(&self, path: &Path) -> io::Result<PathBuf> {
        match path.components().next() {
            Some(Component::CurDir | Component::ParentDir) => Ok(std::path::absolute(".")?.join(path)),
            _ => Ok(self.top.join(path)),
        }
    }

    /// A path below the top as messages show it, and as git would be asked for it.
    pub(super) fn shown(&self, full: &Path) -> String {
        format!("{}:{}", self.name, self.below(full).display()).replace('\\', "/")
    }

    fn below<'p>(&self, full: &'p Path) -> &'p Path {
        full.strip_prefix(&self.top).unwrap_or(full)
    }

    /// The text of a file.
    pub(super) fn read(&self, full: &Path) -> io::Result<String> {
        let path = self.below(full).to_string_lossy().replace('\\', "/");
        git(&["cat-file", "blob", &format!("{}:{path}", self.commit)]).map_err(|error| match error.kind() {
            io::ErrorKind::Other => {
                io::Error::new(io::ErrorKind::NotFound, format!("`{}` has no such file", self.name))
            }
            _ => error,
        })
    }
}

/// What git says; [`io::ErrorKind::Other`] if it refuses.
fn git(arguments: &[&str]) -> io::Result<String> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(io::Error::other("git refuses"));
    }
    let text = encoding::text(output.stdout)?;
    Ok(if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text })
}
