//! Path templates: shared by client, server and documentation.

/// A path template such as `/users/{id}/files/{name}.{ext}`, parsed (OpenAPI 3.0.4, "Path Templating").
///
/// Documents also have a query in it, which is a part of the route (`/messages?beta=true`) or names parameters
/// (`/search?q={text}`), and fragments, which only tell keys apart and are never sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    /// The template as written.
    pub text: String,
    /// Its pieces; constants include their slashes. A query that is the same in every request is the last one.
    pub segments: Vec<Segment>,
    /// The query parameters that it names: the key in the query, and the name in braces.
    pub query: Vec<(String, String)>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text that is sent as it is.
    Constant(String),
    /// The name of a path parameter, without braces.
    Parameter(String),
}

impl PathTemplate {
    /// Parses a template. An unbalanced brace is constant text.
    pub fn parse(text: &str) -> Self {
        let sent = text.split_at(outside(text, '#')).0;
        let (path, query) = sent.split_at(outside(sent, '?'));
        let mut segments = segments(path);
        // `{?page,size}` (RFC 6570) says that there are query parameters of these names; they are declared as such.
        segments.retain(|segment| !matches!(segment, Segment::Parameter(name) if name.starts_with(['?', '&'])));
        let pairs = || query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let fixed: Vec<&str> = pairs().filter(|pair| !pair.contains('{')).collect();
        if !fixed.is_empty() {
            segments.push(Segment::Constant(format!("?{}", fixed.join("&"))));
        }
        Self { text: text.to_owned(), segments, query: pairs().filter_map(query_parameter).collect() }
    }

    /// The names of the template's parameters, in order; not those in its query.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Constant(_) => None,
        })
    }

    /// The template of what is sent: without fragment and query parameters.
    pub fn wire(&self) -> String {
        let piece = |segment: &Segment| match segment {
            Segment::Constant(text) => text.clone(),
            Segment::Parameter(name) => format!("{{{name}}}"),
        };
        self.segments.iter().map(piece).collect()
    }
}

fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((name, after)) = inside.split_once('}') else { break };
        if !before.is_empty() {
            segments.push(Segment::Constant(before.to_owned()));
        }
        segments.push(Segment::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        segments.push(Segment::Constant(rest.to_owned()));
    }
    segments
}

/// `q={text}`: the key, and the name in braces, which is the key as well where there is none.
fn query_parameter(pair: &str) -> Option<(String, String)> {
    let (before, inside) = pair.split_once('{')?;
    let (name, _) = inside.split_once('}')?;
    let key = before.split('=').next().filter(|key| !key.is_empty()).unwrap_or(name);
    Some((key.to_owned(), name.to_owned()))
}

/// Where a character first stands outside of braces; the end if it does not.
fn outside(text: &str, wanted: char) -> usize {
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if c == wanted && !inside => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_split_into_constants_and_parameters() {
        let path = PathTemplate::parse("/a/{b}.{c}/d{");
        assert_eq!(path.parameters().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(path.segments.last(), Some(&Segment::Constant("/d{".to_owned())));
        assert_eq!(path.wire(), path.text);
    }

    #[test]
    fn queries_are_fixed_or_parameters_and_fragments_are_never_sent() {
        let wire = |text| PathTemplate::parse(text).wire();
        assert_eq!(wire("/a?x=1&q={text}&y=2#Action=B"), "/a?x=1&y=2");
        assert_eq!(wire("/a/{b}{?page,size}"), "/a/{b}");
        assert_eq!(wire("/a#b/{c}"), "/a");
        let pair = |key: &str, name: &str| (key.to_owned(), name.to_owned());
        assert_eq!(PathTemplate::parse("/a?q={text}&{id}").query, [pair("q", "text"), pair("id", "id")]);
        assert_eq!(PathTemplate::parse("/a?q={text}").parameters().count(), 0);
    }
}
