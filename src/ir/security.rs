//! Security schemes, requirements and servers.

use super::Doc;
use crate::diag::Place;

/// Identifies a [`SecurityScheme`]: its index in `Api::security`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemeId(pub u32);

/// A Security Scheme Object.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// The component's key.
    pub name: String,
    /// How the credential travels.
    pub credential: Credential,
    /// Environment variable that holds the credential (`x-specwright-env`).
    pub env: Option<String>,
    /// What the document says of it.
    pub doc: Doc,
    /// The scheme.
    pub place: Place,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq)]
pub enum Credential {
    /// `apiKey` in a header, by name.
    Header(String),
    /// `apiKey` in the query, by name.
    Query(String),
    /// `apiKey` in a cookie, by name.
    Cookie(String),
    /// RFC 7617.
    Basic,
    /// RFC 6750, or any other token after `Bearer`.
    Bearer,
    /// Another HTTP authentication scheme, by name (RFC 9110, section 11).
    Http(String),
    /// OAuth 2.0; the token travels as a bearer token.
    OAuth2(Vec<OAuthFlow>),
    /// OpenID Connect discovery at this URL; the token travels as a bearer token.
    OpenIdConnect(String),
    /// TLS client certificates.
    MutualTls,
    /// Nobody knows: an operation demands the scheme, and the document does not say what it is.
    Undeclared,
}

/// A flow of an OAuth 2.0 scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuthFlow {
    /// `clientCredentials`, `authorizationCode`, `password` or `implicit`.
    pub name: String,
    /// Where tokens are had.
    pub token_url: Option<String>,
    /// The scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// A Security Requirement Object: all of these schemes together. Empty means that no credential is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirement {
    /// The schemes and the scopes that each must grant.
    pub schemes: Vec<(SchemeId, Vec<String>)>,
}

/// A Server Object.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The URL, with its variables in braces; relative URLs are kept as they are.
    pub url: String,
    /// A name (`x-specwright-server-name`, or OpenAPI 3.2 `name`).
    pub name: Option<String>,
    /// What the document says of it.
    pub doc: Doc,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
    /// Whether the API's rate limit holds here (`x-specwright-rate-limit: false` says no).
    pub rate_limited: bool,
    /// The server.
    pub place: Place,
}

impl Server {
    /// The URL with the defaults of its variables; nothing if one of them has none.
    pub fn with_defaults(&self) -> Option<String> {
        self.variables.iter().try_fold(self.url.clone(), |url, variable| {
            Some(url.replace(&format!("{{{}}}", variable.name), variable.default.as_ref()?))
        })
    }
}

/// A Server Variable Object.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// The name, without braces.
    pub name: String,
    /// The value used when none is given.
    pub default: Option<String>,
    /// The allowed values; empty means any.
    pub values: Vec<String>,
    /// What the document says of it.
    pub doc: Doc,
}
