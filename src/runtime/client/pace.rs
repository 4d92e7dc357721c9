//! Holding requests back, so that the server need not refuse them.
//!
//! All windows hold at once, over rolling periods: the times of the last requests are kept, and a request waits until every
//! window has room. Requests go in the order in which they came.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::{Instant, sleep_until};

use super::{Window, wait};

/// The longest pause that a response can impose on other requests. A reset farther away is more likely a wrong unit.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// A limit on the rate of a client's requests: every window holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RateLimit {
    windows: Cow<'static, [Window]>,
}

impl RateLimit {
    /// No limit. What the server says of its limits is still obeyed.
    pub const NONE: Self = Self::new(&[]);

    /// Windows that hold at once.
    pub const fn new(windows: &'static [Window]) -> Self {
        Self { windows: Cow::Borrowed(windows) }
    }

    /// Also at most `requests` in any `seconds`.
    pub fn and(mut self, requests: u32, seconds: u32) -> Self {
        self.windows.to_mut().push(Window::new(requests, seconds));
        self
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }
}

/// The response headers that tell the state of a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitHeaders {
    /// How many requests are left.
    pub remaining: &'static str,
    /// When there will be more.
    pub reset: &'static str,
    /// What the reset header counts.
    pub unit: ResetUnit,
}

/// What a reset header counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetUnit {
    /// Seconds since 1970-01-01T00:00:00Z.
    EpochSeconds,
    /// Seconds from now.
    DeltaSeconds,
    /// An HTTP date.
    Date,
    /// The document does not say: told by the form and size of the value.
    Unstated,
}

/// Holds requests back.
#[derive(Debug)]
pub(super) struct Pacer {
    windows: Vec<(usize, Duration)>,
    /// Held by the request that is next; the others wait for it in the order in which they came.
    queue: AsyncMutex<()>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the last requests were sent, as many as the largest window counts.
    sent: VecDeque<Instant>,
    paused_until: Option<Instant>,
}

/// The request cannot be sent before the deadline.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLate;

/// Waits until all pacers let a request be sent. Fails at once if the request is next and its time is after the deadline.
/// The pacer that fewer requests wait for comes first, so that waiting for it holds nobody else up.
pub(super) async fn turn(pacers: &[&Pacer], deadline: Option<Instant>) -> Result<(), TooLate> {
    let mut places = Vec::new();
    let limited = || pacers.iter().filter(|pacer| !pacer.is_free());
    for pacer in limited() {
        places.push(pacer.queue.lock().await);
        pacer.room(deadline).await?;
    }
    // While a place is held, nobody else takes the room that was found.
    limited().for_each(|pacer| pacer.record());
    Ok(())
}

impl Pacer {
    pub(super) fn new(windows: &[Window]) -> Self {
        let windows = windows.iter().filter(|window| window.requests > 0);
        let windows = windows.map(|window| (window.requests as usize, Duration::from_secs(window.seconds.into())));
        Self { windows: windows.collect(), queue: AsyncMutex::default(), state: Mutex::default() }
    }

    /// Whether nothing holds any request back.
    fn is_free(&self) -> bool {
        self.windows.is_empty() && self.lock().paused_until.is_none()
    }

    /// Waits until every window has room.
    async fn room(&self, deadline: Option<Instant>) -> Result<(), TooLate> {
        // A response may ask for a pause in the meantime, so look again.
        while let Some(time) = self.earliest().filter(|time| *time > Instant::now()) {
            if deadline.is_some_and(|deadline| time > deadline) {
                return Err(TooLate);
            }
            sleep_until(time).await;
        }
        Ok(())
    }

    /// The earliest time that every window allows.
    fn earliest(&self) -> Option<Instant> {
        let state = self.lock();
        let rooms = self.windows.iter().filter_map(|(requests, period)| {
            let before = state.sent.len().checked_sub(*requests)?;
            Some(*state.sent.get(before)? + *period)
        });
        rooms.chain(state.paused_until).max()
    }

    /// Counts a request that is sent now.
    fn record(&self) {
        let most = self.windows.iter().map(|(requests, _)| *requests).max().unwrap_or_default();
        let mut state = self.lock();
        state.sent.push_back(Instant::now());
        while state.sent.len() > most {
            state.sent.pop_front();
        }
    }

    /// Sends nothing until this much time has passed.
    pub(super) fn pause(&self, wait: Duration) {
        if wait <= LONGEST_PAUSE {
            let until = Instant::now() + wait;
            let mut state = self.lock();
            state.paused_until = state.paused_until.max(Some(until));
        }
    }

    /// Obeys the rate limit headers of a response.
    pub(super) fn observe(&self, names: &LimitHeaders, headers: &HeaderMap) {
        let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).map(str::trim);
        let is_used_up = text(names.remaining).and_then(|text| text.parse::<f64>().ok()).is_some_and(|left| left < 1.0);
        if is_used_up && let Some(wait) = text(names.reset).and_then(|text| wait::reset(text, names.unit, headers)) {
            self.pause(wait);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
