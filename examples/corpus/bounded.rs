//! Processes that end: with a bound on time and, where the system tells, on memory.

use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// How often a process is looked at.
const INTERVAL: Duration = Duration::from_millis(5);

/// How a process ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) how: How,
    pub(super) seconds: f64,
    /// The most memory that it had, if the system tells.
    pub(super) peak_kib: Option<u64>,
}

#[derive(Debug)]
pub(super) enum How {
    Exited(ExitStatus),
    OutOfTime,
    OutOfMemory,
}

/// Runs a process to its end, or until it takes too long or too much.
pub(super) fn run(command: &mut Command, time: Duration, memory_mib: u64) -> std::io::Result<Ended> {
    let mut child = command.spawn()?;
    let start = Instant::now();
    let mut peak_kib = None;
    let how = loop {
        if let Some(status) = child.try_wait()? {
            break How::Exited(status);
        }
        peak_kib = peak(&child).or(peak_kib);
        let too_large = peak_kib.is_some_and(|peak| peak > memory_mib * 1024);
        if too_large || start.elapsed() > time {
            child.kill()?;
            child.wait()?;
            break if too_large { How::OutOfMemory } else { How::OutOfTime };
        }
        std::thread::sleep(INTERVAL);
    };
    Ok(Ended { how, seconds: start.elapsed().as_secs_f64(), peak_kib })
}

/// The most memory that a process had so far; Linux tells.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}
