//! What SendPilot refuses, and how a caller tells one refusal from another.

use std::time::Duration;

use sendpilot_api::operations::*;
use sendpilot_api::types::*;
use sendpilot_api::{Client, Error, Retry};

use super::scenarios::{add, builder, client, profile, router};
use super::server::{self, App, KEY, NARROW, SUSPENDED};
use crate::wire::window::Window;
use crate::wire::{Wire, both};

/// Calls every operation of the document, and asserts that each fails with its own error of this status.
macro_rules! every_operation_fails {
    (@each $status:literal $variant:ident $($call:expr => $error:ident;)*) => {$(
        let failed = $call.send().await.unwrap_err();
        let Some($error::$variant(body)) = failed.api() else { panic!("{failed:?}") };
        assert_eq!(body.status_code, $status, "{failed}");
    )*};
    ($client:expr, $status:literal, $variant:ident) => {{
        let client: Client = $client;
        let search = NewLeadSearch::new("search", 5, LeadSearchFilters::default());
        let pause = CampaignActionRequest::new(CampaignAction::Pause);
        let done = LeadStatusUpdate::new(LeadOutcome::Done);
        let leads = AddLeads::new("camp_1", vec![LeadInput::new(profile("ada"))]);
        every_operation_fails! { @each $status $variant
            client.campaigns().list() => CampaignsListError;
            client.campaigns().get("camp_1") => CampaignsGetError;
            client.campaigns().act("camp_1", pause) => CampaignsActError;
            client.leads().list() => LeadsListError;
            client.leads().add(leads) => LeadsAddError;
            client.leads().get("lead_1") => LeadsGetError;
            client.leads().update_status("lead_1", done) => LeadsUpdateStatusError;
            client.inbox().list_senders() => InboxListSendersError;
            client.inbox().send(OutgoingMessage::new("lead_1", "Hello!")) => InboxSendError;
            client.inbox().send_to_lead("lead_1", LeadMessage::new("sender_1", "Hello!")) => InboxSendToLeadError;
            client.inbox().connect(ConnectionRequest::new("sender_1", profile("ada"))) => InboxConnectError;
            client.inbox().list_conversations() => InboxListConversationsError;
            client.inbox().list_messages("thread_1", "sender_1") => InboxListMessagesError;
            client.credits().get() => CreditsGetError;
            client.account().me() => AccountMeError;
            client.senders().quotas() => SendersQuotasError;
            client.lead_database().filters() => LeadDatabaseFiltersError;
            client.lead_database().search(search) => LeadDatabaseSearchError;
            client.lead_database().status("search_1") => LeadDatabaseStatusError;
            client.lead_database().results("search_1") => LeadDatabaseResultsError;
            client.lead_extractor().extract(extraction()) => LeadExtractorExtractError;
            client.lead_extractor().status("extraction_1") => LeadExtractorStatusError;
            client.lead_extractor().results("extraction_1") => LeadExtractorResultsError;
        }
    }};
}

/// Calls every operation of the document, and asserts that each is refused with its own error.
pub async fn every_operation_is_unauthorized(client: Client) {
    every_operation_fails!(client, 401, Unauthorized);
}

fn extraction() -> NewLeadExtraction {
    let urls = vec!["https://www.linkedin.com/search/results/people/?keywords=cto".to_owned()];
    NewLeadExtraction::new("CTOs", urls, LeadUrlType::LinkedinSearch, LeadExtractionMode::ExtractionOnly, 5)
}

#[tokio::test]
async fn nothing_works_with_a_wrong_key() {
    both(router, async |wire| every_operation_is_unauthorized(client(&wire, "sp_live_revoked")).await).await;
}

#[tokio::test]
async fn nothing_works_with_a_key_that_may_do_nothing() {
    both(router, async |wire| {
        every_operation_fails!(client(&wire, SUSPENDED), 403, Forbidden);
        every_operation_fails!(client(&wire, NARROW), 403, Forbidden);
    })
    .await;
}

#[tokio::test]
async fn nothing_works_while_the_service_is_broken() {
    let broken = || server::router(App { is_broken: true, ..App::new() });
    both(broken, async |wire| every_operation_fails!(client(&wire, KEY), 500, InternalServerError)).await;
}

#[tokio::test]
async fn the_error_is_the_documented_one() {
    both(router, async |wire| {
        let denied = client(&wire, "wrong").campaigns().list().send().await.unwrap_err();
        let body = ErrorBody::new(401, "Invalid API key", "Unauthorized");
        assert_eq!(denied.api(), Some(&CampaignsListError::Unauthorized(body)));
        assert!(!denied.is_retryable());
    })
    .await;
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let client = Client::builder().base_url("http://nobody.invalid").build().unwrap();
    let error = client.campaigns().list().send().await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error:?}");
}

