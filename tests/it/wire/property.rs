//! What one end says, the other understands: random requests and answers come through the wire as equal values.
//!
//! Parameters in headers and cookies and every style are covered where they are made, in `src/runtime/param/tests.rs`: none of
//! the five documents has them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use resources_api::operations::*;
use resources_api::server::{self, Auth, Caller, Denied, ResourcesApi};
use resources_api::types::*;
use resources_api::{Client, Reply, Retry, Secret};
use serde_json::Value;

/// Keeps what arrived, and answers what it was told to.
#[derive(Default)]
struct Echo {
    listed: Mutex<Option<ResourcesList>>,
    page: Mutex<Option<Reply<ResourcePage, RateLimitHeaders>>>,
    updated: Mutex<Option<ResourcesUpdate>>,
    refusal: Mutex<Option<Reply<ErrorBody, TooManyRequestsHeaders>>>,
}

struct Shared(Arc<Echo>);
struct Anyone;

impl Auth for Anyone {
    type Account = ();

    async fn api_key(&self, _secret: Secret) -> Result<(), Denied> {
        Ok(())
    }
}

impl ResourcesApi<()> for Shared {
    async fn list(
        &self,
        _caller: Caller<()>,
        request: ResourcesList,
    ) -> Result<Reply<ResourcePage, RateLimitHeaders>, ResourcesListError> {
        *self.0.listed.lock().unwrap() = Some(request);
        Ok(self.0.page.lock().unwrap().clone().unwrap())
    }

    async fn update(
        &self,
        _caller: Caller<()>,
        request: ResourcesUpdate,
    ) -> Result<Reply<ResourceEnvelope, RateLimitHeaders>, ResourcesUpdateError> {
        *self.0.updated.lock().unwrap() = Some(request);
        Err(ResourcesUpdateError::TooManyRequests(self.0.refusal.lock().unwrap().clone().unwrap()))
    }
}

fn client(echo: &Arc<Echo>) -> Client {
    let router: axum::Router = server::router(Shared(echo.clone()), Anyone).into();
    let builder = Client::builder().base_url("http://in.process").transport(router).api_key("any");
    builder.retry(Retry::none()).build().unwrap()
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn config() -> impl Strategy<Value = ResourceConfig> {
    let additional = btree_map("[a-s]{1,8}", json(), 0..3);
    (option::of(any::<i64>()), additional).prop_map(|(timeout, additional)| ResourceConfig { timeout, additional })
}

fn status() -> impl Strategy<Value = ResourceStatus> {
    prop_oneof![Just(ResourceStatus::Active), "[b-z]{1,12}".prop_map(ResourceStatus::Unknown)]
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..4_000_000_000_i64, 0..1_000_000_000_u32).prop_map(|(s, n)| DateTime::from_timestamp(s, n).unwrap())
}

prop_compose! {
    fn resource()(
        id in any::<String>(), name in any::<String>(), r#type in option::of(any::<String>()),
        status in option::of(status()), config in option::of(config()), created_at in option::of(instant()),
    ) -> Resource {
        Resource { id, name, r#type, status, config, created_at }
    }
}

prop_compose! {
    fn listing()(
        status in option::of(status()), r#type in option::of(any::<String>()), sort in option::of(any::<String>()),
        order in option::of(prop_oneof![Just(SortOrder::Asc), Just(SortOrder::Desc)]),
        page in option::of(1..i64::MAX), per_page in option::of(1..=100_i64),
    ) -> ResourcesList {
        ResourcesList { status, r#type, sort, order, page, per_page }
    }
}

prop_compose! {
    fn page()(
        data in vec(resource(), 0..4), page in any::<i64>(), per_page in any::<i64>(), total_items in any::<i64>(),
        total_pages in any::<i64>(), has_next in any::<bool>(), has_previous in any::<bool>(),
        x_rate_limit_limit in option::of(any::<i64>()), x_rate_limit_remaining in option::of(any::<i64>()),
        x_rate_limit_reset in option::of(any::<i64>()),
    ) -> Reply<ResourcePage, RateLimitHeaders> {
        let meta = PageMeta { page, per_page, total_items, total_pages, has_next, has_previous };
        Reply {
            headers: RateLimitHeaders { x_rate_limit_limit, x_rate_limit_remaining, x_rate_limit_reset },
            body: ResourcePage { status: SuccessStatus::Success, data, meta },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn queries_and_pages_come_through(request in listing(), answer in page()) {
        let echo = Arc::new(Echo::default());
        *echo.page.lock().unwrap() = Some(answer.clone());
        let mut call = client(&echo).resources().list();
        call.request = request.clone();
        let page = block_on(call.send()).unwrap();
        prop_assert_eq!(echo.listed.lock().unwrap().take().unwrap(), request);
        prop_assert_eq!(page.into_inner(), answer);
    }

    #[test]
    fn paths_bodies_and_errors_come_through(
        id in any::<String>().prop_filter("refused before it is sent", |id| !matches!(id.as_str(), "" | "." | "..")),
        name in option::of(any::<String>()), r#type in option::of(any::<String>()), config in option::of(config()),
        message in any::<String>(), retry_after in option::of(0..i64::MAX), reason in option::of(any::<String>()),
    ) {
        let details = ErrorDetails { field: None, reason, additional: BTreeMap::new() };
        let error = ErrorInfo { details: Some(details), retry_after, ..ErrorInfo::new("CODE", message) };
        let body = ErrorBody { status: ErrorStatus::Error, error };
        let refusal = Reply { headers: TooManyRequestsHeaders { retry_after, ..Default::default() }, body };
        let echo = Arc::new(Echo::default());
        *echo.refusal.lock().unwrap() = Some(refusal.clone());

        let request = ResourcesUpdate::new(id.clone(), ResourceUpdate { name, r#type, config });
        let failed = block_on(client(&echo).resources().update(id, request.body.clone()).send()).unwrap_err();
        prop_assert_eq!(echo.updated.lock().unwrap().take().unwrap(), request);
        prop_assert_eq!(failed.into_api().unwrap(), ResourcesUpdateError::TooManyRequests(refusal));
    }
}
