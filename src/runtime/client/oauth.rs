//! Tokens of OAuth 2.0 client credentials: fetched once for all calls, and anew before they expire.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;

use super::auth::basic;
use super::execute::collect;
use super::transport::Message;
use super::url::parse;
use super::{Body, BoxError, ClientCredentials, Core, Secret, encode_form};

/// How long before its end a token is replaced, unless it lives shorter than ten times that.
const EARLY: Duration = Duration::from_secs(60);

/// How large a token response may be.
const LARGEST: usize = 1024 * 1024;

/// The tokens of a client, by scheme.
#[derive(Default)]
pub(super) struct Tokens {
    /// Held while a token is fetched, so that concurrent calls fetch it once.
    fetching: AsyncMutex<()>,
    current: Mutex<BTreeMap<usize, Token>>,
}

#[derive(Clone)]
struct Token {
    secret: Secret,
    /// When to fetch another one.
    stale: Option<Instant>,
}

/// Why there is no token.
pub(super) struct NoToken {
    pub(super) status: Option<StatusCode>,
    pub(super) source: Option<BoxError>,
}

impl Tokens {
    fn fresh(&self, scheme: usize) -> Option<Secret> {
        let tokens = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let token = tokens.get(&scheme).filter(|token| token.stale.is_none_or(|stale| Instant::now() < stale));
        token.map(|token| token.secret.clone())
    }

    fn keep(&self, scheme: usize, token: Token) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).insert(scheme, token);
    }

    /// Forgets a token that the server refused.
    pub(super) fn forget(&self, scheme: usize) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).remove(&scheme);
    }

    pub(super) fn redact(&self, text: String) -> String {
        let tokens = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.values().fold(text, |text, token| text.replace(token.secret.expose(), "[redacted]"))
    }
}

impl Core {
    /// The token of a scheme, fetched if there is none.
    pub(super) async fn token(&self, scheme: usize, credentials: &ClientCredentials) -> Result<Secret, NoToken> {
        if let Some(secret) = self.0.tokens.fresh(scheme) {
            return Ok(secret);
        }
        let _alone = self.0.tokens.fetching.lock().await;
        if let Some(secret) = self.0.tokens.fresh(scheme) {
            return Ok(secret);
        }
        let token = self.fetch_token(credentials).await?;
        let secret = token.secret.clone();
        self.0.tokens.keep(scheme, token);
        Ok(secret)
    }

    /// Asks the token endpoint (RFC 6749, section 4.4.2). The client authenticates with `Basic`, which every server has
    /// to support (section 2.3.1).
    async fn fetch_token(&self, credentials: &ClientCredentials) -> Result<Token, NoToken> {
        let failed = |error: BoxError| NoToken { status: None, source: Some(error) };
        let mut form = json!({ "grant_type": "client_credentials" });
        if !credentials.scopes.is_empty() {
            form["scope"] = credentials.scopes.join(" ").into();
        }
        let form = encode_form(&form, &[]).map_err(|error| failed(error.into()))?;
        let url = parse(&credentials.token_url).ok_or_else(|| failed("the token URL is not valid".into()))?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let login = format!(
            "Basic {}",
            basic(&form_escaped(&credentials.id), &form_escaped(credentials.secret.expose()).into())
        );
        let mut login = HeaderValue::try_from(login).map_err(|error| failed(error.into()))?;
        login.set_sensitive(true);
        headers.insert(AUTHORIZATION, login);
        let message = Message { method: Method::POST, url, headers, body: Body::from(form) };
        let response = self.0.transport.send(message).await.map_err(|lost| failed(lost.source))?;
        let status = response.status();
        if status != StatusCode::OK {
            return Err(NoToken { status: Some(status), source: None });
        }
        let body = collect(response.into_body(), LARGEST).await.map_err(|_| failed("its response broke off".into()))?;
        token_from(&body).ok_or_else(|| failed("its response holds no bearer token".into()))
    }
}

/// The user name and password of `Basic` are form-encoded first (RFC 6749, section 2.3.1).
fn form_escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Reads a token response (RFC 6749, section 5.1).
fn token_from(body: &[u8]) -> Option<Token> {
    let response: Value = serde_json::from_slice(body).ok()?;
    let is_bearer = response["token_type"].as_str().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    let secret = response["access_token"].as_str().filter(|token| is_bearer && !token.is_empty())?;
    let lifetime = response["expires_in"].as_u64().map(Duration::from_secs);
    let stale =
        lifetime.and_then(|lifetime| Instant::now().checked_add(lifetime.saturating_sub(EARLY.min(lifetime / 10))));
    Some(Token { secret: Secret::new(secret), stale })
}
