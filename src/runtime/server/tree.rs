//! The routing table: a tree of path segments. Depends on nothing but `http` and `percent-encoding`.
//!
//! Documents have routes that general routers refuse, such as `/users/{id}` beside `/users/{name}/keys`, or
//! `{name}.{ext}`. Captured values are kept by position, so the parameters of one place may have different names.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;

/// The routes of an API, found by method and path.
#[derive(Debug, Default, Clone)]
pub(super) struct Tree {
    root: Node,
}

#[derive(Debug, Default, Clone)]
struct Node {
    /// Constant segments, decoded. They win over anything with parameters (OpenAPI 3.0.4, "Paths Object").
    constant: BTreeMap<String, Node>,
    /// Segments with constant and variable parts; those with more constant text come first.
    mixed: Vec<(Mixed, Node)>,
    /// The segment that is one parameter.
    any: Option<Box<Node>>,
    /// What ends here; those with a query in their template come first.
    leaves: Vec<Leaf>,
}

#[derive(Debug, Clone)]
struct Leaf {
    method: Method,
    /// The query that the template itself contains: `/responses?beta=true`.
    query: Vec<String>,
    names: Vec<&'static str>,
    route: usize,
}

/// What the table says about a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'p> {
    /// The index of the route, and the names and the still encoded values of its path parameters.
    Route(usize, Vec<(&'static str, &'p str)>),
    /// The path exists with these methods only, in alphabetical order.
    Methods(Vec<Method>),
    /// The path does not exist.
    Nothing,
}

impl Tree {
    /// Adds a route. Of two with the same method and the same skeleton, the first is found.
    pub(super) fn insert(&mut self, method: Method, template: &'static str, route: usize) {
        let (path, query) = split_template(template);
        let mut names = Vec::new();
        let mut node = &mut self.root;
        for segment in segments(path) {
            node = node.child(Mixed::parse(segment, &mut names));
        }
        let at = node.leaves.iter().position(|leaf| leaf.query.len() < query.len()).unwrap_or(node.leaves.len());
        node.leaves.insert(at, Leaf { method, query, names, route });
    }

    /// Finds the route of a request. A path that has no such method on its best match may have it on another one:
    /// `DELETE /users/me` is `DELETE /users/{id}` where only `GET /users/me` is documented.
    pub(super) fn find<'p>(&self, method: &Method, path: &'p str, query: Option<&str>) -> Found<'p> {
        let segments: Vec<&str> = segments(path).collect();
        let mut search = Search { method, query: query.unwrap_or_default(), values: Vec::new(), methods: Vec::new() };
        if let Some(leaf) = search.descend(&self.root, &segments) {
            return Found::Route(leaf.route, leaf.names.iter().copied().zip(search.values).collect());
        }
        if search.methods.is_empty() {
            return Found::Nothing;
        }
        if search.methods.contains(&Method::GET) {
            search.methods.push(Method::HEAD);
        }
        search.methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        search.methods.dedup();
        Found::Methods(search.methods)
    }
}

impl Node {
    fn child(&mut self, segment: Mixed) -> &mut Self {
        match &segment.0[..] {
            [constant] => return self.constant.entry(constant.clone()).or_default(),
            [before, after] if before.is_empty() && after.is_empty() => return self.any.get_or_insert_default(),
            _ => {}
        }
        let at = match self.mixed.iter().position(|(other, _)| *other == segment) {
            Some(at) => at,
            None => {
                let weight = segment.weight();
                let at = self.mixed.iter().position(|(other, _)| other.weight() < weight).unwrap_or(self.mixed.len());
                self.mixed.insert(at, (segment, Self::default()));
                at
            }
        };
        &mut self.mixed[at].1
    }
}

/// A search for one request. Every node of the tree is visited at most once, so the work is bounded by its size.
struct Search<'r, 'p> {
    method: &'r Method,
    query: &'r str,
    values: Vec<&'p str>,
    /// The methods of the paths that matched, for `Allow`.
    methods: Vec<Method>,
}

impl<'p> Search<'_, 'p> {
    fn descend<'t>(&mut self, node: &'t Node, segments: &[&'p str]) -> Option<&'t Leaf> {
        let Some((&segment, rest)) = segments.split_first() else { return self.end(node) };
        let decoded = percent_decode_str(segment).decode_utf8().ok();
        let constant = decoded.and_then(|text| node.constant.get(&*text));
        if let Some(leaf) = constant.and_then(|child| self.descend(child, rest)) {
            return Some(leaf);
        }
        let mark = self.values.len();
        for (pattern, child) in &node.mixed {
            let fits = pattern.matches(segment, &mut self.values);
            if let Some(leaf) = fits.then(|| self.descend(child, rest)).flatten() {
                return Some(leaf);
            }
            self.values.truncate(mark);
        }
        let child = node.any.as_ref().filter(|_| !segment.is_empty())?;
        self.values.push(segment);
        let leaf = self.descend(child, rest);
        if leaf.is_none() {
            self.values.truncate(mark);
        }
        leaf
    }

    fn end<'t>(&mut self, node: &'t Node) -> Option<&'t Leaf> {
        let fits = |leaf: &&Leaf| leaf.query.iter().all(|pair| self.query.split('&').any(|given| given == pair));
        let fitting: Vec<&Leaf> = node.leaves.iter().filter(fits).collect();
        self.methods.extend(fitting.iter().map(|leaf| leaf.method.clone()));
        let with = |method: &Method| fitting.iter().copied().find(|leaf| leaf.method == *method);
        // A server that has GET has HEAD (RFC 9110, section 9.3.2).
        with(self.method).or_else(|| (*self.method == Method::HEAD).then(|| with(&Method::GET)).flatten())
    }
}

