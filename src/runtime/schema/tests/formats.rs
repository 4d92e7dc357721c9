//! The formats of strings.

use chrono::{DateTime, NaiveDate, Utc};
use serde_core::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::super::super::base64_bytes::Base64Bytes;
use super::super::Schema;

/// What a server accepts is also what its types decode.
fn decoded<T: DeserializeOwned>(schema: &Schema, right: &[&str], not: &[&str]) {
    table(schema, right, not);
    for text in right {
        assert!(serde_json::from_value::<T>(Value::from(*text)).is_ok(), "{text}");
    }
}

fn table(schema: &Schema, right: &[&str], not: &[&str]) {
    let holds = |text: &str| schema.check_value(&Value::from(text)).is_empty();
    for text in right {
        assert!(holds(text), "{text}");
    }
    for text in not {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn dates_and_times() {
    decoded::<NaiveDate>(
        &Schema::date(),
        &["2024-02-29", "2000-02-29", "0000-12-31"],
        &[
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-04-31",
            "2024-00-01",
            "2024-1-01",
            "2024-01-01 ",
            "２024-01-01",
            "",
        ],
    );
    decoded::<DateTime<Utc>>(
        &Schema::date_time(),
        &[
            "2024-12-31T23:59:59Z",
            "2024-12-31t23:59:60.123456789012z",
            "2024-12-31 00:00:00+23:59",
            "2024-01-01T00:00:00-00:00",
        ],
        &[
            "2024-12-31T23:59:59",
            "2024-12-31T24:00:00Z",
            "2024-12-31T23:59:59.Z",
            "2024-12-31T23:59:59+2400",
            "2024-12-31",
        ],
    );
}

#[test]
fn identifiers() {
    decoded::<Uuid>(
        &Schema::uuid(),
        &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
        &[
            "f81d4fae7dec11d0a76500a0c91e6bf6",
            "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
            "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ],
    );
    decoded::<Base64Bytes>(
        &Schema::base64(),
        &["", "YQ==", "YQ", "YWI", "YWJj", "-_-_", "+/+/"],
        &["Y", "YR==", "YQ=", "Y===", "+_+_", "YQ==YQ==", "Y Q"],
    );
}

#[test]
fn addresses() {
    table(
        &Schema::email(),
        &["me@example.com", "a.b+c@x", "\"a b\\\"\"@x.y", "me@[192.0.2.1]", "me@[IPv6:::1]"],
        &["me", "@x", "me@", ".a@x", "a..b@x", "a b@x", "\"a\"b\"@x", "me@-x.y", "me@x y", "me@[::1]", "é@x", "a@b@c"],
    );
    let long = format!("me@{}", "a.".repeat(126));
    table(&Schema::email(), &[], &[&format!("{long}a"), &format!("\"{}\"@x", "\\a".repeat(100_000))]);
    table(
        &Schema::uri(),
        &["https://example.com/a?b=c&d[]=e#f", "urn:isbn:1", "mailto:a@b", "http://[::1]:80/%20", "file:///x", "a:"],
        &[
            "",
            "/path",
            "example.com",
            "1a:b",
            "http://a b",
            "http://a/%2",
            "http://a/%zz",
            "http://é",
            "a:#b#c",
            "a:#[",
            "a:{}",
        ],
    );
    table(&Schema::ipv4(), &["192.0.2.1"], &["192.0.2", "192.0.2.256", "01.2.3.4", "192.0.2.1 "]);
    table(&Schema::ipv6(), &["::1", "2001:db8::192.0.2.1"], &["::1%eth0", "[::1]", "1::2::3"]);
    table(
        &Schema::hostname(),
        &["example.com", "1a", "xn--bcher-kva.example"],
        &["", "a..b", "-a", "a-", "a_b", "bücher.example", "a."],
    );
    table(&Schema::hostname(), &[&"a".repeat(63)], &[&"a".repeat(64), &["a"; 128].join(".")]);
}
