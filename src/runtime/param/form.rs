//! Form bodies (`application/x-www-form-urlencoded`): each property is written like a query parameter.
//!
//! Properties without an Encoding Object are written as most servers read them: arrays of plain values as repeated names,
//! whatever is nested in brackets.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::decode::{Shape, Sources};
use super::tree::{Node, write_tree};
use super::{Location, Param, ParamError};

/// The text of a form. `encodings` are the properties that the document says something about.
pub fn encode_form(value: &Value, encodings: &[&Param]) -> Result<String, ParamError> {
    let mut form = String::new();
    let Value::Object(members) = value else {
        return Err(form_error("", "is not an object"));
    };
    for (name, value) in members {
        match encodings.iter().find(|param| param.name == name) {
            Some(param) => param.encode_query(value, &mut form)?,
            None => write_member(name, value, &mut form).map_err(|reason| form_error(name, reason))?,
        }
    }
    Ok(form)
}

/// Appends a property about which the document says nothing. Fails with the reason.
pub(super) fn write_member(name: &str, value: &Value, form: &mut String) -> Result<(), &'static str> {
    match value {
        Value::Array(items) if items.iter().all(is_plain) => {
            items.iter().try_for_each(|item| write_tree(name, item, form))
        }
        value => write_tree(name, value, form),
    }
}

/// Reads a form. Names that the schema does not know are kept, for the schema to judge.
pub fn decode_form(text: &str, encodings: &[&Param], shape: &dyn Shape) -> Result<Value, ParamError> {
    let sources = Sources::form(text);
    let mut members = Map::new();
    for param in encodings {
        let Some(property) = shape.member(param.name) else { continue };
        if let Some(value) = param.decode(&sources, property)? {
            members.insert(param.name.to_owned(), value);
        }
    }
    for (name, node) in bracketed(&sources, encodings)? {
        let value = node.into_value(shape.member(&name)).map_err(|reason| form_error(&name, reason))?;
        members.insert(name, value);
    }
    Ok(Value::Object(members))
}

/// The properties without an encoding, by name.
fn bracketed(sources: &Sources<'_>, encodings: &[&Param]) -> Result<BTreeMap<String, Node>, ParamError> {
    let mut found: BTreeMap<String, Node> = BTreeMap::new();
    for (full, raw) in sources.query() {
        let (name, brackets) = full.split_at(full.find('[').unwrap_or(full.len()));
        if encodings.iter().any(|param| param.name == name) {
            continue;
        }
        let text = Param::form("").unescape(raw).map_err(|error| form_error(name, error.reason()))?;
        let node = found.entry(name.to_owned()).or_default();
        node.insert(brackets, text).map_err(|reason| form_error(name, reason))?;
    }
    Ok(found)
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Array(_) | Value::Object(_))
}

fn form_error(name: &str, reason: &'static str) -> ParamError {
    ParamError::new(name, Location::Form, reason)
}
