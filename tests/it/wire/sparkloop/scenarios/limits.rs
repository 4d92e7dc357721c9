//! The rolling window of a key, and what a client does about it.

use std::time::Duration;

use sparkloop_api::operations::*;
use sparkloop_api::types::NewSubscriber;
use sparkloop_api::{Client, RateLimit, Retry};

use super::{builder, client};
use crate::wire::Wire;
use crate::wire::sparkloop::server::{KEY, LIMIT, NEWCOMER, limited, router};

/// A client that does not hold requests back.
fn hasty(router: axum::Router, key: &str, retry: Retry) -> Client {
    builder(Wire::InProcess(router)).api_key(key).retry(retry).rate_limit(RateLimit::NONE).build().unwrap()
}

/// Sends so many requests, which must all be admitted, and one more, which must not.
async fn exhaust(client: &Client, requests: usize) {
    for _ in 0..requests {
        client.campaigns().list().send().await.unwrap();
    }
    let refused = client.campaigns().list().send().await.unwrap_err();
    assert!(matches!(refused.api(), Some(CampaignsListError::TooManyRequests(_))), "{refused:?}");
    assert!(refused.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn the_window_rolls() {
    let client = hasty(router(), KEY, Retry::none());
    for _ in 0..LIMIT / 2 {
        client.campaigns().list().send().await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(30)).await;
    exhaust(&client, LIMIT / 2).await;
    tokio::time::advance(Duration::from_secs(29)).await;
    exhaust(&client, 0).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    exhaust(&client, LIMIT / 2).await;
    tokio::time::advance(Duration::from_secs(30)).await;
    exhaust(&client, LIMIT / 2).await;
}

#[tokio::test(start_paused = true)]
async fn each_key_has_a_window_of_its_own() {
    let router = router();
    exhaust(&hasty(router.clone(), KEY, Retry::none()), LIMIT).await;
    exhaust(&hasty(router, NEWCOMER, Retry::none()), LIMIT).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_keeps_to_the_documented_window() {
    let start = tokio::time::Instant::now();
    let client = client(Wire::InProcess(router()), KEY);
    for _ in 0..2 * LIMIT + 1 {
        client.campaigns().list().send().await.expect("a client that keeps to the limit is never refused");
    }
    assert!(start.elapsed() >= Duration::from_secs(120), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(121), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_window() {
    let start = tokio::time::Instant::now();
    let client = client(Wire::InProcess(router()), KEY);
    let senders = (0..2 * LIMIT).map(|_| tokio::spawn(client.clone().campaigns().list().send()));
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap().unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_was_too_fast_backs_off() {
    let start = tokio::time::Instant::now();
    let (base, cap) = (Duration::from_secs(8), Duration::from_secs(64));
    let retry = Retry::new().retries(10).backoff(base, cap).seed(7);
    let client = hasty(router(), KEY, retry);
    for _ in 0..=LIMIT {
        client.campaigns().list().send().await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_secs(60), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_overload_is_survived_by_what_may_be_repeated() {
    let patient = hasty(limited(LIMIT, 2), KEY, Retry::new());
    patient.campaigns().list().send().await.unwrap();

    let once = hasty(limited(LIMIT, 1), KEY, Retry::new()).subscribers();
    let failed = once.create(NewSubscriber::new("ann@example.com")).send().await.unwrap_err();
    assert!(matches!(failed.api(), Some(SubscribersCreateError::InternalServerError(_))), "POST is not idempotent");
    once.create(NewSubscriber::new("ann@example.com")).send().await.expect("nothing was created the first time");
}
