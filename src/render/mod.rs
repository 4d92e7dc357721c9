//! From tokens and templates to text: the only stage that names syn, prettyplease and minijinja.
//!
//! There are two shapes of output: a crate of files, and a single text for a build script to `include!`. Both are the
//! same modules, since these name each other through `super::` only.

mod deps;
mod inline;
mod item;
mod rust;
mod support;
mod table;
mod template;
#[cfg(test)]
mod tests;

use crate::emit::SourceFile;
use crate::parallel::parallel;

pub use inline::{Module, single_text};
pub use rust::{Unprintable, rust};
#[cfg(test)]
use support::without_tests;

pub use support::support_files;
pub use template::{additions, dependency_lines, package_files};

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
        let path = file.path.clone();
        Ok((path, rust(file, spec).map_err(|defect| defect.of(&make(unit)))?))
    })
}
