//! Events of SendPilot: signed by whoever sends them, checked by whoever receives them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue};
use sendpilot_api::types::*;
use sendpilot_api::webhooks::{self, DeliveryError, Failure, Handler, Sender, SignatureError};
use sendpilot_api::{Retry, Secret};
use serde_json::{Value, json};
use tower_service::Service;

use super::scenarios::client;
use super::server::{self, App, KEY, now};
use crate::wire::{Wire, both};

const SECRET: &str = "whsec_current";
const OLD_SECRET: &str = "whsec_old";

/// Keeps what it is told. After a failure the same event comes again.
#[derive(Clone, Default)]
struct Log {
    events: Arc<Mutex<Vec<WebhookEvent>>>,
    /// How many events are refused before any is taken.
    failures: Arc<Mutex<u32>>,
}

impl Log {
    fn keep(&self, event: WebhookEvent) -> Result<(), Failure> {
        self.events.lock().unwrap().push(event);
        let mut failures = self.failures.lock().unwrap();
        match failures.checked_sub(1) {
            Some(left) => {
                *failures = left;
                Err(Failure::unavailable("not now"))
            }
            None => Ok(()),
        }
    }

    fn take(&self) -> Vec<WebhookEvent> {
        std::mem::take(&mut self.events.lock().unwrap())
    }
}

macro_rules! keep {
    ($($method:ident($event:ty) => $wrap:expr;)*) => {
        impl Handler for Log {
            $(async fn $method(&self, event: $event) -> Result<(), Failure> {
                self.keep($wrap(event))
            })*
        }
    };
}

keep! {
    message_sent(MessageSent) => |event| WebhookEvent::MessageSent(Box::new(event));
    message_received(MessageReceived) => |event| WebhookEvent::MessageReceived(Box::new(event));
    connection_sent(ConnectionSent) => |event| WebhookEvent::ConnectionSent(Box::new(event));
    connection_accepted(ConnectionAccepted) => |event| WebhookEvent::ConnectionAccepted(Box::new(event));
    campaign_started(CampaignStarted) => WebhookEvent::CampaignStarted;
    campaign_paused(CampaignPaused) => |event| WebhookEvent::CampaignPaused(Box::new(event));
    campaign_resumed(CampaignResumed) => |event| WebhookEvent::CampaignResumed(Box::new(event));
    campaign_finished(CampaignFinished) => WebhookEvent::CampaignFinished;
    lead_status_changed(LeadStatusChanged) => |event| WebhookEvent::LeadStatusChanged(Box::new(event));
    lead_tag_updated(LeadTagUpdated) => WebhookEvent::LeadTagUpdated;
    lead_database_search_completed(LeadSearchCompleted) =>
        |event| WebhookEvent::LeadDatabaseSearchCompleted(Box::new(event));
    lead_extractor_job_completed(LeadExtractionCompleted) =>
        |event| WebhookEvent::LeadExtractorJobCompleted(Box::new(event));
    unknown(Value) => WebhookEvent::Unknown;
}

/// A receiver at `/hooks`, while the secret is being changed.
fn receiver(log: &Log) -> axum::Router {
    let verifier = webhooks::verifier(SECRET).or(OLD_SECRET);
    webhooks::receiver(verifier, log.clone()).base_path("/hooks").into()
}

fn sender(wire: &Wire, secret: &str) -> Sender {
    let builder = match wire {
        Wire::Socket(url) => webhooks::sender(&format!("{url}/hooks"), secret),
        Wire::InProcess(router) => webhooks::sender("http://in.process/hooks", secret).transport(router.clone()),
    };
    builder.retry(Retry::none()).build().unwrap()
}

