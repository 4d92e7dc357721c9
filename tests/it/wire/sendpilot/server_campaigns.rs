//! Campaigns, their leads, and who is asking.

use sendpilot_api::operations::*;
use sendpilot_api::server::{AccountApi, Caller, CampaignsApi, CreditsApi, LeadsApi, SendersApi};
use sendpilot_api::types::*;
use serde_json::json;

use super::server::{Account, App, Owned, Refusal, Status, World, all, now, owned, paged, refusal};
use super::server_inbox::senders;
use super::server_leads::Person;

impl CampaignsApi<Account> for App {
    async fn list(&self, caller: Caller<Account>, request: CampaignsList) -> Result<CampaignPage, CampaignsListError> {
        let workspace = self.admit_limited(&caller)?;
        let status = request.status.as_deref().unwrap_or("all");
        let world = self.world.lock().unwrap();
        let found = all(&world.campaigns, workspace)
            .filter(|campaign| status == "all" || campaign.status.eq_ignore_ascii_case(status))
            .map(|CampaignDetails { id, name, status, total_leads, created_at, updated_at, .. }| {
                Campaign::new(id, name, status, *total_leads, *created_at, *updated_at)
            });
        let (campaigns, pagination) = paged(found.collect(), request.page(), request.limit());
        Ok(CampaignPage::new(campaigns, pagination))
    }

    async fn get(&self, caller: Caller<Account>, request: CampaignsGet) -> Result<CampaignDetails, CampaignsGetError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let mut campaign = owned(&mut world.campaigns, workspace, |campaign| campaign.id == request.id)?.clone();
        campaign.metrics = Some(metrics(&world, &request.id));
        Ok(campaign)
    }

    async fn act(
        &self,
        caller: Caller<Account>,
        request: CampaignsAct,
    ) -> Result<CampaignActionResult, CampaignsActError> {
        let workspace = self.admit(&caller)?;
        let CampaignsAct { id, body: CampaignActionRequest { action } } = request;
        let (name, status) = self.turn(workspace, &id, &action)?;
        self.announce(match action {
            CampaignAction::Pause => paused(workspace, &id, name),
            _ => resumed(workspace, &id, name),
        })
        .await?;
        let message = Some(format!("Campaign is {status} now"));
        Ok(CampaignActionResult { message, ..CampaignActionResult::new(true, id, action, status) })
    }
}

impl App {
    /// Pauses or resumes a campaign, if that makes a difference. Says what it is called and what its status is now.
    fn turn(&self, workspace: &str, id: &str, action: &CampaignAction) -> Result<(String, String), Refusal> {
        let mut world = self.world.lock().unwrap();
        let campaign = owned(&mut world.campaigns, workspace, |campaign| campaign.id == id)?;
        let status = match (action, campaign.status.as_str()) {
            (CampaignAction::Pause, "STARTED") => "PAUSED",
            (CampaignAction::Resume, "PAUSED") => "STARTED",
            _ => return Err(refusal(Status::BadRequest, "The campaign is not in a state that allows this")),
        };
        campaign.status = status.to_owned();
        Ok((campaign.name.clone(), status.to_lowercase()))
    }
}

fn paused(workspace: &str, id: &str, name: String) -> WebhookEvent {
    let data = CampaignPausedData {
        campaign_name: Some(name),
        paused_at: Some(now()),
        paused_by: Some(Actor::Api),
        ..CampaignPausedData::new(id)
    };
    WebhookEvent::CampaignPaused(Box::new(CampaignPaused::new(format!("evt_{id}"), now(), workspace, data)))
}

fn resumed(workspace: &str, id: &str, name: String) -> WebhookEvent {
    let data = CampaignResumedData {
        campaign_name: Some(name),
        resumed_at: Some(now()),
        resumed_by: Some(ResumeActor::Api),
        ..CampaignResumedData::new(id)
    };
    WebhookEvent::CampaignResumed(Box::new(CampaignResumed::new(format!("evt_{id}"), now(), workspace, data)))
}

fn metrics(world: &World, id: &str) -> CampaignMetrics {
    let leads = || world.people.iter().map(|owned| &owned.item.lead).filter(|lead| lead.campaign_id == id);
    let count = |status: LeadStatus| leads().filter(|lead| lead.status == status).count() as i64;
    let messages = count(LeadStatus::MessageSent) + count(LeadStatus::ReplyReceived);
    let accepted = count(LeadStatus::ConnectionAccepted) + messages;
    CampaignMetrics::new(accepted, accepted, messages, count(LeadStatus::ReplyReceived))
}

