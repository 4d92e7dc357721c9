//! Decoding and encoding: generated types against derived ones.

use std::hint::black_box;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sparkloop_api::types::{PartnerProgramPage, PartnerProgramPageMeta};

use crate::measure::{Comparison, compare};
use crate::table::Table;
use crate::twins;

/// Compares on payloads that are as servers send them, with members in another order, with few members and with some that
/// the document does not know, and on small objects.
pub fn run(table: &mut Table) -> Result<(), String> {
    let whole = page(program());
    let sparse = page(json!({ "uuid": "partner_program_4b6a", "status": "active", "cpa": 2.5, "pilot_phase": false }));
    let meta = json!({ "per_page": 20, "page": 1, "total_pages": 3, "total_partner_programs": 57 });
    for (what, payload) in [
        ("all members", &whole),
        ("in another order", &shuffled(&whole)),
        ("a few members", &sparse),
        ("members nobody knows", &with_unknown(&whole)),
    ] {
        beside::<PartnerProgramPage, twins::PartnerProgramPage>(table, what, payload)?;
    }
    let small = vec![meta; 20].into();
    beside::<Vec<PartnerProgramPageMeta>, Vec<twins::PageMeta>>(table, "small objects", &small)
}

/// A row for decoding and one for encoding.
fn beside<Ours, Theirs>(table: &mut Table, what: &str, payload: &Value) -> Result<(), String>
where
    Ours: Serialize + DeserializeOwned,
    Theirs: Serialize + DeserializeOwned,
{
    let text = payload.to_string();
    let ours: Ours = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let theirs: Theirs = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if serde_json::to_string(&ours).ok() != serde_json::to_string(&theirs).ok() {
        return Err(format!("{what}: the two do not write the same"));
    }
    row(table, &format!("decode, {what}"), compare(|| read::<Ours>(&text), || read::<Theirs>(&text)));
    row(table, &format!("encode, {what}"), compare(|| write(&ours), || write(&theirs)));
    Ok(())
}

pub fn row(table: &mut Table, what: &str, found: Comparison) {
    let micros = |time: std::time::Duration| format!("{:.2} µs", time.as_secs_f64() * 1e6);
    table.row(&[what.to_owned(), micros(found.ours), micros(found.theirs), format!("{:.2}", found.speed)]);
}

fn read<T: DeserializeOwned>(text: &str) {
    black_box(serde_json::from_str::<T>(black_box(text)).is_ok());
}

fn write<T: Serialize>(value: &T) {
    black_box(serde_json::to_string(black_box(value)).is_ok());
}

fn page(program: Value) -> Value {
    let meta = json!({ "per_page": 20, "page": 1, "total_pages": 3, "total_partner_programs": 57 });
    json!({ "partner_programs": vec![program; 20], "meta": meta })
}

fn program() -> Value {
    json!({
        "uuid": "partner_program_4b6a1c",
        "publication": {
            "uuid": "publication_77aa01",
            "name": "The Morning Letter",
            "logo": "https://cdn.example.com/logos/morning-letter.png",
            "description": "What happened, in five minutes.\nEvery day.",
            "url": "https://example.com/morning-letter",
            "send_frequency": "daily",
            "language": "en",
            "categories": ["business", "news"],
        },
        "status": "active",
        "terms": null,
        "resources_url": "https://example.com/resources",
        "redirect_url": "https://example.com/thanks",
        "thankyou_page_url": "https://example.com/thankyou",
        "cpa": 2.5,
        "referral_pending_duration": 14,
        "geo_restrictions": {
            "allow_worldwide_referrals": false,
            "allowed_countries": ["US", "CA", "GB"],
            "blocked_countries": [],
            "allowed_regions": ["EU"],
        },
        "ideal_subscriber": "Reads on the way to work.",
        "expected_earning_per_referral": "1.75",
        "screening_strictness": "medium",
        "expected_referral_confirmation_rate": 0.7,
        "requires_approval": true,
        "pilot_phase": false,
        "max_payout": 12000.0,
        "created_at": "2024-02-24T15:30:00.000Z",
    })
}

/// The same objects with their members in an order that is none: sorted by the hash of their names.
fn shuffled(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(shuffled).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members
                .sort_by_key(|(name, _)| name.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31) ^ u32::from(byte)));
            let members: Map<String, Value> =
                members.into_iter().map(|(name, value)| (name.clone(), shuffled(value))).collect();
            Value::Object(members)
        }
        other => other.clone(),
    }
}

/// The same objects, with a member that nobody knows before every third.
fn with_unknown(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(with_unknown).collect(),
        Value::Object(members) => {
            let mut more = Map::new();
            for (index, (name, value)) in members.iter().enumerate() {
                if index % 3 == 1 {
                    more.insert(format!("new_{name}"), "of a later version".into());
                }
                more.insert(name.clone(), with_unknown(value));
            }
            Value::Object(more)
        }
        other => other.clone(),
    }
}
