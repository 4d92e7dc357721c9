//! The resources API, in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use resources_api::operations::*;
use resources_api::server::{self, Auth, Caller, Denied, Rejection, ResourcesApi};
use resources_api::types::*;
use resources_api::{Reply, Secret};

use crate::wire::window::Window;

/// The key that may do everything.
pub const KEY: &str = "key-of-the-owner";
/// A key that may only read.
pub const READER: &str = "key-of-a-reader";
/// Name of a resource whose creation fails with status 500.
pub const CURSED: &str = "cursed";

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Owner,
    Reader,
}

pub struct Keys;

impl Auth for Keys {
    type Account = Role;

    async fn api_key(&self, secret: Secret) -> Result<Role, Denied> {
        match secret.expose() {
            KEY => Ok(Role::Owner),
            READER => Ok(Role::Reader),
            _ => Err(Denied::Unauthorized),
        }
    }
}

pub struct App {
    resources: Mutex<BTreeMap<u32, Resource>>,
    window: Window,
    /// How many requests are answered with 503 before the service recovers.
    outage: AtomicU32,
}

impl App {
    pub fn new(limit: usize, outage: u32) -> Self {
        let window = Window::new(limit, Duration::from_secs(3600));
        Self { resources: Mutex::default(), window, outage: AtomicU32::new(outage) }
    }

    /// Counts a request against the hourly limit, unless the service is out.
    fn admit(&self) -> Result<RateLimitHeaders, Refusal> {
        if self.outage.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
            return Err(Refusal::Outage(Box::new(error("UNAVAILABLE", "Temporary outage."))));
        }
        match self.window.admit() {
            Ok(remaining) => Ok(RateLimitHeaders {
                x_rate_limit_limit: Some(100),
                x_rate_limit_remaining: Some(remaining as i64),
                ..Default::default()
            }),
            Err(wait) => Err(Refusal::Limit(Box::new(rate_limited(wait)))),
        }
    }
}

enum Refusal {
    Limit(Box<Reply<ErrorBody, TooManyRequestsHeaders>>),
    Outage(Box<ErrorBody>),
}

/// Each operation has an error type of its own; the refusals are the same for all.
macro_rules! refuse {
    ($($error:ident),*) => {$(
        impl From<Refusal> for $error {
            fn from(refusal: Refusal) -> Self {
                match refusal {
                    Refusal::Limit(reply) => Self::TooManyRequests(*reply),
                    Refusal::Outage(body) => Self::ServiceUnavailable(*body),
                }
            }
        }
    )*};
}

refuse!(ResourcesListError, ResourcesCreateError, ResourcesUpdateError, ResourcesDeleteError);

fn error(code: &str, message: &str) -> ErrorBody {
    ErrorBody { status: ErrorStatus::Error, error: ErrorInfo::new(code, message) }
}

fn rate_limited(wait: Duration) -> Reply<ErrorBody, TooManyRequestsHeaders> {
    let seconds = wait.as_secs_f64().ceil() as i64;
    let mut body = error("RATE_LIMIT_EXCEEDED", &format!("Rate limit exceeded. Try again in {seconds} seconds."));
    body.error.retry_after = Some(seconds);
    let headers = TooManyRequestsHeaders { retry_after: Some(seconds), ..Default::default() };
    Reply { headers, body }
}

impl ResourcesApi<Role> for App {
    async fn list(
        &self,
        _caller: Caller<Role>,
        request: ResourcesList,
    ) -> Result<Reply<ResourcePage, RateLimitHeaders>, ResourcesListError> {
        let headers = self.admit()?;
        let mut found: Vec<Resource> = self.resources.lock().unwrap().values().cloned().collect();
        found.retain(|resource| {
            request.status.as_ref().is_none_or(|status| resource.status.as_ref() == Some(status))
                && request.r#type.as_ref().is_none_or(|kind| resource.r#type.as_ref() == Some(kind))
        });
        if request.sort.as_deref() == Some("name") {
            found.sort_by(|a, b| a.name.cmp(&b.name));
        }
        if request.order == Some(SortOrder::Desc) {
            found.reverse();
        }
        Ok(Reply { headers, body: page(found, request.page(), request.per_page()) })
    }

