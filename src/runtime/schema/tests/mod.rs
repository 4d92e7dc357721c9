//! What tables say of values.

mod decode;
mod formats;
mod interpret;
mod judge;
mod keywords;
mod parameters;
mod walk;

use serde_core::de::IgnoredAny;
use serde_json::Value;

use super::{Schema, Violation};

/// What is wrong with a text, as `pointer rule: message` lines. All ways to ask must agree.
fn wrong(schema: &Schema, text: &str) -> Vec<String> {
    let found = schema.check(text.as_bytes()).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let twice = found.iter().any(|violation| violation.rule == "duplicate");
    assert!(twice || schema.check_value(&value) == found, "{text}");
    decode::agree::<Value>(schema, text);
    decode::agree::<IgnoredAny>(schema, text);
    found.into_iter().map(|Violation { pointer, rule, message }| format!("{pointer} {rule}: {message}")).collect()
}
