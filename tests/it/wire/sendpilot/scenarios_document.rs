//! Both ends against the document itself: what they share, they could be wrong about together.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::response::IntoResponse;
use sendpilot_api::server::BASE_PATH;
use sendpilot_api::types::*;
use serde_json::{Value, json};
use tower_service::Service;

use super::scenarios::{client, router};
use super::scenarios_errors::every_operation_is_unauthorized;
use super::server::KEY;
use crate::wire::Wire;

fn document() -> Value {
    serde_json::from_str(include_str!("../../../../specs/sendpilot.json")).unwrap()
}

/// All operations: method, path and what the document says of them.
fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    let methods = ["get", "post", "put", "patch", "delete"];
    document["paths"].as_object().unwrap().iter().flat_map(move |(path, item)| {
        let found =
            methods.into_iter().filter_map(|method| Some((method.to_uppercase(), path.as_str(), item.get(method)?)));
        found.collect::<Vec<_>>()
    })
}

/// The operation that a request is for.
fn operation<'d>(document: &'d Value, method: &str, path: &str) -> (String, &'d str, &'d Value) {
    let fits = |template: &str| {
        let pairs = || template.split('/').zip(path.split('/'));
        template.split('/').count() == path.split('/').count() && pairs().all(|(a, b)| a == b || a.starts_with('{'))
    };
    operations(document).find(|(other, template, _)| other == method && fits(template)).unwrap()
}

/// The example of a body, with times written as chrono writes them.
fn example(content: &Value) -> Value {
    let text = content["content"]["application/json"]["example"].to_string();
    serde_json::from_str(&text.replace(".000Z\"", "Z\"")).unwrap()
}

fn succeeds(operation: &Value) -> (u16, &Value) {
    let responses = operation["responses"].as_object().unwrap();
    // Where the document says 2XX, any status of success will do.
    responses.get("200").map(|response| (200, response)).unwrap_or_else(|| (201, &responses["2XX"]))
}

#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<(String, String, Value)>>>);

/// A service that knows nothing but the document's examples, and writes down what it is asked.
fn stand_in(asked: &Asked, is_open: bool) -> axum::Router {
    let asked = asked.clone();
    axum::Router::new().fallback(move |request: axum::extract::Request| async move {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let document = document();
        let path = parts.uri.path().strip_prefix(BASE_PATH).unwrap();
        let (method, template, operation) = operation(&document, parts.method.as_str(), path);
        asked.0.lock().unwrap().push((method, template.to_owned(), serde_json::from_slice(&body).unwrap_or_default()));
        assert_eq!(parts.headers["X-API-Key"], KEY);
        let (status, body) = match is_open {
            true => succeeds(operation),
            false => (401, &document["components"]["responses"]["Unauthorized"]),
        };
        let status = http::StatusCode::from_u16(status).unwrap();
        (status, [("content-type", "application/json")], example(body).to_string()).into_response()
    })
}

#[tokio::test]
async fn the_client_asks_for_every_operation() {
    let asked = Asked::default();
    every_operation_is_unauthorized(client(&Wire::InProcess(stand_in(&asked, false)), KEY)).await;
    let document = document();
    let expected: BTreeSet<_> = operations(&document).map(|(method, path, _)| (method, path.to_owned())).collect();
    let asked: Vec<_> = asked.0.lock().unwrap().drain(..).map(|(method, path, _)| (method, path)).collect();
    assert_eq!((asked.len(), asked.into_iter().collect::<BTreeSet<_>>()), (23, expected));
}

#[tokio::test]
async fn the_server_has_every_operation() {
    for (method, path, _) in operations(&document()) {
        let request = http::Request::builder().method(method.as_str()).uri(format!("{BASE_PATH}{path}"));
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = router().call(request).await.unwrap();
        assert_eq!(response.status(), 401, "{method} {path}");
    }
}

#[tokio::test]
async fn documented_examples_are_understood() {
    let asked = Asked::default();
    let client = client(&Wire::InProcess(stand_in(&asked, true)), KEY);
    let document = document();
    let request = |method: &str, path: &str| example(&operation(&document, method, path).2["requestBody"]);
    macro_rules! understands {
        ($($call:expr => $method:literal $path:literal;)*) => {$(
            let answer = $call.send().await.unwrap().into_inner();
            let (_, expected) = succeeds(operation(&document, $method, $path).2);
            assert_eq!(serde_json::to_value(&answer).unwrap(), example(expected), "{} {}", $method, $path);
        )*};
    }
    macro_rules! body {
        ($method:literal $path:literal) => {
            serde_json::from_value(request($method, $path)).unwrap()
        };
    }
    understands! {
        client.campaigns().list() => "GET" "/campaigns";
        client.campaigns().get("1") => "GET" "/campaigns/{id}";
        client.campaigns().act("1", body!("PATCH" "/campaigns/1")) => "PATCH" "/campaigns/{id}";
        client.leads().list() => "GET" "/leads";
        client.leads().add(body!("POST" "/leads")) => "POST" "/leads";
        client.leads().get("1") => "GET" "/leads/{leadId}";
        client.leads().update_status("1", body!("PATCH" "/leads/1/status")) => "PATCH" "/leads/{leadId}/status";
        client.inbox().send(body!("POST" "/inbox/send")) => "POST" "/inbox/send";
        client.credits().get() => "GET" "/credits";
        client.lead_database().status("1") => "GET" "/lead-database/searches/{id}/status";
        client.lead_extractor().status("1") => "GET" "/lead-extractor/campaigns/{id}/status";
    }
    for (method, path, body) in asked.0.lock().unwrap().drain(..) {
        assert_eq!(body, request(&method, &path), "{method} {path}");
    }
}

#[test]
fn documented_events_are_understood() {
    let document = document();
    let events = document["webhooks"].as_object().unwrap();
    let examples = events.values().map(|item| example(&item["post"]["requestBody"])).filter(|event| !event.is_null());
    let mut seen = 0;
    for event in examples {
        let read: WebhookEvent = serde_json::from_value(event.clone()).unwrap();
        assert!(!matches!(read, WebhookEvent::Unknown(_)), "{event}");
        assert_eq!(serde_json::to_value(read).unwrap(), event);
        seen += 1;
    }
    assert_eq!(seen, 2);
    for name in events.keys() {
        let event = json!({"eventType": name, "eventId": "evt_1", "timestamp": "2024-02-24T15:30:00Z",
            "workspaceId": "ws_main", "data": {"leadId": "1", "campaignId": "1", "campaign_id": "1", "search_id": "1",
            "newStatus": "DONE"}});
        let read: WebhookEvent = serde_json::from_value(event).unwrap();
        assert!(!matches!(read, WebhookEvent::Unknown(_)), "{name}");
    }
}
