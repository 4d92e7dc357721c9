//! The generators that Specwright is compared with, in one folder that `SPECWRIGHT_BENCH_PEERS` names:
//!
//! ```sh
//! cargo install --root "$SPECWRIGHT_BENCH_PEERS" openapi-to-rust ploidy oas3-gen cargo-progenitor
//! pip install --target "$SPECWRIGHT_BENCH_PEERS/openapi-generator" openapi-generator-cli
//! ```
//!
//! The last brings a program for `java`, which has to be installed. A peer that is not there is left out.

mod command;
mod version;

use std::path::PathBuf;

/// What Specwright is called in results.
pub const OURS: &str = "specwright";

/// The environment variable that names the folder.
pub const FOLDER: &str = "SPECWRIGHT_BENCH_PEERS";

/// Where `pip` leaves the program of OpenAPI Generator.
pub const JAR: &str = "openapi-generator/openapi_generator_cli/openapi-generator.jar";

/// A generator.
#[derive(Debug, Clone)]
pub struct Generator {
    pub name: &'static str,
    /// Empty for Specwright: the commit says more.
    pub version: String,
    program: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Specwright,
    OpenapiToRust,
    Ploidy,
    Oas3Gen,
    Progenitor,
    OpenapiGenerator,
}

/// Specwright itself, as cargo built it beside this program.
pub fn ours() -> Result<Generator, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let program = own.with_file_name("specwright");
    if !program.exists() {
        return Err("first: cargo build --release --bin specwright".to_owned());
    }
    Ok(Generator { name: OURS, version: String::new(), program, kind: Kind::Specwright })
}

/// The peers that are there.
pub fn installed() -> Vec<Generator> {
    let all = [
        ("openapi-to-rust", Kind::OpenapiToRust),
        ("ploidy", Kind::Ploidy),
        ("oas3-gen", Kind::Oas3Gen),
        ("cargo-progenitor", Kind::Progenitor),
        ("openapi-generator", Kind::OpenapiGenerator),
    ];
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return Vec::new() };
    let all = all.into_iter().map(|(name, kind)| {
        let program = if kind == Kind::OpenapiGenerator { folder.join(JAR) } else { folder.join("bin").join(name) };
        Generator { name, version: version::of(name, &folder), program, kind }
    });
    all.filter(|generator| generator.program.exists()).collect()
}

impl Generator {
    pub fn is_ours(&self) -> bool {
        self.kind == Kind::Specwright
    }
}
