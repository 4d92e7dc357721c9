//! The keywords that limit a value beyond its type, and what is said when one does not hold.

use std::cmp::Ordering;
use std::fmt;

use super::number::Num;
use super::pattern;
use super::report::{Path, Report};

/// Longest pattern that a message shows.
const LONGEST_PATTERN: usize = 200;

/// The limits of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) minimum: Bound,
    pub(super) maximum: Bound,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) multiple_of: Bound,
    pub(super) length: Count,
    pub(super) pattern: Option<&'static str>,
    pub(super) items: Count,
    pub(super) unique_items: bool,
    pub(super) members: Count,
}

/// A limit on numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound {
    None,
    Integer(i64),
    Float(f64),
}

/// A limit on how many there are of something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// What is counted: two keywords, and the words for one and for many.
pub(super) struct Counted {
    least: &'static str,
    most: &'static str,
    one: &'static str,
    many: &'static str,
}

pub(super) const CHARACTERS: Counted =
    Counted { least: "minLength", most: "maxLength", one: "character", many: "characters" };
pub(super) const ITEMS: Counted = Counted { least: "minItems", most: "maxItems", one: "item", many: "items" };
pub(super) const MEMBERS: Counted =
    Counted { least: "minProperties", most: "maxProperties", one: "member", many: "members" };

impl Limits {
    pub(super) const NONE: Self = Self {
        minimum: Bound::None,
        maximum: Bound::None,
        exclusive_minimum: false,
        exclusive_maximum: false,
        multiple_of: Bound::None,
        length: Count::ANY,
        pattern: None,
        items: Count::ANY,
        unique_items: false,
        members: Count::ANY,
    };

    /// Whether there is a limit on numbers.
    pub(super) fn are_of_numbers(&self) -> bool {
        [self.minimum, self.maximum, self.multiple_of].iter().any(|bound| bound.number().is_some())
    }

    pub(super) fn check_number(&self, number: Num, path: &Path<'_>, report: &mut Report) {
        if let Some(bound) = self.minimum.number() {
            let (rule, words, holds) = match self.exclusive_minimum {
                true => ("exclusiveMinimum", "greater than", number.order(bound) == Ordering::Greater),
                false => ("minimum", "at least", number.order(bound) != Ordering::Less),
            };
            if !holds {
                report.push(path, rule, format!("must be {words} {}", self.minimum));
            }
        }
        if let Some(bound) = self.maximum.number() {
            let (rule, words, holds) = match self.exclusive_maximum {
                true => ("exclusiveMaximum", "less than", number.order(bound) == Ordering::Less),
                false => ("maximum", "at most", number.order(bound) != Ordering::Greater),
            };
            if !holds {
                report.push(path, rule, format!("must be {words} {}", self.maximum));
            }
        }
        if self.multiple_of.number().is_some_and(|step| !number.is_multiple_of(step)) {
            report.push(path, "multipleOf", format!("must be a multiple of {}", self.multiple_of));
        }
    }

    /// A text that is too long is not matched as well: that would be work for nothing, in proportion to its length.
    pub(super) fn check_text(&self, text: &str, path: &Path<'_>, report: &mut Report) {
        if !self.length.is_any() {
            let count = text.chars().count();
            self.length.check(count, &CHARACTERS, path, report);
            if count > self.length.most {
                return;
            }
        }
        if let Some(pattern) = self.pattern.filter(|pattern| !pattern::matches(pattern, text)) {
            let message = match pattern.len() {
                0..=LONGEST_PATTERN => format!("must match the pattern `{pattern}`"),
                _ => "must match the documented pattern".to_owned(),
            };
            report.push(path, "pattern", message);
        }
    }
}

impl Bound {
    fn number(self) -> Option<Num> {
        match self {
            Self::None => None,
            Self::Integer(bound) => Some(Num::Integer(bound.into())),
            Self::Float(bound) => Some(Num::Float(bound)),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Integer(bound) => bound.fmt(f),
            Self::Float(bound) => bound.fmt(f),
        }
    }
}

impl Count {
    const ANY: Self = Self { least: 0, most: usize::MAX };

    const fn is_any(&self) -> bool {
        self.least == 0 && self.most == usize::MAX
    }

    pub(super) fn check(&self, count: usize, counted: &Counted, path: &Path<'_>, report: &mut Report) {
        let (rule, words, limit) = if count < self.least {
            (counted.least, "at least", self.least)
        } else if count > self.most {
            (counted.most, "at most", self.most)
        } else {
            return;
        };
        let things = if limit == 1 { counted.one } else { counted.many };
        report.push(path, rule, format!("must have {words} {limit} {things}"));
    }
}
