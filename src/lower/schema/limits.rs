//! The validation keywords that limit a value. Where several schemas limit the same, the narrower limit holds.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use crate::ir::Constraints;

/// Adds one keyword of a schema; `members` are all of its keywords. Other keywords are none of this file's business.
pub(super) fn add(limits: &mut Constraints, members: &Map<String, Value>, key: &str, value: &Value) {
    let flag = |key: &str| members.get(key) == Some(&Value::Bool(true));
    match key {
        "minimum" => lower_bound(limits, value, flag("exclusiveMinimum")),
        "maximum" => upper_bound(limits, value, flag("exclusiveMaximum")),
        // The number form of OpenAPI 3.1; beside `minimum` the narrower one holds.
        "exclusiveMinimum" => lower_bound(limits, value, true),
        "exclusiveMaximum" => upper_bound(limits, value, true),
        "multipleOf" => limits.multiple_of = value.as_number().cloned().or(limits.multiple_of.take()),
        "minLength" => raise(&mut limits.min_length, value),
        "maxLength" => reduce(&mut limits.max_length, value),
        "minItems" => raise(&mut limits.min_items, value),
        "maxItems" => reduce(&mut limits.max_items, value),
        "minProperties" => raise(&mut limits.min_properties, value),
        "maxProperties" => reduce(&mut limits.max_properties, value),
        "uniqueItems" => limits.unique_items |= value == &Value::Bool(true),
        "pattern" => limits.pattern = value.as_str().map(str::to_owned).or(limits.pattern.take()),
        _ => {}
    }
}

/// Adds the range of an integer that is narrower than the types of integers.
pub(super) fn add_width(limits: &mut Constraints, format: &str) {
    let (least, most) = match format {
        "int8" => (i64::from(i8::MIN), i64::from(i8::MAX)),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        _ => return,
    };
    lower_bound(limits, &least.into(), false);
    upper_bound(limits, &most.into(), false);
}

fn lower_bound(limits: &mut Constraints, value: &Value, exclusive: bool) {
    let Some(number) = value.as_number() else { return };
    let order = limits.minimum.as_ref().map(|known| compare(number, known));
    if matches!(order, None | Some(Ordering::Greater)) {
        limits.minimum = Some(number.clone());
        limits.exclusive_minimum = exclusive;
    } else if order == Some(Ordering::Equal) {
        limits.exclusive_minimum |= exclusive;
    }
}

fn upper_bound(limits: &mut Constraints, value: &Value, exclusive: bool) {
    let Some(number) = value.as_number() else { return };
    let order = limits.maximum.as_ref().map(|known| compare(number, known));
    if matches!(order, None | Some(Ordering::Less)) {
        limits.maximum = Some(number.clone());
        limits.exclusive_maximum = exclusive;
    } else if order == Some(Ordering::Equal) {
        limits.exclusive_maximum |= exclusive;
    }
}

fn raise(limit: &mut Option<u64>, value: &Value) {
    *limit = (*limit).max(count(value));
}

fn reduce(limit: &mut Option<u64>, value: &Value) {
    *limit = match (*limit, count(value)) {
        (Some(known), Some(new)) => Some(known.min(new)),
        (known, new) => known.or(new),
    };
}

/// A count; documents write `2.0` as well.
fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=9e15).contains(number))?;
        format!("{number:.0}").parse().ok()
    })
}

fn compare(left: &Number, right: &Number) -> Ordering {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn limits(schemas: &[Value]) -> Constraints {
        let mut limits = Constraints::default();
        for members in schemas.iter().filter_map(Value::as_object) {
            for (key, value) in members {
                add(&mut limits, members, key, value);
            }
        }
        limits
    }

    #[test]
    fn the_narrower_limit_holds() {
        let merged = limits(&[
            json!({"minimum": 1, "maxLength": 9, "exclusiveMaximum": true, "maximum": 5}),
            json!({"minimum": 3, "maxLength": 4, "maximum": 7, "minItems": 2.0}),
        ]);
        assert_eq!(merged.minimum, Some(3.into()));
        assert_eq!(merged.max_length, Some(4));
        assert_eq!((merged.maximum, merged.exclusive_maximum), (Some(5.into()), true));
        assert_eq!(merged.min_items, Some(2));
    }

    #[test]
    fn an_exclusive_bound_may_be_a_number() {
        let merged = limits(&[json!({"exclusiveMinimum": 0, "minimum": 0})]);
        assert_eq!((merged.minimum, merged.exclusive_minimum), (Some(0.into()), true));
    }
}
