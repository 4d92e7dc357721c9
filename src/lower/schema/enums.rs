//! Enumerations.

use serde_json::{Number, Value};

use super::keywords::Keywords;
use super::types::Types;
use crate::diag::codes;
use crate::ir::{EnumDef, EnumValue};
use crate::lower::context::Context;
use crate::spec::Node;

/// Extensions that name the values, in the order in which they are looked for.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
/// Extensions that describe the values.
const DESCRIPTIONS: [&str; 3] = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"];

/// The enumeration of these values, `null` left out. Nothing if they are objects whose members are described.
pub(super) fn definition(cx: &mut Context<'_, '_>, values: &[Value], all: &Keywords<'_>) -> Option<EnumDef> {
    let node = all.values.as_ref().map(|(_, node)| node.clone())?;
    if !all.properties.is_empty() && values.iter().any(Value::is_object) {
        // Rules check them.
        return None;
    }
    let written = node.value().get("enum").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let names = remarks(cx, &node, &NAMES, written);
    let descriptions = remarks(cx, &node, &DESCRIPTIONS, written);
    let types = all.types.unwrap_or(Types::ALL);
    let mut kept: Vec<EnumValue> = Vec::with_capacity(values.len());
    for value in values.iter().filter(|value| !value.is_null()) {
        let Some(value) = fitting(value, types) else {
            cx.diag.push(codes::enum_value_of_other_type(node.place(), &value.to_string(), &types.to_string()));
            continue;
        };
        if !written.contains(&value) {
            cx.diag.push(codes::enum_values_reinterpreted(node.place(), &types.to_string()));
        }
        if kept.iter().any(|known| known.value == value) {
            continue;
        }
        let index = written.iter().position(|written| *written == value);
        let said = |texts: &[Option<String>]| index.and_then(|index| texts.get(index).cloned().flatten());
        kept.push(EnumValue { name: said(&names), description: said(&descriptions), value });
    }
    if kept.is_empty() && !values.iter().all(Value::is_null) {
        return None;
    }
    Some(EnumDef { values: kept, extensible: all.extensible, closed: false })
}

/// The value as one of the types. YAML turns unquoted strings such as `1.0` or `true` into other types.
fn fitting(value: &Value, types: Types) -> Option<Value> {
    if types.contains(Types::of_value(value)) {
        return Some(value.clone());
    }
    if types.contains(Types::STRING) && !value.is_array() && !value.is_object() {
        return Some(Value::String(value.to_string()));
    }
    let text = value.as_str()?;
    match types {
        Types::INTEGER => text.parse::<i64>().ok().map(Value::from),
        Types::NUMBER => text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
        Types::BOOLEAN => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    }
}

/// What an extension says of each value: an array in the order of the values, or an object by value.
fn remarks(cx: &mut Context<'_, '_>, node: &Node<'_>, keys: &[&str], values: &[Value]) -> Vec<Option<String>> {
    let Some((key, said)) = keys.iter().find_map(|key| Some((key, node.get(key)?))) else { return Vec::new() };
    if let Some(texts) = said.value().as_array() {
        if texts.len() != values.len() {
            cx.diag.push(codes::enum_remarks_differ(said.place(), key, texts.len(), values.len()));
        }
        return texts.iter().map(|text| text.as_str().map(str::to_owned)).collect();
    }
    let key_of = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.iter().map(|value| said.value().get(key_of(value))?.as_str().map(str::to_owned)).collect()
}
