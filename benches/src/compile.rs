//! Compiling the output: what the generated crate itself costs, with its dependencies already there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::peers::{Generator, installed, ours};
use crate::process::{Cost, cost, scratch};
use crate::table::{Table, name_of};

/// One row for each document, end and step; then those of the peers' clients.
pub fn run(documents: &[&Path], table: &mut Table) -> Result<(), String> {
    for document in documents {
        let specwright = ours()?;
        let krate = generated(&specwright, document)?;
        let client = row(
            table,
            document,
            "specwright: client",
            &krate,
            &["check", "--no-default-features", "-F", "client"],
            None,
        )?;
        row(
            table,
            document,
            "specwright: server",
            &krate,
            &["check", "--no-default-features", "-F", "server"],
            Some(client),
        )?;
        row(table, document, "specwright: both", &krate, &["check", "-F", "client,server"], Some(client))?;
        row(table, document, "specwright: client, build", &krate, &["build"], Some(client))?;
        row(table, document, "specwright: client, release", &krate, &["build", "--release"], Some(client))?;
        for peer in installed() {
            let found = generated(&peer, document)
                .and_then(|krate| row(table, document, peer.name, &krate, &["check"], Some(client)));
            if let Err(error) = found {
                eprintln!("{error}");
                table.row(&[&name_of(document), peer.name, "fails", "", "", "", ""].map(str::to_owned));
            }
        }
    }
    Ok(())
}

fn row(
    table: &mut Table,
    document: &Path,
    what: &str,
    krate: &Path,
    arguments: &[&str],
    unit: Option<Cost>,
) -> Result<Cost, String> {
    let found = alone(krate, arguments)?;
    let unit = unit.unwrap_or(found);
    table.row(&[
        name_of(document),
        what.to_owned(),
        format!("{:.1} s", found.wall),
        format!("{:.1} s", found.cpu),
        format!("{:.0} MB", found.peak),
        format!("{:.2}", found.cpu / unit.cpu),
        format!("{:.2}", found.peak / unit.peak),
    ]);
    Ok(found)
}

/// The cost of a crate without its dependencies: everything is compiled, then the crate once more.
fn alone(krate: &Path, arguments: &[&str]) -> Result<Cost, String> {
    let cargo = || {
        let mut command = Command::new("cargo");
        command.args(arguments).arg("--quiet").current_dir(krate);
        command.env("CARGO_TARGET_DIR", scratch("target")).env("CARGO_INCREMENTAL", "0");
        command
    };
    cost(&cargo())?;
    let root = root_of(krate);
    let text = fs::read_to_string(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    fs::write(&root, text).map_err(|error| error.to_string())?;
    cost(&cargo())
}

/// The file that cargo looks at to see whether the crate changed.
fn root_of(krate: &Path) -> PathBuf {
    let candidates = ["src/lib.rs", "lib.rs", "mod.rs"].map(|file| krate.join(file));
    candidates.iter().find(|file| file.exists()).unwrap_or(&candidates[0]).clone()
}

fn generated(generator: &Generator, document: &Path) -> Result<PathBuf, String> {
    let output = scratch(&format!("{}-crate", generator.name));
    cost(&generator.command(document, &output)?)?;
    let manifest = output.join("Cargo.toml");
    let text = match fs::read_to_string(&manifest) {
        Ok(text) if text.contains("[workspace]") => text,
        Ok(text) => format!("{text}\n[workspace]\n"),
        Err(_) => manifest_for(&output),
    };
    fs::write(&manifest, text).map_err(|error| format!("{}: {error}", manifest.display()))?;
    Ok(output)
}

/// Some generators make a module and say which crates it needs.
fn manifest_for(output: &Path) -> String {
    let needed = fs::read_to_string(output.join("REQUIRED_DEPS.toml")).unwrap_or_default();
    let dependencies = if needed.contains("[dependencies]") { needed } else { format!("[dependencies]\n{needed}") };
    format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"mod.rs\"\n\n\
         {dependencies}\n[workspace]\n"
    )
}
