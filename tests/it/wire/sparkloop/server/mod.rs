//! The SparkLoop API, in memory: accounts, each with a key, data and a rate limit of its own.
//!
//! The handlers have no state: the account that a key opens comes in with each request.

mod campaigns;
mod network;
mod offers;
mod partners;
mod publications;
mod store;
mod subscribers;
mod upscribes;
mod webhooks;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use sparkloop_api::Secret;
use sparkloop_api::operations::*;
use sparkloop_api::server::{self, Auth, Denied, Rejection, RejectionKind};
use sparkloop_api::types::ErrorBody;

pub use store::{ACTION, LEAD, OFFER, PROGRAM, UPSCRIBE};

use crate::wire::window::Window;
use store::Store;

/// The key of an account with one of everything.
pub const KEY: &str = "12cf8cf8538c3685b0f36308";
/// The key of an account that was just opened.
pub const NEWCOMER: &str = "key-of-a-newcomer";

/// How many requests a key may make in a minute, as documented.
pub const LIMIT: usize = 120;

/// What a key opens.
pub struct Account {
    store: Mutex<Store>,
    window: Window,
    /// How many requests are answered with 500 before the server recovers.
    outage: AtomicU32,
}

impl Account {
    fn new(store: Store, limit: usize, outage: u32) -> Arc<Self> {
        let window = Window::new(limit, Duration::from_secs(60));
        Arc::new(Self { store: Mutex::new(store), window, outage: AtomicU32::new(outage) })
    }

    /// Counts a request against the limit of the key, and hands out the account's data.
    fn open(&self) -> Result<MutexGuard<'_, Store>, Refusal> {
        if self.window.admit().is_err() {
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests."));
        }
        if self.outage.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
            return Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "We are overloaded."));
        }
        Ok(self.store.lock().unwrap())
    }
}

type Caller = server::Caller<Arc<Account>>;

struct Keys(BTreeMap<&'static str, Arc<Account>>);

impl Auth for Keys {
    type Account = Arc<Account>;

    async fn api_key(&self, secret: Secret) -> Result<Arc<Account>, Denied> {
        self.0.get(secret.expose()).cloned().ok_or(Denied::Unauthorized)
    }
}

struct App;

/// An error on its way to the error type of an operation.
struct Refusal(StatusCode, ErrorBody);

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(status, ErrorBody::new(message))
    }

    /// What a campaign, a publication or a partner program that is not there is answered with.
    fn missing(kind: &str, uuid: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{kind} {uuid} not found!"))
    }

    /// What everything else that is not there is answered with.
    fn absent(kind: &str, uuid: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{kind} {uuid} not found."))
    }
}

/// Each operation has an error type of its own. A status that it does not list is one of its other errors.
macro_rules! refuse {
    ($($error:ident $(: $($status:ident $variant:ident)+)?;)*) => {$(
        impl From<Refusal> for $error {
            fn from(Refusal(status, body): Refusal) -> Self {
                match status {
                    $($(StatusCode::$status => Self::$variant(body),)+)?
                    StatusCode::TOO_MANY_REQUESTS => Self::TooManyRequests(body),
                    StatusCode::INTERNAL_SERVER_ERROR => Self::InternalServerError(body),
                    status => Self::Default(status, body),
                }
            }
        }
    )*};
}

