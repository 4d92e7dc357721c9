//! How long a response asks to wait: `Retry-After` (RFC 9110, section 10.2.3), the reset of a rate limit, a member of the
//! body.
//!
//! Dates are compared with the response's own `Date`, so that a wrong clock on this side does no harm.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use serde_json::Value;

use super::ResetUnit;

/// Seconds since 1970 are told from seconds to wait by their size: this was in 2001.
const EPOCH_FROM: f64 = 1e9;

/// What `Retry-After` says.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(text).or_else(|| date(text, headers))
}

/// What a reset header says.
pub(super) fn reset(text: &str, unit: ResetUnit, headers: &HeaderMap) -> Option<Duration> {
    match unit {
        ResetUnit::DeltaSeconds => seconds(text),
        ResetUnit::EpochSeconds => epoch(seconds(text)?, headers),
        ResetUnit::Date => date(text, headers),
        ResetUnit::Unstated => match seconds(text) {
            Some(number) if number.as_secs_f64() >= EPOCH_FROM => epoch(number, headers),
            Some(number) => Some(number),
            None => date(text, headers),
        },
    }
}

/// The number of seconds at a path of a JSON body.
pub(super) fn in_body(body: &[u8], path: &[&str]) -> Option<Duration> {
    if path.is_empty() {
        return None;
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    match path.iter().try_fold(&value, |value, name| value.get(name))? {
        Value::Number(number) => Duration::try_from_secs_f64(number.as_f64()?).ok(),
        Value::String(text) => seconds(text),
        _ => None,
    }
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.trim().parse().ok()?).ok()
}

fn epoch(since_1970: Duration, headers: &HeaderMap) -> Option<Duration> {
    let then = UNIX_EPOCH.checked_add(since_1970)?;
    Some(then.duration_since(now(headers)).unwrap_or_default())
}

/// A date in the past means no wait.
fn date(text: &str, headers: &HeaderMap) -> Option<Duration> {
    let then = httpdate::parse_http_date(text.trim()).ok()?;
    Some(then.duration_since(now(headers)).unwrap_or_default())
}

fn now(headers: &HeaderMap) -> SystemTime {
    let own =
        headers.get(DATE).and_then(|date| date.to_str().ok()).and_then(|date| httpdate::parse_http_date(date).ok());
    own.unwrap_or_else(SystemTime::now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    const NOON: (&str, &str) = ("date", "Mon, 01 Jan 2024 12:00:00 GMT");

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let of = |text| retry_after(&headers(&[NOON, ("retry-after", text)])).map(|wait| wait.as_secs());
        assert_eq!(of("120"), Some(120));
        assert_eq!(of("Mon, 01 Jan 2024 12:01:30 GMT"), Some(90));
        assert_eq!(of("Mon, 01 Jan 2024 11:00:00 GMT"), Some(0));
        assert_eq!(of("soon"), None);
        assert_eq!(of("-5"), None);
        assert_eq!(of("1e300"), None);
    }

    #[test]
    fn resets_are_read_in_their_unit() {
        let headers = headers(&[NOON]);
        let of = |text, unit| reset(text, unit, &headers).map(|wait| wait.as_secs());
        assert_eq!(of("30", ResetUnit::DeltaSeconds), Some(30));
        assert_eq!(of("1704110430", ResetUnit::EpochSeconds), Some(30));
        assert_eq!(of("Mon, 01 Jan 2024 12:00:30 GMT", ResetUnit::Date), Some(30));
        for text in ["30", "1704110430", "Mon, 01 Jan 2024 12:00:30 GMT"] {
            assert_eq!(of(text, ResetUnit::Unstated), Some(30), "{text}");
        }
        assert_eq!(of("1704110400000000000000", ResetUnit::EpochSeconds), None);
    }

    #[test]
    fn bodies_tell_seconds_at_a_path() {
        let body = br#"{"error":{"retry_after":3600,"text":"1.5"}}"#;
        assert_eq!(in_body(body, &["error", "retry_after"]), Some(Duration::from_secs(3600)));
        assert_eq!(in_body(body, &["error", "text"]), Some(Duration::from_millis(1500)));
        assert_eq!(in_body(body, &["error"]), None);
        assert_eq!(in_body(body, &["nothing"]), None);
        assert_eq!(in_body(b"<html>", &["error"]), None);
        assert_eq!(in_body(b"7", &[]), None);
    }
}
