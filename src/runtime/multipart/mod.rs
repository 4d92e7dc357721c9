//! Multipart bodies (RFC 2046, section 5.1; `multipart/form-data`, RFC 7578): the parts, and values as parts. Both ends use
//! it; what one writes the other reads back.

mod read;
mod write;

#[cfg(test)]
mod tests;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::body::{Body, BoxError};
use super::param::{Param, Shape, decode_form, encode_form};

pub use read::{PartReader, read_value};
pub use write::{PartWriter, write_value};

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Its name; parts of a form have one.
    pub name: Option<String>,
    /// The name of the file that it is, if it is one.
    pub file_name: Option<String>,
    /// Headers beside `Content-Disposition` and `Content-Type`.
    pub headers: HeaderMap,
    /// Its content, and the media type of that.
    pub content: Body,
}

impl Part {
    /// A part with a name.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self { name: Some(name.into()), content: content.into(), ..Self::default() }
    }

    /// A part without a name, as in `multipart/mixed` and `multipart/related`.
    pub fn unnamed(content: impl Into<Body>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Says what the content is.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.content = self.content.with_media_type(media_type);
        self
    }

    /// Says which file it is.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }
}

/// A file in a form: a name, a media type, and the content as bytes or as a stream.
///
/// Made from its name and content with [`File::new`], or from content alone with `into()`; then it is called after the
/// member of the form that it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// Its name, without a path.
    pub name: Option<String>,
    /// Headers of its part, beside `Content-Disposition` and `Content-Type`.
    pub headers: HeaderMap,
    /// Its content.
    pub content: Body,
}

impl File {
    /// A file with a name.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self { name: Some(name.into()), headers: HeaderMap::new(), content: content.into() }
    }

    /// Says what the content is. `application/octet-stream` unless said, or what the document says if that is one type.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.content = self.content.with_media_type(media_type);
        self
    }

    /// Adds a header to its part.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// What the content is, if that is known.
    pub fn media_type(&self) -> Option<&str> {
        self.content.media_type()
    }
}

impl<T: Into<Body>> From<T> for File {
    fn from(content: T) -> Self {
        Self { name: None, headers: HeaderMap::new(), content: content.into() }
    }
}

/// A value that travels as the parts of a form, because it has files. Implemented by generated types.
pub trait Form: Sized {
    /// The members that are files.
    const FILES: &'static [&'static str];
    /// The members that the document says something about (OpenAPI 3.0.4, "Encoding Object").
    const ENCODINGS: &'static [&'static Param] = &[];

    /// Writes the parts.
    fn write(&self, parts: &mut PartWriter);

    /// Reads the parts, once they are known to have the documented form.
    fn read(parts: &mut PartReader) -> Option<Self>;
}
