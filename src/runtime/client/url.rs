//! Joining URLs (WHATWG URL). Credentials go where these lead: paths and queries never change the host of a server, and
//! links are followed within their origin only.

use super::request::Target;
use super::transport::Url;

/// A URL that is a text.
pub(super) fn parse(text: &str) -> Option<Url> {
    if is_one_word(text) { text.parse().ok() } else { None }
}

/// Whether a text has neither tabs nor line breaks: parsers pass over them wherever they are, which nobody would mean
/// (WHATWG URL, section 4.4).
fn is_one_word(text: &str) -> bool {
    !text.contains(['\t', '\n', '\r'])
}

/// The URL of a target below a server. Fails with the reason.
pub(super) fn join(server: &Url, target: &Target) -> Result<Url, &'static str> {
    match target {
        Target::Path(path) if !is_one_word(path) => Err("is not valid"),
        Target::Path(path) => Ok(below(server, path)),
        Target::Link { from, to } => resolve(&below(server, from), to),
    }
}

/// The URL of a path below a server. The path may bring a query; a fragment is not sent (RFC 9110, section 7.1).
fn below(server: &Url, path: &str) -> Url {
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut url = server.clone();
    url.set_path(&[server.path().trim_end_matches('/'), path].concat());
    url.set_query(query);
    url
}

/// A link that was found at a URL (RFC 3986, section 5.2), if it stays within the origin.
fn resolve(from: &Url, to: &str) -> Result<Url, &'static str> {
    if to.split('#').next().is_none_or(str::is_empty) {
        return Err("of the next page is empty");
    }
    let joined = if is_one_word(to) { from.join(to).ok() } else { None };
    let mut url = joined.ok_or("of the next page is not valid")?;
    url.set_fragment(None);
    let is_plain = url.username().is_empty() && url.password().is_none();
    if is_plain && url.origin() == from.origin() { Ok(url) } else { Err("of the next page is on another origin") }
}

/// Adds to the query of a URL what is not in it yet.
pub(super) fn add_query(url: &mut Url, queries: [&str; 2]) {
    let mut query = url.query().unwrap_or_default().to_owned();
    for more in queries.into_iter().filter(|more| !more.is_empty()) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(more);
    }
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Url {
        url.parse().unwrap()
    }

    #[test]
    fn paths_stay_below_their_server() {
        let of = |server: &str, path: &str| String::from(below(&at(server), path));
        assert_eq!(of("https://x.example/v1/", "/a%2Fb"), "https://x.example/v1/a%2Fb");
        assert_eq!(of("https://x.example", "/a?list#part"), "https://x.example/a?list");
        assert_eq!(of("https://x.example", "//evil.example/a"), "https://x.example//evil.example/a");
        assert_eq!(of("https://x.example", "@evil.example"), "https://x.example/@evil.example");
        assert_eq!(of("https://x.example", "/a b<\u{7f}>"), "https://x.example/a%20b%3C%7F%3E");
        assert_eq!(of("https://x.example", ""), "https://x.example/");
    }

    #[test]
    fn tabs_and_line_breaks_are_refused() {
        let server = at("https://x.example");
        for text in ["/a\tb", "/a\nb", "/a\rb"] {
            assert_eq!(join(&server, &Target::Path(text.to_owned())), Err("is not valid"), "{text:?}");
            assert_eq!(parse(&format!("https://x.example{text}")), None, "{text:?}");
        }
        assert_eq!(parse("https://x.example/a"), Some(at("https://x.example/a")));
    }

    #[test]
    fn links_are_resolved_within_their_origin() {
        let of = |to| resolve(&at("https://api.example.com/v1/users"), to).map(String::from);
        let expected = Ok("https://api.example.com/v1/users?page=2".to_owned());
        assert_eq!(of("https://api.example.com/v1/users?page=2"), expected);
        assert_eq!(of("https://API.example.com:443/v1/x"), Ok("https://api.example.com/v1/x".to_owned()));
        assert_eq!(of("//api.example.com/v1/users?page=2"), expected);
        assert_eq!(of("/v1/users?page=2#top"), expected);
        assert_eq!(of("?page=2"), expected);
        assert_eq!(of("users?page=2"), expected);
    }

    #[test]
    fn links_to_elsewhere_are_refused() {
        for link in [
            "http://api.example.com/v1/users",
            "https://api.example.com:8443/v1/users",
            "https://evil.example/v1/users",
            "//evil.example/users",
            "\\\\evil.example/users",
            "https:\\\\evil.example",
            "https://api.example.com@evil.example/",
            "https://user@api.example.com/",
            "https://:word@api.example.com/",
            "javascript:alert(1)",
            "https://",
            "/v1/\nusers",
            "#top",
            "",
        ] {
            assert!(resolve(&at("https://api.example.com/v1/users"), link).is_err(), "{link}");
        }
    }

    #[test]
    fn queries_are_added() {
        let with = |url, queries| {
            let mut url = at(url);
            add_query(&mut url, queries);
            String::from(url)
        };
        assert_eq!(with("https://x/", ["a=1&b=2", "key=3"]), "https://x/?a=1&b=2&key=3");
        assert_eq!(with("https://x/?page=2", ["", "key=3"]), "https://x/?page=2&key=3");
        assert_eq!(with("https://x/", ["", ""]), "https://x/");
    }
}
