//! [`Answer`]: the response of a handler, put together from typed values.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_core::Serialize;

use super::super::negotiate::{fits, weight};
use super::super::stream::{EventForm, EventStream, JsonLines};
use super::failure::Failure;
use super::stream::{WrittenEvents, WrittenLines};

/// A response in the making. What cannot be written, such as a header with a line break, makes it a [`Failure`].
#[derive(Debug)]
pub struct Answer {
    outcome: Result<Response, Failure>,
    /// Other names of the media type of the body, which is the same under each.
    also: &'static [&'static str],
}

/// The body of a response whose type decides its media type. Implemented by generated enums.
pub trait Content {
    /// Adds the body to an answer.
    fn write(self, answer: Answer) -> Answer;
}

impl Answer {
    /// An answer without a body.
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        Self { outcome: Ok(response), also: &[] }
    }

    /// An answer whose status the handler chose, where the document has a range (`4XX`) or `default`.
    pub fn within(status: StatusCode, allowed: std::ops::RangeInclusive<u16>) -> Self {
        if allowed.contains(&status.as_u16()) {
            Self::new(status.as_u16())
        } else {
            Failure::internal(format!("the document does not allow the status {status} here")).into()
        }
    }

    /// With a body that says itself what it is.
    pub fn content(self, body: impl Content) -> Self {
        body.write(self)
    }

    /// With a JSON body.
    pub fn json<T: Serialize + ?Sized>(self, media_type: &'static str, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(text) => self.body(media_type, "application/json", Body::from(text)),
            Err(error) => self.failed(error),
        }
    }

    /// With text as the body. Its encoding is said, because text that does not say it is ASCII (RFC 6657, section 4).
    pub fn text(self, media_type: &'static str, body: impl Into<String>) -> Self {
        let is_open = media_type.starts_with("text/") && !media_type.contains(['*', ';']);
        let complete = if is_open { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() };
        self.body(&complete, "text/plain; charset=utf-8", Body::from(body.into()))
    }

    /// With bytes as the body, at hand or as they come: of the media type that they say, if the document has it; or else of
    /// the first of the document's.
    pub fn bytes(self, media_types: &'static [&'static str], body: impl Into<super::super::body::Body>) -> Self {
        let body = body.into();
        let media_type = match body.media_type() {
            Some(own) if !fits(media_types, own) => {
                return self.failed(format!("the document does not allow `{own}` here"));
            }
            Some(own) => own.to_owned(),
            None => media_types.first().copied().unwrap_or("*/*").to_owned(),
        };
        self.body(&media_type, "application/octet-stream", Body::new(body))
    }

    /// With JSON texts as the body, one a line.
    pub fn json_lines<T: Serialize + 'static>(self, media_type: &'static str, lines: JsonLines<T>) -> Self {
        let written = WrittenLines { lines, before: "" };
        self.body(media_type, "application/jsonl", Body::from_stream(written))
    }

    /// With JSON texts as the body, each after a record separator (RFC 7464).
    pub fn json_sequence<T: Serialize + 'static>(self, media_type: &'static str, lines: JsonLines<T>) -> Self {
        let written = WrittenLines { lines, before: "\u{1e}" };
        self.body(media_type, "application/json-seq", Body::from_stream(written))
    }

    /// With events as the body, whose data is JSON.
    pub fn events<T: Serialize + 'static>(self, media_type: &'static str, events: EventStream<T>) -> Self {
        self.event_stream(media_type, events, EventForm::Json)
    }

    /// With events as the body, whose data is text.
    pub fn text_events(self, media_type: &'static str, events: EventStream<String>) -> Self {
        self.event_stream(media_type, events, EventForm::Text)
    }

    /// With events as the body that are values of their own.
    pub fn whole_events<T: Serialize + 'static>(self, media_type: &'static str, events: EventStream<T>) -> Self {
        self.event_stream(media_type, events, EventForm::Whole)
    }

    fn event_stream<T: Serialize + 'static>(
        mut self,
        media_type: &'static str,
        events: EventStream<T>,
        form: EventForm,
    ) -> Self {
        if let Ok(response) = &mut self.outcome {
            // What is stored cannot be what comes next.
            response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        }
        self.body(media_type, "text/event-stream", Body::from_stream(WrittenEvents::new(events, form)))
    }

    /// Under another name of its media type, if that is one that the caller accepts and this is not.
    pub fn also(mut self, media_types: &'static [&'static str]) -> Self {
        self.also = media_types;
        self
    }

    /// With a body of a documented media type; where that is a range, of the usual one.
    fn body(mut self, media_type: &str, usual: &str, body: Body) -> Self {
        let media_type = if media_type.contains('*') { usual } else { media_type };
        match HeaderValue::from_str(media_type) {
            Ok(value) => {
                if let Ok(response) = &mut self.outcome {
                    response.headers_mut().insert(header::CONTENT_TYPE, value);
                    *response.body_mut() = body;
                }
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// With the headers that a function writes.
    pub fn headers<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        mut self,
        write: impl FnOnce(&mut HeaderMap) -> Result<(), E>,
    ) -> Self {
        match self.outcome.as_mut().map(|response| write(response.headers_mut())) {
            Ok(Err(error)) => self.failed(error),
            _ => self,
        }
    }

    /// The first failure stays.
    fn failed(self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { outcome: self.outcome.and(Err(Failure::internal(error))), ..self }
    }

    /// The response, for a caller that accepts what `accept` says.
    pub(super) fn into_result(self, accept: Option<&HeaderValue>) -> Result<Response, Failure> {
        let mut response = self.outcome?;
        let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        if !self.also.is_empty() && !accept.is_empty() {
            let own =
                response.headers().get(header::CONTENT_TYPE).and_then(|own| own.to_str().ok()).unwrap_or_default();
            let mut best = (weight(accept, own), None);
            for other in self.also {
                // Of equals, the document prefers the first.
                if weight(accept, other) > best.0 {
                    best = (weight(accept, other), HeaderValue::from_str(other).ok());
                }
            }
            if let Some(other) = best.1 {
                response.headers_mut().insert(header::CONTENT_TYPE, other);
            }
        }
        Ok(response)
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        Self { outcome: Err(failure), also: &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_goes_by_the_name_that_the_caller_accepts() {
        for (accept, sent) in [
            ("text/json", "text/json"),
            ("text/json, application/json", "application/json"),
            ("text/json, application/json;q=0.5", "text/json"),
            ("*/*", "application/json"),
            ("text/html", "application/json"),
        ] {
            let answer = Answer::new(200).json("application/json", &1).also(&["application/scim+json", "text/json"]);
            let response = answer.into_result(Some(&HeaderValue::from_static(accept))).unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], sent, "{accept}");
        }
    }

    #[test]
    fn text_says_how_it_is_encoded() {
        for (documented, sent) in [
            ("text/plain", "text/plain; charset=utf-8"),
            ("text/*", "text/plain; charset=utf-8"),
            ("text/csv; charset=us-ascii", "text/csv; charset=us-ascii"),
            ("application/yaml", "application/yaml"),
        ] {
            let response = Answer::new(200).text(documented, "•").into_result(None).unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], sent);
        }
    }
}
