//! A delivery as typed data: its signature is checked before a byte of it is decoded.

use std::error::Error;
use std::fmt;

use http::HeaderMap;
use serde_core::de::DeserializeOwned;

use super::super::codec::json_text;
use super::{SignatureError, Verifier};

/// Checks a delivery and decodes its event. Without a verifier nothing is known of its origin.
///
/// # Errors
///
/// If the signature does not hold, or the body is not an event.
pub fn decode<E: DeserializeOwned>(
    verifier: Option<&Verifier>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<E, DeliveryError> {
    if let Some(verifier) = verifier {
        verifier.verify(headers, body).map_err(DeliveryError::Signature)?;
    }
    let event = json_text(body).and_then(serde_json::from_str);
    event.map_err(|error| DeliveryError::Malformed(MalformedEvent(error)))
}

/// Why a delivery is not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeliveryError {
    /// It cannot be trusted.
    Signature(SignatureError),
    /// It can be trusted, but its body is not an event as the document describes it.
    Malformed(MalformedEvent),
}

/// A body that is not an event as the document describes it.
#[derive(Debug)]
pub struct MalformedEvent(serde_json::Error);

impl MalformedEvent {
    /// Whether the body is not even JSON.
    pub fn is_syntax(&self) -> bool {
        !self.0.is_data()
    }
}

impl fmt::Display for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = if self.is_syntax() { "is not JSON" } else { "is not a documented event" };
        write!(f, "the body {problem}: see line {}, column {}", self.0.line(), self.0.column())
    }
}

impl Error for MalformedEvent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature(_) => "the delivery cannot be trusted",
            Self::Malformed(_) => "the delivery is not an event",
        })
    }
}

impl Error for DeliveryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Malformed(error) => Some(error),
        }
    }
}
