//! Objects: which members there are, and which there should be.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::check::Check;
use super::limits::{Limits, MEMBERS};
use super::report::{Path, Report};
use super::{Additional, Property, Schema};

/// Checks the members of an object. `first` is one that has been read already.
pub(super) fn check<'de, A: MapAccess<'de>>(
    object: Check<'_>,
    properties: &'static [Property],
    additional: Additional,
    first: Option<(String, Value)>,
    mut members: A,
) -> Result<(), A::Error> {
    let mut walk = Walk::new(object, properties, additional);
    let key = walk.key();
    if let Some((name, value)) = first {
        let name = key.of(&name, || name.clone().into());
        if let Some((schema, path)) = walk.member(&name) {
            Check::new(schema, &path, walk.report).check(&value);
        }
    }
    while let Some(name) = members.next_key_seed(key)? {
        match walk.member(&name) {
            Some((schema, path)) => members.next_value_seed(Check::new(schema, &path, walk.report))?,
            None => members.next_value::<IgnoredAny>().map(drop)?,
        }
    }
    walk.finish();
    Ok(())
}

/// An object on the way through its members.
pub(super) struct Walk<'a, 'n> {
    properties: &'static [Property],
    additional: Additional,
    limits: &'a Limits,
    path: &'a Path<'a>,
    pub(super) report: &'a mut Report,
    seen: Seen<'n>,
    count: usize,
}

/// The members so far.
struct Seen<'n> {
    /// One bit for each of the first properties.
    first: u64,
    /// The properties after them.
    further: Vec<bool>,
    others: Names<'n>,
}

impl Seen<'_> {
    fn new(properties: &[Property]) -> Self {
        let further = properties.len().saturating_sub(u64::BITS as usize);
        Self { first: 0, further: vec![false; further], others: Names::default() }
    }

    fn has(&self, index: usize) -> bool {
        match index.checked_sub(u64::BITS as usize) {
            None => self.first & 1 << index != 0,
            Some(index) => self.further[index],
        }
    }

    fn insert(&mut self, index: usize) {
        match index.checked_sub(u64::BITS as usize) {
            None => self.first |= 1 << index,
            Some(index) => self.further[index] = true,
        }
    }
}

/// Names that are no properties. Most objects have them in order, so that one comparison tells that a name is new.
#[derive(Default)]
struct Names<'n> {
    ascending: Vec<Cow<'n, str>>,
    others: BTreeSet<Cow<'n, str>>,
}

impl<'n> Names<'n> {
    /// Whether the name is new.
    fn insert(&mut self, name: Cow<'n, str>) -> bool {
        if self.ascending.last().is_some_and(|last| *last >= name) {
            return self.ascending.binary_search(&name).is_err() && self.others.insert(name);
        }
        let new = self.others.is_empty() || !self.others.contains(&name);
        if new {
            self.ascending.push(name);
        }
        new
    }
}

impl<'a, 'n> Walk<'a, 'n> {
    pub(super) fn new(object: Check<'a>, properties: &'static [Property], additional: Additional) -> Self {
        let Check { schema, path, report, .. } = object;
        let seen = Seen::new(properties);
        Self { properties, additional, limits: &schema.limits, path, report, seen, count: 0 }
    }

    /// What reads the name of a member.
    pub(super) fn key(&self) -> Key {
        Key { properties: self.properties, keep: !matches!(self.additional, Additional::Ignored) }
    }

    /// Checks the name of a member. What its value is checked against, and where that is, if it is checked.
    pub(super) fn member<'p>(&mut self, name: &'p Name<'n>) -> Option<(&'static Schema, Path<'p>)>
    where
        'a: 'p,
    {
        self.count += 1;
        let (schema, path, new) = match name {
            Name::Ignored => return None,
            Name::Property(index) => {
                let property = &self.properties[*index];
                let new = !self.seen.has(*index);
                self.seen.insert(*index);
                (property.schema, self.path.property(property.name), new)
            }
            Name::Other(name) => {
                let path = self.path.member(name);
                let Additional::Kept(schema) = self.additional else {
                    undocumented(&path, self.report);
                    return None;
                };
                (schema, path, self.seen.others.insert(name.clone()))
            }
        };
        if !new {
            self.count -= 1;
            twice(&path, self.report);
        }
        new.then_some((schema, path))
    }

    /// Checks what can be told when all members are read.
    pub(super) fn finish(self) {
        for (index, property) in self.properties.iter().enumerate() {
            if property.required && !self.seen.has(index) {
                self.report.push(&self.path.property(property.name), "required", "is missing");
            }
        }
        self.limits.members.check(self.count, &MEMBERS, self.path, self.report);
    }
}

/// Says that a member is none of those that there may be.
fn undocumented(path: &Path<'_>, report: &mut Report) {
    let message = if path.is_shown() { "is not a documented member" } else { "has a member that is not documented" };
    report.push(path, "additionalProperties", message);
}

/// Says that a member is given again. Which of the two counts is anybody's guess (RFC 8259, section 4).
pub(super) fn twice(path: &Path<'_>, report: &mut Report) {
    let message = if path.is_shown() { "is given more than once" } else { "has a member that is given more than once" };
    report.push(path, "duplicate", message);
}

/// Reads the members of an object without looking at them.
pub(super) fn skip<'de, A: MapAccess<'de>>(mut members: A) -> Result<(), A::Error> {
    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// The name of a member, held in memory only where it matters.
pub(super) enum Name<'n> {
    Property(usize),
    Other(Cow<'n, str>),
    Ignored,
}

/// Reads a name.
#[derive(Clone, Copy)]
pub(super) struct Key {
    properties: &'static [Property],
    keep: bool,
}

impl Key {
    /// The name of a member that nothing is known of.
    pub(super) const IGNORED: Self = Self { properties: &[], keep: false };

    pub(super) fn of<'n>(self, name: &str, keep: impl FnOnce() -> Cow<'n, str>) -> Name<'n> {
        match self.properties.iter().position(|property| property.name == name) {
            Some(index) => Name::Property(index),
            None if self.keep => Name::Other(keep()),
            None => Name::Ignored,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Name<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(self.of(name, || name.into()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(self.of(name, || name.to_owned().into()))
    }
}
