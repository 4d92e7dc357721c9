//! What a user of the resources API does.

use std::time::Duration;

use futures_util::TryStreamExt;
use resources_api::operations::*;
use resources_api::types::*;
use resources_api::{Client, ClientBuilder, Error, Retry, Server};

use super::server::{App, CURSED, KEY, READER, router};
use crate::wire::{Wire, both};

fn builder(wire: Wire) -> ClientBuilder {
    match wire {
        Wire::Socket(url) => Client::builder().base_url(url),
        Wire::InProcess(router) => Client::builder().base_url("http://in.process").transport(router),
    }
}

fn client(wire: Wire, key: &str) -> Client {
    builder(wire).api_key(key).retry(Retry::none()).build().unwrap()
}

fn plenty() -> axum::Router {
    router(App::new(1000, 0))
}

#[tokio::test]
async fn resources_are_created_changed_and_deleted() {
    both(plenty, async |wire| {
        let resources = client(wire, KEY).resources();
        let mut new = NewResource::new("my-resource");
        new.r#type = Some("processor".to_owned());
        new.config = Some(ResourceConfig { timeout: Some(30), ..Default::default() });

        let created = resources.create(new).send().await.unwrap();
        assert_eq!(created.status(), 201);
        assert_eq!(created.headers.x_rate_limit_remaining, Some(999));
        assert_eq!(created.data.config.as_ref().unwrap().timeout, Some(30));
        let id = created.data.id.clone();

        let update = ResourceUpdate { name: Some("updated-resource".to_owned()), ..Default::default() };
        let updated = resources.update(&id, update).send().await.unwrap();
        assert_eq!(updated.data.name, "updated-resource");
        assert_eq!(updated.data.r#type.as_deref(), Some("processor"));

        assert_eq!(resources.delete(&id).send().await.unwrap().status(), 204);
        let gone = resources.delete(&id).send().await.unwrap_err();
        assert!(matches!(gone.api(), Some(ResourcesDeleteError::NotFound(body)) if body.error.code == "NOT_FOUND"));
    })
    .await;
}

#[tokio::test]
async fn every_page_of_a_list_arrives() {
    both(plenty, async |wire| {
        let resources = client(wire, KEY).resources();
        for number in 0..7 {
            resources.create(NewResource::new(format!("resource-{number}"))).send().await.unwrap();
        }

        let list = resources.list().sort("name").order(SortOrder::Desc).per_page(3);
        let names: Vec<String> = list.clone().items().map_ok(|resource| resource.name).try_collect().await.unwrap();
        assert_eq!(names, [6, 5, 4, 3, 2, 1, 0].map(|number| format!("resource-{number}")));

        let sizes: Vec<usize> = list.pages().map_ok(|page| page.data.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [3, 3, 1]);

        let second = resources.list().page(2).per_page(3).send().await.unwrap();
        assert!(second.meta.has_previous && second.meta.has_next);
        assert_eq!(second.meta.total_items, 7);
    })
    .await;
}

#[tokio::test]
async fn filters_choose() {
    both(plenty, async |wire| {
        let resources = client(wire, KEY).resources();
        for (name, kind) in [("a", "processor"), ("b", "queue")] {
            let new = NewResource { r#type: Some(kind.to_owned()), ..NewResource::new(name) };
            resources.create(new).send().await.unwrap();
        }
        let found = resources.list().status(ResourceStatus::Active).r#type("queue").send().await.unwrap();
        assert_eq!(found.data.iter().map(|resource| resource.name.as_str()).collect::<Vec<_>>(), ["b"]);
        let none = resources.list().status(ResourceStatus::Unknown("retired".to_owned())).send().await.unwrap();
        assert!(none.data.is_empty());
    })
    .await;
}

#[tokio::test]
async fn errors_are_told_apart_by_status() {
    both(plenty, async |wire| {
        let client = client(wire, KEY);
        let resources = client.resources();
        resources.create(NewResource::new("taken")).send().await.unwrap();

        let taken = resources.create(NewResource::new("taken")).send().await.unwrap_err();
        assert!(matches!(taken.api(), Some(ResourcesCreateError::BadRequest(_))));

        let failed = resources.create(NewResource::new(CURSED)).send().await.unwrap_err();
        assert!(matches!(failed.api(), Some(ResourcesCreateError::InternalServerError(_))));
        assert!(failed.is_retryable());

        let missing = resources.update("404", ResourceUpdate::default()).send().await.unwrap_err();
        assert_eq!(missing.status().unwrap(), 404);
        assert_eq!(missing.to_string().matches("404").count(), 1, "{missing}");

        let beyond = resources.list().per_page(101).send().await.unwrap_err();
        let Some(ResourcesListError::BadRequest(body)) = beyond.api() else { panic!("{beyond:?}") };
        assert!(body.error.details.as_ref().unwrap().reason.as_ref().unwrap().contains("100"));
    })
    .await;
}

#[tokio::test]
async fn keys_decide_what_is_allowed() {
    both(plenty, async |wire| {
        let denied = client(wire, "wrong").resources().list().send().await.unwrap_err();
        assert!(matches!(denied.api(), Some(ResourcesListError::Unauthorized(_))));
    })
    .await;
    both(plenty, async |wire| {
        let reader = client(wire, READER).resources();
        reader.list().send().await.unwrap();
        let denied = reader.create(NewResource::new("mine")).send().await.unwrap_err();
        assert!(matches!(denied.api(), Some(ResourcesCreateError::Forbidden(_))));
    })
    .await;
}

#[tokio::test]
async fn a_path_value_cannot_leave_its_segment() {
    let resources = client(Wire::InProcess(plenty()), KEY).resources();
    for id in [".", "..", ""] {
        let refused = resources.delete(id).send().await.unwrap_err();
        assert!(matches!(refused, Error::Request(_)), "{refused:?}");
    }
    let escaped = resources.delete("../resources/1?x#y").send().await.unwrap_err();
    assert!(matches!(escaped.api(), Some(ResourcesDeleteError::NotFound(_))));
}

#[tokio::test(start_paused = true)]
async fn a_full_window_is_waited_for_when_asked_to() {
    let start = tokio::time::Instant::now();
    let retry = Retry::new().longest_wait(Duration::from_secs(3600));
    let limited = builder(Wire::InProcess(router(App::new(2, 0)))).api_key(KEY).retry(retry).build().unwrap();
    for _ in 0..3 {
        limited.resources().list().send().await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 3600);

    let impatient = client(Wire::InProcess(router(App::new(1, 0))), KEY);
    impatient.resources().list().send().await.unwrap();
    let refused = impatient.resources().list().send().await.unwrap_err();
    assert_eq!(refused.retry_after(), Some(Duration::from_secs(3600)));
    let Some(ResourcesListError::TooManyRequests(reply)) = refused.api() else { panic!("{refused:?}") };
    assert_eq!(reply.error.retry_after, Some(3600));
    assert_eq!(reply.headers.retry_after, Some(3600));
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_survived_by_what_may_be_repeated() {
    let start = tokio::time::Instant::now();
    let patient = builder(Wire::InProcess(router(App::new(100, 2)))).api_key(KEY).build().unwrap();
    patient.resources().list().send().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "two pauses of at most 0.5 s and 1 s");

    let post = builder(Wire::InProcess(router(App::new(100, 1)))).api_key(KEY).build().unwrap();
    let failed = post.resources().create(NewResource::new("once")).send().await.unwrap_err();
    assert!(matches!(failed.api(), Some(ResourcesCreateError::ServiceUnavailable(_))), "POST is not idempotent");
}

#[test]
fn servers_have_names_and_secrets_do_not_print() {
    assert_eq!(Server::Sandbox.url().unwrap(), "https://api-sandbox.yourcompany.com/v1");
    let client = Client::builder().server(Server::Staging).api_key(KEY).build().unwrap();
    assert!(!format!("{client:?}").contains(KEY));
}
