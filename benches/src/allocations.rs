//! How often the two ends allocate for a request, generated and by hand. Prints rows of a table in Markdown; the section
//! `allocations` of `benches` runs it.

mod ends;

use std::future::IntoFuture as _;

use allocation_counter::{AllocationInfo, measure};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use tokio::runtime::{Builder, Runtime};
use tower_service::Service;

use ends::{Ask, by_hand, generated};

/// How many requests are counted.
const REQUESTS: u64 = 200;

fn main() -> Result<(), String> {
    // One thread, so that all that a client does is counted, and nothing of what the server does that it asks.
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let (mut ours, mut theirs) = (generated::server(), by_hand::server());
    for ask in Ask::ALL {
        let request = ask.request()?.map(Bytes::from);
        let mine = count(&runtime, async || answer(&mut ours, &request).await)?;
        let other = count(&runtime, async || answer(&mut theirs, &request).await)?;
        row("server", ask, mine, other);
    }
    let url = serve()?;
    let (ours, theirs) = (generated::client(&url)?, reqwest::Client::new());
    let mine = count(&runtime, async || generated::list(&ours).await)?;
    let other = count(&runtime, async || by_hand::list(&theirs, &url).await)?;
    row("client", Ask::Page, mine, other);
    let mine = count(&runtime, async || generated::create(&ours, generated::new_resource()).await)?;
    let other = count(&runtime, async || by_hand::create(&theirs, &url, by_hand::new_resource()).await)?;
    row("client", Ask::Create, mine, other);
    Ok(())
}

/// The count of many requests; the first ones, which set things up, are left out.
fn count(runtime: &Runtime, mut send: impl AsyncFnMut() -> Result<usize, String>) -> Result<AllocationInfo, String> {
    repeat(runtime, &mut send, REQUESTS / 10)?;
    let mut outcome = Ok(());
    let found = measure(|| outcome = repeat(runtime, &mut send, REQUESTS));
    outcome.map(|()| found)
}

fn repeat(
    runtime: &Runtime,
    send: &mut impl AsyncFnMut() -> Result<usize, String>,
    requests: u64,
) -> Result<(), String> {
    runtime.block_on(async {
        for _ in 0..requests {
            send().await?;
        }
        Ok(())
    })
}

fn row(end: &str, ask: Ask, ours: AllocationInfo, theirs: AllocationInfo) {
    let each = |all: u64| all as f64 / REQUESTS as f64;
    let cell = |found: AllocationInfo| format!("{:.1} ({:.0} B)", each(found.count_total), each(found.bytes_total));
    let ratio = ours.count_total as f64 / theirs.count_total as f64;
    println!("| {end}, {} | {} | {} | {ratio:.2} |", ask.name(), cell(ours), cell(theirs));
}

async fn answer(router: &mut Router, request: &Request<Bytes>) -> Result<usize, String> {
    let response = router.call(request.clone().map(Body::from)).await.map_err(|error| error.to_string())?;
    if !response.status().is_success() {
        return Err(response.status().to_string());
    }
    let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|error| error.to_string())?;
    Ok(bytes.len())
}

/// Serves the hand-written router, on a thread of its own.
fn serve() -> Result<String, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, by_hand::server()).into_future().await
        })
    });
    Ok(format!("http://{address}"))
}
