//! The keywords that limit single values: `minimum`, `maxLength`, `pattern` and their like.

use std::cmp::Ordering;

use super::comparer::Comparer;
use super::effect::Motion;
use super::spot::Spot;
use crate::ir::Constraints;

/// What limits a value: the tightest of what a type and its aliases say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Limits<'a> {
    /// Lower and upper bounds, by keyword, in the order of [`BOUNDS`].
    bounds: [Option<Bound>; BOUNDS.len()],
    multiple_of: Option<f64>,
    patterns: Vec<&'a str>,
    unique: bool,
}

/// A bound, and whether it is itself excluded.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bound {
    value: f64,
    exclusive: bool,
}

/// Which side of its bound a value has to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The keywords of bounds, and their sides.
const BOUNDS: [(&str, Side); 8] = [
    ("minimum", Side::Above),
    ("maximum", Side::Below),
    ("minLength", Side::Above),
    ("maxLength", Side::Below),
    ("minItems", Side::Above),
    ("maxItems", Side::Below),
    ("minProperties", Side::Above),
    ("maxProperties", Side::Below),
];

impl<'a> Limits<'a> {
    /// What one schema demands.
    pub(super) fn of(constraints: &'a Constraints) -> Self {
        let mut limits = Self::default();
        limits.add(constraints);
        limits
    }

    /// Adds what another schema demands of the same value.
    pub(super) fn add(&mut self, constraints: &'a Constraints) {
        let number = |number: &Option<serde_json::Number>, exclusive: bool| {
            number.as_ref().and_then(serde_json::Number::as_f64).map(|value| Bound { value, exclusive })
        };
        let count = |count: Option<u64>| count.map(|count| Bound { value: count as f64, exclusive: false });
        let said = [
            number(&constraints.minimum, constraints.exclusive_minimum),
            number(&constraints.maximum, constraints.exclusive_maximum),
            count(constraints.min_length),
            count(constraints.max_length),
            count(constraints.min_items),
            count(constraints.max_items),
            count(constraints.min_properties),
            count(constraints.max_properties),
        ];
        for ((bound, said), (_, side)) in self.bounds.iter_mut().zip(said).zip(BOUNDS) {
            *bound = match (*bound, said) {
                (Some(one), Some(other)) if one.allows(other, side) => Some(other),
                (one, other) => one.or(other),
            };
        }
        self.multiple_of = self.multiple_of.or(constraints.multiple_of.as_ref().and_then(serde_json::Number::as_f64));
        self.patterns.extend(constraints.pattern.as_deref());
        self.unique |= constraints.unique_items;
    }
}

impl Bound {
    /// Whether a value at another bound is on the right side of this one.
    fn allows(self, other: Self, side: Side) -> bool {
        match (self.value.partial_cmp(&other.value), side) {
            (Some(Ordering::Less), Side::Above) | (Some(Ordering::Greater), Side::Below) => true,
            (Some(Ordering::Equal), _) => !self.exclusive || other.exclusive,
            _ => false,
        }
    }

    fn text(self) -> String {
        if self.exclusive { format!("{} (exclusive)", self.value) } else { self.value.to_string() }
    }
}

/// Compares what limits values.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &Limits<'_>, new: &Limits<'_>, spot: &Spot) {
    if old == new {
        return;
    }
    for (index, (keyword, side)) in BOUNDS.into_iter().enumerate() {
        let (old, new) = (old.bounds[index], new.bounds[index]);
        let motion = match (old, new) {
            (old, new) if old == new => continue,
            (None, _) => Motion::Narrows,
            (Some(_), None) => Motion::Widens,
            (Some(old), Some(new)) if old.allows(new, side) => Motion::Narrows,
            (Some(_), Some(_)) => Motion::Widens,
        };
        let [old, new] = [old, new].map(|bound| bound.map(Bound::text));
        say(cx, keyword, old.as_deref(), new.as_deref(), motion, spot);
    }
    multiples(cx, old.multiple_of, new.multiple_of, spot);
    patterns(cx, &old.patterns, &new.patterns, spot);
    if old.unique != new.unique {
        let motion = if new.unique { Motion::Narrows } else { Motion::Widens };
        let [old, new] = [old.unique, new.unique].map(|unique| unique.then_some("true"));
        say(cx, "uniqueItems", old, new, motion, spot);
    }
}

fn multiples(cx: &mut Comparer<'_>, old: Option<f64>, new: Option<f64>, spot: &Spot) {
    let divides = |divisor: f64, number: f64| {
        let quotient = number / divisor;
        (quotient - quotient.round()).abs() < 1e-9
    };
    let motion = match (old, new) {
        (old, new) if old == new => return,
        (None, _) => Motion::Narrows,
        (Some(_), None) => Motion::Widens,
        (Some(old), Some(new)) if divides(old, new) => Motion::Narrows,
        (Some(old), Some(new)) if divides(new, old) => Motion::Widens,
        (Some(_), Some(_)) => Motion::Replaces,
    };
    let [old, new] = [old, new].map(|number| number.map(|number| number.to_string()));
    say(cx, "multipleOf", old.as_deref(), new.as_deref(), motion, spot);
}

/// Whether a pattern matches less than another is not known, unless the one matches everything.
fn patterns(cx: &mut Comparer<'_>, old: &[&str], new: &[&str], spot: &Spot) {
    let matches_all = |pattern: &&&str| matches!(**pattern, ".*" | "^.*$" | "");
    let [old, new] = [old, new].map(|patterns| {
        let said: Vec<&str> = patterns.iter().filter(|pattern| !matches_all(pattern)).copied().collect();
        (!said.is_empty()).then(|| said.join(" and "))
    });
    let motion = match (&old, &new) {
        (old, new) if old == new => return,
        (None, _) => Motion::Narrows,
        (_, None) => Motion::Widens,
        _ => Motion::Replaces,
    };
    say(cx, "pattern", old.as_deref(), new.as_deref(), motion, spot);
}

fn say(cx: &mut Comparer<'_>, keyword: &str, old: Option<&str>, new: Option<&str>, motion: Motion, spot: &Spot) {
    let rule = match motion {
        Motion::Narrows => "limit-narrowed",
        Motion::Widens | Motion::Loosens => "limit-widened",
        Motion::Replaces => "limit-changed",
    };
    let name = spot.name();
    let message = match (old, new) {
        (None, Some(new)) => format!("the {keyword} of {name} is `{new}`; there was none"),
        (Some(old), None) => format!("the {keyword} of {name} is gone; it was `{old}`"),
        (old, new) => {
            format!("the {keyword} of {name} was `{}` and is `{}`", old.unwrap_or_default(), new.unwrap_or_default())
        }
    };
    cx.moved(rule, &spot.keyword(keyword), motion, message);
}
