//! What a user of the users API does.

use std::time::Duration;

use futures_util::TryStreamExt;
use users_api::operations::*;
use users_api::types::*;
use users_api::{Client, Error, Retry};

use super::server::{KEY, router};
use crate::wire::{Wire, both};

fn client(wire: Wire, key: &str) -> Client {
    let builder = match wire {
        Wire::Socket(url) => Client::builder().base_url(url),
        Wire::InProcess(router) => Client::builder().base_url("http://in.process").transport(router),
    };
    builder.api_key(key).retry(Retry::none()).build().unwrap()
}

fn user(number: u32) -> NewUser {
    NewUser::new(format!("User {number}"), format!("user{number}@example.com"), "securepassword123")
}

#[tokio::test]
async fn users_are_created_changed_and_deleted() {
    both(router, async |wire| {
        let users = client(wire, KEY).users();
        let created = users.create(user(1)).send().await.unwrap();
        assert_eq!(created.status(), 201);
        assert_eq!(created.headers.rate_limit_remaining, Some(99));

        let update = UserUpdate { name: Some("Charles Chaplin".to_owned()), ..Default::default() };
        let updated = users.update(&created.id, update).send().await.unwrap();
        assert_eq!((updated.name.as_str(), updated.email.as_str()), ("Charles Chaplin", "user1@example.com"));

        assert_eq!(users.delete(&created.id).send().await.unwrap().status(), 204);
        let gone = users.delete(&created.id).send().await.unwrap_err();
        assert!(matches!(gone.api(), Some(UsersDeleteError::NotFound(_))));
        let gone = users.update(&created.id, UserUpdate::default()).send().await.unwrap_err();
        assert!(matches!(gone.api(), Some(UsersUpdateError::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn a_bare_array_is_paged_by_offset() {
    both(router, async |wire| {
        let users = client(wire, KEY).users();
        for number in 0..5 {
            users.create(user(number)).send().await.unwrap();
        }
        let list = users.list().limit(2);
        let emails: Vec<String> = list.clone().items().map_ok(|user| user.email).try_collect().await.unwrap();
        assert_eq!(emails, [0, 1, 2, 3, 4].map(|number| format!("user{number}@example.com")));
        let sizes: Vec<usize> = list.pages().map_ok(|page| page.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [2, 2, 1]);
    })
    .await;
}

#[tokio::test]
async fn errors_are_told_apart_by_status() {
    both(router, async |wire| {
        let users = client(wire, KEY).users();
        users.create(user(1)).send().await.unwrap();
        let taken = users.create(user(1)).send().await.unwrap_err();
        let Some(UsersCreateError::BadRequest(body)) = taken.api() else { panic!("{taken:?}") };
        assert_eq!(body.error, "Email address is already in use.");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_documented_is_kept_as_it_came() {
    let users = client(Wire::InProcess(router()), KEY).users();
    let short = NewUser::new("A", "a@example.com", "short");
    let refused = users.create(short).send().await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 400, "the document does not list 422");
    let Error::Decode(error) = &refused else { panic!("{refused:?}") };
    let problem: serde_json::Value = serde_json::from_slice(error.body()).unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "#/password");
    assert!(!problem.to_string().contains("short\""), "values of the caller are not repeated: {problem}");

    let denied = client(Wire::InProcess(router()), "wrong").users().list().send().await.unwrap_err();
    assert_eq!(denied.status().unwrap(), 401);
}

#[tokio::test(start_paused = true)]
async fn the_client_keeps_to_both_documented_windows() {
    let start = tokio::time::Instant::now();
    let users = client(Wire::InProcess(router()), KEY).users();
    for _ in 0..250 {
        users.list().send().await.expect("a client that keeps to the limit is never refused");
    }
    assert!(start.elapsed() >= Duration::from_secs(120), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(200), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn two_clients_of_one_key_meet_the_limit() {
    let router = router();
    let [first, second] = [0, 1].map(|_| client(Wire::InProcess(router.clone()), KEY).users());
    for _ in 0..50 {
        first.list().send().await.unwrap();
        second.list().send().await.unwrap();
    }
    let refused = first.list().send().await.unwrap_err();
    let Some(UsersListError::TooManyRequests(reply)) = refused.api() else { panic!("{refused:?}") };
    assert_eq!(reply.headers.rate_limit_remaining, Some(0));
    assert!(refused.is_retryable());
}
