//! Reading multipart bodies on a server, with `multer`. Parts are kept in memory: together they are no larger than the
//! router's limit.

use std::future::Future;
use std::pin::Pin;

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use multer::{Constraints, Multipart, SizeLimit};

use super::body::Body;
use super::multipart::Part;
use super::server::{Failure, Rejection, RejectionKind};

/// As many parts are read.
const MOST_PARTS: usize = 1000;

/// Reads the parts of a body of this `Content-Type`.
pub fn read(body: Body, content_type: String, limit: usize) -> Reading {
    Box::pin(async move {
        let boundary = boundary(&content_type).ok_or_else(|| malformed("has no boundary"))?;
        let sizes = SizeLimit::new().whole_stream(limit as u64);
        let constraints = Constraints::new().size_limit(sizes);
        let mut multipart = Multipart::with_constraints(body, boundary, constraints);
        let mut parts = Vec::new();
        while let Some(field) = multipart.next_field().await.map_err(|error| refused(error, limit))? {
            if parts.len() == MOST_PARTS {
                return Err(Rejection::new(
                    RejectionKind::BodyTooLarge,
                    format!("The body has more than {MOST_PARTS} parts."),
                ));
            }
            let (name, file_name) = (field.name().map(unescaped), field.file_name().map(unescaped));
            let headers = field.headers().clone();
            let content = Body::from(field.bytes().await.map_err(|error| refused(error, limit))?);
            parts.push(part(name, file_name, headers, content));
        }
        Ok(parts)
    })
}

/// The parts, once they are read.
pub type Reading = Pin<Box<dyn Future<Output = Result<Vec<Part>, Rejection>> + Send>>;

fn part(name: Option<String>, file_name: Option<String>, mut headers: HeaderMap, content: Body) -> Part {
    headers.remove(CONTENT_DISPOSITION);
    let media_type = headers.remove(CONTENT_TYPE).and_then(|value| value.to_str().map(str::to_owned).ok());
    let content = match media_type {
        Some(media_type) => content.with_media_type(media_type),
        None => content,
    };
    Part { name, file_name, headers, content }
}

/// The parameter `boundary` of a media type.
fn boundary(content_type: &str) -> Option<String> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"));
    named.next().map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

/// Takes back what browsers escape in a quoted name (WHATWG HTML, "multipart/form-data encoding algorithm").
fn unescaped(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

fn refused(error: multer::Error, limit: usize) -> Rejection {
    let too_large =
        || Rejection::new(RejectionKind::BodyTooLarge, format!("The body must not be larger than {limit} bytes."));
    match error {
        multer::Error::StreamSizeExceeded { .. } => too_large(),
        multer::Error::StreamReadFailed(source) => match Failure::body(source).status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(),
            _ => malformed("ended early"),
        },
        multer::Error::IncompleteStream => malformed("ended early"),
        _ => malformed("is not made of parts as its type says"),
    }
}

fn malformed(reason: &str) -> Rejection {
    Rejection::new(RejectionKind::MalformedBody, format!("The body {reason}."))
}
