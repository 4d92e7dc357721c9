//! Conventions, table by table.

use crate::diag::Diagnostics;
use crate::ir::{Api, End, Pagination, PaginationStyle, Probe, Shape, SignatureAlgorithm};
use crate::lower::lower;
use crate::spec::Document;

fn lowered(text: &str) -> (Api, Vec<String>) {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{text}");
    let document = Document::from_text("test.yaml", &text).unwrap();
    assert!(!document.findings().has_errors(), "{:?}", document.findings());
    let mut diag = Diagnostics::default();
    let api = lower(&document, &mut diag);
    let found = diag.iter().map(|each| format!("{} {}", each.code, each.hint.as_deref().unwrap_or_default()));
    (api, found.collect())
}

/// The pagination of `GET /users` with these query parameters (name and schema), response schema and further fields.
fn paged(parameters: &[(&str, &str)], response: &str, extra: &str) -> (Option<Pagination>, Vec<String>) {
    let parameters: Vec<String> = parameters
        .iter()
        .map(|(name, schema)| format!("{{name: '{name}', in: query, schema: {{{schema}}}}}"))
        .collect();
    let (mut api, found) = lowered(&format!(
        "paths:\n  /users:\n    get:\n      parameters: [{}]\n      responses: {{'200': {{description: A, content: {{application/json: {{schema: {response}}}}}}}}}\n{extra}",
        parameters.join(", ")
    ));
    (api.operations.remove(0).pagination, found)
}

const INTEGER: &str = "type: integer";
const STRING: &str = "type: string";
const ARRAY: &str = "{type: array, items: {type: string}}";

