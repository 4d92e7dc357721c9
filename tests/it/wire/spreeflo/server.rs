//! Spreeflo, in memory: keys that are created, revoked and belong to a plan.

use std::sync::{Arc, Mutex};

use spreeflo_api::Secret;
use spreeflo_api::operations::*;
use spreeflo_api::server::{self, Auth, Caller, Denied, Failure, PingApi};

/// The key of an account with the Professional plan.
pub const KEY: &str = "key-of-a-professional";
/// The key of an account with a lower plan.
pub const STARTER: &str = "key-of-a-starter";
/// A key whose account cannot be looked up.
pub const LOST: &str = "key-of-a-lost-account";

pub const GREETING: &str = "Spree-eeeeeflooooooo! (•̀ᴗ•́)و";

/// Keys that are revoked can never be used again.
#[derive(Clone, Default)]
pub struct Keys {
    revoked: Arc<Mutex<Vec<&'static str>>>,
}

impl Keys {
    pub fn revoke(&self, key: &'static str) {
        self.revoked.lock().unwrap().push(key);
    }
}

impl Auth for Keys {
    type Account = &'static str;

    async fn api_key(&self, secret: Secret) -> Result<&'static str, Denied> {
        if self.revoked.lock().unwrap().contains(&secret.expose()) {
            return Err(Denied::Unauthorized);
        }
        match secret.expose() {
            KEY => Ok("professional"),
            STARTER => Err(Denied::Forbidden),
            LOST => Err(Failure::unavailable("the accounts are out of reach").into()),
            _ => Err(Denied::Unauthorized),
        }
    }
}

pub struct App;

impl PingApi<&'static str> for App {
    async fn get(&self, caller: Caller<&'static str>, _request: PingGet) -> Result<String, PingGetError> {
        match *caller {
            "professional" => Ok(GREETING.to_owned()),
            _ => Err(PingGetError::Unauthorized),
        }
    }
}

pub fn router(keys: &Keys) -> axum::Router {
    server::router(App, keys.clone()).into()
}
