//! This program in the place of rustc, as cargo's `RUSTC_WORKSPACE_WRAPPER`: runs it, within bounds, and writes down what
//! each crate took.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::bounded::{self, How};

/// Names the folder for the measurements, and tells that this is what the program is run for.
const FOLDER: &str = "SPECWRIGHT_CORPUS_MEASURES";

/// No crate may take longer, or more.
const TIME: Duration = Duration::from_secs(30 * 60);
const MEMORY_MIB: u64 = 16 * 1024;

/// What compiling a crate took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) seconds: f64,
    pub(crate) peak_kib: Option<u64>,
}

/// Makes cargo call this program in the place of rustc.
pub(crate) fn enlist(cargo: &mut Command, out: &Path) -> io::Result<()> {
    fs::create_dir_all(folder(out))?;
    cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(FOLDER, folder(out));
    Ok(())
}

/// What compiling a package took since this was last asked; nothing if it was not compiled.
pub(crate) fn take(out: &Path, package: &str) -> Option<Measure> {
    let path = folder(out).join(package.replace('-', "_"));
    let text = fs::read_to_string(&path).ok()?;
    fs::remove_file(path).ok()?;
    let (seconds, peak) = text.split_once(' ')?;
    Some(Measure { seconds: seconds.parse().ok()?, peak_kib: peak.parse().ok() })
}

fn folder(out: &Path) -> PathBuf {
    out.join("measures")
}

/// Does what cargo asks for, if cargo called.
pub(crate) fn run() -> Option<ExitCode> {
    let folder = std::env::var_os(FOLDER)?;
    let mut arguments = std::env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next()?);
    rustc.args(arguments);
    let status = match bounded::run(&mut rustc, TIME, MEMORY_MIB) {
        Ok(ended) => {
            note(Path::new(&folder), &ended);
            match ended.how {
                How::Exited(status) => status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
                How::OutOfTime | How::OutOfMemory => 1,
            }
        }
        Err(_) => 1,
    };
    Some(ExitCode::from(status))
}

/// Cargo also asks rustc for its version and such, which is of no interest.
fn note(folder: &Path, ended: &bounded::Ended) {
    let named = std::env::args().skip_while(|argument| argument != "--crate-name").nth(1);
    let Some(name) = named.filter(|name| !name.starts_with("___")) else { return };
    let peak = ended.peak_kib.map_or_else(String::new, |peak| peak.to_string());
    // Without it, the crate is not among the slowest; that is no reason to fail it.
    let _ = fs::write(folder.join(name), format!("{} {peak}", ended.seconds));
}
