//! Publications and partner programs of other members. What the document leaves open is answered with plain JSON.

use http::StatusCode;
use serde_json::{Value, json};
use sparkloop_api::operations::*;
use sparkloop_api::server::PartnerNetworkApi;
use sparkloop_api::types::*;

use super::store::{NetworkProgram, Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl Store {
    fn network_publication(&self, uuid: &str) -> Result<Publication, Refusal> {
        let found = self.network_publications.iter().find(|publication| publication.uuid == uuid).cloned();
        found.ok_or_else(|| Refusal::absent("Publication", uuid))
    }

    fn network_program(&self, uuid: &str) -> Result<PartnerProgram, Refusal> {
        let found = self.network_programs.iter().map(|one| &one.program).find(|program| program.uuid == uuid);
        found.cloned().ok_or_else(|| Refusal::missing("Partner program", uuid))
    }
}

/// Whether a text stands in the name, the description or the categories.
fn mentions(publication: &Publication, query: &str) -> bool {
    let categories = publication.partner_categories.iter().flatten();
    let mut texts = categories.chain([&publication.name]).chain(&publication.description);
    texts.any(|text| text.to_lowercase().contains(&query.to_lowercase()))
}

fn suits(NetworkProgram { program, channels }: &NetworkProgram, request: &PartnerNetworkListPrograms) -> bool {
    let accepted = program.geo_restrictions.as_ref().and_then(|geo| geo.allowed_countries.as_deref()).unwrap_or(&[]);
    request.cpa.is_none_or(|least| program.cpa >= Some(least))
        && request.max_payout.is_none_or(|least| program.max_payout >= Some(least))
        && request.accepted_countries.iter().flatten().all(|country| accepted.contains(country))
        && request.can_be_recommended_via.iter().flatten().all(|channel| channels.contains(channel))
}

impl PartnerNetworkApi<Arc<Account>> for App {
    async fn list_publications(
        &self,
        caller: Caller,
        request: PartnerNetworkListPublications,
    ) -> Result<PublicationPage, PartnerNetworkListPublicationsError> {
        let store = caller.open()?;
        let mut found = store.network_publications.clone();
        found.retain(|one| request.query.as_ref().is_none_or(|query| mentions(one, query)));
        if request.sort == Some(NetworkPublicationSort::Name) {
            found.sort_by(|a, b| a.name.cmp(&b.name));
        }
        if request.order == Some(SortOrder::Desc) {
            found.reverse();
        }
        let page = Page::of(found, request.page(), request.per_page());
        Ok(PublicationPage { meta: page.meta(PublicationPageMeta::new), publications: page.items })
    }

    async fn get_publication(
        &self,
        caller: Caller,
        request: PartnerNetworkGetPublication,
    ) -> Result<PublicationEnvelope, PartnerNetworkGetPublicationError> {
        Ok(PublicationEnvelope { publication: caller.open()?.network_publication(&request.identifier)? })
    }

    async fn recommend_publication(
        &self,
        caller: Caller,
        request: PartnerNetworkRecommendPublication,
    ) -> Result<PartnerCampaignEnvelope, PartnerNetworkRecommendPublicationError> {
        let mut store = caller.open()?;
        let name = store.network_publication(&request.identifier)?.name;
        let names = store.recommendations.iter().map(|listed| listed.recommendation.publication_name.as_ref());
        if names.into_iter().any(|known| known == Some(&name)) {
            return Err(Refusal::new(StatusCode::CONFLICT, "Publication is already recommended.").into());
        }
        let upscribe = store.upscribes.first().map(|upscribe| upscribe.uuid.clone()).unwrap_or_default();
        Ok(PartnerCampaignEnvelope { partner_campaign: store.recommend(&upscribe, &name) })
    }

    async fn list_programs(
        &self,
        caller: Caller,
        request: PartnerNetworkListPrograms,
    ) -> Result<Value, PartnerNetworkListProgramsError> {
        let store = caller.open()?;
        let found = store.network_programs.iter().filter(|one| suits(one, &request));
        let mut found: Vec<&PartnerProgram> = found.map(|one| &one.program).collect();
        let key = |program: &PartnerProgram| match &request.sort {
            Some(NetworkProgramSort::Cpa) => program.cpa,
            Some(NetworkProgramSort::MaxPayout) => program.max_payout,
            _ => None,
        };
        found.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap());
        let page = Page::of(found, request.page(), request.per_page());
        let total = page.meta(|_, _, _, total| total);
        Ok(json!({ "partner_programs": page.items, "meta": { "total_partner_programs": total } }))
    }

    async fn get_program(
        &self,
        caller: Caller,
        request: PartnerNetworkGetProgram,
    ) -> Result<Value, PartnerNetworkGetProgramError> {
        Ok(json!({ "partner_program": caller.open()?.network_program(&request.identifier)? }))
    }

    async fn join_program(
        &self,
        caller: Caller,
        request: PartnerNetworkJoinProgram,
    ) -> Result<Value, PartnerNetworkJoinProgramError> {
        let mut store = caller.open()?;
        let program = store.network_program(&request.identifier)?;
        if request.body.reason_for_recommending.is_empty() {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "Reason for recommending can't be blank").into());
        }
        if !store.joined.insert(program.uuid.clone()) {
            return Err(Refusal::new(StatusCode::CONFLICT, "You have already joined this program").into());
        }
        let status = if program.requires_approval == Some(true) { "pending" } else { "active" };
        Ok(json!({ "partner_program": program.uuid, "status": status }))
    }
}
