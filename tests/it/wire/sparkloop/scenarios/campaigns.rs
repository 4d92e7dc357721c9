//! Campaigns, who takes part in them, and whom those referred.

use futures_util::TryStreamExt;
use serde_json::json;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, NEWCOMER, router};

const CAMPAIGN: &str = "MF9a78983d1c";

#[tokio::test]
async fn the_campaign_is_read_and_renamed() {
    both(router, async |wire| {
        let campaigns = client(wire, KEY).campaigns();
        let list = campaigns.list().send().await.unwrap();
        assert_eq!(list.campaigns.len(), 1);
        assert_eq!(list.campaigns[0].additional["archived"], json!(false), "what is not documented is kept");

        let rename = CampaignUpdate { name: Some("My cooler newsletter".to_owned()) };
        let renamed = campaigns.update(CAMPAIGN, rename).send().await.unwrap();
        let got = campaigns.get(CAMPAIGN).send().await.unwrap();
        assert_eq!(got.campaign.name, "My cooler newsletter");
        assert_eq!(got.campaign, renamed.campaign);

        assert_refused!(campaigns.get("MF0"), CampaignsGetError::NotFound, "Campaign MF0 not found!");
        let update = campaigns.update("MF0", CampaignUpdate::default());
        assert_refused!(update, CampaignsUpdateError::Default(NOT_FOUND), "Campaign MF0 not found!");
    })
    .await;
    both(router, async |wire| {
        let campaigns = client(wire, NEWCOMER).campaigns();
        assert!(campaigns.list().send().await.unwrap().campaigns.is_empty());
        let text = format!("Campaign {CAMPAIGN} not found!");
        assert_refused!(campaigns.get(CAMPAIGN), CampaignsGetError::NotFound, text);
    })
    .await;
}

#[tokio::test]
async fn a_subscriber_takes_part_once() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let memberships = client.campaign_memberships();
        let ann = client.subscribers().create(NewSubscriber::new("ann@example.com")).send().await.unwrap();
        let by_email = NewCampaignMembership::new("ann@example.com");
        let added = memberships.create(CAMPAIGN, by_email.clone()).send().await.unwrap();
        assert_eq!(added.status(), 201);
        let membership = added.into_inner().campaign_membership;
        assert_eq!((membership.campaign_uuid.as_str(), &membership.subscriber_uuid), (CAMPAIGN, &ann.subscriber.uuid));

        type CreateError = CampaignMembershipsCreateError;
        let already = "Subscriber has already been added to this campaign!";
        assert_refused!(memberships.create(CAMPAIGN, by_email.clone()), CreateError::BadRequest, already);
        let nobody = NewCampaignMembership::new("bob@example.com");
        assert_refused!(memberships.create(CAMPAIGN, nobody), CreateError::BadRequest, "Subscriber not found!");
        let elsewhere = memberships.create("MF0", by_email.clone());
        assert_refused!(elsewhere, CreateError::Default(NOT_FOUND), "Campaign MF0 not found!");

        memberships.delete(CAMPAIGN, &membership.uuid).send().await.unwrap();
        type DeleteError = CampaignMembershipsDeleteError;
        let missing = format!("Membership {} not found!", membership.uuid);
        assert_refused!(memberships.delete(CAMPAIGN, &membership.uuid), DeleteError::Default(NOT_FOUND), missing);
        memberships.create(CAMPAIGN, by_email).send().await.expect("who left may come back");
        memberships.delete(CAMPAIGN, &ann.subscriber.uuid).send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn lists_without_metadata_end_with_a_short_page() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let (subscribers, members) = (client.subscribers(), client.campaign_subscribers());
        let ann = subscribers.create(NewSubscriber::new("ann@example.com")).send().await.unwrap();
        for number in 1..=4 {
            let code = ann.subscriber.ref_code.clone();
            let email = format!("referral{number}@example.com");
            subscribers
                .create(NewSubscriber { referrer_code: code, ..NewSubscriber::new(email) })
                .send()
                .await
                .unwrap();
        }
        subscribers.create(NewSubscriber::new("stranger@example.com")).send().await.unwrap();
        for email in ["ann", "referral1", "referral2"].map(|name| format!("{name}@example.com")) {
            client.campaign_memberships().create(CAMPAIGN, NewCampaignMembership::new(email)).send().await.unwrap();
        }

        let emails = async |kind: SubscriberType| -> Vec<String> {
            let list = members.list(CAMPAIGN).r#type(kind).expand("campaigns").per_page(2);
            list.items().map_ok(|one| one.email.replace("@example.com", "")).try_collect().await.unwrap()
        };
        assert_eq!(emails(SubscriberType::All).await, ["referral2", "referral1", "ann"]);
        assert_eq!(emails(SubscriberType::Referrals).await, ["referral2", "referral1"]);
        assert_eq!(emails(SubscriberType::Advocates).await, ["ann"]);
        assert_eq!(members.get(CAMPAIGN, "ann@example.com").send().await.unwrap().subscriber, ann.subscriber);

        // Four are two full pages: only the empty third one tells that there are no more.
        let referrals = members.list_referrals(CAMPAIGN, &ann.subscriber.uuid).expand("campaigns").per_page(2);
        let pages: Vec<_> = referrals.clone().pages().try_collect().await.unwrap();
        assert_eq!(pages.iter().map(|page| page.subscribers.len()).collect::<Vec<_>>(), [2, 2, 0]);
        let all: Vec<Subscriber> = referrals.items().try_collect().await.unwrap();
        assert!(all.iter().all(|one| one.referred == Some(true)) && all.len() == 4);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_take_part_is_not_found() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        client.subscribers().create(NewSubscriber::new("ann@example.com")).send().await.unwrap();
        let members = client.campaign_subscribers();
        let missing = "Subscriber ann@example.com not found!";
        let get = members.get(CAMPAIGN, "ann@example.com").expand("campaigns");
        assert_refused!(get, CampaignSubscribersGetError::Default(NOT_FOUND), missing);
        let referrals = members.list_referrals(CAMPAIGN, "ann@example.com");
        assert_refused!(referrals, CampaignSubscribersListReferralsError::Default(NOT_FOUND), missing);
        let elsewhere = members.list("MF0");
        assert_refused!(elsewhere, CampaignSubscribersListError::Default(NOT_FOUND), "Campaign MF0 not found!");
    })
    .await;
}
