//! Servers of peers: generated, and compiled with a handler that fits, in packages that nobody keeps.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compile::krate::manifest_for;
use crate::peers::{FOLDER, JAR};
use crate::process::scratch;

/// What a generator made, and what serves it.
struct Peer {
    name: &'static str,
    /// The program or archive below the folder of the peers.
    program: &'static str,
    /// The handler.
    source: &'static str,
    /// What the handler needs beside the generated package, axum and tokio.
    dependencies: &'static str,
    generate: fn(program: &Path, document: &Path, output: &Path) -> Result<(), String>,
}

const PEERS: [Peer; 2] = [
    Peer {
        name: "openapi-to-rust",
        program: "bin/openapi-to-rust",
        source: include_str!("../../servers/openapi_to_rust.rs"),
        dependencies: "",
        generate: openapi_to_rust,
    },
    Peer {
        name: "openapi-generator, rust-axum",
        program: JAR,
        source: include_str!("../../servers/openapi_generator.rs"),
        dependencies: "axum-extra = { version = \"0.12\", features = [\"cookie\"] }\nheaders = \"0.4\"\nhttp = \"1\"\n",
        generate: openapi_generator,
    },
];

/// The commands that start the servers of the peers that are there.
pub fn installed() -> Vec<(&'static str, Result<Command, String>)> {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return Vec::new() };
    let there = PEERS.iter().map(|peer| (peer, folder.join(peer.program))).filter(|(_, program)| program.exists());
    there.map(|(peer, program)| (peer.name, peer.build(&program))).collect()
}

impl Peer {
    /// Generates for our document, and compiles.
    fn build(&self, program: &Path) -> Result<Command, String> {
        let folder = scratch(&format!("load-{}", self.name.split(',').next().unwrap_or_default()));
        let _ = fs::remove_dir_all(&folder);
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/resources.yaml");
        let document = fs::canonicalize(document).map_err(|error| error.to_string())?;
        fs::create_dir_all(folder.join("server")).map_err(|error| error.to_string())?;
        (self.generate)(program, &document, &folder.join("generated"))?;
        let manifest = format!(
            "[package]\nname = \"server\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[bin]]\nname = \"server\"\n\
             path = \"main.rs\"\n\n[dependencies]\nasync-trait = \"0.1\"\nchrono = \"0.4\"\n\
             axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }}\n\
             tokio = {{ version = \"1\", features = [\"net\", \"rt\"] }}\n{}generated = {{ path = \"../generated\" }}\n",
            self.dependencies
        );
        let workspace = "[workspace]\nmembers = [\"generated\", \"server\"]\nresolver = \"3\"\n";
        for (file, text) in
            [("Cargo.toml", workspace), ("server/Cargo.toml", &manifest), ("server/main.rs", self.source)]
        {
            fs::write(folder.join(file), text).map_err(|error| format!("{file}: {error}"))?;
        }
        let target = scratch("target");
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--release", "--quiet", "-p", "server"]).current_dir(&folder);
        run(cargo.env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0"))?;
        // The next peer's has the same name.
        let built = folder.join("server/server");
        fs::copy(target.join("release/server"), &built).map_err(|error| error.to_string())?;
        Ok(Command::new(built))
    }
}

/// A module, and the crates that it says it needs.
fn openapi_to_rust(program: &Path, document: &Path, output: &Path) -> Result<(), String> {
    let config = scratch("openapi-to-rust-server.toml");
    let text = format!(
        "[generator]\nspec_path = {document:?}\noutput_dir = {output:?}\nmodule_name = \"api\"\n\n[features]\n\
         enable_async_client = false\n\n[server]\nframework = \"axum\"\noperations = [\"tag:Resources\"]\n"
    );
    fs::write(&config, text).map_err(|error| error.to_string())?;
    run(Command::new(program).args(["generate", "--config"]).arg(config))?;
    fs::write(output.join("Cargo.toml"), manifest_for(output)).map_err(|error| error.to_string())
}

/// A whole package; the version of the document, `v1`, is none that cargo takes.
fn openapi_generator(archive: &Path, document: &Path, output: &Path) -> Result<(), String> {
    let mut java = Command::new("java");
    java.arg("-jar").arg(archive).args(["generate", "-g", "rust-axum", "-i"]).arg(document).arg("-o").arg(output);
    run(java.args(["--additional-properties", "packageName=generated,packageVersion=0.0.0"]))
}

/// Runs a command; if it fails, the end of what it says is why.
fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = text.lines().rev().take(20).collect();
    Err(last.into_iter().rev().collect::<Vec<_>>().join("\n"))
}
