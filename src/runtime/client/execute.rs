//! Making a call: pacing, credentials, attempts, pauses. Nothing here is generic, so it is compiled once for all
//! operations.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use tokio::time::{Instant, sleep, timeout};

use super::auth::{Authorization, basic, choose};
use super::call::Options;
use super::error::Failure;
use super::pace::{TooLate, turn};
use super::transport::{BoxFuture, Incoming, Lost, Message};
use super::url::{add_query, join, parse};
use super::{
    AuthError, BoxError, Core, Credential, Received, Request, RequestError, SchemeKind, TimeoutError, TooLargeError,
    TransportError, wait,
};

/// How much of an error's body is shown.
const SNIPPET: usize = 200;

/// How many headers most messages need no more than.
const USUAL_HEADERS: usize = 8;

impl Core {
    /// Sends a request until there is a response, or no use in another attempt.
    pub(super) fn execute(
        &self,
        request: Result<Request, RequestError>,
        options: Options,
    ) -> BoxFuture<Result<Received, Failure>> {
        let core = self.clone();
        Box::pin(async move {
            let request = request.map_err(Failure::Request)?;
            if let Some(name) = &options.invalid_header {
                return Err(Failure::Request(RequestError::header(request.endpoint.name, name)));
            }
            let limit = options.timeout.or(core.0.timeout);
            let attempts = AtomicU32::new(0);
            let exchange = Exchange { core: &core, request: &request, options: &options, attempts: &attempts, limit };
            match limit {
                None => exchange.run(None).await,
                Some(limit) => match timeout(limit, exchange.run(Instant::now().checked_add(limit))).await {
                    Ok(result) => result,
                    Err(_) => Err(exchange.timed_out(limit)),
                },
            }
        })
    }
}

/// One call: a request and its attempts.
struct Exchange<'a> {
    core: &'a Core,
    request: &'a Request,
    options: &'a Options,
    attempts: &'a AtomicU32,
    limit: Option<Duration>,
}

