//! Subscribers and their events.

use futures_util::TryStreamExt;
use sparkloop_api::Error;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::sparkloop::server::{KEY, router};
use crate::wire::{Wire, both};

fn person(name: &str) -> NewSubscriber {
    NewSubscriber { name: Some(name.to_owned()), ..NewSubscriber::new(format!("{name}@example.com")) }
}

#[tokio::test]
async fn subscribers_are_created_changed_and_deleted() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        let new = NewSubscriber {
            ip_address: Some("203.0.113.7".to_owned()),
            user_agent: Some("Mozilla/5.0 (X11; “Linux”)".to_owned()),
            utm_source: Some("twitter & friends".to_owned()),
            country_code: Some("US".to_owned()),
            created_at: Some("2021-03-22T19:20:30+01:00".parse().unwrap()),
            ..NewSubscriber::new("joanne+news@example.com")
        };
        let created = subscribers.create(new).send().await.unwrap();
        let Subscriber { uuid, .. } = created.subscriber.clone();
        assert_eq!(created.subscriber.created_at.to_rfc3339(), "2021-03-22T18:20:30+00:00");
        assert_eq!(created.subscriber.user_agent, Some(Some("Mozilla/5.0 (X11; “Linux”)".to_owned())));
        assert_eq!(created.subscriber.name, Some(None), "null is told from absent");
        assert_eq!((created.subscriber.cpa, &created.subscriber.referral_status), (None, &None));

        let by_uuid = subscribers.get(&uuid).send().await.unwrap();
        let by_email = subscribers.get("joanne+news@example.com").expand("campaigns").send().await.unwrap();
        assert_eq!(by_uuid.subscriber, created.subscriber);
        assert_eq!(by_email.subscriber, created.subscriber);

        let update = SubscriberUpdate { name: Some("Joanne".to_owned()), ..Default::default() };
        let updated = subscribers.update(&uuid, update).send().await.unwrap();
        assert_eq!(updated.subscriber.name, Some(Some("Joanne".to_owned())));
        assert_eq!(updated.subscriber.email, "joanne+news@example.com");

        assert!(subscribers.delete(&uuid).send().await.unwrap().status().is_success());
        let gone = format!("Subscriber {uuid} not found!");
        assert_refused!(subscribers.get(&uuid), SubscribersGetError::NotFound, gone);
        assert_refused!(subscribers.delete(&uuid), SubscribersDeleteError::Default(NOT_FOUND), gone);
    })
    .await;
}

#[tokio::test]
async fn the_status_of_a_referral_moves_on() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        let advocate = subscribers.create(person("ann")).send().await.unwrap();
        for name in ["bob", "cleo"] {
            let new = NewSubscriber { referrer_code: advocate.subscriber.ref_code.clone(), ..person(name) };
            let referral = subscribers.create(new).send().await.unwrap();
            assert_eq!(referral.subscriber.referral_status, Some(ReferralStatus::Pending));
        }

        let rejected = subscribers.reject("bob@example.com").send().await.unwrap();
        assert_eq!(rejected.subscriber.referral_status, Some(ReferralStatus::Rejected));
        let not_pending = "Subscriber is not pending";
        assert_refused!(subscribers.reject("bob@example.com"), SubscribersRejectError::Conflict, not_pending);

        let confirm = SubscriberUpdate { status: Some(SubscriberStatus::Confirmed), ..Default::default() };
        let confirmed = subscribers.update("cleo@example.com", confirm).send().await.unwrap();
        assert_eq!(confirmed.subscriber.referral_status, Some(ReferralStatus::Verified));

        let left = subscribers.unsubscribe("cleo@example.com").send().await.unwrap();
        assert_eq!(left.subscriber.uuid, confirmed.subscriber.uuid);
        let already = "Subscriber is already unsubscribed";
        assert_refused!(subscribers.unsubscribe("cleo@example.com"), SubscribersUnsubscribeError::Conflict, already);
        let missing = "Subscriber nobody not found!";
        assert_refused!(subscribers.unsubscribe("nobody"), SubscribersUnsubscribeError::Default(NOT_FOUND), missing);
        assert_refused!(subscribers.reject("nobody"), SubscribersRejectError::Default(NOT_FOUND), missing);
    })
    .await;
}

#[tokio::test]
async fn every_page_of_every_type_arrives_newest_first() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        let advocate = subscribers.create(person("ann")).send().await.unwrap();
        for name in ["bob", "cleo", "dan"] {
            let new = NewSubscriber { referrer_code: advocate.subscriber.ref_code.clone(), ..person(name) };
            subscribers.create(new).send().await.unwrap();
        }
        let past = NewSubscriber { created_at: Some("2020-01-01T00:00:00Z".parse().unwrap()), ..person("eve") };
        subscribers.create(past).send().await.unwrap();

        let emails = async |kind: SubscriberType| -> Vec<String> {
            let list = subscribers.list().r#type(kind).per_page(2).expand("campaigns");
            list.items().map_ok(|one| one.email.replace("@example.com", "")).try_collect().await.unwrap()
        };
        assert_eq!(emails(SubscriberType::All).await, ["dan", "cleo", "bob", "ann", "eve"]);
        assert_eq!(emails(SubscriberType::Referrals).await, ["dan", "cleo", "bob"]);
        assert_eq!(emails(SubscriberType::Advocates).await, ["ann"]);

        let pages: Vec<_> = subscribers.list().per_page(2).pages().try_collect().await.unwrap();
        let sizes: Vec<usize> = pages.iter().map(|page| page.subscribers.len()).collect();
        assert_eq!(sizes, [2, 2, 1]);
        assert!(pages.iter().zip(1..).all(|(page, number)| page.meta == SubscriberPageMeta::new(2, number, 3, 5)));

        let whole = subscribers.list().send().await.unwrap();
        assert_eq!(whole.meta, SubscriberPageMeta::new(50, 1, 1, 5), "the documented defaults hold");
    })
    .await;
}

