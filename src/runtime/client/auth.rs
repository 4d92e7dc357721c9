//! Credentials: which of an operation's alternatives can be satisfied, and how they travel.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ConfigError, Endpoint, Need, Scheme, SchemeKind, Secret};

/// A credential for a security scheme.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credential {
    /// An API key or token.
    Token(Secret),
    /// A user name and a password.
    Basic {
        /// The user name.
        username: String,
        /// The password.
        password: Secret,
    },
    /// OAuth 2.0 client credentials: tokens are had when they are needed.
    ClientCredentials(ClientCredentials),
    /// The transport presents a TLS client certificate.
    Certificate,
    /// A whole header, for schemes that the document demands but does not declare.
    InHeader {
        /// The name of the header.
        name: String,
        /// Its value.
        value: Secret,
    },
}

/// OAuth 2.0 client credentials (RFC 6749, section 4.4).
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    pub(super) id: String,
    pub(super) secret: Secret,
    pub(super) token_url: String,
    pub(super) scopes: Vec<String>,
}

impl ClientCredentials {
    /// Credentials for a token endpoint.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>, token_url: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), token_url: token_url.into(), scopes: Vec::new() }
    }

    /// The scopes to ask for; without any, the server decides.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }
}

/// What is added to a message to authenticate it.
#[derive(Default)]
pub(super) struct Authorization {
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) query: String,
    pub(super) cookies: String,
}

impl Authorization {
    /// Adds a token in the way of its scheme. `None` if the token cannot travel there.
    pub(super) fn add(&mut self, kind: SchemeKind, token: &str) -> Option<()> {
        match kind {
            SchemeKind::Header(name) => self.header(HeaderName::try_from(name).ok()?, token.to_owned())?,
            SchemeKind::Query(name) => {
                let escape = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
                separate(&mut self.query, "&");
                self.query.push_str(&format!("{}={}", escape(name), escape(token)));
            }
            SchemeKind::Cookie(name) => {
                let is_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                token.bytes().all(is_octet).then_some(())?;
                separate(&mut self.cookies, "; ");
                self.cookies.push_str(&format!("{name}={token}"));
            }
            SchemeKind::Basic => self.header(AUTHORIZATION, ["Basic ", token].concat())?,
            SchemeKind::Bearer => self.header(AUTHORIZATION, ["Bearer ", token].concat())?,
            SchemeKind::Http(scheme) => self.header(AUTHORIZATION, [scheme, " ", token].concat())?,
            SchemeKind::MutualTls => {}
            SchemeKind::Undeclared => return None,
        }
        Some(())
    }

    /// Adds a header that carries a credential. `None` if it is no valid header.
    pub(super) fn named(&mut self, name: &str, value: &str) -> Option<()> {
        self.header(HeaderName::try_from(name).ok()?, value.to_owned())
    }

    fn header(&mut self, name: HeaderName, value: String) -> Option<()> {
        let mut value = HeaderValue::try_from(value).ok()?;
        value.set_sensitive(true);
        self.headers.push((name, value));
        Some(())
    }
}

fn separate(text: &mut String, separator: &str) {
    if !text.is_empty() {
        text.push_str(separator);
    }
}

/// User name and password as the token of the `Basic` scheme (RFC 7617, section 2).
pub(super) fn basic(username: &str, password: &Secret) -> String {
    STANDARD.encode(format!("{username}:{}", password.expose()))
}

impl Credential {
    /// Checks that the credential can travel in the way of its scheme.
    pub(super) fn check(&self, scheme: &Scheme) -> Result<(), ConfigError> {
        let problem = match (self, scheme.kind) {
            (Self::Basic { username, .. }, _) if username.contains(':') => "its user name contains a colon",
            (Self::Basic { .. }, SchemeKind::Basic) | (Self::Certificate, SchemeKind::MutualTls) => return Ok(()),
            (Self::ClientCredentials(_), SchemeKind::Bearer) => return Ok(()),
            (Self::InHeader { value, .. }, _) if value.expose().is_empty() => "it is empty",
            (Self::InHeader { name, value }, SchemeKind::Undeclared) => {
                match Authorization::default().named(name, value.expose()) {
                    Some(()) => return Ok(()),
                    None => "it is no valid header",
                }
            }
            (Self::Token(token), _) if token.expose().is_empty() => "it is empty",
            (Self::Token(token), kind) => match Authorization::default().add(kind, token.expose()) {
                Some(()) => return Ok(()),
                None => "it contains a character that cannot be sent, such as a line break",
            },
            _ => "it is of another kind than the scheme",
        };
        Err(ConfigError::new(format!("the credential for `{}` is not usable: {problem}", scheme.name)))
    }
}

