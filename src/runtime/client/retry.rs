//! When a request is repeated, and after how long a pause.

use std::sync::Mutex;
use std::time::Duration;

/// Statuses after which a request may succeed later, where the document lists none: the server was too busy, too slow, or
/// failed (RFC 9110, section 15).
const STATUSES: &[u16] = &[408, 429, 500, 502, 503, 504];

/// How often a request is repeated where nobody says.
const RETRIES: u32 = 2;

/// How a client repeats requests that failed: at most twice by default, after pauses drawn from a range that doubles.
///
/// Only what is harmless to repeat is repeated: requests of idempotent methods (RFC 9110, section 9.2.2), those with an
/// idempotency key, and those that never reached the server. A `Retry-After` takes the place of the pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    pub(super) retries: Option<u32>,
    statuses: Option<Vec<u16>>,
    base: Duration,
    cap: Duration,
    pub(super) longest_wait: Duration,
    budget: u32,
    seed: Option<u64>,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            retries: None,
            statuses: None,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_wait: Duration::from_secs(60),
            budget: 50,
            seed: None,
        }
    }
}

impl Retry {
    /// The default policy: what the document says, otherwise two repetitions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Never repeats.
    pub fn none() -> Self {
        Self::default().retries(0)
    }

    /// Repeats at most this many times, whatever the document says.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Repeats after these statuses only, whatever the document says.
    pub fn statuses(mut self, statuses: impl Into<Vec<u16>>) -> Self {
        self.statuses = Some(statuses.into());
        self
    }

    /// The first pause is drawn from zero to `base` (0.5 s by default), each later one from twice the range, up to `cap`
    /// (8 s by default).
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap;
        self
    }

    /// The longest `Retry-After` that is waited for (60 s by default). A response that asks for more is returned.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// How many requests the whole client may repeat in a row (50 by default). Ten successes earn one repetition back, so
    /// that a server in trouble gets at most a tenth more load.
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Makes the pauses reproducible, for tests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Whether a request may be repeated after a status. `documented` is the document's list.
    pub(super) fn covers(&self, status: u16, documented: Option<&[u16]>) -> bool {
        self.statuses.as_deref().or(documented).unwrap_or(STATUSES).contains(&status)
    }

    /// How many times a request may be repeated. `documented` is what the document says.
    pub(super) fn limit(&self, documented: Option<u32>) -> u32 {
        self.retries.or(documented).unwrap_or(RETRIES)
    }
}

/// What all calls of a client share about repeating: the budget and the source of chance.
#[derive(Debug)]
pub(super) struct Pauses {
    state: Mutex<State>,
    capacity: u32,
}

#[derive(Debug)]
struct State {
    random: fastrand::Rng,
    /// In tenths of a repetition.
    left: u32,
}

impl Pauses {
    pub(super) fn new(retry: &Retry) -> Self {
        let capacity = retry.budget.saturating_mul(10);
        let random = retry.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Self { state: Mutex::new(State { random, left: capacity }), capacity }
    }

    /// Takes a repetition from the budget, if there is one left.
    pub(super) fn take(&self) -> bool {
        let mut state = self.lock();
        match state.left.checked_sub(10) {
            Some(left) => {
                state.left = left;
                true
            }
            None => false,
        }
    }

    /// Records a success.
    pub(super) fn earn(&self) {
        let mut state = self.lock();
        state.left = state.left.saturating_add(1).min(self.capacity);
    }

    /// A pause before the repetition after `attempts` attempts: anything up to `base * 2^(attempts - 1)` ("full jitter").
    pub(super) fn draw(&self, retry: &Retry, attempts: u32) -> Duration {
        let doubled = retry.base.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
        doubled.min(retry.cap).mul_f64(self.lock().random.f64())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_cap_and_vary() {
        let retry = Retry::new().seed(7);
        let pauses = Pauses::new(&retry);
        for (attempts, most) in [(1, 500), (2, 1000), (3, 2000), (5, 8000), (60, 8000)] {
            let drawn: Vec<_> = (0..200).map(|_| pauses.draw(&retry, attempts)).collect();
            let most = Duration::from_millis(most);
            assert!(drawn.iter().all(|pause| *pause <= most));
            assert!(drawn.iter().any(|pause| *pause > most.mul_f64(0.9)));
            assert!(drawn.iter().any(|pause| *pause < most.mul_f64(0.1)));
        }
        let again = Pauses::new(&retry);
        assert_eq!(again.draw(&retry, 1), Pauses::new(&retry).draw(&retry, 1));
    }

    #[test]
    fn the_budget_runs_out_and_is_earned_back() {
        let pauses = Pauses::new(&Retry::new().budget(2));
        assert!(pauses.take() && pauses.take() && !pauses.take());
        (0..9).for_each(|_| pauses.earn());
        assert!(!pauses.take());
        pauses.earn();
        assert!(pauses.take());
        (0..1000).for_each(|_| pauses.earn());
        assert!(pauses.take() && pauses.take() && !pauses.take());
    }

    #[test]
    fn what_the_client_says_precedes_what_the_document_says() {
        assert!(Retry::new().covers(503, None));
        assert!(!Retry::new().covers(503, Some(&[429])));
        assert!(Retry::new().statuses([409]).covers(409, Some(&[429])));
        assert_eq!(Retry::new().limit(None), 2);
        assert_eq!(Retry::new().limit(Some(5)), 5);
        assert_eq!(Retry::none().limit(Some(5)), 0);
    }
}