#[tokio::test]
async fn a_list_without_objects_is_one_empty_page() {
    both(router, async |wire| {
        let list = client(wire, KEY).subscribers().list();
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].meta.total_subscribers, 0);
    })
    .await;
}

#[tokio::test]
async fn refusals_have_the_documented_texts() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        subscribers.create(person("ann")).send().await.unwrap();
        let taken = "Email has already been taken";
        assert_refused!(subscribers.create(person("ann")), SubscribersCreateError::BadRequest, taken);
        let invalid = NewSubscriber::new("not an address");
        assert_refused!(subscribers.create(invalid), SubscribersCreateError::BadRequest, "Email is invalid");

        let rename = || SubscriberUpdate { name: Some("Bob".to_owned()), ..Default::default() };
        let blank = "Subscriber uuid blank!";
        assert_refused!(subscribers.update(" ", rename()), SubscribersUpdateError::BadRequest, blank);
        let missing = "Subscriber sub_1 not found!";
        assert_refused!(subscribers.update("sub_1", rename()), SubscribersUpdateError::Default(NOT_FOUND), missing);

        let odd = "Expand is not supported.";
        assert_refused!(subscribers.list().expand("rewards"), SubscribersListError::Default(BAD_REQUEST), odd);
        let ann = subscribers.get("ann@example.com").expand("rewards");
        assert_refused!(ann, SubscribersGetError::Default(BAD_REQUEST), odd);
    })
    .await;
}

#[tokio::test]
async fn a_server_refuses_what_the_document_rules_out() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        for list in [subscribers.list().per_page(201), subscribers.list().page(0)] {
            let refused = list.send().await.unwrap_err();
            assert!(matches!(refused.api(), Some(SubscribersListError::Default(..))), "{refused:?}");
            assert_eq!(refused.status().unwrap(), 400);
        }
        let unknown = subscribers.list().r#type(SubscriberType::Unknown("fans".to_owned()));
        assert_eq!(unknown.send().await.unwrap_err().status().unwrap(), 400);

        let status = Some(SubscriberStatus::Unknown("vip".to_owned()));
        let update = subscribers.update("sub_1", SubscriberUpdate { status, ..Default::default() });
        assert_eq!(update.send().await.unwrap_err().status().unwrap(), 400);
    })
    .await;
}

#[tokio::test]
async fn a_path_value_stays_in_its_segment() {
    both(router, async |wire| {
        let subscribers = client(wire, KEY).subscribers();
        for identifier in [".", "..", ""] {
            let refused = subscribers.delete(identifier).send().await.unwrap_err();
            assert!(matches!(refused, Error::Request(_)), "{refused:?}");
        }
        let odd = "a/b?c#d%e";
        let missing = format!("Subscriber {odd} not found!");
        assert_refused!(subscribers.get(odd), SubscribersGetError::NotFound, missing);
    })
    .await;
}

#[tokio::test]
async fn events_are_recorded() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let ann = client.subscribers().create(person("ann")).send().await.unwrap();
        let new = NewEvent { descripton: Some("A mug".to_owned()), ..NewEvent::new(23.9, "MF9a78983d1c") };
        let recorded = client.events().create("ann@example.com", new.clone()).send().await.unwrap();
        assert_eq!((recorded.event.value, &recorded.event.subscriber_uuid), (23.9, &ann.subscriber.uuid));

        let unknown = "Subscriber bob@example.com not found!";
        assert_refused!(client.events().create("bob@example.com", new), EventsCreateError::Default(NOT_FOUND), unknown);
        let elsewhere = client.events().create("ann@example.com", NewEvent::new(1.0, "MF0"));
        assert_refused!(elsewhere, EventsCreateError::Default(NOT_FOUND), "Campaign MF0 not found!");
    })
    .await;
}

#[tokio::test]
async fn bodies_are_json_in_utf_8() {
    let send = async |content_type: &str, body: &'static str| {
        let request =
            http::Request::post("/v2/subscribers").header("x-api-key", KEY).header("content-type", content_type);
        let request = request.body(axum::body::Body::from(body)).unwrap();
        let response = tower_service::Service::call(&mut router(), request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice::<serde_json::Value>(&body).unwrap())
    };
    let json = "application/json; charset=utf-8";
    let (status, created) = send(json, r#"{"email": "zoe@example.com", "name": "Zoë"}"#).await;
    assert_eq!((status, &created["subscriber"]["name"]), (200, &"Zoë".into()));
    let (status, missing) = send(json, "{}").await;
    assert_eq!((status, &missing["error"]), (400, &"You have to provide at least an email".into()));
    assert_eq!(send("application/x-www-form-urlencoded", "email=a@example.com").await.0, 415);
    assert_eq!(send(json, r#"{"email":"#).await.0, 400);
}

#[tokio::test]
async fn a_client_sends_the_documented_media_type() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(None));
    let keep = seen.clone();
    let watch = axum::middleware::from_fn(move |request: axum::extract::Request, next: axum::middleware::Next| {
        *keep.lock().unwrap() = request.headers().get("content-type").cloned();
        next.run(request)
    });
    let subscribers = client(Wire::InProcess(router().layer(watch)), KEY).subscribers();
    subscribers.create(person("ann")).send().await.unwrap();
    assert_eq!(seen.lock().unwrap().take().unwrap(), "application/json; charset=utf-8");
}
