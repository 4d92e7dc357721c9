//! Rules: what is demanded of a value beyond what it is, such as `not` or `if`. They look at values that are held in memory.

use std::collections::BTreeSet;

use serde_json::Value;

use super::canonical::{canonical, number_of};
use super::limits::{ITEMS, Limits, MEMBERS};
use super::number::Num;
use super::pattern;
use super::report::{Path, Report};
use super::{Constant, Schema};

/// A schema of JSON Schema 2020-12: all of these hold. No rule says anything of values that it is not about.
pub type Rules = &'static [Rule];

/// One demand.
#[derive(Debug)]
pub enum Rule {
    /// Nothing will do.
    Never,
    /// `type`: the value is of one of these.
    Type(&'static [&'static str]),
    /// `enum`
    Values(&'static [Constant]),
    /// The limits of a schema, each for the values that it is about.
    Limits(&'static Schema),
    /// `required`
    Required(&'static [&'static str]),
    /// `properties`: what one of them satisfies.
    Property(&'static str, Rules),
    /// `patternProperties`: what members whose names match satisfy.
    Pattern(&'static str, Rules),
    /// `additionalProperties`: what all members satisfy but those with these names or with names that match these patterns.
    Additional(&'static [&'static str], &'static [&'static str], Rules),
    /// `propertyNames`
    Names(Rules),
    /// `prefixItems`: what the element at a place satisfies.
    Item(usize, Rules),
    /// `items`: what the elements from a place on satisfy.
    Items(usize, Rules),
    /// `contains`: at least and at most so many elements satisfy this.
    Contains(usize, usize, Rules),
    /// `dependentRequired`: where the one is, so are the others.
    Together(&'static str, &'static [&'static str]),
    /// `dependentSchemas`: what an object with this member satisfies.
    Dependent(&'static str, Rules),
    /// `not`
    Not(Rules),
    /// `allOf`
    All(&'static [Rules]),
    /// `anyOf`
    Any(&'static [Rules]),
    /// `oneOf`
    One(&'static [Rules]),
    /// `if`, `then`, `else`
    If(Rules, Rules, Rules),
    /// `unevaluatedProperties`: what the members satisfy that no rule before it in the list was about.
    OtherMembers(Rules),
    /// `unevaluatedItems`: likewise.
    OtherItems(Rules),
}

/// Tells what is wrong with a value.
pub(super) fn check(rules: Rules, value: &Value, path: &Path<'_>, report: &mut Report) {
    apply(rules, value, path, report, &mut Covered::default());
}

/// The parts of a value that rules were about.
#[derive(Debug, Default)]
struct Covered<'v> {
    members: BTreeSet<&'v str>,
    elements: BTreeSet<usize>,
    /// All elements before this one.
    first: usize,
}

impl Covered<'_> {
    fn merge(&mut self, other: Self) {
        self.members.extend(other.members);
        self.elements.extend(other.elements);
        self.first = self.first.max(other.first);
    }
}

/// What rules were about, if the value satisfies them.
fn holds<'v>(rules: Rules, value: &'v Value, path: &Path<'_>) -> Option<Covered<'v>> {
    let mut report = Report::probe();
    let mut covered = Covered::default();
    apply(rules, value, path, &mut report, &mut covered);
    report.into_violations().is_empty().then_some(covered)
}

fn apply<'v>(rules: Rules, value: &'v Value, path: &Path<'_>, report: &mut Report, covered: &mut Covered<'v>) {
    for rule in rules {
        if report.is_full() {
            return;
        }
        match value {
            Value::Object(members) => members_of(rule, members, path, report, covered),
            Value::Array(elements) => elements_of(rule, elements, path, report, covered),
            _ => {}
        }
        whole(rule, value, path, report, covered);
    }
}

/// The rules about a value as a whole.
fn whole<'v>(rule: &Rule, value: &'v Value, path: &Path<'_>, report: &mut Report, covered: &mut Covered<'v>) {
    match *rule {
        Rule::Never => report.push(path, "not", "must not be given"),
        Rule::Type(names) if !names.iter().any(|name| is_of(value, name)) => {
            report.push(path, "type", format!("must be of the type {}", names.join(" or ")));
        }
        Rule::Values(constants) if !constants.iter().any(|constant| constant.is(value)) => {
            report.push(path, "enum", "must be one of the documented values");
        }
        Rule::Limits(schema) => limit(&schema.limits, value, path, report),
        Rule::Not(rules) if holds(rules, value, path).is_some() => {
            report.push(path, "not", "must not be what the document excludes");
        }
        Rule::All(schemas) => {
            schemas.iter().for_each(|rules| merge(rules, value, path, report, covered));
        }
        Rule::Any(schemas) => {
            let held: Vec<_> = schemas.iter().filter_map(|rules| holds(rules, value, path)).collect();
            if held.is_empty() {
                report.push(path, "anyOf", "must be one of the documented alternatives");
            }
            held.into_iter().for_each(|own| covered.merge(own));
        }
        Rule::One(schemas) => {
            let held: Vec<_> = schemas.iter().filter_map(|rules| holds(rules, value, path)).collect();
            if held.len() != 1 {
                report.push(path, "oneOf", "must be exactly one of the documented alternatives");
            }
            held.into_iter().for_each(|own| covered.merge(own));
        }
        Rule::Dependent(name, rules) if value.get(name).is_some() => merge(rules, value, path, report, covered),
        Rule::If(condition, then, otherwise) => {
            let rules = match holds(condition, value, path) {
                Some(own) => {
                    covered.merge(own);
                    then
                }
                None => otherwise,
            };
            merge(rules, value, path, report, covered);
        }
        _ => {}
    }
}

/// Applies the rules of another schema to the same value.
fn merge<'v>(rules: Rules, value: &'v Value, path: &Path<'_>, report: &mut Report, covered: &mut Covered<'v>) {
    let mut own = Covered::default();
    apply(rules, value, path, report, &mut own);
    covered.merge(own);
}

type Members = serde_json::Map<String, Value>;

/// The rules about the members of an object.
fn members_of<'v>(rule: &Rule, members: &'v Members, path: &Path<'_>, report: &mut Report, covered: &mut Covered<'v>) {
    let mut each = |rules: Rules, is_meant: &dyn Fn(&str) -> bool, report: &mut Report| {
        for (name, value) in members.iter().filter(|(name, _)| is_meant(name)) {
            member(rules, value, &path.member(name), report);
            covered.members.insert(name);
        }
    };
    match *rule {
        Rule::Required(names) => required(names, members, path, report),
        Rule::Together(name, names) if members.contains_key(name) => required(names, members, path, report),
        Rule::Property(name, rules) => each(rules, &|other| other == name, report),
        Rule::Pattern(text, rules) => each(rules, &|name| pattern::matches(text, name), report),
        Rule::Additional(names, patterns, rules) => {
            let known = |name: &str| names.contains(&name) || patterns.iter().any(|text| pattern::matches(text, name));
            each(rules, &|name| !known(name), report);
        }
        Rule::OtherMembers(rules) => {
            let known = std::mem::take(&mut covered.members);
            for (name, value) in members.iter().filter(|(name, _)| !known.contains(name.as_str())) {
                member(rules, value, &path.member(name), report);
            }
            covered.members = members.keys().map(String::as_str).collect();
        }
        Rule::Names(rules) => {
            for name in members.keys() {
                let path = path.member(name);
                if holds(rules, &Value::from(name.as_str()), &path).is_none() {
                    report.push(&path, "propertyNames", "has a name that the document does not allow");
                }
            }
        }
        _ => {}
    }
}

