//! Server URLs with variables (OpenAPI 3.0.4, "Server Object").

use super::ConfigError;

/// The URL of a server, with its variables filled in: for each its name, its value and the values that the document
/// allows; none means any. A variable may fill a host label, a port or a path segment, but never move the URL to another
/// place: credentials travel there.
pub fn server_url(template: &str, variables: &[(&str, &str, &[&str])]) -> Result<String, ConfigError> {
    let mut url = template.to_owned();
    for (name, value, allowed) in variables {
        let problem = if !allowed.is_empty() && !allowed.contains(value) {
            Some(format!("it must be one of {}", allowed.join(", ")))
        } else if allowed.is_empty() && !is_harmless(value, is_in_path(template, name)) {
            Some("it may hold letters, digits and `-._~:` only, in a path also `/`, and no dot segments".to_owned())
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(ConfigError::new(format!("the server variable `{name}` is not valid: {problem}")));
        }
        url = url.replace(&format!("{{{name}}}"), value);
    }
    Ok(url)
}

/// Whether a variable stands behind the host.
fn is_in_path(template: &str, name: &str) -> bool {
    let after_scheme = template.split_once("://").map_or(template, |(_, rest)| rest);
    let host = after_scheme.split('/').next().unwrap_or_default();
    !host.contains(&format!("{{{name}}}"))
}

fn is_harmless(value: &str, in_path: bool) -> bool {
    let letters = value.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:".contains(c) || (in_path && c == '/'));
    letters && !value.split('/').any(|segment| segment == "." || segment == "..") && !value.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let url = server_url(
            "https://{region}.example.com:{port}/{base}",
            &[("region", "eu", &["eu", "us"]), ("port", "8443", &[]), ("base", "api/v2", &[])],
        );
        assert_eq!(url.unwrap(), "https://eu.example.com:8443/api/v2");
    }

    #[test]
    fn a_variable_cannot_move_the_server() {
        for value in [
            "evil.example/",
            "evil.example#",
            "user@evil.example",
            "a?b",
            "..",
            "x/../y",
            "a\\b",
            "//evil.example",
            "a b",
            "{x}",
        ] {
            let error = server_url("https://{host}.example.com/{base}", &[("host", value, &[])]).unwrap_err();
            assert!(error.to_string().contains("`host`"), "{error}");
        }
        let error = server_url("https://{region}.example.com", &[("region", "evil", &["eu", "us"])]).unwrap_err();
        assert_eq!(error.to_string(), "the server variable `region` is not valid: it must be one of eu, us");
    }
}
