//! Webhook deliveries: the generated sender, and the generated receiver.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use sparkloop_api::Retry;
use sparkloop_api::types::*;
use sparkloop_api::webhooks::{self, DeliveryError, Failure, Handler, SendError, Sender, SignatureError, WebhookEvent};

use crate::wire::{Wire, both};

const TOKEN: &str = "token-of-the-account";

/// Keeps what arrives, and fails for as many events as it is told to.
#[derive(Clone, Default)]
struct Inbox {
    events: Arc<Mutex<Vec<WebhookEvent>>>,
    failures: Arc<Mutex<u32>>,
}

impl Inbox {
    fn failing(times: u32) -> Self {
        Self { failures: Arc::new(Mutex::new(times)), ..Self::default() }
    }

    fn keep(&self, event: WebhookEvent) -> Result<(), Failure> {
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err(Failure::unavailable("the disk is full"));
        }
        self.events.lock().unwrap().push(event);
        Ok(())
    }

    fn router(&self) -> axum::Router {
        webhooks::receiver(webhooks::verifier(TOKEN), self.clone()).base_path("/hooks").into()
    }
}

impl Handler for Inbox {
    async fn new_referral(&self, event: NewReferral) -> Result<(), Failure> {
        self.keep(WebhookEvent::NewReferral(event.into()))
    }

    async fn new_partner_pending_referral(&self, event: NewPartnerPendingReferral) -> Result<(), Failure> {
        self.keep(WebhookEvent::NewPartnerPendingReferral(event))
    }

    async fn new_partner_referral(&self, event: NewPartnerReferral) -> Result<(), Failure> {
        self.keep(WebhookEvent::NewPartnerReferral(event))
    }

    async fn new_offer_lead(&self, event: NewOfferLead) -> Result<(), Failure> {
        self.keep(WebhookEvent::NewOfferLead(event))
    }

    async fn reward_unlocked(&self, event: RewardUnlocked) -> Result<(), Failure> {
        self.keep(WebhookEvent::RewardUnlocked(event.into()))
    }

    async fn reward_redeemed(&self, event: RewardRedeemed) -> Result<(), Failure> {
        self.keep(WebhookEvent::RewardRedeemed(event.into()))
    }

    async fn sync_subscriber(&self, event: SyncSubscriber) -> Result<(), Failure> {
        self.keep(WebhookEvent::SyncSubscriber(event))
    }

    async fn unknown(&self, event: Value) -> Result<(), Failure> {
        self.keep(WebhookEvent::Unknown(event))
    }
}

fn sender(wire: Wire, token: &str) -> Sender {
    let builder = match wire {
        Wire::Socket(url) => webhooks::sender(&format!("{url}/hooks"), token),
        Wire::InProcess(router) => webhooks::sender("http://in.process/hooks", token).transport(router),
    };
    builder.retry(Retry::none()).build().unwrap()
}

/// The documented examples, with what is left open in them.
fn examples() -> [Value; 7] {
    let subscriber = json!({ "id": "sub_4bc1056297", "name": null, "referred": true, "created_at": 1564400550 });
    let reward = json!({ "id": "reward_cdebf4f013", "referrals": 4, "recurring": false });
    let campaign = json!({ "id": "partner_campaign_de9c1c7c7bbc", "referral_code": "1b5b5c4094", "list": ["a"] });
    [
        json!({ "type": "new_referral", "campaign_id": "MF6319db9890", "subscriber": subscriber, "referrer": subscriber }),
        json!({ "type": "new_partner_pending_referral", "campaign": campaign, "partner": { "logo": null } }),
        json!({ "type": "new_partner_referral", "campaign": campaign, "referral_status": "verified" }),
        json!({ "type": "new_offer_lead", "offer_id": "offer_123abc", "lead": { "email": "joanne@example.com" } }),
        json!({
            "type": "reward_unlocked", "campaign_id": "MF6319db9890", "referrals": 4, "coupon_code": "9wusha0",
            "subscriber": subscriber, "reward": reward,
        }),
        json!({
            "type": "reward_redeemed", "campaign_id": "MF6319db9890", "referrals": 4, "coupon_code": "9wusha0",
            "subscriber": subscriber, "reward": reward, "reward_variant_name": "T-Shirt XXL",
            "reward_variant_sku": "t_shirt_xxl", "shipping_details": { "city": "Zürich" },
        }),
        json!({ "type": "sync_subscriber", "referral_status": "pending", "tags": [1, null] }),
    ]
}

fn event(value: &Value) -> WebhookEvent {
    serde_json::from_value(value.clone()).unwrap()
}

#[tokio::test]
async fn every_event_arrives_as_what_it_is() {
    let inbox = Inbox::default();
    both(
        || inbox.router(),
        async |wire| {
            let sender = sender(wire, TOKEN);
            for example in examples() {
                sender.deliver(&event(&example)).await.unwrap();
            }
            let events = std::mem::take(&mut *inbox.events.lock().unwrap());
            assert!(events.iter().all(|event| !matches!(event, WebhookEvent::Unknown(_))), "{events:?}");
            let values: Vec<Value> = events.iter().map(|event| serde_json::to_value(event).unwrap()).collect();
            assert_eq!(values, examples());
        },
    )
    .await;
}