impl Exchange<'_> {
    async fn run(&self, deadline: Option<Instant>) -> Result<Received, Failure> {
        let retry = &self.core.0.retry;
        let retries = self.options.retries.unwrap_or_else(|| retry.limit(self.request.endpoint.retries));
        let mut last = None;
        loop {
            if self.turn(deadline).await.is_err() {
                return last.unwrap_or_else(|| Err(self.timed_out(self.limit.unwrap_or_default())));
            }
            let result = self.attempt().await;
            if matches!(&result, Ok(received) if !received.retryable) {
                self.core.0.pauses.earn();
            }
            let Some(pause) = self.pause_after(&result) else { return result };
            let is_in_time = deadline.is_none_or(|deadline| Instant::now() + pause < deadline);
            if self.attempts() > retries || !is_in_time || !self.core.0.pauses.take() {
                return result;
            }
            last = Some(result);
            sleep(pause).await;
        }
    }

    /// Waits until the rate limits allow the request.
    async fn turn(&self, deadline: Option<Instant>) -> Result<(), TooLate> {
        let all = &self.core.0.pacer;
        match self.core.own_pacer(self.request.endpoint) {
            Some(own) => turn(&[&own, all], deadline).await,
            None => turn(&[all], deadline).await,
        }
    }

    /// How long to pause before the next attempt; nothing if there is no use in one, or harm.
    fn pause_after(&self, result: &Result<Received, Failure>) -> Option<Duration> {
        let retry = &self.core.0.retry;
        let drawn = || self.core.0.pauses.draw(retry, self.attempts());
        if !self.request.body.is_whole() {
            return None;
        }
        match result {
            Ok(received) if received.retryable && self.is_repeatable() => match received.retry_after {
                Some(asked) => Some(asked).filter(|asked| *asked <= retry.longest_wait),
                None => Some(drawn()),
            },
            Err(Failure::Transport(error)) if self.is_repeatable() || !error.may_have_been_sent() => Some(drawn()),
            Err(Failure::Timeout(_)) if self.is_repeatable() => Some(drawn()),
            _ => None,
        }
    }

    /// Whether the request does no harm when the server gets it twice.
    fn is_repeatable(&self) -> bool {
        let has_key = |headers: &HeaderMap| headers.contains_key("idempotency-key");
        self.request.endpoint.is_idempotent() || has_key(&self.request.headers) || has_key(&self.options.headers)
    }

    fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    fn timed_out(&self, limit: Duration) -> Failure {
        let attempts = self.attempts();
        Failure::Timeout(TimeoutError::new(self.request.endpoint.name, limit, attempts, attempts > 0))
    }

    async fn attempt(&self) -> Result<Received, Failure> {
        let limit = self.options.attempt_timeout.or(self.core.0.attempt_timeout);
        match limit {
            None => self.exchange().await,
            Some(limit) => match timeout(limit, self.exchange()).await {
                Ok(result) => result,
                Err(_) => Err(self.timed_out(limit)),
            },
        }
    }

    /// Sends the request once.
    async fn exchange(&self) -> Result<Received, Failure> {
        let name = self.request.endpoint.name;
        let message = self.message(self.authorization().await?)?;
        let attempts = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
        let lost = |lost: Lost| Failure::Transport(TransportError::new(name, attempts, lost.sent, lost.source));
        let (head, body) = self.core.0.transport.send(message).await.map_err(lost)?.into_parts();
        let mut received = Received {
            operation: name,
            attempts,
            status: head.status,
            headers: head.headers,
            body: Bytes::new(),
            stream: Mutex::new(None),
            limit: self.core.0.response_limit,
            snippet: String::new(),
            retry_after: None,
            retryable: self.core.0.retry.covers(head.status.as_u16(), self.request.endpoint.retry_statuses),
        };
        if head.status.is_success() && self.options.streams.is_some_and(|streams| streams(&received)) {
            received.stream = Mutex::new(Some(body));
        } else {
            let limit = self.core.0.response_limit;
            received.body = collect(body, limit).await.map_err(|error| match error {
                Uncollected::TooLarge => Failure::TooLarge(TooLargeError::new(name, head.status, limit)),
                Uncollected::Broken(source) => lost(Lost { sent: true, source }),
            })?;
        }
        self.observe(&mut received);
        Ok(received)
    }

    /// Takes from a response what concerns later requests.
    fn observe(&self, received: &mut Received) {
        let core = &self.core.0;
        if let Some(names) = &core.profile.limit_headers {
            core.pacer.observe(names, &received.headers);
        }
        if received.status.is_success() {
            return;
        }
        received.retry_after =
            wait::retry_after(&received.headers).or_else(|| wait::in_body(&received.body, core.profile.retry_after));
        if let (StatusCode::TOO_MANY_REQUESTS, Some(asked)) = (received.status, received.retry_after)
            && asked <= core.retry.longest_wait
        {
            core.pacer.pause(asked);
        }
        if received.status == StatusCode::UNAUTHORIZED {
            core.credentials.keys().for_each(|scheme| core.tokens.forget(*scheme));
        }
        let text = String::from_utf8_lossy(&received.body);
        let start: String = self.core.redact(&text).chars().take(SNIPPET).collect();
        received.snippet = start.split_whitespace().collect::<Vec<_>>().join(" ");
    }

    /// The credentials of the first alternative that can be satisfied.
    async fn authorization(&self) -> Result<Authorization, Failure> {
        let (core, endpoint) = (&self.core.0, self.request.endpoint);
        let schemes = core.profile.schemes;
        let needs = choose(endpoint, schemes, |scheme| core.credentials.contains_key(&scheme) || self.brings(scheme))
            .map_err(|names| Failure::Auth(AuthError::missing(endpoint.name, names)))?;
        let mut authorization = Authorization::default();
        for need in needs {
            let Some((scheme, credential)) = schemes.get(need.scheme).zip(core.credentials.get(&need.scheme)) else {
                continue;
            };
            match credential {
                Credential::Token(token) => authorization.add(scheme.kind, token.expose()),
                Credential::Basic { username, password } => authorization.add(scheme.kind, &basic(username, password)),
                Credential::ClientCredentials(credentials) => {
                    let token = self.core.token(need.scheme, credentials).await.map_err(|failed| {
                        Failure::Auth(AuthError::token(endpoint.name, failed.status, failed.source))
                    })?;
                    authorization.add(scheme.kind, token.expose())
                }
                Credential::Certificate => Some(()),
                Credential::InHeader { name, value } => authorization.named(name, value.expose()),
            }
            .ok_or_else(|| Failure::Auth(AuthError::token(endpoint.name, None, Some("it cannot be sent".into()))))?;
        }
        Ok(authorization)
    }

    /// Whether the caller sends the header of a scheme with this call, or with all.
    fn brings(&self, scheme: usize) -> bool {
        let name = match self.core.0.profile.schemes.get(scheme).map(|scheme| scheme.kind) {
            Some(SchemeKind::Header(name)) => HeaderName::try_from(name).ok(),
            Some(SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_)) => Some(AUTHORIZATION),
            _ => None,
        };
        name.is_some_and(|name| self.options.headers.contains_key(&name) || self.core.0.headers.contains_key(&name))
    }

    /// The message as it goes on the wire.
    fn message(&self, authorization: Authorization) -> Result<Message, Failure> {
        let (core, request) = (&self.core.0, self.request);
        let wrong = |reason| Failure::Request(RequestError::url(request.endpoint.name, reason));
        let mut url = match request.endpoint.server {
            Some(own) if !core.server.is_final => {
                join(&parse(own).ok_or_else(|| wrong("is not valid"))?, &request.target)
            }
            _ => join(&core.server.url, &request.target),
        }
        .map_err(wrong)?;
        add_query(&mut url, [&request.query, &authorization.query]);
        let method = Method::try_from(request.endpoint.method).map_err(|_| wrong("has an invalid method"))?;
        let mut headers = HeaderMap::with_capacity(USUAL_HEADERS);
        replace(&mut headers, &core.headers);
        if !request.endpoint.accept.is_empty() {
            headers.insert(ACCEPT, HeaderValue::from_static(request.endpoint.accept));
        }
        let cookies = [request.cookies.as_str(), &authorization.cookies];
        let cookies = cookies.into_iter().filter(|cookies| !cookies.is_empty()).collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            headers.insert(COOKIE, HeaderValue::try_from(cookies).map_err(|_| wrong("has an invalid cookie"))?);
        }
        replace(&mut headers, &request.headers);
        for (name, _) in &authorization.headers {
            headers.remove(name);
        }
        headers.extend(authorization.headers);
        replace(&mut headers, &self.options.headers);
        Ok(Message { method, url, headers, body: request.body.clone() })
    }
}