impl LeadsApi<Account> for App {
    async fn list(&self, caller: Caller<Account>, request: LeadsList) -> Result<LeadPage, LeadsListError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        if let Some(id) = &request.campaign_id {
            owned(&mut world.campaigns, workspace, |campaign| campaign.id == *id)
                .map_err(|refusal| refusal.instead_of_not_found(Status::Forbidden))?;
        }
        let found = all(&world.people, workspace)
            .filter(|person| request.campaign_id.as_ref().is_none_or(|id| person.lead.campaign_id == *id))
            .filter(|person| request.status.as_ref().is_none_or(|it| person.lead.status.as_str() == it.as_str()))
            .map(|person| person.view(request.full()));
        let (leads, pagination) = paged(found.collect(), request.page(), request.limit());
        Ok(LeadPage::new(leads, pagination))
    }

    async fn add(&self, caller: Caller<Account>, request: LeadsAdd) -> Result<AddLeadsResult, LeadsAddError> {
        let workspace = self.admit(&caller)?;
        let AddLeads { campaign_id, leads } = request.body;
        if leads.is_empty() {
            return Err(refusal(Status::BadRequest, "There are no leads to add").into());
        }
        let mut world = self.world.lock().unwrap();
        owned(&mut world.campaigns, workspace, |campaign| campaign.id == campaign_id)?;
        let mut result = AddLeadsResult::new(true, 0, 0, 0);
        for (index, input) in leads.into_iter().enumerate() {
            let is_known = |person: &Person| person.lead.linkedin_url == input.linkedin_url;
            if !input.linkedin_url.contains("linkedin.com/in/") {
                result.invalid_entries += 1;
                result.errors.get_or_insert_default().push(LeadError {
                    index: Some(index as i64),
                    linkedin_url: Some(input.linkedin_url),
                    reason: Some("This is not a LinkedIn profile".to_owned()),
                });
            } else if all(&world.people, workspace).any(is_known) {
                result.duplicates_skipped += 1;
            } else {
                result.leads_added += 1;
                let item = Person::new(world.id("lead"), &campaign_id, input);
                world.people.push(Owned { workspace, item });
            }
        }
        let campaign = owned(&mut world.campaigns, workspace, |campaign| campaign.id == campaign_id)?;
        campaign.total_leads += result.leads_added;
        Ok(result)
    }

    async fn get(&self, caller: Caller<Account>, request: LeadsGet) -> Result<Lead, LeadsGetError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let person = owned(&mut world.people, workspace, |person| person.lead.id == request.lead_id)?;
        Ok(person.view(request.full()))
    }

    async fn update_status(
        &self,
        caller: Caller<Account>,
        request: LeadsUpdateStatus,
    ) -> Result<LeadStatusChange, LeadsUpdateStatusError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let person = owned(&mut world.people, workspace, |person| person.lead.id == request.lead_id)?;
        if person.lead.status == LeadStatus::Done {
            return Err(refusal(Status::BadRequest, "A lead that is done keeps its status").into());
        }
        let status = match request.body.status {
            LeadOutcome::Opportunity => LeadStatus::Opportunity,
            LeadOutcome::NotInterested => LeadStatus::NotInterested,
            LeadOutcome::Done => LeadStatus::Done,
            _ => return Err(refusal(Status::BadRequest, "This is not an outcome").into()),
        };
        let previous = std::mem::replace(&mut person.lead.status, status.clone());
        Ok(LeadStatusChange {
            linkedin_url: Some(person.lead.linkedin_url.clone()),
            previous_status: Some(previous),
            updated_at: Some(now()),
            ..LeadStatusChange::new(request.lead_id, status)
        })
    }
}

impl CreditsApi<Account> for App {
    async fn get(&self, caller: Caller<Account>, _request: CreditsGet) -> Result<Credits, CreditsGetError> {
        let workspace = self.admit_limited(&caller)?;
        let credits = self.world.lock().unwrap().credits.get(workspace).cloned();
        Ok(credits.ok_or_else(|| refusal(Status::NotFound, "The workspace has no credits"))?)
    }
}

impl AccountApi<Account> for App {
    async fn me(&self, caller: Caller<Account>, _request: AccountMe) -> Result<Me, AccountMeError> {
        let workspace = self.admit(&caller)?;
        Ok(Me {
            api_key: Some([("scheme".to_owned(), json!(caller.scheme()))].into()),
            missing_scopes: Some(Vec::new()),
            subscription: None,
            workspace: Some([("id".to_owned(), json!(workspace))].into()),
        })
    }
}

impl SendersApi<Account> for App {
    async fn quotas(
        &self,
        caller: Caller<Account>,
        _request: SendersQuotas,
    ) -> Result<SenderQuotas, SendersQuotasError> {
        let workspace = self.admit(&caller)?;
        let quota = |sender: Sender| [("id".to_owned(), json!(sender.id)), ("messages".to_owned(), json!(50))].into();
        let senders: Vec<SenderQuota> = senders(workspace).into_iter().map(quota).collect();
        Ok(SenderQuotas { total: Some(senders.len() as i64), senders })
    }
}
