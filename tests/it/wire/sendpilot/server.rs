//! SendPilot, in memory: workspaces that own campaigns, leads, conversations and credits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use sendpilot_api::operations::*;
use sendpilot_api::server::{self, Auth, BASE_PATH, Denied, Failure, Rejection};
use sendpilot_api::types::*;
use sendpilot_api::{Secret, webhooks};

use super::server_inbox::Thread;
use super::server_leads::{Extraction, Person, Search};
use crate::wire::window::Window;

/// A key of the main workspace that may do everything.
pub const KEY: &str = "sp_live_main";
/// A key of another workspace, which has no credits at all.
pub const OTHER: &str = "sp_live_other";
/// A key of a workspace without a subscription.
pub const FREE: &str = "sp_live_free";
/// A key of the main workspace without any scope.
pub const NARROW: &str = "sp_live_narrow";
/// A key that is known and let in nowhere.
pub const SUSPENDED: &str = "sp_live_suspended";

/// Whose key it is.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub workspace: &'static str,
    has_scopes: bool,
}

pub struct Keys;

impl Auth for Keys {
    type Account = Account;

    async fn api_key(&self, secret: Secret) -> Result<Account, Denied> {
        let account = |workspace| Account { workspace, has_scopes: secret.expose() != NARROW };
        match secret.expose() {
            KEY | NARROW => Ok(account("ws_main")),
            OTHER => Ok(account("ws_other")),
            FREE => Ok(account("ws_free")),
            SUSPENDED => Err(Denied::Forbidden),
            _ => Err(Denied::Unauthorized),
        }
    }
}

pub struct App {
    pub world: Mutex<World>,
    /// What the operations that document 429 admit together.
    pub minute: Window,
    pub daily_messages: Window,
    pub daily_connections: Window,
    /// Whether everything fails with 500.
    pub is_broken: bool,
    /// Where events go.
    pub hooks: Option<webhooks::Sender>,
}

#[derive(Default)]
pub struct World {
    pub campaigns: Vec<Owned<CampaignDetails>>,
    pub people: Vec<Owned<Person>>,
    /// Senders and the profiles that they are connected to.
    pub connections: BTreeSet<(String, String)>,
    pub threads: Vec<Owned<Thread>>,
    pub searches: Vec<Owned<Search>>,
    pub extractions: Vec<Owned<Extraction>>,
    pub credits: BTreeMap<&'static str, Credits>,
    last: u32,
}

/// An object and the workspace that it belongs to.
pub struct Owned<T> {
    pub workspace: &'static str,
    pub item: T,
}

impl App {
    /// The main workspace has five campaigns, every other of them paused; another one has one.
    pub fn new() -> Self {
        let campaign = |number: usize| {
            let status = if number.is_multiple_of(2) { "PAUSED" } else { "STARTED" };
            let name = format!("Campaign {number}");
            CampaignDetails::new(format!("camp_{number}"), name, status, 0, now(), now())
        };
        let mut campaigns: Vec<_> =
            (1..=5).map(|number| Owned { workspace: "ws_main", item: campaign(number) }).collect();
        campaigns.push(Owned { workspace: "ws_other", item: campaign(9) });
        let reset = "2026-06-01T00:00:00.000Z".parse().unwrap();
        let credits = BTreeMap::from([
            ("ws_main", Credits::new(12500, 7500, 5000, 2500, Some(reset))),
            ("ws_free", Credits::new(10, 0, 10, 0, None)),
        ]);
        let day = Duration::from_secs(24 * 3600);
        Self {
            world: Mutex::new(World { campaigns, credits, ..World::default() }),
            minute: Window::new(1000, Duration::from_secs(60)),
            daily_messages: Window::new(1000, day),
            daily_connections: Window::new(1000, day),
            is_broken: false,
            hooks: None,
        }
    }

