//! Servers as processes: begun, asked, and ended.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::ends::{Ask, by_hand, generated};

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    pub name: &'static str,
    /// The URL that the paths of the document are below.
    pub url: String,
    process: Child,
    runtime: Runtime,
}

impl Server {
    /// One that this program has in it.
    pub fn own(name: &'static str) -> Result<Self, String> {
        let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
        command.args(["serve", name]);
        Self::start(name, command)
    }

    /// Starts a server, whose first line of output is its URL.
    pub fn start(name: &'static str, mut program: Command) -> Result<Self, String> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let mut process = program.stdout(Stdio::piped()).spawn().map_err(|error| format!("{name}: {error}"))?;
        let mut url = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(|error| error.to_string())?;
        }
        let server = Self { name, url: url.trim().to_owned(), process, runtime };
        if server.url.is_empty() { Err(format!("{name} did not start")) } else { Ok(server) }
    }

    /// Seconds of processor time that it has used so far.
    pub fn processor(&self) -> Result<f64, String> {
        let file = format!("/proc/{}/stat", self.process.id());
        let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        // The name of the program, the second field, is in parentheses; user and system time are fields 14 and 15, in
        // ticks of which a second has 100 on all systems of today.
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
        let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
        Ok(ticks / 100.0)
    }

    /// What it says.
    pub fn answer(&self, ask: Ask) -> Result<Value, String> {
        let (status, text) = self.send(ask.request()?)?;
        if !(200..300).contains(&status) {
            return Err(format!("{}: status {status}: {text}", self.name));
        }
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", self.name))
    }

    /// The statuses of answers to a request without a key, and to one that the document does not allow.
    pub fn refusals(&self, ask: Ask) -> Result<String, String> {
        let mut stranger = ask.request()?;
        stranger.headers_mut().remove("authorization");
        let mut wrong = ask.request()?;
        match ask {
            Ask::Page => {
                let path = ask.path().replace("per_page=20", "per_page=1000");
                *wrong.uri_mut() = path.parse().map_err(|_| "not a path")?;
            }
            Ask::Create => *wrong.body_mut() = "{\"type\":\"processor\"}".to_owned(),
        }
        Ok(format!("{}; {}", self.send(stranger)?.0, self.send(wrong)?.0))
    }

    fn send(&self, request: axum::http::Request<String>) -> Result<(u16, String), String> {
        let (head, body) = request.into_parts();
        let url = format!("{}{}", self.url, head.uri);
        let request = reqwest::Client::new().request(head.method, url).headers(head.headers).body(body);
        self.runtime.block_on(async {
            let response = request.send().await.map_err(|error| error.to_string())?;
            let status = response.status().as_u16();
            Ok((status, response.text().await.map_err(|error| error.to_string())?))
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves one of the two that are in this program, on one thread, until the process is ended.
pub fn serve(which: &str) -> Result<(), String> {
    let router = if which == "by hand" { by_hand::server() } else { generated::server() };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        axum::serve(listener, router).await
    });
    served.map_err(|error| error.to_string())
}
