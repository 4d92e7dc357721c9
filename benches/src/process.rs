//! What another process costs, as GNU time sees it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a process and all that it started needed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds from begin to end.
    pub wall: f64,
    /// Seconds of processor time, on all processors.
    pub cpu: f64,
    /// The largest resident set of any of the processes, in megabytes.
    pub peak: f64,
}

impl Cost {
    /// The parts that are smaller in either, for several runs of the same.
    fn least(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu), peak: self.peak.min(other.peak) }
    }
}

/// Runs a command to its end. Its messages are kept for the case that it fails.
pub fn cost(command: &Command) -> Result<Cost, String> {
    let report = scratch("time");
    let mut timed = Command::new("time");
    timed.args(["-f", "%e %U %S %M", "-o"]).arg(&report).arg(command.get_program()).args(command.get_args());
    timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(dir) = command.get_current_dir() {
        timed.current_dir(dir);
    }
    let output = timed
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("GNU time is needed to measure processes: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = text.lines().rev().take(5).collect();
        return Err(format!("{:?}: {}", command.get_program(), last.into_iter().rev().collect::<Vec<_>>().join(" / ")));
    }
    let text = fs::read_to_string(&report).map_err(|error| error.to_string())?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [wall, user, system, kilobytes] => Ok(Cost { wall: *wall, cpu: user + system, peak: kilobytes / 1000.0 }),
        _ => Err(format!("not a report of GNU time: {text}")),
    }
}

/// The least that a command needs of several runs; what is beyond that is the machine's.
pub fn least(runs: usize, mut command: impl FnMut() -> Result<Command, String>) -> Result<Cost, String> {
    let mut best = cost(&command()?)?;
    for _ in 1..runs {
        best = best.least(cost(&command()?)?);
    }
    Ok(best)
}

/// A place for results that nobody keeps, one for each name.
pub fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join("specwright-benches");
    // What fails here fails with a better message where the place is used.
    let _ = fs::create_dir_all(&dir);
    dir.join(name)
}
