//! Schemas to rules: the keywords that types cannot express. What types express is left to them.

use serde_json::Value;

use super::keywords::Part;
use super::limits;
use super::types::Types;
use crate::diag::{Place, codes};
use crate::ir::{Constraints, Rule};
use crate::lower::context::{Context, Id};
use crate::spec::{Node, keys};

/// How many rules one keyword may lead to, what it refers to included.
const MOST: usize = 1_000;

/// How deep schemas may be followed from one keyword.
const DEPTH: usize = 64;

/// The rules of what these schemas say together. `typed` tells that they have one pattern for names, whose values have a type.
pub(super) fn of_parts<'d>(cx: &mut Context<'d, '_>, parts: &[Part<'d>], typed: bool) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut seen = Vec::new();
    // A part of an alternative is one of the union too, and that has the rules.
    for part in parts.iter().filter(|part| !part.bare && part.only == Types::ALL) {
        gather(cx, &part.node, typed, &mut seen, &mut rules);
    }
    rules
}

/// The rule that a value satisfies one of these alternatives, each the schemas that it consists of.
pub(super) fn any<'d>(
    cx: &mut Context<'d, '_>,
    place: &Place,
    alternatives: impl Iterator<Item = Vec<Node<'d>>>,
) -> Option<Rule> {
    choice(cx, place, "anyOf", alternatives).map(Rule::Any)
}

/// The rule that a value satisfies exactly one of these schemas.
pub(super) fn one<'d>(
    cx: &mut Context<'d, '_>,
    place: &Place,
    alternatives: impl Iterator<Item = Vec<Node<'d>>>,
) -> Option<Rule> {
    choice(cx, place, "oneOf", alternatives).map(Rule::One)
}

fn choice<'d>(
    cx: &mut Context<'d, '_>,
    place: &Place,
    keyword: &str,
    alternatives: impl Iterator<Item = Vec<Node<'d>>>,
) -> Option<Vec<Vec<Rule>>> {
    let mut reader = Reader { cx, trail: Vec::new(), left: MOST };
    let mut all = |nodes: Vec<Node<'d>>| nodes.iter().map(|node| reader.schema(node)).collect::<Option<Vec<_>>>();
    let schemas: Option<Vec<_>> = alternatives.map(|nodes| Some(all(nodes)?.concat())).collect();
    if schemas.is_none() {
        cx.diag.push(codes::unchecked_keyword(place.clone(), keyword));
    }
    schemas
}

/// The rules of a schema and of what it composes.
fn gather<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, typed: bool, seen: &mut Vec<Id>, rules: &mut Vec<Rule>) {
    if node.reference().is_some()
        && let Some(target) = node.follow(cx.diag)
    {
        gather(cx, &target, typed, seen, rules);
        if !node.has_siblings() {
            return;
        }
    }
    if seen.contains(&Id::of(node)) || seen.len() >= DEPTH {
        return;
    }
    seen.push(Id::of(node));
    if let Some(key) = unevaluated(node) {
        let said = Reader { cx, trail: Vec::new(), left: MOST }.others(node);
        return add(cx, node, key, said, rules);
    }
    for (key, value) in node.value().as_object().into_iter().flatten() {
        let by_type = typed && key == keys::PATTERN_PROPERTIES;
        if by_type && node.value().get("additionalProperties") == Some(&Value::Bool(false)) {
            let known =
                |key: &str| node.get(key).iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect();
            let (names, patterns) = (known("properties"), known(key));
            rules.push(Rule::Additional { names, patterns, rules: vec![Rule::Never] });
        } else if is_demand(node, key, value) && !by_type {
            let said = Reader { cx, trail: Vec::new(), left: MOST }.demand(node, key);
            add(cx, node, key, said, rules);
        }
    }
    for member in node.get("allOf").iter().flat_map(Node::items) {
        gather(cx, &member, typed, seen, rules);
    }
}

fn add<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, key: &str, said: Option<Vec<Rule>>, rules: &mut Vec<Rule>) {
    match said {
        Some(said) => rules.extend(said),
        None => cx.diag.push(codes::unchecked_keyword(node.place().child(keys::source(key)), keys::source(key))),
    }
}

/// Whether a keyword demands what no type expresses.
fn is_demand(node: &Node<'_>, key: &str, value: &Value) -> bool {
    match key {
        "not" | keys::IF | keys::CONTAINS | keys::PROPERTY_NAMES | keys::PATTERN_PROPERTIES => true,
        keys::DEPENDENT_REQUIRED | keys::DEPENDENT_SCHEMAS | keys::DEPENDENCIES => true,
        // The elements of a type are all of one type.
        keys::PREFIX_ITEMS => node.get("items").is_some_and(|items| items.value().is_object()),
        "enum" => value.as_array().into_iter().flatten().any(|value| value.is_array() || value.is_object()),
        _ => false,
    }
}

