//! [`Signer`] and [`Verifier`]: the two ends of a signature. Comparisons take the same time wherever texts differ.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::super::secret::Secret;
use super::template::{Piece, parse, pieces};
use super::{Algorithm, Encoding, SignatureScheme};

/// Timestamps from here on are milliseconds: as seconds they would be in the year 5138.
const MILLISECONDS: u64 = 100_000_000_000;

/// Checks signatures.
#[derive(Debug, Clone)]
pub struct Verifier {
    scheme: &'static SignatureScheme,
    secrets: Vec<Secret>,
    tolerance: Duration,
}

impl Verifier {
    /// A verifier that knows one secret. An empty secret verifies nothing.
    pub fn new(scheme: &'static SignatureScheme, secret: impl Into<Secret>) -> Self {
        Self { scheme, secrets: vec![secret.into()], tolerance: Duration::from_secs(scheme.tolerance) }
    }

    /// Accepts another secret too, while secrets are being changed.
    #[must_use]
    pub fn or(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sets how far a timestamp may be from now, either way.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Checks the signature of a delivery. The body must be the bytes as they came.
    ///
    /// # Errors
    ///
    /// If there is no signature, or none that holds, or its timestamp is too far from now.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(headers, body, SystemTime::now())
    }

    /// Checks the signature of a delivery that came at a given time.
    ///
    /// # Errors
    ///
    /// As [`Verifier::verify`].
    pub fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Result<(), SignatureError> {
        let parsed =
            parse(self.scheme.format, single(headers, self.scheme.header)?).ok_or(SignatureError::Malformed)?;
        let timestamp = match self.scheme.timestamp {
            Some(name) => Some(single(headers, name)?),
            None => parsed.timestamp,
        };
        let signed = signed(self.scheme, headers, body, timestamp)?;
        if !self.secrets.iter().any(|secret| self.holds(secret, &signed, &parsed.signatures)) {
            return Err(SignatureError::Mismatch);
        }
        match timestamp {
            Some(timestamp) => self.recent(timestamp, now),
            None => Ok(()),
        }
    }

    fn holds(&self, secret: &Secret, signed: &[u8], signatures: &[&str]) -> bool {
        let Some(key) = key(self.scheme, secret) else { return false };
        signatures.iter().any(|signature| match self.scheme.algorithm {
            Algorithm::Token => key.ct_eq(signature.as_bytes()).into(),
            Algorithm::HmacSha256 => {
                let encodings = match self.scheme.encoding {
                    Some(encoding) => vec![encoding],
                    None => vec![Encoding::Hex, Encoding::Base64],
                };
                let bytes = encodings.into_iter().find_map(|encoding| decode(encoding, signature));
                let mac = mac(&key, signed);
                bytes.zip(mac).is_some_and(|(bytes, mac)| mac.verify_slice(&bytes).is_ok())
            }
        })
    }

    fn recent(&self, timestamp: &str, now: SystemTime) -> Result<(), SignatureError> {
        let number: u64 = timestamp.parse().map_err(|_| SignatureError::Malformed)?;
        let since = if number < MILLISECONDS { Duration::from_secs(number) } else { Duration::from_millis(number) };
        let then = UNIX_EPOCH.checked_add(since).ok_or(SignatureError::Malformed)?;
        let apart = now.duration_since(then).unwrap_or_else(|future| future.duration());
        if apart <= self.tolerance { Ok(()) } else { Err(SignatureError::Expired) }
    }
}

/// Makes signatures.
#[derive(Debug, Clone)]
pub struct Signer {
    scheme: &'static SignatureScheme,
    secret: Secret,
}

impl Signer {
    /// A signer with a secret.
    pub fn new(scheme: &'static SignatureScheme, secret: impl Into<Secret>) -> Self {
        Self { scheme, secret: secret.into() }
    }

    /// Adds the signature of a body to the headers of a delivery. Other headers that are signed must be there already.
    ///
    /// # Errors
    ///
    /// If the secret is empty or cannot stand in a header, or a header that is signed is missing.
    pub fn sign(&self, headers: &mut HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.sign_at(headers, body, SystemTime::now())
    }

