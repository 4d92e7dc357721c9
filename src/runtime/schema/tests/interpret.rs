//! Tables as the generator plans them, built in memory instead of written as Rust: what a generated server would check.

use crate::Config;
use crate::ir::{MemberOutline, Outline as Look};
use crate::plan::{
    AdditionalPlan, Bound, Gate, IntegerFormat, Limit, NumberFormat, Plan, Probe as HowPlan, Rule as RulePlan,
    SchemaKind, SchemaPlan, StringFormat,
};
use crate::spec::Document;

use super::super::super::codec::{Attribute, Outline};
use super::super::{Alternative, Constant, Probe, Property, Rule, Rules, Schema};

/// How often a schema that contains itself is written out.
const DEPTH: usize = 6;

/// The table of a component schema of a document, which some request has to lead to.
pub(super) fn table(document: &str, component: &str) -> &'static Schema {
    let document = Document::from_text("test.yaml", document).unwrap();
    let understood = crate::understand(&document, &Config::new(), Gate::Always);
    assert!(!understood.findings.has_errors(), "{}", document.listing(&understood.findings, false));
    let silent = understood.findings.iter().all(|finding| finding.code != "unchecked-keyword");
    assert!(silent, "{}", document.listing(&understood.findings, false));
    let tables = &understood.plan.service.tables;
    let table = tables.values().find(|table| table.ident.bare() == component).expect("a table of this name");
    leak(Interpreter { plan: &understood.plan }.schema(&table.schema, DEPTH))
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: impl Iterator<Item = T>) -> &'static [T] {
    Box::leak(values.collect::<Vec<T>>().into_boxed_slice())
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn texts(all: &[String]) -> &'static [&'static str] {
    leak_all(all.iter().map(|one| text(one)))
}

struct Interpreter<'a> {
    plan: &'a Plan,
}

impl Interpreter<'_> {
    fn schema(&self, schema: &SchemaPlan, depth: usize) -> Schema {
        let mut made = schema.limits.iter().fold(self.kind(&schema.kind, depth), limited);
        if schema.nullable {
            made = made.nullable();
        }
        made.rules(rules(&schema.rules))
    }

    fn kind(&self, kind: &SchemaKind, depth: usize) -> Schema {
        let nested = |schema: &SchemaPlan| leak(self.schema(schema, depth));
        match kind {
            SchemaKind::Table(_) if depth == 0 => Schema::any(),
            SchemaKind::Table(id) => Schema::of(leak(self.schema(&self.plan.service.tables[id].schema, depth - 1))),
            SchemaKind::Any => Schema::any(),
            SchemaKind::Null => Schema::null(),
            SchemaKind::Boolean => Schema::boolean(),
            SchemaKind::Integer(IntegerFormat::Int32) => Schema::int32(),
            SchemaKind::Integer(IntegerFormat::UInt32) => Schema::uint32(),
            SchemaKind::Integer(IntegerFormat::UInt64) => Schema::uint64(),
            SchemaKind::Integer(_) => Schema::integer(),
            SchemaKind::Number(NumberFormat::Float) => Schema::float(),
            SchemaKind::Number(_) => Schema::number(),
            SchemaKind::String(StringFormat::Date) => Schema::date(),
            SchemaKind::String(StringFormat::DateTime) => Schema::date_time(),
            SchemaKind::String(_) => Schema::string(),
            SchemaKind::Texts(all) => Schema::texts(texts(all)),
            SchemaKind::Constants(values) => Schema::constants(leak_all(values.iter().map(constant))),
            SchemaKind::Array(items) => Schema::array(nested(items)),
            SchemaKind::Tuple(items) => Schema::tuple(leak_all(items.iter().map(|item| self.schema(item, depth)))),
            SchemaKind::Map(values) => Schema::map(nested(values)),
            SchemaKind::Object { properties, additional } => {
                let properties = properties.iter().map(|property| match property.required {
                    true => Property::required(text(&property.name), nested(&property.schema)),
                    false => Property::optional(text(&property.name), nested(&property.schema)),
                });
                let object = Schema::object(leak_all(properties));
                match additional {
                    AdditionalPlan::Ignored => object,
                    AdditionalPlan::Forbidden => object.closed(),
                    AdditionalPlan::Kept(schema) => object.additional(nested(schema)),
                }
            }
            SchemaKind::Union { alternatives, open } => {
                let alternatives =
                    alternatives.iter().map(|(how, schema)| Alternative::new(probe(how), nested(schema)));
                let union = Schema::union(leak_all(alternatives));
                if *open { union.open() } else { union }
            }
        }
    }
}

fn limited(schema: Schema, limit: &Limit) -> Schema {
    let count = |count: u32| count as usize;
    match limit {
        Limit::Minimum(bound, exclusive) => {
            let schema = match bound {
                Bound::Integer(number) => schema.minimum(*number),
                Bound::Float(number) => schema.minimum_f64(*number),
            };
            if *exclusive { schema.exclusive_minimum() } else { schema }
        }
        Limit::Maximum(bound, exclusive) => {
            let schema = match bound {
                Bound::Integer(number) => schema.maximum(*number),
                Bound::Float(number) => schema.maximum_f64(*number),
            };
            if *exclusive { schema.exclusive_maximum() } else { schema }
        }
        Limit::MultipleOf(Bound::Integer(step)) => schema.multiple_of(*step),
        Limit::MultipleOf(Bound::Float(step)) => schema.multiple_of_f64(*step),
        Limit::MinLength(least) => schema.min_length(count(*least)),
        Limit::MaxLength(most) => schema.max_length(count(*most)),
        Limit::Pattern(pattern) => schema.pattern(text(pattern)),
        Limit::MinItems(least) => schema.min_items(count(*least)),
        Limit::MaxItems(most) => schema.max_items(count(*most)),
        Limit::UniqueItems => schema.unique_items(),
        Limit::MinProperties(least) => schema.min_properties(count(*least)),
        Limit::MaxProperties(most) => schema.max_properties(count(*most)),
    }
}