/// The keyword about all that others say nothing of, if what they say depends on the value.
fn unevaluated(node: &Node<'_>) -> Option<&'static str> {
    let demands = |key: &&str| node.value().get(key).is_some_and(|value| value != &Value::Bool(true));
    let members = Some(keys::UNEVALUATED_PROPERTIES).filter(demands).filter(|_| is_conditional(node));
    members.or(Some(keys::UNEVALUATED_ITEMS).filter(demands))
}

/// Whether what a schema says of members or elements depends on the value.
pub(super) fn is_conditional(node: &Node<'_>) -> bool {
    const CONDITIONAL: [&str; 3] = [keys::IF, keys::DEPENDENT_SCHEMAS, keys::CONTAINS];
    CONDITIONAL.iter().any(|key| node.get(key).is_some())
        || node.get("allOf").is_some_and(|members| members.items().any(|member| is_conditional(&member)))
}

/// Reads whole schemas. Nothing where one refers to itself, or leads to too many rules.
struct Reader<'r, 'd, 'x> {
    cx: &'r mut Context<'d, 'x>,
    trail: Vec<Id>,
    left: usize,
}

impl<'d> Reader<'_, 'd, '_> {
    fn schema(&mut self, node: &Node<'d>) -> Option<Vec<Rule>> {
        let id = Id::of(node);
        if self.trail.contains(&id) || self.trail.len() >= DEPTH {
            return None;
        }
        self.trail.push(id);
        let rules = self.all(node);
        self.trail.pop();
        rules
    }

    fn schemas(&mut self, node: &Node<'d>) -> Option<Vec<Vec<Rule>>> {
        node.items().collect::<Vec<_>>().iter().map(|node| self.schema(node)).collect()
    }

    fn all(&mut self, node: &Node<'d>) -> Option<Vec<Rule>> {
        let rules = self.said(node)?;
        let or_null = node.value().get("nullable") == Some(&Value::Bool(true)) && rules.iter().any(refuses_null);
        if or_null && rules.iter().all(|rule| matches!(rule, Rule::Type(_)) || !refuses_null(rule)) {
            return Some(rules.into_iter().map(with_null).collect());
        }
        let null = || vec![Rule::Type(vec!["null".to_owned()])];
        Some(if or_null { vec![Rule::Any(vec![null(), rules])] } else { rules })
    }

    /// What a schema says, apart from `nullable`.
    fn said(&mut self, node: &Node<'d>) -> Option<Vec<Rule>> {
        let mut rules = Vec::new();
        if node.reference().is_some() {
            let target = node.follow_once(self.cx.diag)?;
            rules = self.schema(&target)?;
            if !node.has_siblings() {
                return Some(rules);
            }
        }
        let members = node.value().as_object()?;
        let mut limit = Constraints::default();
        for (key, value) in members {
            limits::add(&mut limit, members, key, value);
            self.keyword(node, key, &mut rules)?;
        }
        if limit != Constraints::default() {
            rules.push(Rule::Limits(limit));
        }
        // What no other keyword speaks of is known when all others are.
        rules.sort_by_key(|rule| matches!(rule, Rule::OtherMembers(_) | Rule::OtherItems(_)));
        self.left = self.left.checked_sub(rules.len())?;
        Some(rules)
    }

