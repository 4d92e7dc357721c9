//! Signatures of webhook deliveries: made by whoever sends them, checked by whoever receives them. Neither end of HTTP is
//! needed for either.

mod delivery;
mod template;
mod verify;

#[cfg(test)]
mod tests;

pub use delivery::{DeliveryError, MalformedEvent, decode};
pub use verify::{SignatureError, Signer, Verifier};

/// How deliveries prove where they come from, as the document describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureScheme {
    /// The header that carries the signature.
    pub header: &'static str,
    /// How the signature is made.
    pub algorithm: Algorithm,
    /// How its bytes are written. Unknown means that either is read and hexadecimal is written.
    pub encoding: Option<Encoding>,
    /// What is signed: constant text, `{body}`, `{timestamp}`, and the names of other headers in braces.
    pub signed: &'static str,
    /// How the header is written: constant text, `{signature}` and `{timestamp}`.
    pub format: &'static str,
    /// A header of its own that carries the timestamp, where the format has none.
    pub timestamp: Option<&'static str>,
    /// What precedes a secret that is written in base64; otherwise its text is the key.
    pub base64_secret: Option<&'static str>,
    /// How far a timestamp may be from now, in seconds, either way.
    pub tolerance: u64,
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC (RFC 2104) with SHA-256.
    HmacSha256,
    /// No signature: the header equals the shared secret.
    Token,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 4648, section 8. Either case is read, lower case is written.
    Hex,
    /// RFC 4648, section 4.
    Base64,
}

impl SignatureScheme {
    /// A scheme that signs the body and writes nothing but the signature; the tolerance is five minutes.
    pub const fn new(header: &'static str, algorithm: Algorithm) -> Self {
        Self {
            header,
            algorithm,
            encoding: None,
            signed: "{body}",
            format: "{signature}",
            timestamp: None,
            base64_secret: None,
            tolerance: 300,
        }
    }

    /// Sets how the bytes of the signature are written.
    pub const fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Sets what is signed.
    pub const fn signed(mut self, template: &'static str) -> Self {
        self.signed = template;
        self
    }

    /// Sets how the header is written.
    pub const fn format(mut self, template: &'static str) -> Self {
        self.format = template;
        self
    }

    /// Puts the timestamp into a header of its own.
    pub const fn timestamp(mut self, header: &'static str) -> Self {
        self.timestamp = Some(header);
        self
    }

    /// Says that secrets are base64 after this prefix.
    pub const fn base64_secret(mut self, prefix: &'static str) -> Self {
        self.base64_secret = Some(prefix);
        self
    }

    /// Sets how far a timestamp may be from now, in seconds.
    pub const fn tolerance(mut self, seconds: u64) -> Self {
        self.tolerance = seconds;
        self
    }
}