/// Puts headers in place of those of the same names.
fn replace(headers: &mut HeaderMap, more: &HeaderMap) {
    for name in more.keys() {
        headers.remove(name);
    }
    for (name, value) in more {
        headers.append(name, value.clone());
    }
}

/// Why a body is not there.
pub(super) enum Uncollected {
    TooLarge,
    Broken(BoxError),
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn collect(mut body: Incoming, limit: usize) -> Result<Bytes, Uncollected> {
    let announced = http_body::Body::size_hint(&body).lower();
    if announced > limit as u64 {
        return Err(Uncollected::TooLarge);
    }
    let mut whole = BytesMut::new();
    let mut only = Bytes::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(Uncollected::Broken)?.into_data() else { continue };
        if whole.len() + only.len() + data.len() > limit {
            return Err(Uncollected::TooLarge);
        }
        // Most bodies are one piece, which need not be copied.
        if whole.is_empty() && only.is_empty() {
            only = data;
            continue;
        }
        if whole.is_empty() {
            // What is announced need not come: no more than this is believed.
            whole.reserve(announced.min(64 * 1024) as usize);
        }
        whole.extend_from_slice(&std::mem::take(&mut only));
        whole.extend_from_slice(&data);
    }
    Ok(if whole.is_empty() { only } else { whole.freeze() })
}