/// A segment of a template as the constant texts around its parameters, one more than there are of these:
/// `{name}.{ext}` is `["", ".", ""]`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mixed(Vec<String>);

impl Mixed {
    /// Parses a segment and adds the names of its parameters. An unbalanced brace is constant text.
    fn parse(segment: &'static str, names: &mut Vec<&'static str>) -> Self {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut constants = Vec::new();
        let mut rest = segment;
        while let Some((before, inside)) = rest.split_once('{') {
            let Some((name, after)) = inside.split_once('}') else { break };
            constants.push(decoded(before));
            names.push(name);
            rest = after;
        }
        constants.push(decoded(rest));
        Self(constants)
    }

    /// How much of it is constant, which is how specific it is.
    fn weight(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// Matches an encoded segment and adds the captured values, none of which is empty. Constants are looked for from
    /// the end, so that `{name}.{ext}` splits `a.tar.gz` before `gz`; the work is linear in the segment.
    fn matches<'p>(&self, segment: &'p str, values: &mut Vec<&'p str>) -> bool {
        let mark = values.len();
        let fits = self.split(segment, values).is_some();
        if fits {
            values[mark..].reverse();
        } else {
            values.truncate(mark);
        }
        fits
    }

    /// Adds the captured values, the last one first.
    fn split<'p>(&self, segment: &'p str, values: &mut Vec<&'p str>) -> Option<()> {
        let (last, constants) = self.0.split_last()?;
        let (first, between) = constants.split_first()?;
        let mut rest = segment.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
        for constant in between.iter().rev() {
            let last = rest.chars().next_back()?;
            let at = rest[..rest.len() - last.len_utf8()].rfind(constant.as_str())?;
            values.push(&rest[at + constant.len()..]);
            rest = &rest[..at];
        }
        values.push(rest);
        (!rest.is_empty()).then_some(())
    }
}

