//! [`Schema`]: what a value of a request may be, as constant tables that are walked alongside the JSON text.
//!
//! Depends on `serde_core`, `serde_json` and `regex-lite` only. Tables may refer to each other in circles, so nothing here
//! prints or compares a whole one.

mod array;
mod build;
mod canonical;
mod check;
mod coerce;
mod decode;
mod format;
mod limits;
mod number;
mod object;
mod pattern;
mod report;
mod rule;
mod union;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_core::de::DeserializeSeed;
use serde_json::Value;

use super::codec::{Constant, Probe, json_text, recognise};
use check::Check;
use format::Format;
use limits::Limits;
use report::{Path, Report};

pub use decode::Undecoded;
pub use report::Violation;
pub use rule::{Rule, Rules};

/// What a value may be. A limit applies to values of its own type only, as in JSON Schema.
pub struct Schema {
    kind: Kind,
    nullable: bool,
    limits: Limits,
    rules: Rules,
}

/// What a value is.
enum Kind {
    Any,
    Null,
    Boolean,
    /// Whole numbers from the first to the second.
    Integer(i64, u64),
    Number(Precision),
    String(Format),
    /// A text of a list.
    Texts(&'static [&'static str]),
    /// A scalar of a list.
    Constants(&'static [Constant]),
    Array(&'static Schema),
    Tuple(&'static [Schema]),
    Object(&'static [Property], Additional),
    Union(&'static [Alternative], Unrecognised),
    /// What another schema says.
    Of(&'static Schema),
}

/// What a number has to fit into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    Single,
    Double,
}

/// What an object may contain beside its properties.
#[derive(Debug, Clone, Copy)]
enum Additional {
    Ignored,
    Forbidden,
    Kept(&'static Schema),
}

/// What becomes of values that are no alternative of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unrecognised {
    Refused,
    Kept,
}

/// A property of an object.
#[derive(Debug)]
pub struct Property {
    name: &'static str,
    schema: &'static Schema,
    required: bool,
}

/// An alternative of a union, and how it is recognised.
#[derive(Debug)]
pub struct Alternative {
    probe: Probe,
    schema: &'static Schema,
}

impl Schema {
    /// Everything that is wrong with a JSON text, up to a bound. An error means that it is not JSON.
    pub fn check(&self, json: &[u8]) -> Result<Vec<Violation>, serde_json::Error> {
        let mut report = Report::new();
        let mut text = serde_json::Deserializer::from_str(json_text(json)?);
        Check::new(self, &Path::ROOT, &mut report).deserialize(&mut text)?;
        text.end()?;
        Ok(report.into_violations())
    }

    /// Everything that is wrong with a value, up to a bound.
    pub fn check_value(&self, value: &Value) -> Vec<Violation> {
        let mut report = Report::new();
        Check::new(self, &Path::ROOT, &mut report).check(value);
        report.into_violations()
    }

    /// The schema that this one stands for, and whether `null` is allowed on the way there. One that has rules of its own
    /// stands for itself until they are checked.
    fn resolve(&self) -> (&Self, bool) {
        let (mut schema, mut nullable) = (self, self.nullable);
        while let Kind::Of(target) = schema.kind
            && schema.rules.is_empty()
        {
            schema = target;
            nullable |= target.nullable;
        }
        (schema, nullable)
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schema({})", self.expected())
    }
}
