//! How each generator is called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Generator, Kind};
use crate::process::Stopped;

impl Generator {
    /// The command that generates a client (Specwright: both ends) into a folder that does not exist yet.
    pub fn command(&self, document: &Path, output: &Path) -> Result<Command, Stopped> {
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
                let config = configuration(document, output)?;
                command.args(["generate", "--config"]).arg(config)
            }
            Kind::OpenapiGenerator => {
                command = Command::new("java");
                // By itself it refuses YAML of more than 3 MB, and documents that it takes for invalid.
                command.args(["-DmaxYamlCodePoints=1000000000", "-jar"]).arg(&self.program);
                command.args(["generate", "-g", "rust", "--library", "reqwest"]);
                // Cargo does not take every version that documents have.
                command.arg("--additional-properties=packageVersion=0.0.0");
                command
                    .args(["--package-name", "generated", "--skip-validate-spec", "-i"])
                    .arg(document)
                    .arg("-o")
                    .arg(output)
            }
        };
        Ok(command)
    }
}

/// `openapi-to-rust` takes its arguments from a file.
fn configuration(document: &Path, output: &Path) -> Result<PathBuf, Stopped> {
    let file = crate::process::scratch("openapi-to-rust.toml");
    let document = fs::canonicalize(document)?;
    let text = format!(
        "[generator]\nspec_path = {document:?}\noutput_dir = {output:?}\nmodule_name = \"api\"\n\n\
         [features]\nenable_async_client = true\n\n[http_client]\nbase_url = \"https://api.example.com\"\n"
    );
    fs::write(&file, text)?;
    Ok(file)
}