/// Delivers a body by hand, and says how the receiver answers.
async fn post(wire: &Wire, headers: HeaderMap, body: &str) -> u16 {
    match wire {
        Wire::Socket(url) => {
            let request = reqwest::Client::new().post(format!("{url}/hooks")).headers(headers).body(body.to_owned());
            request.send().await.unwrap().status().as_u16()
        }
        Wire::InProcess(router) => {
            let mut request = http::Request::post("/hooks").body(axum::body::Body::from(body.to_owned())).unwrap();
            *request.headers_mut() = headers;
            router.clone().call(request).await.unwrap().status().as_u16()
        }
    }
}

/// The headers of a delivery that is signed so long before or after now.
fn signed(secret: &str, body: &str, at: SystemTime) -> HeaderMap {
    let mut headers =
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    webhooks::signer(secret).sign_at(&mut headers, body.as_bytes(), at).unwrap();
    headers
}

fn started() -> WebhookEvent {
    let data = [("startedBy".to_owned(), json!("user"))].into();
    WebhookEvent::CampaignStarted(CampaignStarted::new("evt_1", now(), "ws_main", data))
}

/// One event of each kind, and one that the document does not know.
fn one_of_each() -> Vec<WebhookEvent> {
    let (id, at, workspace) = ("evt_1708456789123_abc123def", now(), "ws_main");
    let preview = MessageSentData { sequence_step: Some(2), ..MessageSentData::new("lead_1") };
    let status = LeadStatusChangedData::new("lead_1", LeadStatus::Opportunity);
    let accepted = ConnectionAcceptedData { accepted_at: Some(at), ..ConnectionAcceptedData::new("lead_1") };
    let paused = CampaignPausedData { paused_by: Some(Actor::System), ..CampaignPausedData::new("camp_1") };
    let found = FoundLead { full_name: Some(Some("Ada Lovelace".to_owned())), phone: Some(None), ..Default::default() };
    let search = LeadSearchCompletedData { leads: Some(vec![found]), ..LeadSearchCompletedData::new("search_1") };
    let used = CreditsUsed { extraction: Some(1.5), ..Default::default() };
    let job = LeadExtractionCompletedData { credits_used: Some(used), ..LeadExtractionCompletedData::new("camp_1") };
    let open = || [("reason".to_owned(), json!("every lead was reached"))].into();
    vec![
        WebhookEvent::MessageSent(Box::new(MessageSent::new(id, at, workspace, preview))),
        WebhookEvent::MessageReceived(Box::new(MessageReceived::new(
            id,
            at,
            workspace,
            MessageReceivedData::new("lead_1"),
        ))),
        WebhookEvent::ConnectionSent(Box::new(ConnectionSent::new(
            id,
            at,
            workspace,
            ConnectionSentData::new("lead_1"),
        ))),
        WebhookEvent::ConnectionAccepted(Box::new(ConnectionAccepted::new(id, at, workspace, accepted))),
        started(),
        WebhookEvent::CampaignPaused(Box::new(CampaignPaused::new(id, at, workspace, paused))),
        WebhookEvent::CampaignResumed(Box::new(CampaignResumed::new(
            id,
            at,
            workspace,
            CampaignResumedData::new("camp_1"),
        ))),
        WebhookEvent::CampaignFinished(CampaignFinished::new(id, at, workspace, open())),
        WebhookEvent::LeadStatusChanged(Box::new(LeadStatusChanged::new(id, at, workspace, status))),
        WebhookEvent::LeadTagUpdated(LeadTagUpdated::new(id, at, workspace, open())),
        WebhookEvent::LeadDatabaseSearchCompleted(Box::new(LeadSearchCompleted::new(id, at, workspace, search))),
        WebhookEvent::LeadExtractorJobCompleted(Box::new(LeadExtractionCompleted::new(id, at, workspace, job))),
        WebhookEvent::Unknown(json!({"eventType": "lead.merged", "eventId": id, "data": [1, 2]})),
    ]
}

