//! What a change means to either end, and the step of a semantic version that it calls for.

use std::fmt;

use crate::config::Version;

/// What a change means to one end of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Effect {
    /// Nothing changes for it.
    #[default]
    Neutral,
    /// There is more that it may use or has to offer; what it does already stays right.
    Additive,
    /// What it does already may be wrong.
    Breaking,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Neutral => "neutral",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}

/// The part of a [semantic version](https://semver.org) that has to be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Step {
    /// Nothing changed.
    #[default]
    None,
    /// What changed concerns nobody's code.
    Patch,
    /// There is more than before.
    Minor,
    /// Something that worked may no longer work.
    Major,
}

impl Step {
    pub(super) fn of(effect: Effect) -> Self {
        match effect {
            Effect::Neutral => Self::Patch,
            Effect::Additive => Self::Minor,
            Effect::Breaking => Self::Major,
        }
    }

    /// The version that follows. Before 1.0.0, the second number says what the first says later, as Cargo has it. A
    /// pre-release is followed by the next one, as long as the step is no larger than the one that it is on the way of.
    pub fn after(self, version: &Version) -> Version {
        let [major, minor, patch] = version.numbers();
        let next = match (self, major) {
            (Self::None, _) => return version.clone(),
            _ if version.is_pre_release() && self <= Self::towards(version) => [major, minor, patch],
            (Self::Major, 1..) => [major.saturating_add(1), 0, 0],
            (Self::Minor, 1..) | (Self::Major, 0) => [major, minor.saturating_add(1), 0],
            (Self::Patch, _) | (Self::Minor, 0) => [major, minor, patch.saturating_add(1)],
        };
        version.moved(next)
    }

    /// The largest step that may have led to the numbers of a version.
    fn towards(version: &Version) -> Self {
        match version.numbers() {
            [_, 0, 0] | [0, _, 0] => Self::Major,
            [_, _, 0] | [0, _, _] => Self::Minor,
            _ => Self::Patch,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The version of a document, if it is a semantic one.
pub(super) fn semantic(version: &str) -> Option<Version> {
    version.trim_start_matches('v').parse().ok()
}

/// Which way a value travels, as the client sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Way {
    /// In a request.
    Sent,
    /// In a response or webhook.
    Received,
    /// Not at all: the document has it, and nothing uses it.
    Unused,
    /// It is no value: an operation, a server.
    Neither,
}

/// What happens to the set of values that the document allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motion {
    /// Some values are not allowed any more.
    Narrows,
    /// More values are allowed, of the kind that there was: an enumeration has another value, a limit is looser.
    Widens,
    /// More is allowed than the types of programs foresee: absence, `null`, another JSON type.
    Loosens,
    /// Some values are allowed that were not, and others that were are not.
    Replaces,
}

/// What a change means to clients, to clients that check what they receive, and to servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Effects {
    pub(super) client: Effect,
    pub(super) strict: Effect,
    pub(super) server: Effect,
}

impl Effects {
    pub(super) const NONE: Self = Self::new(Effect::Neutral, Effect::Neutral);
    pub(super) const MORE: Self = Self::new(Effect::Additive, Effect::Additive);
    pub(super) const BREAKS_CLIENTS: Self = Self::new(Effect::Breaking, Effect::Neutral);
    pub(super) const BREAKS_BOTH: Self = Self::new(Effect::Breaking, Effect::Breaking);

    pub(super) const fn new(client: Effect, server: Effect) -> Self {
        Self { client, strict: client, server }
    }

    /// Who sends a value breaks where less is allowed than before. Who receives it breaks where it may be of another shape;
    /// of more values of the same kind, programs are expected to expect them, unless they are strict.
    pub(super) fn of(way: Way, motion: Motion) -> Self {
        use Effect::{Additive, Breaking, Neutral};
        match (way, motion) {
            (Way::Unused | Way::Neither, _) => Self::NONE,
            (_, Motion::Replaces) => Self::BREAKS_BOTH,
            (Way::Sent, Motion::Narrows) => Self::BREAKS_CLIENTS,
            (Way::Sent, Motion::Widens) => Self::MORE,
            (Way::Sent, Motion::Loosens) => Self::new(Additive, Breaking),
            (Way::Received, Motion::Narrows) => Self::new(Neutral, Breaking),
            (Way::Received, Motion::Widens) => Self { strict: Breaking, ..Self::MORE },
            (Way::Received, Motion::Loosens) => Self::new(Breaking, Additive),
        }
    }

    /// The same of something that may travel nowhere.
    pub(super) fn on(self, way: Way) -> Self {
        if way == Way::Unused { Self::NONE } else { self }
    }

    /// The graver of both.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            client: self.client.max(other.client),
            strict: self.strict.max(other.strict),
            server: self.server.max(other.server),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_cargo_before_and_after_the_first_release() {
        for (step, old, new) in [
            (Step::Major, "1.2.3", "2.0.0"),
            (Step::Minor, "1.2.3", "1.3.0"),
            (Step::Patch, "1.2.3", "1.2.4"),
            (Step::None, "1.2.3", "1.2.3"),
            (Step::Major, "0.2.3", "0.3.0"),
            (Step::Minor, "0.2.3", "0.2.4"),
            (Step::Patch, "0.0.3", "0.0.4"),
            (Step::Patch, "0.0.3-beta", "0.0.3-beta.1"),
            (Step::Major, "0.0.3-beta.2", "0.1.0-beta.1"),
            (Step::Major, "2.0.0-rc.1", "2.0.0-rc.2"),
            (Step::Minor, "1.3.0-rc.1", "1.3.0-rc.2"),
            (Step::Major, "1.3.0-rc.2", "2.0.0-rc.1"),
            (Step::Minor, "1.2.4-rc.1", "1.3.0-rc.1"),
        ] {
            let version = old.parse().unwrap();
            assert_eq!(step.after(&version).to_string(), new, "{step} after {old}");
        }
        assert_eq!(semantic("2024-01-01"), None);
        assert_eq!(semantic("v1.2.3"), semantic("1.2.3"));
    }

    #[test]
    fn what_is_gained_by_one_is_lost_by_the_other() {
        use Effect::{Additive, Breaking, Neutral};
        let of = |way, motion| {
            let Effects { client, strict, server } = Effects::of(way, motion);
            [client, strict, server]
        };
        assert_eq!(of(Way::Sent, Motion::Narrows), [Breaking, Breaking, Neutral]);
        assert_eq!(of(Way::Received, Motion::Narrows), [Neutral, Neutral, Breaking]);
        assert_eq!(of(Way::Received, Motion::Widens), [Additive, Breaking, Additive]);
        assert_eq!(of(Way::Sent, Motion::Loosens), [Additive, Additive, Breaking]);
        assert_eq!(of(Way::Unused, Motion::Replaces), [Neutral, Neutral, Neutral]);
    }
}
