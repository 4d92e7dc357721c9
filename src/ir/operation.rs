//! Operations: what is sent, what comes back, who may ask.

use super::{
    Chosen, Doc, Pagination, PathTemplate, RateLimit, Requirement, Retry, Server, Signature, Type, TypeId, Value,
};
use crate::diag::Place;

/// Identifies an [`Operation`]: its index in `Api::operations`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// An Operation Object, together with its method and path.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The `operationId`, as written.
    pub id: Option<String>,
    /// The method.
    pub method: Method,
    /// The path template.
    pub path: PathTemplate,
    /// The tags, in order.
    pub tags: Vec<String>,
    /// What the document says of it.
    pub doc: Doc,
    /// The parameters of the path item and the operation; path parameters first, in template order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses, in the document's order.
    pub responses: Vec<Response>,
    /// The alternatives of credentials. Empty means that none is needed; an empty alternative means that they are optional.
    pub security: Vec<Requirement>,
    /// Servers of its own that take the place of the API's.
    pub servers: Vec<Server>,
    /// How the list it returns is paged.
    pub pagination: Option<Pagination>,
    /// A limit on its rate.
    pub rate_limit: Option<RateLimit>,
    /// What the document says about repeating it.
    pub retry: Option<Retry>,
    /// The operation.
    pub place: Place,
    /// Names for it that the user chose.
    pub called: Called,
}

/// What the user calls an operation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Called {
    /// Its method.
    pub method: Option<Chosen>,
    /// Its request.
    pub request: Option<Chosen>,
    /// Its group.
    pub group: Option<Chosen>,
}

/// An HTTP method, in upper case. Methods beyond the eight of OpenAPI 3.0 keep their text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Method(pub String);

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// It is the whole query (OpenAPI 3.2).
    QueryString,
}

/// How a parameter is written (OpenAPI 3.0.4, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterStyle {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie` (OpenAPI 3.2): as `form`, without percent-encoding.
    Cookie,
    /// `content: application/json`: the value as JSON text.
    Json,
    /// `content: application/x-www-form-urlencoded`: the value as the text of a form.
    Urlencoded,
}

/// A Parameter Object.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub style: ParameterStyle,
    /// Whether arrays and objects are written as several parameters.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether its name may stand without a value.
    pub allow_empty: bool,
    /// Whether it must be present; always for path parameters.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// The document's `default`.
    pub default: Option<Value>,
    /// What the document says of it.
    pub doc: Doc,
    /// The parameter.
    pub place: Place,
    /// An example of the document.
    pub example: Option<Value>,
    /// A name for it that the user chose.
    pub called: Option<Chosen>,
}

/// A Request Body Object.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Whether it must be present.
    pub required: bool,
    /// Its media types, in the document's order.
    pub contents: Vec<Content>,
    /// What the document says of it.
    pub doc: Doc,
    /// The request body.
    pub place: Place,
}

/// A Media Type Object and its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The media type, as written, with parameters.
    pub media_type: String,
    /// What it means for encoding.
    pub kind: MediaKind,
    /// The type of the value; of one element for [`MediaKind::EventStream`] and [`MediaKind::JsonLines`].
    pub ty: Type,
    /// How single properties of a form or multipart body are written, where the document says so.
    pub encodings: Vec<Encoding>,
    /// An example of the document.
    pub example: Option<Value>,
}

/// An Encoding Object and the property that it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The name of the property.
    pub property: String,
    /// The media type of the part, for multipart bodies.
    pub content_type: Option<String>,
    /// How the value is written, for forms.
    pub style: Option<ParameterStyle>,
    /// Whether arrays and objects are written as several parameters.
    pub explode: bool,
    /// Whether reserved characters are sent as they are, in forms.
    pub allow_reserved: bool,
    /// The headers of the part, where the document lists any.
    pub headers: Option<Place>,
    /// The Encoding Object.
    pub place: Place,
}

/// What a media type means for encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// `application/json` and any `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/*`, XML and the like: a string.
    Text,
    /// Anything else: bytes.
    Bytes,
    /// `text/event-stream`.
    EventStream(EventForm),
    /// `application/jsonl`, `application/x-ndjson`.
    JsonLines,
}

/// How the values of an event stream are events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventForm {
    /// A value is the data of an event, as JSON text.
    Json,
    /// A value is the data of an event, as text.
    Text,
    /// A value is an event, with `data`, `event`, `id` and `retry`.
    Whole,
}

/// The status of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One code.
    Code(u16),
    /// A range by its first digit: `2XX` is `2`.
    Range(u8),
    /// `default`: whatever is not listed.
    Default,
}

impl Status {
    /// Whether the response means success. `default` does only where nothing else does, which `lower` decides.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

/// A Response Object and its status.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status.
    pub status: Status,
    /// Whether it counts as success.
    pub success: bool,
    /// The media types, in the document's order; empty means that there is no body.
    pub contents: Vec<Content>,
    /// The headers.
    pub headers: Vec<Header>,
    /// What the document says of it.
    pub doc: Doc,
    /// Key of the component it was referenced by, if any: `RateLimited`.
    pub component: Option<String>,
    /// The response.
    pub place: Place,
}

/// A Header Object and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The name on the wire.
    pub name: String,
    /// Whether it is always sent.
    pub required: bool,
    /// Whether arrays and objects are written as `k=v`.
    pub explode: bool,
    /// Whether it is JSON text (`content` in place of `schema`).
    pub json: bool,
    /// Its type.
    pub ty: Type,
    /// What the document says of it.
    pub doc: Doc,
    /// The header.
    pub place: Place,
}

/// What the API sends to its users.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhooks {
    /// The events, in the document's order.
    pub events: Vec<Webhook>,
    /// The union of all payloads ([`super::TypeHint::WebhookEvent`]), if a member of the payload tells them apart.
    pub union: Option<TypeId>,
    /// How a delivery proves its origin.
    pub signature: Option<Signature>,
}

/// An event: an entry of `webhooks` or `x-webhooks`.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// Its key.
    pub name: String,
    /// The type of its payload.
    pub payload: Type,
    /// What the document says of it.
    pub doc: Doc,
    /// The path item.
    pub place: Place,
}
