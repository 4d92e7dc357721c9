//! Writing parameters: one function per location over one notion of flat values.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_core::Serialize;
use serde_json::Value;

use super::form::{encode_form, write_member};
use super::tree::write_tree;
use super::{Location, OWS, Param, ParamError, Style};

/// All but the unreserved characters of RFC 3986, section 2.3.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// As [`STRICT`], and the dot: it separates the elements of an exploded label.
const LABEL: &AsciiSet = &STRICT.add(b'.');
/// Reserved characters pass, but those that would end a segment or be taken for an escape.
const PATH_RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// Reserved characters pass, but those that mean something else in a query: `&`, `+` (a space), `#`, `[` and `]`.
const QUERY_RESERVED: &AsciiSet = &PATH_RESERVED.remove(b'/').remove(b'?').add(b'&').add(b'+');
/// All but the octets of a cookie value (RFC 6265, section 4.1.1); the percent sign starts an escape.
const COOKIE: &AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%').add(b'\x7f');

/// What most queries need no more than, in bytes.
const USUAL_QUERY: usize = 128;

/// No characters at all, for what is sent as it is.
const NOTHING: &AsciiSet = &AsciiSet::EMPTY;

/// A value without nesting, as plain text.
enum Flat<'a> {
    Scalar(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Map(Vec<(&'a str, Cow<'a, str>)>),
}

impl Param {
    /// The text that takes the place of `{name}` in a path template.
    pub fn encode_path(&self, value: &Value) -> Result<String, ParamError> {
        let flat = self.flat(value)?.ok_or_else(|| self.error("is empty"))?;
        let text = match (self.style, self.explode) {
            (Style::Label, false) => format!(".{}", join(&flat, ",", ",", STRICT)),
            (Style::Label, true) if matches!(flat, Flat::Scalar(_)) => format!(".{}", join(&flat, ".", "=", STRICT)),
            (Style::Label, true) => format!(".{}", join(&flat, ".", "=", LABEL)),
            (Style::Matrix, _) => self.matrix(&flat),
            (_, explode) => {
                let set = if self.allow_reserved && matches!(flat, Flat::Scalar(_)) { PATH_RESERVED } else { STRICT };
                join(&flat, ",", if explode { "=" } else { "," }, set)
            }
        };
        if text.is_empty() {
            return Err(self.error("is empty"));
        }
        Ok(text)
    }

    fn matrix(&self, flat: &Flat<'_>) -> String {
        let named = |name: &str, value: String| match value.is_empty() {
            true => format!(";{}", escape(name, STRICT)),
            false => format!(";{}={value}", escape(name, STRICT)),
        };
        match flat {
            Flat::List(items) if self.explode => {
                items.iter().map(|item| named(self.name, escape(item, STRICT))).collect()
            }
            Flat::Map(members) if self.explode => {
                members.iter().map(|(key, value)| named(key, escape(value, STRICT))).collect()
            }
            flat => named(self.name, join(flat, ",", ",", STRICT)),
        }
    }

    /// Appends `name=value` to a query, as many times as the style wants it.
    pub fn encode_query(&self, value: &Value, query: &mut String) -> Result<(), ParamError> {
        if self.location == Location::QueryString {
            return self.encode_query_string(value, query);
        }
        let failed = |reason| self.error(reason);
        match value {
            _ if self.style == Style::DeepObject => return write_tree(self.name, value, query).map_err(failed),
            // No style has a notation for what nests; servers read it in brackets.
            Value::Array(items) if self.is_exploded_form() && items.iter().any(is_nested) => {
                return write_tree(self.name, value, query).map_err(failed);
            }
            Value::Object(members) if self.is_exploded_form() && members.values().any(is_nested) => {
                return members.iter().try_for_each(|(name, value)| write_member(name, value, query)).map_err(failed);
            }
            _ => {}
        }
        let Some(flat) = self.flat(value)? else { return Ok(()) };
        let set = if self.allow_reserved { QUERY_RESERVED } else { STRICT };
        match (&flat, self.explode) {
            (Flat::Scalar(text), _) => push_pair(query, self.name, text, set),
            (Flat::List(items), true) => items.iter().for_each(|item| push_pair(query, self.name, item, set)),
            (Flat::Map(members), true) => members.iter().for_each(|(key, value)| push_pair(query, key, value, set)),
            (_, false) => {
                let delimiter = match self.style {
                    Style::SpaceDelimited => self.undivided(&flat, ' ').map(|()| "%20")?,
                    Style::PipeDelimited => self.undivided(&flat, '|').map(|()| "%7C")?,
                    _ => ",",
                };
                push_pair(query, self.name, &join(&flat, delimiter, delimiter, STRICT), NOTHING);
            }
        }
        Ok(())
    }

