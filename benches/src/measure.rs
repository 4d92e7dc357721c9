//! Ratios of what runs in this process. Both sides take turns, so that a machine that is busy is so for both.

use std::time::{Duration, Instant};

/// How many times each side has its turn.
const TURNS: usize = 41;

/// About how long a turn lasts.
const TURN: Duration = Duration::from_millis(10);

/// The speed of two ways to do the same.
#[derive(Debug, Clone, Copy)]
pub struct Comparison {
    /// The median time of the first.
    pub ours: Duration,
    /// The median time of the second.
    pub theirs: Duration,
    /// How fast the first is, where the second is 1: the median over the turns.
    pub speed: f64,
}

/// Compares two ways to do the same.
pub fn compare(mut ours: impl FnMut(), mut theirs: impl FnMut()) -> Comparison {
    let repeats = repeats(&mut theirs).min(repeats(&mut ours));
    let mut turns: Vec<(Duration, Duration)> = Vec::with_capacity(TURNS);
    for turn in 0..TURNS {
        // Who goes first changes, since the first may find the caches cold.
        if turn % 2 == 0 {
            let first = timed(&mut ours, repeats);
            turns.push((first, timed(&mut theirs, repeats)));
        } else {
            let first = timed(&mut theirs, repeats);
            turns.push((timed(&mut ours, repeats), first));
        }
    }
    let each = |total: Duration| total / repeats;
    Comparison {
        ours: each(median(turns.iter().map(|turn| turn.0))),
        theirs: each(median(turns.iter().map(|turn| turn.1))),
        speed: median_ratio(turns.iter().map(|(ours, theirs)| theirs.as_secs_f64() / ours.as_secs_f64())),
    }
}

/// How often something has to be done to fill a turn.
fn repeats(action: &mut impl FnMut()) -> u32 {
    let mut repeats = 1;
    while timed(action, repeats) < TURN && repeats < 1 << 24 {
        repeats *= 2;
    }
    repeats
}

fn timed(action: &mut impl FnMut(), repeats: u32) -> Duration {
    let begin = Instant::now();
    (0..repeats).for_each(|_| action());
    begin.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn median_ratio(ratios: impl Iterator<Item = f64>) -> f64 {
    let mut ratios: Vec<f64> = ratios.collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
}
