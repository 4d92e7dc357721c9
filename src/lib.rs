//! Specwright turns an OpenAPI document into a Rust crate that holds both ends of the wire: a typed async client and
//! axum server stubs that share one set of types.
//!
//! The whole generator is one line, and a stage imports only the one on its left:
//!
//! ```text
//!  spec ──► lower ──► ir + passes ──► plan ──► emit ──► render ──► output
//! ```

mod cargo;
mod config;
mod diag;
mod emit;
mod error;
mod ir;
mod lower;
mod name;
mod output;
mod passes;
mod plan;
mod render;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the runtime is used by generated crates")]
mod runtime;
mod spec;

pub use cargo::{Build, build};
pub use config::{Candidate, Config, Ends, InvalidSelector, Selector};
pub use diag::{Diagnostic, Diagnostics, FileId, Place, Pointer, Position, Severity};
pub use error::Error;
pub use output::{Drift, Output, Written};
pub use spec::Document;

/// Generates a crate. Pure: the same document and configuration make the same bytes.
///
/// # Errors
///
/// When the document has errors; all of them are in [`Error::diagnostics`].
pub fn generate(document: &Document, config: &Config) -> Result<Output, Error> {
    let findings = document.findings();
    if findings.has_errors() {
        return Err(Error::document(document.name(), findings.clone(), document.listing(findings, false)));
    }
    let package = emit::package::Package {
        name: config.name.clone().unwrap_or_else(|| name::kebab(document.name())),
        version: "0.1.0".into(),
        spec: document.name().into(),
        client: config.ends.client(),
        server: config.ends.server(),
        ..Default::default()
    };
    let root = |_: &()| emit::SourceFile { path: "src/lib.rs".into(), docs: Vec::new(), items: Vec::new() };
    let mut files = render::package_files(&package).map_err(unprintable)?;
    files.extend(render::rust_files(&[()], document.name(), root).map_err(unprintable)?);
    Ok(Output::new(files)?.with_findings(findings.clone()))
}

/// Generates one text for a build script to include, and says what there is to say about the document.
fn generate_text(document: &Document, _config: &Config) -> Result<(String, Diagnostics), Error> {
    let findings = document.findings();
    if findings.has_errors() {
        return Err(Error::document(document.name(), findings.clone(), document.listing(findings, false)));
    }
    Ok((String::new(), findings.clone()))
}

fn unprintable(defect: render::Unprintable) -> Error {
    Error::internal(&defect.to_string(), defect.text)
}
