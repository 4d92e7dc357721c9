//! The formats of strings that are checked. Each is at most as wide as what the types decode.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    DateTime,
    Date,
    Uuid,
    Base64,
    Email,
    Uri,
    Ipv4,
    Ipv6,
    Hostname,
}

impl Format {
    /// Whether a text has the format.
    pub(super) fn holds(self, text: &str) -> bool {
        match self {
            Self::Plain => true,
            Self::DateTime => is_date_time(text.as_bytes()),
            Self::Date => is_date(text.as_bytes()),
            Self::Uuid => is_uuid(text.as_bytes()),
            Self::Base64 => is_base64(text.as_bytes()),
            Self::Email => is_email(text),
            Self::Uri => is_uri(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Hostname => is_hostname(text),
        }
    }

    /// What texts of the format are, for people.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Plain => "a string",
            Self::DateTime => "a date and time as in `2024-12-31T23:59:59Z`",
            Self::Date => "a date as in `2024-12-31`",
            Self::Uuid => "a UUID as in `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`",
            Self::Base64 => "base64",
            Self::Email => "an email address",
            Self::Uri => "a URI with a scheme",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Hostname => "a host name",
        }
    }
}

/// RFC 3339, section 5.6, `date-time`. A space may stand for the `T`.
fn is_date_time(text: &[u8]) -> bool {
    let Some((date, rest)) = text.split_at_checked(10) else { return false };
    let [b'T' | b't' | b' ', rest @ ..] = rest else { return false };
    let [h, hh, b':', m, mm, b':', s, ss, rest @ ..] = rest else { return false };
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        rest => rest,
    };
    let zone = match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h, hh, b':', m, mm] => within(&[*h, *hh], 0, 23) && within(&[*m, *mm], 0, 59),
        _ => false,
    };
    // A leap second is the sixtieth.
    is_date(date) && within(&[*h, *hh], 0, 23) && within(&[*m, *mm], 0, 59) && within(&[*s, *ss], 0, 60) && zone
}

/// RFC 3339, section 5.6, `full-date`.
fn is_date(text: &[u8]) -> bool {
    let [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd] = text else { return false };
    let Some((year, month)) = decimal(&[*y, *yy, *yyy, *yyyy]).zip(decimal(&[*m, *mm])) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    within(&[*d, *dd], 1, days)
}

fn within(digits: &[u8], least: u32, most: u32) -> bool {
    decimal(digits).is_some_and(|number| (least..=most).contains(&number))
}

fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

/// RFC 9562, section 4: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &[u8]) -> bool {
    let fits = |(index, byte): (usize, &u8)| match index {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.iter().enumerate().all(fits)
}

/// RFC 4648, sections 4 and 5: either alphabet, padded or not, and no bits left over.
fn is_base64(text: &[u8]) -> bool {
    let digits = text.iter().position(|byte| *byte == b'=').unwrap_or(text.len());
    let (digits, padding) = text.split_at(digits);
    let alphabet = |symbols: [u8; 2]| digits.iter().all(|byte| byte.is_ascii_alphanumeric() || symbols.contains(byte));
    let padded = padding.is_empty() || (padding.len() <= 2 && text.len().is_multiple_of(4));
    let unused = match digits.len() % 4 {
        0 => 0,
        2 => 0b1111,
        3 => 0b11,
        _ => return false,
    };
    let last = digits.last().map_or(0, |byte| sextet(*byte));
    (alphabet(*b"+/") || alphabet(*b"-_")) && padded && padding.iter().all(|byte| *byte == b'=') && last & unused == 0
}

fn sextet(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}

/// RFC 5321, section 4.1.2, `Mailbox`, within the lengths of section 4.5.3.1.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    if text.len() > 254 || local.len() > 64 {
        return false;
    }
    let atext = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let is_local = match local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => is_quoted(quoted.as_bytes()),
        None => local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(atext)),
    };
    let literal = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_domain = match literal.map(|literal| (literal, literal.strip_prefix("IPv6:"))) {
        Some((_, Some(address))) => Format::Ipv6.holds(address),
        Some((address, None)) => Format::Ipv4.holds(address),
        None => is_hostname(domain),
    };
    is_local && is_domain
}

/// What stands between the quotes of a `Quoted-string`.
fn is_quoted(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'\\', b' '..=b'~', rest @ ..] => is_quoted(rest),
        [b' ' | b'!' | b'#'..=b'[' | b']'..=b'~', rest @ ..] => is_quoted(rest),
        _ => false,
    }
}

/// RFC 1123, section 2.1.
fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len()) && label.bytes().all(plain) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// RFC 3986, section 3: a scheme, and nothing that a URI may not contain.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(in_scheme);
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    is_scheme && has_uri_characters(rest, b"[]") && has_uri_characters(fragment, b"")
}

fn has_uri_characters(text: &str, also: &[u8]) -> bool {
    let mut pieces = text.split('%');
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte) || also.contains(&byte);
    let escaped = |piece: &str| match piece.as_bytes() {
        [high, low, rest @ ..] => {
            high.is_ascii_hexdigit() && low.is_ascii_hexdigit() && rest.iter().all(|byte| plain(*byte))
        }
        _ => false,
    };
    pieces.next().is_some_and(|first| first.bytes().all(plain)) && pieces.all(escaped)
}
