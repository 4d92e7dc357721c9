//! For build scripts: from a document to a module in `OUT_DIR`. The only place that speaks to cargo, by printing, and that
//! reads the environment.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::config::{Config, Ends, Selector};
use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::output::write_text;
use crate::spec::{Document, Loader};

/// Begins to generate from a document, whose path is relative to the package.
///
/// ```no_run
/// // build.rs
/// fn main() {
///     specwright::build("openapi.yaml").client().run();
/// }
/// ```
///
/// The result is included in a module of its own, wherever that is:
///
/// ```ignore
/// pub mod api {
///     include!(concat!(env!("OUT_DIR"), "/api.rs"));
/// }
/// ```
#[expect(clippy::needless_doctest_main, reason = "a build script is a whole program")]
pub fn build(spec: impl Into<PathBuf>) -> Build {
    let (config, loader, file) = (Config::new(), Loader::new(), "api.rs".to_owned());
    Build { spec: spec.into(), config, loader, ends: None, file }
}

/// What a build script generates; see [`build`].
#[derive(Debug, Clone)]
#[must_use = "nothing is generated until `run` is called"]
pub struct Build {
    spec: PathBuf,
    config: Config,
    loader: Loader,
    ends: Option<Ends>,
    file: String,
}

impl Build {
    /// Generates the client. Without this and [`Build::server`], both ends are generated.
    pub fn client(mut self) -> Self {
        self.ends = Some(if self.ends == Some(Ends::Server) { Ends::Both } else { self.ends.unwrap_or(Ends::Client) });
        self
    }

    /// Generates the server. Without this and [`Build::client`], both ends are generated.
    pub fn server(mut self) -> Self {
        self.ends = Some(if self.ends == Some(Ends::Client) { Ends::Both } else { self.ends.unwrap_or(Ends::Server) });
        self
    }

    /// Generates these operations only; see [`Config::include`].
    pub fn include(mut self, selector: Selector) -> Self {
        self.config.include.push(selector);
        self
    }

    /// Leaves operations out; see [`Config::exclude`].
    pub fn exclude(mut self, selector: Selector) -> Self {
        self.config.exclude.push(selector);
        self
    }

    /// Takes all settings at once; what was set before is lost, except by [`Build::client`] and [`Build::server`].
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Sets how far the document may refer to other files and to URLs.
    pub fn loader(mut self, loader: Loader) -> Self {
        self.loader = loader;
        self
    }

    /// Names the file in `OUT_DIR`; by default `api.rs`.
    pub fn output_file(mut self, name: impl Into<String>) -> Self {
        self.file = name.into();
        self
    }

    /// Generates the file. If that fails, cargo shows why and the build script ends.
    pub fn run(self) {
        if let Err(error) = self.try_run() {
            let _ = io::stdout().write_all(directives_of(&error).as_bytes());
            std::process::exit(1);
        }
    }

    /// Generates the file and returns its path. Cargo is told which files it was made from, and of warnings.
    ///
    /// # Errors
    ///
    /// When the document cannot be read or has errors, or the file cannot be written.
    pub fn try_run(self) -> Result<PathBuf, Error> {
        let out_dir = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
            let reason = io::Error::new(io::ErrorKind::NotFound, "OUT_DIR is not set: this is for build scripts");
            Error::io("write", Path::new(&self.file), reason)
        })?;
        let mut out = io::stdout().lock();
        let said = |error| Error::io("write", Path::new("stdout"), error);
        // Said first, so that a document that cannot be read is waited for.
        out.write_all(rerun_if_changed(&self.spec)?.as_bytes()).map_err(said)?;
        let document = self.loader.load(&self.spec)?;
        for file in document.files().filter(|file| *file != self.spec) {
            out.write_all(rerun_if_changed(file)?.as_bytes()).map_err(said)?;
        }
        let config = match self.ends {
            Some(ends) => self.config.ends(ends),
            None => self.config,
        };
        let (text, findings) = crate::generate_text(&document, &config)?;
        for warning in findings.iter().filter(|finding| finding.severity == Severity::Warning) {
            out.write_all(directive("warning", &located(&document, warning)).as_bytes()).map_err(said)?;
        }
        let path = out_dir.join(&self.file);
        write_text(&path, &text)?;
        Ok(path)
    }
}

/// Directives are lines, so a path with a line break cannot be watched, and would be a directive of its own.
fn rerun_if_changed(path: &Path) -> Result<String, Error> {
    match path.to_str() {
        Some(text) if !text.contains(char::is_control) => Ok(format!("cargo::rerun-if-changed={text}\n")),
        _ => {
            Err(Error::io("watch", path, io::Error::new(io::ErrorKind::InvalidInput, "cargo cannot watch such a path")))
        }
    }
}

/// A directive whose text stays on its line.
fn directive(kind: &str, text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("cargo::{kind}={line}\n")
}

fn located(document: &Document, finding: &Diagnostic) -> String {
    let position = document.position(finding);
    let file = document.file_name(finding.place.file);
    let hint = finding.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{file}:{}:{}: {}{hint}", position.line, position.column, finding.message)
}

/// What cargo shows of an error: each line of the listing, if there is one.
fn directives_of(error: &Error) -> String {
    let mut text = format!("{error:#}");
    if let Some(cause) = std::error::Error::source(error) {
        text.push_str(&format!(": {cause}"));
    }
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| directive("error", line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;

    #[test]
    fn ends_add_up() {
        let ends = |build: Build| build.ends;
        assert_eq!(ends(build("x")), None);
        assert_eq!(ends(build("x").client()), Some(Ends::Client));
        assert_eq!(ends(build("x").server().server()), Some(Ends::Server));
        assert_eq!(ends(build("x").server().client()), Some(Ends::Both));
        assert_eq!(ends(build("x").client().server().client()), Some(Ends::Both));
    }

    #[test]
    fn nothing_breaks_out_of_a_directive() {
        assert_eq!(directive("error", "a\ncargo::rustc-env=X=1\r"), "cargo::error=a cargo::rustc-env=X=1 \n");
        assert!(rerun_if_changed(Path::new("a\ncargo::rustc-env=X=1")).unwrap_err().is_io());
        assert_eq!(rerun_if_changed(Path::new("a b.yaml")).unwrap(), "cargo::rerun-if-changed=a b.yaml\n");
    }

    #[test]
    fn every_line_of_an_error_is_a_directive() {
        let error = Error::document("x.yaml", Diagnostics::default(), "error: a\n\n  --> x.yaml:1:1\n".into());
        assert_eq!(directives_of(&error), "cargo::error=error: a\ncargo::error=  --> x.yaml:1:1\n");
    }
}
