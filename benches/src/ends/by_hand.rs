//! Both ends with serde's derives, reqwest and axum. The server asks for the key and checks what the document limits.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{KEY, TOTAL, noon, resource, settings};

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Success {
    Success,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
    Desc,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Config {
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<i64>,
    #[serde(flatten)]
    additional: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Resource {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<Config>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<DateTime<Utc>>,
}

/// The body of the request that creates a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewResource {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<Config>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Meta {
    page: i64,
    per_page: i64,
    total_items: i64,
    total_pages: i64,
    has_next: bool,
    has_previous: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Page {
    status: Success,
    data: Vec<Resource>,
    meta: Meta,
}

#[derive(Debug, Serialize, Deserialize)]
struct Made {
    timestamp: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    status: Success,
    data: Resource,
    meta: Made,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Filter {
    status: Option<Status>,
    r#type: Option<String>,
    sort: Option<String>,
    order: Option<Order>,
    page: Option<i64>,
    per_page: Option<i64>,
}

/// Asks for a page, and says how many resources it has.
pub async fn list(client: &reqwest::Client, url: &str) -> Result<usize, String> {
    let filter = Filter {
        status: Some(Status::Active),
        r#type: Some("processor".to_owned()),
        sort: Some("created_at".to_owned()),
        order: Some(Order::Desc),
        page: Some(2),
        per_page: Some(20),
    };
    let page: Page = read(client.get(format!("{url}{}", super::RESOURCES)).query(&filter)).await?;
    Ok(page.data.len())
}

/// The body of the request that creates a resource.
pub fn new_resource() -> NewResource {
    let config = Config { timeout: Some(30), additional: settings() };
    NewResource { name: "my-resource".to_owned(), r#type: Some("processor".to_owned()), config: Some(config) }
}

/// Creates a resource, and says how long its identifier is.
pub async fn create(client: &reqwest::Client, url: &str, body: NewResource) -> Result<usize, String> {
    let created: Envelope = read(client.post(format!("{url}{}", super::RESOURCES)).json(&body)).await?;
    Ok(created.data.id.len())
}

async fn read<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, String> {
    let response = request.bearer_auth(KEY).send().await.and_then(reqwest::Response::error_for_status);
    response.map_err(|error| error.to_string())?.json().await.map_err(|error| error.to_string())
}

/// The server.
pub fn server() -> Router {
    let make = |number| {
        let (id, name) = resource(number);
        Resource {
            id,
            name,
            r#type: Some("processor".to_owned()),
            status: Some(Status::Active),
            config: Some(Config { timeout: Some(30), additional: Map::new() }),
            created_at: Some(noon()),
        }
    };
    let resources: Vec<Resource> = (0..20).map(make).collect();
    Router::new().route(super::RESOURCES, get(answer_list).post(answer_create)).with_state(Arc::new(resources))
}

fn authorize(headers: &HeaderMap) -> Result<(), StatusCode> {
    let key = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if key.strip_prefix("Bearer ") == Some(KEY) { Ok(()) } else { Err(StatusCode::UNAUTHORIZED) }
}

async fn answer_list(
    State(resources): State<Arc<Vec<Resource>>>,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Result<Json<Page>, StatusCode> {
    authorize(&headers)?;
    let (page, per_page) = (filter.page.unwrap_or(1), filter.per_page.unwrap_or(20));
    if page < 1 || !(1..=100).contains(&per_page) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let data = resources.iter().take(per_page as usize).cloned().collect();
    let total_pages = (TOTAL + per_page - 1) / per_page;
    let (has_next, has_previous) = (page < total_pages, page > 1);
    let meta = Meta { page, per_page, total_items: TOTAL, total_pages, has_next, has_previous };
    Ok(Json(Page { status: Success::Success, data, meta }))
}

async fn answer_create(
    headers: HeaderMap,
    Json(body): Json<NewResource>,
) -> Result<(StatusCode, Json<Envelope>), StatusCode> {
    authorize(&headers)?;
    let data = Resource {
        id: "resource_000001".to_owned(),
        name: body.name,
        r#type: body.r#type,
        status: Some(Status::Active),
        config: None,
        created_at: Some(noon()),
    };
    let envelope = Envelope { status: Success::Success, data, meta: Made { timestamp: noon() } };
    Ok((StatusCode::CREATED, Json(envelope)))
}
