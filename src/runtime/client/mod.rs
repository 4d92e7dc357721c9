//! The client's runtime: what a call does between the request struct and the typed response.
//!
//! Generated code describes operations ([`Operation`], [`Paginate`]); everything that is the same for all of them happens
//! in [`Core`], which is not generic. May use `http`, `tokio`'s clock and, as the default transport, `reqwest`.

mod auth;
mod call;
mod config;
mod core;
mod error;
mod error_response;
mod execute;
mod json_path;
mod multipart;
mod oauth;
mod pace;
mod paginate;
mod pagination;
mod payload;
mod request;
mod response;
mod retry;
mod server_url;
mod stream;
mod transport;
mod url;
mod wait;

#[cfg(test)]
mod tests;

pub use self::core::{Core, CoreBuilder, Profile};
pub use auth::{ClientCredentials, Credential};
pub use call::{Call, Content, Operation, Outcome};
pub use config::{ConfigError, secret_from_env};
pub use error::{AuthError, Error, RequestError, TimeoutError, TransportError};
pub use error_response::{ApiError, DecodeError, PaginationError, TooLargeError, UnexpectedResponse};
pub use pace::{LimitHeaders, RateLimit, ResetUnit};
pub use paginate::{Items, Next, Pages, Paginate};
pub use pagination::{Flag, Number, PageEnd, Text, next_cursor, next_link, next_offset, next_page, next_url};
pub use payload::Payload;
pub use request::{Request, RequestBuilder};
pub use response::{Malformed, Received, Response};
pub use retry::Retry;
pub use server_url::server_url;
pub use stream::ByteStream;

pub use super::body::{Body, BoxError};
use super::endpoint::{Endpoint, Need, Scheme, SchemeKind, Window};
pub use super::multipart::{Form, Part};
use super::multipart::{PartWriter, write_value};
use super::negotiate::which;
use super::param::{Location, Param, ParamError, encode_form};
use super::reply::{HeaderFields, Reply};
use super::secret::Secret;
use super::stream::{Event, EventForm, EventStream, JsonLines, StreamError};
