//! Whether two values are the same, however they are written.

use serde_json::{Number, Value};

/// Where a value differs from what it was made of, if it does: the pointer and both values.
pub(super) fn difference(before: &Value, after: &Value) -> Option<String> {
    at(before, after, "")
}

fn at(before: &Value, after: &Value, pointer: &str) -> Option<String> {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let changed = one.iter().find_map(|(key, value)| match other.get(key) {
                Some(after) => at(value, after, &format!("{pointer}/{key}")),
                None => Some(format!("{pointer}/{key}: {} is lost", short(value))),
            });
            let added = || other.iter().find(|(key, _)| !one.contains_key(*key));
            changed.or_else(|| added().map(|(key, value)| format!("{pointer}/{key}: {} is added", short(value))))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs.into_iter().find_map(|(index, (one, other))| at(one, other, &format!("{pointer}/{index}")))
        }
        _ if same(before, after) => None,
        _ => Some(format!("{pointer}: {} became {}", short(before), short(after))),
    }
}

/// Numbers are the same by their value, instants too; identifiers whatever their case.
fn same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64() || is_single(one, other)
        }
        (Value::String(one), Value::String(other)) => {
            let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
            one == other
                || instant(one).is_some_and(|one| Some(one) == instant(other))
                || uuid::Uuid::parse_str(one).is_ok_and(|one| uuid::Uuid::parse_str(other) == Ok(one))
        }
        _ => before == after,
    }
}

/// Whether a number of single precision, written with all digits of double precision, became the shortest text for it.
fn is_single(before: &Number, after: &Number) -> bool {
    let (Some(before), Some(after)) = (before.as_f64(), after.as_f64()) else { return false };
    f64::from(before as f32) == before && before as f32 == after as f32
}

/// A value as far as a line holds it.
pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_otherwise_is_the_same() {
        let before = json!({ "n": 1.0, "t": "2024-01-01T02:00:00+02:00", "list": [1], "s": 0.9281134605407715 });
        let after = json!({ "list": [1], "n": 1, "t": "2024-01-01T00:00:00Z", "s": 0.928_113_46 });
        assert_eq!(difference(&before, &after), None);
    }

    #[test]
    fn what_is_lost_added_or_changed_is_told() {
        let told = |before, after| difference(&before, &after).unwrap();
        assert_eq!(told(json!({ "a": { "b": 1 } }), json!({ "a": {} })), "/a/b: 1 is lost");
        assert_eq!(told(json!({}), json!({ "a": null })), "/a: null is added");
        assert_eq!(told(json!({ "a": [1, 2] }), json!({ "a": [1, 3] })), "/a/1: 2 became 3");
        assert_eq!(told(json!(37.775_975_428_412_64), json!(37.775_974)), ": 37.77597542841264 became 37.775974");
    }
}
