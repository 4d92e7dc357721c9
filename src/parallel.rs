//! Work on many things at once, with an outcome that does not depend on timing.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies a function to each unit on as many threads as there are processors. Of several errors it returns that of the
/// first unit, so that the outcome does not depend on timing.
pub(crate) fn parallel<U: Sync, T: Send, E: Send>(
    units: &[U],
    work: impl Fn(&U) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(unit) = units.get(index) else { break done };
            done.push((index, work(unit)));
        }
    };
    let processors = thread::available_parallelism().map_or(1, NonZero::get).min(units.len());
    let mut done = if processors < 2 {
        worker()
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..processors).map(|_| scope.spawn(worker)).collect();
            threads
                .into_iter()
                // A panic on another thread is a panic here, with the same payload.
                .flat_map(|thread| thread.join().unwrap_or_else(|payload| std::panic::resume_unwind(payload)))
                .collect()
        })
    };
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Lets go of a value while work goes on that does not need it: to free all that was said of a large document takes time.
pub(crate) fn while_dropping<T>(garbage: impl Send, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        scope.spawn(move || drop(garbage));
        work()
    })
}
