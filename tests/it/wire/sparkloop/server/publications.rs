//! The account's newsletters.

use sparkloop_api::operations::*;
use sparkloop_api::server::PublicationsApi;
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl Store {
    /// The publication of the account, which must be there.
    pub fn publication(&mut self, uuid: &str) -> Result<&mut Publication, Refusal> {
        let found = self.publications.iter_mut().find(|publication| publication.uuid == uuid);
        found.ok_or_else(|| Refusal::missing("Publication", uuid))
    }
}

/// What a publication that was given a status has.
fn status(given: &NewPublicationStatus) -> PublicationStatus {
    match given {
        NewPublicationStatus::Archived => PublicationStatus::Archived,
        _ => PublicationStatus::Active,
    }
}

fn names(categories: &[PublicationCategory]) -> Vec<String> {
    categories.iter().map(|category| category.as_str().to_owned()).collect()
}

impl PublicationsApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, request: PublicationsList) -> Result<PublicationPage, PublicationsListError> {
        let store = caller.open()?;
        let page = Page::of(store.publications.iter().rev().cloned(), request.page(), request.per_page());
        Ok(PublicationPage { meta: page.meta(PublicationPageMeta::new), publications: page.items })
    }

    async fn create(
        &self,
        caller: Caller,
        request: PublicationsCreate,
    ) -> Result<PublicationEnvelope, PublicationsCreateError> {
        let mut store = caller.open()?;
        let NewPublication { name, description, categories, list_id, status: given, logo, .. } = request.body;
        let (uuid, created_at) = store.mint("pub");
        let publication = Publication {
            description,
            partner_categories: Some(names(&categories)),
            list_id,
            status: Some(given.as_ref().map_or(PublicationStatus::Draft, status)),
            created_at: Some(created_at),
            logo_url: logo["url"].as_str().map(str::to_owned),
            auto_pilot: Some(false),
            ..Publication::new(uuid, name)
        };
        store.publications.push(publication.clone());
        Ok(PublicationEnvelope { publication })
    }

    async fn get(&self, caller: Caller, request: PublicationsGet) -> Result<PublicationEnvelope, PublicationsGetError> {
        let publication = caller.open()?.publication(&request.identifier)?.clone();
        Ok(PublicationEnvelope { publication })
    }

    async fn update(
        &self,
        caller: Caller,
        request: PublicationsUpdate,
    ) -> Result<PublicationEnvelope, PublicationsUpdateError> {
        let mut store = caller.open()?;
        let publication = store.publication(&request.identifier)?;
        let update = request.body;
        publication.name = update.name.unwrap_or_else(|| publication.name.clone());
        publication.description = update.description.or_else(|| publication.description.take());
        publication.list_id = update.list_id.or_else(|| publication.list_id.take());
        publication.auto_pilot = update.auto_pilot.or(publication.auto_pilot);
        if let Some(categories) = update.categories {
            publication.partner_categories = Some(names(&categories));
        }
        if let Some(given) = update.status {
            publication.status = Some(status(&given));
        }
        Ok(PublicationEnvelope { publication: publication.clone() })
    }

    async fn delete(&self, caller: Caller, request: PublicationsDelete) -> Result<(), PublicationsDeleteError> {
        let mut store = caller.open()?;
        store.publication(&request.identifier)?;
        store.publications.retain(|publication| publication.uuid != request.identifier);
        Ok(())
    }
}
