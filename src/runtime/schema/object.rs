//! Objects: which members there are, and which there should be.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::check::Check;
use super::limits::MEMBERS;
use super::report::{Path, Report};
use super::{Additional, Property};

/// Checks the members of an object. `first` is one that has been read already.
pub(super) fn check<'de, A: MapAccess<'de>>(
    object: Check<'_>,
    properties: &'static [Property],
    additional: Additional,
    first: Option<(String, Value)>,
    mut members: A,
) -> Result<(), A::Error> {
    let Check { schema, path, report, .. } = object;
    let key = Key { properties, keep: !matches!(additional, Additional::Ignored) };
    let mut walk = Walk { properties, additional, path, report, seen: Seen::new(properties), count: 0 };
    if let Some((name, value)) = first {
        // A value that is there already makes no errors.
        drop(walk.member::<serde_json::Error>(key.of(&name, || name.clone().into()), |check| match check {
            Some(check) => check.deserialize(&value),
            None => Ok(()),
        }));
    }
    while let Some(name) = members.next_key_seed(key)? {
        walk.member(name, |check| match check {
            Some(check) => members.next_value_seed(check),
            None => members.next_value::<IgnoredAny>().map(drop),
        })?;
    }
    let Walk { report, seen, count, .. } = walk;
    for (property, _) in properties.iter().zip(seen.properties).filter(|(property, seen)| property.required && !seen) {
        report.push(&path.property(property.name), "required", "is missing");
    }
    schema.limits.members.check(count, &MEMBERS, path, report);
    Ok(())
}

/// An object on the way through its members.
struct Walk<'a, 'n> {
    properties: &'static [Property],
    additional: Additional,
    path: &'a Path<'a>,
    report: &'a mut Report,
    seen: Seen<'n>,
    count: usize,
}

/// The members so far.
struct Seen<'n> {
    properties: Vec<bool>,
    others: BTreeSet<Cow<'n, str>>,
}

impl Seen<'_> {
    fn new(properties: &[Property]) -> Self {
        Self { properties: vec![false; properties.len()], others: BTreeSet::new() }
    }
}

impl<'n> Walk<'_, 'n> {
    /// Checks one member; `read` reads its value, against a schema or none.
    fn member<E>(&mut self, name: Name<'n>, read: impl FnOnce(Option<Check<'_>>) -> Result<(), E>) -> Result<(), E> {
        self.count += 1;
        match name {
            Name::Ignored => read(None),
            Name::Property(index) => {
                let property = &self.properties[index];
                let path = self.path.property(property.name);
                if std::mem::replace(&mut self.seen.properties[index], true) {
                    self.count -= 1;
                    twice(&path, self.report);
                    return read(None);
                }
                read(Some(Check::new(property.schema, &path, self.report)))
            }
            Name::Other(name) => {
                let path = self.path.member(&name);
                match self.additional {
                    Additional::Kept(schema) if self.seen.others.insert(name.clone()) => {
                        read(Some(Check::new(schema, &path, self.report)))
                    }
                    Additional::Kept(_) => {
                        self.count -= 1;
                        twice(&path, self.report);
                        read(None)
                    }
                    Additional::Ignored | Additional::Forbidden => {
                        let message = match path.is_shown() {
                            true => "is not a documented member",
                            false => "has a member that is not documented",
                        };
                        self.report.push(&path, "additionalProperties", message);
                        read(None)
                    }
                }
            }
        }
    }
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
enum Name<'n> {
    Property(usize),
    Other(Cow<'n, str>),
    Ignored,
}

/// Reads a name.
#[derive(Clone, Copy)]
struct Key {
    properties: &'static [Property],
    keep: bool,
}

impl Key {
    fn of<'n>(self, name: &str, keep: impl FnOnce() -> Cow<'n, str>) -> Name<'n> {
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