    /// What every operation does first: finds the workspace, if anything works and the key has scopes.
    pub fn admit(&self, caller: &Account) -> Result<&'static str, Refusal> {
        if self.is_broken {
            return Err(refusal(Status::InternalServerError, "Something failed on the server"));
        }
        if !caller.has_scopes {
            return Err(refusal(Status::Forbidden, "API key does not have permission to access this workspace"));
        }
        Ok(caller.workspace)
    }

    /// The same, counted against the limit.
    pub fn admit_limited(&self, caller: &Account) -> Result<&'static str, Refusal> {
        let workspace = self.admit(caller)?;
        self.minute.admit().map_err(|_| refusal(Status::TooManyRequests, "Rate limit exceeded"))?;
        Ok(workspace)
    }

    /// Tells whoever listens.
    pub async fn announce(&self, event: WebhookEvent) -> Result<(), Refusal> {
        match &self.hooks {
            Some(hooks) => hooks.deliver(&event).await.map_err(|error| {
                refusal(Status::InternalServerError, &format!("The event was not delivered: {error}"))
            }),
            None => Ok(()),
        }
    }
}

impl World {
    /// An identifier that nothing else has.
    pub fn id(&mut self, kind: &str) -> String {
        self.last += 1;
        format!("{kind}_{}", self.last)
    }
}

/// Why an operation is refused. The variants are named as those of the operations' errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    TooManyRequests,
    InternalServerError,
}

#[derive(Debug)]
pub struct Refusal {
    status: Status,
    message: String,
}

pub fn refusal(status: Status, message: &str) -> Refusal {
    Refusal { status, message: message.to_owned() }
}

impl Refusal {
    /// For operations that document no 404.
    pub fn instead_of_not_found(self, status: Status) -> Self {
        if self.status == Status::NotFound { Self { status, ..self } } else { self }
    }

    fn body(self) -> ErrorBody {
        let (code, error) = match self.status {
            Status::BadRequest => (400, "Bad Request"),
            Status::Unauthorized => (401, "Unauthorized"),
            Status::Forbidden => (403, "Forbidden"),
            Status::NotFound => (404, "Not Found"),
            Status::TooManyRequests => (429, "Too Many Requests"),
            Status::InternalServerError => (500, "Internal Server Error"),
        };
        ErrorBody::new(code, self.message, error)
    }
}

/// Each operation has an error type of its own, with the statuses that the document gives it.
macro_rules! refuse {
    ($($error:ident: $($variant:ident)*;)*) => {$(
        impl From<Refusal> for $error {
            fn from(refusal: Refusal) -> Self {
                match refusal.status {
                    $(Status::$variant => Self::$variant(refusal.body()),)*
                    _ => Failure::internal(refusal.message).into(),
                }
            }
        }
    )*};
}

refuse! {
    CampaignsListError: Forbidden TooManyRequests InternalServerError;
    CampaignsGetError: Forbidden NotFound InternalServerError;
    CampaignsActError: BadRequest Forbidden NotFound InternalServerError;
    LeadsListError: Forbidden InternalServerError;
    LeadsAddError: BadRequest Forbidden NotFound InternalServerError;
    LeadsGetError: Forbidden NotFound InternalServerError;
    LeadsUpdateStatusError: BadRequest Forbidden NotFound InternalServerError;
    InboxListSendersError: Forbidden InternalServerError;
    InboxSendError: BadRequest Forbidden TooManyRequests InternalServerError;
    InboxSendToLeadError: BadRequest Forbidden NotFound InternalServerError;
    InboxConnectError: BadRequest Forbidden TooManyRequests InternalServerError;
    InboxListConversationsError: Forbidden NotFound InternalServerError;
    InboxListMessagesError: BadRequest Forbidden NotFound InternalServerError;
    CreditsGetError: Forbidden NotFound TooManyRequests InternalServerError;
    AccountMeError: Forbidden InternalServerError;
    SendersQuotasError: Forbidden InternalServerError;
    LeadDatabaseFiltersError: BadRequest Forbidden InternalServerError;
    LeadDatabaseSearchError: Forbidden TooManyRequests InternalServerError;
    LeadDatabaseStatusError: Forbidden InternalServerError;
    LeadDatabaseResultsError: Forbidden NotFound TooManyRequests InternalServerError;
    LeadExtractorExtractError: BadRequest Forbidden TooManyRequests InternalServerError;
    LeadExtractorStatusError: Forbidden InternalServerError;
    LeadExtractorResultsError: Forbidden NotFound TooManyRequests InternalServerError;
}

