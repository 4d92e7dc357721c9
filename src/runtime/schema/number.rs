//! Numbers as JSON has them, compared and divided exactly.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A number of a JSON text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Num {
    /// A whole number of 64 bits, with or without a sign.
    Integer(i128),
    /// Another number: never infinite, never NaN.
    Float(f64),
}

impl Num {
    /// The order of two numbers, without rounding either.
    pub(super) fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => left.cmp(&right),
            (Self::Float(left), Self::Float(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
            (Self::Float(left), Self::Integer(right)) => integer_to_float(right, left).reverse(),
            (Self::Integer(left), Self::Float(right)) => integer_to_float(left, right),
        }
    }

    /// The number without a fraction that says nothing. Beyond 2^53, not every whole number can be told from its neighbours.
    pub(super) fn whole(self) -> Self {
        match self {
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 => {
                Self::Integer(number as i128)
            }
            other => other,
        }
    }

    /// Whether the number is one of 32 bits, if rounded.
    pub(super) fn fits_single(self) -> bool {
        match self {
            // The largest of them is beyond 64 bits.
            Self::Integer(_) => true,
            Self::Float(number) => number.abs() <= f64::from(f32::MAX),
        }
    }

    /// The number as JSON.
    pub(super) fn value(self) -> Value {
        match self {
            Self::Integer(number) => Number::from_i128(number).map_or(Value::Null, Value::Number),
            Self::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        }
    }

    /// Whether this is a multiple of another number. Nothing is a multiple of zero, which no document may ask for.
    pub(super) fn is_multiple_of(self, step: Self) -> bool {
        let (value, step) = (Decimal::of(self), Decimal::of(step));
        if step.digits == 0 {
            return true;
        }
        let (digits, modulus) = (u128::from(value.digits), u128::from(step.digits));
        let shift = value.exponent - step.exponent;
        if shift >= 0 {
            let shifted = (0..shift).fold(digits % modulus, |rest, _| rest * 10 % modulus);
            return shifted == 0;
        }
        // Twenty digits do not fit into 64 bits, so nothing but zero has that many zeros at its end.
        match shift.unsigned_abs() {
            zeros @ 0..=19 => digits % (modulus * 10_u128.pow(zeros)) == 0,
            _ => digits == 0,
        }
    }
}

/// The order of a whole number and another. Floats beyond 128 bits saturate, which keeps the order.
fn integer_to_float(left: i128, right: f64) -> Ordering {
    let floor = right.floor();
    left.cmp(&(floor as i128)).then(if right > floor { Ordering::Less } else { Ordering::Equal })
}

/// A number as it is written: digits without zeros at the end, and a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    pub(super) digits: u64,
    pub(super) exponent: i32,
}

impl Decimal {
    pub(super) fn of(number: Num) -> Self {
        let (negative, mut digits, mut exponent) = match number {
            // Every whole number is one of 64 bits.
            Num::Integer(number) => (number < 0, u64::try_from(number.unsigned_abs()).unwrap_or(u64::MAX), 0),
            Num::Float(number) => parts(number),
        };
        while digits != 0 && digits % 10 == 0 {
            digits /= 10;
            exponent += 1;
        }
        match digits {
            0 => Self { negative: false, digits, exponent: 0 },
            _ => Self { negative, digits, exponent },
        }
    }
}

/// The shortest decimal that stands for a float, which has at most 17 digits.
fn parts(number: f64) -> (bool, u64, i32) {
    let text = format!("{:e}", number.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().chain(fraction.bytes()).fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let places = i32::try_from(fraction.len()).unwrap_or_default();
    (number.is_sign_negative(), digits, exponent.parse::<i32>().unwrap_or_default() - places)
}
