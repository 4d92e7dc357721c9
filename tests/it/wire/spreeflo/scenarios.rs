//! What a user of Spreeflo does.

use spreeflo_api::operations::*;
use spreeflo_api::{Client, Error, Retry};

use super::server::{GREETING, KEY, Keys, LOST, STARTER, router};
use crate::wire::{Wire, both};

fn client(wire: &Wire, key: &str) -> Client {
    let builder = match wire {
        Wire::Socket(url) => Client::builder().base_url(url),
        Wire::InProcess(router) => Client::builder().base_url("http://in.process").transport(router.clone()),
    };
    builder.api_key(key).retry(Retry::none()).build().unwrap()
}

fn anybody() -> axum::Router {
    router(&Keys::default())
}

#[tokio::test]
async fn a_ping_is_answered_with_text() {
    both(anybody, async |wire| {
        let answer = client(&wire, KEY).ping().get().send().await.unwrap();
        assert_eq!(answer.as_str(), GREETING, "letters beyond ASCII survive");
        assert_eq!(answer.header_map()["content-type"], "text/plain; charset=utf-8");
    })
    .await;
}

#[tokio::test]
async fn a_revoked_key_is_refused() {
    let keys = Keys::default();
    both(anybody, async |wire| {
        let denied = client(&wire, "made-up").ping().get().send().await.unwrap_err();
        assert_eq!(denied.api(), Some(&PingGetError::Unauthorized));
        assert_eq!(denied.status().unwrap(), 401);
    })
    .await;
    let client = client(&Wire::InProcess(router(&keys)), KEY);
    client.ping().get().send().await.unwrap();
    keys.revoke(KEY);
    let revoked = client.ping().get().send().await.unwrap_err();
    let Error::Api(error) = &revoked else { panic!("{revoked:?}") };
    let challenge = error.header_map()["www-authenticate"].to_str().unwrap();
    assert!(challenge.starts_with("Bearer") && challenge.contains("invalid_token"), "{challenge}");
}

#[tokio::test]
async fn what_is_not_documented_is_kept_as_it_came() {
    both(anybody, async |wire| {
        for (key, status) in [(STARTER, 403), (LOST, 503)] {
            let refused = client(&wire, key).ping().get().send().await.unwrap_err();
            let Error::Unexpected(response) = &refused else { panic!("{refused:?}") };
            assert_eq!(response.status(), status);
            let problem: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            assert_eq!(problem["status"], status);
            assert!(!problem.to_string().contains("out of reach"), "the caller does not see why: {problem}");
        }
    })
    .await;
}

#[test]
fn a_client_must_be_told_where_the_api_is() {
    let error = Client::builder().api_key(KEY).build().unwrap_err();
    assert!(error.to_string().contains("base URL"), "{error}");
    let client = Client::builder().api_key(KEY).base_url("https://spreeflo.test").build().unwrap();
    assert!(!format!("{client:?}").contains(KEY));
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let client = Client::builder().base_url("http://nobody.invalid").build().unwrap();
    let error = client.ping().get().send().await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error:?}");
}
