//! What a user of the SparkLoop API does.

mod campaigns;
mod deliveries;
mod every_operation;
mod limits;
mod network;
mod offers;
mod partners;
mod publications;
mod subscribers;
mod upscribes;
mod webhooks;

use sparkloop_api::{Client, ClientBuilder, Retry, server};

use crate::wire::Wire;

fn builder(wire: Wire) -> ClientBuilder {
    match wire {
        Wire::Socket(url) => Client::builder().base_url(format!("{url}{}", server::BASE_PATH)),
        Wire::InProcess(router) => {
            Client::builder().base_url(format!("http://in.process{}", server::BASE_PATH)).transport(router)
        }
    }
}

fn client(wire: Wire, key: &str) -> Client {
    builder(wire).api_key(key).retry(Retry::none()).build().unwrap()
}

/// Asserts that a call fails with a variant of its error, and with this text.
macro_rules! assert_refused {
    ($call:expr, $error:ident :: $variant:ident, $text:expr) => {{
        let error = $call.send().await.unwrap_err();
        let Some($error::$variant(body)) = error.api() else { panic!("{error:?}") };
        assert_eq!(body.error, $text);
    }};
    ($call:expr, $error:ident :: Default($status:ident), $text:expr) => {{
        let error = $call.send().await.unwrap_err();
        let Some($error::Default(status, body)) = error.api() else { panic!("{error:?}") };
        assert_eq!(*status, http::StatusCode::$status);
        assert_eq!(body.error, $text);
    }};
}
use assert_refused;
