//! Lists over pages.

use futures_core::Stream;
use serde_json::json;

use super::*;

/// Everything a stream gives.
pub(super) async fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    while let Some(item) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        items.push(item);
    }
    items
}

type Step = fn(&List, &Response<Value>) -> Option<Next<List>>;

static LIST: Endpoint = Endpoint::new("things.list", "GET", "/things").params(&[&PAGE, &CURSOR]);
static CURSOR: Param = Param::query("cursor");
static SIZE: Param = Param::query("size");

/// `GET /things`, paged in a way that the test says.
#[derive(Clone)]
struct List {
    page: Option<i64>,
    cursor: Option<String>,
    size: Option<i64>,
    step: Step,
}

impl Operation for List {
    type Output = Value;
    type Error = ThingError;
    const ENDPOINT: &'static Endpoint = &LIST;

    fn encode(&self) -> Result<Request, RequestError> {
        let request = Request::builder(&LIST).param(&PAGE, &self.page).param(&CURSOR, &self.cursor);
        request.param(&SIZE, &self.size).build()
    }

    fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
        decode_thing(response)
    }
}

impl Paginate for List {
    type Item = i64;

    fn items(page: Value) -> Vec<i64> {
        page["data"].as_array().unwrap().iter().map(|item| item.as_i64().unwrap()).collect()
    }

    fn next(&self, page: &Response<Value>) -> Option<Next<Self>> {
        (self.step)(self, page)
    }
}

fn end(page: &Response<Value>) -> PageEnd {
    PageEnd::new(page["data"].as_array().unwrap().len())
}

/// Numbers 0..total, in pages of `size`, by page number or offset.
fn numbers(total: i64, size: i64, by_offset: bool) -> Stub {
    Stub::new(move |message, _| {
        let number = |name: &str| {
            let pairs = message.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.parse::<i64>().unwrap()).next()
        };
        let from = match (number("page"), by_offset) {
            (Some(offset), true) => offset,
            (Some(page), false) => (page - 1) * size,
            (None, _) => 0,
        };
        let data: Vec<i64> = (from..(from + size).min(total)).collect();
        let pages = (total + size - 1) / size;
        let more = from + size < total;
        ok().body(json!({ "data": data, "total": total, "pages": pages, "more": more }))
    })
}

fn list(stub: &Stub, step: Step) -> Call<List> {
    client(stub).call(List { page: None, cursor: None, size: Some(3), step })
}

async fn listed(stub: &Stub, step: Step) -> (Vec<i64>, usize) {
    let items = all(list(stub, step).items()).await;
    (items.into_iter().map(Result::unwrap).collect(), stub.got().len())
}

fn by_page(list: &List, number: Option<i64>) -> Option<Next<List>> {
    Some(Next::Request(List { page: Some(number?), ..list.clone() }))
}

#[tokio::test]
async fn page_numbers_end_on_whatever_the_response_tells() {
    let steps: [Step; 4] = [
        |list, page| by_page(list, next_page(&list.page, 1, end(page).more(&page["more"].as_bool()))),
        |list, page| by_page(list, next_page(&list.page, 1, end(page).total_pages(&page["pages"].as_i64()))),
        |list, page| by_page(list, next_page(&list.page, 1, end(page).size(&list.size).total(&page["total"].as_i64()))),
        |list, page| by_page(list, next_page(&list.page, 1, end(page).size(&list.size))),
    ];
    for (index, step) in steps.into_iter().enumerate() {
        let stub = numbers(7, 3, false);
        assert_eq!(listed(&stub, step).await, ((0..7).collect(), 3), "{index}");
        assert_eq!(stub.got()[2].uri.query(), Some("page=3&size=3"));
        let requests = listed(&numbers(6, 3, false), step).await.1;
        assert_eq!(
            requests,
            if index == 3 { 3 } else { 2 },
            "a full last page is only known by what the response tells"
        );
        assert_eq!(listed(&numbers(0, 3, false), step).await, (vec![], 1));
    }
    let until_empty: Step = |list, page| by_page(list, next_page(&list.page, 1, end(page)));
    assert_eq!(listed(&numbers(7, 3, false), until_empty).await, ((0..7).collect(), 4));
}

#[tokio::test]
async fn a_server_that_gives_less_than_was_asked_for_is_believed() {
    let steps: [Step; 3] = [
        |list, page| by_page(list, next_page(&list.page, 1, end(page).size(&500).more(&page["more"].as_bool()))),
        |list, page| by_page(list, next_page(&list.page, 1, end(page).size(&500).total_pages(&page["pages"].as_i64()))),
        |list, page| by_page(list, next_page(&list.page, 1, end(page).size(&500).total(&page["total"].as_i64()))),
    ];
    for step in steps {
        assert_eq!(listed(&numbers(7, 3, false), step).await.0, (0..7).collect::<Vec<_>>());
    }
    let by_total: Step =
        |list, page| by_page(list, next_offset(&list.page, end(page).size(&500).total(&page["total"].as_i64())));
    assert_eq!(listed(&numbers(7, 3, true), by_total).await, ((0..7).collect(), 3));
}

