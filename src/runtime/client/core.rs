//! What all operations of a client share: server, credentials, transport, limits.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use tower_service::Service;

use super::oauth::Tokens;
use super::pace::Pacer;
use super::retry::Pauses;
use super::transport::{Reqwest, Tower, Transport, Url};
use super::url::parse;
use super::{
    Body, BoxError, Call, ConfigError, Credential, Endpoint, LimitHeaders, Operation, RateLimit, Retry, Scheme, Window,
};

/// What the document says that holds for every operation.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(super) user_agent: &'static str,
    pub(super) schemes: &'static [Scheme],
    pub(super) windows: &'static [Window],
    pub(super) limit_headers: Option<LimitHeaders>,
    pub(super) retry_after: &'static [&'static str],
}

impl Profile {
    /// A document that says nothing; `user_agent` names the generated crate.
    pub const fn new(user_agent: &'static str) -> Self {
        Self { user_agent, schemes: &[], windows: &[], limit_headers: None, retry_after: &[] }
    }

    /// The security schemes; [`Need`](super::super::endpoint::Need)s refer to them by index.
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// The limit on the rate of requests that holds for every caller.
    pub const fn windows(mut self, windows: &'static [Window]) -> Self {
        self.windows = windows;
        self
    }

    /// The headers that tell the state of the limit.
    pub const fn limit_headers(mut self, headers: LimitHeaders) -> Self {
        self.limit_headers = Some(headers);
        self
    }

    /// Path in an error body of the number of seconds to wait.
    pub const fn retry_after(mut self, path: &'static [&'static str]) -> Self {
        self.retry_after = path;
        self
    }
}

/// A client without its operations. Cheap to clone: all clones share connections, limits and tokens.
#[derive(Clone)]
pub struct Core(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) profile: &'static Profile,
    pub(super) server: Server,
    pub(super) credentials: BTreeMap<usize, Credential>,
    pub(super) tokens: Tokens,
    pub(super) transport: Box<dyn Transport>,
    pub(super) headers: HeaderMap,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) response_limit: usize,
    pub(super) retry: Retry,
    pub(super) pauses: Pauses,
    pub(super) pacer: Pacer,
    /// The pacers of operations that have limits of their own, by name.
    pacers: Mutex<BTreeMap<&'static str, Arc<Pacer>>>,
}

/// Where requests go.
pub(super) struct Server {
    pub(super) url: Url,
    /// Whether every request goes there, even those of operations that have servers of their own.
    pub(super) is_final: bool,
}

impl Core {
    /// Starts a client of an API.
    pub fn builder(profile: &'static Profile) -> CoreBuilder {
        CoreBuilder {
            profile,
            server: Err(ConfigError::new("no base URL is set")),
            is_final: false,
            credentials: BTreeMap::new(),
            transport: None,
            headers: HeaderMap::new(),
            timeout: None,
            attempt_timeout: Some(Duration::from_secs(60)),
            response_limit: 64 * 1024 * 1024,
            retry: Retry::default(),
            rate_limit: RateLimit::new(profile.windows),
            error: None,
        }
    }

    /// A call of an operation.
    pub fn call<O: Operation>(&self, request: O) -> Call<O> {
        Call::new(self.clone(), request)
    }

    /// The pacer of an operation that has limits of its own.
    pub(super) fn own_pacer(&self, endpoint: &'static Endpoint) -> Option<Arc<Pacer>> {
        if endpoint.windows.is_empty() {
            return None;
        }
        let mut pacers = self.0.pacers.lock().unwrap_or_else(PoisonError::into_inner);
        let pacer = pacers.entry(endpoint.name).or_insert_with(|| Arc::new(Pacer::new(endpoint.windows)));
        Some(Arc::clone(pacer))
    }

    /// The text without any credential of this client.
    pub(super) fn redact(&self, text: &str) -> String {
        let secrets = self.0.credentials.values().filter_map(|credential| match credential {
            Credential::Token(secret)
            | Credential::Basic { password: secret, .. }
            | Credential::InHeader { value: secret, .. } => Some(secret.expose()),
            Credential::ClientCredentials(credentials) => Some(credentials.secret.expose()),
            Credential::Certificate => None,
        });
        let without = secrets.filter(|secret| !secret.is_empty()).fold(text.to_owned(), |text, secret| {
            if text.contains(secret) { text.replace(secret, "[redacted]") } else { text }
        });
        self.0.tokens.redact(without)
    }
}

