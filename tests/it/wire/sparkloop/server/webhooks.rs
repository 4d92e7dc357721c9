//! Webhook subscriptions.

use sparkloop_api::operations::*;
use sparkloop_api::server::WebhooksApi;
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl Store {
    fn webhook(&mut self, uuid: &str) -> Result<&mut Webhook, Refusal> {
        let found = self.webhooks.iter_mut().find(|webhook| webhook.uuid == uuid);
        found.ok_or_else(|| Refusal::absent("Webhook", uuid))
    }
}

/// The document types some flags as a boolean or a text.
fn is_on(flag: WebhookFlag) -> bool {
    match flag {
        WebhookFlag::Boolean(is_on) => is_on,
        WebhookFlag::String(text) => text == "true",
        _ => false,
    }
}

impl WebhooksApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, request: WebhooksList) -> Result<WebhookList, WebhooksListError> {
        let store = caller.open()?;
        let page = Page::of(store.webhooks.iter().rev().cloned(), request.page(), request.per_page());
        Ok(WebhookList { webhooks: page.items })
    }

    /// What is neither switched on nor off is `null`.
    async fn create(&self, caller: Caller, request: WebhooksCreate) -> Result<WebhookEnvelope, WebhooksCreateError> {
        let mut store = caller.open()?;
        let NewWebhook { url, new_referral, reward_unlocked, new_partner_referral, reward_redeemed } = request.body;
        let events = WebhookEvents {
            new_referral: Some(new_referral),
            reward_unlocked: Some(reward_unlocked),
            new_partner_referral: Some(new_partner_referral.map(is_on)),
            reward_redeemed: Some(reward_redeemed.map(is_on)),
        };
        let webhook = Webhook { uuid: store.mint("webhook").0, url, events };
        store.webhooks.push(webhook.clone());
        Ok(WebhookEnvelope { webhook })
    }

    async fn get(&self, caller: Caller, request: WebhooksGet) -> Result<WebhookEnvelope, WebhooksGetError> {
        let webhook = caller.open()?.webhook(&request.identifier)?.clone();
        Ok(WebhookEnvelope { webhook })
    }

    async fn update(&self, caller: Caller, request: WebhooksUpdate) -> Result<WebhookEnvelope, WebhooksUpdateError> {
        let mut store = caller.open()?;
        let webhook = store.webhook(&request.identifier)?;
        let WebhookUpdate { url, new_referral, reward_unlocked, new_partner_referral, reward_redeemed } = request.body;
        webhook.url = url.unwrap_or_else(|| webhook.url.clone());
        let changes = [
            (&mut webhook.events.new_referral, new_referral),
            (&mut webhook.events.reward_unlocked, reward_unlocked),
            (&mut webhook.events.new_partner_referral, new_partner_referral.map(is_on)),
            (&mut webhook.events.reward_redeemed, reward_redeemed.map(is_on)),
        ];
        for (event, change) in changes {
            *event = change.map(Some).or(*event);
        }
        Ok(WebhookEnvelope { webhook: webhook.clone() })
    }

    async fn delete(&self, caller: Caller, request: WebhooksDelete) -> Result<(), WebhooksDeleteError> {
        let mut store = caller.open()?;
        store.webhook(&request.identifier)?;
        store.webhooks.retain(|webhook| webhook.uuid != request.identifier);
        Ok(())
    }
}