#[tokio::test]
async fn typed_events_arrive_whole() {
    let inbox = Inbox::default();
    both(
        || inbox.router(),
        async |wire| {
            let reader =
                WebhookSubscriber { email: Some("joanne@example.com".to_owned()), ..WebhookSubscriber::new("sub_1") };
            let referral = NewReferral::new("MF6319db9890", reader.clone(), WebhookSubscriber::new("sub_2"));
            let redeemed = RewardRedeemed {
                shipping_details: Some(ShippingDetails::from([("zip".to_owned(), json!("8001"))])),
                ..RewardRedeemed::new("MF6319db9890", reader, WebhookReward::new("reward_1"))
            };
            let sent = [WebhookEvent::NewReferral(referral.into()), WebhookEvent::RewardRedeemed(redeemed.into())];
            let sender = sender(wire, TOKEN);
            for event in &sent {
                sender.deliver(event).await.unwrap();
            }
            assert_eq!(std::mem::take(&mut *inbox.events.lock().unwrap()), sent);
        },
    )
    .await;
}

#[tokio::test]
async fn an_unknown_event_is_kept_as_it_came() {
    let inbox = Inbox::default();
    both(
        || inbox.router(),
        async |wire| {
            let rejected = json!({ "type": "partner_referral_rejected", "reason": { "code": 7 } });
            assert_eq!(event(&rejected), WebhookEvent::Unknown(rejected.clone()));
            sender(wire, TOKEN).deliver(&event(&rejected)).await.unwrap();
            assert_eq!(std::mem::take(&mut *inbox.events.lock().unwrap()), [WebhookEvent::Unknown(rejected)]);
        },
    )
    .await;
}

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let inbox = Inbox::default();
    both(
        || inbox.router(),
        async |wire| {
            let refused = sender(wire, "another-token").deliver(&event(&examples()[0])).await.unwrap_err();
            assert!(matches!(refused, SendError::Delivery(_)), "{refused:?}");
            assert_eq!(refused.status().unwrap(), 401);
            assert!(inbox.events.lock().unwrap().is_empty(), "what cannot be trusted never reaches the handler");
        },
    )
    .await;
}

#[tokio::test]
async fn deliveries_answer_as_documented() {
    let inbox = Inbox::default();
    let deliver = async |token: Option<&str>, body: &str| {
        let mut request = http::Request::post("/hooks").header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("SparkLoop-Token", token);
        }
        let request = request.body(axum::body::Body::from(body.to_owned())).unwrap();
        let response = tower_service::Service::call(&mut inbox.router(), request).await.unwrap();
        let status = response.status().as_u16();
        (status, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().len())
    };
    let body = examples()[0].to_string();
    assert_eq!(deliver(Some(TOKEN), &body).await, (200, 0), "the answer is blank");
    assert_eq!(deliver(None, &body).await.0, 401);
    assert_eq!(deliver(Some(""), &body).await.0, 401);
    assert_eq!(deliver(Some(TOKEN), "{").await.0, 400);
    let incomplete = json!({ "type": "new_referral", "campaign_id": "MF6319db9890" }).to_string();
    assert_eq!(deliver(Some(TOKEN), &incomplete).await.0, 400);
    assert_eq!(inbox.events.lock().unwrap().len(), 1);
}

#[test]
fn a_receiver_without_a_router_verifies_by_hand() {
    let body = examples()[4].to_string();
    let mut headers = http::HeaderMap::new();
    webhooks::signer(TOKEN).sign(&mut headers, body.as_bytes()).unwrap();
    assert_eq!(headers["sparkloop-token"], TOKEN);
    let unlocked = webhooks::verify(&headers, body.as_bytes(), TOKEN).unwrap();
    assert!(matches!(unlocked, WebhookEvent::RewardUnlocked(event) if event.reward.referrals == Some(4)));
    let mismatch = webhooks::verify(&headers, body.as_bytes(), "another-token").unwrap_err();
    assert!(matches!(mismatch, DeliveryError::Signature(SignatureError::Mismatch)), "{mismatch:?}");
    let rotated = webhooks::verifier("new-token").or(TOKEN);
    rotated.verify(&headers, body.as_bytes()).expect("the old token holds while tokens change");
}

#[tokio::test(start_paused = true)]
async fn a_receiver_in_trouble_is_tried_again() {
    let start = tokio::time::Instant::now();
    let (patient, inbox) = (Retry::new().retries(3), Inbox::failing(3));
    let build = |inbox: &Inbox, retry| {
        webhooks::sender("http://in.process/hooks", TOKEN).transport(inbox.router()).retry(retry).build().unwrap()
    };
    build(&inbox, patient).deliver(&event(&examples()[6])).await.unwrap();
    assert_eq!(inbox.events.lock().unwrap().len(), 1);
    assert!(start.elapsed() < Duration::from_secs(4), "three pauses of at most 0.5 s, 1 s and 2 s");

    let inbox = Inbox::failing(2);
    let failed = build(&inbox, Retry::new().retries(1)).deliver(&event(&examples()[6])).await.unwrap_err();
    assert_eq!(failed.status().unwrap(), 503);
    assert!(inbox.events.lock().unwrap().is_empty());
}
