//! Who is asking: credentials are taken from the request, and handed to the user's `Auth` before anything is decoded.
//!
//! Alternatives are tried in the document's order; the schemes of one alternative must all hold (OpenAPI 3.0.4,
//! "Security Requirement Object").

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use http::request::Parts;

use super::super::endpoint::{Endpoint, Need, Scheme, SchemeKind};
use super::challenge;
use super::credential::{self, Credential};
use super::failure::Failure;
use super::rejection::{Rejection, RejectionKind};
use super::router::Refusal;

/// Why a credential does not let its bearer in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Denied {
    /// The credential does not hold: unknown, expired, revoked. Answers 401.
    Unauthorized,
    /// The credential holds but does not allow this, for example for want of a scope. Answers 403.
    Forbidden,
    /// The credential could not be checked. Answers 500 or 503.
    Failed(Failure),
}

impl From<Failure> for Denied {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The caller of an operation: the account that `Auth` found. Dereferences to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller<A> {
    account: A,
    scheme: &'static str,
}

impl<A> Caller<A> {
    /// A caller, as tests of handlers need one.
    pub fn new(account: A, scheme: &'static str) -> Self {
        Self { account, scheme }
    }

    /// The name of the security scheme that let the caller in; of several together, the first.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The account alone.
    pub fn into_account(self) -> A {
        self.account
    }
}

impl<A> Deref for Caller<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.account
    }
}

/// A credential on its way to the method of its scheme.
#[derive(Debug)]
pub struct Attempt {
    /// The scheme: its index in the crate's table.
    pub scheme: usize,
    /// The scopes that the operation asks for.
    pub scopes: &'static [&'static str],
    /// What the caller sent.
    pub credential: Credential,
}

type Verdict<A> = Pin<Box<dyn Future<Output = Result<A, Denied>> + Send>>;

/// What stands before operations that need credentials.
pub struct Gate<A> {
    realm: &'static str,
    schemes: &'static [Scheme],
    check: Arc<dyn Fn(Attempt) -> Verdict<A> + Send + Sync>,
}

impl<A> Gate<A> {
    /// A gate that asks `check`. The realm is shown to callers in challenges.
    pub fn new<U, F, R>(realm: &'static str, schemes: &'static [Scheme], auth: U, check: F) -> Self
    where
        U: Send + Sync + 'static,
        F: Fn(Arc<U>, Attempt) -> R + Send + Sync + 'static,
        R: Future<Output = Result<A, Denied>> + Send + 'static,
    {
        let auth = Arc::new(auth);
        Self { realm, schemes, check: Arc::new(move |attempt| Box::pin(check(Arc::clone(&auth), attempt))) }
    }

    /// Finds out who is calling; `None` where credentials are optional and none were sent.
    pub(super) async fn admit(&self, endpoint: &Endpoint, parts: &Parts) -> Result<Option<Caller<A>>, Refusal> {
        let mut worst: Option<(Denied, &[Need])> = None;
        for alternative in endpoint.security {
            let Some(attempts) = self.attempts(alternative, parts) else { continue };
            match self.all(attempts).await {
                Ok(caller) => return Ok(Some(caller)),
                Err(Denied::Unauthorized) if self.is_maybe_absent(alternative) => {}
                Err(denied) if worst.as_ref().is_none_or(|(known, _)| denied.rank() > known.rank()) => {
                    worst = Some((denied, alternative));
                }
                Err(_) => {}
            }
        }
        match worst {
            None if endpoint.security.iter().any(|alternative| alternative.is_empty()) => Ok(None),
            None => Err(self.unauthorized(endpoint, &[]).into()),
            Some((Denied::Unauthorized, refused)) => Err(self.unauthorized(endpoint, refused).into()),
            Some((Denied::Forbidden, refused)) => Err(self.forbidden(refused).into()),
            Some((Denied::Failed(failure), _)) => Err(failure.into()),
        }
    }

    /// The credentials of an alternative, unless one of them was not sent at all.
    fn attempts(&self, alternative: &[Need], parts: &Parts) -> Option<Vec<Result<Attempt, Denied>>> {
        if alternative.is_empty() {
            return None;
        }
        let attempt = |need: &Need| {
            let sent = credential::find(self.schemes.get(need.scheme)?.kind, parts)?;
            Some(sent.map(|credential| Attempt { scheme: need.scheme, scopes: need.scopes, credential }))
        };
        alternative.iter().map(attempt).collect()
    }

    /// Whether an alternative is tried although perhaps nothing was sent for it: what its schemes look at is there in
    /// every request. That it does not hold is then no more than that it is missing.
    fn is_maybe_absent(&self, alternative: &[Need]) -> bool {
        let kind = |need: &Need| self.schemes.get(need.scheme).map(|scheme| scheme.kind);
        alternative.iter().all(|need| matches!(kind(need), Some(SchemeKind::MutualTls | SchemeKind::Undeclared)))
    }

    async fn all(&self, attempts: Vec<Result<Attempt, Denied>>) -> Result<Caller<A>, Denied> {
        let mut caller = None;
        for attempt in attempts {
            let attempt = attempt?;
            let scheme = attempt.scheme;
            let account = (self.check)(attempt).await?;
            let scheme = self.schemes.get(scheme).map_or("", |scheme| scheme.name);
            caller.get_or_insert(Caller { account, scheme });
        }
        caller.ok_or(Denied::Unauthorized)
    }

    fn unauthorized(&self, endpoint: &Endpoint, refused: &[Need]) -> Rejection {
        let detail = if refused.is_empty() { "Credentials are missing." } else { "The credentials do not hold." };
        let mut needs: Vec<&Need> = Vec::new();
        for need in endpoint.security.iter().copied().flatten() {
            if !needs.iter().any(|known| known.scheme == need.scheme) {
                needs.push(need);
            }
        }
        let challenges = needs.into_iter().filter_map(|need| {
            let kind = self.schemes.get(need.scheme)?.kind;
            let error = refused.contains(need).then_some("invalid_token");
            Some(challenge::challenge(kind, self.realm, need.scopes, error))
        });
        challenges.fold(Rejection::new(RejectionKind::Unauthorized, detail), |rejection, challenge| {
            rejection.header(http::header::WWW_AUTHENTICATE, &challenge)
        })
    }

    /// A bearer token that does not suffice is answered with a challenge that names the scopes (RFC 6750, section 3.1).
    fn forbidden(&self, refused: &[Need]) -> Rejection {
        let rejection = Rejection::new(RejectionKind::Forbidden, "The credentials do not allow this.");
        let kind = |need: &&Need| self.schemes.get(need.scheme).map(|scheme| scheme.kind);
        match refused.iter().find(|need| kind(need) == Some(SchemeKind::Bearer) && !need.scopes.is_empty()) {
            Some(need) => {
                let error = Some("insufficient_scope");
                let challenge = challenge::challenge(SchemeKind::Bearer, self.realm, need.scopes, error);
                rejection.header(http::header::WWW_AUTHENTICATE, &challenge)
            }
            None => rejection,
        }
    }
}

impl<A> Clone for Gate<A> {
    fn clone(&self) -> Self {
        Self { realm: self.realm, schemes: self.schemes, check: Arc::clone(&self.check) }
    }
}

impl<A> std::fmt::Debug for Gate<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").field("realm", &self.realm).field("schemes", &self.schemes).finish_non_exhaustive()
    }
}

impl Denied {
    /// Of several alternatives that fail, the one that says most is reported.
    fn rank(&self) -> u8 {
        match self {
            Self::Unauthorized => 0,
            Self::Forbidden => 1,
            Self::Failed(_) => 2,
        }
    }
}
