//! What every operation has in common: a key, a limit, and a server that may fail.

use std::collections::BTreeSet;

use serde_json::json;
use sparkloop_api::types::*;
use sparkloop_api::{Client, Error, RateLimit, Retry};

use super::{builder, client};
use crate::wire::sparkloop::server::{KEY, limited, router};
use crate::wire::{Wire, both};

const DOCUMENT: &str = include_str!("../../../../../specs/sparkloop.yaml");

/// Sends each call, which must fail, and tells the operation and the documented error.
macro_rules! failures {
    ($client:ident: $($group:ident.$method:ident($($argument:expr),*);)*) => {
        vec![$({
            let error = $client.$group().$method($($argument),*).send().await.unwrap_err();
            let told = error.api().map_or_else(|| format!("{error:?}"), |error| format!("{error:?}"));
            (concat!(stringify!($group), ".", stringify!($method)), told)
        }),*]
    };
}

/// Runs every operation of the document, none of which may succeed.
async fn failures(client: &Client) -> Vec<(&'static str, String)> {
    let (genders, incomes, ages) = (AudienceGender::Mixed, vec![IncomeLevel::N150k], vec![AgeRange::N60]);
    let publication = NewPublication::new("a", vec![PublicationCategory::News], json!(1), genders, incomes, ages);
    failures! { client:
        subscribers.list();
        subscribers.create(NewSubscriber::new("a@example.com"));
        subscribers.get("a");
        subscribers.update("a", SubscriberUpdate::default());
        subscribers.delete("a");
        subscribers.unsubscribe("a");
        subscribers.reject("a");
        events.create("a", NewEvent::new(1.0, "b"));
        campaigns.list();
        campaigns.get("a");
        campaigns.update("a", CampaignUpdate::default());
        campaign_memberships.create("a", NewCampaignMembership::new("b"));
        campaign_memberships.delete("a", "b");
        campaign_subscribers.list("a");
        campaign_subscribers.get("a", "b");
        campaign_subscribers.list_referrals("a", "b");
        partner_profile.get();
        publications.list();
        publications.create(publication.clone());
        publications.get("a");
        publications.update("a", PublicationUpdate::default());
        publications.delete("a");
        upscribes.list();
        upscribes.get("a");
        upscribes.update("a", UpscribeUpdate::default());
        upscribes.subscribe("a", UpscribeSubscription::new("a@example.com", "b"));
        recommendations.list("a");
        recommendations.generate("a", RecommendationQuery::default());
        recommendations.update("a", "b", RecommendationUpdate::new("c"));
        recommendations.pin("a", "b");
        recommendations.unpin("a", "b");
        recommendations.pause("a", "b");
        recommendations.unpause("a", "b");
        partner_programs.list();
        partner_programs.create(NewPartnerProgram::new(1.0, 1.0, 1.0, "https://example.com", "a"));
        partner_programs.get("a");
        partner_programs.update("a", PartnerProgramUpdate::default());
        partner_programs.list_referrals("a");
        partner_network.list_publications();
        partner_network.get_publication("a");
        partner_network.recommend_publication("a");
        partner_network.list_programs();
        partner_network.get_program("a");
        partner_network.join_program("a", PartnerProgramApplication::new("b"));
        offers.list();
        offers.get("a");
        offers.track_conversion("a", "b");
        webhooks.list();
        webhooks.create(NewWebhook::new("https://example.com"));
        webhooks.get("a");
        webhooks.update("a", WebhookUpdate::default());
        webhooks.delete("a");
    }
}

/// Asserts that all operations of the document failed with this variant and text.
fn assert_all(failures: &[(&str, String)], expected: &str) {
    let documented = DOCUMENT.lines().filter_map(|line| line.trim().strip_prefix("operationId: "));
    let documented: BTreeSet<&str> = documented.filter(|name| name.contains('.')).collect();
    let seen: BTreeSet<&str> = failures.iter().map(|(operation, _)| *operation).collect();
    assert_eq!(seen, documented);
    for (operation, told) in failures {
        assert_eq!(told, expected, "{operation}");
    }
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    both(router, async |wire| {
        let failures = failures(&client(wire, "wrong")).await;
        assert_all(&failures, r#"Unauthorized(ErrorBody { error: "User not found!" })"#);
    })
    .await;
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let client = builder(Wire::InProcess(router())).build().unwrap();
    for (operation, told) in failures(&client).await {
        assert!(told.starts_with("Auth("), "{operation}: {told}");
    }
    let refused = client.campaigns().list().send().await.unwrap_err();
    assert!(matches!(&refused, Error::Auth(error) if error.is_missing()), "{refused:?}");

    let request = http::Request::get("/v2/campaigns").body(axum::body::Body::empty()).unwrap();
    let response = tower_service::Service::call(&mut router(), request).await.unwrap();
    assert_eq!(response.status(), 401);
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(body, r#"{"error":"API key is missing!"}"#);
}

#[tokio::test]
async fn a_full_window_stops_every_operation() {
    both(
        || limited(1, 0),
        async |wire| {
            let builder = builder(wire).api_key(KEY).retry(Retry::none());
            let client = builder.rate_limit(RateLimit::NONE).build().unwrap();
            client.campaigns().list().send().await.unwrap();
            let failures = failures(&client).await;
            assert_all(&failures, r#"TooManyRequests(ErrorBody { error: "Too many requests." })"#);
        },
    )
    .await;
}

#[tokio::test]
async fn every_operation_tells_of_an_overload() {
    both(
        || limited(100, u32::MAX),
        async |wire| {
            let failures = failures(&client(wire, KEY)).await;
            assert_all(&failures, r#"InternalServerError(ErrorBody { error: "We are overloaded." })"#);
        },
    )
    .await;
}

#[test]
fn secrets_do_not_print() {
    let builder = Client::builder().api_key(KEY);
    assert!(!format!("{builder:?}").contains(KEY));
    assert!(!format!("{:?}", builder.build().unwrap()).contains(KEY));
    assert_eq!(sparkloop_api::Server::Production.url().unwrap(), "https://api.sparkloop.app/v2");
}