/// The first alternative that can be satisfied; one with credentials precedes none at all, even if the document lists
/// it later. Fails with what would satisfy each.
pub(super) fn choose(
    endpoint: &Endpoint,
    schemes: &[Scheme],
    is_there: impl Fn(usize) -> bool,
) -> Result<&'static [Need], Vec<String>> {
    let satisfied = |needs: &&&'static [Need]| needs.iter().all(|need| is_there(need.scheme));
    let with_credentials = endpoint.security.iter().filter(|needs| !needs.is_empty());
    if let Some(needs) = with_credentials.clone().find(satisfied) {
        return Ok(needs);
    }
    if with_credentials.clone().count() == endpoint.security.len() && !endpoint.security.is_empty() {
        let name = |need: &Need| schemes.get(need.scheme).map_or("?", |scheme| scheme.name);
        let names = with_credentials.map(|needs| needs.iter().map(name).collect::<Vec<_>>().join(" and "));
        return Err(names.collect());
    }
    Ok(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    static SCHEMES: [Scheme; 4] = [
        Scheme::new("bearerAuth", SchemeKind::Bearer),
        Scheme::new("key", SchemeKind::Query("api key")),
        Scheme::new("session", SchemeKind::Cookie("sid")),
        Scheme::new("unsaid", SchemeKind::Undeclared),
    ];
    const BEARER: Need = Need { scheme: 0, scopes: &[] };
    const KEY: Need = Need { scheme: 1, scopes: &[] };

    fn chosen(security: &'static [&'static [Need]], there: &[usize]) -> Result<Vec<usize>, Vec<String>> {
        let endpoint = Endpoint::new("op", "GET", "/").security(security);
        let needs = choose(&endpoint, &SCHEMES, |scheme| there.contains(&scheme))?;
        Ok(needs.iter().map(|need| need.scheme).collect())
    }

    #[test]
    fn the_first_satisfiable_alternative_is_chosen() {
        const BOTH: &[Need] = &[BEARER, KEY];
        assert_eq!(chosen(&[], &[]), Ok(vec![]));
        assert_eq!(chosen(&[BOTH, &[KEY]], &[0, 1]), Ok(vec![0, 1]));
        assert_eq!(chosen(&[BOTH, &[KEY]], &[1]), Ok(vec![1]));
        assert_eq!(chosen(&[BOTH, &[KEY]], &[0]), Err(vec!["bearerAuth and key".to_owned(), "key".to_owned()]));
        assert_eq!(chosen(&[&[], &[KEY]], &[1]), Ok(vec![1]));
        assert_eq!(chosen(&[&[], &[KEY]], &[]), Ok(vec![]));
    }

    #[test]
    fn credentials_travel_in_the_way_of_their_scheme() {
        let mut authorization = Authorization::default();
        authorization.add(SchemeKind::Query("api key"), "a&b").unwrap();
        authorization.add(SchemeKind::Cookie("sid"), "abc=").unwrap();
        authorization.add(SchemeKind::Http("Digest"), "x").unwrap();
        authorization.add(SchemeKind::Header("X-API-Key"), "k").unwrap();
        assert_eq!(authorization.query, "api%20key=a%26b");
        assert_eq!(authorization.cookies, "sid=abc=");
        let [digest, key] = [&authorization.headers[0], &authorization.headers[1]];
        assert!(digest.0 == AUTHORIZATION && digest.1 == "Digest x");
        assert!(key.0 == "x-api-key" && key.1.is_sensitive());
        assert_eq!(basic("Aladdin", &Secret::new("open sesame")), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    #[test]
    fn credentials_that_cannot_travel_are_refused() {
        let check =
            |scheme: usize, credential: Credential| credential.check(&SCHEMES[scheme]).map_err(|e| e.to_string());
        assert_eq!(check(0, Credential::Token("ok".into())), Ok(()));
        let error = check(0, Credential::Token("se\ncret".into())).unwrap_err();
        assert!(error.contains("`bearerAuth`") && error.contains("line break") && !error.contains("cret"), "{error}");
        assert!(check(0, Credential::Token("".into())).is_err());
        assert!(check(2, Credential::Token("a;b".into())).is_err());
        assert!(check(1, Credential::Certificate).is_err());
        let header = |name: &str, value: &str| Credential::InHeader { name: name.to_owned(), value: value.into() };
        assert_eq!(check(3, header("X-Key", "k")), Ok(()));
        assert!(check(3, header("X Key", "k")).is_err() && check(3, header("X-Key", "")).is_err());
        assert!(check(3, Credential::Token("k".into())).is_err() && check(0, header("X-Key", "k")).is_err());
    }
}
