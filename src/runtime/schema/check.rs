//! The walk: one visitor for texts and values alike, which builds no value of its own unless it has to look ahead.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::number::Num;
use super::report::{Path, Report};
use super::union::{self, Buffer};
use super::{Additional, Constant, Kind, Precision, Probe, Schema, Unrecognised, array, object, rule};

/// How deep values may nest; texts that nest deeper are not even JSON to `serde_json`.
const DEPTH: usize = 128;

/// How many unions may stand directly in one another; a union that is an alternative of itself has no end.
pub(super) const UNIONS: usize = 32;

/// As many values of an enumeration are listed.
const LISTED: usize = 20;

/// What a value is checked against when nothing is known of it.
pub(super) static ANY: Schema = Schema::any();

/// A value that is about to be read.
pub(super) struct Check<'a> {
    pub(super) schema: &'a Schema,
    pub(super) nullable: bool,
    /// Whether the rules of the schema are checked already.
    pub(super) ruled: bool,
    pub(super) path: &'a Path<'a>,
    pub(super) report: &'a mut Report,
}

impl<'a> Check<'a> {
    pub(super) fn new(schema: &'a Schema, path: &'a Path<'a>, report: &'a mut Report) -> Self {
        let (schema, nullable) = schema.resolve();
        Self { schema, nullable, ruled: false, path, report }
    }

    /// Checks a value that is there already.
    pub(super) fn check(self, value: &Value) {
        // The only errors are those of a text.
        drop(self.deserialize(value));
    }

    /// Whether every value without parts will do.
    pub(super) fn takes_every_scalar(&self) -> bool {
        matches!(self.schema.kind, Kind::Any) && self.schema.rules.is_empty()
    }

    /// Whether the value has to be held in memory for the rules of the schema.
    pub(super) fn has_rules(&self) -> bool {
        !self.ruled && !self.schema.rules.is_empty()
    }

    /// Checks a value against the rules of the schema, and then against the rest of it.
    pub(super) fn check_rules(mut self, value: &Value) {
        if !(value.is_null() && self.nullable) {
            rule::check(self.schema.rules, value, self.path, self.report);
        }
        self.ruled = true;
        if let Kind::Of(target) = self.schema.kind {
            let (schema, nullable) = target.resolve();
            self = Self { schema, nullable: self.nullable || nullable, ruled: false, ..self };
        }
        self.check(value);
    }

    /// The alternative for a value of this kind, where there are several. Nothing if there is none to check it against. A
    /// union that looks into values of this kind is left for [`union`].
    pub(super) fn narrow(mut self, kind: Probe) -> Option<Self> {
        for _ in 0..UNIONS {
            let Kind::Union(alternatives, unrecognised) = self.schema.kind else { return Some(self) };
            if union::looks_inside(alternatives, kind) {
                return Some(self);
            }
            let Some(schema) = union::of_kind(alternatives, kind) else {
                if unrecognised == Unrecognised::Refused {
                    self.mismatch();
                }
                return None;
            };
            let (schema, nullable) = schema.resolve();
            self.schema = schema;
            self.nullable |= nullable;
            self.ruled = false;
            // What it is of is told when its rules are checked.
            if self.has_rules() {
                return Some(self);
            }
        }
        None
    }

    /// Checks an array or object that is held in memory.
    pub(super) fn check_held(self, value: &Value) {
        match self.schema.kind {
            _ if self.has_rules() => self.check_rules(value),
            Kind::Constants(constants) if constants.iter().any(|constant| constant.is(value)) => {}
            Kind::Constants(_) => self.mismatch(),
            _ => self.check(value),
        }
    }

    /// Says that the value is not what it should be at all.
    pub(super) fn mismatch(self) {
        let rule = match self.schema.kind {
            Kind::Texts(_) | Kind::Constants(_) => "enum",
            Kind::Union(..) => "oneOf",
            _ => "type",
        };
        let or_null = if self.nullable { " or null" } else { "" };
        self.report.push(self.path, rule, format!("must be {}{or_null}", self.schema.expected()));
    }