/// Splits a template into its path and the query that it demands. A fragment is never sent, so it is left out.
fn split_template(template: &'static str) -> (&'static str, Vec<String>) {
    let template = template.split_once('#').map_or(template, |(before, _)| before);
    match template.split_once('?') {
        Some((path, query)) if !query.contains('{') => (path, query.split('&').map(str::to_owned).collect()),
        Some((path, _)) => (path, Vec::new()),
        None => (template, Vec::new()),
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(routes: &[(&str, &'static str)]) -> Tree {
        let mut tree = Tree::default();
        for (index, (method, template)) in routes.iter().enumerate() {
            tree.insert(method.parse().unwrap(), template, index);
        }
        tree
    }

    fn find<'p>(tree: &Tree, method: &str, path: &'p str) -> Found<'p> {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        tree.find(&method.parse().unwrap(), path, query)
    }

    fn route<'p>(index: usize, values: &[(&'static str, &'p str)]) -> Found<'p> {
        Found::Route(index, values.to_vec())
    }

    #[test]
    fn constants_win_over_parameters_at_every_depth() {
        let tree =
            tree(&[("GET", "/users/{id}"), ("GET", "/users/me"), ("GET", "/{kind}/all"), ("GET", "/users/{n}/keys")]);
        assert_eq!(find(&tree, "GET", "/users/me"), route(1, &[]));
        assert_eq!(find(&tree, "GET", "/users/7"), route(0, &[("id", "7")]));
        assert_eq!(find(&tree, "GET", "/users/7/keys"), route(3, &[("n", "7")]));
        assert_eq!(find(&tree, "GET", "/teams/all"), route(2, &[("kind", "teams")]));
        assert_eq!(find(&tree, "GET", "/teams/some"), Found::Nothing);
    }

    #[test]
    fn a_dead_end_is_left_again_without_its_captures() {
        let tree = tree(&[("GET", "/a/{x}/c"), ("GET", "/{y}/b/{z}"), ("GET", "/a-{w}/b/d")]);
        assert_eq!(find(&tree, "GET", "/a/b/q"), route(1, &[("y", "a"), ("z", "q")]));
        assert_eq!(find(&tree, "GET", "/a-1/b/e"), route(1, &[("y", "a-1"), ("z", "e")]));
    }

    #[test]
    fn segments_may_be_partly_constant() {
        let tree = tree(&[
            ("GET", "/files/{name}.{ext}"),
            ("GET", "/files/{name}"),
            ("POST", "/jobs/{id}:cancel"),
            ("GET", "/compare/{base}...{head}"),
            ("GET", "/files/report-{year}.{ext}"),
        ]);
        assert_eq!(find(&tree, "GET", "/files/a.tar.gz"), route(0, &[("name", "a.tar"), ("ext", "gz")]));
        assert_eq!(find(&tree, "GET", "/files/report-9.csv"), route(4, &[("year", "9"), ("ext", "csv")]));
        assert_eq!(find(&tree, "GET", "/files/.hidden"), route(1, &[("name", ".hidden")]));
        assert_eq!(find(&tree, "GET", "/files/plain"), route(1, &[("name", "plain")]));
        assert_eq!(find(&tree, "POST", "/jobs/4:cancel"), route(2, &[("id", "4")]));
        assert_eq!(find(&tree, "POST", "/jobs/4"), Found::Nothing);
        assert_eq!(find(&tree, "GET", "/compare/a...b"), route(3, &[("base", "a"), ("head", "b")]));
        assert_eq!(find(&tree, "GET", "/compare/é...b"), route(3, &[("base", "é"), ("head", "b")]));
    }

    #[test]
    fn trailing_slashes_and_empty_segments_count() {
        let tree = tree(&[("GET", "/a/"), ("GET", "/"), ("GET", "/b/{id}")]);
        assert_eq!(find(&tree, "GET", "/a/"), route(0, &[]));
        assert_eq!(find(&tree, "GET", "/a"), Found::Nothing);
        assert_eq!(find(&tree, "GET", "/"), route(1, &[]));
        assert_eq!(find(&tree, "GET", ""), route(1, &[]));
        assert_eq!(find(&tree, "GET", "/b/"), Found::Nothing);
    }

    #[test]
    fn escapes_are_compared_decoded_and_captured_encoded() {
        let tree = tree(&[("GET", "/a b/{id}"), ("GET", "/%C3%A9")]);
        assert_eq!(find(&tree, "GET", "/a%20b/x%2Fy"), route(0, &[("id", "x%2Fy")]));
        assert_eq!(find(&tree, "GET", "/%c3%a9"), route(1, &[]));
        assert_eq!(find(&tree, "GET", "/%ff"), Found::Nothing);
    }

    #[test]
    fn the_methods_of_a_path_are_told() {
        let tree = tree(&[("PUT", "/a"), ("GET", "/a"), ("DELETE", "/{x}"), ("SUBSCRIBE", "/a")]);
        let methods = ["DELETE", "GET", "HEAD", "PUT", "SUBSCRIBE"].map(|name| name.parse().unwrap());
        assert_eq!(find(&tree, "POST", "/a"), Found::Methods(methods.to_vec()));
        assert_eq!(find(&tree, "HEAD", "/a"), route(1, &[]));
        assert_eq!(find(&tree, "SUBSCRIBE", "/a"), route(3, &[]));
        assert_eq!(find(&tree, "DELETE", "/a"), route(2, &[("x", "a")]));
        assert_eq!(find(&tree, "HEAD", "/b"), Found::Methods(vec![Method::DELETE]));
    }

    #[test]
    fn a_query_in_the_template_tells_routes_apart() {
        let tree = tree(&[("GET", "/r"), ("GET", "/r?beta=true"), ("GET", "/only?x=1#part")]);
        assert_eq!(find(&tree, "GET", "/r"), route(0, &[]));
        assert_eq!(find(&tree, "GET", "/r?limit=1&beta=true"), route(1, &[]));
        assert_eq!(find(&tree, "GET", "/only?x=2"), Found::Nothing);
        assert_eq!(find(&tree, "GET", "/only?x=1"), route(2, &[]));
    }

    #[test]
    fn of_two_equal_routes_the_first_is_found() {
        let tree = tree(&[("GET", "/a/{x}"), ("GET", "/a/{y}")]);
        assert_eq!(find(&tree, "GET", "/a/1"), route(0, &[("x", "1")]));
    }

    #[test]
    fn neighbouring_parameters_split_somewhere_and_are_never_empty() {
        let tree = tree(&[("GET", "/{a}{b}"), ("GET", "/x/{a}--{b}-{c}")]);
        assert_eq!(find(&tree, "GET", "/abc"), route(0, &[("a", "ab"), ("b", "c")]));
        assert_eq!(find(&tree, "GET", "/a"), Found::Nothing);
        assert_eq!(find(&tree, "GET", "/x/-----"), Found::Nothing);
        assert_eq!(find(&tree, "GET", "/x/------"), route(1, &[("a", "-"), ("b", "-"), ("c", "-")]));
    }
}
