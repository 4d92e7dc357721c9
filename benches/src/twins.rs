//! The types of the generated crates as one would write them with serde's derives.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnerProgramPage {
    pub partner_programs: Vec<PartnerProgram>,
    pub meta: PageMeta,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageMeta {
    pub per_page: i64,
    pub page: i64,
    pub total_pages: i64,
    pub total_partner_programs: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnerProgram {
    pub uuid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub terms: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub resources_url: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thankyou_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpa: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral_pending_duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geo_restrictions: Option<GeoRestrictions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ideal_subscriber: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_earning_per_referral: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screening_strictness: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_referral_confirmation_rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_approval: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pilot_phase: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_payout: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    pub uuid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_frequency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GeoRestrictions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_worldwide_referrals: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_countries: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_countries: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_regions: Option<Vec<String>>,
}

/// Tells a member that is `null` from one that is absent.
fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
