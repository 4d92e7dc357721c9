//! Unions: which alternative a value is. The probes are those by which the types decode, so that both agree.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::check::{Check, UNIONS, one_of};
use super::object::{self, twice};
use super::report::{Path, Report};
use super::{Alternative, Kind, Probe, Schema, Unrecognised, recognise};

/// Whether values of this kind have to be looked into.
pub(super) fn looks_inside(alternatives: &[Alternative], kind: Probe) -> bool {
    alternatives.iter().any(|alternative| alternative.probe.looks_inside(&kind))
}

/// The alternative for a value of this kind, when nothing else of it matters.
pub(super) fn of_kind(alternatives: &'static [Alternative], kind: Probe) -> Option<&'static Schema> {
    let by_kind = alternatives.iter().find(|alternative| alternative.probe == kind);
    let otherwise = || alternatives.iter().find(|alternative| alternative.probe == Probe::Otherwise);
    by_kind.or_else(otherwise).map(|alternative| alternative.schema)
}

/// The alternative for a value, by the probes by which it will be decoded.
fn of_value(alternatives: &'static [Alternative], value: &Value) -> Option<&'static Schema> {
    let index = recognise(alternatives.iter().map(|alternative| &alternative.probe), value)?;
    Some(alternatives[index].schema)
}

/// The alternative for an object whose tag has come first, if nothing else of it matters.
fn of_tag(alternatives: &'static [Alternative], name: &str, text: &str) -> Option<&'static Schema> {
    let tags = alternatives.iter().map_while(|alternative| match alternative.probe {
        Probe::Tag(tag, texts) if tag == name => Some((texts, alternative.schema)),
        _ => None,
    });
    tags.into_iter().find(|(texts, _)| texts.contains(&text)).map(|(_, schema)| schema)
}

/// Checks an object. It is held in memory unless the tag comes first.
pub(super) fn check<'de, A: MapAccess<'de>>(
    union: Check<'_>,
    alternatives: &'static [Alternative],
    mut members: A,
) -> Result<(), A::Error> {
    let mut read = Map::new();
    if let Some(name) = members.next_key::<String>()? {
        let path = union.path.member(&name);
        let value = members.next_value_seed(Buffer { path: &path, report: union.report })?;
        let tagged = value.as_str().and_then(|text| of_tag(alternatives, &name, text));
        if let Some(schema) = tagged.map(|schema| schema.resolve().0)
            && let Kind::Object(properties, additional) = schema.kind
            && schema.rules.is_empty()
        {
            let check = Check { schema, ..union };
            return object::check(check, properties, additional, Some((name, value)), members);
        }
        read.insert(name, value);
    }
    Buffer { path: union.path, report: union.report }.rest(&mut read, members)?;
    check_held(union, Value::Object(read));
    Ok(())
}

/// Checks an array whose elements tell the alternatives apart, or that is to be one of a list.
pub(super) fn check_elements<'de, A: SeqAccess<'de>>(union: Check<'_>, elements: A) -> Result<(), A::Error> {
    let read = Buffer { path: union.path, report: union.report }.visit_seq(elements)?;
    check_held(union, read);
    Ok(())
}

/// Checks a value that is held in memory, through unions in unions.
pub(super) fn check_held(mut union: Check<'_>, value: Value) {
    for _ in 0..UNIONS {
        let (alternatives, unrecognised) = match union.schema.kind {
            Kind::Union(alternatives, unrecognised) if !union.has_rules() => (alternatives, unrecognised),
            _ => return union.check_held(&value),
        };
        match of_value(alternatives, &value) {
            Some(schema) => {
                let (schema, nullable) = schema.resolve();
                union.schema = schema;
                union.nullable |= nullable;
                union.ruled = false;
            }
            None if unrecognised == Unrecognised::Kept => return,
            None => return unknown(union, alternatives, &value),
        }
    }
}

/// Says why a value is no alternative.
fn unknown(union: Check<'_>, alternatives: &'static [Alternative], value: &Value) {
    let Value::Object(members) = value else { return union.mismatch() };
    let tags = || {
        alternatives.iter().filter_map(|alternative| match alternative.probe {
            Probe::Tag(name, texts) => Some((name, texts)),
            _ => None,
        })
    };
    let Some((name, _)) = tags().next() else { return union.mismatch() };
    if alternatives.iter().any(|alternative| !matches!(alternative.probe, Probe::Tag(tag, _) if tag == name)) {
        return union.mismatch();
    }
    let path = union.path.property(name);
    if members.contains_key(name) {
        let texts = tags().flat_map(|(_, texts)| texts).map(ToString::to_string).collect();
        union.report.push(&path, "enum", format!("must be {}", one_of(texts)));
    } else {
        union.report.push(&path, "required", "is missing");
    }
}

/// Holds a value in memory.
pub(super) struct Buffer<'a> {
    pub(super) path: &'a Path<'a>,
    pub(super) report: &'a mut Report,
}

impl Buffer<'_> {
    /// Reads the members that are left. The first of two with one name counts.
    fn rest<'de, A: MapAccess<'de>>(self, read: &mut Map<String, Value>, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let path = self.path.member(&name);
            let value = members.next_value_seed(Buffer { path: &path, report: self.report })?;
            if read.contains_key(&name) {
                twice(&path, self.report);
            } else {
                read.insert(name, value);
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Buffer<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Buffer<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        loop {
            let path = self.path.element(read.len());
            match elements.next_element_seed(Buffer { path: &path, report: self.report })? {
                Some(value) => read.push(value),
                None => return Ok(Value::Array(read)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        self.rest(&mut read, members)?;
        Ok(Value::Object(read))
    }
}