refuse! {
    SubscribersListError;
    SubscribersCreateError: BAD_REQUEST BadRequest;
    SubscribersGetError: NOT_FOUND NotFound;
    SubscribersUpdateError: BAD_REQUEST BadRequest;
    SubscribersDeleteError;
    SubscribersUnsubscribeError: CONFLICT Conflict;
    SubscribersRejectError: CONFLICT Conflict;
    EventsCreateError;
    CampaignsListError;
    CampaignsGetError: NOT_FOUND NotFound;
    CampaignsUpdateError;
    CampaignMembershipsCreateError: BAD_REQUEST BadRequest;
    CampaignMembershipsDeleteError;
    CampaignSubscribersListError;
    CampaignSubscribersGetError;
    CampaignSubscribersListReferralsError;
    PartnerProfileGetError: NOT_FOUND NotFound;
    PublicationsListError;
    PublicationsCreateError;
    PublicationsGetError: NOT_FOUND NotFound;
    PublicationsUpdateError;
    PublicationsDeleteError;
    UpscribesListError;
    UpscribesGetError: NOT_FOUND NotFound;
    UpscribesUpdateError;
    UpscribesSubscribeError: BAD_REQUEST BadRequest;
    RecommendationsListError;
    RecommendationsGenerateError;
    RecommendationsUpdateError;
    RecommendationsPinError;
    RecommendationsUnpinError;
    RecommendationsPauseError;
    RecommendationsUnpauseError;
    PartnerProgramsListError;
    PartnerProgramsCreateError;
    PartnerProgramsGetError: NOT_FOUND NotFound;
    PartnerProgramsUpdateError;
    PartnerProgramsListReferralsError;
    PartnerNetworkListPublicationsError;
    PartnerNetworkGetPublicationError: NOT_FOUND NotFound;
    PartnerNetworkRecommendPublicationError;
    PartnerNetworkListProgramsError;
    PartnerNetworkGetProgramError;
    PartnerNetworkJoinProgramError;
    OffersListError;
    OffersGetError: NOT_FOUND NotFound;
    OffersTrackConversionError: NOT_FOUND NotFound UNPROCESSABLE_ENTITY UnprocessableContent;
    WebhooksListError;
    WebhooksCreateError: BAD_REQUEST BadRequest;
    WebhooksGetError;
    WebhooksUpdateError;
    WebhooksDeleteError;
}

/// Answers rejections in the API's own shape.
fn reject(rejection: &Rejection) -> Response {
    let (status, message) = complaint(rejection);
    let json = serde_json::to_vec(&ErrorBody::new(message)).unwrap();
    (status, [("content-type", "application/json")], json).into_response()
}

/// The documented texts, where the document has one for what the schema refuses.
fn complaint(rejection: &Rejection) -> (StatusCode, &str) {
    let fault = rejection.faults().first();
    let is_missing = fault.is_some_and(|fault| fault.rule == "required");
    let bad_request = StatusCode::BAD_REQUEST;
    match (rejection.kind(), rejection.operation()) {
        (RejectionKind::Unauthorized, _) if rejection.detail().contains("missing") => {
            (rejection.status(), "API key is missing!")
        }
        (RejectionKind::Unauthorized, _) => (rejection.status(), "User not found!"),
        (RejectionKind::BodyMissing, Some("upscribes.subscribe")) => (bad_request, "Parameters are missing."),
        (RejectionKind::InvalidBody, Some("upscribes.subscribe")) => match fault.map(|fault| fault.pointer.as_str()) {
            Some("/recommendations") => (bad_request, "Recommendations param is missing or empty."),
            _ => (bad_request, "Subscriber param is missing or empty."),
        },
        (RejectionKind::InvalidBody, Some("subscribers.create")) if is_missing => {
            (bad_request, "You have to provide at least an email")
        }
        (RejectionKind::InvalidBody, Some("subscribers.create")) => (bad_request, "Email is invalid"),
        (RejectionKind::InvalidBody, Some("webhooks.create")) => (bad_request, "Url must start with https://"),
        _ => (rejection.status(), fault.map_or(rejection.detail(), |fault| &fault.detail)),
    }
}

/// A server that keeps to the documented limit.
pub fn router() -> axum::Router {
    limited(LIMIT, 0)
}

/// A server with another limit, whose first requests fail.
pub fn limited(limit: usize, outage: u32) -> axum::Router {
    let account = |store| Account::new(store, limit, outage);
    let keys = BTreeMap::from([(KEY, account(Store::seeded())), (NEWCOMER, account(Store::default()))]);
    server::router(App, Keys(keys)).base_path(server::BASE_PATH).rejections(reject).into()
}
