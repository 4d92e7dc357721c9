//! How long calls take at most.

use super::*;

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_time() {
    let stub = Stub::new(|_, before| if before < 2 { Answer::Hang } else { ok() });
    let start = Instant::now();
    get(&client(&stub)).attempt_timeout(Duration::from_secs(5)).send().await.unwrap();
    assert_eq!(stub.got().len(), 3);
    assert!((10_000..=11_500).contains(&start.elapsed().as_millis()));
}

#[tokio::test(start_paused = true)]
async fn attempts_end_after_a_minute_by_default() {
    let stub = Stub::new(|_, _| Answer::Hang);
    let start = Instant::now();
    let error = get(&client(&stub)).retries(0).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(60));
    assert_eq!(error.to_string(), "things.get: no response within 60s");
    let Error::Timeout(timeout) = error else { panic!("{error}") };
    assert!(timeout.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn the_whole_call_has_its_time() {
    let stub = Stub::new(|_, _| Answer::Hang);
    let core = builder(&stub).timeout(Duration::from_secs(7)).attempt_timeout(Duration::from_secs(3)).build().unwrap();
    let start = Instant::now();
    let error = get(&core).retries(99).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(7));
    assert!(matches!(error, Error::Timeout(ref timeout) if timeout.limit() == Duration::from_secs(7)), "{error}");

    let start = Instant::now();
    get(&core).timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_would_outlast_the_call_is_not_begun() {
    let stub = Stub::new(|_, _| status(503).header("retry-after", "30"));
    let start = Instant::now();
    let error = get(&client(&stub)).timeout(Duration::from_secs(10)).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
}

#[tokio::test(start_paused = true)]
async fn a_response_is_not_lost_to_a_rate_limit_that_forbids_another_attempt() {
    let stub = Stub::new(|_, _| status(503));
    let core = builder(&stub).rate_limit(RateLimit::NONE.and(1, 60)).build().unwrap();
    let error = get(&core).timeout(Duration::from_secs(10)).send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_the_rate_limit_holds_back_too_long_fails_at_once_and_unsent() {
    let stub = Stub::new(|_, _| ok());
    let core = builder(&stub).rate_limit(RateLimit::NONE.and(1, 60)).build().unwrap();
    get(&core).send().await.unwrap();
    let start = Instant::now();
    let error = get(&core).timeout(Duration::from_secs(10)).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.to_string(), "things.get: not sent within 10s");
    assert!(matches!(error, Error::Timeout(timeout) if !timeout.may_have_been_sent()));
    assert_eq!(stub.got().len(), 1);
}
