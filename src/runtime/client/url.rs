//! Joining URLs. Credentials go where these lead, so links are followed within their origin only.

use super::request::Target;

/// The URL of a target below a server. Fails with the reason.
pub(super) fn join(server: &str, target: &Target) -> Result<String, &'static str> {
    match target {
        Target::Path(path) => Ok(format!("{server}{path}")),
        Target::Link { from, to } => resolve(&format!("{server}{from}"), to),
    }
}

/// A link that was found at a URL (RFC 3986, section 5.2), if it stays within the origin.
fn resolve(from: &str, to: &str) -> Result<String, &'static str> {
    let to = to.split('#').next().unwrap_or_default();
    let (scheme, rest) = from.split_once("://").ok_or("is relative")?;
    let host = rest.split('/').next().unwrap_or_default();
    let path = rest.get(host.len()..).unwrap_or_default();
    if let Some(network) = to.strip_prefix("//") {
        return same_origin(from, &format!("{scheme}://{network}"));
    }
    if to.split(['/', '?']).next().is_some_and(|start| start.contains(':')) {
        return same_origin(from, to);
    }
    Ok(match to.chars().next() {
        None => return Err("of the next page is empty"),
        Some('/') => format!("{scheme}://{host}{to}"),
        Some('?') => format!("{scheme}://{host}{path}{to}"),
        Some(_) => format!("{scheme}://{host}{}/{to}", path.rsplit_once('/').map_or("", |(parent, _)| parent)),
    })
}

/// The URL, if it has the scheme, host and port of another.
fn same_origin(one: &str, other: &str) -> Result<String, &'static str> {
    let origin = |url: &str| {
        let uri: http::Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        let is_plain = !uri.authority()?.as_str().contains('@');
        is_plain.then_some((scheme, uri.host()?.to_ascii_lowercase(), port))
    };
    match (origin(one), origin(other)) {
        (Some(one), Some(two)) if one == two => Ok(other.to_owned()),
        (_, None) => Err("of the next page is not valid"),
        _ => Err("of the next page is on another origin"),
    }
}

/// Adds to the query of a URL what is not in it yet.
pub(super) fn with_query(mut url: String, queries: &[&str]) -> String {
    url.reserve(queries.iter().map(|query| 1 + query.len()).sum());
    let mut separator = if url.contains('?') { '&' } else { '?' };
    for query in queries.iter().filter(|query| !query.is_empty()) {
        url.push(separator);
        url.push_str(query);
        separator = '&';
    }
    url
}

/// Whether a URL has no characters that none has. What else is wrong with it is found by the transport.
pub(super) fn is_plain(url: &str) -> bool {
    url.bytes().all(|byte| byte > b' ' && !matches!(byte, b'<' | b'>' | b'`' | 0x7f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_within_their_origin() {
        let of = |to| resolve("https://api.example.com/v1/users", to);
        let expected = Ok("https://api.example.com/v1/users?page=2".to_owned());
        assert_eq!(of("https://api.example.com/v1/users?page=2"), expected);
        assert_eq!(of("https://API.example.com:443/v1/x"), Ok("https://API.example.com:443/v1/x".to_owned()));
        assert_eq!(of("//api.example.com/v1/users?page=2"), expected);
        assert_eq!(of("/v1/users?page=2#top"), expected);
        assert_eq!(of("?page=2"), expected);
        assert_eq!(of("users?page=2"), expected);
    }

    #[test]
    fn links_to_elsewhere_are_refused() {
        let of = |to| resolve("https://api.example.com/v1/users", to);
        for link in [
            "http://api.example.com/v1/users",
            "https://api.example.com:8443/v1/users",
            "https://evil.example/v1/users",
            "//evil.example/users",
            "https://api.example.com@evil.example/",
            "https://user@api.example.com/",
            "javascript:alert(1)",
            "",
        ] {
            assert!(of(link).is_err(), "{link}");
        }
    }

    #[test]
    fn what_no_url_contains_is_refused() {
        assert!(is_plain("https://x/%20?a=é"));
        for url in ["https://x/a b", "https://x/\t", "https://x/<b>", "https://x/\u{7f}"] {
            assert!(!is_plain(url), "{url}");
        }
    }

    #[test]
    fn queries_are_appended() {
        assert_eq!(with_query("https://x/".to_owned(), &["a=1&b=2", "", "key=3"]), "https://x/?a=1&b=2&key=3");
        assert_eq!(with_query("https://x/?page=2".to_owned(), &["", "key=3"]), "https://x/?page=2&key=3");
    }
}