fn rules(all: &[RulePlan]) -> Rules {
    leak_all(all.iter().map(rule))
}

fn choices(schemas: &[Vec<RulePlan>]) -> &'static [Rules] {
    leak_all(schemas.iter().map(|schema| rules(schema)))
}

fn rule(rule: &RulePlan) -> Rule {
    let index = |index: u32| index as usize;
    match rule {
        RulePlan::Never => Rule::Never,
        RulePlan::Type(names) => Rule::Type(texts(names)),
        RulePlan::Values(values) => Rule::Values(leak_all(values.iter().map(constant))),
        RulePlan::Limits(limits) => Rule::Limits(leak(limits.iter().fold(Schema::any(), limited))),
        RulePlan::Required(names) => Rule::Required(texts(names)),
        RulePlan::Property(name, own) => Rule::Property(text(name), rules(own)),
        RulePlan::Pattern(pattern, own) => Rule::Pattern(text(pattern), rules(own)),
        RulePlan::Additional { names, patterns, rules: own } => {
            Rule::Additional(texts(names), texts(patterns), rules(own))
        }
        RulePlan::Names(own) => Rule::Names(rules(own)),
        RulePlan::Item(at, own) => Rule::Item(index(*at), rules(own)),
        RulePlan::Items(first, own) => Rule::Items(index(*first), rules(own)),
        RulePlan::Contains { least, most, rules: own } => {
            Rule::Contains(index(*least), most.map_or(usize::MAX, index), rules(own))
        }
        RulePlan::Together(name, names) => Rule::Together(text(name), texts(names)),
        RulePlan::Dependent(name, own) => Rule::Dependent(text(name), rules(own)),
        RulePlan::Not(own) => Rule::Not(rules(own)),
        RulePlan::All(schemas) => Rule::All(choices(schemas)),
        RulePlan::Any(schemas) => Rule::Any(choices(schemas)),
        RulePlan::One(schemas) => Rule::One(choices(schemas)),
        RulePlan::If(condition, then, otherwise) => Rule::If(rules(condition), rules(then), rules(otherwise)),
        RulePlan::OtherMembers(own) => Rule::OtherMembers(rules(own)),
        RulePlan::OtherItems(own) => Rule::OtherItems(rules(own)),
    }
}

fn probe(how: &HowPlan) -> Probe {
    match how {
        HowPlan::Tag(name, values) => Probe::Tag(text(name), texts(values)),
        HowPlan::Json("null") => Probe::Null,
        HowPlan::Json("boolean") => Probe::Boolean,
        HowPlan::Json("number") => Probe::Number,
        HowPlan::Json("string") => Probe::String,
        HowPlan::Json("array") => Probe::Array,
        HowPlan::Json(_) => Probe::Object,
        HowPlan::Member(name) => Probe::Member(text(name)),
        HowPlan::Constant(name, value) => Probe::Constant(text(name), constant(value)),
        HowPlan::Like(like) => Probe::Like(outline(like)),
        HowPlan::Otherwise => Probe::Otherwise,
    }
}

fn outline(like: &Look) -> Outline {
    let all = |looks: &[Look]| leak_all(looks.iter().map(outline));
    match like {
        Look::Any => Outline::Any,
        Look::Null => Outline::Null,
        Look::Boolean => Outline::Boolean,
        Look::Integer => Outline::Integer,
        Look::Number => Outline::Number,
        Look::Text(text) => Outline::Text(text.begin()),
        Look::Ipv4 => Outline::Ipv4,
        Look::Ipv6 => Outline::Ipv6,
        Look::Constants(values) => Outline::Constants(leak_all(values.iter().map(constant))),
        Look::Array(item) => Outline::Array(leak(outline(item))),
        Look::Tuple(items) => Outline::Tuple(all(items)),
        Look::Object { members, rest } => {
            let rest = rest.as_deref().map(|rest| leak(outline(rest)));
            Outline::Object(leak_all(members.iter().map(attribute)), rest)
        }
        Look::Either(looks) => Outline::Either(all(looks)),
    }
}

fn attribute(member: &MemberOutline) -> Attribute {
    let (name, outline) = (text(&member.name), outline(&member.outline));
    if member.required { Attribute::required(name, outline) } else { Attribute::optional(name, outline) }
}

fn constant(value: &serde_json::Value) -> Constant {
    match value {
        serde_json::Value::Null => Constant::Null,
        serde_json::Value::Bool(value) => Constant::Boolean(*value),
        serde_json::Value::String(value) => Constant::String(text(value)),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Constant::Integer(number),
            None => Constant::Number(number.as_f64().unwrap()),
        },
        other => Constant::Json(text(&other.to_string())),
    }
}
