//! What else schemas demand of values: `not`, `if`, `contains` and their like. What such a demand comes to is not worked out:
//! another one may allow more or less.

use super::comparer::Comparer;
use super::effect::Motion;
use super::spot::Spot;
use crate::ir::Rule;

/// Compares lists of demands, keyword by keyword.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &[&Rule], new: &[&Rule], spot: &Spot) {
    let mut lost: Vec<&Rule> = old.iter().filter(|rule| !new.contains(rule)).copied().collect();
    for rule in new.iter().filter(|rule| !old.contains(rule)) {
        let keyword = keyword(rule);
        let same = lost.iter().position(|other| self::keyword(other) == keyword && subject(other) == subject(rule));
        match same {
            Some(index) => changed(cx, lost.remove(index), rule, spot),
            None => {
                let message = format!("{} has to satisfy `{keyword}`{}", spot.name(), of(rule));
                cx.moved("demand-added", &spot.keyword(keyword), Motion::Narrows, message);
            }
        }
    }
    for rule in lost {
        let keyword = keyword(rule);
        let message = format!("{} need not satisfy `{keyword}`{} any more", spot.name(), of(rule));
        cx.moved("demand-removed", &spot.keyword(keyword), Motion::Widens, message);
    }
}

fn changed(cx: &mut Comparer<'_>, old: &Rule, new: &Rule, spot: &Spot) {
    let (rule, motion, word) = match (old, new) {
        (
            Rule::Contains { least: old_least, most: old_most, rules: old },
            Rule::Contains { least, most, rules: new },
        ) if old == new => {
            let most_of = |most: &Option<u32>| most.unwrap_or(u32::MAX);
            let (is_less, is_more) = (
                least >= old_least && most_of(most) <= most_of(old_most),
                least <= old_least && most_of(most) >= most_of(old_most),
            );
            match (is_less, is_more) {
                (true, _) => ("demand-narrowed", Motion::Narrows, "demands more of"),
                (_, true) => ("demand-widened", Motion::Widens, "demands less of"),
                _ => ("demand-changed", Motion::Replaces, "demands something else of"),
            }
        }
        (Rule::Together(_, old), Rule::Together(_, new)) if old.iter().all(|name| new.contains(name)) => {
            ("demand-narrowed", Motion::Narrows, "demands more of")
        }
        (Rule::Together(_, old), Rule::Together(_, new)) if new.iter().all(|name| old.contains(name)) => {
            ("demand-widened", Motion::Widens, "demands less of")
        }
        _ => ("demand-changed", Motion::Replaces, "demands something else of"),
    };
    let keyword = keyword(new);
    let message = format!("`{keyword}`{} {word} {}", of(new), spot.name());
    cx.moved(rule, &spot.keyword(keyword), motion, message);
}

/// What a demand is about, in words.
fn of(rule: &Rule) -> String {
    subject(rule).map_or_else(String::new, |subject| format!(" for `{subject}`"))
}

/// What tells a demand from another of the same keyword.
fn subject(rule: &Rule) -> Option<String> {
    match rule {
        Rule::Property(name, _) | Rule::Pattern(name, _) | Rule::Together(name, _) | Rule::Dependent(name, _) => {
            Some(name.clone())
        }
        Rule::Item(index, _) => Some(index.to_string()),
        _ => None,
    }
}

/// The keyword that makes a demand.
fn keyword(rule: &Rule) -> &'static str {
    match rule {
        Rule::Never => "false",
        Rule::Type(_) => "type",
        Rule::Values(_) => "enum",
        Rule::Limits(_) => "limits",
        Rule::Required(_) => "required",
        Rule::Property(..) => "properties",
        Rule::Pattern(..) => "patternProperties",
        Rule::Additional { .. } => "additionalProperties",
        Rule::Names(_) => "propertyNames",
        Rule::Item(..) => "prefixItems",
        Rule::Items(..) => "items",
        Rule::Contains { .. } => "contains",
        Rule::Together(..) => "dependentRequired",
        Rule::Dependent(..) => "dependentSchemas",
        Rule::Not(_) => "not",
        Rule::All(_) => "allOf",
        Rule::Any(_) => "anyOf",
        Rule::One(_) => "oneOf",
        Rule::If(..) => "if",
        Rule::OtherMembers(_) => "unevaluatedProperties",
        Rule::OtherItems(_) => "unevaluatedItems",
    }
}
