//! Campaigns, who takes part in them, and whom those referred.

use http::StatusCode;
use sparkloop_api::operations::*;
use sparkloop_api::server::{CampaignMembershipsApi, CampaignSubscribersApi, CampaignsApi};
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::subscribers::{expandable, referrer};
use super::{Account, App, Arc, Caller, Refusal};

impl CampaignsApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, _: CampaignsList) -> Result<CampaignList, CampaignsListError> {
        Ok(CampaignList { campaigns: caller.open()?.campaigns.clone() })
    }

    async fn get(&self, caller: Caller, request: CampaignsGet) -> Result<CampaignEnvelope, CampaignsGetError> {
        let campaign = caller.open()?.campaign(&request.identifier)?.clone();
        Ok(CampaignEnvelope { campaign })
    }

    async fn update(&self, caller: Caller, request: CampaignsUpdate) -> Result<CampaignEnvelope, CampaignsUpdateError> {
        let mut store = caller.open()?;
        let campaign = store.campaign(&request.identifier)?;
        campaign.name = request.body.name.unwrap_or_else(|| campaign.name.clone());
        Ok(CampaignEnvelope { campaign: campaign.clone() })
    }
}

impl CampaignMembershipsApi<Arc<Account>> for App {
    async fn create(
        &self,
        caller: Caller,
        request: CampaignMembershipsCreate,
    ) -> Result<CampaignMembershipEnvelope, CampaignMembershipsCreateError> {
        let mut store = caller.open()?;
        let campaign_uuid = store.campaign(&request.identifier)?.uuid.clone();
        let not_found = |_| Refusal::new(StatusCode::BAD_REQUEST, "Subscriber not found!");
        let subscriber_uuid = store.subscriber(&request.body.subscriber_uuid).map_err(not_found)?.uuid.clone();
        if store.is_member(&campaign_uuid, &subscriber_uuid) {
            let message = "Subscriber has already been added to this campaign!";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, message).into());
        }
        let (uuid, created_at) = store.mint("membership");
        let campaign_membership = CampaignMembership { uuid, campaign_uuid, subscriber_uuid, created_at };
        store.memberships.push(campaign_membership.clone());
        Ok(CampaignMembershipEnvelope { campaign_membership })
    }

    async fn delete(
        &self,
        caller: Caller,
        request: CampaignMembershipsDelete,
    ) -> Result<(), CampaignMembershipsDeleteError> {
        let mut store = caller.open()?;
        store.campaign(&request.identifier)?;
        let is_meant = |one: &CampaignMembership| one.uuid == request.uuid || one.subscriber_uuid == request.uuid;
        let position = store.memberships.iter().position(is_meant);
        store.memberships.remove(position.ok_or_else(|| Refusal::missing("Membership", &request.uuid))?);
        Ok(())
    }
}

impl Store {
    fn is_member(&self, campaign: &str, subscriber: &str) -> bool {
        self.memberships.iter().any(|one| one.campaign_uuid == campaign && one.subscriber_uuid == subscriber)
    }

    /// The subscriber, who must take part in the campaign.
    fn member(&mut self, campaign: &str, identifier: &str) -> Result<Subscriber, Refusal> {
        self.campaign(campaign)?;
        let subscriber = self.subscriber(identifier)?.clone();
        let is_member = self.is_member(campaign, &subscriber.uuid);
        is_member.then_some(subscriber).ok_or_else(|| Refusal::missing("Subscriber", identifier))
    }
}

impl CampaignSubscribersApi<Arc<Account>> for App {
    async fn list(
        &self,
        caller: Caller,
        request: CampaignSubscribersList,
    ) -> Result<CampaignSubscriberPage, CampaignSubscribersListError> {
        let mut store = caller.open()?;
        expandable(request.expand.as_deref())?;
        store.campaign(&request.identifier)?;
        let members = store.people(&request.r#type(), |one| store.is_member(&request.identifier, &one.uuid));
        Ok(CampaignSubscriberPage { subscribers: Page::of(members, request.page(), request.per_page()).items })
    }

    async fn get(
        &self,
        caller: Caller,
        request: CampaignSubscribersGet,
    ) -> Result<SubscriberEnvelope, CampaignSubscribersGetError> {
        let mut store = caller.open()?;
        expandable(request.expand.as_deref())?;
        Ok(SubscriberEnvelope { subscriber: store.member(&request.identifier, &request.uuid)? })
    }

    async fn list_referrals(
        &self,
        caller: Caller,
        request: CampaignSubscribersListReferrals,
    ) -> Result<CampaignSubscriberPage, CampaignSubscribersListReferralsError> {
        let mut store = caller.open()?;
        expandable(request.expand.as_deref())?;
        let member = store.member(&request.identifier, &request.uuid)?;
        let referred = store.people(&SubscriberType::Referrals, |one| referrer(one) == member.ref_code.as_deref());
        Ok(CampaignSubscriberPage { subscribers: Page::of(referred, request.page(), request.per_page()).items })
    }
}
