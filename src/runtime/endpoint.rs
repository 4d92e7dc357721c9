//! What an operation is on the wire: method, path, credentials, bodies. Both ends read the same tables; nothing here
//! depends on either.
//!
//! Everything can be built in a `static`, so that describing an operation costs nothing until it is called.

use super::param::Param;

/// An operation, as the OpenAPI document describes it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Its name, `group.method`: `resources.list`.
    pub name: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template: `/resources/{id}`.
    pub path: &'static str,
    /// Its parameters.
    pub params: &'static [&'static Param],
    /// Alternatives of credentials: each is a list of what is needed together. Empty means that none is needed; an
    /// empty alternative means that credentials are optional (OpenAPI 3.0.4, "Security Requirement Object").
    pub security: &'static [&'static [Need]],
    /// The request body, if it takes one.
    pub body: Option<BodySpec>,
    /// Media types of the documented responses, as the `Accept` header lists them; empty if there are none.
    pub accept: &'static str,
    /// The one status that the document lists for requests that are not as documented, of 400 and 422.
    pub refusal: Option<u16>,
    /// A server of its own that takes the place of the API's.
    pub server: Option<&'static str>,
    /// Statuses after which the request may be repeated, where the document lists them.
    pub retry_statuses: Option<&'static [u16]>,
    /// How many times the request may be repeated, where the document says so.
    pub retries: Option<u32>,
    /// Limits on the rate of this operation, beside those of the whole API.
    pub windows: &'static [Window],
}

impl Endpoint {
    /// An operation without parameters, credentials and bodies.
    pub const fn new(name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            params: &[],
            security: &[],
            body: None,
            accept: "",
            refusal: None,
            server: None,
            retry_statuses: None,
            retries: None,
            windows: &[],
        }
    }

    /// Sets the parameters.
    pub const fn params(mut self, params: &'static [&'static Param]) -> Self {
        self.params = params;
        self
    }

    /// Sets the alternatives of credentials.
    pub const fn security(mut self, security: &'static [&'static [Need]]) -> Self {
        self.security = security;
        self
    }

    /// Sets the request body.
    pub const fn body(mut self, body: BodySpec) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the media types of the responses.
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the one status for requests that are not as documented.
    pub const fn refusal(mut self, status: u16) -> Self {
        self.refusal = Some(status);
        self
    }

    /// Sets a server of its own.
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Sets the statuses after which the request may be repeated.
    pub const fn retry_statuses(mut self, statuses: &'static [u16]) -> Self {
        self.retry_statuses = Some(statuses);
        self
    }

    /// Sets how many times the request may be repeated.
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Sets limits on its rate.
    pub const fn windows(mut self, windows: &'static [Window]) -> Self {
        self.windows = windows;
        self
    }

    /// Whether repeating the request has the same effect as making it once (RFC 9110, section 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method, "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY")
    }
}

/// A credential that an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// The security scheme: its index in the crate's table of schemes.
    pub scheme: usize,
    /// The scopes that the credential must grant.
    pub scopes: &'static [&'static str],
}

impl Need {
    /// A credential of a scheme that grants these scopes.
    pub const fn new(scheme: usize, scopes: &'static [&'static str]) -> Self {
        Self { scheme, scopes }
    }
}

/// A security scheme of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How its credential travels.
    pub kind: SchemeKind,
}

impl Scheme {
    /// A scheme.
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}

/// How a credential travels (OpenAPI 3.0.4, "Security Scheme Object").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// An API key in the header of this name.
    Header(&'static str),
    /// An API key in the query parameter of this name.
    Query(&'static str),
    /// An API key in the cookie of this name.
    Cookie(&'static str),
    /// User name and password (RFC 7617).
    Basic,
    /// A token after `Bearer` (RFC 6750); OAuth 2.0 and OpenID Connect send theirs this way, too.
    Bearer,
    /// Credentials of another HTTP authentication scheme, by its name (RFC 9110, section 11).
    Http(&'static str),
    /// A TLS client certificate.
    MutualTls,
    /// In a way that the document does not say.
    Undeclared,
}

/// The body that an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodySpec {
    /// Whether it must be present.
    pub required: bool,
    /// The media types it may have, the preferred one first.
    pub media_types: &'static [Media],
}

impl BodySpec {
    /// A body that must be present.
    pub const fn required(media_types: &'static [Media]) -> Self {
        Self { required: true, media_types }
    }

    /// A body that may be left out.
    pub const fn optional(media_types: &'static [Media]) -> Self {
        Self { required: false, media_types }
    }
}

/// A media type that a body may have, and how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    /// The media type or range, as the document has it.
    pub name: &'static str,
    /// How much of it is read before the handler runs.
    pub reading: Reading,
}

/// How much of a body is read before the handler runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Whole,
    /// All of it, part by part.
    Parts,
    /// Nothing: the handler gets a stream.
    Stream,
}

impl Media {
    /// A type that is read as a whole.
    pub const fn new(name: &'static str) -> Self {
        Self { name, reading: Reading::Whole }
    }

    /// A type that consists of parts.
    pub const fn parts(name: &'static str) -> Self {
        Self { name, reading: Reading::Parts }
    }

    /// A type that is handed over as a stream.
    pub const fn stream(name: &'static str) -> Self {
        Self { name, reading: Reading::Stream }
    }
}

/// At most so many requests in any period of so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The number of requests.
    pub requests: u32,
    /// The length of the period.
    pub seconds: u32,
}

impl Window {
    /// At most `requests` in any `seconds`.
    pub const fn new(requests: u32, seconds: u32) -> Self {
        Self { requests, seconds }
    }
}
