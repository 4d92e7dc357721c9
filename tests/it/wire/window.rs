//! A rolling window, as the servers of these tests enforce it. It reads tokio's clock, which tests can pause.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

/// At most so many requests in any period of this length.
pub struct Window {
    limit: usize,
    period: Duration,
    seen: Mutex<VecDeque<Instant>>,
}

impl Window {
    /// A window that is empty.
    pub fn new(limit: usize, period: Duration) -> Self {
        Self { limit, period, seen: Mutex::default() }
    }

    /// Admits a request and says how many more there is room for, or says when to come back.
    pub fn admit(&self) -> Result<usize, Duration> {
        let mut seen = self.seen.lock().unwrap();
        let now = Instant::now();
        while seen.front().is_some_and(|&at| now >= at + self.period) {
            seen.pop_front();
        }
        if seen.len() == self.limit {
            return Err(seen[0] + self.period - now);
        }
        seen.push_back(now);
        Ok(self.limit - seen.len())
    }
}
