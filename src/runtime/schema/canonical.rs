//! Values as texts that are equal exactly if the values are (JSON Schema 2020-12, section 4.2.2): members in any order,
//! numbers by what they are worth.

use serde_json::Value;

use super::number::{Decimal, Num};

/// The text of a value.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push('n'),
        Value::Bool(true) => text.push('t'),
        Value::Bool(false) => text.push('f'),
        Value::Number(number) => {
            let Decimal { negative, digits, exponent } = Decimal::of(number_of(number));
            let sign = if negative { '-' } else { '+' };
            text.push_str(&format!("{sign}{digits}e{exponent}"));
        }
        Value::String(value) => write_text(value, text),
        Value::Array(elements) => {
            text.push('[');
            elements.iter().for_each(|element| {
                write(element, text);
                text.push(',');
            });
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in members {
                write_text(name, text);
                write(value, text);
            }
            text.push('}');
        }
    }
}

/// A text behind its length, so that it cannot be taken for what follows.
fn write_text(value: &str, text: &mut String) {
    text.push_str(&format!("{}:{value}", value.len()));
}

/// The number as the checker has it.
pub(super) fn number_of(number: &serde_json::Number) -> Num {
    match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) => Num::Integer(integer.into()),
        (None, Some(integer)) => Num::Integer(integer.into()),
        (None, None) => Num::Float(number.as_f64().unwrap_or_default()),
    }
}
