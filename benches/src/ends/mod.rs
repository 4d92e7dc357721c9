//! Both ends of `specs/resources.yaml`, generated and as one would write them by hand, and the two requests that all of them
//! are measured with: one that asks for a page, and one that brings a body.

pub mod by_hand;
pub mod generated;

use axum::http::{Method, Request};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// The key that every server asks for.
pub const KEY: &str = "secret";

/// A page of 20, with every parameter that the document has.
pub const PAGE: &str = "/resources?status=active&type=processor&sort=created_at&order=desc&page=2&per_page=20";

/// Where resources are created.
pub const RESOURCES: &str = "/resources";

/// How many resources there are.
pub const TOTAL: i64 = 57;

/// When everything happened.
pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default()
}

/// Identifier and name of a resource.
pub fn resource(number: i64) -> (String, String) {
    (format!("resource_{number:06}"), format!("Resource number {number}"))
}

/// Settings of a resource: 24 of them, about 1 kB of JSON.
pub fn settings() -> Map<String, Value> {
    let setting = |number: usize| {
        let value = match number % 4 {
            0 => json!(number * 1000),
            1 => json!(format!("a value, not a long one, of setting {number}")),
            2 => json!(number.is_multiple_of(3)),
            _ => json!({ "unit": "seconds", "limit": number }),
        };
        (format!("setting_{number:02}"), value)
    };
    (0..24).map(setting).collect()
}

/// The body of the request that creates a resource.
pub fn new_resource() -> Value {
    let mut config = settings();
    config.insert("timeout".to_owned(), json!(30));
    json!({ "name": "my-resource", "type": "processor", "config": config })
}

/// What a client asks a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Page,
    Create,
}

impl Ask {
    pub const ALL: [Self; 2] = [Self::Page, Self::Create];

    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "a page of 20",
            Self::Create => "a body of 1 kB",
        }
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Page => PAGE,
            Self::Create => RESOURCES,
        }
    }

    /// The request, with the text that is its body.
    pub fn request(self) -> Result<Request<String>, String> {
        let request = Request::builder().uri(self.path()).header("authorization", format!("Bearer {KEY}"));
        let request = match self {
            Self::Page => request.body(String::new()),
            Self::Create => {
                request.method(Method::POST).header("content-type", "application/json").body(new_resource().to_string())
            }
        };
        request.map_err(|error| error.to_string())
    }
}
