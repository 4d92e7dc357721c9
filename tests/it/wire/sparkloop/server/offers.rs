//! Offers, and the conversions of their submissions.

use http::StatusCode;
use sparkloop_api::operations::*;
use sparkloop_api::server::OffersApi;
use sparkloop_api::types::*;

use super::store::Page;
use super::{Account, App, Arc, Caller, Refusal};

impl OffersApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, request: OffersList) -> Result<OfferPage, OffersListError> {
        let store = caller.open()?;
        let page = Page::of(store.offers.iter().rev().cloned(), request.page(), request.per_page());
        Ok(OfferPage { meta: page.meta(OfferPageMeta::new), offers: page.items })
    }

    async fn get(&self, caller: Caller, request: OffersGet) -> Result<OfferEnvelope, OffersGetError> {
        let store = caller.open()?;
        let found = store.offers.iter().find(|offer| offer.uuid == request.identifier).cloned();
        let offer = found.ok_or_else(|| Refusal::absent("Offer", &request.identifier))?;
        Ok(OfferEnvelope { offer })
    }

    async fn track_conversion(
        &self,
        caller: Caller,
        request: OffersTrackConversion,
    ) -> Result<ConversionTracked, OffersTrackConversionError> {
        let mut store = caller.open()?;
        if !store.offers.iter().any(|offer| offer.uuid == request.offer_uuid) {
            return Err(Refusal::new(StatusCode::NOT_FOUND, "Offer not found").into());
        }
        let found = store
            .submissions
            .iter_mut()
            .find(|submission| submission.offer == request.offer_uuid && submission.uuid == request.submission_uuid);
        let submission = found.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "Submission not found"))?;
        if !submission.is_action {
            let message = "Offer submission must be an action";
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message).into());
        }
        if std::mem::replace(&mut submission.is_converted, true) {
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "Offer submission must be unique").into());
        }
        Ok(ConversionTracked::new("Conversion tracked successfully"))
    }
}
