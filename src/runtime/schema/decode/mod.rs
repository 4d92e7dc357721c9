//! Decoding and checking a text in one pass.
//!
//! A type asks a deserializer for a value and hands it a visitor, which is called with what was found. [`Checked`] stands
//! between the two, passes everything on, and checks on the way what passes. Whatever it finds wrong, and whatever cannot
//! be told from the parts of a value alone, is left to the checker, which reads the text again and says all of it.

mod access;
mod checked;
mod name;

use serde_core::de::DeserializeOwned;

use super::super::codec::json_text;
use super::check::Check;
use super::report::{Path, Report};
use super::{Schema, Violation};
use checked::Checked;

/// Why a text was not decoded.
#[derive(Debug)]
pub enum Undecoded {
    /// It is not JSON.
    Malformed(serde_json::Error),
    /// It is not what the schema allows: everything that is wrong, up to a bound.
    Invalid(Vec<Violation>),
    /// It is, and still no value of the type.
    Mistyped,
}

impl Schema {
    /// The value of a JSON text that is as the schema says.
    pub fn decode<T: DeserializeOwned>(&self, json: &[u8]) -> Result<T, Undecoded> {
        let (decoded, settled) = self.decode_once(json);
        if decoded.is_err() || !settled {
            let violations = self.check(json).map_err(Undecoded::Malformed)?;
            if !violations.is_empty() {
                return Err(Undecoded::Invalid(violations));
            }
        }
        decoded.map_err(|_| Undecoded::Mistyped)
    }

    /// The value of a JSON text, and whether it is certain that the schema allows it.
    pub(super) fn decode_once<T: DeserializeOwned>(&self, json: &[u8]) -> (Result<T, serde_json::Error>, bool) {
        let mut report = Report::probe();
        let decoded = read(json, Check::new(self, &Path::ROOT, &mut report));
        (decoded, !report.is_full())
    }
}

fn read<T: DeserializeOwned>(json: &[u8], check: Check<'_>) -> Result<T, serde_json::Error> {
    let mut text = serde_json::Deserializer::from_str(json_text(json)?);
    let value = T::deserialize(Checked { inner: &mut text, check: Some(check) })?;
    text.end()?;
    Ok(value)
}