    pub(super) fn is_exploded_form(&self) -> bool {
        self.explode && self.style == Style::Form
    }

    /// Writes the whole query.
    fn encode_query_string(&self, value: &Value, query: &mut String) -> Result<(), ParamError> {
        let text = match (self.style, self.flat(value)?) {
            (_, None) => return Ok(()),
            (Style::Urlencoded, Some(Flat::Scalar(form))) => form,
            (_, Some(Flat::Scalar(text))) => escape(&text, STRICT).into(),
            (_, Some(_)) => return Err(self.error("is nested deeper than its style can carry")),
        };
        if !query.is_empty() && !text.is_empty() {
            query.push('&');
        }
        query.push_str(&text);
        Ok(())
    }

    /// The value of a header; nothing if the parameter is absent.
    pub fn encode_header(&self, value: &Value) -> Result<Option<HeaderValue>, ParamError> {
        let Some(flat) = self.flat(value)? else { return Ok(None) };
        // Nothing can be escaped in a header, so what would be read as something else is refused.
        if !matches!(flat, Flat::Scalar(_)) {
            self.undivided(&flat, ',')?;
            if self.explode && matches!(&flat, Flat::Map(members) if members.iter().any(|(key, _)| key.contains('='))) {
                return Err(self.error("has a key that contains `=`"));
            }
        }
        let untrimmed = |text: &str| text.trim_matches(OWS) != text;
        if flat.texts().any(untrimmed) {
            return Err(self.error("starts or ends with white space, which headers cannot carry"));
        }
        let text = match flat {
            Flat::Scalar(text) => text.into_owned(),
            Flat::List(items) => items.join(","),
            Flat::Map(members) => {
                let between = if self.explode { "=" } else { "," };
                members.iter().map(|(key, value)| format!("{key}{between}{value}")).collect::<Vec<_>>().join(",")
            }
        };
        HeaderValue::try_from(text.into_bytes())
            .map(Some)
            .map_err(|_| self.error("contains a control character, which headers cannot carry"))
    }

    /// Appends `name=value` to a `Cookie` header, as many times as the style wants it.
    pub fn encode_cookie(&self, value: &Value, cookies: &mut String) -> Result<(), ParamError> {
        let Some(flat) = self.flat(value)? else { return Ok(()) };
        let set = if self.style == Style::Cookie { self.plain_cookie(&flat).map(|()| NOTHING)? } else { COOKIE };
        let mut push = |name: &str, value: &str| {
            if !cookies.is_empty() {
                cookies.push_str("; ");
            }
            cookies.push_str(&escape(name, STRICT));
            cookies.push('=');
            cookies.push_str(value);
        };
        match (&flat, self.explode) {
            (Flat::List(items), true) => items.iter().for_each(|item| push(self.name, &escape(item, set))),
            (Flat::Map(members), true) => members.iter().for_each(|(key, value)| push(key, &escape(value, set))),
            (flat, _) => push(self.name, &join(flat, ",", ",", set)),
        }
        Ok(())
    }

