//! Where a document is: a file on disk, or a URL. What a relative reference means there (RFC 3986, section 5.2). Pure.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// Where a document is, or what it calls itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Location {
    /// A full path without `.` and `..`.
    File(PathBuf),
    /// An absolute URI.
    Url(String),
}

impl Location {
    /// What is given on the command line: a URL if it looks like one, else a path.
    pub(super) fn given(text: &str) -> Option<Location> {
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        is_web.then(|| Location::Url(text.split('#').next().unwrap_or(text).to_owned()))
    }

    /// What a reference without fragment means in a document that is here.
    pub(super) fn join(&self, reference: &str) -> Location {
        if reference.is_empty() {
            return self.clone();
        }
        if let Some(path) = reference.strip_prefix("file://").filter(|path| path.starts_with('/')) {
            return Location::File(normal(Path::new(&decode(path))));
        }
        if has_scheme(reference) {
            return Location::Url(reference.to_owned());
        }
        match self {
            Location::File(_) if reference.starts_with("//") => Location::Url(format!("https:{reference}")),
            Location::File(path) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                Location::File(normal(&folder.join(decode(reference))))
            }
            Location::Url(base) => Location::Url(join(base, reference)),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File(path) => f.write_str(&path.to_string_lossy().replace('\\', "/")),
            Location::Url(url) => f.write_str(url),
        }
    }
}

/// A name with a colon is a file, unless it is one of the URIs that documents use.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, rest)) = reference.split_once(':') else { return false };
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme && (rest.starts_with("//") || scheme.eq_ignore_ascii_case("urn") || scheme.eq_ignore_ascii_case("tag"))
}

/// The parts of a base that a reference can take over: scheme, authority, path.
fn join(base: &str, reference: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return reference.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = path.split('?').next().unwrap_or_default();
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    if reference.starts_with('?') {
        return format!("{scheme}://{authority}{path}{reference}");
    }
    let folder = if reference.starts_with('/') { "" } else { &path[..path.rfind('/').unwrap_or(0)] };
    let (target, query) = reference.split_at(reference.find('?').unwrap_or(reference.len()));
    let joined = format!("{folder}/{}", target.trim_start_matches('/'));
    format!("{scheme}://{authority}{}{query}", without_dots(&joined))
}

/// RFC 3986, section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        match *segment {
            ".." | "." => {
                if *segment == ".." {
                    kept.pop();
                }
                if index + 1 == segments.len() {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

/// A path without `.` and `..`, as far as they cancel out.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Percent-decodes; what is no valid escape is kept as written.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escape = (bytes[index] == b'%').then(|| text.get(index + 1..index + 3)).flatten();
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986, section 5.4.
    #[test]
    fn references_are_resolved_as_the_rfc_says() {
        let base = Location::Url("http://a/b/c/d;p?q".to_owned());
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("https://h/i", "https://h/i"),
            ("urn:x:y", "urn:x:y"),
            ("", "http://a/b/c/d;p?q"),
        ] {
            assert_eq!(base.join(reference).to_string(), expected, "{reference}");
        }
        assert_eq!(Location::Url("https://h".to_owned()).join("x.yaml").to_string(), "https://h/x.yaml");
        assert_eq!(Location::Url("urn:a:b".to_owned()).join("x").to_string(), "x");
    }

    #[test]
    fn files_are_beside_files() {
        let base = Location::File(PathBuf::from("/api/spec/openapi.yaml"));
        for (reference, expected) in [
            ("pet.yaml", "/api/spec/pet.yaml"),
            ("../pet%20shop", "/api/pet shop"),
            ("a:b.yaml", "/api/spec/a:b.yaml"),
            ("/etc/hosts", "/etc/hosts"),
            ("file:///etc/hosts", "/etc/hosts"),
            ("//host/x", "https://host/x"),
            ("https://h/x", "https://h/x"),
        ] {
            assert_eq!(base.join(reference).to_string(), expected, "{reference}");
        }
    }
}
