//! Parameters: what the client writes in each style, the server reads as an equal value.

use std::sync::{Arc, Mutex};

use chrono::DateTime;
use features_api::operations::*;
use features_api::server::{self, AnswersApi, BodiesApi, ParametersApi};
use features_api::types::*;
use features_api::{Client, Retry};
use http::StatusCode;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

/// Keeps what arrived, as it debugs: enough to be compared whatever the operation.
#[derive(Clone, Default)]
pub struct Echo(Arc<Mutex<String>>);

impl Echo {
    fn keep(&self, request: &impl std::fmt::Debug) {
        *self.0.lock().unwrap() = format!("{request:?}");
    }

    fn seen(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    pub fn router(&self) -> axum::Router {
        server::router(self.clone()).into()
    }

    fn client(&self) -> Client {
        let builder = Client::builder().base_url("http://in.process").transport(self.router());
        builder.retry(Retry::none()).build().unwrap()
    }

    /// Sends a request that is written by hand.
    async fn get(&self, uri: &str) -> StatusCode {
        let request = http::Request::get(uri).body(axum::body::Body::empty()).unwrap();
        let mut router = self.router();
        let service: &mut axum::Router = &mut router;
        tower_service::Service::call(service, request).await.unwrap().status()
    }
}

impl AnswersApi for Echo {}
impl BodiesApi for Echo {}

impl ParametersApi for Echo {
    async fn path(&self, request: ParametersPath) -> Result<(), ParametersPathError> {
        self.keep(&request);
        Ok(())
    }

    async fn segment(&self, request: ParametersSegment) -> Result<(), ParametersSegmentError> {
        self.keep(&request);
        Ok(())
    }

    async fn query(&self, request: ParametersQuery) -> Result<(), ParametersQueryError> {
        self.keep(&request);
        Ok(())
    }

    async fn rest(&self, request: ParametersRest) -> Result<(), ParametersRestError> {
        self.keep(&request);
        Ok(())
    }

    async fn headers(&self, request: ParametersHeaders) -> Result<(), ParametersHeadersError> {
        self.keep(&request);
        Ok(())
    }

    async fn same(&self, request: ParametersSame) -> Result<(), ParametersSameError> {
        self.keep(&request);
        Ok(())
    }

    async fn form(&self, request: ParametersForm) -> Result<(), ParametersFormError> {
        self.keep(&request);
        Ok(())
    }

    async fn json(&self, request: ParametersJson) -> Result<(), ParametersJsonError> {
        self.keep(&request);
        Ok(())
    }

