//! Where leads come from: a database to search, and LinkedIn searches to extract.

use sendpilot_api::operations::*;
use sendpilot_api::server::{Caller, LeadDatabaseApi, LeadExtractorApi};
use sendpilot_api::types::*;
use serde_json::{Value, json};

use super::server::{Account, App, Owned, Status, now, owned, refusal, sliced};

/// A lead and what is shown of it only when all is asked for.
pub struct Person {
    pub lead: Lead,
    custom_fields: Option<CustomFields>,
}

impl Person {
    pub fn new(id: String, campaign_id: &str, input: LeadInput) -> Self {
        let lead = Lead {
            first_name: Some(input.first_name),
            last_name: Some(input.last_name),
            title: Some(input.title),
            company: Some(input.company),
            ..Lead::new(id, input.linkedin_url, LeadStatus::Pending, campaign_id, now(), now())
        };
        Self { lead, custom_fields: input.custom_fields }
    }

    pub fn view(&self, is_full: bool) -> Lead {
        let mut lead = self.lead.clone();
        if is_full {
            lead.additional.insert("data".to_owned(), json!(self.custom_fields));
        }
        lead
    }
}

/// A search of the database. It advances whenever somebody asks how far it is.
pub struct Search {
    id: String,
    order: NewLeadSearch,
    times_asked: u32,
}

/// An extraction, which advances likewise.
pub struct Extraction {
    id: String,
    order: NewLeadExtraction,
    times_asked: u32,
}

/// How many leads the world holds for any search.
const SUPPLY: i64 = 5;

const FILTERS: [(&str, &[&str]); 2] = [
    ("industries", &["Energy", "Finance", "Health", "Retail", "Software"]),
    ("seniority_levels", &["Director", "Manager"]),
];

impl LeadDatabaseApi<Account> for App {
    async fn filters(
        &self,
        caller: Caller<Account>,
        request: LeadDatabaseFilters,
    ) -> Result<LeadFilterPage, LeadDatabaseFiltersError> {
        self.admit(&caller)?;
        let (offset, limit) = (request.offset(), request.limit());
        let Some(filter) = request.filter else {
            let filters = FILTERS.iter().map(|(name, _)| json!(name)).collect();
            return Ok(LeadFilterPage { filters: Some(filters), ..Default::default() });
        };
        let known = FILTERS.iter().find(|(name, _)| *name == filter);
        let (_, values) = known.ok_or_else(|| refusal(Status::BadRequest, "There is no such filter"))?;
        let search = request.search.unwrap_or_default().to_lowercase();
        let found = values.iter().filter(|value| value.to_lowercase().contains(&search)).map(|value| json!(value));
        let (values, total, has_more) = sliced(found.collect(), offset, limit);
        Ok(LeadFilterPage {
            filter: Some(Value::from(filter)),
            filters: None,
            values: Some(values),
            total: Some(total),
            limit: Some(limit),
            offset: Some(offset),
            has_more: Some(has_more),
        })
    }

    async fn search(
        &self,
        caller: Caller<Account>,
        request: LeadDatabaseSearch,
    ) -> Result<LeadSearch, LeadDatabaseSearchError> {
        let workspace = self.admit_limited(&caller)?;
        let order = request.body;
        if order.limit > 500 {
            return Err(refusal(Status::Forbidden, "Insufficient quota").into());
        }
        let mut world = self.world.lock().unwrap();
        let id = world.id("search");
        let answer = LeadSearch {
            name: Some(order.name.clone()),
            status: Some(LeadSearchState::Pending),
            created_at: Some(now()),
            estimated_quota: Some(order.limit as f64),
            ..LeadSearch::new(&id)
        };
        world.searches.push(Owned { workspace, item: Search { id, order, times_asked: 0 } });
        Ok(answer)
    }

