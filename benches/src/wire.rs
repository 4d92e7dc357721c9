//! Requests: the generated client against reqwest, the generated server against axum, both as one would write them by hand.

use std::future::IntoFuture as _;

use axum::body::{Body, to_bytes};
use axum::extract::Query;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use chrono::DateTime;
use serde::Deserialize;
use tokio::runtime::Runtime;
use tower_service::Service;
use users_api::operations::{RateLimitHeaders, UsersList, UsersListError};
use users_api::server::{Auth, Caller, Denied, UsersApi, router};
use users_api::types::User;
use users_api::{Client, RateLimit, Reply, Secret};

use crate::codec::row;
use crate::measure::compare;
use crate::table::Table;
use crate::twins;

const KEY: &str = "secret";
const PATH: &str = "/users?limit=20&offset=0";

/// One row for each end.
pub fn run(table: &mut Table) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    server(&runtime, table)?;
    client(&runtime, table)
}

/// A request that asks for a page, to servers in this process.
fn server(runtime: &Runtime, table: &mut Table) -> Result<(), String> {
    let mut ours: Router = router(App { users: users(User::new) }, Keys).into();
    let mut theirs = by_hand();
    let (mine, other) = (runtime.block_on(answer(&mut ours))?, runtime.block_on(answer(&mut theirs))?);
    if mine != other {
        return Err(format!("the servers do not say the same:\n{mine}\n{other}"));
    }
    let found = compare(|| ask(runtime, &mut ours), || ask(runtime, &mut theirs));
    row(table, "server, a page of 20", found);
    Ok(())
}

fn ask(runtime: &Runtime, router: &mut Router) {
    std::hint::black_box(runtime.block_on(answer(router)).is_ok());
}

async fn answer(router: &mut Router) -> Result<String, String> {
    let request = Request::get(PATH).header("authorization", format!("Bearer {KEY}"));
    let request = request.body(Body::empty()).map_err(|error| error.to_string())?;
    let response = router.call(request).await.map_err(|error| error.to_string())?;
    let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|error| error.to_string())?;
    String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string())
}

/// The same request through clients, to one server over the loopback interface.
fn client(runtime: &Runtime, table: &mut Table) -> Result<(), String> {
    let url = runtime.block_on(serve())?;
    let ours = Client::builder().base_url(url.clone()).api_key(KEY).rate_limit(RateLimit::NONE).build();
    let ours = ours.map_err(|error| error.to_string())?;
    let theirs = reqwest::Client::new();
    let url = format!("{url}/users");
    let count = runtime.block_on(generated(&ours))?;
    if count != runtime.block_on(hand_written(&theirs, &url))? {
        return Err("the clients do not read the same".to_owned());
    }
    let found = compare(
        || {
            std::hint::black_box(runtime.block_on(generated(&ours)).is_ok());
        },
        || {
            std::hint::black_box(runtime.block_on(hand_written(&theirs, &url)).is_ok());
        },
    );
    row(table, "client, a page of 20", found);
    Ok(())
}

async fn generated(client: &Client) -> Result<usize, String> {
    let page = client.users().list().limit(20).offset(0).send().await.map_err(|error| error.to_string())?;
    Ok(page.len())
}

async fn hand_written(client: &reqwest::Client, url: &str) -> Result<usize, String> {
    let request = client.get(format!("{url}?limit={}&offset={}", 20, 0)).bearer_auth(KEY);
    let response = request.send().await.and_then(reqwest::Response::error_for_status);
    let bytes = response.map_err(|error| error.to_string())?.bytes().await.map_err(|error| error.to_string())?;
    let users: Vec<twins::User> = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    Ok(users.len())
}

/// Serves the hand-written router.
async fn serve() -> Result<String, String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(axum::serve(listener, by_hand()).into_future());
    Ok(format!("http://{address}"))
}

fn users<U>(make: impl Fn(String, String, String, DateTime<chrono::Utc>) -> U) -> Vec<U> {
    let number = |n: i64| {
        let created_at = DateTime::from_timestamp(1_700_000_000 + n * 3600, 0).unwrap_or_default();
        make(format!("user_{n:06}"), format!("Reader {n}"), format!("reader.{n}@example.com"), created_at)
    };
    (0..20).map(number).collect()
}

struct Keys;

impl Auth for Keys {
    type Account = ();

    async fn api_key(&self, secret: Secret) -> Result<(), Denied> {
        if secret.expose() == KEY { Ok(()) } else { Err(Denied::Unauthorized) }
    }
}

struct App {
    users: Vec<User>,
}

impl UsersApi<()> for App {
    async fn list(
        &self,
        _caller: Caller<()>,
        request: UsersList,
    ) -> Result<Reply<Vec<User>, RateLimitHeaders>, UsersListError> {
        let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(10));
        let body = self.users.iter().skip(offset as usize).take(limit as usize).cloned().collect();
        Ok(Reply { headers: RateLimitHeaders::default(), body })
    }
}

#[derive(Deserialize)]
struct Page {
    limit: Option<usize>,
    offset: Option<usize>,
}

/// A server without anything that the document asks for, but the key.
fn by_hand() -> Router {
    let users = std::sync::Arc::new(users(|id, name, email, created_at| twins::User { id, name, email, created_at }));
    let list = move |headers: HeaderMap, Query(page): Query<Page>| {
        let users = users.clone();
        async move {
            let key = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
            if key.strip_prefix("Bearer ") != Some(KEY) {
                return Err(StatusCode::UNAUTHORIZED);
            }
            let page = users.iter().skip(page.offset.unwrap_or(0)).take(page.limit.unwrap_or(10));
            Ok(Json(page.cloned().collect::<Vec<_>>()))
        }
    };
    Router::new().route("/users", get(list))
}