/// A member that may not be there is no documented one.
fn member(rules: Rules, value: &Value, path: &Path<'_>, report: &mut Report) {
    match rules {
        [Rule::Never] => report.push(path, "additionalProperties", "is not allowed here"),
        rules => check(rules, value, path, report),
    }
}

fn required(names: &'static [&'static str], members: &Members, path: &Path<'_>, report: &mut Report) {
    for name in names.iter().filter(|name| !members.contains_key(**name)) {
        report.push(&path.property(name), "required", "is missing");
    }
}

/// The rules about the elements of an array.
fn elements_of<'v>(
    rule: &Rule,
    elements: &'v [Value],
    path: &Path<'_>,
    report: &mut Report,
    covered: &mut Covered<'v>,
) {
    match *rule {
        Rule::Item(index, rules) => {
            if let Some(value) = elements.get(index) {
                check(rules, value, &path.element(index), report);
                covered.elements.insert(index);
            }
        }
        Rule::Items(first, rules) => {
            for (index, value) in elements.iter().enumerate().skip(first) {
                check(rules, value, &path.element(index), report);
            }
            covered.elements.extend(0..first);
            covered.first = elements.len();
        }
        Rule::Contains(least, most, rules) => {
            let mut found = BTreeSet::new();
            for (index, value) in elements.iter().enumerate() {
                if holds(rules, value, &path.element(index)).is_some() {
                    found.insert(index);
                }
            }
            if found.len() < least {
                let message = format!("must contain at least {least} of the items that the document asks for");
                report.push(path, if least == 1 { "contains" } else { "minContains" }, message);
            } else if found.len() > most {
                let message = format!("must contain at most {most} of the items that the document limits");
                report.push(path, "maxContains", message);
            }
            covered.elements.extend(found);
        }
        Rule::OtherItems(rules) => {
            for (index, value) in elements.iter().enumerate().skip(covered.first) {
                if !covered.elements.contains(&index) {
                    check(rules, value, &path.element(index), report);
                }
            }
            covered.first = elements.len();
        }
        _ => {}
    }
}

fn limit(limits: &Limits, value: &Value, path: &Path<'_>, report: &mut Report) {
    match value {
        Value::Number(number) => limits.check_number(number_of(number), path, report),
        Value::String(text) => limits.check_text(text, path, report),
        Value::Array(elements) => {
            limits.items.check(elements.len(), &ITEMS, path, report);
            let mut seen = BTreeSet::new();
            if limits.unique_items && !elements.iter().all(|element| seen.insert(canonical(element))) {
                report.push(path, "uniqueItems", "must have no two items that are equal");
            }
        }
        Value::Object(members) => limits.members.check(members.len(), &MEMBERS, path, report),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Whether a value is of a type by its name.
fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => match number_of(number) {
            Num::Float(float) if float.fract() != 0.0 => name == "number",
            Num::Float(_) | Num::Integer(_) => name == "number" || name == "integer",
        },
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