    async fn status(
        &self,
        caller: Caller<Account>,
        request: LeadDatabaseStatus,
    ) -> Result<LeadSearchStatus, LeadDatabaseStatusError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let search = owned(&mut world.searches, workspace, |search| search.id == request.id)
            .map_err(|refusal| refusal.instead_of_not_found(Status::Forbidden))?;
        search.times_asked += 1;
        // The document has both shapes of progress, so both are answered.
        let (status, progress) = if search.times_asked == 1 {
            let counts = LeadSearchCounts::new(search.order.limit, 1, 100 / search.order.limit);
            (LeadSearchState::Processing, LeadSearchProgress::LeadSearchCounts(counts))
        } else {
            (LeadSearchState::Completed, LeadSearchProgress::Percentage(100))
        };
        Ok(LeadSearchStatus {
            name: Some(search.order.name.clone()),
            progress: Some(progress),
            created_at: Some(now()),
            ..LeadSearchStatus::new(request.id, status)
        })
    }

    async fn results(
        &self,
        caller: Caller<Account>,
        request: LeadDatabaseResults,
    ) -> Result<LeadSearchResults, LeadDatabaseResultsError> {
        let workspace = self.admit_limited(&caller)?;
        let (offset, limit) = (request.offset(), request.limit());
        let mut world = self.world.lock().unwrap();
        let search = owned(&mut world.searches, workspace, |search| search.id == request.id)?;
        let title = search.order.filters.job_titles.iter().flatten().next().cloned();
        let found = (1..=search.order.limit.min(SUPPLY)).map(|number| FoundLead {
            id: Some(format!("found_{number}")),
            full_name: Some(Some(format!("Found {number}"))),
            job_title: Some(title.clone()),
            ..Default::default()
        });
        let (leads, total, has_more) = sliced(found.collect(), offset, limit);
        Ok(LeadSearchResults::new(request.id, leads, total, limit, offset, has_more))
    }
}

impl LeadExtractorApi<Account> for App {
    async fn extract(
        &self,
        caller: Caller<Account>,
        request: LeadExtractorExtract,
    ) -> Result<LeadExtraction, LeadExtractorExtractError> {
        let workspace = self.admit_limited(&caller)?;
        let order = request.body;
        if order.urls.is_empty() || order.limit < 1 {
            return Err(refusal(Status::BadRequest, "There is nothing to extract").into());
        }
        let mut world = self.world.lock().unwrap();
        let credits = world.credits.get_mut(workspace).filter(|credits| credits.available >= order.limit);
        let credits = credits.ok_or_else(|| refusal(Status::Forbidden, "Insufficient credits"))?;
        credits.available -= order.limit;
        credits.used += order.limit;
        let id = world.id("extraction");
        let answer = LeadExtraction {
            name: Some(order.name.clone()),
            status: Some(LeadExtractionState::Pending),
            created_at: Some(now()),
            estimated_credits: Some(order.limit as f64),
            ..LeadExtraction::new(&id)
        };
        world.extractions.push(Owned { workspace, item: Extraction { id, order, times_asked: 0 } });
        Ok(answer)
    }

    async fn status(
        &self,
        caller: Caller<Account>,
        request: LeadExtractorStatus,
    ) -> Result<LeadExtractionStatus, LeadExtractorStatusError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let extraction = owned(&mut world.extractions, workspace, |extraction| extraction.id == request.id)
            .map_err(|refusal| refusal.instead_of_not_found(Status::Forbidden))?;
        extraction.times_asked += 1;
        let requested = extraction.order.limit;
        let (status, progress) = if extraction.times_asked == 1 {
            (LeadExtractionState::Running, LeadExtractionProgress::new(1, 0, requested, 100 / requested))
        } else {
            let all = requested.min(SUPPLY);
            (LeadExtractionState::Finished, LeadExtractionProgress::new(all, all / 2, requested, 100))
        };
        Ok(LeadExtractionStatus {
            name: Some(extraction.order.name.clone()),
            progress: Some(progress),
            created_at: Some(now()),
            ..LeadExtractionStatus::new(request.id, status)
        })
    }

    async fn results(
        &self,
        caller: Caller<Account>,
        request: LeadExtractorResults,
    ) -> Result<LeadExtractionResults, LeadExtractorResultsError> {
        let workspace = self.admit_limited(&caller)?;
        let (offset, limit) = (request.offset(), request.limit());
        let mut world = self.world.lock().unwrap();
        let extraction = owned(&mut world.extractions, workspace, |extraction| extraction.id == request.id)?;
        let found = (1..=extraction.order.limit.min(SUPPLY)).map(|number| ExtractedLead {
            id: Some(format!("extracted_{number}")),
            // Every other lead is enriched.
            email: Some((number % 2 == 0).then(|| format!("lead{number}@example.com"))),
            additional: [("position".to_owned(), json!(number))].into(),
            ..Default::default()
        });
        let is_enriched = |lead: &ExtractedLead| lead.email.as_ref().is_some_and(Option::is_some);
        let wanted = found.filter(|lead| !request.enriched_only.unwrap_or(false) || is_enriched(lead));
        let (leads, total, has_more) = sliced(wanted.collect(), offset, limit);
        Ok(LeadExtractionResults::new(request.id, leads, total, limit, offset, has_more))
    }
}
