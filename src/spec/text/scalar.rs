//! What a YAML scalar without quotes means (YAML 1.2.2, 10.3.2, "Core Schema: Tag Resolution"). Pure.
//!
//! One deviation: digits that begin with a zero are text, as `serde_yaml` has it. As the number that the standard makes of
//! them, a postal code `01234` would lose its zero.

use serde_json::{Number, Value};

/// The value of a plain scalar; nothing if it is a number that JSON does not have.
pub(super) fn resolve(text: &str) -> Option<Value> {
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(number) => number,
            None => return if is_special(text) { None } else { Some(Value::from(text)) },
        },
    };
    Some(value)
}

fn is_special(text: &str) -> bool {
    matches!(text.trim_start_matches(['+', '-']), ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let zeros = unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.bytes().all(|b| b.is_ascii_digit());
    if zeros || !is_decimal(unsigned) {
        return None;
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = plain.parse::<u64>() {
        return Some(value.into());
    }
    if let Ok(value) = plain.parse::<i64>() {
        return Some(value.into());
    }
    // What is beyond 64 bits is the nearest double; what is beyond doubles stays text.
    Number::from_f64(plain.parse().ok()?).map(Value::Number)
}

/// The outermost double, for the text of a number that is beyond all of them: as a bound it means the same.
pub(in crate::spec) fn beyond_doubles(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number: f64 = text.parse().ok()?;
    (is_decimal(unsigned) && number.is_infinite()).then(|| f64::MAX.copysign(number))
}

fn radix(digits: &str, radix: u32) -> Option<Value> {
    let all = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    all.then(|| u64::from_str_radix(digits, radix).ok()).flatten().map(Value::from)
}

/// `( "." [0-9]+ | [0-9]+ ( "." [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(index) => (&text[..index], Some(&text[index + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_holds = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_holds
}