fn path(text: &str) -> Vec<String> {
    text.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn pages_are_inferred_from_names_and_shapes() {
    let page = |parameter: &str, first| PaginationStyle::Page { parameter: parameter.to_owned(), first };
    let offset = PaginationStyle::Offset { parameter: "offset".to_owned() };
    let cursor =
        |parameter: &str, next: &str| PaginationStyle::Cursor { parameter: parameter.to_owned(), next: path(next) };
    let url = |next: &str| PaginationStyle::Url { next: path(next) };
    type Row = (&'static [(&'static str, &'static str)], String, PaginationStyle, &'static str, Vec<End>);
    let rows: Vec<Row> = vec![
        (&[("limit", INTEGER), ("offset", INTEGER)], ARRAY.to_owned(), offset.clone(), "", vec![]),
        (
            &[("limit", INTEGER), ("offset", INTEGER)],
            format!("{{properties: {{items: {ARRAY}, total: {{type: integer}}, has_more: {{type: boolean}}}}}}"),
            offset,
            "items",
            vec![End::More(path("has_more")), End::Total(path("total"))],
        ),
        (
            &[("page", INTEGER), ("per_page", INTEGER)],
            format!(
                "{{properties: {{users: {ARRAY}, meta: {{type: object, properties: {{total_users: {{type: integer}}, total_pages: {{type: integer}}}}}}}}}}"
            ),
            page("page", 1),
            "users",
            vec![End::TotalPages(path("meta/total_pages")), End::Total(path("meta/total_users"))],
        ),
        (
            &[("pageNumber", "type: integer, default: 0"), ("pageSize", INTEGER)],
            ARRAY.to_owned(),
            page("pageNumber", 0),
            "",
            vec![],
        ),
        (
            &[("continuationToken", STRING)],
            format!(
                "{{properties: {{list: {ARRAY}, pagination: {{type: object, properties: {{continuationToken: {{type: string}}, hasMore: {{type: boolean}}}}}}}}}}"
            ),
            cursor("continuationToken", "pagination/continuationToken"),
            "list",
            vec![End::More(path("pagination/hasMore"))],
        ),
        (
            &[("page_token", STRING)],
            format!("{{properties: {{a: {ARRAY}, next_page_token: {{type: string}}}}}}"),
            cursor("page_token", "next_page_token"),
            "a",
            vec![],
        ),
        (
            &[("page[cursor]", STRING)],
            format!(
                "{{properties: {{data: {ARRAY}, links: {{type: object, properties: {{next: {{type: string}}}}}}}}}}"
            ),
            url("links/next"),
            "data",
            vec![],
        ),
        (
            &[],
            format!("{{properties: {{value: {ARRAY}, nextLink: {{type: string}}}}}}"),
            url("nextLink"),
            "value",
            vec![],
        ),
    ];
    for (parameters, response, style, items, ends) in rows {
        let (pagination, _) = paged(parameters, &response, "");
        let pagination = pagination.unwrap_or_else(|| panic!("{parameters:?} {response}"));
        assert_eq!(pagination.style, style, "{response}");
        assert_eq!(pagination.items.path, path(items), "{response}");
        assert_eq!(pagination.ends, ends, "{response}");
        assert!(pagination.inferred);
    }
}

#[test]
fn half_a_sign_is_no_pagination() {
    let object = "{properties: {name: {type: string}}}";
    let two = format!("{{properties: {{a: {ARRAY}, b: {ARRAY}}}}}");
    let rows: [(&[(&str, &str)], &str); 6] = [
        (&[("page", INTEGER), ("per_page", INTEGER)], object),
        (&[("page", INTEGER)], ARRAY),
        (&[("page", STRING), ("limit", INTEGER)], ARRAY),
        (&[("offset", INTEGER)], ARRAY),
        (&[("cursor", STRING)], ARRAY),
        (&[("limit", INTEGER), ("offset", INTEGER)], &two),
    ];
    for (parameters, response) in rows {
        assert_eq!(paged(parameters, response, "").0, None, "{parameters:?} {response}");
    }
}

#[test]
fn what_is_said_counts_and_is_checked() {
    let response = format!(
        "{{properties: {{data: {ARRAY}, other: {ARRAY}, meta: {{type: object, properties: {{more: {{type: boolean}}, total: {{type: integer}}}}}}}}}}"
    );
    let parameters: &[(&str, &str)] = &[("p", INTEGER), ("n", INTEGER)];
    let said = |text: &str| paged(parameters, &response, &format!("      x-specwright-pagination: {text}\n"));
    let (pagination, found) =
        said("{style: page, page: p, size: n, items: /data, more: /meta/more, total: /meta/total}");
    assert_eq!(found, [""; 0]);
    let pagination = pagination.unwrap();
    assert_eq!(pagination.ends, [End::More(path("meta/more")), End::Total(path("meta/total"))]);
    assert!(!pagination.inferred && pagination.size.as_deref() == Some("n"));
    assert_eq!(said("false").0, None);
    for (text, expected) in [
        ("{style: page, page: p, items: /nothing}", "pointer-to-nothing "),
        ("{style: page, page: p, items: /meta}", "pointer-to-wrong-type "),
        (
            "{style: page, page: p, items: data}",
            "invalid-pointer a JSON pointer is empty or begins with a slash, such as `/data/items`",
        ),
        ("{style: page, page: q, items: /data}", "no-such-parameter "),
        ("{style: page, page: p, item: /data, items: /data}", "unknown-extension did you mean `items`?"),
        ("{style: pages, page: p, items: /data}", "unknown-value did you mean `page`?"),
        ("{style: page, items: /data}", "missing-extension-key "),
        ("{style: cursor, cursor: p, items: /data}", "missing-extension-key "),
        ("true", "wrong-type "),
    ] {
        let (_, found) = said(text);
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn others_say_it_in_their_words() {
    let response = format!("{{properties: {{items: {ARRAY}, next_page: {{type: string}}}}}}");
    let parameters: &[(&str, &str)] = &[("page_token", STRING), ("limit", INTEGER)];
    for text in [
        "x-dropshot-pagination: {required: []}",
        "x-fern-pagination: {cursor: $request.page_token, next_cursor: $response.next_page, results: $response.items}",
        "x-speakeasy-pagination: {type: cursor, inputs: [{name: page_token, in: parameters, type: cursor}], outputs: {results: $.items, nextCursor: $.next_page}}",
    ] {
        let (pagination, found) = paged(parameters, &response, &format!("      {text}\n"));
        let pagination = pagination.unwrap_or_else(|| panic!("{text}: {found:?}"));
        assert_eq!(pagination.items.path, ["items"], "{text}");
        let expected = PaginationStyle::Cursor { parameter: "page_token".to_owned(), next: path("next_page") };
        assert_eq!(pagination.style, expected, "{text}");
    }
    let (pagination, _) = paged(&[], &response, "      x-ms-pageable: {nextLinkName: next_page, itemName: items}\n");
    assert_eq!(pagination.unwrap().style, PaginationStyle::Url { next: path("next_page") });
    let (_, found) = paged(&[], &response, "      x-ms-pageable: {nextLinkName: nowhere}\n");
    assert!(found[0].starts_with("unread-pagination"), "{found:?}");
}

#[test]
fn limits_and_retries() {
    let (api, found) = lowered(
        "x-specwright-rate-limit: {windows: [{requests: 100, per: 60}], tiers: {pro: [{requests: 5, per: 1}]}, headers: {remaining: X-Left}, reset: epoch-seconds, retry_after: /error/retry_after}\nx-specwright-retry: {retries: 4, statuses: [429, 503]}\npaths: {}\n",
    );
    assert_eq!(found, [""; 0]);
    let limit = api.rate_limit.unwrap();
    assert_eq!((limit.windows[0].requests, limit.windows[0].seconds), (100, 60));
    assert_eq!(limit.tiers[0].name, "pro");
    assert_eq!(limit.retry_after, Some(path("error/retry_after")));
    assert_eq!(api.retry.unwrap().statuses, [429, 503]);
    let (_, found) = lowered(
        "x-specwright-rate-limits: {}\nx-specwright-rate-limit: {windows: [{request: 1, per: -1}], rest: date}\nx-specwright-retry: {statuses: [9000]}\npaths: {}\n",
    );
    assert_eq!(found.len(), 6, "{found:#?}");
    assert!(found.contains(&"unknown-extension did you mean `x-specwright-rate-limit`?".to_owned()), "{found:#?}");
    assert!(found.contains(&"unknown-extension did you mean `reset`?".to_owned()), "{found:#?}");
}

fn events(extra: &str, second: &str) -> (Api, Vec<String>) {
    lowered(&format!(
        "{extra}paths: {{}}\nwebhooks:\n  made: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object, required: [kind, id], properties: {{id: {{type: string}}, kind: {{const: item.made}}}}}}}}}}}}}}}}\n  gone: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{id: {{type: string}}, kind: {second}}}}}}}}}}}}}}}\n"
    ))
}

#[test]
fn webhooks_have_one_type_that_is_told_apart_by_a_constant() {
    let tags = |api: &Api| -> Vec<Probe> {
        let union = api.webhooks.as_ref().unwrap().union.unwrap();
        let Shape::Union(union) = &api.ty(union).shape else { panic!() };
        assert_eq!(union.tag.as_deref(), Some("kind"));
        union.variants.iter().map(|variant| variant.probe.clone()).collect()
    };
    let tag = |value: &str| Probe::Tag(vec![value.to_owned()]);
    let (api, _) = events("", "{const: item.gone}");
    assert_eq!(tags(&api), [tag("item.made"), tag("item.gone")]);
    let (api, _) = events("x-specwright-webhook-event: {property: kind}\n", "{type: string}");
    assert_eq!(tags(&api), [tag("item.made"), tag("gone")]);
    let (api, found) = events("", "{type: string}");
    assert!(api.webhooks.unwrap().union.is_none());
    assert!(found[0].starts_with("untold-events"), "{found:?}");
}

#[test]
fn signatures() {
    let (api, found) = events("x-specwright-signature: {header: X-Sig, algorithm: token}\n", "{const: b}");
    let signature = api.webhooks.unwrap().signature.unwrap();
    assert_eq!((signature.algorithm, signature.format.as_str()), (SignatureAlgorithm::Token, "{signature}"));
    assert_eq!(found, [""; 0]);
    let (_, found) =
        events("x-specwright-signature: {header: X-Sig, algorithm: md5, signed: '{time}.{body}'}\n", "{const: b}");
    assert_eq!(found.len(), 2, "{found:?}");
}
