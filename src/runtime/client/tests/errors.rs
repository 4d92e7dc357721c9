//! What callers learn about failures.

use serde_json::json;

use super::*;

async fn failure(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Error<ThingError> {
    let stub = Stub::new(move |_, _| answer());
    get(&client(&stub)).retries(0).send().await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn documented_errors_are_typed() {
    let error = failure(|| status(400).header("x-request-id", "r1")).await;
    assert_eq!(error.to_string(), "things.get: the server answered 400 Bad Request");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "refused");
    assert_eq!((error.operation(), error.status().unwrap().as_u16()), ("things.get", 400));
    let Error::Api(api) = &error else { panic!("{error}") };
    assert_eq!(api.header_map()["x-request-id"], "r1");
    assert_eq!(error.into_api().unwrap(), ThingError::Refused(json!({ "message": "no" })));
}

#[tokio::test(start_paused = true)]
async fn other_statuses_show_the_start_of_their_body() {
    let error = failure(|| status(502).body(format!("<html>\n  {}", "x".repeat(1000)))).await;
    let text = error.to_string();
    assert!(text.starts_with("things.get: the server answered 502 Bad Gateway, which is not documented: <html> xxx"));
    assert!(text.len() < 300 && error.api().is_none());
    let Error::Unexpected(error) = error.into_api().unwrap_err() else { panic!() };
    assert_eq!(error.body().len(), 1009);
}

#[tokio::test(start_paused = true)]
async fn undecodable_bodies_show_where() {
    let error = failure(|| ok().body(r#"{"a":[1,{"b":}]}"#)).await;
    assert_eq!(error.to_string(), "things.get: the response (200 OK) is not as documented at $.a[1].b");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "expected value at line 1 column 14");
    let Error::Decode(error) = error else { panic!("{error}") };
    assert_eq!((error.path(), error.body().len()), (Some("$.a[1].b"), 16));

    let error = failure(|| ok().body("")).await;
    assert!(everything(&error).contains("the body is empty"));
    let error = failure(|| ok().body("<html>").header("content-type", "text/html; charset=utf-8")).await;
    assert!(everything(&error).contains("in a body of type text/html"));
}

#[tokio::test(start_paused = true)]
async fn lost_connections_have_their_cause() {
    let error = failure(|| Answer::Break).await;
    assert_eq!(error.to_string(), "things.get: the connection failed");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "connection reset");
    assert!(error.is_retryable() && error.status().is_none());
    assert!(matches!(error, Error::Transport(error) if error.may_have_been_sent()));
}

#[tokio::test(start_paused = true)]
async fn bodies_have_a_largest_size() {
    let limited = async |size: usize| {
        let stub = Stub::new(move |_, _| ok().body(format!("\"{}\"", "x".repeat(size - 2))));
        get(&builder(&stub).response_limit(1000).build().unwrap()).send().await
    };
    assert!(limited(1000).await.is_ok());
    let error = limited(1001).await.unwrap_err();
    assert_eq!(error.to_string(), "things.get: the response (200 OK) has more than 1000 bytes");
}

#[test]
fn errors_can_be_shared_and_are_small() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Error<ThingError>>();
    is_shared::<Core>();
    is_shared::<Call<GetThing>>();
    assert!(size_of::<Error<ThingError>>() <= 64, "{}", size_of::<Error<ThingError>>());
}

#[tokio::test]
async fn calls_are_futures_of_any_executor() {
    fn is_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let stub = Stub::new(|_, _| ok());
    let future = is_send(get(&client(&stub)).send());
    assert!(size_of_val(&future) < 2048, "{}", size_of_val(&future));
    let response = future.await.unwrap();
    assert_eq!((response.status().as_u16(), &*response), (200, &json!({})));
}
