//! Media types of request bodies: which of those that an operation takes the caller sent (RFC 9110, section 8.3).

use http::{HeaderMap, header};

use super::super::endpoint::BodySpec;
use super::rejection::{Rejection, RejectionKind};

/// The type that the body has, as an index into those that the operation takes. It must not be compressed, and be in
/// UTF-8 if it says.
pub(super) fn find(headers: &HeaderMap, spec: &BodySpec) -> Result<usize, Rejection> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        let rejection = Rejection::new(RejectionKind::UnsupportedMediaType, "Compressed bodies are not supported.");
        return Err(rejection.header(header::ACCEPT_ENCODING, "identity"));
    }
    // A body of no type is bytes (RFC 9110, section 8.3).
    let given = headers.get(header::CONTENT_TYPE).map_or(Ok("application/octet-stream"), |value| value.to_str());
    let given = given.ok();
    let same = || spec.media_types.iter().position(|media| given == Some(media.name) && !media.name.contains(';'));
    let best = || given.and_then(MediaType::parse).filter(MediaType::is_utf8)?.best(spec);
    if let Some(index) = same().or_else(best) {
        return Ok(index);
    }
    let names = || spec.media_types.iter().map(|media| media.name).collect::<Vec<_>>();
    let detail = format!("The body must be {}.", names().join(" or "));
    let rejection = Rejection::new(RejectionKind::UnsupportedMediaType, detail);
    Err(rejection.header(header::ACCEPT, &names().join(", ")))
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

    /// The documented type or range that it fits best: the first of those that say most.
    fn best(&self, spec: &BodySpec) -> Option<usize> {
        let fits = spec.media_types.iter().enumerate().filter_map(|(index, media)| {
            let fit = self.fit(&Self::parse(media.name)?)?;
            Some((index, fit))
        });
        fits.min_by_key(|(_, fit)| *fit).map(|(index, _)| index)
    }

    /// How well it is what a documented type or range asks for: less is better. `application/json` stands for every
    /// `+json` and the other way round (RFC 6839, section 3.1).
    fn fit(&self, taken: &Self) -> Option<u8> {
        let json = |essence: &str| essence == "application/json";
        let suffixed = |essence: &str| essence.ends_with("+json");
        let range = || taken.essence.strip_suffix('*').is_some_and(|start| self.essence.starts_with(start));
        if self.essence == taken.essence {
            let same = |(name, value): &&(String, String)| name != "charset" && !self.has(name, value);
            return Some(u8::from(taken.parameters.iter().any(|parameter| same(&parameter))));
        }
        match () {
            () if suffixed(&self.essence) && (json(&taken.essence) || taken.essence == "application/*+json") => Some(2),
            () if json(&self.essence) && suffixed(&taken.essence) => Some(3),
            () if taken.essence == "*/*" => Some(5),
            () if range() => Some(4),
            () => None,
        }
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.parameters.iter().any(|(own, given)| own == name && given == value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::endpoint::Media;
    use super::*;

    fn accepts(taken: &'static [&'static str], given: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, given.parse().unwrap());
        find(&headers, &spec(taken)).is_ok()
    }

    fn spec(taken: &[&'static str]) -> BodySpec {
        BodySpec::required(taken.iter().map(|name| Media::new(name)).collect::<Vec<_>>().leak())
    }

    #[test]
    fn the_type_that_says_most_is_taken() {
        let taken = spec(&["*/*", "application/json", "application/merge-patch+json", "image/*", "image/png"]);
        for (given, index) in [
            ("application/merge-patch+json", 2),
            ("application/json-patch+json", 1),
            ("application/json", 1),
            ("image/png", 4),
            ("image/gif", 3),
            ("text/plain", 0),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, given.parse().unwrap())]);
            assert_eq!(find(&headers, &taken).unwrap(), index, "{given}");
        }
        assert_eq!(find(&HeaderMap::new(), &taken).unwrap(), 0);
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
        let rejection = find(&HeaderMap::new(), &spec(&["text/plain", "image/*"])).unwrap_err();
        assert_eq!(rejection.headers()["accept"], "text/plain, image/*");
        let mut headers = HeaderMap::new();
        headers.insert("content-encoding", "gzip".parse().unwrap());
        let rejection = find(&headers, &spec(&["*/*"])).unwrap_err();
        assert_eq!(rejection.headers()["accept-encoding"], "identity");
    }
}
