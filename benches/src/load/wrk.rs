//! Load, and what `wrk` reports of it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::ends::Ask;
use crate::process::scratch;

use super::server::Server;

/// What a server did.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Requests a second.
    pub rate: f64,
    /// The time, in seconds, within which 99 of 100 were answered.
    pub p99: f64,
    /// Seconds of processor time that each took.
    pub processor: f64,
}

/// Two seconds of a request, over and over.
pub fn load(server: &Server, ask: Ask) -> Result<Found, String> {
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c16", "-d2s", "--latency", "-s"]).arg(script(ask)?).arg(format!("{}/", server.url));
    let before = server.processor()?;
    let output = command.output().map_err(|error| format!("wrk is needed: {error}"))?;
    let processor = server.processor()? - before;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("{}: {text}{}", server.name, String::from_utf8_lossy(&output.stderr)));
    }
    let field = |name: &str| {
        let found = text.lines().find_map(|line| line.trim().strip_prefix(name));
        found.map(str::trim).ok_or_else(|| format!("not a report of wrk: {text}"))
    };
    let rate: f64 = field("Requests/sec:")?.parse().map_err(|_| "not a rate")?;
    let before_total = text.split(" requests in ").next().and_then(|text| text.split_whitespace().last());
    let total: f64 = before_total.and_then(|total| total.parse().ok()).ok_or("not a count")?;
    let p99 = seconds(field("99%")?).ok_or("not a time")?;
    Ok(Found { rate, p99, processor: processor / total })
}

/// The script that says what to send.
fn script(ask: Ask) -> Result<PathBuf, String> {
    let (head, body) = ask.request()?.into_parts();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| format!("wrk.headers[\"{name}\"] = \"{}\"\n", String::from_utf8_lossy(value.as_bytes())));
    let headers: String = headers.collect();
    let body = if body.is_empty() { "nil".to_owned() } else { format!("[==[{body}]==]") };
    // The path of the URL at hand is where the document's paths begin.
    let text = format!(
        "wrk.method = \"{}\"\nwrk.body = {body}\n{headers}\nfunction init(args)\n  \
         wrk.path = wrk.path:gsub(\"/$\", \"\") .. \"{}\"\nend\n",
        head.method, head.uri
    );
    let file = scratch("load.lua");
    fs::write(&file, text).map_err(|error| error.to_string())?;
    Ok(file)
}

/// A time as `wrk` writes it.
fn seconds(text: &str) -> Option<f64> {
    let units = [("us", 1e-6), ("ms", 1e-3), ("s", 1.0)];
    units.iter().find_map(|(unit, size)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * size))
}

/// The median of a part of what was found.
pub fn median(found: &[Found], part: impl Fn(&Found) -> f64) -> f64 {
    let mut parts: Vec<f64> = found.iter().map(part).collect();
    parts.sort_by(f64::total_cmp);
    parts.get(parts.len() / 2).copied().unwrap_or(f64::NAN)
}
