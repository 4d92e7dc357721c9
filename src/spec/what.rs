//! What messages call a value, and what they say of one that has not the shape it should have.

use std::fmt;

use serde_json::Value;

use super::grammar::{Kind, Need, Shape, found, nearest};
use crate::diag::{Diagnostic, Place, codes};

/// What a value is, for messages and their severity.
#[derive(Clone, Copy)]
pub(super) struct What<'w> {
    subject: Subject<'w>,
    pub(super) need: Need,
}

#[derive(Clone, Copy)]
enum Subject<'w> {
    Member(&'w str),
    /// An element or a member of a member.
    Within(&'w str),
    Object(Kind),
}

impl<'w> What<'w> {
    /// A member of an object.
    pub(super) fn member(key: &'w str, need: Need) -> Self {
        What { subject: Subject::Member(key), need }
    }

    /// An element or a member of the value.
    pub(super) fn within(self) -> Self {
        match self.subject {
            Subject::Member(key) => What { subject: Subject::Within(key), ..self },
            _ => self,
        }
    }

    /// Whether it is the member of this name.
    pub(super) fn is_member(self, name: &str) -> bool {
        matches!(self.subject, Subject::Member(key) if key == name)
    }

    /// An object of the standard.
    pub(super) fn object(kind: Kind) -> Self {
        What { subject: Subject::Object(kind), need: Need::Optional }
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subject {
            Subject::Member(key) => write!(f, "`{key}`"),
            Subject::Within(key) => write!(f, "a value in `{key}`"),
            Subject::Object(kind) => write!(f, "the {} Object", kind.object().name),
        }
    }
}

/// What is wrong with a value that should have this shape.
pub(super) fn misfit(value: &Value, shape: Shape, what: What<'_>, place: Place) -> Diagnostic {
    let what = what.to_string();
    match (shape, value.as_str()) {
        (Shape::Word(known), Some(word)) => {
            codes::unknown_value(place, &what, word, known, nearest(word, known.iter().copied()))
        }
        _ => codes::wrong_type(place, &what, shape.expected(), found(value)),
    }
}
