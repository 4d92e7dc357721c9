//! Credentials as they stand in a request, by scheme.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap};
use http::request::Parts;
use percent_encoding::percent_decode_str;

use super::super::endpoint::SchemeKind;
use super::super::secret::Secret;
use super::auth::Denied;

/// What a caller sent to prove who they are.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A key or a token.
    Secret(Secret),
    /// User name and password.
    Login(String, Secret),
    /// Something that is not in the request but known of the connection.
    Connection(http::Extensions),
    /// Something that is anywhere: the document does not say where.
    Head(Box<Parts>),
}

impl Credential {
    /// The API key, token, or whatever follows the name of an HTTP authentication scheme.
    pub fn secret(self) -> Secret {
        match self {
            Self::Secret(secret) | Self::Login(_, secret) => secret,
            Self::Connection(_) | Self::Head(_) => Secret::default(),
        }
    }

    /// User name and password.
    pub fn login(self) -> (String, Secret) {
        match self {
            Self::Login(user, password) => (user, password),
            Self::Secret(secret) => (String::new(), secret),
            Self::Connection(_) | Self::Head(_) => Default::default(),
        }
    }

    /// The extensions of the request, where the acceptor leaves the client's certificate.
    pub fn connection(self) -> http::Extensions {
        match self {
            Self::Connection(extensions) => extensions,
            Self::Head(head) => head.extensions,
            Self::Secret(_) | Self::Login(..) => http::Extensions::new(),
        }
    }

    /// The head of the request.
    pub fn head(self) -> Parts {
        match self {
            Self::Head(head) => *head,
            Self::Secret(_) | Self::Login(..) | Self::Connection(_) => http::Request::new(()).into_parts().0,
        }
    }
}

/// Finds the credential of a scheme. `None` means that none was sent; a malformed or ambiguous one is denied.
pub(super) fn find(kind: SchemeKind, parts: &Parts) -> Option<Result<Credential, Denied>> {
    match kind {
        SchemeKind::Header(name) => one(header_values(&parts.headers, name)),
        SchemeKind::Query(name) => one(query_values(parts.uri.query().unwrap_or_default(), name)),
        SchemeKind::Cookie(name) => one(cookie_values(&parts.headers, name)),
        SchemeKind::Bearer => one(authorization(&parts.headers, "Bearer")),
        SchemeKind::Http(scheme) => one(authorization(&parts.headers, scheme)),
        SchemeKind::Basic => Some(one(authorization(&parts.headers, "Basic"))?.and_then(login)),
        SchemeKind::MutualTls => Some(Ok(Credential::Connection(parts.extensions.clone()))),
        SchemeKind::Undeclared => Some(Ok(Credential::Head(Box::new(parts.clone())))),
    }
}

/// The only value there is. Two credentials in one place are refused: which of them another component of the system
/// would believe is not known.
fn one(mut values: impl Iterator<Item = Option<String>>) -> Option<Result<Credential, Denied>> {
    let first = values.next()?;
    let another = values.next().is_some();
    let secret = first.filter(|text| !text.is_empty() && !another);
    Some(secret.map(|text| Credential::Secret(Secret::new(text))).ok_or(Denied::Unauthorized))
}

fn header_values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = Option<String>> + use<'a> {
    headers
        .get_all(name)
        .iter()
        .map(|value| Some(std::str::from_utf8(value.as_bytes()).ok()?.trim_matches([' ', '\t']).to_owned()))
}

/// The credentials after an authentication scheme, whose name is not case-sensitive (RFC 9110, section 11.1).
fn authorization(headers: &HeaderMap, scheme: &str) -> impl Iterator<Item = Option<String>> {
    headers.get_all(header::AUTHORIZATION).iter().filter_map(move |value| {
        let text = std::str::from_utf8(value.as_bytes()).ok()?.trim();
        let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
        name.eq_ignore_ascii_case(scheme).then(|| Some(rest.trim_start().to_owned()))
    })
}

fn query_values(query: &str, name: &str) -> impl Iterator<Item = Option<String>> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
    };
    query.split('&').filter_map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key)? == name).then(|| decoded(value))
    })
}

fn cookie_values(headers: &HeaderMap, name: &str) -> impl Iterator<Item = Option<String>> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
    cookies.flat_map(|cookies| cookies.split(';')).filter_map(move |cookie| {
        let (key, value) = cookie.trim().split_once('=')?;
        (key == name).then(|| percent_decode_str(value).decode_utf8().ok().map(|text| text.into_owned()))
    })
}

