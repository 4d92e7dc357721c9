//! From tokens and templates to text: the only stage that names syn, prettyplease and minijinja.
//!
//! There are two shapes of output: a crate of files, and a single text for a build script to `include!`. Both are the
//! same modules, since these name each other through `super::` only.

mod deps;
mod inline;
mod rust;
mod support;
mod template;
#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::emit::SourceFile;

pub use inline::{Module, single_text};
pub use rust::{Unprintable, rust};
#[cfg(test)]
use support::without_tests;

pub use support::support_files;
pub use template::{dependency_lines, package_files};

/// Makes and formats many files, in parallel; the result is in the order of the units.
///
/// Tokens cannot move between threads, so a file is made on the thread that formats it.
pub fn rust_files<U: Sync>(
    units: &[U],
    spec: &str,
    make: impl Fn(&U) -> SourceFile + Sync,
) -> Result<Vec<(String, String)>, Unprintable> {
    parallel(units, |unit| {
        let file = make(unit);
        Ok((file.path.clone(), rust(&file, spec)?))
    })
}

/// Applies a function to each unit on as many threads as there are processors. Of several errors it returns that of the
/// first unit, so that the outcome does not depend on timing.
fn parallel<U: Sync, T: Send, E: Send>(units: &[U], work: impl Fn(&U) -> Result<T, E> + Sync) -> Result<Vec<T>, E> {
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