    async fn create(
        &self,
        caller: Caller<Role>,
        request: ResourcesCreate,
    ) -> Result<Reply<ResourceEnvelope, RateLimitHeaders>, ResourcesCreateError> {
        let headers = self.admit()?;
        if *caller == Role::Reader {
            return Err(ResourcesCreateError::Forbidden(error("FORBIDDEN", "Insufficient permissions.")));
        }
        if request.body.name == CURSED {
            return Err(ResourcesCreateError::InternalServerError(error("INTERNAL", "Server-side error.")));
        }
        let mut resources = self.resources.lock().unwrap();
        if resources.values().any(|resource| resource.name == request.body.name) {
            return Err(ResourcesCreateError::BadRequest(error("INVALID_REQUEST", "Invalid parameter: name is taken")));
        }
        let id = resources.len() as u32 + 1;
        let resource = Resource {
            r#type: request.body.r#type,
            status: Some(ResourceStatus::Active),
            config: request.body.config,
            created_at: Some("2024-01-01T12:00:00Z".parse().unwrap()),
            ..Resource::new(id.to_string(), request.body.name)
        };
        resources.insert(id, resource.clone());
        Ok(Reply { headers, body: envelope(resource) })
    }

    async fn update(
        &self,
        _caller: Caller<Role>,
        request: ResourcesUpdate,
    ) -> Result<Reply<ResourceEnvelope, RateLimitHeaders>, ResourcesUpdateError> {
        let headers = self.admit()?;
        let mut resources = self.resources.lock().unwrap();
        let found = request.id.parse().ok().and_then(|id: u32| resources.get_mut(&id));
        let resource = found.ok_or_else(|| ResourcesUpdateError::NotFound(error("NOT_FOUND", "No such resource.")))?;
        let ResourceUpdate { name, r#type, config } = request.body;
        resource.name = name.unwrap_or_else(|| resource.name.clone());
        resource.r#type = r#type.or_else(|| resource.r#type.take());
        resource.config = config.or_else(|| resource.config.take());
        Ok(Reply { headers, body: envelope(resource.clone()) })
    }

    async fn delete(
        &self,
        _caller: Caller<Role>,
        request: ResourcesDelete,
    ) -> Result<Reply<(), RateLimitHeaders>, ResourcesDeleteError> {
        let headers = self.admit()?;
        let removed = request.id.parse().ok().and_then(|id| self.resources.lock().unwrap().remove(&id));
        removed.ok_or_else(|| ResourcesDeleteError::NotFound(error("NOT_FOUND", "No such resource.")))?;
        Ok(Reply { headers, body: () })
    }
}

fn envelope(data: Resource) -> ResourceEnvelope {
    let timestamp = "2024-01-01T12:00:00Z".parse().unwrap();
    ResourceEnvelope { status: SuccessStatus::Success, data, meta: ResponseMeta { timestamp } }
}

fn page(found: Vec<Resource>, page: i64, per_page: i64) -> ResourcePage {
    let total_items = found.len() as i64;
    let total_pages = (total_items + per_page - 1) / per_page;
    let skip = (page - 1) * per_page;
    let data = found.into_iter().skip(skip as usize).take(per_page as usize).collect();
    let meta =
        PageMeta { page, per_page, total_items, total_pages, has_next: page < total_pages, has_previous: page > 1 };
    ResourcePage { status: SuccessStatus::Success, data, meta }
}

/// Answers rejections in the API's own shape.
fn reject(rejection: &Rejection) -> Response {
    let mut body = error("INVALID_REQUEST", rejection.detail());
    body.error.details = rejection.faults().first().map(|fault| ErrorDetails {
        field: Some(fault.pointer.trim_start_matches('/').to_owned()).filter(|field| !field.is_empty()),
        reason: Some(fault.detail.to_string()),
        ..Default::default()
    });
    let json = serde_json::to_vec(&body).unwrap();
    (rejection.status(), [("content-type", "application/json")], json).into_response()
}

pub fn router(app: App) -> axum::Router {
    server::router(app, Keys).rejections(reject).into()
}
