//! Judges that nobody here wrote: `.ci/judge` lets schemathesis at a server, and a client at a mock of Prism.

use std::env;

use super::{features, resources, users};

/// Serves an API at an address until the process is ended.
#[tokio::test]
#[ignore = "waits for a judge, see .ci/judge"]
async fn serve() {
    let (api, address) = (env::var("JUDGE_API").unwrap(), env::var("JUDGE_ADDRESS").unwrap());
    let router = match api.as_str() {
        "features" => features::parameters::Echo::default().router(),
        "resources" => resources::server::router(resources::server::App::new(usize::MAX, 0)),
        "users" => users::server::router(),
        other => panic!("no server for `{other}`"),
    };
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}

/// Calls the operations of an API at a mock of it, which refuses requests that are not as documented.
#[tokio::test]
#[ignore = "needs a mock, see .ci/judge"]
async fn call() {
    let (api, url) = (env::var("JUDGE_API").unwrap(), env::var("JUDGE_URL").unwrap());
    match api.as_str() {
        "resources" => call_resources(&url).await,
        "users" => call_users(&url).await,
        "sparkloop" => call_sparkloop(&url).await,
        other => panic!("no client for `{other}`"),
    }
}

async fn call_resources(url: &str) {
    use resources_api::types::{NewResource, ResourceStatus, ResourceUpdate, SortOrder};
    let builder = resources_api::Client::builder().base_url(url).api_key("any");
    let client = builder.retry(resources_api::Retry::none()).build().unwrap();
    let list = client.resources().list().status(ResourceStatus::Active).r#type("a b&c").sort("name");
    list.order(SortOrder::Desc).page(2).per_page(100).send().await.unwrap();
    client.resources().list().send().await.unwrap();
    client.resources().create(NewResource::new("one")).send().await.unwrap();
    let update = ResourceUpdate { name: Some("two".to_owned()), ..ResourceUpdate::default() };
    client.resources().update("a/b c", update).send().await.unwrap();
    client.resources().delete("1").send().await.unwrap();
}

async fn call_users(url: &str) {
    use users_api::types::{NewUser, UserUpdate};
    let builder = users_api::Client::builder().base_url(url).api_key("any");
    let client = builder.retry(users_api::Retry::none()).build().unwrap();
    client.users().list().limit(5).offset(10).send().await.unwrap();
    client.users().create(NewUser::new("Ada", "ada@example.com", "secret-password")).send().await.unwrap();
    let update = UserUpdate { name: Some("Grace".to_owned()), email: None };
    client.users().update("1", update).send().await.unwrap();
    client.users().delete("1").send().await.unwrap();
}

async fn call_sparkloop(url: &str) {
    let builder = sparkloop_api::Client::builder().base_url(url).api_key("any");
    let client = builder.retry(sparkloop_api::Retry::none()).build().unwrap();
    client.publications().list().page(1).per_page(10).send().await.unwrap();
    client.publications().get("pub_1").send().await.unwrap();
    client.publications().delete("pub_1").send().await.unwrap();
    client.subscribers().list().page(1).send().await.unwrap();
    client.subscribers().get("sub/1").send().await.unwrap();
    client.campaigns().list().send().await.unwrap();
    client.campaigns().get("camp_1").send().await.unwrap();
    client.offers().list().per_page(5).send().await.unwrap();
    client.offers().get("offer_1").send().await.unwrap();
}
