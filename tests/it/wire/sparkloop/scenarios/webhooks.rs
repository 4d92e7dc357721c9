//! Webhook subscriptions.

use futures_util::TryStreamExt;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, router};

#[tokio::test]
async fn subscriptions_are_created_changed_and_deleted() {
    both(router, async |wire| {
        let webhooks = client(wire, KEY).webhooks();
        let new = NewWebhook {
            new_referral: Some(true),
            new_partner_referral: Some(WebhookFlag::String("true".to_owned())),
            reward_redeemed: Some(WebhookFlag::Boolean(false)),
            ..NewWebhook::new("https://example.com/hooks")
        };
        let created = webhooks.create(new).send().await.unwrap().into_inner().webhook;
        let events = WebhookEvents {
            new_referral: Some(Some(true)),
            reward_unlocked: Some(None),
            new_partner_referral: Some(Some(true)),
            reward_redeemed: Some(Some(false)),
        };
        assert_eq!(created.events, events, "a flag is on, off or null");
        assert_eq!(webhooks.get(&created.uuid).send().await.unwrap().webhook, created);

        let update = WebhookUpdate { reward_unlocked: Some(true), ..Default::default() };
        let updated = webhooks.update(&created.uuid, update).send().await.unwrap().into_inner().webhook;
        let events = WebhookEvents { reward_unlocked: Some(Some(true)), ..events };
        assert_eq!(updated, Webhook { events, ..created.clone() });
        let update = WebhookUpdate { url: Some("https://example.com/2".to_owned()), ..Default::default() };
        assert_eq!(webhooks.update(&created.uuid, update).send().await.unwrap().webhook.url, "https://example.com/2");

        webhooks.delete(&created.uuid).send().await.unwrap();
        let text = format!("Webhook {} not found.", created.uuid);
        assert_refused!(webhooks.get(&created.uuid), WebhooksGetError::Default(NOT_FOUND), text);
        let update = webhooks.update(&created.uuid, WebhookUpdate::default());
        assert_refused!(update, WebhooksUpdateError::Default(NOT_FOUND), text);
        assert_refused!(webhooks.delete(&created.uuid), WebhooksDeleteError::Default(NOT_FOUND), text);
    })
    .await;
}

#[tokio::test]
async fn only_https_is_delivered_to() {
    both(router, async |wire| {
        let webhooks = client(wire, KEY).webhooks();
        let text = "Url must start with https://";
        for url in ["http://example.com/hooks", "example.com", ""] {
            assert_refused!(webhooks.create(NewWebhook::new(url)), WebhooksCreateError::BadRequest, text);
        }
        let created = webhooks.create(NewWebhook::new("https://example.com")).send().await.unwrap();
        let update = WebhookUpdate { url: Some("http://example.com".to_owned()), ..Default::default() };
        let refused = webhooks.update(&created.webhook.uuid, update).send().await.unwrap_err();
        assert!(matches!(refused.api(), Some(WebhooksUpdateError::Default(..))), "{refused:?}");
        assert_eq!(refused.status().unwrap(), 422);
    })
    .await;
}

#[tokio::test]
async fn every_page_of_subscriptions_arrives() {
    both(router, async |wire| {
        let webhooks = client(wire, KEY).webhooks();
        for number in 1..=5 {
            webhooks.create(NewWebhook::new(format!("https://example.com/{number}"))).send().await.unwrap();
        }
        let list = webhooks.list().per_page(2);
        let urls: Vec<String> = list.clone().items().map_ok(|webhook| webhook.url).try_collect().await.unwrap();
        assert_eq!(urls, [5, 4, 3, 2, 1].map(|number| format!("https://example.com/{number}")));
        let sizes: Vec<usize> = list.pages().map_ok(|page| page.webhooks.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [2, 2, 1]);
    })
    .await;
}
