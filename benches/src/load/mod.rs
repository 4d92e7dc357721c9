//! Servers under load: the generated one beside axum as one would write it by hand and beside the servers of peers, each in a
//! process of its own, all with the same two requests.
//!
//! The load comes from `wrk`: it is in the distributions, needs far less of the processor for a request than a server does
//! (on few processors the two share them), and reports percentiles.

mod peers;
mod server;
mod wrk;

use std::process::{Command, ExitCode};

use crate::ends::Ask;
use crate::table::Table;

use server::Server;
use wrk::Found;

pub const TITLE: &str = "Servers under load (one thread and 16 connections of wrk)";

pub const COLUMNS: [&str; 8] = [
    "request",
    "server",
    "requests a second",
    "99 % within",
    "processor per request",
    "requests, by hand = 1",
    "processor, by hand = 1",
    "answers without a key; to what is not valid",
];

/// How many times each server has its turn: each is first as often as any other of up to four.
const TURNS: usize = 8;

/// Serves, if this program was started for that.
pub fn asked_to_serve() -> Option<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let ["serve", which] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] else { return None };
    Some(match server::serve(which) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    })
}

/// One row for each request and server.
pub fn run(table: &mut Table) -> Result<(), String> {
    let mut servers = vec![Server::own("by hand")?, Server::own("specwright")?];
    for (name, peer) in peers::installed() {
        match peer.and_then(|program| Server::start(name, program)) {
            Ok(peer) => servers.push(peer),
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    for ask in Ask::ALL {
        let mut found: Vec<Vec<Found>> = vec![Vec::new(); servers.len()];
        for turn in 0..TURNS {
            // Servers take turns, so that a machine that is busy is so for all; whoever comes first finds it rested.
            for place in 0..servers.len() {
                let index = (turn + place) % servers.len();
                found[index].push(wrk::load(&servers[index], ask)?);
            }
        }
        tell(ask, &servers, &found, table)?;
    }
    Ok(())
}

/// The rows for a request: the medians of what was found, and what the servers say.
fn tell(ask: Ask, servers: &[Server], found: &[Vec<Found>], table: &mut Table) -> Result<(), String> {
    let of_first = |part: fn(&Found) -> f64| found.first().map_or(f64::NAN, |found| wrk::median(found, part));
    let (rate_by_hand, processor_by_hand) = (of_first(|one| one.rate), of_first(|one| one.processor));
    let expected = servers.first().map(|server| server.answer(ask)).transpose()?.unwrap_or_default();
    for (server, found) in servers.iter().zip(found) {
        let (rate, processor) = (wrk::median(found, |one| one.rate), wrk::median(found, |one| one.processor));
        let says_the_same = server.answer(ask)? == expected;
        table.row(&[
            ask.name().to_owned(),
            if says_the_same { server.name.to_owned() } else { format!("{} (says something else)", server.name) },
            format!("{rate:.0}"),
            format!("{:.2} ms", wrk::median(found, |one| one.p99) * 1e3),
            format!("{:.1} µs", processor * 1e6),
            format!("{:.2}", rate / rate_by_hand),
            format!("{:.2}", processor / processor_by_hand),
            server.refusals(ask)?,
        ]);
    }
    Ok(())
}

/// The rows that the program which counts allocations prints.
pub fn allocations(table: &mut Table) -> Result<(), String> {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--release", "-p", "benches", "--bin", "allocations"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let cells: Vec<String> = line.trim_matches(['|', ' ']).split(" | ").map(str::to_owned).collect();
        table.row(&cells);
    }
    Ok(())
}
