//! Documents from the web, from the hosts that the user allows. The only file that names `ureq`.
//!
//! Every redirect is judged like a reference of its own. What a server sends is cut off in size and in time.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// What may be fetched, and what was.
#[derive(Debug)]
pub(super) struct Web {
    /// `host`, or `host:port` for another port than that of the scheme; in small letters.
    hosts: BTreeSet<String>,
    limits: Limits,
    /// How many bytes and files were read so far.
    bytes: u64,
    files: usize,
}

/// How much a document may fetch.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Bytes of all files together.
    bytes: u64,
    /// Bytes of one file.
    file: u64,
    files: usize,
    /// For one file, with its redirects.
    time: Duration,
    /// Redirects of one file.
    redirects: usize,
}

const LIMITS: Limits =
    Limits { bytes: 64 << 20, file: 32 << 20, files: 1000, time: Duration::from_secs(30), redirects: 5 };

/// A text and the URL that it came from in the end.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) url: String,
    pub(super) text: String,
}

/// Why something was not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The host is not among those allowed.
    Host(String),
    /// Anything else, in words that follow "it cannot be fetched:".
    Other(String),
}

impl Web {
    /// The web as far as these hosts.
    pub(super) fn of(hosts: &BTreeSet<String>) -> Self {
        let hosts = hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        Self { hosts, limits: LIMITS, bytes: 0, files: 0 }
    }

    /// Fetches a document.
    pub(super) fn fetch(&mut self, url: &str) -> Result<Fetched, Refusal> {
        let deadline = Instant::now() + self.limits.time;
        self.files += 1;
        if self.files > self.limits.files {
            return Err(Refusal::Other(format!("the document consists of more than {} files", self.limits.files)));
        }
        let mut url = url.to_owned();
        for _ in 0..=self.limits.redirects {
            self.judge(&url)?;
            let left = deadline.saturating_duration_since(Instant::now());
            let room = self.limits.file.min(self.limits.bytes - self.bytes);
            match client::get(&url, left, room).map_err(Refusal::Other)? {
                client::Answer::Text(text) => {
                    self.bytes += text.len() as u64;
                    return Ok(Fetched { url, text });
                }
                client::Answer::Redirect(target) => {
                    let next = super::location::Location::Url(url.clone()).join(&target).to_string();
                    if url.starts_with("https:") && !next.starts_with("https:") {
                        return Err(Refusal::Other("the server redirects from https to http".to_owned()));
                    }
                    url = next.split('#').next().unwrap_or_default().to_owned();
                }
            }
        }
        Err(Refusal::Other(format!("the server redirects more than {} times", self.limits.redirects)))
    }

    /// Whether a URL may be asked for.
    fn judge(&self, url: &str) -> Result<(), Refusal> {
        let host = host(url)?;
        if self.hosts.contains(&host) { Ok(()) } else { Err(Refusal::Host(host)) }
    }
}

/// The host of a URL, with its port if that is not the one of the scheme.
fn host(url: &str) -> Result<String, Refusal> {
    let wrong = |reason: &str| Err(Refusal::Other(reason.to_owned()));
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let usual = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return wrong("only http and https are spoken"),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    if authority.contains('@') {
        return wrong("a URL with a user name is not fetched");
    }
    let host = authority.strip_suffix(usual).unwrap_or(authority).to_ascii_lowercase();
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c));
    if host.is_empty() || !is_plain { wrong("its host is no valid one") } else { Ok(host) }
}

#[cfg(feature = "remote")]
mod client {
    //! One request, without redirects.

    use std::time::Duration;

    use super::super::encoding;

    pub(super) enum Answer {
        Text(String),
        Redirect(String),
    }

    /// Asks for a document of at most `room` bytes.
    pub(super) fn get(url: &str, time: Duration, room: u64) -> Result<Answer, String> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(time.max(Duration::from_millis(1))))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("specwright/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let mut response = agent.get(url).call().map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let location = response.headers().get("location").and_then(|target| target.to_str().ok());
        match (status, location) {
            (301 | 302 | 303 | 307 | 308, Some(target)) => return Ok(Answer::Redirect(target.to_owned())),
            (200, _) => {}
            _ => return Err(format!("the server answers {status}")),
        }
        // One byte more than there is room for tells a file that fits from one that is cut off.
        let body = response.body_mut().with_config().limit(room + 1).read_to_vec();
        let body = match body {
            Ok(body) if body.len() as u64 <= room => body,
            Ok(_) | Err(ureq::Error::BodyExceedsLimit(_)) => return Err("it is too large".to_owned()),
            Err(error) => return Err(error.to_string()),
        };
        encoding::text(body).map(Answer::Text).map_err(|error| error.to_string())
    }
}

#[cfg(not(feature = "remote"))]
mod client {
    //! A build without a client says so.

    use std::time::Duration;

    #[expect(dead_code, reason = "a build without a client has no answers")]
    pub(super) enum Answer {
        Text(String),
        Redirect(String),
    }

    pub(super) fn get(_: &str, _: Duration, _: u64) -> Result<Answer, String> {
        Err("this build has no web client; install one that has: `cargo install specwright --features remote`"
            .to_owned())
    }
}

#[cfg(test)]
mod tests;
