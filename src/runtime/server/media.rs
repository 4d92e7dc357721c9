//! Media types of request bodies: which of those that an operation takes the caller sent (RFC 9110, section 8.3).

use http::{HeaderMap, header};

use super::super::endpoint::BodySpec;
use super::rejection::{Rejection, RejectionKind};

/// Checks that the body is of a type that the operation takes, not compressed, and in UTF-8 if it says.
pub(super) fn check(headers: &HeaderMap, spec: &BodySpec) -> Result<(), Rejection> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        let rejection = Rejection::new(RejectionKind::UnsupportedMediaType, "Compressed bodies are not supported.");
        return Err(rejection.header(header::ACCEPT_ENCODING, "identity"));
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(MediaType::parse);
    let accepted = |given: &MediaType| spec.media_types.iter().any(|taken| given.fits(taken));
    if given.is_some_and(|given| given.is_utf8() && accepted(&given)) {
        return Ok(());
    }
    let detail = format!("The body must be {}.", spec.media_types.join(" or "));
    let rejection = Rejection::new(RejectionKind::UnsupportedMediaType, detail);
    Err(rejection.header(header::ACCEPT, &spec.media_types.join(", ")))
}

struct MediaType {
    /// `application/json`, in lower case.
    essence: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';');
        let essence = parts.next()?.trim().to_ascii_lowercase();
        let (kind, subtype) = essence.split_once('/')?;
        if kind.is_empty() || subtype.is_empty() {
            return None;
        }
        let parameters = parts.filter_map(|part| part.split_once('=')).map(|(name, value)| {
            (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_ascii_lowercase())
        });
        Some(Self { parameters: parameters.collect(), essence })
    }

    /// Text in another encoding would be misread.
    fn is_utf8(&self) -> bool {
        let mut charsets = self.parameters.iter().filter(|(name, _)| name == "charset");
        charsets.all(|(_, charset)| matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii"))
    }

    /// Whether it is what a documented type or range asks for. `application/json` stands for every `+json` and the
    /// other way round (RFC 6839, section 3.1).
    fn fits(&self, taken: &str) -> bool {
        let Some(taken) = Self::parse(taken) else { return false };
        let range = taken.essence.strip_suffix('*');
        let json = |essence: &str| essence == "application/json";
        self.essence == taken.essence
            || taken.essence == "*/*"
            || range.is_some_and(|kind| self.essence.starts_with(kind))
            || json(&taken.essence) && self.essence.ends_with("+json")
            || json(&self.essence) && taken.essence.ends_with("+json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(taken: &'static [&'static str], given: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, given.parse().unwrap());
        check(&headers, &BodySpec::required(taken)).is_ok()
    }

    #[test]
    fn json_is_json_by_any_name() {
        assert!(accepts(&["application/json"], "Application/JSON; charset=\"UTF-8\""));
        assert!(accepts(&["application/json"], "application/vnd.api+json"));
        assert!(accepts(&["application/merge-patch+json"], "application/json"));
        assert!(!accepts(&["application/merge-patch+json"], "application/json-patch+json"));
        assert!(!accepts(&["application/json"], "application/json; charset=utf-16"));
        assert!(!accepts(&["application/json"], "text/plain"));
        assert!(!accepts(&["application/json"], "nonsense"));
    }

    #[test]
    fn ranges_are_ranges() {
        assert!(accepts(&["image/*"], "image/png"));
        assert!(!accepts(&["image/*"], "imagery/png"));
        assert!(accepts(&["text/plain", "*/*"], "a/b"));
    }

    #[test]
    fn the_refusal_says_what_is_accepted() {
        let rejection = check(&HeaderMap::new(), &BodySpec::required(&["text/plain", "image/*"])).unwrap_err();
        assert_eq!(rejection.headers()["accept"], "text/plain, image/*");
        let mut headers = HeaderMap::new();
        headers.insert("content-encoding", "gzip".parse().unwrap());
        let rejection = check(&headers, &BodySpec::required(&["*/*"])).unwrap_err();
        assert_eq!(rejection.headers()["accept-encoding"], "identity");
    }
}
