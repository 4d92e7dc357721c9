//! Which of several alternatives a value looks like, where no single member tells.

use std::cmp::Reverse;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value};

use super::Constant;

/// What values of an alternative look like, as far as it takes to tell them from those of the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outline {
    /// Anything.
    Any,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text that begins like this one, where `0` is any digit and `x` any hexadecimal one.
    Text(&'static str),
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// One of these values.
    Constants(&'static [Constant]),
    /// A list of what looks like this.
    Array(&'static Outline),
    /// A list whose elements each look like their own.
    Tuple(&'static [Outline]),
    /// An object with these members, and what its other members look like if they are kept.
    Object(&'static [Attribute], Option<&'static Outline>),
    /// Any of these.
    Either(&'static [Outline]),
}

/// A member of an object that tells it from others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribute {
    name: &'static str,
    required: bool,
    outline: Outline,
}

impl Attribute {
    /// A member that must be present.
    pub const fn required(name: &'static str, outline: Outline) -> Self {
        Self { name, required: true, outline }
    }

    /// A member that may be absent.
    pub const fn optional(name: &'static str, outline: Outline) -> Self {
        Self { name, required: false, outline }
    }
}

/// How well a value fits. What loses least is best; among those, what knows most of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// The members that would not be kept.
    lost: Reverse<usize>,
    /// What was looked for and found.
    known: usize,
}

impl Fit {
    const fn of(known: usize) -> Self {
        Self { lost: Reverse(0), known }
    }

    fn add(&mut self, other: Self) {
        self.lost.0 += other.lost.0;
        self.known += other.known;
    }
}

impl Outline {
    /// How well a value fits, if it does.
    pub(super) fn fit(&self, value: &Value) -> Option<Fit> {
        match (self, value) {
            (Self::Any, _) => Some(Fit::of(0)),
            (Self::Null, Value::Null) | (Self::Boolean, Value::Bool(_)) | (Self::Number, Value::Number(_)) => {
                Some(Fit::of(1))
            }
            (Self::Integer, Value::Number(number)) => is_whole(number).then_some(Fit::of(2)),
            (Self::Text(""), Value::String(_)) => Some(Fit::of(1)),
            (Self::Text(begin), Value::String(text)) => begins_like(text, begin).then_some(Fit::of(2)),
            (Self::Ipv4, Value::String(text)) => text.parse::<Ipv4Addr>().is_ok().then_some(Fit::of(2)),
            (Self::Ipv6, Value::String(text)) => text.parse::<Ipv6Addr>().is_ok().then_some(Fit::of(2)),
            (Self::Constants(all), value) => all.iter().any(|constant| constant.is(value)).then_some(Fit::of(3)),
            (Self::Array(outline), Value::Array(items)) => all(items.iter().map(|item| outline.fit(item))),
            (Self::Tuple(outlines), Value::Array(items)) if outlines.len() == items.len() => {
                all(outlines.iter().zip(items).map(|(outline, item)| outline.fit(item)))
            }
            (Self::Object(members, rest), Value::Object(object)) => fit_members(members, *rest, object),
            (Self::Either(outlines), value) => outlines.iter().filter_map(|outline| outline.fit(value)).max(),
            _ => None,
        }
    }
}

fn fit_members(members: &[Attribute], rest: Option<&Outline>, object: &Map<String, Value>) -> Option<Fit> {
    let mut fit = Fit::of(1);
    let mut missing = members.iter().filter(|member| member.required).count();
    for (name, value) in object {
        match members.iter().find(|member| member.name == name) {
            // What may be absent may as well be `null`.
            Some(Attribute { required: false, .. }) if value.is_null() => fit.known += 1,
            Some(member) => {
                fit.add(member.outline.fit(value)?);
                fit.known += 1;
                missing -= usize::from(member.required);
            }
            None => match rest {
                Some(outline) => fit.add(outline.fit(value)?),
                None => fit.lost.0 += 1,
            },
        }
    }
    (missing == 0).then_some(fit)
}

/// What fits if all parts fit.
fn all(parts: impl Iterator<Item = Option<Fit>>) -> Option<Fit> {
    let mut sum = Fit::of(1);
    for part in parts {
        sum.add(part?);
    }
    Some(sum)
}

/// `1.0` is a whole number (JSON Schema 2020-12, validation, 6.1.1).
fn is_whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn begins_like(text: &str, begin: &str) -> bool {
    let mut chars = text.chars();
    begin.chars().all(|expected| match (expected, chars.next()) {
        ('0', Some(found)) => found.is_ascii_digit(),
        ('x', Some(found)) => found.is_ascii_hexdigit(),
        (expected, found) => found == Some(expected),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DAY: Outline = Outline::Text("0000-00-00");
    const RANGE: Outline = Outline::Object(&[Attribute::optional("from", Outline::Number)], None);
    const DAYS: Outline =
        Outline::Object(&[Attribute::optional("from", DAY), Attribute::optional("zone", Outline::Any)], None);
    const NAMED: Outline = Outline::Object(&[Attribute::required("name", Outline::Text(""))], Some(&Outline::Integer));

    #[track_caller]
    fn best(outlines: &[Outline], value: Value) -> Option<usize> {
        let fits =
            outlines.iter().enumerate().filter_map(|(index, outline)| Some((outline.fit(&value)?, Reverse(index))));
        fits.max().map(|(_, Reverse(index))| index)
    }

    #[test]
    fn what_keeps_most_is_best_and_what_is_required_must_be_there() {
        let all = [RANGE, DAYS, NAMED];
        assert_eq!(best(&all, json!({"from": 1.5})), Some(0));
        assert_eq!(best(&all, json!({"from": "2020-01-01"})), Some(1));
        assert_eq!(best(&all, json!({"from": null, "zone": "UTC"})), Some(1));
        assert_eq!(best(&all, json!({"name": "a", "from": 1})), Some(2));
        assert_eq!(best(&all, json!({"name": "a", "from": "2020-01-01"})), Some(1));
        assert_eq!(best(&all, json!({"from": "yesterday"})), None);
        assert_eq!(best(&all, json!({})), Some(0));
    }

    #[test]
    fn lists_are_told_by_their_elements() {
        const INTEGERS: Outline = Outline::Array(&Outline::Integer);
        let all =
            [Outline::Array(&Outline::Text("")), INTEGERS, Outline::Array(&INTEGERS), Outline::Array(&Outline::Number)];
        assert_eq!(best(&all, json!(["a"])), Some(0));
        assert_eq!(best(&all, json!([1, 2.0])), Some(1));
        assert_eq!(best(&all, json!([[1], [2]])), Some(2));
        assert_eq!(best(&all, json!([1, 0.5])), Some(3));
        assert_eq!(best(&all, json!([true])), None);
        let pair = Outline::Tuple(&[Outline::Integer, Outline::Either(&[Outline::Null, Outline::Boolean])]);
        assert_eq!(best(&[pair], json!([1, null])), Some(0));
        assert_eq!(best(&[pair], json!([1])), None);
    }

    #[test]
    fn constants_and_formats_say_more_than_kinds() {
        let all = [Outline::Text(""), Outline::Text("xxxxxxxx-"), Outline::Constants(&[Constant::String("on")])];
        assert_eq!(best(&all, json!("on")), Some(2));
        assert_eq!(best(&all, json!("0123cdef-")), Some(1));
        assert_eq!(best(&all, json!("0123cdeg-")), Some(0));
        assert_eq!(best(&all, json!(1)), None);
        let addresses = [Outline::Ipv4, Outline::Ipv6, Outline::Text("")];
        let texts = [json!("10.0.0.1"), json!("2001:db8::1"), json!("10.0.0.256")];
        assert_eq!(texts.map(|text| best(&addresses, text)), [Some(0), Some(1), Some(2)]);
    }
}
