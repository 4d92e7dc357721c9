//! JSON to tree. A visitor of our own, for `serde_json::Value` keeps silent about duplicate keys.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::diag::{Diagnostics, FileId, Place, Pointer, Position, codes};
use crate::spec::trail::Trail;

pub(super) fn parse(text: &str, file: FileId, diag: &mut Diagnostics) -> Value {
    let findings = RefCell::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed = Seed { file, findings: &findings, trail: Trail::ROOT }.deserialize(&mut json);
    let parsed = parsed.and_then(|tree| json.end().map(|()| tree));
    diag.merge(&findings.borrow());
    parsed.unwrap_or_else(|error| {
        let place = Place { file, pointer: Pointer::root() };
        let position = position(text, error.line(), error.column());
        let message = error.to_string();
        diag.push(match message.starts_with("recursion limit exceeded") {
            true => codes::too_deep(place, position),
            false => codes::syntax_error(place, position, "JSON", without_location(&message)),
        });
        Value::Null
    })
}

/// `serde_json` ends its messages with the location, which the listing shows in its own way.
fn without_location(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |end| &message[..end])
}

/// `serde_json` counts bytes, and gives the last one that it read.
fn position(text: &str, line: usize, column: usize) -> Position {
    let content = text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let before = content.char_indices().take_while(|(offset, _)| offset + 1 < column).count();
    Position::new(line, before + 1)
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    file: FileId,
    findings: &'a RefCell<Diagnostics>,
    trail: Trail<'a>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(Seed { trail: self.trail.index(elements.len()), ..self })? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let trail = self.trail.key(&key);
            let value = access.next_value_seed(Seed { trail, ..self })?;
            if members.contains_key(&key) {
                self.findings.borrow_mut().push(codes::duplicate_key(trail.place(self.file), &key));
            }
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}