#[tokio::test]
async fn bodies_are_checked_against_the_document() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let crowd = (0..101).map(|number| LeadInput::new(profile(&number.to_string()))).collect();
        let refused = client.leads().add(AddLeads::new("camp_1", crowd)).send().await.unwrap_err();
        let Some(LeadsAddError::BadRequest(body)) = refused.api() else { panic!("{refused:?}") };
        assert!(body.message.contains("100"), "{body:?}");
        let nobody = client.leads().add(AddLeads::new("camp_1", vec![])).send().await.unwrap_err();
        assert!(matches!(nobody.api(), Some(LeadsAddError::BadRequest(_))), "{nobody:?}");

        let long = OutgoingMessage::new("lead_1", "x".repeat(8001));
        let refused = client.inbox().send(long).send().await.unwrap_err();
        let Some(InboxSendError::BadRequest(body)) = refused.api() else { panic!("{refused:?}") };
        assert!(body.message.contains("8000") && !body.message.contains("xx"), "{body:?}");
        let nowhere = ConnectionRequest::new("sender_1", "not a URL");
        let refused = client.inbox().connect(nowhere).send().await.unwrap_err();
        assert!(matches!(refused.api(), Some(InboxConnectError::BadRequest(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_documented_is_kept_as_it_came() {
    both(router, async |wire| {
        let campaigns = client(&wire, KEY).campaigns();
        for list in [campaigns.list().page(0), campaigns.list().limit(101)] {
            let refused = list.send().await.unwrap_err();
            let Error::Unexpected(response) = &refused else { panic!("{refused:?}") };
            assert_eq!(response.status(), 400);
            let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
            assert_eq!(body.error, "Bad Request");
        }
    })
    .await;
}

/// A service that admits one request a minute, and each of one message and one connection a day.
fn stingy() -> axum::Router {
    let day = Duration::from_secs(24 * 3600);
    server::router(App {
        minute: Window::new(1, Duration::from_secs(60)),
        daily_messages: Window::new(1, day),
        daily_connections: Window::new(1, day),
        ..App::new()
    })
}

#[tokio::test]
async fn the_rate_is_limited_where_the_document_says() {
    both(stingy, async |wire| {
        let client = client(&wire, KEY);
        client.campaigns().list().send().await.unwrap();
        let search = NewLeadSearch::new("search", 5, LeadSearchFilters::default());
        every_operation_fails! { @each 429 TooManyRequests
            client.campaigns().list() => CampaignsListError;
            client.credits().get() => CreditsGetError;
            client.lead_database().search(search) => LeadDatabaseSearchError;
            client.lead_database().results("search_1") => LeadDatabaseResultsError;
            client.lead_extractor().extract(extraction()) => LeadExtractorExtractError;
            client.lead_extractor().results("extraction_1") => LeadExtractorResultsError;
        }
        client.campaigns().get("camp_1").send().await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn daily_limits_are_over_the_next_day() {
    let client = client(&Wire::InProcess(stingy()), KEY);
    let lead = add(&client, "camp_1", &["ada"]).await.remove(0);
    let connect = |name| client.inbox().connect(ConnectionRequest::new("sender_1", profile(name))).send();
    let send = || client.inbox().send(OutgoingMessage::new(&lead, "Hello!")).send();
    connect("ada").await.unwrap();
    send().await.unwrap();

    let refused = connect("grace").await.unwrap_err();
    assert!(matches!(refused.api(), Some(InboxConnectError::TooManyRequests(_))), "{refused:?}");
    let refused = send().await.unwrap_err();
    assert!(matches!(refused.api(), Some(InboxSendError::TooManyRequests(_))), "{refused:?}");
    assert!(refused.is_retryable(), "but a POST is never repeated unasked");

    tokio::time::advance(Duration::from_secs(24 * 3600)).await;
    connect("grace").await.unwrap();
    send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_with_patience_outlasts_the_limit() {
    let start = tokio::time::Instant::now();
    let retry = Retry::new().retries(40).backoff(Duration::from_secs(30), Duration::from_secs(30));
    let client = builder(&Wire::InProcess(stingy())).api_key(KEY).retry(retry).build().unwrap();
    for _ in 0..2 {
        client.campaigns().list().send().await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_secs(60), "{:?}", start.elapsed());
}