    /// Adds the rules of one keyword of a schema.
    fn keyword(&mut self, node: &Node<'d>, key: &str, rules: &mut Vec<Rule>) -> Option<()> {
        let value = node.value().get(key)?;
        let child = || node.get(key);
        match key {
            "type" | keys::TYPES => rules.push(Rule::Type(names(value))),
            "enum" => rules.push(Rule::Values(value.as_array().cloned().unwrap_or_default())),
            "required" => rules.push(Rule::Required(names(value))),
            "properties" => {
                for (name, node) in child()?.entries() {
                    rules.push(Rule::Property(name.to_owned(), self.schema(&node)?));
                }
            }
            keys::PATTERN_PROPERTIES => {
                for (pattern, node) in child()?.entries() {
                    rules.push(Rule::Pattern(pattern.to_owned(), self.schema(&node)?));
                }
            }
            "additionalProperties" => rules.push(self.additional(node)?),
            keys::PROPERTY_NAMES => rules.push(Rule::Names(self.schema(&child()?)?)),
            keys::PREFIX_ITEMS => {
                for (index, schema) in self.schemas(&child()?)?.into_iter().enumerate() {
                    rules.push(Rule::Item(u32::try_from(index).ok()?, schema));
                }
            }
            "items" => {
                let first = node.value().get(keys::PREFIX_ITEMS).and_then(Value::as_array).map_or(0, Vec::len);
                rules.push(Rule::Items(u32::try_from(first).ok()?, self.sub(&child()?)?));
            }
            keys::CONTAINS => {
                let count = |key: &str| node.value().get(key).and_then(Value::as_u64);
                let least = count(keys::MIN_CONTAINS).map_or(Some(1), |count| u32::try_from(count).ok())?;
                let most = count(keys::MAX_CONTAINS).and_then(|count| u32::try_from(count).ok());
                rules.push(Rule::Contains { least, most, rules: self.sub(&child()?)? });
            }
            "allOf" => {
                for schema in self.schemas(&child()?)? {
                    match schema.iter().any(|rule| matches!(rule, Rule::OtherMembers(_) | Rule::OtherItems(_))) {
                        true => rules.push(Rule::All(vec![schema])),
                        false => rules.extend(schema),
                    }
                }
            }
            "anyOf" => rules.push(Rule::Any(self.schemas(&child()?)?)),
            "oneOf" => rules.push(Rule::One(self.schemas(&child()?)?)),
            "not" => rules.push(match self.sub(&child()?)? {
                nothing if nothing.is_empty() => Rule::Never,
                other => Rule::Not(other),
            }),
            keys::IF => {
                let mut branch = |key: &str| node.get(key).map_or(Some(Vec::new()), |node| self.sub(&node));
                let (then, otherwise) = (branch(keys::THEN)?, branch(keys::ELSE)?);
                rules.push(Rule::If(self.sub(&child()?)?, then, otherwise));
            }
            keys::DEPENDENT_REQUIRED | keys::DEPENDENCIES => {
                for (name, node) in child()?.entries() {
                    let required = node.value().as_array()?;
                    let required = required.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                    rules.push(Rule::Together(name.to_owned(), required));
                }
            }
            keys::DEPENDENT_SCHEMAS => {
                for (name, node) in child()?.entries() {
                    rules.push(Rule::Dependent(name.to_owned(), self.sub(&node)?));
                }
            }
            keys::UNEVALUATED_PROPERTIES => rules.push(Rule::OtherMembers(self.sub(&child()?)?)),
            keys::UNEVALUATED_ITEMS => rules.push(Rule::OtherItems(self.sub(&child()?)?)),
            keys::DYNAMIC_REF => return None,
            _ => {}
        }
        Some(())
    }

    /// A schema, or a boolean in its place.
    fn sub(&mut self, node: &Node<'d>) -> Option<Vec<Rule>> {
        match node.value() {
            Value::Bool(true) => Some(Vec::new()),
            Value::Bool(false) => Some(vec![Rule::Never]),
            _ => self.schema(node),
        }
    }

    fn additional(&mut self, node: &Node<'d>) -> Option<Rule> {
        let keys = |key: &str| node.get(key).iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect();
        let rules = self.sub(&node.get("additionalProperties")?)?;
        Some(Rule::Additional { names: keys("properties"), patterns: keys(keys::PATTERN_PROPERTIES), rules })
    }

    /// The rules of one keyword whose demands are not those of the type, and of those that it works with.
    fn demand(&mut self, node: &Node<'d>, key: &str) -> Option<Vec<Rule>> {
        let mut rules = Vec::new();
        self.keyword(node, key, &mut rules)?;
        let with = match key {
            keys::PATTERN_PROPERTIES => "additionalProperties",
            keys::PREFIX_ITEMS => "items",
            _ => return Some(rules),
        };
        if node.value().get(with).is_some_and(|value| value != &Value::Bool(true)) {
            self.keyword(node, with, &mut rules)?;
        }
        Some(rules)
    }

    /// All rules, so that it comes to light what none of them speaks of. What the type expresses is named only.
    fn others(&mut self, node: &Node<'d>) -> Option<Vec<Rule>> {
        let mut rules = Vec::new();
        for rule in self.said(node)? {
            rules.push(match rule {
                Rule::Type(_) | Rule::Limits(_) | Rule::Required(_) => continue,
                Rule::Property(name, _) => Rule::Property(name, Vec::new()),
                Rule::Item(index, _) => Rule::Item(index, Vec::new()),
                // Types tell alternatives apart; whether a value might be another one as well is no matter.
                Rule::One(schemas) => Rule::Any(schemas),
                other => other,
            });
        }
        Some(vec![Rule::All(vec![rules])])
    }
}

/// Names of types or members: one or several.
fn names(value: &Value) -> Vec<String> {
    let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn with_null(rule: Rule) -> Rule {
    match rule {
        Rule::Type(mut names) => {
            names.push("null".to_owned());
            Rule::Type(names)
        }
        other => other,
    }
}

/// Whether a rule has anything to say of `null`.
fn refuses_null(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::Never
            | Rule::Type(_)
            | Rule::Values(_)
            | Rule::Not(_)
            | Rule::All(_)
            | Rule::Any(_)
            | Rule::One(_)
            | Rule::If(..)
    )
}
