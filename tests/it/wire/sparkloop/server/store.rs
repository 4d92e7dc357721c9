//! The data of an account, and what it has from the start because no operation creates it.
//!
//! Lists are kept in the order of creation; pages begin with the newest.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sparkloop_api::types::*;

use super::Refusal;

pub const UPSCRIBE: &str = "upscribe_ef8cb8124e99";
pub const PROGRAM: &str = "partner_program_45e5187ede44";
/// An offer that pays for actions.
pub const OFFER: &str = "offer_123abc";
/// A submission of the offer that can be converted.
pub const ACTION: &str = "submission_of_an_action";
/// A submission of the offer that cannot.
pub const LEAD: &str = "submission_of_a_lead";

#[derive(Default)]
pub struct Store {
    serial: i64,
    pub subscribers: Vec<Subscriber>,
    pub unsubscribed: BTreeSet<String>,
    pub campaigns: Vec<Campaign>,
    pub memberships: Vec<CampaignMembership>,
    pub profile: Option<PartnerProfile>,
    pub publications: Vec<Publication>,
    pub upscribes: Vec<Upscribe>,
    pub recommendations: Vec<Listed>,
    pub programs: Vec<PartnerProgram>,
    /// Referrals, each with its partner program.
    pub referrals: Vec<(String, PartnerProgramReferral)>,
    pub network_publications: Vec<Publication>,
    pub network_programs: Vec<NetworkProgram>,
    /// Programs of the network that the account joined.
    pub joined: BTreeSet<String>,
    pub offers: Vec<Offer>,
    pub submissions: Vec<Submission>,
    pub webhooks: Vec<Webhook>,
}

/// A recommendation, and the Upscribe that shows it.
pub struct Listed {
    pub upscribe: String,
    pub recommendation: Recommendation,
}

pub struct NetworkProgram {
    pub program: PartnerProgram,
    pub channels: Vec<RecommendationChannel>,
}

pub struct Submission {
    pub offer: String,
    pub uuid: String,
    pub is_action: bool,
    pub is_converted: bool,
}

/// A page of a list, and where it stands.
pub struct Page<T> {
    pub items: Vec<T>,
    number: i64,
    size: i64,
    total: i64,
}

impl<T> Page<T> {
    /// The page of that number.
    pub fn of(list: impl IntoIterator<Item = T>, number: i64, size: i64) -> Self {
        let list: Vec<T> = list.into_iter().collect();
        let total = list.len() as i64;
        let items = list.into_iter().skip(((number - 1) * size) as usize).take(size as usize).collect();
        Self { items, number, size, total }
    }

    /// The metadata: each list has a type of its own for it, with the same members in the same order.
    pub fn meta<M>(&self, new: impl Fn(i64, i64, i64, i64) -> M) -> M {
        new(self.size, self.number, (self.total + self.size - 1) / self.size, self.total)
    }
}

impl Store {
    /// An identifier that was never given before, and the time, which moves on by a second.
    pub fn mint(&mut self, prefix: &str) -> (String, DateTime<Utc>) {
        self.serial += 1;
        let start: DateTime<Utc> = "2024-01-01T12:00:00Z".parse().unwrap();
        (format!("{prefix}_{:012x}", self.serial), start + TimeDelta::seconds(self.serial))
    }

    /// The campaign, which must be there.
    pub fn campaign(&mut self, uuid: &str) -> Result<&mut Campaign, Refusal> {
        let found = self.campaigns.iter_mut().find(|campaign| campaign.uuid == uuid);
        found.ok_or_else(|| Refusal::missing("Campaign", uuid))
    }

    /// The Upscribe, which must be there.
    pub fn upscribe(&mut self, uuid: &str) -> Result<&mut Upscribe, Refusal> {
        let found = self.upscribes.iter_mut().find(|upscribe| upscribe.uuid == uuid);
        found.ok_or_else(|| Refusal::absent("Upscribe", uuid))
    }

