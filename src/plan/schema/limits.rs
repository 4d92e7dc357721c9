//! The limits of a schema, as far as they limit anything.

use serde_json::Number;

use crate::ir::Constraints;

/// A keyword that limits a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// The least number, and whether it is excluded itself.
    Minimum(Bound, bool),
    /// The greatest number, and whether it is excluded itself.
    Maximum(Bound, bool),
    /// What numbers are multiples of.
    MultipleOf(Bound),
    /// The least number of characters.
    MinLength(u32),
    /// The greatest number of characters.
    MaxLength(u32),
    /// A regular expression.
    Pattern(String),
    /// The least number of elements.
    MinItems(u32),
    /// The greatest number of elements.
    MaxItems(u32),
    /// No two elements are equal.
    UniqueItems,
    /// The least number of members.
    MinProperties(u32),
    /// The greatest number of members.
    MaxProperties(u32),
}

/// A limit on numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Another number, or one beyond 64 bits.
    Float(f64),
}

/// The limits, with the pattern as the server's engine takes it.
pub(super) fn limits(constraints: &Constraints, pattern: Option<String>) -> Vec<Limit> {
    let Constraints { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of, .. } = constraints;
    let least =
        |count: Option<u64>| count.filter(|count| *count > 0).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    // No request has as many of anything.
    let most = |count: Option<u64>| count.and_then(|count| u32::try_from(count).ok());
    let limits = [
        minimum.as_ref().map(|number| Limit::Minimum(bound(number), *exclusive_minimum)),
        maximum.as_ref().map(|number| Limit::Maximum(bound(number), *exclusive_maximum)),
        multiple_of.as_ref().map(|number| Limit::MultipleOf(bound(number))),
        least(constraints.min_length).map(Limit::MinLength),
        most(constraints.max_length).map(Limit::MaxLength),
        pattern.map(Limit::Pattern),
        least(constraints.min_items).map(Limit::MinItems),
        most(constraints.max_items).map(Limit::MaxItems),
        constraints.unique_items.then_some(Limit::UniqueItems),
        least(constraints.min_properties).map(Limit::MinProperties),
        most(constraints.max_properties).map(Limit::MaxProperties),
    ];
    limits.into_iter().flatten().collect()
}

/// A number of the document; documents write `1.0` for `1`.
fn bound(number: &Number) -> Bound {
    /// Up to here, every whole number is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64().unwrap_or_default();
    let whole = (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64);
    number.as_i64().or(whole).map_or(Bound::Float(float), Bound::Integer)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bounds_are_whole_where_they_can_be() {
        let bound = |value: serde_json::Value| bound(value.as_number().unwrap());
        assert_eq!(bound(json!(-3)), Bound::Integer(-3));
        assert_eq!(bound(json!(i64::MAX)), Bound::Integer(i64::MAX));
        assert_eq!(bound(json!(1.0)), Bound::Integer(1));
        assert_eq!(bound(json!(0.1)), Bound::Float(0.1));
        assert_eq!(bound(json!(1e300)), Bound::Float(1e300));
        assert_eq!(bound(json!(u64::MAX)), Bound::Float(18_446_744_073_709_551_615.0));
    }

    #[test]
    fn limits_that_limit_nothing_are_left_out() {
        let constraints = Constraints {
            min_length: Some(0),
            max_length: Some(u64::MAX),
            min_items: Some(u64::MAX),
            max_items: Some(0),
            minimum: Some(1.into()),
            exclusive_minimum: true,
            exclusive_maximum: true,
            ..Constraints::default()
        };
        let expected = [Limit::Minimum(Bound::Integer(1), true), Limit::MinItems(u32::MAX), Limit::MaxItems(0)];
        assert_eq!(limits(&constraints, None), expected);
    }
}