/// An object of the workspace. That of another workspace is forbidden rather than hidden, as documented.
pub fn owned<'a, T>(
    items: &'a mut [Owned<T>],
    workspace: &str,
    is_wanted: impl Fn(&T) -> bool,
) -> Result<&'a mut T, Refusal> {
    match items.iter_mut().find(|owned| is_wanted(&owned.item)) {
        Some(owned) if owned.workspace == workspace => Ok(&mut owned.item),
        Some(_) => Err(refusal(Status::Forbidden, "This belongs to another workspace")),
        None => Err(refusal(Status::NotFound, "There is no such object")),
    }
}

/// Everything of a workspace.
pub fn all<'a, T>(items: &'a [Owned<T>], workspace: &str) -> impl Iterator<Item = &'a T> {
    items.iter().filter(move |owned| owned.workspace == workspace).map(|owned| &owned.item)
}

/// A numbered page.
pub fn paged<T>(found: Vec<T>, page: i64, limit: i64) -> (Vec<T>, Pagination) {
    let total = found.len() as i64;
    let pagination = Pagination::new(total, page, limit, (total + limit - 1) / limit);
    let items = found.into_iter().skip(((page - 1) * limit) as usize).take(limit as usize).collect();
    (items, pagination)
}

/// A slice, how much there is in all, and whether there is more behind the slice.
pub fn sliced<T>(found: Vec<T>, offset: i64, limit: i64) -> (Vec<T>, i64, bool) {
    let total = found.len() as i64;
    let items = found.into_iter().skip(offset as usize).take(limit as usize).collect();
    (items, total, offset + limit < total)
}

/// The slice that a token stands for; nothing if the token is not one of ours.
pub fn continued<T>(found: Vec<T>, token: Option<&str>, limit: i64) -> Option<(Vec<T>, Continuation)> {
    let offset = token.map_or(Some(0), |token| token.strip_prefix("from ")?.parse().ok())?;
    let (items, _, has_more) = sliced(found, offset, limit);
    let token = has_more.then(|| format!("from {}", offset + limit));
    Some((items, Continuation { continuation_token: Some(token), limit: Some(limit), has_more }))
}

pub fn now() -> chrono::DateTime<chrono::Utc> {
    "2024-02-24T15:30:00.000Z".parse().unwrap()
}

/// Answers rejections in the API's own shape, which knows no 422.
fn reject(rejection: &Rejection) -> Response {
    let fault = rejection.faults().first().map(|fault| format!("Validation failed: {}", fault.detail));
    let detail = fault.as_deref().unwrap_or(rejection.detail());
    let refusal = match rejection.status().as_u16() {
        401 => refusal(Status::Unauthorized, "Invalid API key"),
        403 => refusal(Status::Forbidden, "API key does not have permission to access this workspace"),
        404 | 405 => refusal(Status::NotFound, detail),
        500.. => refusal(Status::InternalServerError, detail),
        _ => refusal(Status::BadRequest, detail),
    };
    let body = refusal.body();
    let status = http::StatusCode::from_u16(body.status_code as u16).unwrap();
    (status, [("content-type", "application/json")], serde_json::to_vec(&body).unwrap()).into_response()
}

pub fn router(app: App) -> axum::Router {
    server::router(app, Keys).base_path(BASE_PATH).rejections(reject).into()
}
