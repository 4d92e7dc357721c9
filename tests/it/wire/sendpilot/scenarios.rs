//! What a user of SendPilot does with campaigns and their leads.

use futures_util::TryStreamExt;
use sendpilot_api::operations::*;
use sendpilot_api::server::BASE_PATH;
use sendpilot_api::types::*;
use sendpilot_api::{Client, ClientBuilder, Retry, Server};
use serde_json::json;

use super::server::{App, FREE, KEY, OTHER};
use crate::wire::{Wire, both};

pub fn router() -> axum::Router {
    super::server::router(App::new())
}

pub fn builder(wire: &Wire) -> ClientBuilder {
    match wire {
        Wire::Socket(url) => Client::builder().base_url(format!("{url}{BASE_PATH}")),
        Wire::InProcess(router) => {
            Client::builder().base_url(format!("http://in.process{BASE_PATH}")).transport(router.clone())
        }
    }
}

pub fn client(wire: &Wire, key: &str) -> Client {
    builder(wire).api_key(key).retry(Retry::none()).build().unwrap()
}

/// Adds leads to a campaign and returns their identifiers.
pub async fn add(client: &Client, campaign: &str, names: &[&str]) -> Vec<String> {
    let inputs =
        names.iter().map(|name| LeadInput { first_name: Some((*name).to_owned()), ..LeadInput::new(profile(name)) });
    let result = client.leads().add(AddLeads::new(campaign, inputs.collect())).send().await.unwrap();
    assert_eq!(result.leads_added, names.len() as i64);
    let leads: Vec<Lead> = client.leads().list().campaign_id(campaign).items().try_collect().await.unwrap();
    leads[leads.len() - names.len()..].iter().map(|lead| lead.id.clone()).collect()
}

pub fn profile(name: &str) -> String {
    format!("https://www.linkedin.com/in/{name}")
}

#[tokio::test]
async fn every_campaign_arrives() {
    both(router, async |wire| {
        let campaigns = client(&wire, KEY).campaigns();
        let list = campaigns.list().limit(2);
        let ids: Vec<String> = list.clone().items().map_ok(|campaign| campaign.id).try_collect().await.unwrap();
        assert_eq!(ids, ["camp_1", "camp_2", "camp_3", "camp_4", "camp_5"]);
        let sizes: Vec<usize> = list.pages().map_ok(|page| page.campaigns.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [2, 2, 1]);

        let page = campaigns.list().page(2).limit(2).send().await.unwrap();
        assert_eq!(page.pagination, Pagination::new(5, 2, 2, 3));
        let paused = campaigns.list().status("paused").send().await.unwrap();
        assert_eq!(paused.campaigns.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["camp_2", "camp_4"]);
        let none: Vec<Campaign> = campaigns.list().status("draft").items().try_collect().await.unwrap();
        assert!(none.is_empty());
    })
    .await;
}

#[tokio::test]
async fn campaigns_are_paused_and_resumed() {
    both(router, async |wire| {
        let campaigns = client(&wire, KEY).campaigns();
        let act = |action| campaigns.act("camp_1", CampaignActionRequest::new(action)).send();
        let paused = act(CampaignAction::Pause).await.unwrap();
        assert_eq!((paused.campaign_id.as_str(), paused.new_status.as_str()), ("camp_1", "paused"));
        assert_eq!(campaigns.get("camp_1").send().await.unwrap().status, "PAUSED");

        let again = act(CampaignAction::Pause).await.unwrap_err();
        assert!(matches!(again.api(), Some(CampaignsActError::BadRequest(_))), "{again:?}");
        let unknown = act(CampaignAction::Unknown("stop".to_owned())).await.unwrap_err();
        let Some(CampaignsActError::BadRequest(body)) = unknown.api() else { panic!("{unknown:?}") };
        assert!(body.message.starts_with("Validation failed"), "the server's enumeration is closed: {body:?}");

        let resumed = act(CampaignAction::Resume).await.unwrap();
        assert_eq!((resumed.action.clone(), resumed.new_status.as_str()), (CampaignAction::Resume, "started"));
    })
    .await;
}