    /// Adds this header to a message, if it is present.
    pub fn write<T: Serialize + ?Sized>(&self, value: &T, headers: &mut HeaderMap) -> Result<(), ParamError> {
        let value = serde_json::to_value(value).map_err(|_| self.error("cannot be written"))?;
        let name = HeaderName::try_from(self.name).map_err(|_| self.error("has a name that headers cannot have"))?;
        match self.encode_header(&value)? {
            Some(value) => {
                headers.append(name, value);
                Ok(())
            }
            None if self.required => Err(self.error("is required")),
            None => Ok(()),
        }
    }

    /// The value as plain texts; nothing if it counts as absent.
    fn flat<'a>(&self, value: &'a Value) -> Result<Option<Flat<'a>>, ParamError> {
        match self.style {
            _ if value.is_null() => return Ok(None),
            Style::Json => return Ok(Some(Flat::Scalar(value.to_string().into()))),
            Style::Urlencoded => {
                let form = encode_form(value, &[]).map_err(|error| self.error(error.reason()))?;
                return Ok(Some(Flat::Scalar(form.into())));
            }
            _ => {}
        }
        let nested = || self.error("is nested deeper than its style can carry");
        Ok(match value {
            Value::Null => None,
            Value::Array(items) if items.is_empty() => None,
            Value::Array(items) => {
                Some(Flat::List(items.iter().map(scalar).collect::<Option<_>>().ok_or_else(nested)?))
            }
            Value::Object(members) => {
                let present = members.iter().filter(|(_, value)| !value.is_null());
                let texts = present.map(|(key, value)| Some((key.as_str(), scalar(value)?)));
                let members = texts.collect::<Option<Vec<_>>>().ok_or_else(nested)?;
                (!members.is_empty()).then_some(Flat::Map(members))
            }
            value => scalar(value).map(Flat::Scalar),
        })
    }

    /// Checks that every text can stand in a cookie as it is.
    fn plain_cookie(&self, flat: &Flat<'_>) -> Result<(), ParamError> {
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | ',' | ';' | '\\');
        match flat.texts().all(|text| text.chars().all(is_plain)) {
            true => Ok(()),
            false => Err(self.error("contains a character that cookies cannot carry")),
        }
    }

    /// Checks that no text contains the delimiter, for styles that cannot escape it.
    fn undivided(&self, flat: &Flat<'_>, delimiter: char) -> Result<(), ParamError> {
        match flat.texts().any(|text| text.contains(delimiter)) {
            true => Err(self.error("has an element that contains the delimiter of its style")),
            false => Ok(()),
        }
    }
}

impl Flat<'_> {
    /// Every text in it, keys included.
    fn texts(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Scalar(text) => Box::new(std::iter::once(text.as_ref())),
            Self::List(items) => Box::new(items.iter().map(Cow::as_ref)),
            Self::Map(members) => Box::new(members.iter().flat_map(|(key, value)| [key, value.as_ref()])),
        }
    }
}

/// Whether a value has parts of its own.
fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// The text of a value that is neither an array nor an object nor `null`.
pub(super) fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Bool(true) => Some("true".into()),
        Value::Bool(false) => Some("false".into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn join(flat: &Flat<'_>, between: &str, within: &str, set: &'static AsciiSet) -> String {
    match flat {
        Flat::Scalar(text) => escape(text, set),
        Flat::List(items) => items.iter().map(|item| escape(item, set)).collect::<Vec<_>>().join(between),
        Flat::Map(members) => {
            let pairs =
                members.iter().map(|(key, value)| format!("{}{within}{}", escape(key, set), escape(value, set)));
            pairs.collect::<Vec<_>>().join(between)
        }
    }
}

fn escape(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// Appends `name=text`; the name is escaped, and of the text what is in the set.
fn push_pair(query: &mut String, name: &str, text: &str, set: &'static AsciiSet) {
    if query.is_empty() {
        query.reserve(USUAL_QUERY);
    } else {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, STRICT));
    query.push('=');
    query.extend(utf8_percent_encode(text, set));
}

/// Appends `name=text`, both escaped.
pub(super) fn push_text(query: &mut String, name: &str, text: &str) {
    push_pair(query, name, text, STRICT);
}
