//! Both ends of the generated crates, talking: an in-memory implementation of the server traits, and the generated client.
//!
//! Every scenario runs twice, over a socket and in-process through the tower transport; what needs a paused clock runs
//! in-process only, because a paused clock does not wait for sockets.

mod features;
mod judge;
mod property;
mod resources;
mod sendpilot;
mod sparkloop;
mod spreeflo;
mod users;
mod window;

use std::future::Future;

/// How a client reaches a router.
pub enum Wire {
    /// Through a socket on the loopback interface, at this base URL.
    Socket(String),
    /// Through the tower transport, without a socket.
    InProcess(axum::Router),
}

/// Runs a scenario over a socket, then in-process, each against a router of its own.
pub async fn both<F: Future<Output = ()>>(router: impl Fn() -> axum::Router, scenario: impl Fn(Wire) -> F) {
    scenario(Wire::Socket(listen(router()).await)).await;
    scenario(Wire::InProcess(router())).await;
}

/// Serves a router on a free port until the test's runtime ends.
async fn listen(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}
