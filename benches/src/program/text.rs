//! The two programs, and their manifests.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use super::operations::{Argument, Operation};
use crate::compile::krate::Crate;
use crate::process::{Stopped, scratch};

/// The text that both programs send for every parameter.
pub const WORD: &str = "word";

/// How both programs start: what awaits runs in the place of `{calls}`.
const MAIN: &str = "//! Sends a few requests.

use std::error::Error;
use std::hint::black_box;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
{calls}    Ok(())
}
";

/// A program that uses the client of a crate.
pub fn generated(krate: &Crate, operations: &[Operation]) -> Result<Crate, Stopped> {
    using("program", krate, "", operations)
}

/// The same with no more of the crate than the client and the groups of the operations, if groups are features.
pub fn with_groups_alone(krate: &Crate, operations: &[Operation]) -> Result<Option<Crate>, Stopped> {
    if !krate.has_feature("all") {
        return Ok(None);
    }
    let groups = operations.iter().filter_map(|operation| operation.group.as_ref());
    let groups: BTreeSet<String> = groups.map(|group| group.replace('_', "-")).collect();
    let features: Vec<String> = std::iter::once("client".to_owned()).chain(groups).collect();
    let features = format!(", default-features = false, features = {features:?}");
    using("part", krate, &features, operations).map(Some)
}

fn using(package_name: &str, krate: &Crate, features: &str, operations: &[Operation]) -> Result<Crate, Stopped> {
    let mut calls = "    let client = api::Client::builder().build()?;\n".to_owned();
    for Operation { group, method, arguments, .. } in operations {
        let group = group.as_ref().map(|group| format!(".{group}()")).unwrap_or_default();
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Text => format!("{WORD:?}"),
                Argument::Literal(literal) => (*literal).to_owned(),
            })
            .collect();
        let arguments = arguments.join(", ");
        let _ = writeln!(calls, "    black_box(client{group}.{method}({arguments}).send().await?);");
    }
    let (path, name) = (krate.dir.display(), krate.package());
    let api = format!("api = {{ package = {name:?}, path = \"{path}\"{features} }}\n");
    package(package_name, &calls, &api)
}

/// A program that sends the same requests without it, and reads what it gets as JSON.
pub fn by_hand(krate: &Crate, operations: &[Operation]) -> Result<Crate, Stopped> {
    let mut calls = "    let client = reqwest::Client::new();\n".to_owned();
    for operation in operations {
        let (method, path) = operation.route.split_once(' ').unwrap_or_default();
        let url = format!("https://api.example.com{}", filled(path));
        let _ = write!(
            calls,
            "    let request = client.request(reqwest::Method::{method}, {url:?}).header(\"authorization\", \"secret\");\n\
             \x20   let body = request.send().await?.error_for_status()?.bytes().await?;\n\
             \x20   black_box(serde_json::from_slice::<serde_json::Value>(&body)?);\n"
        );
    }
    package("by-hand", &calls, &dependency(krate, "reqwest")?)
}

fn package(name: &str, calls: &str, dependency: &str) -> Result<Crate, Stopped> {
    let dir = scratch(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("src"))?;
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\
         serde_json = \"1\"\ntokio = {{ version = \"1\", default-features = false, features = [\"rt\"] }}\n\n[workspace]\n"
    );
    fs::write(dir.join("Cargo.toml"), manifest)?;
    fs::write(dir.join("src/main.rs"), MAIN.replace("{calls}", calls))?;
    Crate::at(dir, "src/main.rs")
}

/// A dependency as the generated crate has it, with the same features.
fn dependency(krate: &Crate, name: &str) -> Result<String, Stopped> {
    let found = krate.manifest.get("dependencies").and_then(|dependencies| dependencies.get(name));
    let mut found = found.cloned().ok_or_else(|| Stopped::Failed(format!("the crate does not use {name}")))?;
    if let Some(table) = found.as_table_mut() {
        table.remove("optional");
    }
    Ok(format!("{name} = {found}\n"))
}

/// A path with a value in the place of each parameter.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, parameter)) = rest.split_once('{') {
        filled = filled + before + WORD;
        rest = parameter.split_once('}').map_or("", |(_, after)| after);
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_a_path_become_words() {
        assert_eq!(filled("/repos/{owner}/{repo}/issues"), "/repos/word/word/issues");
        assert_eq!(filled("/{first}"), "/word");
        assert_eq!(filled("/"), "/");
    }
}
