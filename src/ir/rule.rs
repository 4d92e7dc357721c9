//! Rules: what a schema demands of a value beyond what its type can say, such as `not` or `if`.

use super::{Constraints, Value};

/// One demand. A list of rules is a schema of JSON Schema 2020-12: a value has to satisfy all of them, and a rule says nothing
/// of values that it is not about.
///
/// `L` is what limits a single value: the keywords of the document here, those of a table in the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule<L = Constraints> {
    /// Nothing will do: the schema `false`.
    Never,
    /// `type`: the value is of one of these.
    Type(Vec<String>),
    /// `enum`
    Values(Vec<Value>),
    /// Keywords that limit a value of one type, such as `minimum`.
    Limits(L),
    /// `required`
    Required(Vec<String>),
    /// `properties`: what one of them satisfies.
    Property(String, Vec<Self>),
    /// `patternProperties`: what members whose names match satisfy.
    Pattern(String, Vec<Self>),
    /// `additionalProperties`: what all members satisfy but those with these names or with names that match these patterns.
    Additional {
        /// The names.
        names: Vec<String>,
        /// The patterns.
        patterns: Vec<String>,
        /// What the others satisfy.
        rules: Vec<Self>,
    },
    /// `propertyNames`
    Names(Vec<Self>),
    /// `prefixItems`: what the element at a place satisfies.
    Item(u32, Vec<Self>),
    /// `items`: what the elements from a place on satisfy.
    Items(u32, Vec<Self>),
    /// `contains`, `minContains`, `maxContains`
    Contains {
        /// How many there are at least.
        least: u32,
        /// How many there are at most.
        most: Option<u32>,
        /// What they satisfy.
        rules: Vec<Self>,
    },
    /// `dependentRequired`: where the one is, so are the others.
    Together(String, Vec<String>),
    /// `dependentSchemas`: what an object with this member satisfies.
    Dependent(String, Vec<Self>),
    /// `not`
    Not(Vec<Self>),
    /// `allOf`, where it matters which schema says what.
    All(Vec<Vec<Self>>),
    /// `anyOf`
    Any(Vec<Vec<Self>>),
    /// `oneOf`
    One(Vec<Vec<Self>>),
    /// `if`, `then`, `else`
    If(Vec<Self>, Vec<Self>, Vec<Self>),
    /// `unevaluatedProperties`: what the members satisfy of which no other rule says anything. Comes last.
    OtherMembers(Vec<Self>),
    /// `unevaluatedItems`: likewise.
    OtherItems(Vec<Self>),
}

impl Rule {
    /// The rule with limits as `limits` makes them, and patterns as `pattern` translates them. Nothing if a pattern has no
    /// counterpart: half a rule may say the contrary.
    pub fn translate<L>(
        self,
        pattern: &mut dyn FnMut(&str) -> Option<String>,
        limits: &mut dyn FnMut(Constraints, Option<String>) -> L,
    ) -> Option<Rule<L>> {
        let mut all = |rules: Vec<Self>| -> Option<Vec<Rule<L>>> {
            rules.into_iter().map(|rule| rule.translate(pattern, limits)).collect()
        };
        Some(match self {
            Self::Never => Rule::Never,
            Self::Type(names) => Rule::Type(names),
            Self::Values(values) => Rule::Values(values),
            Self::Limits(own) => match &own.pattern {
                Some(text) => {
                    let text = pattern(text)?;
                    Rule::Limits(limits(own, Some(text)))
                }
                None => Rule::Limits(limits(own, None)),
            },
            Self::Required(names) => Rule::Required(names),
            Self::Property(name, rules) => Rule::Property(name, all(rules)?),
            Self::Pattern(text, rules) => {
                let rules = all(rules)?;
                Rule::Pattern(pattern(&text)?, rules)
            }
            Self::Additional { names, patterns, rules } => {
                let rules = all(rules)?;
                let patterns = patterns.iter().map(|text| pattern(text)).collect::<Option<_>>()?;
                Rule::Additional { names, patterns, rules }
            }
            Self::Names(rules) => Rule::Names(all(rules)?),
            Self::Item(index, rules) => Rule::Item(index, all(rules)?),
            Self::Items(index, rules) => Rule::Items(index, all(rules)?),
            Self::Contains { least, most, rules } => Rule::Contains { least, most, rules: all(rules)? },
            Self::Together(name, names) => Rule::Together(name, names),
            Self::Dependent(name, rules) => Rule::Dependent(name, all(rules)?),
            Self::Not(rules) => Rule::Not(all(rules)?),
            Self::All(schemas) => Rule::All(schemas.into_iter().map(all).collect::<Option<_>>()?),
            Self::Any(schemas) => Rule::Any(schemas.into_iter().map(all).collect::<Option<_>>()?),
            Self::One(schemas) => Rule::One(schemas.into_iter().map(all).collect::<Option<_>>()?),
            Self::If(condition, then, otherwise) => Rule::If(all(condition)?, all(then)?, all(otherwise)?),
            Self::OtherMembers(rules) => Rule::OtherMembers(all(rules)?),
            Self::OtherItems(rules) => Rule::OtherItems(all(rules)?),
        })
    }
}