impl fmt::Debug for Core {
    /// Shows the server and which credentials there are, never the credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = |index: &usize| self.0.profile.schemes.get(*index).map_or("?", |scheme| scheme.name);
        f.debug_struct("Core")
            .field("server", &self.0.server.url.as_str())
            .field("credentials", &self.0.credentials.keys().map(scheme).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Puts a [`Core`] together. The first error is kept until [`build`](Self::build).
pub struct CoreBuilder {
    profile: &'static Profile,
    server: Result<String, ConfigError>,
    is_final: bool,
    credentials: BTreeMap<usize, Credential>,
    transport: Option<Box<dyn Transport>>,
    headers: HeaderMap,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    response_limit: usize,
    retry: Retry,
    rate_limit: RateLimit,
    error: Option<ConfigError>,
}

impl CoreBuilder {
    /// Uses a server of the document: the result of [`server_url`](super::server_url). Operations that have servers of
    /// their own use those.
    pub fn server(mut self, url: Result<String, ConfigError>) -> Self {
        self.server = url;
        self.is_final = false;
        self
    }

    /// Sends every request below this URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.server = Ok(url.into());
        self.is_final = true;
        self
    }

    /// Sets the credential of a security scheme, by its index.
    pub fn credential(mut self, scheme: usize, credential: Credential) -> Self {
        self.credentials.insert(scheme, credential);
        self
    }

    /// Sends messages through a `tower` service instead of `reqwest`. Whether it follows redirects, and where it then
    /// takes credentials, is its own affair.
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(Box::new(Tower(service)));
        self
    }

    /// Limits the time of each call: waiting for the rate limit, all attempts and the pauses between them. There is no
    /// limit by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Limits the time of each attempt (60 s by default).
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets how requests are repeated.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the limit on the rate of requests, in place of the document's.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Accepts response bodies of at most this many bytes (64 MiB by default).
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sends a header with every request.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            _ => self.fail(ConfigError::new(format!("the default header `{name}` is not valid"))),
        }
        self
    }

    /// Sets the `User-Agent`; by default it names this crate.
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// The client, or what is wrong with its configuration.
    pub fn build(mut self) -> Result<Core, ConfigError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let url = checked_url(&self.server?)?;
        for (index, credential) in &self.credentials {
            let scheme = self.profile.schemes.get(*index);
            credential
                .check(scheme.ok_or_else(|| ConfigError::new("a credential is for a scheme that is not there"))?)?;
        }
        if let (false, Ok(agent)) =
            (self.headers.contains_key(USER_AGENT), HeaderValue::try_from(self.profile.user_agent))
        {
            self.headers.insert(USER_AGENT, agent);
        }
        Ok(Core(Arc::new(Inner {
            profile: self.profile,
            server: Server { url, is_final: self.is_final },
            credentials: self.credentials,
            tokens: Tokens::default(),
            transport: match self.transport {
                Some(transport) => transport,
                None => Box::new(Reqwest::new()?),
            },
            headers: self.headers,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            response_limit: self.response_limit,
            pauses: Pauses::new(&self.retry),
            retry: self.retry,
            pacer: Pacer::new(self.rate_limit.windows()),
            pacers: Mutex::default(),
        })))
    }

    fn fail(&mut self, error: ConfigError) {
        self.error.get_or_insert(error);
    }
}

impl fmt::Debug for CoreBuilder {
    /// Shows the server only: headers and credentials are secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreBuilder").field("server", &self.server).finish_non_exhaustive()
    }
}

/// The URL, if requests can be sent below it.
fn checked_url(url: &str) -> Result<Url, ConfigError> {
    let wrong = |problem: &str| ConfigError::new(format!("the base URL is not usable: {problem}"));
    if !url.contains("://") {
        return Err(wrong("it is relative; set an absolute one"));
    }
    let url = parse(url).ok_or_else(|| wrong("it is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("it is neither http nor https"));
    }
    // Such a URL would be shown in logs, with what is before the `@`.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it contains credentials"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it has a query or a fragment"));
    }
    Ok(url)
}