#[tokio::test]
async fn offsets_advance_by_what_came() {
    let steps: [Step; 3] = [
        |list, page| by_page(list, next_offset(&list.page, end(page).more(&page["more"].as_bool()))),
        |list, page| by_page(list, next_offset(&list.page, end(page).total(&page["total"].as_i64()))),
        |list, page| by_page(list, next_offset(&list.page, end(page).size(&list.size))),
    ];
    for step in steps {
        let stub = numbers(7, 3, true);
        assert_eq!(listed(&stub, step).await, ((0..7).collect(), 3));
        assert_eq!(stub.got()[2].uri.query(), Some("page=6&size=3"));
    }
}

#[tokio::test]
async fn a_list_starts_where_the_caller_says() {
    let stub = numbers(7, 3, false);
    let mut call =
        list(&stub, |list, page| by_page(list, next_page(&list.page, 1, end(page).more(&page["more"].as_bool()))));
    call.request.page = Some(2);
    let items: Vec<_> = all(call.items()).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(items, [3, 4, 5, 6]);
}

const BY_CURSOR: Step = |list, page| {
    let cursor = next_cursor(&page["next"].as_str().map(str::to_owned), end(page).more(&page["more"].as_bool()))?;
    Some(Next::Request(List { cursor: Some(cursor), ..list.clone() }))
};

#[tokio::test]
async fn cursors_are_followed_over_empty_pages() {
    for last in [json!(null), json!("")] {
        let stub = Stub::new(move |_, before| {
            ok().body(match before {
                0 => json!({ "data": [1, 2], "next": "a/b=" }),
                1 => json!({ "data": [], "next": "c" }),
                _ => json!({ "data": [3], "next": last }),
            })
        });
        assert_eq!(listed(&stub, BY_CURSOR).await, (vec![1, 2, 3], 3));
        assert_eq!(stub.got()[1].uri.query(), Some("cursor=a%2Fb%3D&size=3"));
    }
    let stub = Stub::new(|_, _| ok().body(json!({ "data": [1], "next": "again", "more": false })));
    assert_eq!(listed(&stub, BY_CURSOR).await, (vec![1], 1));
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error_and_not_a_loop() {
    let stub = Stub::new(|_, before| ok().body(json!({ "data": [before], "next": (["a", "b"][before % 2]) })));
    let mut items = all(list(&stub, BY_CURSOR).items()).await;
    let error = items.pop().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "things.list: the next page is one that was there before");
    assert!(matches!(error, Error::Pagination(_)));
    assert_eq!(items.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(stub.got().len(), 3);
}

const BY_LINK: Step = |_, page| Some(Next::Link(next_link(page.header_map())?));
const BY_URL: Step = |_, page| Some(Next::Link(next_url(&page["next"].as_str().map(str::to_owned))?));

#[tokio::test]
async fn links_are_followed_within_their_origin_with_credentials_and_options() {
    for (step, in_header) in [(BY_LINK, true), (BY_URL, false)] {
        let stub = Stub::new(move |_, before| {
            let next =
                ["https://api.example.com/v1/things?after=1", "?after=2", "https://evil.example/"][before.min(2)];
            let answer = ok().body(json!({ "data": [before], "next": if in_header { "" } else { next } }));
            let link = format!("<https://x/first>; rel=\"first\", <{next}>; title=\"a,b\"; rel=\"x next\"");
            if in_header { answer.header("link", link) } else { answer }
        });
        let items = all(list(&stub, step).header("x-own", "1").items()).await;
        let got = stub.got();
        assert_eq!(got.len(), 3, "{items:?}");
        assert_eq!(got[1].uri, "https://api.example.com/v1/things?after=1");
        assert_eq!(got[2].uri, "https://api.example.com/v1/things?after=2");
        assert!(got.iter().all(|message| message.headers["x-own"] == "1"));
        let error = items.into_iter().next_back().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "things.list: the URL of the next page is on another origin");
    }
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_asked_for() {
    let stub = numbers(9, 3, false);
    let step: Step = |list, page| by_page(list, next_page(&list.page, 1, end(page).more(&page["more"].as_bool())));
    let mut items = list(&stub, step).items();
    assert_eq!(stub.got().len(), 0);
    for _ in 0..3 {
        std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await.unwrap().unwrap();
    }
    assert_eq!(stub.got().len(), 1);
    let pages = all(list(&stub, step).pages()).await;
    assert_eq!(pages.len(), 3);
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let stub =
        Stub::new(|_, before| if before == 0 { ok().body(json!({ "data": [1], "next": "a" })) } else { status(400) });
    let items = all(list(&stub, BY_CURSOR).items()).await;
    assert_eq!(items.len(), 2);
    assert!(items[1].as_ref().unwrap_err().api().is_some());
}

#[test]
fn numbers_are_read_whatever_their_type() {
    assert_eq!((3_i32.number(), Some(3_u64).number(), Some(Some(3.0)).number()), (Some(3), Some(3), Some(3)));
    assert_eq!((None::<i64>.number(), 0.5.number(), u64::MAX.number()), (None, None, None));
    assert_eq!(next_page(&Some(i64::MAX), 1, PageEnd::new(1)), None);
    assert_eq!(next_page(&0, 0, PageEnd::new(1).total_pages(&1)), None);
    assert_eq!(next_page(&None::<i64>, 0, PageEnd::new(1).total_pages(&2)), Some(1));
}
