//! The account's partner profile, and its partner programs.

use sparkloop_api::operations::*;
use sparkloop_api::server::{PartnerProfileApi, PartnerProgramsApi};
use sparkloop_api::types::*;

use super::store::{Page, Store};
use super::{Account, App, Arc, Caller, Refusal};

impl PartnerProfileApi<Arc<Account>> for App {
    async fn get(
        &self,
        caller: Caller,
        _: PartnerProfileGet,
    ) -> Result<PartnerProfileEnvelope, PartnerProfileGetError> {
        let profile = caller.open()?.profile.clone();
        let missing = || Refusal::new(http::StatusCode::NOT_FOUND, "Partner profile not found!");
        Ok(PartnerProfileEnvelope { partner_profile: profile.ok_or_else(missing)? })
    }
}

impl Store {
    fn program(&mut self, uuid: &str) -> Result<&mut PartnerProgram, Refusal> {
        let found = self.programs.iter_mut().find(|program| program.uuid == uuid);
        found.ok_or_else(|| Refusal::missing("Partner program", uuid))
    }
}

impl PartnerProgramsApi<Arc<Account>> for App {
    async fn list(
        &self,
        caller: Caller,
        request: PartnerProgramsList,
    ) -> Result<PartnerProgramPage, PartnerProgramsListError> {
        let store = caller.open()?;
        let page = Page::of(store.programs.iter().rev().cloned(), request.page(), request.per_page());
        Ok(PartnerProgramPage { meta: page.meta(PartnerProgramPageMeta::new), partner_programs: page.items })
    }

    async fn create(
        &self,
        caller: Caller,
        request: PartnerProgramsCreate,
    ) -> Result<PartnerProgramEnvelope, PartnerProgramsCreateError> {
        let mut store = caller.open()?;
        let new = request.body;
        let Publication { uuid, name, .. } = store.publication(&new.publication_uuid)?.clone();
        let publication = PartnerProgramPublication { name: Some(name), ..PartnerProgramPublication::new(uuid) };
        let (uuid, created_at) = store.mint("partner_program");
        let partner_program = PartnerProgram {
            publication: Some(publication),
            status: Some("active".to_owned()),
            terms: Some(new.terms),
            resources_url: Some(new.resources_url),
            redirect_url: Some(new.redirect_url),
            thankyou_page_url: new.thankyou_page_url,
            cpa: Some(new.cpa),
            referral_pending_duration: new.referral_pending_duration,
            geo_restrictions: Some(GeoRestrictions {
                allow_worldwide_referrals: new.allow_worldwide_referrals,
                allowed_countries: new.allowed_countries,
                blocked_countries: new.blocked_countries,
                ..Default::default()
            }),
            max_payout: Some(new.max_payout),
            created_at: Some(created_at),
            ..PartnerProgram::new(uuid)
        };
        store.programs.push(partner_program.clone());
        Ok(PartnerProgramEnvelope { partner_program })
    }

    async fn get(
        &self,
        caller: Caller,
        request: PartnerProgramsGet,
    ) -> Result<PartnerProgramEnvelope, PartnerProgramsGetError> {
        let partner_program = caller.open()?.program(&request.identifier)?.clone();
        Ok(PartnerProgramEnvelope { partner_program })
    }

    async fn update(
        &self,
        caller: Caller,
        request: PartnerProgramsUpdate,
    ) -> Result<PartnerProgramEnvelope, PartnerProgramsUpdateError> {
        let mut store = caller.open()?;
        let program = store.program(&request.identifier)?;
        let update = request.body;
        program.cpa = update.cpa.or(program.cpa);
        program.redirect_url = update.redirect_url.or_else(|| program.redirect_url.take());
        program.thankyou_page_url = update.thankyou_page_url.or_else(|| program.thankyou_page_url.take());
        program.resources_url = update.resources_url.map(Some).or_else(|| program.resources_url.take());
        program.terms = update.terms.map(Some).or_else(|| program.terms.take());
        program.referral_pending_duration = update.referral_pending_duration.or(program.referral_pending_duration);
        Ok(PartnerProgramEnvelope { partner_program: program.clone() })
    }

    async fn list_referrals(
        &self,
        caller: Caller,
        request: PartnerProgramsListReferrals,
    ) -> Result<PartnerProgramReferralPage, PartnerProgramsListReferralsError> {
        let mut store = caller.open()?;
        store.program(&request.identifier)?;
        let referrals = store.referrals.iter().rev().filter(|(program, referral)| {
            let day = referral.referred_at.date_naive();
            *program == request.identifier
                && request.referred_after.is_none_or(|first| day >= first)
                && request.referred_before.is_none_or(|last| day <= last)
        });
        let referrals = referrals.map(|(_, referral)| referral.clone());
        let page = Page::of(referrals, request.page(), request.per_page());
        Ok(PartnerProgramReferralPage { meta: page.meta(ReferralPageMeta::new), referrals: page.items })
    }
}