#[tokio::test]
async fn objects_of_others_are_forbidden_and_of_nobody_not_found() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let campaigns = client.campaigns();
        let theirs = campaigns.get("camp_9").send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(CampaignsGetError::Forbidden(_))), "{theirs:?}");
        let nobodys = campaigns.get("camp_404").send().await.unwrap_err();
        let Some(CampaignsGetError::NotFound(body)) = nobodys.api() else { panic!("{nobodys:?}") };
        assert_eq!((body.status_code, body.error.as_str()), (404, "Not Found"));

        let pause = || CampaignActionRequest::new(CampaignAction::Pause);
        let theirs = campaigns.act("camp_9", pause()).send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(CampaignsActError::Forbidden(_))), "{theirs:?}");
        let nobodys = campaigns.act("camp_404", pause()).send().await.unwrap_err();
        assert!(matches!(nobodys.api(), Some(CampaignsActError::NotFound(_))), "{nobodys:?}");

        let leads = || vec![LeadInput::new(profile("ada"))];
        let theirs = client.leads().add(AddLeads::new("camp_9", leads())).send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(LeadsAddError::Forbidden(_))), "{theirs:?}");
        let nobodys = client.leads().add(AddLeads::new("camp_404", leads())).send().await.unwrap_err();
        assert!(matches!(nobodys.api(), Some(LeadsAddError::NotFound(_))), "{nobodys:?}");
        let theirs = client.leads().list().campaign_id("camp_9").send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(LeadsListError::Forbidden(_))), "{theirs:?}");
    })
    .await;
}

#[tokio::test]
async fn leads_are_added_once() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let leads = client.leads();
        let referred = LeadInput {
            first_name: Some("Ada".to_owned()),
            custom_fields: Some([("referredBy".to_owned(), json!("Conference 2024"))].into()),
            ..LeadInput::new(profile("ada"))
        };
        let inputs = vec![referred.clone(), referred, LeadInput::new("https://example.com/ada")];
        let added = leads.add(AddLeads::new("camp_1", inputs)).send().await.unwrap();
        assert_eq!((added.leads_added, added.duplicates_skipped, added.invalid_entries), (1, 1, 1));
        let error = &added.errors.as_ref().unwrap()[0];
        assert_eq!((error.index, error.linkedin_url.as_deref()), (Some(2), Some("https://example.com/ada")));
        assert_eq!(client.campaigns().get("camp_1").send().await.unwrap().total_leads, 1);

        let page = leads.list().campaign_id("camp_1").send().await.unwrap();
        let lead = leads.get(&page.leads[0].id).send().await.unwrap();
        assert_eq!(lead.first_name, Some(Some("Ada".to_owned())));
        assert_eq!(lead.last_name, Some(None), "null is not absent");
        assert!(lead.additional.is_empty());
        let full = leads.get(&page.leads[0].id).full(true).send().await.unwrap();
        assert_eq!(full.additional["data"], json!({"referredBy": "Conference 2024"}));
    })
    .await;
}

#[tokio::test]
async fn every_lead_arrives_and_filters_choose() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let first = add(&client, "camp_1", &["ada", "grace", "alan"]).await;
        let second = add(&client, "camp_2", &["edsger", "barbara"]).await;
        let list = client.leads().list().limit(2);
        let ids: Vec<String> = list.clone().items().map_ok(|lead| lead.id).try_collect().await.unwrap();
        assert_eq!(ids, [first.clone(), second].concat());
        let pages: Vec<(i64, usize)> =
            list.pages().map_ok(|page| (page.pagination.page, page.leads.len())).try_collect().await.unwrap();
        assert_eq!(pages, [(1, 2), (2, 2), (3, 1)]);

        let done = LeadStatusUpdate::new(LeadOutcome::Done);
        client.leads().update_status(&first[1], done).send().await.unwrap();
        let found = client.leads().list().campaign_id("camp_1").status(LeadStatusFilter::Done).full(true);
        let found: Vec<Lead> = found.items().try_collect().await.unwrap();
        assert_eq!(found.iter().map(|lead| &lead.id).collect::<Vec<_>>(), [&first[1]]);
        assert!(found[0].additional["data"].is_null());
    })
    .await;
}

