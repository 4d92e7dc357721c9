//! Requests: the generated client against reqwest, the generated server against axum, both as one would write them by hand.

use std::future::IntoFuture as _;
use std::hint::black_box;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use tokio::runtime::Runtime;
use tower_service::Service;

use crate::codec::row;
use crate::ends::{Ask, by_hand, generated};
use crate::measure::compare;
use crate::table::Table;

/// Rows for each end.
pub fn run(table: &mut Table) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    server(&runtime, table)?;
    client(&runtime, table)
}

/// Requests to servers in this process.
fn server(runtime: &Runtime, table: &mut Table) -> Result<(), String> {
    let (mut ours, mut theirs) = (generated::server(), by_hand::server());
    for ask in Ask::ALL {
        let request = ask.request()?.map(Bytes::from);
        let (mine, other) =
            (runtime.block_on(answer(&mut ours, &request))?, runtime.block_on(answer(&mut theirs, &request))?);
        if mine != other {
            return Err(format!("the servers do not say the same:\n{mine}\n{other}"));
        }
        let send = |router: &mut Router| {
            black_box(runtime.block_on(answer(router, &request)).is_ok());
        };
        let found = compare(|| send(&mut ours), || send(&mut theirs));
        row(table, &format!("server, {}", ask.name()), found);
    }
    Ok(())
}

async fn answer(router: &mut Router, request: &Request<Bytes>) -> Result<String, String> {
    let response = router.call(request.clone().map(Body::from)).await.map_err(|error| error.to_string())?;
    let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|error| error.to_string())?;
    String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string())
}

/// The same requests through clients, to one server over the loopback interface.
fn client(runtime: &Runtime, table: &mut Table) -> Result<(), String> {
    let url = runtime.block_on(serve())?;
    let (ours, theirs) = (generated::client(&url)?, reqwest::Client::new());
    let (mine, other) = (generated::new_resource(), by_hand::new_resource());
    if runtime.block_on(generated::list(&ours))? != runtime.block_on(by_hand::list(&theirs, &url))? {
        return Err("the clients do not read the same".to_owned());
    }
    runtime.block_on(generated::create(&ours, mine.clone()))?;
    let found = compare(
        || {
            black_box(runtime.block_on(generated::list(&ours)).is_ok());
        },
        || {
            black_box(runtime.block_on(by_hand::list(&theirs, &url)).is_ok());
        },
    );
    row(table, &format!("client, {}", Ask::Page.name()), found);
    let found = compare(
        || {
            black_box(runtime.block_on(generated::create(&ours, mine.clone())).is_ok());
        },
        || {
            black_box(runtime.block_on(by_hand::create(&theirs, &url, other.clone())).is_ok());
        },
    );
    row(table, &format!("client, {}", Ask::Create.name()), found);
    Ok(())
}

/// Serves the hand-written router.
async fn serve() -> Result<String, String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(axum::serve(listener, by_hand::server()).into_future());
    Ok(format!("http://{address}"))
}
