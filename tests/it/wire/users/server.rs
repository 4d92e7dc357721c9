//! The users API, in memory.

use std::sync::Mutex;
use std::time::Duration;

use users_api::operations::*;
use users_api::server::{self, Auth, Caller, Denied, UsersApi};
use users_api::types::*;
use users_api::{Reply, Secret};

use crate::wire::window::Window;

pub const KEY: &str = "key-of-the-users";

pub struct Keys;

impl Auth for Keys {
    type Account = ();

    async fn api_key(&self, secret: Secret) -> Result<(), Denied> {
        if secret.expose() == KEY { Ok(()) } else { Err(Denied::Unauthorized) }
    }
}

pub struct App {
    users: Mutex<Vec<User>>,
    minute: Window,
}

impl App {
    /// A server that admits 100 requests a minute, as documented.
    pub fn new() -> Self {
        Self { users: Mutex::default(), minute: Window::new(100, Duration::from_secs(60)) }
    }

    fn admit(&self) -> Result<RateLimitHeaders, Reply<ErrorBody, RateLimitHeaders>> {
        let headers = |remaining: usize, reset: u64| RateLimitHeaders {
            rate_limit_remaining: Some(remaining as i64),
            rate_limit_reset: Some(reset.to_string()),
        };
        match self.minute.admit() {
            Ok(remaining) => Ok(headers(remaining, 60)),
            Err(wait) => {
                Err(Reply { headers: headers(0, wait.as_secs() + 1), body: ErrorBody::new("Rate limit exceeded.") })
            }
        }
    }
}

impl UsersApi<()> for App {
    async fn list(
        &self,
        _caller: Caller<()>,
        request: UsersList,
    ) -> Result<Reply<Vec<User>, RateLimitHeaders>, UsersListError> {
        let headers = self.admit().map_err(UsersListError::TooManyRequests)?;
        let users = self.users.lock().unwrap();
        let skipped = users.iter().skip(request.offset.unwrap_or(0) as usize);
        let body = skipped.take(request.limit.unwrap_or(10) as usize).cloned().collect();
        Ok(Reply { headers, body })
    }

    async fn create(
        &self,
        _caller: Caller<()>,
        request: UsersCreate,
    ) -> Result<Reply<User, RateLimitHeaders>, UsersCreateError> {
        let headers = self.admit().map_err(UsersCreateError::TooManyRequests)?;
        let NewUser { name, email, .. } = request.body;
        let mut users = self.users.lock().unwrap();
        if users.iter().any(|user| user.email == email) {
            return Err(UsersCreateError::BadRequest(ErrorBody::new("Email address is already in use.")));
        }
        let id = format!("user_{}", users.len());
        let user = User { id, name, email, created_at: "2023-10-27T10:15:00Z".parse().unwrap() };
        users.push(user.clone());
        Ok(Reply { headers, body: user })
    }

    async fn update(
        &self,
        _caller: Caller<()>,
        request: UsersUpdate,
    ) -> Result<Reply<UpdatedUser, RateLimitHeaders>, UsersUpdateError> {
        let headers = self.admit().map_err(UsersUpdateError::TooManyRequests)?;
        let mut users = self.users.lock().unwrap();
        let found = users.iter_mut().find(|user| user.id == request.user_id);
        let user = found.ok_or_else(|| UsersUpdateError::NotFound(ErrorBody::new("User not found.")))?;
        user.name = request.body.name.unwrap_or_else(|| user.name.clone());
        user.email = request.body.email.unwrap_or_else(|| user.email.clone());
        let User { id, name, email, .. } = user.clone();
        let body = UpdatedUser { id, name, email, updated_at: "2023-10-27T11:00:00Z".parse().unwrap() };
        Ok(Reply { headers, body })
    }

    async fn delete(
        &self,
        _caller: Caller<()>,
        request: UsersDelete,
    ) -> Result<Reply<(), RateLimitHeaders>, UsersDeleteError> {
        let headers = self.admit().map_err(UsersDeleteError::TooManyRequests)?;
        let mut users = self.users.lock().unwrap();
        let position = users.iter().position(|user| user.id == request.user_id);
        let position = position.ok_or_else(|| UsersDeleteError::NotFound(ErrorBody::new("User not found.")))?;
        users.remove(position);
        Ok(Reply { headers, body: () })
    }
}

pub fn router() -> axum::Router {
    server::router(App::new(), Keys).into()
}
