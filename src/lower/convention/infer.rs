//! Pagination that a document shows without saying it: parameters of well-known names, together with a response of the
//! right shape. Both are needed; either alone is no proof.

use super::pagination::first_page;
use super::shape;
use crate::ir::{
    Api, End, Field, Location, Operation, PageItems, Pagination, PaginationStyle, Parameter, Segment, StringFormat,
    Type,
};

/// Names are compared without case and punctuation.
const PAGE: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "pageindex"];
const SIZE: &[&str] =
    &["perpage", "pagesize", "limit", "pagelimit", "itemsperpage", "maxresults", "size", "count", "first"];
const OFFSET: &[&str] = &["offset", "skip"];
const CURSOR: &[&str] = &[
    "cursor",
    "continuationtoken",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "pagecursor",
    "marker",
    "after",
    "continuation",
];
const NEXT: &[&str] = &["nextcursor", "nextpagetoken", "nexttoken", "nextpagecursor", "endcursor", "nextmarker"];
const NEXT_URL: &[&str] =
    &["nexturl", "nextlink", "nextpageurl", "nextpagelink", "nexturi", "nexthref", "odatanextlink"];
const ITEMS: &[&str] =
    &["data", "items", "results", "records", "entries", "values", "content", "list", "elements", "rows"];
const META: &[&str] = &[
    "meta",
    "pagination",
    "paging",
    "pageinfo",
    "page",
    "metadata",
    "responsemetadata",
    "links",
    "paginationmetadata",
    "nextpage",
    "cursor",
    "cursors",
];
const MORE: &[&str] = &["hasnext", "hasmore", "more", "hasnextpage", "hasmoreitems", "hasmorepages"];
const TOTAL_PAGES: &[&str] = &["totalpages", "pagecount", "pages", "numpages", "lastpage", "pagestotal"];
const TOTAL: &[&str] =
    &["total", "totalitems", "totalcount", "totalresults", "totalrecords", "totalsize", "itemcount", "totalelements"];

/// The pagination of an operation, if it is unmistakable.
pub(super) fn pagination(api: &Api, operation: &Operation) -> Option<Pagination> {
    if operation.method.0 != "GET" {
        return None;
    }
    let body = shape::success(operation)?;
    let items = items(api, operation, body)?;
    let query = |names: &[&str]| find_parameter(operation, names);
    let members = Members::of(api, body);
    let size = query(SIZE).map(|parameter| parameter.name.clone());
    let all_ends = ends(api, &members, &items);
    let style = if let Some((parameter, next)) = cursor(api, operation, &members) {
        PaginationStyle::Cursor { parameter, next }
    } else if has_link(operation) && (size.is_some() || is_list(&items)) {
        PaginationStyle::Link
    } else if let Some(next) = next_url(api, &members) {
        PaginationStyle::Url { next }
    } else if let Some(page) = query(PAGE).filter(|page| shape::is_integer(api, &page.ty)) {
        if size.is_none() && all_ends.is_empty() {
            return None;
        }
        PaginationStyle::Page { parameter: page.name.clone(), first: first_page(operation, &page.name) }
    } else if let Some(offset) = query(OFFSET).filter(|offset| shape::is_integer(api, &offset.ty)) {
        size.as_ref()?;
        PaginationStyle::Offset { parameter: offset.name.clone() }
    } else {
        return None;
    };
    let ends = all_ends.into_iter().filter(|end| match (&style, end) {
        (PaginationStyle::Page { .. }, _) | (_, End::More(_)) => true,
        (PaginationStyle::Offset { .. }, End::Total(_)) => true,
        // The cursor, link or URL is absent on the last page, which is all that counts.
        (_, End::TotalPages(_) | End::Total(_)) => false,
    });
    Some(Pagination { ends: ends.collect(), style, size, items: PageItems { path: items }, inferred: true })
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn find_parameter<'a>(operation: &'a Operation, names: &[&str]) -> Option<&'a Parameter> {
    // The names are in the order of how telling they are.
    names.iter().find_map(|name| {
        let is = |parameter: &&Parameter| parameter.location == Location::Query && plain(&parameter.name) == **name;
        operation.parameters.iter().find(is)
    })
}

/// Where the items are: the body itself, its only array, or the array that is called like items or like the path.
pub(super) fn items(api: &Api, operation: &Operation, body: &Type) -> Option<Vec<String>> {
    if shape::is_array(api, body) {
        return Some(Vec::new());
    }
    if let Some(name) = array_member(api, operation, body) {
        return Some(vec![name.to_owned()]);
    }
    // An envelope around an envelope: `{status, data: {users: [..]}}`.
    let fields = shape::members(api, body);
    let inner = fields.iter().find(|field| ["data", "result", "response"].contains(&plain(&field.name).as_str()))?;
    let name = array_member(api, operation, &inner.ty)?;
    Some(vec![inner.name.clone(), name.to_owned()])
}