#[tokio::test]
async fn outcomes_are_recorded_until_a_lead_is_done() {
    both(router, async |wire| {
        let ours = client(&wire, KEY);
        let lead = add(&ours, "camp_1", &["ada"]).await.remove(0);
        let leads = ours.leads();
        let update = |outcome| leads.update_status(&lead, LeadStatusUpdate::new(outcome)).send();
        let change = update(LeadOutcome::Opportunity).await.unwrap();
        assert_eq!((&change.previous_status, &change.status), (&Some(LeadStatus::Pending), &LeadStatus::Opportunity));
        let newer = update(LeadOutcome::Unknown("MEETING_BOOKED".to_owned())).await.unwrap_err();
        let Some(LeadsUpdateStatusError::BadRequest(body)) = newer.api() else { panic!("{newer:?}") };
        assert_eq!(body.message, "This is not an outcome", "an extensible enumeration is left to the handler");
        let change = update(LeadOutcome::Done).await.unwrap();
        assert_eq!(change.previous_status, Some(LeadStatus::Opportunity));
        let late = update(LeadOutcome::NotInterested).await.unwrap_err();
        assert!(matches!(late.api(), Some(LeadsUpdateStatusError::BadRequest(_))), "{late:?}");

        let unknown = leads.get("lead_404").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadsGetError::NotFound(_))), "{unknown:?}");
        let done = || LeadStatusUpdate::new(LeadOutcome::Done);
        let unknown = leads.update_status("lead_404", done()).send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadsUpdateStatusError::NotFound(_))), "{unknown:?}");
        let theirs = client(&wire, OTHER).leads();
        let denied = theirs.get(&lead).send().await.unwrap_err();
        assert!(matches!(denied.api(), Some(LeadsGetError::Forbidden(_))), "{denied:?}");
        let denied = theirs.update_status(&lead, done()).send().await.unwrap_err();
        assert!(matches!(denied.api(), Some(LeadsUpdateStatusError::Forbidden(_))), "{denied:?}");
    })
    .await;
}

#[tokio::test]
async fn the_account_knows_its_workspace_and_credits() {
    both(router, async |wire| {
        let ours = client(&wire, KEY);
        let me = ours.account().me().send().await.unwrap();
        assert_eq!(me.workspace.as_ref().unwrap()["id"], "ws_main");
        assert_eq!(me.api_key.as_ref().unwrap()["scheme"], "ApiKey");
        assert_eq!(me.missing_scopes, Some(vec![]));
        assert_eq!(me.subscription, None);

        let credits = ours.credits().get().send().await.unwrap();
        assert_eq!((credits.available, credits.used), (12500, 2500));
        assert_eq!(credits.next_reset_date.unwrap().to_rfc3339(), "2026-06-01T00:00:00+00:00");
        let free = client(&wire, FREE).credits().get().send().await.unwrap();
        assert_eq!(free.next_reset_date, None, "required and null");
        let none = client(&wire, OTHER).credits().get().send().await.unwrap_err();
        assert!(matches!(none.api(), Some(CreditsGetError::NotFound(_))), "{none:?}");

        let quotas = ours.senders().quotas().send().await.unwrap();
        assert_eq!((quotas.total, &quotas.senders[1]["messages"]), (Some(3), &json!(50)));
    })
    .await;
}

#[test]
fn the_server_is_the_documented_one_and_keys_do_not_print() {
    assert_eq!(Server::Production.url().unwrap(), "https://api.sendpilot.ai/api/v1");
    let client = Client::new(KEY).unwrap();
    assert!(!format!("{client:?}").contains(KEY));
}
