//! Sets of JSON types, as `type` names them. Pure.

use std::fmt;

use serde_json::Value;

/// A set of JSON types. `number` contains `integer` (JSON Schema validation 2020-12, 6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::lower) struct Types(u8);

impl Types {
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const OBJECT: Self = Self(4);
    pub(super) const ARRAY: Self = Self(8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const INTEGER: Self = Self(32);
    pub(super) const NUMBER: Self = Self(32 | 64);
    pub(super) const ALL: Self = Self(127);

    /// The names, each with its set; `integer` is left out where `number` stands.
    const NAMES: [(&'static str, Self); 7] = [
        ("null", Self::NULL),
        ("boolean", Self::BOOLEAN),
        ("object", Self::OBJECT),
        ("array", Self::ARRAY),
        ("string", Self::STRING),
        ("number", Self::NUMBER),
        ("integer", Self::INTEGER),
    ];

    /// The value of `type`: a name or an array of names.
    pub(super) fn of(value: &Value) -> Self {
        let named = |value: &Value| {
            let name = value.as_str()?;
            Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, types)| *types)
        };
        let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let set = names.iter().filter_map(named).fold(0, |set, types| set | types.0);
        if set == 0 { Self::ALL } else { Self(set) }
    }

    /// The type of a value.
    pub(super) fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() && number.as_f64().is_none_or(|f| f.fract() != 0.0) => Self(64),
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.and(other) == other
    }

    /// The names of the types.
    pub(super) fn names(self) -> Vec<&'static str> {
        let covered = |name: &str| name == "integer" && self.contains(Self::NUMBER);
        let names = Self::NAMES.into_iter().filter(|(name, types)| self.contains(*types) && !covered(name));
        names.map(|(name, _)| name).collect()
    }

    /// The types one by one, numbers as one.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        let kinds = [Self::NULL, Self::BOOLEAN, Self::NUMBER, Self::STRING, Self::ARRAY, Self::OBJECT];
        kinds.into_iter().map(move |kind| self.and(kind)).filter(|kind| !kind.is_none())
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_contain_integers() {
        let number = Types::of(&json!("number"));
        assert_eq!(number.and(Types::INTEGER), Types::INTEGER);
        assert_eq!(Types::of(&json!(["integer", "string"])).to_string(), "string or integer");
        assert_eq!(Types::of(&json!(["number", "null"])).to_string(), "null or number");
        assert_eq!(number.each().count(), 1);
    }
}
