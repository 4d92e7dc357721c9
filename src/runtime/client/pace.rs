//! Holding requests back, so that the server need not refuse them.
//!
//! All windows hold at once, over rolling periods: the times of the last requests are kept, and a request is put off until
//! every window has room. Requests go in the order in which they came.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
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
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the last requests were or will be sent, in order.
    sent: VecDeque<Instant>,
    paused_until: Option<Instant>,
}

/// The request cannot be sent before the deadline.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLate;

impl Pacer {
    pub(super) fn new(windows: &[Window]) -> Self {
        let windows = windows.iter().filter(|window| window.requests > 0);
        let windows = windows.map(|window| (window.requests as usize, Duration::from_secs(window.seconds.into())));
        Self { windows: windows.collect(), state: Mutex::default() }
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

    fn is_paused(&self) -> bool {
        self.lock().paused_until.is_some_and(|until| until > Instant::now())
    }

    /// The earliest time that every window allows. It does not depend on the time now, so that the latest of several
    /// pacers suits them all.
    fn earliest(&self, state: &State) -> Option<Instant> {
        let rooms = self.windows.iter().filter_map(|(requests, period)| {
            let before = state.sent.len().checked_sub(*requests)?;
            Some(*state.sent.get(before)? + *period)
        });
        rooms.chain(state.sent.back().copied()).chain(state.paused_until).max()
    }

    /// Enters a request in the books.
    fn book(&self, state: &mut State, time: Instant) {
        if let Some(longest) = self.windows.iter().map(|(_, period)| *period).max() {
            // Not by their number: a slot that is given back must not have pushed an older request out.
            let past = state.sent.partition_point(|sent| *sent + longest <= Instant::now());
            state.sent.drain(..past);
            state.sent.push_back(time);
        }
    }
}

/// Waits until all pacers let a request be sent. Fails at once if that is after the deadline. Callers that share pacers
/// name them in the same order.
pub(super) async fn turn(pacers: &[&Pacer], deadline: Option<Instant>) -> Result<(), TooLate> {
    loop {
        let slot = Slot::reserve(pacers, deadline)?;
        sleep_until(slot.time).await;
        // A response may have asked for a pause in the meantime.
        if !pacers.iter().any(|pacer| pacer.is_paused()) {
            slot.keep();
            return Ok(());
        }
    }
}

/// A place in the order of requests. Given back when the caller stops waiting.
struct Slot<'a> {
    pacers: &'a [&'a Pacer],
    time: Instant,
    kept: bool,
}

impl<'a> Slot<'a> {
    fn reserve(pacers: &'a [&'a Pacer], deadline: Option<Instant>) -> Result<Self, TooLate> {
        let mut states: Vec<_> = pacers.iter().map(|pacer| (pacer, pacer.lock())).collect();
        let earliest = states.iter().filter_map(|(pacer, state)| pacer.earliest(state)).max();
        let time = Instant::now().max(earliest.unwrap_or_else(Instant::now));
        if deadline.is_some_and(|deadline| time > deadline) {
            return Err(TooLate);
        }
        states.iter_mut().for_each(|(pacer, state)| pacer.book(state, time));
        Ok(Self { pacers, time, kept: false })
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        for pacer in self.pacers {
            let mut state = pacer.lock();
            if let Some(index) = state.sent.iter().rposition(|time| *time == self.time) {
                state.sent.remove(index);
            }
        }
    }
}
