//! Versions of packages. The only user of semver, which reads and orders them as Cargo does.

use std::fmt;
use std::str::FromStr;

/// The version of a package: three numbers and what may follow them, as [Semantic Versioning](https://semver.org) and Cargo
/// have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(semver::Version);

impl Version {
    /// A version that is no pre-release.
    pub fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self(semver::Version::new(major, minor, patch))
    }

    /// The three numbers.
    pub(crate) fn numbers(&self) -> [u64; 3] {
        [self.0.major, self.0.minor, self.0.patch]
    }

    /// Whether it is on the way to the version of its numbers: `2.0.0-rc.1`.
    pub(crate) fn is_pre_release(&self) -> bool {
        !self.0.pre.is_empty()
    }

    /// The version of these numbers that follows. What follows a pre-release is one, too: that something is done is for
    /// people to say.
    pub(crate) fn moved(&self, [major, minor, patch]: [u64; 3]) -> Self {
        let mut next = semver::Version::new(major, minor, patch);
        if self.is_pre_release() {
            let is_same = self.numbers() == [major, minor, patch];
            let pre = if is_same { counted(&self.0.pre, |number| number + 1) } else { counted(&self.0.pre, |_| 1) };
            let pre = if is_same && pre == self.0.pre.as_str() { pre + ".1" } else { pre };
            next.pre = semver::Prerelease::new(&pre).unwrap_or_default();
        }
        Self(next)
    }
}

/// The identifiers of a pre-release with another number in the last place that has one.
fn counted(pre: &str, number: impl Fn(u64) -> u64) -> String {
    let mut identifiers: Vec<String> = pre.split('.').map(str::to_owned).collect();
    let last = identifiers.iter_mut().rev().find_map(|identifier| Some((identifier.parse().ok()?, identifier)));
    if let Some((there, identifier)) = last {
        *identifier = number(there).to_string();
    }
    identifiers.join(".")
}

impl FromStr for Version {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        semver::Version::parse(text).map(Self).map_err(|_| InvalidVersion)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Text that is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidVersion;

impl fmt::Display for InvalidVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a version is three numbers, such as `1.2.3` or `2.0.0-rc.1`")
    }
}

impl std::error::Error for InvalidVersion {}

/// What the version of a package was raised for, so that doing it again for the same change does not raise it again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Raised {
    /// The version before.
    pub from: Version,
    /// The digest of the document before: [`Document::digest`](crate::Document::digest).
    pub since: String,
}

impl Raised {
    /// From this version, for what changed since this document.
    pub fn new(from: Version, since: impl Into<String>) -> Self {
        Self { from, since: since.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pre_releases_are_followed_by_pre_releases() {
        for (version, numbers, next) in [
            ("1.2.3", [1, 2, 4], "1.2.4"),
            ("1.2.3+5", [1, 2, 4], "1.2.4"),
            ("2.0.0-rc.1", [2, 0, 0], "2.0.0-rc.2"),
            ("2.0.0-rc.9", [3, 0, 0], "3.0.0-rc.1"),
            ("2.0.0-beta", [2, 0, 0], "2.0.0-beta.1"),
            ("2.0.0-beta", [2, 1, 0], "2.1.0-beta"),
            ("2.0.0-1.x", [2, 0, 0], "2.0.0-2.x"),
            ("2.0.0-18446744073709551616", [2, 0, 0], "2.0.0-18446744073709551616.1"),
        ] {
            let version: Version = version.parse().unwrap();
            assert_eq!(version.moved(numbers).to_string(), next);
            assert!(version.moved(numbers) > version);
        }
    }
}
