//! Reading parameters: the inverse of `encode`, guided by what the schema expects.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use serde_core::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::form::decode_form;
use super::text::from_text;
use super::tree::{Node, coerce};
use super::{Location, OWS, Param, ParamError, Style};

/// What the decoder asks the schema of a parameter. A schema that does not know answers `None`; texts then stay strings.
pub trait Shape {
    /// What the value consists of.
    fn kind(&self) -> Kind;

    /// The value that a text stands for, if it fits.
    fn coerce(&self, text: &str) -> Option<Value>;

    /// The schema of the elements of an array.
    fn item(&self) -> Option<&dyn Shape>;

    /// The schema of a member of an object; `None` if there is no such member.
    fn member(&self, name: &str) -> Option<&dyn Shape>;
}

/// What a value consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Scalar,
    /// Elements.
    Array,
    /// Members.
    Object,
}

/// The parameters of a request as they came, still escaped.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    params: &'a [&'a Param],
    path: Vec<(&'a str, &'a str)>,
    query: Vec<(String, &'a str)>,
    /// The whole query.
    text: &'a str,
    cookies: Vec<(String, &'a str)>,
    headers: Option<&'a HeaderMap>,
}

impl<'a> Sources<'a> {
    /// Gathers the parameters of a request. `params` are all that the operation has; `path` holds the raw text of each
    /// path parameter, by its name in the template.
    pub fn new(
        params: &'a [&'a Param],
        path: Vec<(&'a str, &'a str)>,
        query: Option<&'a str>,
        headers: &'a HeaderMap,
    ) -> Self {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let crumbs = lines
            .flat_map(|line| line.split(';'))
            .map(|crumb| crumb.trim_matches(OWS))
            .filter_map(|crumb| crumb.split_once('='));
        let cookies = crumbs.map(|(name, value)| (unescape(name).unwrap_or_default(), value.trim_matches('"')));
        Self {
            params,
            path,
            query: pairs(query.unwrap_or_default()),
            text: query.unwrap_or_default(),
            cookies: cookies.collect(),
            headers: Some(headers),
        }
    }

    /// The pairs of a form body.
    pub(super) fn form(text: &'a str) -> Self {
        Self { query: pairs(text), ..Self::default() }
    }

    pub(super) fn query(&self) -> &[(String, &'a str)] {
        &self.query
    }

    /// Whether a name in the query or among the cookies is that of a parameter of its own.
    fn is_taken(&self, name: &str, location: Location) -> bool {
        self.params.iter().any(|param| {
            param.location == location
                && match param.style {
                    Style::DeepObject => name.strip_prefix(param.name).is_some_and(|rest| rest.starts_with('[')),
                    _ => name == param.name,
                }
        })
    }
}

impl Param {
    /// Reads the parameter; nothing if it is absent, which is not an error even if it is required. A text that does not
    /// fit the schema stays a string, so that the schema can refuse it together with whatever else is wrong.
    pub fn decode(&self, sources: &Sources<'_>, shape: &dyn Shape) -> Result<Option<Value>, ParamError> {
        match self.location {
            Location::Path => {
                let raw = sources.path.iter().find(|(name, _)| *name == self.name).map(|(_, raw)| *raw);
                raw.map(|raw| self.decode_path(raw, shape)).transpose()
            }
            Location::Query | Location::Form => self.decode_pairs(&sources.query, sources, shape),
            Location::Cookie => self.decode_pairs(&sources.cookies, sources, shape),
            Location::QueryString => self.decode_query_string(sources.text, shape),
            Location::Header => match sources.headers {
                Some(headers) => self.decode_header(headers, shape),
                None => Ok(None),
            },
        }
    }

    fn decode_path(&self, raw: &str, shape: &dyn Shape) -> Result<Value, ParamError> {
        match self.style {
            Style::Label => {
                let rest = raw.strip_prefix('.').ok_or_else(|| self.error("does not start with a dot"))?;
                let between = if self.explode { '.' } else { ',' };
                self.delimited(rest, between, shape)
            }
            Style::Matrix => {
                let rest = raw.strip_prefix(';').ok_or_else(|| self.error("does not start with a semicolon"))?;
                let pairs: Vec<_> = rest
                    .split(';')
                    .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                    .map(|(name, value)| (unescape(name).unwrap_or_default(), value))
                    .collect();
                self.decode_pairs(&pairs, &Sources::default(), shape)?.ok_or_else(|| self.error("has another name"))
            }
            Style::Json | Style::Urlencoded => self.parse(&self.unescape(raw)?, shape),
            _ => self.delimited(raw, ',', shape),
        }
    }

    /// Reads the whole query; an empty one is none.
    fn decode_query_string(&self, raw: &str, shape: &dyn Shape) -> Result<Option<Value>, ParamError> {
        if raw.is_empty() {
            return Ok(None);
        }
        match self.style {
            Style::Urlencoded => self.parse(raw, shape),
            Style::Json => self.parse(&self.unescape(raw)?, shape),
            _ => self.unescape(raw).map(|text| coerce(Some(shape), text)),
        }
        .map(Some)
    }

    /// Reads `name=value` pairs.
    fn decode_pairs(
        &self,
        pairs: &[(String, &str)],
        sources: &Sources<'_>,
        shape: &dyn Shape,
    ) -> Result<Option<Value>, ParamError> {
        let is_text = matches!(self.style, Style::Json | Style::Urlencoded);
        let free = |name: &str| !sources.is_taken(name, self.location);
        match shape.kind() {
            _ if self.style == Style::DeepObject => return self.deep(pairs, shape, &|_| true),
            Kind::Object if self.explode && !is_text => return self.exploded(pairs, shape, &free),
            Kind::Array if self.is_exploded_form() && pairs.iter().any(|(name, _)| self.has_brackets(name, &free)) => {
                return self.deep(pairs, shape, &|name| name == self.name || free(name));
            }
            _ => {}
        }
        let mut values = pairs.iter().filter(|(name, _)| name == self.name).map(|(_, raw)| *raw).peekable();
        let Some(first) = values.next() else { return Ok(None) };
        if self.allow_empty && first.is_empty() && values.peek().is_none() && !is_value("", shape) {
            return Ok(None);
        }
        if self.explode && shape.kind() == Kind::Array && !is_text {
            let items = std::iter::once(first).chain(values);
            let items = items.map(|raw| Ok(coerce(shape.item(), self.unescape(raw)?)));
            return items.collect::<Result<_, _>>().map(|items| Some(Value::Array(items)));
        }
        if values.next().is_some() {
            return Err(self.error("is given more than once"));
        }
        match self.style {
            Style::Json | Style::Urlencoded => self.parse(&self.unescape(first)?, shape),
            Style::SpaceDelimited | Style::PipeDelimited if shape.kind() != Kind::Scalar => {
                let delimiter = if self.style == Style::SpaceDelimited { ' ' } else { '|' };
                self.build(self.unescape(first)?.split(delimiter), plain, shape)
            }
            _ => self.delimited(first, ',', shape),
        }
        .map(Some)
    }

    /// Whether a pair of this name is a part of an array: `tags[]=a` and `tags[0]=a`, which some clients write for `tags=a`.
    fn has_brackets(&self, name: &str, free: &dyn Fn(&str) -> bool) -> bool {
        name.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('[')) && free(name)
    }

    /// Reads an object whose members are parameters of their own.
    fn exploded(
        &self,
        pairs: &[(String, &str)],
        shape: &dyn Shape,
        free: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Value>, ParamError> {
        let mut found: BTreeMap<&str, Node> = BTreeMap::new();
        for (name, raw) in pairs.iter().filter(|(name, _)| free(name)) {
            let is_plain = shape.member(name).is_some_and(|member| member.kind() == Kind::Scalar);
            let (key, brackets) = match name.find('[') {
                Some(at) if at > 0 && !is_plain => name.split_at(at),
                _ => (name.as_str(), ""),
            };
            if shape.member(key).is_some() {
                let node = found.entry(key).or_default();
                node.insert(brackets, self.unescape(raw)?).map_err(|reason| self.error(reason))?;
            }
        }
        let members = found.into_iter().map(|(key, node)| {
            let value = node.into_value(shape.member(key)).map_err(|reason| self.error(reason))?;
            Ok((key.to_owned(), value))
        });
        let members: Map<String, Value> = members.collect::<Result<_, ParamError>>()?;
        Ok((!members.is_empty()).then_some(Value::Object(members)))
    }

    fn deep(
        &self,
        pairs: &[(String, &str)],
        shape: &dyn Shape,
        own: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Value>, ParamError> {
        let mut node = Node::default();
        for (name, raw) in pairs.iter().filter(|(name, _)| own(name)) {
            let Some(brackets) = name.strip_prefix(self.name).filter(|rest| rest.is_empty() || rest.starts_with('['))
            else {
                continue;
            };
            node.insert(brackets, self.unescape(raw)?).map_err(|reason| self.error(reason))?;
        }
        match node.is_empty() {
            true => Ok(None),
            false => node.into_value(Some(shape)).map(Some).map_err(|reason| self.error(reason)),
        }
    }

    /// Reads a header; nothing if it is absent.
    pub fn decode_header(&self, headers: &HeaderMap, shape: &dyn Shape) -> Result<Option<Value>, ParamError> {
        let Some(text) = self.header_text(headers, shape.kind() == Kind::Scalar)? else { return Ok(None) };
        match (self.style, shape.kind()) {
            (Style::Json | Style::Urlencoded, _) => self.parse(&text, shape),
            (_, Kind::Scalar) => Ok(coerce(Some(shape), text)),
            _ => self.build(text.split(',').map(|part| part.trim_matches(OWS)), plain, shape),
        }
        .map(Some)
    }

    /// Reads a header that must be there, without a schema: the type says how.
    pub fn read<T: DeserializeOwned>(&self, headers: &HeaderMap) -> Result<T, ParamError> {
        self.read_optional(headers)?.ok_or_else(|| self.error("is missing"))
    }

    /// Reads a header, without a schema: the type says how.
    pub fn read_optional<T: DeserializeOwned>(&self, headers: &HeaderMap) -> Result<Option<T>, ParamError> {
        let Some(text) = self.header_text(headers, false)? else { return Ok(None) };
        let value = match self.style {
            Style::Json => serde_json::from_str(&text).ok(),
            _ => from_text(&text, self.explode).ok(),
        };
        value.map(Some).ok_or_else(|| self.error("has a value that does not fit its type"))
    }

    /// All lines of a header as one (RFC 9110, section 5.3).
    fn header_text(&self, headers: &HeaderMap, single: bool) -> Result<Option<String>, ParamError> {
        // A message has few headers: comparing their names costs less than making a key of this one.
        let own = headers.iter().filter(|(name, _)| name.as_str().eq_ignore_ascii_case(self.name));
        let lines = own.map(|(_, line)| std::str::from_utf8(line.as_bytes()));
        let lines = lines.collect::<Result<Vec<_>, _>>().map_err(|_| self.error("is not UTF-8"))?;
        match lines.as_slice() {
            [] => Ok(None),
            [_, _, ..] if single => Err(self.error("is given more than once")),
            lines => Ok(Some(lines.join(",").trim_matches(OWS).to_owned())),
        }
    }

    /// Reads escaped text whose parts are separated by a delimiter that is not escaped.
    fn delimited(&self, raw: &str, delimiter: char, shape: &dyn Shape) -> Result<Value, ParamError> {
        match shape.kind() {
            Kind::Scalar => Ok(coerce(Some(shape), self.unescape(raw)?)),
            _ if self.is_escaped(raw, delimiter, shape)? => {
                self.build(self.unescape(raw)?.split(delimiter), plain, shape)
            }
            _ => self.build(raw.split(delimiter), |part| self.unescape(part), shape),
        }
    }

    /// Whether the delimiters themselves are escaped, as some clients do. Only where the whole text is no value: a string
    /// may contain what separates others.
    fn is_escaped(&self, raw: &str, delimiter: char, shape: &dyn Shape) -> Result<bool, ParamError> {
        if raw.contains(delimiter) || !raw.contains('%') {
            return Ok(false);
        }
        let text = self.unescape(raw)?;
        let is_item = shape.item().is_none_or(|item| item.coerce(&text).is_some());
        Ok(text.contains(delimiter) && (!is_item || shape.kind() == Kind::Object && !self.explode))
    }

    /// Builds an array or object from its parts.
    fn build<'p>(
        &self,
        mut parts: impl Iterator<Item = &'p str>,
        text: impl Fn(&'p str) -> Result<String, ParamError>,
        shape: &dyn Shape,
    ) -> Result<Value, ParamError> {
        if shape.kind() == Kind::Array {
            return parts.map(|part| Ok(coerce(shape.item(), text(part)?))).collect::<Result<_, _>>().map(Value::Array);
        }
        let mut members = Map::new();
        while let Some(part) = parts.next() {
            let pair = if self.explode { part.split_once('=') } else { parts.next().map(|value| (part, value)) };
            let (key, value) = pair.ok_or_else(|| self.error("has a key without a value"))?;
            let key = text(key)?;
            let value = coerce(shape.member(&key), text(value)?);
            if members.insert(key, value).is_some() {
                return Err(self.error("has a key that is given more than once"));
            }
        }
        Ok(Value::Object(members))
    }

    /// Reads a text that has a media type.
    fn parse(&self, text: &str, shape: &dyn Shape) -> Result<Value, ParamError> {
        match self.style {
            Style::Urlencoded => decode_form(text, &[], shape).map_err(|error| self.error(error.reason())),
            _ => serde_json::from_str(text).map_err(|_| self.error("is not JSON")),
        }
    }

    pub(super) fn unescape(&self, raw: &str) -> Result<String, ParamError> {
        if self.style == Style::Cookie {
            return Ok(raw.to_owned());
        }
        let raw = match self.location {
            Location::Query | Location::Form if raw.contains('+') => Cow::Owned(raw.replace('+', " ")),
            _ => Cow::Borrowed(raw),
        };
        unescape(&raw).ok_or_else(|| self.error("is not UTF-8"))
    }
}

/// Whether a text is a value.
fn is_value(text: &str, shape: &dyn Shape) -> bool {
    shape.kind() == Kind::Scalar && shape.coerce(text).is_some()
}

/// A part that is not escaped.
fn plain(part: &str) -> Result<String, ParamError> {
    Ok(part.to_owned())
}

/// The pairs of a query or form body: names unescaped, values not. Names that are not UTF-8 belong to nobody.
fn pairs(text: &str) -> Vec<(String, &str)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.filter_map(|(name, value)| Some((unescape(&name.replace('+', " "))?, value))).collect()
}

fn unescape(raw: &str) -> Option<String> {
    percent_decode_str(raw).decode_utf8().ok().map(Cow::into_owned)
}
