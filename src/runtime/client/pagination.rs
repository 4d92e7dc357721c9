//! When a list ends and how its next page is asked for: the arithmetic behind [`Paginate::next`](super::Paginate::next).
//!
//! Responses may leave members out, so everything takes values that may be absent: [`Number`], [`Flag`] and [`Text`] are
//! implemented for `T` and `Option<T>` alike.

use http::HeaderMap;
use http::header::LINK;

/// What a page says about the end of its list. An empty page always ends it; otherwise the most direct of these decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageEnd {
    count: i64,
    size: Option<i64>,
    more: Option<bool>,
    pages: Option<i64>,
    total: Option<i64>,
}

impl PageEnd {
    /// A page with this many items.
    pub fn new(count: usize) -> Self {
        Self { count: i64::try_from(count).unwrap_or(i64::MAX), ..Self::default() }
    }

    /// How many items were asked for. A page with fewer is the last, unless the response says more about it.
    pub fn size(mut self, size: &impl Number) -> Self {
        self.size = size.number().filter(|size| *size > 0);
        self
    }

    /// Whether the response says that there are more.
    pub fn more(mut self, more: &impl Flag) -> Self {
        self.more = more.flag();
        self
    }

    /// How many pages the response says there are.
    pub fn total_pages(mut self, pages: &impl Number) -> Self {
        self.pages = pages.number();
        self
    }

    /// How many items the response says there are.
    pub fn total(mut self, total: &impl Number) -> Self {
        self.total = total.number();
        self
    }

    /// Whether the page is the last. The arguments are how many items and pages came before it, if that is known.
    /// The most direct statement decides: a server may give fewer items than were asked for, and then counting is wrong.
    fn is_last(&self, items_before: Option<i64>, pages_before: Option<i64>) -> bool {
        if self.count == 0 {
            return true;
        }
        if let Some(more) = self.more {
            return !more;
        }
        if let (Some(pages), Some(before)) = (self.pages, pages_before) {
            return before.saturating_add(1) >= pages;
        }
        if let (Some(total), Some(before)) = (self.total, items_before) {
            // If as many items as there are came before a page that has some, the pages before were smaller.
            return before < total && before.saturating_add(self.count) >= total;
        }
        self.size.is_some_and(|size| self.count < size)
    }
}

/// The number of the next page. `first` is the number of the first page, which is asked for if none is given.
pub fn next_page(current: &impl Number, first: i64, end: PageEnd) -> Option<i64> {
    let current = current.number().unwrap_or(first);
    let before = current.saturating_sub(first);
    let items_before = end.size.map(|size| before.saturating_mul(size));
    if end.is_last(items_before, Some(before)) { None } else { current.checked_add(1) }
}

/// The offset of the next page.
pub fn next_offset(current: &impl Number, end: PageEnd) -> Option<i64> {
    let before = current.number().unwrap_or(0);
    if end.is_last(Some(before), None) { None } else { before.checked_add(end.count) }
}

/// The cursor of the next page. A page may be empty and still have one.
pub fn next_cursor(cursor: &impl Text, end: PageEnd) -> Option<String> {
    if end.more == Some(false) { None } else { cursor.text().filter(|cursor| !cursor.is_empty()).map(str::to_owned) }
}

/// The URL of the next page. A page may be empty and still have one.
pub fn next_url(url: &impl Text) -> Option<String> {
    url.text().filter(|url| !url.is_empty()).map(str::to_owned)
}

/// The URL of the next page in the `Link` header: the target with `rel="next"` (RFC 8288).
pub fn next_link(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(LINK).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(links).find(|(_, parameters)| is_next(parameters)).map(|(target, _)| target.to_owned())
}

/// The targets of a `Link` header and the parameters of each.
fn links(line: &str) -> Vec<(&str, &str)> {
    let mut links = Vec::new();
    let mut rest = line;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
        let end = after.find(",<").or_else(|| after.find(", <")).unwrap_or(after.len());
        links.push((target, after.get(..end).unwrap_or_default()));
        rest = after.get(end..).unwrap_or_default();
    }
    links
}

fn is_next(parameters: &str) -> bool {
    parameters.split(';').filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
        let relations = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("rel")
            && relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
    })
}

/// A number that may be absent.
pub trait Number {
    /// The number; nothing if it is absent, or beyond 64 bits.
    fn number(&self) -> Option<i64>;
}

macro_rules! numbers {
    ($($integer:ty)*) => {
        $(impl Number for $integer {
            fn number(&self) -> Option<i64> {
                i64::try_from(*self).ok()
            }
        })*
    };
}

numbers! { i32 i64 u32 u64 }

impl Number for f64 {
    fn number(&self) -> Option<i64> {
        // Documents that say `number` where they mean `integer` are common; page counts are far below 2^53.
        (self.fract() == 0.0 && self.abs() < 9_007_199_254_740_992.0).then_some(*self as i64)
    }
}

impl<T: Number> Number for Option<T> {
    fn number(&self) -> Option<i64> {
        self.as_ref().and_then(T::number)
    }
}

impl<T: Number> Number for &T {
    fn number(&self) -> Option<i64> {
        T::number(self)
    }
}

/// A truth value that may be absent.
pub trait Flag {
    /// The value; nothing if it is absent.
    fn flag(&self) -> Option<bool>;
}

impl Flag for bool {
    fn flag(&self) -> Option<bool> {
        Some(*self)
    }
}

impl<T: Flag> Flag for Option<T> {
    fn flag(&self) -> Option<bool> {
        self.as_ref().and_then(T::flag)
    }
}

impl<T: Flag> Flag for &T {
    fn flag(&self) -> Option<bool> {
        T::flag(self)
    }
}

/// A text that may be absent.
pub trait Text {
    /// The text; nothing if it is absent.
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(T::text)
    }
}

impl<T: Text> Text for &T {
    fn text(&self) -> Option<&str> {
        T::text(self)
    }
}
