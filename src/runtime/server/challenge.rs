//! Challenges: what `WWW-Authenticate` says of each scheme, so that a caller learns what to send.

use super::super::endpoint::SchemeKind;

/// The challenge of a scheme (RFC 9110, section 11.6.1). `error` is said for bearer tokens only, and only if one was
/// sent (RFC 6750, section 3.1).
pub(super) fn challenge(kind: SchemeKind, realm: &str, scopes: &[&str], error: Option<&str>) -> String {
    let realm = quoted(realm);
    match kind {
        SchemeKind::Basic => format!("Basic realm={realm}, charset=\"UTF-8\""),
        SchemeKind::Bearer => {
            let mut challenge = format!("Bearer realm={realm}");
            if let Some(error) = error {
                challenge += &format!(", error={}", quoted(error));
            }
            if !scopes.is_empty() {
                challenge += &format!(", scope={}", quoted(&scopes.join(" ")));
            }
            challenge
        }
        SchemeKind::Http(scheme) => format!("{scheme} realm={realm}"),
        // API keys, certificates and what nobody declared have no registered scheme, but a 401 without a challenge is not allowed.
        SchemeKind::Header(name) => format!("ApiKey realm={realm}, in=\"header\", name={}", quoted(name)),
        SchemeKind::Query(name) => format!("ApiKey realm={realm}, in=\"query\", name={}", quoted(name)),
        SchemeKind::Cookie(name) => format!("ApiKey realm={realm}, in=\"cookie\", name={}", quoted(name)),
        SchemeKind::MutualTls => format!("MutualTLS realm={realm}"),
        SchemeKind::Undeclared => format!("Undeclared realm={realm}"),
    }
}

/// A quoted string (RFC 9110, section 5.6.4), without what a header cannot carry.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars().filter(|char| matches!(char, ' '..='~')) {
        if matches!(char, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(char);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scheme_says_what_it_takes() {
        let of = |kind, scopes: &[&str], error| challenge(kind, "Users \"API\"\u{e9}", scopes, error);
        assert_eq!(of(SchemeKind::Basic, &[], None), r#"Basic realm="Users \"API\"", charset="UTF-8""#);
        assert_eq!(of(SchemeKind::Bearer, &[], None), r#"Bearer realm="Users \"API\"""#);
        assert_eq!(
            of(SchemeKind::Bearer, &["a:read", "b"], Some("invalid_token")),
            r#"Bearer realm="Users \"API\"", error="invalid_token", scope="a:read b""#
        );
        assert_eq!(
            of(SchemeKind::Header("X-Key"), &[], None),
            r#"ApiKey realm="Users \"API\"", in="header", name="X-Key""#
        );
        assert_eq!(of(SchemeKind::Http("Digest"), &[], None), r#"Digest realm="Users \"API\"""#);
    }
}
