//! Path templates: shared by client, server and documentation.

/// A path template such as `/users/{id}/files/{name}.{ext}`, parsed (OpenAPI 3.0.4, "Path Templating").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    /// The template as written.
    pub text: String,
    /// Its pieces; constants include their slashes.
    pub segments: Vec<Segment>,
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
        Self { text: text.to_owned(), segments }
    }

    /// The names of the template's parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Constant(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_split_into_constants_and_parameters() {
        let path = PathTemplate::parse("/a/{b}.{c}/d{");
        assert_eq!(path.parameters().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(path.segments.last(), Some(&Segment::Constant("/d{".to_owned())));
    }
}