    /// An account with a campaign, a partner profile, Upscribes, a partner program, offers, and a network around it.
    pub fn seeded() -> Self {
        let mut store = Self::default();
        let mut campaign = Campaign::new("MF9a78983d1c", "My cool newsletter");
        campaign.additional.insert("archived".to_owned(), json!(false));
        store.campaigns.push(campaign);
        store.profile = Some(PartnerProfile::from([("uuid".to_owned(), json!("partner_4bc1056297"))]));
        for number in 1..=3 {
            let uuid = if number == 1 { UPSCRIBE.to_owned() } else { store.mint("upscribe").0 };
            store.upscribes.push(Upscribe { visibility_rules: Some(Vec::new()), ..Upscribe::new(uuid) });
        }
        for number in 1..=5 {
            store.recommend(UPSCRIBE, &format!("Newsletter {number}"));
        }
        store.seed_programs();
        store.seed_network();
        store.seed_offers();
        store
    }

    /// Adds a recommendation to an Upscribe.
    pub fn recommend(&mut self, upscribe: &str, name: &str) -> Recommendation {
        let (uuid, _) = self.mint("partner_campaign");
        let recommendation = Recommendation {
            r#type: Some(RecommendationType::Paid),
            status: Some(RecommendationStatus::Active),
            ref_code: Some(format!("{:010x}", self.serial)),
            publication_name: Some(name.to_owned()),
            pinned: Some(false),
            position: Some(None),
            last_30_days_confirmation_rate: Some(30),
            cpa: Some(300),
            referrals: Some(RecommendationReferrals::new(0, 0, 0)),
            ..Recommendation::new(uuid)
        };
        self.recommendations.push(Listed { upscribe: upscribe.to_owned(), recommendation: recommendation.clone() });
        recommendation
    }

    fn seed_programs(&mut self) {
        let created_at = Some(self.mint("partner_program").1);
        self.programs.push(PartnerProgram { created_at, cpa: Some(2.0), ..PartnerProgram::new(PROGRAM) });
        for day in 1..=5 {
            let referred_at = format!("2024-03-0{day}T23:30:00Z").parse().unwrap();
            let referral = PartnerProgramReferral {
                referral_status: Some(PartnerReferralStatus::Pending),
                rejection_reason: Some(None),
                confirmed_at: Some(None),
                payable: Some(true),
                ..PartnerProgramReferral::new(format!("reader{day}@example.com"), referred_at)
            };
            self.referrals.push((PROGRAM.to_owned(), referral));
        }
    }

    fn seed_network(&mut self) {
        for (name, category) in
            [("Cooking", "food & drink"), ("Axles", "tech"), ("Dough", "food & drink"), ("Bits", "tech")]
        {
            let (uuid, created_at) = self.mint("pub");
            self.network_publications.push(Publication {
                partner_categories: Some(vec![category.to_owned()]),
                created_at: Some(created_at),
                ..Publication::new(uuid, name)
            });
        }
        let channels = [RecommendationChannel::Upscribe, RecommendationChannel::PartnerLink];
        for (cpa, max_payout, countries) in
            [(1.5, 900.0, ["US", "CA"]), (2.5, 400.0, ["US", "GB"]), (3.5, 600.0, ["FR", "DE"])]
        {
            let (uuid, created_at) = self.mint("partner_program");
            let geo_restrictions = GeoRestrictions {
                allow_worldwide_referrals: Some(false),
                allowed_countries: Some(countries.map(str::to_owned).to_vec()),
                ..Default::default()
            };
            let program = PartnerProgram {
                cpa: Some(cpa),
                max_payout: Some(max_payout),
                geo_restrictions: Some(geo_restrictions),
                requires_approval: Some(cpa > 3.0),
                created_at: Some(created_at),
                ..PartnerProgram::new(uuid)
            };
            // Only the first can be recommended in every way.
            let count = if cpa < 2.0 { 2 } else { 1 };
            self.network_programs.push(NetworkProgram { program, channels: channels[..count].to_vec() });
        }
    }

    fn seed_offers(&mut self) {
        for number in 1..=5 {
            let (minted, created_at) = self.mint("offer");
            let uuid = if number == 1 { OFFER.to_owned() } else { minted };
            self.offers.push(Offer {
                conversion_type: Some("action".to_owned()),
                created_at: Some(created_at),
                cpa: Some(2.5),
                ..Offer::new(uuid, format!("Offer {number}"))
            });
        }
        for (uuid, is_action) in [(ACTION, true), (LEAD, false)] {
            let (offer, uuid) = (OFFER.to_owned(), uuid.to_owned());
            self.submissions.push(Submission { offer, uuid, is_action, is_converted: false });
        }
    }
}
