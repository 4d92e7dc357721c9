//! The account's partner profile, and its partner programs.

use futures_util::TryStreamExt;
use serde_json::json;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, NEWCOMER, PROGRAM, router};

fn publication() -> NewPublication {
    let (genders, incomes, ages) = (AudienceGender::Mixed, vec![IncomeLevel::LessThan20k], vec![AgeRange::Under18]);
    NewPublication::new("Dough", vec![PublicationCategory::News], json!(null), genders, incomes, ages)
}

#[tokio::test]
async fn not_every_account_has_a_partner_profile() {
    both(router, async |wire| {
        let got = client(wire, KEY).partner_profile().get().send().await.unwrap();
        assert_eq!(got.partner_profile["uuid"], json!("partner_4bc1056297"), "what is not documented is kept");
    })
    .await;
    both(router, async |wire| {
        let profile = client(wire, NEWCOMER).partner_profile();
        assert_refused!(profile.get(), PartnerProfileGetError::NotFound, "Partner profile not found!");
    })
    .await;
}

#[tokio::test]
async fn partner_programs_are_created_and_changed() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let programs = client.partner_programs();
        let publication = client.publications().create(publication()).send().await.unwrap().into_inner().publication;
        let new = NewPartnerProgram {
            allow_worldwide_referrals: Some(false),
            allowed_countries: Some(vec!["US".to_owned(), "CA".to_owned()]),
            resources_url: Some("https://example.com/press".to_owned()),
            referral_pending_duration: Some(10),
            ..NewPartnerProgram::new(4000.0, 20_000.0, 2.5, "https://example.com/", &publication.uuid)
        };
        let created = programs.create(new.clone()).send().await.unwrap().into_inner().partner_program;
        assert_eq!(created.publication.as_ref().unwrap().name.as_deref(), Some("Dough"));
        assert_eq!((created.cpa, created.max_payout, &created.terms), (Some(2.5), Some(4000.0), &Some(None)));
        assert_eq!(created.geo_restrictions.as_ref().unwrap().allowed_countries.as_ref().unwrap(), &["US", "CA"]);
        assert_eq!(programs.get(&created.uuid).send().await.unwrap().partner_program, created);

        let update = PartnerProgramUpdate { cpa: Some(0.1), terms: Some("Be kind.".to_owned()), ..Default::default() };
        let updated = programs.update(&created.uuid, update).send().await.unwrap().into_inner().partner_program;
        let terms = Some(Some("Be kind.".to_owned()));
        assert_eq!(updated, PartnerProgram { cpa: Some(0.1), terms, ..created.clone() });

        let nowhere = NewPartnerProgram { publication_uuid: "pub_0".to_owned(), ..new.clone() };
        let text = "Publication pub_0 not found!";
        assert_refused!(programs.create(nowhere), PartnerProgramsCreateError::Default(NOT_FOUND), text);
        let text = "Partner program partner_program_0 not found!";
        assert_refused!(programs.get("partner_program_0"), PartnerProgramsGetError::NotFound, text);
        let update = programs.update("partner_program_0", PartnerProgramUpdate::default());
        assert_refused!(update, PartnerProgramsUpdateError::Default(NOT_FOUND), text);

        for _ in 0..2 {
            programs.create(new.clone()).send().await.unwrap();
        }
        let list = programs.list().per_page(2);
        let uuids: Vec<String> = list.clone().items().map_ok(|one| one.uuid).try_collect().await.unwrap();
        assert_eq!((uuids.len(), &uuids[2], uuids[3].as_str()), (4, &created.uuid, PROGRAM));
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0].meta, PartnerProgramPageMeta::new(2, 1, 2, 4));
    })
    .await;
}

#[tokio::test]
async fn referrals_are_listed_by_day() {
    both(router, async |wire| {
        let programs = client(wire, KEY).partner_programs();
        let list = programs.list_referrals(PROGRAM).per_page(2);
        let all: Vec<PartnerProgramReferral> = list.clone().items().try_collect().await.unwrap();
        let emails: Vec<_> = all.iter().map(|referral| referral.email.as_str()).collect();
        assert_eq!(emails, [5, 4, 3, 2, 1].map(|day| format!("reader{day}@example.com")));
        assert_eq!((&all[0].confirmed_at, &all[0].rejected_at), (&Some(None), &None), "null is told from absent");
        let pages: Vec<_> = list.clone().pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 3);
        assert_eq!(pages[2].meta, ReferralPageMeta::new(2, 3, 3, 5));

        let (first, last) = ("2024-03-02".parse().unwrap(), "2024-03-04".parse().unwrap());
        let some = list.referred_after(first).referred_before(last);
        let emails: Vec<String> = some.items().map_ok(|referral| referral.email).try_collect().await.unwrap();
        assert_eq!(emails, [4, 3, 2].map(|day| format!("reader{day}@example.com")));

        let text = "Partner program partner_program_0 not found!";
        let elsewhere = programs.list_referrals("partner_program_0");
        assert_refused!(elsewhere, PartnerProgramsListReferralsError::Default(NOT_FOUND), text);
    })
    .await;
}
