//! The programs that take values through the types of a crate: one for each document, written here, compiled by cargo.
//!
//! A program reads a line for each value, the number of a type and the JSON text, and answers with a line of JSON.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::bounded::{self, How};
use crate::generate::package;

/// The program, but for its types.
const PROGRAM: &str = include_str!("driver.txt");

/// A program may take this long.
const TIME: Duration = Duration::from_secs(120);
const MEMORY_MIB: u64 = 4096;

/// The name of the package of a program.
pub(super) fn driver(slug: &str) -> String {
    package(slug).replacen("api-", "drive-", 1)
}

/// Writes a program for these types, which are paths in the crate of the document.
pub(super) fn write(out: &Path, slug: &str, types: &[String]) -> io::Result<()> {
    let dir = dir(out, slug);
    fs::create_dir_all(dir.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         api = {{ package = \"{}\", path = \"../../crates/{slug}\", default-features = false }}\n\
         serde_core = \"1\"\nserde_json = \"1\"\n",
        driver(slug),
        package(slug),
    );
    let entries: String = types.iter().map(|path| format!("    check::<api::{path}>,\n")).collect();
    put(&dir.join("Cargo.toml"), &manifest)?;
    put(&dir.join("src/main.rs"), &PROGRAM.replace("    // TYPES\n", &entries))
}

/// Writes a file unless it is so already: cargo goes by the time of the last change.
fn put(path: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(()),
        _ => fs::write(path, text),
    }
}

fn dir(out: &Path, slug: &str) -> PathBuf {
    out.join("drivers").join(slug)
}

/// What a type made of a value.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was decoded, and written again.
    Encoded(Value),
    Failed(String),
}

/// Takes values through a program: the number of a type and the value of each. There is an answer to each, in order; if
/// the program dies, the last answer says so and the rest is missing.
pub(super) fn ask(out: &Path, slug: &str, program: &Path, values: &[(usize, Value)]) -> io::Result<Vec<Answer>> {
    let dir = dir(out, slug);
    let (questions, answers) = (dir.join("questions"), dir.join("answers"));
    let lines: String = values.iter().map(|(number, value)| format!("{number} {value}\n")).collect();
    fs::write(&questions, lines)?;
    let mut command = Command::new(program);
    command.stdin(File::open(&questions)?).stdout(File::create(&answers)?).stderr(Stdio::null());
    let ended = bounded::run(&mut command, TIME, MEMORY_MIB)?;
    let text = fs::read_to_string(&answers)?;
    let mut answers: Vec<Answer> = text.lines().map(answer).collect();
    if answers.len() < values.len() {
        answers.push(Answer::Failed(match ended.how {
            How::Exited(status) => format!("the program died: {status}"),
            How::OutOfTime => "the program took too long".to_owned(),
            How::OutOfMemory => "the program took too much memory".to_owned(),
        }));
    }
    Ok(answers)
}

fn answer(line: &str) -> Answer {
    match serde_json::from_str::<Value>(line) {
        Ok(mut answer) => match answer.get_mut("encoded") {
            Some(encoded) => Answer::Encoded(encoded.take()),
            None => Answer::Failed(answer["failed"].as_str().unwrap_or_default().to_owned()),
        },
        Err(error) => Answer::Failed(format!("what was written is no JSON: {error}")),
    }
}