    /// Adds the signature of a body that is sent at a given time.
    ///
    /// # Errors
    ///
    /// As [`Signer::sign`].
    pub fn sign_at(&self, headers: &mut HeaderMap, body: &[u8], at: SystemTime) -> Result<(), SignatureError> {
        let key = key(self.scheme, &self.secret).ok_or(SignatureError::Secret)?;
        let timestamp = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let signed = signed(self.scheme, headers, body, Some(&timestamp))?;
        let signature = match self.scheme.algorithm {
            Algorithm::Token => self.secret.expose().to_owned(),
            Algorithm::HmacSha256 => {
                let mac = mac(&key, &signed).ok_or(SignatureError::Secret)?;
                encode(self.scheme.encoding.unwrap_or(Encoding::Hex), &mac.finalize().into_bytes())
            }
        };
        let text: String = pieces(self.scheme.format)
            .into_iter()
            .map(|piece| match piece {
                Piece::Constant(text) => text,
                Piece::Timestamp => &timestamp,
                Piece::Signature => &signature,
                Piece::Body | Piece::Header(_) => "",
            })
            .collect();
        let name = HeaderName::try_from(self.scheme.header).map_err(|_| SignatureError::Malformed)?;
        if let Some(name) = self.scheme.timestamp {
            headers.insert(name, HeaderValue::try_from(&timestamp).map_err(|_| SignatureError::Malformed)?);
        }
        let mut value = HeaderValue::try_from(text).map_err(|_| SignatureError::Secret)?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok(())
    }
}

/// The only value of a header. Of two, another component could read the other one.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(SignatureError::Missing)?;
    match values.next() {
        Some(_) => Err(SignatureError::Malformed),
        None => value.to_str().map_err(|_| SignatureError::Malformed),
    }
}

/// The key that a secret stands for. An empty one would let anybody sign.
fn key(scheme: &SignatureScheme, secret: &Secret) -> Option<Vec<u8>> {
    let key = match scheme.base64_secret {
        Some(prefix) => STANDARD.decode(secret.expose().strip_prefix(prefix).unwrap_or(secret.expose())).ok()?,
        None => secret.expose().as_bytes().to_vec(),
    };
    (!key.is_empty()).then_some(key)
}

/// The bytes that are signed.
fn signed<'b>(
    scheme: &SignatureScheme,
    headers: &HeaderMap,
    body: &'b [u8],
    timestamp: Option<&str>,
) -> Result<Cow<'b, [u8]>, SignatureError> {
    let pieces = pieces(scheme.signed);
    if pieces == [Piece::Body] {
        return Ok(Cow::Borrowed(body));
    }
    let mut signed = Vec::with_capacity(body.len() + 64);
    for piece in pieces {
        signed.extend_from_slice(match piece {
            Piece::Constant(text) => text.as_bytes(),
            Piece::Body => body,
            Piece::Timestamp => timestamp.ok_or(SignatureError::Malformed)?.as_bytes(),
            Piece::Header(name) => headers.get(name).ok_or(SignatureError::Missing)?.as_bytes(),
            Piece::Signature => &[],
        });
    }
    Ok(Cow::Owned(signed))
}

fn mac(secret: &[u8], signed: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(signed);
    Some(mac)
}

fn encode(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding {
        Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Encoding::Base64 => STANDARD.encode(bytes),
    }
}

fn decode(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Hex => {
            let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
            let pairs = text.as_bytes().chunks(2);
            pairs.map(|pair| Some(digit(*pair.first()?)? * 16 + digit(*pair.get(1)?)?)).collect()
        }
        Encoding::Base64 => STANDARD.decode(text).ok(),
    }
}

/// Why a delivery cannot be trusted, or cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature header, or another header that is signed, is not there.
    Missing,
    /// The header is not written as the document says, or is there more than once.
    Malformed,
    /// No signature is that of this body with any of the secrets.
    Mismatch,
    /// The signature holds but was made too long ago, or too far in the future.
    Expired,
    /// The secret is empty, or has characters that cannot be sent.
    Secret,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the signature header is missing",
            Self::Malformed => "the signature header is malformed",
            Self::Mismatch => "the signature does not match the body",
            Self::Expired => "the signature is too old or from the future",
            Self::Secret => "the secret is empty or cannot be sent in a header",
        })
    }
}

impl std::error::Error for SignatureError {}