    /// Checks a value that has no parts.
    pub(super) fn scalar(self, found: Found<'_>) {
        if matches!(found, Found::Null) && self.nullable {
            return;
        }
        let Some(check) = self.narrow(found.kind()) else { return };
        if check.has_rules() {
            return check.check_rules(&found.value());
        }
        if let Kind::Union(..) = check.schema.kind {
            if !(check.nullable && matches!(found, Found::Null)) {
                union::check_held(check, found.value());
            }
            return;
        }
        let limits = &check.schema.limits;
        match (&check.schema.kind, found.whole_if(&check.schema.kind)) {
            (Kind::Any, _) | (Kind::Null, Found::Null) | (Kind::Boolean, Found::Boolean(_)) => {}
            (_, Found::Null) if check.nullable => {}
            (Kind::Integer(least, most), Found::Number(Num::Integer(number))) => {
                if (i128::from(*least)..=i128::from(*most)).contains(&number) {
                    return limits.check_number(Num::Integer(number), check.path, check.report);
                }
                check.report.push(check.path, "format", format!("must be between {least} and {most}"));
            }
            (Kind::Number(precision), Found::Number(number)) => {
                if *precision == Precision::Single && !number.fits_single() {
                    return check.report.push(check.path, "format", "must be a number of 32 bits");
                }
                limits.check_number(number, check.path, check.report);
            }
            (Kind::String(format), Found::Text(text)) => {
                limits.check_text(text, check.path, check.report);
                if !format.holds(text) {
                    check.report.push(check.path, "format", format!("must be {}", format.expected()));
                }
            }
            (Kind::Texts(texts), Found::Text(text)) if texts.contains(&text) => {}
            (Kind::Constants(constants), found) if constants.iter().any(|constant| constant.is(&found.value())) => {}
            _ => check.mismatch(),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.depth >= DEPTH {
            self.report.push(self.path, "depth", "is nested too deeply");
        } else if self.report.is_full() {
            // Nothing more would be told.
        } else if self.has_rules() {
            let value = Buffer { path: self.path, report: self.report }.deserialize(deserializer)?;
            self.check_rules(&value);
            return Ok(());
        } else {
            return deserializer.deserialize_any(self);
        }
        deserializer.deserialize_ignored_any(IgnoredAny).map(drop)
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(Found::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Found::Boolean(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Found::Number(Num::Integer(value.into())));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(Found::Number(Num::Integer(value.into())));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Found::Number(Num::Float(value)));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Found::Text(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        match self.narrow(Probe::Array) {
            Some(check) if check.has_rules() => {
                let value = Buffer { path: check.path, report: check.report }.visit_seq(elements)?;
                check.check_rules(&value);
                Ok(())
            }
            Some(check) => check.elements(elements),
            None => array::skip(elements),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        match self.narrow(Probe::Object) {
            Some(check) if check.has_rules() => {
                let value = Buffer { path: check.path, report: check.report }.visit_map(members)?;
                check.check_rules(&value);
                Ok(())
            }
            Some(check) => check.members(members),
            None => object::skip(members),
        }
    }
}

impl Check<'_> {
    fn elements<'de, A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        match self.schema.kind {
            Kind::Union(..) | Kind::Constants(_) => union::check_elements(self, elements),
            _ => array::check(self, elements),
        }
    }

    fn members<'de, A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        match self.schema.kind {
            Kind::Object(properties, additional) => object::check(self, properties, additional, None, members),
            Kind::Any => object::check(self, &[], Additional::Kept(&ANY), None, members),
            Kind::Union(alternatives, _) => union::check(self, alternatives, members),
            Kind::Constants(_) => union::check(self, &[], members),
            _ => {
                self.mismatch();
                object::skip(members)
            }
        }
    }
}

/// A value that has no parts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found<'t> {
    Null,
    Boolean(bool),
    Number(Num),
    Text(&'t str),
}

impl Found<'_> {
    fn kind(self) -> Probe {
        match self {
            Self::Null => Probe::Null,
            Self::Boolean(_) => Probe::Boolean,
            Self::Number(_) => Probe::Number,
            Self::Text(_) => Probe::String,
        }
    }

    /// The value as one of a kind: `1.0` is an integer (JSON Schema 2020-12, validation, 6.1.1).
    fn whole_if(self, kind: &Kind) -> Self {
        match (kind, self) {
            (Kind::Integer(..), Self::Number(number)) => Self::Number(number.whole()),
            (_, found) => found,
        }
    }

    pub(super) fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => value.into(),
            Self::Number(number) => number.value(),
            Self::Text(text) => text.into(),
        }
    }
}

impl Schema {
    /// What values of this schema are, for people: "a string".
    pub(super) fn expected(&self) -> String {
        let words = match &self.kind {
            Kind::Any => "any value",
            Kind::Null => "null",
            Kind::Boolean => "true or false",
            Kind::Integer(..) => "an integer",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) | Kind::Tuple(_) => "an array",
            Kind::Object(..) => "an object",
            Kind::Union(..) => "one of the documented alternatives",
            Kind::Of(_) => "what another schema says",
            Kind::Texts(texts) => return one_of(texts.iter().map(ToString::to_string).collect()),
            Kind::Constants(constants) => return one_of(constants.iter().map(written).collect()),
        };
        words.to_owned()
    }
}

/// A constant as people write it.
fn written(constant: &Constant) -> String {
    match constant {
        Constant::Null => "null".to_owned(),
        Constant::Boolean(value) => value.to_string(),
        Constant::Integer(value) => value.to_string(),
        Constant::Number(value) => value.to_string(),
        Constant::String(text) | Constant::Json(text) => (*text).to_owned(),
    }
}

/// A list of what is allowed.
pub(super) fn one_of(values: Vec<String>) -> String {
    match values.as_slice() {
        [one] => format!("`{one}`"),
        values if values.len() <= LISTED => format!("one of `{}`", values.join("`, `")),
        values => format!("one of the {} documented values", values.len()),
    }
}