    async fn report(&self, request: ParametersReport) -> Result<(), ParametersReportError> {
        self.keep(&request);
        Ok(())
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Sends a request and compares what arrived.
macro_rules! comes_through {
    ($method:ident, $request:expr) => {{
        let (echo, request) = (Echo::default(), $request);
        let mut call = echo.client().parameters().$method();
        call.request = request.clone();
        block_on(call.send()).unwrap();
        prop_assert_eq!(echo.seen(), format!("{request:?}"));
    }};
}

/// Text that a path can carry: no dot segment, and not empty.
fn path_text() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("refused before it is sent", |text| !matches!(text.as_str(), "" | "." | ".."))
}

/// Text that a header can carry.
fn header_text() -> impl Strategy<Value = String> {
    "[!-~äß]([ -~äß]{0,8}[!-~äß])?"
}

/// Numbers of few digits: `serde_json` may read the last of many digits differently.
fn number() -> impl Strategy<Value = f64> {
    any::<i32>().prop_map(|number| f64::from(number) / 4.0)
}

/// A list is absent when it is empty.
fn list<T: std::fmt::Debug>(item: impl Strategy<Value = T>) -> impl Strategy<Value = Option<Vec<T>>> {
    option::of(vec(item, 1..4))
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![Just(Color::Red), Just(Color::Green), Just(Color::Blue)]
}

fn line() -> impl Strategy<Value = Line> {
    (any::<String>(), option::of(any::<i64>())).prop_map(|(sku, count)| Line { sku, count })
}

fn point() -> impl Strategy<Value = Point> {
    (any::<i64>(), any::<i64>()).prop_map(|(x, y)| Point { x, y })
}

/// A filter that says something: what is empty is absent.
fn filter() -> impl Strategy<Value = Filter> {
    (any::<String>(), list(any::<String>()), option::of(number()), list(line())).prop_map(
        |(name, tags, from, lines)| Filter {
            name: Some(name),
            tags,
            range: from.map(|from| FilterRange { from: Some(from), to: None }),
            lines,
        },
    )
}

prop_compose! {
    fn query()(
        text in option::of(any::<String>()), list in list(any::<String>()), commas in list(any::<String>()),
        spaces in list(any::<i64>()), pipes in list(color()), point in option::of(point()), flat in option::of(point()),
        filter in option::of(filter()), lines in list(line()), json in option::of(filter()), form in option::of(line()),
        (limit, since, number, odd_name) in
            (option::of(any::<i64>()), option::of(0..4_000_000_000_i64), option::of(any::<i64>()), option::of(any::<String>())),
    ) -> ParametersQuery {
        ParametersQuery {
            text, list, commas, spaces, pipes, point, flat, filter, lines, json, form, limit, odd_name,
            since: since.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
            either: number.map(ParametersQueryEither::Integer),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn queries(request in query()) {
        comes_through!(query, request);
    }

    #[test]
    fn headers_and_cookies(
        x_text in option::of(header_text()), x_list in list(any::<i64>()), x_point in option::of(point()),
        x_line in option::of(filter()), session in option::of(any::<String>()), colors in list(color()),
        plain in option::of("[!#-+.-:<-\\[\\]-~-]{1,8}"),
    ) {
        comes_through!(headers, ParametersHeaders { x_text, x_list, x_point, x_line, session, colors, plain });
    }

    #[test]
    fn whole_queries(search in filter(), page in option::of(any::<i64>())) {
        comes_through!(json, ParametersJson { search: Some(search.clone()) });
        comes_through!(report, ParametersReport { page });
        let echo = Echo::default();
        let request = ParametersForm { search: search.clone() };
        block_on(echo.client().parameters().form(search).send()).unwrap();
        prop_assert_eq!(echo.seen(), format!("{request:?}"));
    }

    #[test]
    fn the_rest_of_a_query(
        page in option::of(any::<i64>()),
        labels in option::of(btree_map("[a-o]{1,6}", vec(any::<String>(), 1..3), 1..3)),
    ) {
        comes_through!(rest, ParametersRest { page, labels });
    }

    #[test]
    fn paths(
        simple in path_text(), list in vec(any::<i64>(), 1..4), point in point(), label in "[^.].{0,8}",
        labels in vec("[a-z][a-z.]{0,3}", 1..4), matrix in number(), points in point(),
    ) {
        let echo = Echo::default();
        let request = ParametersPath { simple, list, point, label, labels, matrix, points };
        block_on(echo.client().parameters().path(request.clone()).send()).unwrap();
        prop_assert_eq!(echo.seen(), format!("{request:?}"));
    }

    #[test]
    fn neighbours_in_a_segment(name in path_text(), extension in path_text(), verb in path_text()) {
        let echo = Echo::default();
        let request = ParametersSegment { name, extension, verb };
        let ParametersSegment { name, extension, verb } = request.clone();
        block_on(echo.client().parameters().segment(name, extension, verb).send()).unwrap();
        prop_assert_eq!(echo.seen(), format!("{request:?}"));
    }

    #[test]
    fn one_name_in_four_places(
        path in path_text(), query in any::<String>(), header in option::of(header_text()), cookie in option::of(any::<String>()),
    ) {
        let echo = Echo::default();
        let request = ParametersSame { id: path, id_query: query, id_header: header, id_cookie: cookie };
        let mut call = echo.client().parameters().same("", "");
        call.request = request.clone();
        block_on(call.send()).unwrap();
        prop_assert_eq!(echo.seen(), format!("{request:?}"));
    }
}

#[tokio::test]
async fn what_other_clients_write_is_read_too() {
    let echo = Echo::default();
    let seen = |text: &str| assert!(echo.seen().contains(text), "{text}: {}", echo.seen());
    for (query, expected) in [
        ("list[]=a&list[]=b", r#"list: Some(["a", "b"])"#),
        ("list[1]=b&list[0]=a", r#"list: Some(["a", "b"])"#),
        ("filter[tags]=a&filter[tags]=b", r#"tags: Some(["a", "b"])"#),
        ("filter[tags][0]=a&filter[tags][1]=b", r#"tags: Some(["a", "b"])"#),
        ("lines[0][sku]=x&lines[0][count]=2", r#"lines: Some([Line { sku: "x", count: Some(2) }])"#),
        ("flat=x%2C1%2Cy%2C2&spaces=1%202", "flat: Some(Point { x: 1, y: 2 })"),
        ("limit=&text", r#"text: Some("")"#),
        ("either=true", "either: Some(Boolean(true))"),
    ] {
        assert_eq!(echo.get(&format!("/parameters/query?{query}")).await, StatusCode::NO_CONTENT, "{query}");
        seen(expected);
    }
    seen("limit: None");
    assert_eq!(echo.get("/parameters/report?page=1").await, StatusCode::NOT_FOUND, "the query is part of the route");
    assert_eq!(echo.get("/parameters/query?limit=x").await, StatusCode::BAD_REQUEST);
    assert_eq!(echo.get("/parameters/form").await, StatusCode::BAD_REQUEST, "a required query");
}
