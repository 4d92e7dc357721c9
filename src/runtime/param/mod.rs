//! Parameters: how values travel in the path, the query, headers, cookies and form bodies (OpenAPI 3.0.4, "Style
//! Values"). Both ends use it, and what one writes the other reads back. Depends on `http` and `serde_json` only.
//!
//! Values pass through [`serde_json::Value`], so that one piece of code serves every type. `null` means absent, and so
//! does an empty array or object: no style but JSON has a notation for it.

mod decode;
mod encode;
mod form;
mod text;
mod tree;

#[cfg(test)]
mod tests;

use std::fmt;

pub use decode::{Kind, Shape, Sources};
pub use form::{decode_form, encode_form};

/// White space around the parts of a header that means nothing (RFC 9110, section 5.6.3). Other white space is content.
const OWS: [char; 2] = [' ', '\t'];

/// A parameter or header, as the document describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub style: Style,
    /// Whether each element of an array or object is written on its own.
    pub explode: bool,
    /// Whether reserved characters are sent as they are, where that is not ambiguous (RFC 6570, section 1.5).
    pub allow_reserved: bool,
    /// Whether it must be present.
    pub required: bool,
    /// Whether a name without a value stands for no value, where the empty text is none of its values.
    pub allow_empty: bool,
}

impl Param {
    /// A path parameter: required, `style: simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple).required()
    }

    /// A query parameter: `style: form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form).explode(true)
    }

    /// A header: `style: simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple)
    }

    /// A cookie: `style: form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form).explode(true)
    }

    /// The whole query: a form (OpenAPI 3.2).
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Location::QueryString, Style::Urlencoded)
    }

    /// A property of a form body: `style: form`, exploded.
    pub const fn form(name: &'static str) -> Self {
        Self::new(name, Location::Form, Style::Form).explode(true)
    }

    const fn new(name: &'static str, location: Location, style: Style) -> Self {
        Self { name, location, style, explode: false, allow_reserved: false, required: false, allow_empty: false }
    }

    /// Makes it required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets how it is written.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Sets whether each element of an array or object is written on its own.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Takes a name without a value for no value.
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// The error that this parameter is at fault for.
    pub fn error(&self, reason: &'static str) -> ParamError {
        ParamError::new(self.name, self.location, reason)
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// The whole query.
    QueryString,
    /// In a form body.
    Form,
}

impl Location {
    /// The name that OpenAPI gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "querystring",
            Self::Form => "form",
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a parameter is written (OpenAPI 3.0.4, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b` or `R,100,G,200`; exploded `R=100,G=200`.
    Simple,
    /// `.a,b`; exploded `.a.b`.
    Label,
    /// `;name=a,b`; exploded `;name=a;name=b`.
    Matrix,
    /// `name=a,b`; exploded `name=a&name=b`. What nests is written in brackets, as in [`Style::DeepObject`].
    Form,
    /// As [`Style::Form`] without escapes (OpenAPI 3.2); for cookies only.
    Cookie,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name[key]=a`, to any depth. Arrays are written `name[]=a`, arrays of objects `name[0][key]=a`.
    DeepObject,
    /// JSON text (`content: application/json`).
    Json,
    /// The text of a form (`content: application/x-www-form-urlencoded`).
    Urlencoded,
}

/// A parameter that cannot be written, or that was not written as the document says. Never shows the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamError {
    name: String,
    location: Location,
    reason: &'static str,
}

impl ParamError {
    /// An error of the parameter `name`.
    pub fn new(name: impl Into<String>, location: Location, reason: &'static str) -> Self {
        Self { name: name.into(), location, reason }
    }

    /// Name of the parameter.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the parameter travels.
    pub fn location(&self) -> Location {
        self.location
    }

    /// What is wrong: the end of a sentence that starts with the parameter.
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} parameter `{}` {}", self.location, self.name, self.reason)
    }
}

impl std::error::Error for ParamError {}
