//! The generators that Specwright is compared with, as `cargo install --root DIR` leaves them in `DIR/bin`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The environment variable that names the folder.
pub const FOLDER: &str = "SPECWRIGHT_BENCH_PEERS";

/// A generator.
#[derive(Debug, Clone)]
pub struct Generator {
    pub name: &'static str,
    program: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Specwright,
    OpenapiToRust,
    Ploidy,
    Oas3Gen,
    Progenitor,
}

/// Specwright itself, as cargo built it beside this program.
pub fn ours() -> Result<Generator, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let program = own.with_file_name("specwright");
    if !program.exists() {
        return Err("first: cargo build --release --bin specwright".to_owned());
    }
    Ok(Generator { name: "specwright", program, kind: Kind::Specwright })
}

/// The peers that are there.
pub fn installed() -> Vec<Generator> {
    let all = [
        ("openapi-to-rust", Kind::OpenapiToRust),
        ("ploidy", Kind::Ploidy),
        ("oas3-gen", Kind::Oas3Gen),
        ("cargo-progenitor", Kind::Progenitor),
    ];
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return Vec::new() };
    let all = all.into_iter().map(|(name, kind)| Generator { name, program: folder.join("bin").join(name), kind });
    all.filter(|generator| generator.program.exists()).collect()
}

impl Generator {
    /// The command that generates a client (Specwright: both ends) into a folder that does not exist yet.
    pub fn command(&self, document: &Path, output: &Path) -> Result<Command, String> {
        let _ = fs::remove_dir_all(output);
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Specwright => command.arg("generate").arg(document).arg("--output").arg(output),
            Kind::Ploidy => command.args(["generate", "rust"]).arg(document).arg("-o").arg(output),
            Kind::Oas3Gen => {
                command.args(["generate", "client-mod", "--workspace", "--module-version", "0.0.0", "-i"]);
                command.arg(document).arg("-o").arg(output)
            }
            Kind::Progenitor => {
                command.args(["progenitor", "--name", "generated", "--version", "0.0.0", "-i"]);
                command.arg(document).arg("-o").arg(output)
            }
            Kind::OpenapiToRust => {
                let config = self.configuration(document, output)?;
                command.args(["generate", "--config"]).arg(config)
            }
        };
        Ok(command)
    }

    /// `openapi-to-rust` takes its arguments from a file.
    fn configuration(&self, document: &Path, output: &Path) -> Result<PathBuf, String> {
        let file = crate::process::scratch("openapi-to-rust.toml");
        let document = fs::canonicalize(document).map_err(|error| error.to_string())?;
        let text = format!(
            "[generator]\nspec_path = {document:?}\noutput_dir = {output:?}\nmodule_name = \"api\"\n\n\
             [features]\nenable_async_client = true\n\n[http_client]\nbase_url = \"https://api.example.com\"\n"
        );
        fs::write(&file, text).map_err(|error| error.to_string())?;
        Ok(file)
    }
}
