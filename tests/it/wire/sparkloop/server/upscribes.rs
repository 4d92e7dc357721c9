//! Upscribes and what they recommend.

use http::StatusCode;
use serde_json::{Value, json};
use sparkloop_api::operations::*;
use sparkloop_api::server::{RecommendationsApi, UpscribesApi};
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl UpscribesApi<Arc<Account>> for App {
    async fn list(&self, caller: Caller, request: UpscribesList) -> Result<UpscribeList, UpscribesListError> {
        let store = caller.open()?;
        let page = Page::of(store.upscribes.iter().rev().cloned(), request.page(), request.per_page());
        Ok(UpscribeList { upscribes: page.items })
    }

    async fn get(&self, caller: Caller, request: UpscribesGet) -> Result<UpscribeEnvelope, UpscribesGetError> {
        let upscribe = caller.open()?.upscribe(&request.identifier)?.clone();
        Ok(UpscribeEnvelope { upscribe })
    }

    /// No member of an Upscribe shows `auto_pilot`. Here it makes the Upscribe active, so that tests see it arrive.
    async fn update(&self, caller: Caller, request: UpscribesUpdate) -> Result<UpscribeEnvelope, UpscribesUpdateError> {
        let mut store = caller.open()?;
        let upscribe = store.upscribe(&request.identifier)?;
        upscribe.active = request.body.auto_pilot.or(upscribe.active);
        Ok(UpscribeEnvelope { upscribe: upscribe.clone() })
    }

    async fn subscribe(
        &self,
        caller: Caller,
        request: UpscribesSubscribe,
    ) -> Result<UpscribeSubscribed, UpscribesSubscribeError> {
        let mut store = caller.open()?;
        store.upscribe(&request.identifier)?;
        let UpscribeSubscription { subscriber_email, recommendations, utm_source, utm_campaign, country_code } =
            request.body;
        if recommendations.is_empty() {
            let message = "Recommendations param is missing or empty.";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, message).into());
        }
        let codes: Vec<&str> = recommendations.split(',').collect();
        for listed in store.recommendations.iter_mut().filter(|listed| listed.upscribe == request.identifier) {
            let recommendation = &mut listed.recommendation;
            let is_chosen = recommendation.ref_code.as_deref().is_some_and(|code| codes.contains(&code));
            if let Some(referrals) = recommendation.referrals.as_mut().filter(|_| is_chosen) {
                referrals.pending += 1;
            }
        }
        let new = NewSubscriber { utm_source, utm_campaign, country_code, ..NewSubscriber::new(subscriber_email) };
        store.sign_up(new, "sparkloop-upscribe")?;
        Ok(UpscribeSubscribed::new("ok"))
    }
}

impl Store {
    fn recommendation(&mut self, upscribe: &str, uuid: &str) -> Result<&mut Recommendation, Refusal> {
        self.upscribe(upscribe)?;
        let is_meant = |one: &&mut super::store::Listed| one.upscribe == upscribe && one.recommendation.uuid == uuid;
        let found = self.recommendations.iter_mut().find(is_meant).map(|listed| &mut listed.recommendation);
        found.ok_or_else(|| Refusal::absent("Recommendation", uuid))
    }

    fn pin(&mut self, upscribe: &str, uuid: &str, is_pinned: bool) -> Result<Value, Refusal> {
        let recommendation = self.recommendation(upscribe, uuid)?;
        recommendation.pinned = Some(is_pinned);
        recommendation.position = Some(is_pinned.then_some(1));
        Ok(json!({ "recommendation": uuid, "pinned": is_pinned }))
    }

    fn pause(&mut self, upscribe: &str, uuid: &str, status: RecommendationStatus) -> Result<Value, Refusal> {
        let text = status.as_str().to_owned();
        self.recommendation(upscribe, uuid)?.status = Some(status);
        Ok(json!({ "recommendation": uuid, "status": text }))
    }
}

impl RecommendationsApi<Arc<Account>> for App {
    async fn list(
        &self,
        caller: Caller,
        request: RecommendationsList,
    ) -> Result<RecommendationPage, RecommendationsListError> {
        let mut store = caller.open()?;
        store.upscribe(&request.identifier)?;
        let listed = store.recommendations.iter().rev().filter(|listed| listed.upscribe == request.identifier);
        let all = listed.map(|listed| listed.recommendation.clone());
        let page = Page::of(all, request.page(), request.per_page());
        Ok(RecommendationPage { meta: page.meta(RecommendationPageMeta::new), recommendations: page.items })
    }

    /// Those that are pinned come first; those that are paused do not come at all.
    async fn generate(
        &self,
        caller: Caller,
        request: RecommendationsGenerate,
    ) -> Result<RecommendationList, RecommendationsGenerateError> {
        let mut store = caller.open()?;
        store.upscribe(&request.identifier)?;
        let limit = request.body.limit();
        let RecommendationQuery { country_code, region_code, .. } = request.body;
        let place: Vec<String> = [country_code, region_code].into_iter().flatten().collect();
        let listed = store.recommendations.iter().filter(|listed| listed.upscribe == request.identifier);
        let active = |one: &Recommendation| one.status == Some(RecommendationStatus::Active);
        let mut found: Vec<Recommendation> =
            listed.map(|listed| listed.recommendation.clone()).filter(active).collect();
        found.sort_by_key(|one| one.pinned != Some(true));
        found.truncate(limit as usize);
        for recommendation in &mut found {
            recommendation.signup_url = Some(format!("https://example.com/sign-up?place={}", place.join("-")));
        }
        Ok(RecommendationList { recommendations: found })
    }

    async fn update(
        &self,
        caller: Caller,
        request: RecommendationsUpdate,
    ) -> Result<RecommendationEnvelope, RecommendationsUpdateError> {
        let mut store = caller.open()?;
        let recommendation = store.recommendation(&request.identifier, &request.recommendation_identifier)?;
        recommendation.description = Some(request.body.reason);
        Ok(RecommendationEnvelope { recommendation: recommendation.clone() })
    }

    async fn pin(&self, caller: Caller, request: RecommendationsPin) -> Result<Value, RecommendationsPinError> {
        Ok(caller.open()?.pin(&request.identifier, &request.recommendation_identifier, true)?)
    }

    async fn unpin(&self, caller: Caller, request: RecommendationsUnpin) -> Result<Value, RecommendationsUnpinError> {
        Ok(caller.open()?.pin(&request.identifier, &request.recommendation_identifier, false)?)
    }

    async fn pause(&self, caller: Caller, request: RecommendationsPause) -> Result<Value, RecommendationsPauseError> {
        let paused = RecommendationStatus::Paused;
        Ok(caller.open()?.pause(&request.identifier, &request.recommendation_identifier, paused)?)
    }

    async fn unpause(
        &self,
        caller: Caller,
        request: RecommendationsUnpause,
    ) -> Result<Value, RecommendationsUnpauseError> {
        let active = RecommendationStatus::Active;
        Ok(caller.open()?.pause(&request.identifier, &request.recommendation_identifier, active)?)
    }
}