/// User name and password (RFC 7617, section 2): everything after the first colon is the password.
fn login(credential: Credential) -> Result<Credential, Denied> {
    let Credential::Secret(encoded) = credential else { return Err(Denied::Unauthorized) };
    let decoded = STANDARD.decode(encoded.expose()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let decoded = decoded.ok_or(Denied::Unauthorized)?;
    let (user, password) = decoded.split_once(':').ok_or(Denied::Unauthorized)?;
    Ok(Credential::Login(user.to_owned(), Secret::new(password)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: SchemeKind, uri: &str, headers: &[(&str, &str)]) -> Option<Option<String>> {
        let mut request = http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        find(kind, &parts).map(|found| match found.ok()? {
            Credential::Secret(secret) => Some(secret.into_exposed()),
            Credential::Login(user, password) => Some(format!("{user} / {}", password.expose())),
            Credential::Connection(_) => Some("connection".to_owned()),
            Credential::Head(head) => Some(head.uri.to_string()),
        })
    }

    fn sent(text: &str) -> Option<Option<String>> {
        Some(Some(text.to_owned()))
    }

    const DENIED: Option<Option<String>> = Some(None);

    #[test]
    fn keys_are_found_where_the_scheme_says() {
        let cookies = [("cookie", "a=1; session=x%20y"), ("cookie", "b=2")];
        assert_eq!(found(SchemeKind::Header("X-API-Key"), "/", &[("x-api-key", "k")]), sent("k"));
        assert_eq!(found(SchemeKind::Header("X-API-Key"), "/", &[]), None);
        assert_eq!(found(SchemeKind::Query("api key"), "/?a=b&api+key=%C3%A9+1", &[]), sent("é 1"));
        assert_eq!(found(SchemeKind::Query("key"), "/?keys=1", &[]), None);
        assert_eq!(found(SchemeKind::Cookie("session"), "/", &cookies), sent("x y"));
        assert_eq!(found(SchemeKind::Cookie("sess"), "/", &cookies), None);
    }

    #[test]
    fn what_is_not_declared_may_be_anywhere() {
        assert_eq!(found(SchemeKind::Undeclared, "/a?b=c", &[]), sent("/a?b=c"));
    }

    #[test]
    fn authentication_schemes_ignore_case_and_each_other() {
        let headers = [("authorization", "bEaReR abc.def"), ("authorization", "Digest x=1")];
        assert_eq!(found(SchemeKind::Bearer, "/", &headers), sent("abc.def"));
        assert_eq!(found(SchemeKind::Http("digest"), "/", &headers), sent("x=1"));
        assert_eq!(found(SchemeKind::Basic, "/", &headers), None);
        assert_eq!(found(SchemeKind::Bearer, "/", &[("authorization", "Bearerx y")]), None);
    }

    /// The example of RFC 7617, section 2, and the one of section 2.1.
    #[test]
    fn basic_credentials_are_decoded() {
        let basic = |value| found(SchemeKind::Basic, "/", &[("authorization", value)]);
        assert_eq!(basic("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), sent("Aladdin / open sesame"));
        assert_eq!(basic("Basic dGVzdDoxMjPCow=="), sent("test / 123£"));
        assert_eq!(basic("Basic YTpiOmM="), sent("a / b:c"));
        assert_eq!(basic("Basic !!!"), DENIED);
        assert_eq!(basic("Basic bm9jb2xvbg=="), DENIED);
        assert_eq!(basic("Basic"), DENIED);
    }

    #[test]
    fn empty_and_repeated_credentials_are_denied() {
        assert_eq!(found(SchemeKind::Bearer, "/", &[("authorization", "Bearer ")]), DENIED);
        let twice = [("authorization", "Bearer a"), ("authorization", "Bearer b")];
        assert_eq!(found(SchemeKind::Bearer, "/", &twice), DENIED);
        assert_eq!(found(SchemeKind::Query("k"), "/?k=1&k=2", &[]), DENIED);
        assert_eq!(found(SchemeKind::Query("k"), "/?k", &[]), DENIED);
        assert_eq!(found(SchemeKind::Query("k"), "/?k=%FF", &[]), DENIED);
        assert_eq!(found(SchemeKind::Header("k"), "/", &[("k", "1"), ("k", "2")]), DENIED);
    }
}
