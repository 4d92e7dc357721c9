//! What a user of SendPilot does to find leads.

use futures_util::TryStreamExt;
use sendpilot_api::operations::*;
use sendpilot_api::types::*;

use super::scenarios::{client, router};
use super::server::{FREE, KEY, OTHER};
use crate::wire::both;

fn search(limit: i64) -> NewLeadSearch {
    let titles = vec!["CTO".to_owned()];
    let mut filters = LeadSearchFilters { job_titles: Some(titles), ..Default::default() };
    filters.additional.insert("seniority_levels".to_owned(), serde_json::json!(["Director"]));
    NewLeadSearch {
        webhook_url: Some("https://example.com/hooks".to_owned()),
        ..NewLeadSearch::new("CTOs", limit, filters)
    }
}

fn extraction(limit: i64) -> NewLeadExtraction {
    let urls = vec!["https://www.linkedin.com/sales/search/people?query=cto".to_owned()];
    NewLeadExtraction::new("CTOs", urls, LeadUrlType::SalesNavigator, LeadExtractionMode::WithEnrichment, limit)
}

#[tokio::test]
async fn filters_and_their_values_are_listed() {
    both(router, async |wire| {
        let database = client(&wire, KEY).lead_database();
        let names = database.filters().send().await.unwrap();
        assert_eq!(names.filters.as_ref().unwrap().len(), 2);
        assert_eq!((names.values.as_ref(), names.has_more), (None, None));
        let none: Vec<serde_json::Value> = database.filters().items().try_collect().await.unwrap();
        assert!(none.is_empty(), "a page without values ends the list");

        let values = database.filters().filter("industries").limit(2);
        let pages: Vec<_> = values
            .clone()
            .pages()
            .map_ok(|page| (page.offset.unwrap(), page.has_more.unwrap()))
            .try_collect()
            .await
            .unwrap();
        assert_eq!(pages, [(0, true), (2, true), (4, false)]);
        let values: Vec<serde_json::Value> = values.items().try_collect().await.unwrap();
        assert_eq!(values, ["Energy", "Finance", "Health", "Retail", "Software"]);
        let found = database.filters().filter("industries").search("are").offset(0).send().await.unwrap();
        assert_eq!(found.values.as_ref().unwrap(), &["Software"]);

        let unknown = database.filters().filter("shoe_sizes").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadDatabaseFiltersError::BadRequest(_))), "{unknown:?}");
    })
    .await;
}

#[tokio::test]
async fn the_database_is_searched() {
    both(router, async |wire| {
        let ours = client(&wire, KEY).lead_database();
        let started = ours.search(search(4)).send().await.unwrap();
        assert_eq!((&started.status, started.estimated_quota), (&Some(LeadSearchState::Pending), Some(4.0)));

        let status = ours.status(&started.id).send().await.unwrap();
        assert_eq!(status.status, LeadSearchState::Processing);
        let counts = LeadSearchCounts::new(4, 1, 25);
        assert_eq!(status.progress, Some(LeadSearchProgress::LeadSearchCounts(counts)));
        let status = ours.status(&started.id).send().await.unwrap();
        assert_eq!(status.status, LeadSearchState::Completed);
        assert_eq!(status.progress, Some(LeadSearchProgress::Percentage(100)));

        let results = ours.results(&started.id).limit(3);
        let sizes: Vec<usize> = results.clone().pages().map_ok(|page| page.leads.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [3, 1]);
        let found: Vec<FoundLead> = results.items().try_collect().await.unwrap();
        assert_eq!(found[3].full_name, Some(Some("Found 4".to_owned())));
        assert!(found.iter().all(|lead| lead.job_title == Some(Some("CTO".to_owned()))));
        let last = ours.results(&started.id).offset(3).send().await.unwrap();
        assert_eq!((last.total, last.offset, last.limit, last.has_more), (4, 3, 100, false));

        let greedy = ours.search(search(501)).send().await.unwrap_err();
        let Some(LeadDatabaseSearchError::Forbidden(body)) = greedy.api() else { panic!("{greedy:?}") };
        assert_eq!(body.message, "Insufficient quota");
        let unknown = ours.results("search_404").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadDatabaseResultsError::NotFound(_))), "{unknown:?}");
        let theirs = client(&wire, OTHER).lead_database().status(&started.id).send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(LeadDatabaseStatusError::Forbidden(_))), "{theirs:?}");
    })
    .await;
}

#[tokio::test]
async fn leads_are_extracted_for_credits() {
    both(router, async |wire| {
        let ours = client(&wire, KEY);
        let extractor = ours.lead_extractor();
        let started = extractor.extract(extraction(1000)).send().await.unwrap();
        assert_eq!(started.status, Some(LeadExtractionState::Pending));
        let credits = ours.credits().get().send().await.unwrap();
        assert_eq!((credits.available, credits.used), (11500, 3500));

        let status = extractor.status(&started.id).send().await.unwrap();
        assert_eq!(status.status, LeadExtractionState::Running);
        let status = extractor.status(&started.id).send().await.unwrap();
        assert_eq!(status.status, LeadExtractionState::Finished);
        assert_eq!(status.progress, Some(LeadExtractionProgress::new(5, 2, 1000, 100)));

        let results = extractor.results(&started.id).limit(2);
        let pages: Vec<_> =
            results.clone().pages().map_ok(|page| (page.leads.len(), page.has_more)).try_collect().await.unwrap();
        assert_eq!(pages, [(2, true), (2, true), (1, false)]);
        let leads: Vec<ExtractedLead> = results.items().try_collect().await.unwrap();
        assert_eq!(leads[4].additional["position"], 5);
        assert_eq!(leads[4].email, Some(None), "null is not absent");
        let enriched = extractor.results(&started.id).enriched_only(true).limit(1);
        let enriched: Vec<_> =
            enriched.items().map_ok(|lead| lead.email.flatten().unwrap()).try_collect().await.unwrap();
        assert_eq!(enriched, ["lead2@example.com", "lead4@example.com"]);
    })
    .await;
}

#[tokio::test]
async fn extractions_are_refused_for_their_reasons() {
    both(router, async |wire| {
        let ours = client(&wire, KEY).lead_extractor();
        let nothing = NewLeadExtraction { urls: vec![], ..extraction(1) };
        let refused = ours.extract(nothing).send().await.unwrap_err();
        assert!(matches!(refused.api(), Some(LeadExtractorExtractError::BadRequest(_))), "{refused:?}");
        let poor = client(&wire, FREE).lead_extractor().extract(extraction(11)).send().await.unwrap_err();
        let Some(LeadExtractorExtractError::Forbidden(body)) = poor.api() else { panic!("{poor:?}") };
        assert_eq!(body.message, "Insufficient credits");

        let unknown = ours.results("extraction_404").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadExtractorResultsError::NotFound(_))), "{unknown:?}");
        let unknown = ours.status("extraction_404").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(LeadExtractorStatusError::Forbidden(_))), "{unknown:?}");
        let started = ours.extract(extraction(1)).send().await.unwrap();
        let theirs = client(&wire, OTHER).lead_extractor().results(&started.id).send().await.unwrap_err();
        assert!(matches!(theirs.api(), Some(LeadExtractorResultsError::Forbidden(_))), "{theirs:?}");
    })
    .await;
}
