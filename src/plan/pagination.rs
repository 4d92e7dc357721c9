//! How lists are paged, in terms of the crate's types: only field access is left to emit.

use super::RustType;
use crate::name::Ident;

/// How an operation's list is paged.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePlan {
    /// The type of an item.
    pub item: RustType,
    /// Where the items are in the body.
    pub items: Path,
    /// How a page leads to the next.
    pub next: Next,
    /// The field with the number of items of a page.
    pub size: Option<PageField>,
    /// What tells the last page.
    pub ends: Vec<PageEnd>,
}

/// Fields to follow from the response body, and whether each is an `Option`.
pub type Path = Vec<Step>;

/// A field on the way to a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The field.
    pub ident: Ident,
    /// How many `Option`s are around its value.
    pub options: u8,
    /// Whether the value is in a `Box`.
    pub boxed: bool,
}

/// A field of the request struct that steers paging.
#[derive(Debug, Clone, PartialEq)]
pub struct PageField {
    /// The field.
    pub ident: Ident,
    /// Its type when present.
    pub ty: RustType,
    /// Whether it must be present.
    pub required: bool,
    /// The document's default, if it is a whole number.
    pub default: Option<i64>,
}

/// How a page leads to the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// By a page number.
    Page(PageField, i64),
    /// By the number of items to skip.
    Offset(PageField),
    /// By a cursor from the page.
    Cursor(PageField, Path),
    /// By the `Link` header.
    Link,
    /// By a URL in the page.
    Url(Path),
}

/// What tells the last page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageEnd {
    /// A boolean that is false on the last page.
    More(Path),
    /// The number of pages.
    TotalPages(Path),
    /// The number of items.
    Total(Path),
}