fn array_member<'a>(api: &'a Api, operation: &Operation, ty: &'a Type) -> Option<&'a str> {
    let arrays: Vec<&Field> = shape::members(api, ty).iter().filter(|field| shape::is_array(api, &field.ty)).collect();
    if let [only] = arrays.as_slice() {
        return Some(&only.name);
    }
    let named =
        |wanted: &str| arrays.iter().find(|field| plain(&field.name) == wanted).map(|field| field.name.as_str());
    let last = operation.path.segments.iter().rev().find_map(|segment| match segment {
        Segment::Constant(text) => text.rsplit('/').find(|word| !word.is_empty()),
        Segment::Parameter(_) => None,
    });
    ITEMS.iter().find_map(|name| named(name)).or_else(|| named(&plain(last?)))
}

/// The scalar members of a body and of the objects in it that describe the page, by their paths.
struct Members<'a> {
    all: Vec<(Vec<String>, &'a Field)>,
}

impl<'a> Members<'a> {
    fn of(api: &'a Api, body: &'a Type) -> Self {
        let mut all = Vec::new();
        for field in shape::members(api, body) {
            all.push((vec![field.name.clone()], field));
        }
        for field in shape::members(api, body).iter().filter(|field| META.contains(&plain(&field.name).as_str())) {
            for inner in shape::members(api, &field.ty) {
                all.push((vec![field.name.clone(), inner.name.clone()], inner));
                if META.contains(&plain(&inner.name).as_str()) {
                    for deepest in shape::members(api, &inner.ty) {
                        let path = vec![field.name.clone(), inner.name.clone(), deepest.name.clone()];
                        all.push((path, deepest));
                    }
                }
            }
        }
        Self { all }
    }

    fn find(&self, names: &[&str], fits: impl Fn(&Field) -> bool) -> Option<Vec<String>> {
        names.iter().find_map(|name| {
            let is = |(_, field): &&(Vec<String>, &Field)| plain(&field.name) == **name && fits(field);
            self.all.iter().find(is).map(|(path, _)| path.clone())
        })
    }
}

/// A cursor parameter and the member with the next cursor: `next…` before the parameter's name, the name itself, or one of
/// the names that mean nothing else.
fn cursor(api: &Api, operation: &Operation, members: &Members<'_>) -> Option<(String, Vec<String>)> {
    let parameter = find_parameter(operation, CURSOR)?;
    let name = plain(&parameter.name);
    let next = format!("next{name}");
    let mut names = vec![next.as_str()];
    names.extend(NEXT);
    names.push(&name);
    let fits = |field: &Field| shape::is_string(api, &field.ty);
    let path = members.find(&names, fits).or_else(|| {
        // `{paging: {next: ".."}}` and `{cursor: {next: ".."}}`, but not `{next: <url>}`.
        let nested = |(path, field): &&(Vec<String>, &Field)| {
            path.len() > 1 && plain(&field.name) == "next" && fits(field) && !is_url(api, field) && !is_links(path)
        };
        members.all.iter().find(nested).map(|(path, _)| path.clone())
    })?;
    Some((parameter.name.clone(), path))
}

fn next_url(api: &Api, members: &Members<'_>) -> Option<Vec<String>> {
    let fits = |field: &Field| shape::is_string(api, &field.ty);
    members.find(NEXT_URL, fits).or_else(|| members.find(&["next"], |field| is_url(api, field))).or_else(|| {
        // JSON:API: `{links: {next: "/items?page[cursor]=.."}}`.
        let next =
            |(path, field): &&(Vec<String>, &Field)| is_links(path) && plain(&field.name) == "next" && fits(field);
        members.all.iter().find(next).map(|(path, _)| path.clone())
    })
}

fn is_links(path: &[String]) -> bool {
    path.len() == 2 && plain(&path[0]) == "links"
}

fn is_url(api: &Api, field: &Field) -> bool {
    matches!(shape::kind(api, &field.ty), crate::ir::Kind::String(StringFormat::Uri))
}

/// Whether the items are what the response is for: a `Link` header may belong to a single object that has an array.
fn is_list(items: &[String]) -> bool {
    items.last().is_none_or(|name| ITEMS.contains(&plain(name).as_str()))
}

/// The `Link` header of a success (RFC 8288).
fn has_link(operation: &Operation) -> bool {
    let mut successes = operation.responses.iter().filter(|response| response.success);
    successes.any(|response| response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("link")))
}

fn ends(api: &Api, members: &Members<'_>, items: &[String]) -> Vec<End> {
    let integer = |field: &Field| shape::is_integer(api, &field.ty);
    let mut totals: Vec<String> = TOTAL.iter().map(|&name| name.to_owned()).collect();
    totals.extend(items.last().map(|name| format!("total{}", plain(name))));
    let totals: Vec<&str> = totals.iter().map(String::as_str).collect();
    let more = members.find(MORE, |field| shape::is_boolean(api, &field.ty)).map(End::More);
    let pages = members.find(TOTAL_PAGES, integer).map(End::TotalPages);
    let total = members.find(&totals, integer).map(End::Total);
    more.into_iter().chain(pages).chain(total).collect()
}
