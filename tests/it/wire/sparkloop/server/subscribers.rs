//! Subscribers and their events.

use http::StatusCode;
use sparkloop_api::operations::*;
use sparkloop_api::server::{EventsApi, SubscribersApi};
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl Store {
    /// The subscribers of a type, newest first.
    pub fn people(&self, kind: &SubscriberType, chosen: impl Fn(&Subscriber) -> bool) -> Vec<Subscriber> {
        let is_advocate = |subscriber: &Subscriber| {
            self.subscribers
                .iter()
                .any(|other| referrer(other).is_some() && referrer(other) == subscriber.ref_code.as_deref())
        };
        let is_of_kind = |subscriber: &Subscriber| match kind {
            SubscriberType::Referrals => subscriber.referred == Some(true),
            SubscriberType::Advocates => is_advocate(subscriber),
            _ => true,
        };
        let mut found: Vec<_> = self.subscribers.iter().filter(|one| is_of_kind(one) && chosen(one)).cloned().collect();
        found.sort_by_key(|subscriber| std::cmp::Reverse(subscriber.created_at));
        found
    }

    /// The subscriber with this UUID or email address, who must be there.
    pub fn subscriber(&mut self, identifier: &str) -> Result<&mut Subscriber, Refusal> {
        let is_meant = |one: &&mut Subscriber| one.uuid == identifier || one.email == identifier;
        let found = self.subscribers.iter_mut().find(is_meant);
        found.ok_or_else(|| Refusal::missing("Subscriber", identifier))
    }

    /// Adds a subscriber, who is pending if someone referred them.
    pub fn sign_up(&mut self, new: NewSubscriber, origin: &str) -> Result<Subscriber, Refusal> {
        if self.subscribers.iter().any(|subscriber| subscriber.email == new.email) {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "Email has already been taken"));
        }
        let (uuid, now) = self.mint("sub");
        let code = new.referrer_code;
        let is_referred = code.is_some() && self.subscribers.iter().any(|one| one.ref_code == code);
        let subscriber = Subscriber {
            ref_code: Some(uuid.trim_start_matches("sub_").to_owned()),
            name: Some(new.name),
            referrer_code: Some(code),
            referred: Some(is_referred),
            referral_status: is_referred.then_some(ReferralStatus::Pending),
            ip_address: Some(new.ip_address),
            user_agent: Some(new.user_agent),
            origin: Some(origin.to_owned()),
            country_code: new.country_code,
            utm_source: Some(new.utm_source),
            utm_campaign: Some(new.utm_campaign),
            ..Subscriber::new(uuid, new.email, new.created_at.unwrap_or(now))
        };
        self.subscribers.push(subscriber.clone());
        Ok(subscriber)
    }
}

/// The referral code of whoever referred the subscriber.
pub fn referrer(subscriber: &Subscriber) -> Option<&str> {
    subscriber.referrer_code.as_ref()?.as_deref()
}

/// `campaigns` is the only related data that the document names.
pub fn expandable(expand: Option<&str>) -> Result<(), Refusal> {
    match expand {
        None | Some("campaigns") => Ok(()),
        Some(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "Expand is not supported.")),
    }
}

impl SubscribersApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, request: SubscribersList) -> Result<SubscriberPage, SubscribersListError> {
        let store = caller.open()?;
        expandable(request.expand.as_deref())?;
        let page = Page::of(store.people(&request.r#type(), |_| true), request.page(), request.per_page());
        Ok(SubscriberPage { meta: page.meta(SubscriberPageMeta::new), subscribers: page.items })
    }

    async fn create(
        &self,
        caller: Caller,
        request: SubscribersCreate,
    ) -> Result<SubscriberEnvelope, SubscribersCreateError> {
        let subscriber = caller.open()?.sign_up(request.body, "signup")?;
        Ok(SubscriberEnvelope { subscriber })
    }

    async fn get(&self, caller: Caller, request: SubscribersGet) -> Result<SubscriberEnvelope, SubscribersGetError> {
        let mut store = caller.open()?;
        expandable(request.expand.as_deref())?;
        Ok(SubscriberEnvelope { subscriber: store.subscriber(&request.identifier)?.clone() })
    }

    async fn update(
        &self,
        caller: Caller,
        request: SubscribersUpdate,
    ) -> Result<SubscriberEnvelope, SubscribersUpdateError> {
        let mut store = caller.open()?;
        let SubscribersUpdate { identifier, body: SubscriberUpdate { status, name, email } } = request;
        if identifier.trim().is_empty() {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "Subscriber uuid blank!").into());
        }
        if email.is_some() && store.subscribers.iter().any(|other| email.as_ref() == Some(&other.email)) {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "Email has already been taken").into());
        }
        let subscriber = store.subscriber(&identifier)?;
        subscriber.name = name.map(Some).or_else(|| subscriber.name.take());
        subscriber.email = email.unwrap_or_else(|| subscriber.email.clone());
        if status == Some(SubscriberStatus::Confirmed) {
            subscriber.referral_status = Some(ReferralStatus::Verified);
        }
        let subscriber = subscriber.clone();
        if status == Some(SubscriberStatus::Unsubscribed) {
            store.unsubscribed.insert(subscriber.uuid.clone());
        }
        Ok(SubscriberEnvelope { subscriber })
    }

    async fn delete(&self, caller: Caller, request: SubscribersDelete) -> Result<(), SubscribersDeleteError> {
        let mut store = caller.open()?;
        let uuid = store.subscriber(&request.identifier)?.uuid.clone();
        store.subscribers.retain(|subscriber| subscriber.uuid != uuid);
        Ok(())
    }

    async fn unsubscribe(
        &self,
        caller: Caller,
        request: SubscribersUnsubscribe,
    ) -> Result<SubscriberEnvelope, SubscribersUnsubscribeError> {
        let mut store = caller.open()?;
        let subscriber = store.subscriber(&request.identifier)?.clone();
        if !store.unsubscribed.insert(subscriber.uuid.clone()) {
            return Err(Refusal::new(StatusCode::CONFLICT, "Subscriber is already unsubscribed").into());
        }
        Ok(SubscriberEnvelope { subscriber })
    }

    async fn reject(
        &self,
        caller: Caller,
        request: SubscribersReject,
    ) -> Result<SubscriberEnvelope, SubscribersRejectError> {
        let mut store = caller.open()?;
        let subscriber = store.subscriber(&request.identifier)?;
        if subscriber.referral_status != Some(ReferralStatus::Pending) {
            return Err(Refusal::new(StatusCode::CONFLICT, "Subscriber is not pending").into());
        }
        subscriber.referral_status = Some(ReferralStatus::Rejected);
        Ok(SubscriberEnvelope { subscriber: subscriber.clone() })
    }
}

impl EventsApi<Arc<Account>> for App {
    async fn create(&self, caller: Caller, request: EventsCreate) -> Result<EventEnvelope, EventsCreateError> {
        let mut store = caller.open()?;
        let NewEvent { value, campaign_uuid, .. } = request.body;
        store.campaign(&campaign_uuid)?;
        let subscriber_uuid = store.subscriber(&request.identifier)?.uuid.clone();
        let (_, created_at) = store.mint("event");
        Ok(EventEnvelope { event: Event { value, subscriber_uuid, created_at } })
    }
}