#[tokio::test]
async fn every_event_arrives_as_what_it_is() {
    let log = Log::default();
    both(
        || receiver(&log),
        async |wire| {
            let sender = sender(&wire, SECRET);
            for event in one_of_each() {
                sender.deliver(&event).await.unwrap();
                assert_eq!(log.take(), [event]);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn secrets_are_changed_without_a_gap() {
    let log = Log::default();
    both(
        || receiver(&log),
        async |wire| {
            for secret in [SECRET, OLD_SECRET] {
                sender(&wire, secret).deliver(&started()).await.unwrap();
                assert_eq!(log.take().len(), 1, "both are valid for 24 hours");
            }
            let refused = sender(&wire, "whsec_somebody").deliver(&started()).await.unwrap_err();
            assert_eq!(refused.status().unwrap(), 401);
            assert_eq!(log.take(), []);
        },
    )
    .await;
}

#[tokio::test]
async fn deliveries_are_not_replayed() {
    let log = Log::default();
    both(
        || receiver(&log),
        async |wire| {
            let body = serde_json::to_string(&started()).unwrap();
            let (now, seconds) = (SystemTime::now(), Duration::from_secs);
            for at in [now, now - seconds(290), now + seconds(290)] {
                assert_eq!(post(&wire, signed(SECRET, &body, at), &body).await, 200);
                assert_eq!(log.take(), [started()]);
            }
            for at in [now - seconds(310), now + seconds(310)] {
                assert_eq!(post(&wire, signed(SECRET, &body, at), &body).await, 401);
            }
            assert_eq!(log.take(), []);
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_not_signed_as_documented_is_refused() {
    let log = Log::default();
    both(
        || receiver(&log),
        async |wire| {
            let body = serde_json::to_string(&started()).unwrap();
            let now = SystemTime::now();
            let good = signed(SECRET, &body, now);
            assert_eq!(post(&wire, good.clone(), &body.replace("evt_1", "evt_2")).await, 401);
            let mut without = good.clone();
            without.remove("webhook-signature");
            assert_eq!(post(&wire, without, &body).await, 401);
            let mut twice = good.clone();
            twice.append("webhook-signature", good["webhook-signature"].clone());
            assert_eq!(post(&wire, twice, &body).await, 401);
            let signature = good["webhook-signature"].to_str().unwrap();
            let later = now.duration_since(UNIX_EPOCH).unwrap().as_secs() + 1;
            let (_, hex) = signature.split_once(",s=").unwrap();
            for forged in ["", "t=1,s=", hex, &format!("t={later},s={hex}"), &format!("t=,s={hex}")] {
                let mut headers = good.clone();
                headers.insert("webhook-signature", forged.parse().unwrap());
                assert_eq!(post(&wire, headers, &body).await, 401, "{forged}");
            }
            assert_eq!(log.take(), []);
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_not_an_event_is_told_from_what_cannot_be_trusted() {
    let log = Log::default();
    both(
        || receiver(&log),
        async |wire| {
            for body in [r#"{"eventType": "message.sent"}"#, "{", ""] {
                assert_eq!(post(&wire, signed(SECRET, body, SystemTime::now()), body).await, 400, "{body}");
            }
            let mut text = signed(SECRET, "{}", SystemTime::now());
            text.insert("content-type", HeaderValue::from_static("text/plain"));
            assert_eq!(post(&wire, text, "{}").await, 415);
            assert_eq!(log.take(), []);
        },
    )
    .await;
}

#[tokio::test]
async fn nobody_has_to_listen_to_everything() {
    struct Deaf;
    impl Handler for Deaf {}
    let deaf = || webhooks::receiver(webhooks::verifier(SECRET), Deaf).base_path("/hooks").into();
    both(deaf, async |wire| {
        let sender = sender(&wire, SECRET);
        for event in one_of_each() {
            sender.deliver(&event).await.unwrap();
        }
    })
    .await;
}

/// A signature that was computed elsewhere: HMAC-SHA256 of `1708456789.` and the body.
#[test]
fn the_signature_is_the_documented_one() {
    let body = concat!(
        r#"{"eventId":"evt_1","eventType":"campaign.started","timestamp":"2024-02-20T19:14:49Z","#,
        r#""workspaceId":"ws_main","data":{}}"#
    );
    let expected = "t=1708456789,s=6a78985cf4f18a2a5afce1db7f554c65deaf754f2bb29f71b519fa3f3a73f362";
    let at = UNIX_EPOCH + Duration::from_secs(1_708_456_789);
    let headers = signed(SECRET, body, at);
    assert_eq!(headers["Webhook-Signature"], expected);
    assert!(!format!("{headers:?}").contains("6a78985c"), "a signature does not print");

    let verify = |secret: &str, at| webhooks::verifier(secret).verify_at(&headers, body.as_bytes(), at);
    assert_eq!(verify(SECRET, at), Ok(()));
    assert_eq!(verify(OLD_SECRET, at), Err(SignatureError::Mismatch));
    assert_eq!(verify("", at), Err(SignatureError::Mismatch), "an empty secret verifies nothing");
    assert_eq!(verify(SECRET, at + Duration::from_secs(301)), Err(SignatureError::Expired));
    let wide = webhooks::verifier(Secret::from(SECRET)).tolerance(Duration::from_secs(3600));
    assert_eq!(wide.verify_at(&headers, body.as_bytes(), at + Duration::from_secs(301)), Ok(()));
}

#[test]
fn an_event_is_verified_and_decoded_without_a_router() {
    let (now, body) = (SystemTime::now(), serde_json::to_vec(&one_of_each()).unwrap());
    let events: Vec<Value> = serde_json::from_slice(&body).unwrap();
    for (event, value) in one_of_each().into_iter().zip(events) {
        let body = value.to_string();
        let headers = signed(SECRET, &body, now);
        assert_eq!(webhooks::verify(&headers, body.as_bytes(), SECRET).unwrap(), event);
        let error = webhooks::verify(&headers, body.as_bytes(), OLD_SECRET).unwrap_err();
        assert!(matches!(error, DeliveryError::Signature(SignatureError::Mismatch)), "{error:?}");
    }
    let error = webhooks::verify(&signed(SECRET, "{}", now), b"{}", SECRET);
    assert!(matches!(error, Ok(WebhookEvent::Unknown(_))), "without a type it is no documented event: {error:?}");
}

#[tokio::test(start_paused = true)]
async fn deliveries_are_repeated_until_they_are_taken() {
    let log = Log { failures: Arc::new(Mutex::new(2)), ..Log::default() };
    let patient = webhooks::sender("http://in.process/hooks", SECRET).transport(receiver(&log)).build().unwrap();
    patient.deliver(&started()).await.unwrap();
    assert_eq!(log.take(), [started(), started(), started()], "`eventId` tells that they are one");

    *log.failures.lock().unwrap() = 3;
    let refused = patient.deliver(&started()).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 503);
}

#[tokio::test]
async fn pausing_a_campaign_is_announced() {
    let log = Log::default();
    let hooks = sender(&Wire::InProcess(receiver(&log)), SECRET);
    let service = || server::router(App { hooks: Some(hooks.clone()), ..App::new() });
    both(service, async |wire| {
        let campaigns = client(&wire, KEY).campaigns();
        for action in [CampaignAction::Pause, CampaignAction::Resume] {
            campaigns.act("camp_1", CampaignActionRequest::new(action)).send().await.unwrap();
        }
        let events = log.take();
        let [WebhookEvent::CampaignPaused(paused), WebhookEvent::CampaignResumed(resumed)] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((paused.workspace_id.as_str(), &paused.data.paused_by), ("ws_main", &Some(Actor::Api)));
        assert_eq!(resumed.data.campaign_name.as_deref(), Some("Campaign 1"));
    })
    .await;
}
