//! Rate limits: rolling windows, and what responses say.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::pace::{Pacer, TooLate, turn};
use super::*;

/// Checks that no rolling period has more requests than it may.
#[track_caller]
fn assert_windows(times: &[u128], windows: &[(usize, u128)]) {
    for (requests, seconds) in windows {
        for pair in times.windows(requests + 1) {
            assert!(pair[*requests] - pair[0] >= seconds * 1000, "{requests} in {seconds} s: {pair:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn all_windows_hold_at_once_over_rolling_periods() {
    let stub = Stub::new(|_, _| ok());
    let core = builder(&stub).rate_limit(RateLimit::NONE.and(3, 10).and(5, 60)).build().unwrap();
    for index in 0..17 {
        get(&core).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(700 * (index % 3))).await;
    }
    let times = stub.times();
    assert_windows(&times, &[(3, 10), (5, 60)]);
    assert!(times[16] <= 200_000, "no slower than the windows want: {times:?}");
    assert!(times[2] < 10_000 && times[4] < 60_000, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn limits_are_shared_and_fair() {
    let stub = Stub::new(|_, _| ok());
    let core = builder(&stub).rate_limit(RateLimit::NONE.and(4, 10)).build().unwrap();
    let finished = Arc::new(AtomicUsize::new(0));
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..20_usize {
        let (core, finished) = (core.clone(), Arc::clone(&finished));
        calls.spawn(async move {
            core.call(GetThing { id: index.to_string(), page: None }).send().await.unwrap();
            finished.fetch_add(1, Ordering::Relaxed)
        });
        tokio::task::yield_now().await;
    }
    while calls.join_next().await.is_some() {}
    let times = stub.times();
    assert_eq!(times, (0..20).map(|index| index / 4 * 10_000).collect::<Vec<u128>>());
    let batches: Vec<Vec<usize>> = stub
        .got()
        .chunks(4)
        .map(|batch| {
            batch.iter().map(|message| message.uri.path().rsplit('/').next().unwrap().parse().unwrap()).collect()
        })
        .collect();
    for (index, mut batch) in batches.into_iter().enumerate() {
        batch.sort_unstable();
        assert_eq!(batch, (index * 4..index * 4 + 4).collect::<Vec<_>>(), "first come, first served");
    }
}

#[tokio::test(start_paused = true)]
async fn operations_have_limits_of_their_own_beside() {
    static SLOW: Endpoint = Endpoint::new("slow", "GET", "/slow").windows(&[Window::new(1, 30)]);
    struct Slow;
    impl Operation for Slow {
        type Output = Value;
        type Error = ThingError;
        const ENDPOINT: &'static Endpoint = &SLOW;
        fn encode(&self) -> Result<Request, RequestError> {
            Request::builder(&SLOW).build()
        }
        fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
            decode_thing(response)
        }
    }
    let stub = Stub::new(|_, _| ok());
    let core = client(&stub);
    let (first, second, other) =
        tokio::join!(core.call(Slow).send(), core.call(Slow).send(), get(&core).timeout(Duration::from_secs(1)).send());
    assert!(first.is_ok() && second.is_ok() && other.is_ok(), "nobody else waits");
    assert_eq!(stub.times(), [0, 0, 30_000]);
}

#[tokio::test(start_paused = true)]
async fn repetitions_count_as_requests() {
    let stub = Stub::new(|_, before| if before == 0 { status(503) } else { ok() });
    let core = builder(&stub).rate_limit(RateLimit::NONE.and(1, 20)).build().unwrap();
    get(&core).send().await.unwrap();
    assert_eq!(stub.times(), [0, 20_000]);
}

#[tokio::test(start_paused = true)]
async fn responses_that_say_none_is_left_are_obeyed() {
    let stub = Stub::new(|_, before| {
        let left = if before == 1 { "0" } else { "5" };
        let date = "Mon, 01 Jan 2024 12:00:00 GMT"; // 1704110400
        ok().header("date", date).header("x-ratelimit-remaining", left).header("x-ratelimit-reset", "1704110445")
    });
    let core = client(&stub);
    for _ in 0..4 {
        get(&core).send().await.unwrap();
    }
    assert_eq!(stub.times(), [0, 0, 45_000, 45_000]);
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_far_away_is_not_believed() {
    let stub = Stub::new(|_, _| ok().header("x-ratelimit-remaining", "0").header("x-ratelimit-reset", "99999999999"));
    let core = client(&stub);
    get(&core).send().await.unwrap();
    get(&core).send().await.unwrap();
    assert_eq!(stub.times(), [0, 0]);
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_hold_back_every_call() {
    let stub = Stub::new(|_, before| if before == 0 { status(429).header("retry-after", "5") } else { ok() });
    let core = client(&stub);
    get(&core).retries(0).send().await.unwrap_err();
    create(&core).send().await.unwrap();
    assert_eq!(stub.times(), [0, 5000]);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_begins_while_waiting_does_not_make_a_burst() {
    let pacer = Pacer::new(&[Window::new(2, 10)]);
    turn(&[&pacer], None).await.unwrap();
    turn(&[&pacer], None).await.unwrap();
    let start = Instant::now();
    let wait = async || {
        turn(&[&pacer], None).await.unwrap();
        start.elapsed().as_secs()
    };
    let pause = async {
        tokio::time::sleep(Duration::from_secs(9)).await;
        pacer.pause(Duration::from_secs(50));
        0
    };
    let (mut times, _) = (Vec::new(), ());
    let (a, b, c, d, _) = tokio::join!(wait(), wait(), wait(), wait(), pause);
    times.extend([a, b, c, d]);
    times.sort_unstable();
    assert_eq!(times, [59, 59, 69, 69]);
}

#[tokio::test(start_paused = true)]
async fn limits_beside_each_other_hold_at_once() {
    let (all, own) = (Pacer::new(&[Window::new(3, 50)]), Pacer::new(&[Window::new(1, 30)]));
    let start = Instant::now();
    let wait = async |pacers: &[&Pacer]| {
        turn(pacers, None).await.unwrap();
        start.elapsed().as_secs()
    };
    let (both, just) = ([&own, &all], [&all]);
    let times = tokio::join!(wait(&both), wait(&both), wait(&just), wait(&just), wait(&just), wait(&both));
    assert_eq!(times, (0, 50, 0, 0, 50, 80), "the one that waits for its own limit holds nobody up");
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_gives_the_slot_back() {
    let pacer = Pacer::new(&[Window::new(2, 10)]);
    turn(&[&pacer], None).await.unwrap();
    turn(&[&pacer], None).await.unwrap();
    for _ in 0..5 {
        let gave_up = tokio::time::timeout(Duration::from_millis(100), turn(&[&pacer], None)).await;
        assert!(gave_up.is_err());
    }
    let start = Instant::now();
    assert_eq!(turn(&[&pacer], Some(start + Duration::from_secs(1))).await, Err(TooLate));
    turn(&[&pacer], None).await.unwrap();
    turn(&[&pacer], None).await.unwrap();
    assert_eq!(start.elapsed().as_millis(), 9_500);
    turn(&[&pacer], None).await.unwrap();
    assert_eq!(start.elapsed().as_millis(), 19_500, "the first two are not forgotten");
}
