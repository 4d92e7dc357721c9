//! When requests are repeated, and after how long.

use super::*;

/// Fails `times` times, then succeeds.
fn failing(times: usize, how: impl Fn() -> Answer + Send + Sync + 'static) -> Stub {
    Stub::new(move |_, before| if before < times { how() } else { ok() })
}

#[tokio::test(start_paused = true)]
async fn a_failing_server_is_asked_again_after_growing_pauses() {
    for code in [408, 429, 500, 502, 503, 504] {
        let stub = failing(2, move || status(code));
        get(&client(&stub)).send().await.unwrap();
        let times = stub.times();
        assert_eq!(times.len(), 3, "{code}");
        assert!(times[1] <= 500 && times[2] - times[1] <= 1000, "{times:?}");
        assert!(times[2] > 0, "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn two_repetitions_are_enough() {
    let stub = failing(9, || status(503));
    let error = get(&client(&stub)).send().await.unwrap_err();
    assert_eq!(stub.got().len(), 3);
    assert_eq!(error.api(), Some(&ThingError::Refused(serde_json::json!({ "message": "no" }))));
    assert!(error.is_retryable());
    let Error::Api(error) = error else { panic!("{error}") };
    assert_eq!(error.attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn other_failures_are_not_repeated() {
    for code in [400, 401, 404, 409, 501] {
        let stub = failing(1, move || status(code));
        let error = get(&client(&stub)).send().await.unwrap_err();
        assert_eq!((stub.got().len(), error.is_retryable()), (1, false), "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_takes_the_place_of_the_pause() {
    let date = ("date", "Mon, 01 Jan 2024 12:00:00 GMT");
    for (code, value) in [(429, "7"), (503, "7"), (503, "Mon, 01 Jan 2024 12:00:07 GMT")] {
        let stub = failing(1, move || status(code).header(date.0, date.1).header("retry-after", value));
        get(&client(&stub)).send().await.unwrap();
        assert_eq!(stub.times(), [0, 7000], "{code} {value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_documented_member_of_the_body_counts_as_retry_after() {
    let stub = failing(1, || status(429).body(r#"{"error":{"retry_after":9}}"#));
    get(&client(&stub)).send().await.unwrap();
    assert_eq!(stub.times(), [0, 9000]);
}

#[tokio::test(start_paused = true)]
async fn a_long_retry_after_is_returned() {
    let stub = failing(1, || status(429).header("retry-after", "3600"));
    let error = get(&client(&stub)).send().await.unwrap_err();
    assert_eq!(stub.times(), [0]);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));

    let stub = failing(1, || status(429).header("retry-after", "3600"));
    let patient = builder(&stub).retry(Retry::new().longest_wait(Duration::from_secs(7200))).build().unwrap();
    get(&patient).send().await.unwrap();
    assert_eq!(stub.times(), [0, 3_600_000]);
}

#[tokio::test(start_paused = true)]
async fn only_what_is_harmless_is_repeated() {
    for how in [|| status(503), || Answer::Break, || Answer::Hang] {
        let stub = failing(1, how);
        create(&client(&stub)).send().await.unwrap_err();
        assert_eq!(stub.got().len(), 1);

        let stub = failing(9, how);
        let error = get(&client(&stub)).send().await.unwrap_err();
        assert!(matches!(error, Error::Api(_)) || error.to_string().ends_with(", after 3 attempts"), "{error}");

        let stub = failing(1, how);
        create(&client(&stub)).idempotency_key("k-1").send().await.unwrap();
        let got = stub.got();
        assert_eq!(got.len(), 2);
        assert!(
            got.iter().all(|message| message.headers["idempotency-key"] == "k-1" && message.body == r#"{"name":"x"}"#)
        );

        let stub = failing(1, how);
        get(&client(&stub)).send().await.unwrap();
        assert_eq!(stub.got().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn the_call_precedes_the_client_and_the_client_the_document() {
    static STUBBORN: Endpoint = Endpoint::new("op", "GET", "/").retries(4).retry_statuses(&[404]);
    struct Ask;
    impl Operation for Ask {
        type Output = Value;
        type Error = ThingError;
        const ENDPOINT: &'static Endpoint = &STUBBORN;
        fn encode(&self) -> Result<Request, RequestError> {
            Request::builder(&STUBBORN).build()
        }
        fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
            decode_thing(response)
        }
    }
    let attempts = async |code, retry: Retry, own: Option<u32>| {
        let stub = failing(9, move || status(code));
        let call = builder(&stub).retry(retry).build().unwrap().call(Ask);
        let call = if let Some(retries) = own { call.retries(retries) } else { call };
        call.send().await.unwrap_err();
        stub.got().len()
    };
    assert_eq!(attempts(404, Retry::new(), None).await, 5);
    assert_eq!(attempts(503, Retry::new(), None).await, 1);
    assert_eq!(attempts(503, Retry::new().statuses([503]), None).await, 5);
    assert_eq!(attempts(404, Retry::none(), None).await, 1);
    assert_eq!(attempts(404, Retry::none(), Some(1)).await, 2);
}

#[tokio::test(start_paused = true)]
async fn the_budget_bounds_what_a_broken_server_gets() {
    let stub = failing(usize::MAX, || status(503));
    let core = builder(&stub).retry(Retry::new().budget(5)).build().unwrap();
    for _ in 0..10 {
        get(&core).send().await.unwrap_err();
    }
    assert_eq!(stub.got().len(), 10 + 5);
}
