//! What another process costs, as GNU time sees it, within bounds.

use std::fmt;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};

/// How often a process is looked at.
const INTERVAL: Duration = Duration::from_millis(200);

/// What a process and all that it started needed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
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
    pub fn least(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu), peak: self.peak.min(other.peak) }
    }
}

/// How much a process may need before it is stopped.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub minutes: u32,
    /// Of all its processes together.
    pub gigabytes: u32,
}

/// Why there is no cost.
#[derive(Debug, Clone)]
pub enum Stopped {
    Minutes(u32),
    Gigabytes(u32),
    /// It failed, or could not be run, and said this.
    Failed(String),
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) => write!(formatter, "over {minutes} min"),
            Self::Gigabytes(gigabytes) => write!(formatter, "over {gigabytes} GB"),
            Self::Failed(_) => formatter.write_str("fails"),
        }
    }
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Runs a command to its end, or until it needs too much. Its messages are kept for the case that it fails.
pub fn cost(command: &Command, bounds: Bounds) -> Result<Cost, Stopped> {
    let report = scratch("time");
    let mut timed = Command::new("time");
    timed.args(["-f", "%e %U %S %M", "-o"]).arg(&report).arg(command.get_program()).args(command.get_args());
    timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(dir) = command.get_current_dir() {
        timed.current_dir(dir);
    }
    let messages = scratch("messages");
    let file = File::create(&messages)?;
    timed.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    if !finished(&mut timed, bounds)? {
        let text = String::from_utf8_lossy(&fs::read(&messages)?).into_owned();
        return Err(Stopped::Failed(format!("{:?}: {}", command.get_program(), told(&text))));
    }
    let text = fs::read_to_string(&report)?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [wall, user, system, kilobytes] => {
            let cpu = ((user + system) * 100.0).round() / 100.0;
            Ok(Cost { wall: *wall, cpu, peak: (kilobytes / 1000.0).round() })
        }
        _ => Err(Stopped::Failed(format!("not a report of GNU time: {text}"))),
    }
}

/// Whether the command came to its end without failing.
fn finished(command: &mut Command, bounds: Bounds) -> Result<bool, Stopped> {
    let mut child =
        command.spawn().map_err(|error| Stopped::Failed(format!("GNU time measures processes, but {error}")))?;
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        let family = family(child.id());
        let gigabytes = family.iter().map(|process| process.kilobytes).sum::<u64>() / 1_000_000;
        let stopped = if begin.elapsed() > Duration::from_secs(60) * bounds.minutes {
            Stopped::Minutes(bounds.minutes)
        } else if gigabytes >= u64::from(bounds.gigabytes) {
            Stopped::Gigabytes(bounds.gigabytes)
        } else {
            std::thread::sleep(INTERVAL);
            continue;
        };
        for process in family {
            // One that has ended meanwhile needs no end.
            let _ = kill_process(process.id, Signal::KILL);
        }
        child.wait()?;
        return Err(stopped);
    }
}

#[derive(Debug, Clone, Copy)]
struct Process {
    id: Pid,
    parent: Option<Pid>,
    /// Its resident set.
    kilobytes: u64,
}

/// A process and all below it, parents first.
fn family(eldest: u32) -> Vec<Process> {
    let all: Vec<Process> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(process)
        .collect();
    let eldest = pid(eldest);
    let mut family: Vec<Process> = all.iter().filter(|process| Some(process.id) == eldest).copied().collect();
    let mut seen = 0;
    while let Some(parent) = family.get(seen).map(|process| process.id) {
        family.extend(all.iter().filter(|process| process.parent == Some(parent)));
        seen += 1;
    }
    family
}

fn process(id: u32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let number = |name: &str| -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    };
    let parent = u32::try_from(number("PPid:")?).ok().and_then(pid);
    Some(Process { id: pid(id)?, parent, kilobytes: number("VmRSS:").unwrap_or_default() })
}

fn pid(id: u32) -> Option<Pid> {
    Pid::from_raw(id.try_into().ok()?)
}

/// What a program said of its failure: its errors if they are marked, else its last words; without the calls that led there.
fn told(text: &str) -> String {
    const LINES: usize = 5;
    const MARKS: [&str; 4] = ["error", "exception", "fail", "panicked"];
    let is_call = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("at ") || line.split_once(": ").is_some_and(|(number, _)| number.parse::<u32>().is_ok())
    };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty() && !is_call(line)).collect();
    let marked = |line: &&&str| MARKS.iter().any(|mark| line.to_lowercase().contains(mark));
    let marked: Vec<&str> = lines.iter().filter(marked).take(LINES).copied().collect();
    let last = lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default();
    let told = if marked.is_empty() { last } else { marked.as_slice() };
    told.join(" / ")
}

/// The least that a command needs of several runs; what is beyond that is the machine's.
pub fn least(
    runs: usize,
    bounds: Bounds,
    mut command: impl FnMut() -> Result<Command, Stopped>,
) -> Result<Cost, Stopped> {
    let mut best = cost(&command()?, bounds)?;
    for _ in 1..runs {
        best = best.least(cost(&command()?, bounds)?);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// One test, since all share a scratch file.
    #[test]
    fn processes_are_measured_and_stopped() {
        let bounds = Bounds { minutes: 1, gigabytes: 1 };
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let found = cost(&shell("sleep 0.3"), bounds).unwrap();
        assert!(found.wall >= 0.3 && found.cpu < found.wall && found.peak >= 1.0, "{found:?}");

        let failed =
            cost(&shell("echo 'Error: no' >&2; echo '  7: some::Error'; echo more; exit 3"), bounds).unwrap_err();
        assert!(matches!(&failed, Stopped::Failed(said) if said.ends_with(": Error: no")), "{failed:?}");

        let begin = Instant::now();
        // The sleep is a process below the shell, which has to end, too: it holds what is printed to.
        let late = cost(&shell("sleep 30; true"), Bounds { minutes: 0, ..bounds }).unwrap_err();
        let large = cost(&shell("sleep 30; true"), Bounds { gigabytes: 0, ..bounds }).unwrap_err();
        assert!(begin.elapsed() < Duration::from_secs(20));
        assert_eq!([late.to_string(), large.to_string()], ["over 0 min", "over 0 GB"]);
    }
}
