//! Dates and times (RFC 3339, section 5.6), read and written several times faster than by chrono's impls for serde. These
//! read more than the RFC has, which is left to them, and write one character after the other. Depends on `chrono` and
//! `serde_core` only.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use serde_core::de::{Error, Visitor};
use serde_core::{Deserializer, Serialize as _, Serializer, ser};

use super::codec::Scalar;

impl Scalar for DateTime<Utc> {
    const OF: &'static str = "times";

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nanos = self.timestamp_subsec_nanos();
        let (Some(date), 0..1_000_000_000) = (digits(self.date_naive()), nanos) else {
            return self.serialize(serializer);
        };
        let mut text = *b"0000-00-00T00:00:00.000000000Z";
        text[..10].copy_from_slice(&date);
        put(&mut text[11..13], self.hour());
        put(&mut text[14..16], self.minute());
        put(&mut text[17..19], self.second());
        put(&mut text[20..29], nanos);
        let end = match nanos {
            0 => 19,
            _ if nanos.is_multiple_of(1_000_000) => 23,
            _ if nanos.is_multiple_of(1_000) => 26,
            _ => 29,
        };
        text[end] = b'Z';
        write(&text[..=end], serializer)
    }
}

impl Scalar for NaiveDate {
    const OF: &'static str = "dates";

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match digits(*self) {
            Some(text) => write(&text, serializer),
            None => self.serialize(serializer),
        }
    }
}

/// What RFC 3339 has a notation for.
trait Dated: Sized {
    /// What it is, for messages.
    const WHAT: &'static str;

    /// The value of a text that is as the RFC has it.
    fn from_rfc3339(text: &str) -> Option<Self>;
}

impl Dated for DateTime<Utc> {
    const WHAT: &'static str = "an RFC 3339 formatted date and time string";

    fn from_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc))
    }
}

impl Dated for NaiveDate {
    const WHAT: &'static str = "a formatted date string";

    fn from_rfc3339(text: &str) -> Option<Self> {
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else { return None };
        let [y0, y1, y2, y3, m0, m1, d0, d1] = [y0, y1, y2, y3, m0, m1, d0, d1].map(|byte| byte.wrapping_sub(b'0'));
        if [y0, y1, y2, y3, m0, m1, d0, d1].iter().any(|digit| *digit > 9) {
            return None;
        }
        let year = i32::from(y0) * 1000 + i32::from(y1) * 100 + i32::from(y2 * 10 + y3);
        Self::from_ymd_opt(year, u32::from(m0 * 10 + m1), u32::from(d0 * 10 + d1))
    }
}

/// A date as text, unless its year needs a sign.
fn digits(date: NaiveDate) -> Option<[u8; 10]> {
    let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    let mut text = *b"0000-00-00";
    put(&mut text[..4], year);
    put(&mut text[5..7], date.month());
    put(&mut text[8..], date.day());
    Some(text)
}

/// Writes as many of the last digits of a number as there is room for.
fn put(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

fn write<S: Serializer>(text: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(std::str::from_utf8(text).map_err(ser::Error::custom)?)
}

struct Text<T>(PhantomData<T>);

impl<T: Dated + FromStr<Err: Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_rfc3339(text).map_or_else(|| text.parse().map_err(E::custom), Ok)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;
    use serde_core::Serialize;
    use serde_core::de::DeserializeOwned;
    use serde_json::Value;

    use super::*;

    /// The value of a text, after it has been read and written in both ways, which came to the same, error or not.
    fn read<T: Scalar + Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
        let value = Value::from(text);
        let usual = serde_json::from_value::<T>(value.clone()).map_err(|error| error.to_string());
        let read = T::read(&value).map_err(|error| error.to_string());
        assert_eq!(read, usual, "{text:?}");
        let written =
            |read: &T| (read.write(serde_json::value::Serializer).unwrap(), serde_json::to_value(read).unwrap());
        read.ok().inspect(|read| {
            let (text, usual) = written(read);
            assert_eq!(text, usual);
        })
    }

    #[test]
    fn texts_mean_what_chrono_takes_them_for() {
        for text in [
            "2024-12-31T23:59:59Z",
            "2024-12-31t23:59:60.123456789123z",
            "2024-02-29 00:00:00.5+05:30",
            "2023-02-29T00:00:00Z",
            "2024-1-1T0:0:0 UTC",
            "+12024-01-01T00:00:00Z",
            "2024-12-31T23:59:59",
            "",
        ] {
            read::<DateTime<Utc>>(text);
        }
        for text in ["2024-02-29", "2023-02-29", "2024-2-9", "-0001-01-01", "2024-0a-01", "2024-00-00", ""] {
            read::<NaiveDate>(text);
        }
        assert_eq!(read::<NaiveDate>("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        assert_eq!(read("1970-01-01T01:00:00+01:00"), Some(DateTime::<Utc>::UNIX_EPOCH));
    }

    #[test]
    fn what_is_no_text_is_refused_in_the_same_words() {
        let value = Value::from(1);
        let usual = serde_json::from_value::<NaiveDate>(value.clone()).unwrap_err();
        assert_eq!(NaiveDate::read(&value).unwrap_err().to_string(), usual.to_string());
        let usual = serde_json::from_value::<DateTime<Utc>>(value.clone()).unwrap_err();
        assert_eq!(DateTime::<Utc>::read(&value).unwrap_err().to_string(), usual.to_string());
    }

    proptest! {
        #[test]
        fn all_texts_mean_what_chrono_takes_them_for(
            date in "[0-9+-]{3,5}-[0-9]{1,2}-[0-9]{1,2}",
            time in "[Tt ]?[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,12})?)?(Z|z|[+-][0-2][0-9]:?[0-6][0-9])?",
        ) {
            read::<NaiveDate>(&date);
            read::<DateTime<Utc>>(&format!("{date}{time}"));
        }
    }
}
