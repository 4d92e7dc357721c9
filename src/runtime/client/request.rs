//! A request as its operation describes it: path, query, headers and body, without server and credentials.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_core::Serialize;

use super::super::param::Style;
use super::{Body, Endpoint, Location, Param, ParamError, Payload, RequestError};

/// A request that is ready to be sent, any number of times unless its body is a stream. Holds no credentials.
#[derive(Clone)]
pub struct Request {
    pub(super) endpoint: &'static Endpoint,
    /// The escaped path below the server's URL, or a whole URL if an earlier response gave it.
    pub(super) target: Target,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) cookies: String,
    pub(super) body: Body,
}

/// Where a request goes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A path below the server's URL.
    Path(String),
    /// A URL that a response gave: absolute, or relative to the path of the request.
    Link {
        /// The path of the request.
        from: String,
        /// The URL.
        to: String,
    },
}

impl Request {
    /// Starts the request of an operation.
    pub fn builder(endpoint: &'static Endpoint) -> RequestBuilder {
        RequestBuilder {
            request: Self {
                endpoint,
                target: Target::Path(endpoint.path.to_owned()),
                query: String::new(),
                headers: HeaderMap::new(),
                cookies: String::new(),
                body: Body::default(),
            },
            error: None,
        }
    }

    /// The same request for the page that a response links to.
    pub(super) fn follow(mut self, link: String) -> Self {
        if let Target::Path(from) = self.target {
            self.target = Target::Link { from, to: link };
        }
        self.query.clear();
        self
    }
}

impl std::fmt::Debug for Request {
    /// Shows the operation only: paths, queries, headers and bodies may hold what nobody should see.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("operation", &self.endpoint.name).finish_non_exhaustive()
    }
}

/// Puts a [`Request`] together. The first error is kept until [`build`](Self::build).
#[derive(Debug)]
pub struct RequestBuilder {
    request: Request,
    error: Option<RequestError>,
}

impl RequestBuilder {
    /// Adds a parameter. `None` is absent.
    pub fn param<T: Serialize + ?Sized>(mut self, param: &Param, value: &T) -> Self {
        let added = match serde_json::to_value(value) {
            Ok(value) => self.request.add(param, &value),
            Err(_) => Err(param.error("cannot be written")),
        };
        if let Err(error) = added {
            self.fail(error);
        }
        self
    }

    /// Sends the request to a path, and query, that is known only now.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.request.target = Target::Path(path.into());
        self
    }

    /// Sets the body: JSON text, in the media type of the operation.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        let media_types = self.request.endpoint.body.map_or(&[][..], |body| body.media_types);
        let names = media_types.iter().map(|media| media.name);
        let mut json = names.filter(|name| name.contains("json") && !name.contains('*'));
        let payload = Payload::json(value);
        self.body(match json.next() {
            Some(media_type) => payload.media_type(media_type),
            None => payload,
        })
    }

    /// Sets the body, if there is one.
    pub fn body(mut self, payload: impl Into<Option<Payload>>) -> Self {
        let Some(payload) = payload.into() else { return self };
        let (media_type, body) = payload.into_parts();
        match (HeaderValue::try_from(media_type), body) {
            (Ok(media_type), Ok(body)) => {
                self.request.headers.insert(CONTENT_TYPE, media_type);
                self.request.body = body;
            }
            (Err(_), _) => {
                self.error = self.error.or_else(|| Some(RequestError::media_type(self.request.endpoint.name)))
            }
            (_, Err(source)) => {
                self.error = self.error.or_else(|| Some(RequestError::body(self.request.endpoint.name, source)));
            }
        }
        self
    }

    /// The request, or what is wrong with it.
    pub fn build(mut self) -> Result<Request, RequestError> {
        if let Err(error) = self.request.check_path() {
            self.fail(error);
        }
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.request),
        }
    }

    fn fail(&mut self, error: ParamError) {
        if self.error.is_none() {
            self.error = Some(RequestError::param(self.request.endpoint.name, error));
        }
    }
}

impl Request {
    fn add(&mut self, param: &Param, value: &serde_json::Value) -> Result<(), ParamError> {
        if value.is_null() {
            return if param.required { Err(param.error("is required")) } else { Ok(()) };
        }
        match param.location {
            Location::Path => {
                let placeholder = format!("{{{}}}", param.name);
                let mut text = param.encode_path(value)?;
                if param.style == Style::Simple {
                    text = apart(self.endpoint.path, &placeholder, text);
                }
                if let Target::Path(path) = &mut self.target {
                    // Braces are always escaped, so no value can be taken for a placeholder.
                    *path = path.replace(&placeholder, &text);
                }
                Ok(())
            }
            Location::Query | Location::QueryString | Location::Form => param.encode_query(value, &mut self.query),
            Location::Cookie => param.encode_cookie(value, &mut self.cookies),
            Location::Header => {
                let name = HeaderName::try_from(param.name).map_err(|_| param.error("has an invalid name"))?;
                if let Some(value) = param.encode_header(value)? {
                    self.headers.append(name, value);
                }
                Ok(())
            }
        }
    }

    /// Refuses paths that reach another resource than the template says. Escaping does not help: `..` and `%2e%2e` mean
    /// the same to every URL parser (WHATWG URL, "double-dot URL path segment").
    fn check_path(&self) -> Result<(), ParamError> {
        let Target::Path(path) = &self.target else { return Ok(()) };
        if !self.endpoint.path.contains('{') {
            return Ok(());
        }
        let template = self.endpoint.path.split('/');
        for (segment, template) in path.split('/').zip(template) {
            if !template.contains('{') {
                continue;
            }
            let reason = match segment.replace("%2E", ".").as_str() {
                "." | ".." => "is a dot segment, which would reach another resource",
                _ if segment.contains('{') => "is missing",
                _ => continue,
            };
            // A placeholder that is left is at fault itself; otherwise it is the first of the segment.
            let (_, name) = segment.split_once('{').or_else(|| template.split_once('{')).unwrap_or_default();
            let name = name.split('}').next().unwrap_or_default();
            return Err(ParamError::new(name, Location::Path, reason));
        }
        Ok(())
    }
}

/// Escapes the dots, hyphens, underscores and tildes of a value that shares its segment with another one and might be
/// taken for what stands between the two: `{name}.{ext}`.
fn apart(template: &str, placeholder: &str, text: String) -> String {
    let segment = template.split('/').find(|segment| segment.contains(placeholder)).unwrap_or_default();
    if segment.matches('{').count() < 2 {
        return text;
    }
    let constants = segment.split('}').map(|piece| piece.split('{').next().unwrap_or_default());
    let between: String = constants.collect();
    let escapes = [('.', "%2E"), ('-', "%2D"), ('_', "%5F"), ('~', "%7E")];
    let escapes = escapes.iter().filter(|(c, _)| between.contains(*c));
    escapes.fold(text, |text, (c, escape)| text.replace(*c, escape))
}
