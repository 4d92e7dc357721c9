//! The keywords of schemas: what one schema says together with all that it composes by `allOf`, children still as nodes.
//!
//! Keywords are read from the tree itself, whose structure `spec` has checked, not through `openapiv3`: that would turn
//! numbers into `f64`, and schemas are by far the most numerous objects of a document (42,000 in GitHub's).

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::types::Types;
use super::{limits, notes, rules, scalar};
use crate::diag::{FileId, Place, Pointer, codes};
use crate::ir::{Constraints, Rule, TypeId};
use crate::lower::context::{Context, Id};
use crate::spec::{Node, keys};

/// How many schemas may compose each other in a chain.
const DEPTH: usize = 64;

/// One of the schemas that a type is made from.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Part<'d> {
    pub(in crate::lower) node: Node<'d>,
    /// Without its `oneOf` and `anyOf`.
    pub(super) bare: bool,
    /// Only what it says of these types.
    pub(super) only: Types,
    /// The definition that it is written in, if not the one that is being made.
    pub(super) origin: Option<TypeId>,
}

impl<'d> Part<'d> {
    pub(in crate::lower) fn whole(node: Node<'d>) -> Self {
        Self { node, bare: false, only: Types::ALL, origin: None }
    }
}

/// Identifies what a definition is made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::lower) enum Key {
    /// All of one schema.
    Whole(Id),
    /// Several schemas or parts of them: whether bare, and of which types.
    Parts(Vec<(Id, bool, Types)>),
}

impl Key {
    pub(in crate::lower) fn of(node: &Node<'_>) -> Self {
        Self::Whole(Id::of(node))
    }

    pub(super) fn parts(parts: &[Part<'_>]) -> Self {
        match parts {
            [Part { node, bare: false, only: Types::ALL, .. }] => Self::of(node),
            _ => Self::Parts(parts.iter().map(|part| (Id::of(&part.node), part.bare, part.only)).collect()),
        }
    }
}

/// `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'d> {
    pub(super) any: bool,
    pub(super) branches: Vec<Part<'d>>,
    pub(super) place: Place,
}

/// What `additionalProperties` says.
#[derive(Debug, Clone)]
pub(super) enum Extra<'d> {
    Open,
    Closed,
    Typed(Part<'d>),
}

/// What a schema says. Absent means that it does not say.
#[derive(Debug, Clone)]
pub(super) struct Keywords<'d> {
    /// What it was collected from.
    pub(super) parts: Vec<Part<'d>>,
    /// Every schema that took part.
    pub(super) closure: Vec<Id>,
    pub(super) types: Option<Types>,
    pub(super) nullable: bool,
    pub(super) format: Option<String>,
    pub(super) encoding: Option<String>,
    pub(super) media_type: Option<String>,
    /// `enum`, and the schema that has it.
    pub(super) values: Option<(Vec<Value>, Node<'d>)>,
    pub(super) limits: Constraints,
    pub(super) properties: IndexMap<&'d str, Vec<Part<'d>>>,
    pub(super) required: IndexSet<&'d str>,
    pub(super) extra: Option<Extra<'d>>,
    pub(super) patterns: Vec<Part<'d>>,
    pub(super) items: Vec<Part<'d>>,
    /// The items of arrays that became one: any of these.
    pub(super) item_choices: Vec<Vec<Part<'d>>>,
    pub(super) prefix: Vec<Part<'d>>,
    pub(super) alternatives: Vec<Alternatives<'d>>,
    pub(super) discriminator: Option<Node<'d>>,
    pub(super) extensible: bool,
    /// What alternatives demand that the type does not express.
    pub(super) rules: Vec<Rule>,
}

impl<'d> Keywords<'d> {
    /// Where to report what concerns the whole.
    pub(super) fn place(&self) -> Place {
        // There is always a part: the callers of `collect` pass at least one.
        self.parts.last().map_or_else(|| Place { file: FileId(0), pointer: Pointer::root() }, |part| part.node.place())
    }

    /// Whether nothing limits what an object may be.
    pub(super) fn is_plain_object(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.extra.is_none() && self.patterns.is_empty()
    }
}

/// Collects what the schemas say together.
pub(super) fn collect<'d>(cx: &mut Context<'d, '_>, parts: Vec<Part<'d>>) -> Keywords<'d> {
    let mut all = Keywords {
        parts: Vec::new(),
        closure: Vec::new(),
        types: None,
        nullable: false,
        format: None,
        encoding: None,
        media_type: None,
        values: None,
        limits: Constraints::default(),
        properties: IndexMap::new(),
        required: IndexSet::new(),
        extra: None,
        patterns: Vec::new(),
        items: Vec::new(),
        item_choices: Vec::new(),
        prefix: Vec::new(),
        alternatives: Vec::new(),
        discriminator: None,
        extensible: false,
        rules: Vec::new(),
    };
    let mut nullable = None;
    for part in &parts {
        let says = add(cx, &mut all, part, &mut Vec::new());
        nullable = both(nullable, says);
        if part.only != Types::ALL {
            all.types = Some(all.types.unwrap_or(Types::ALL).and(part.only));
        }
    }
    all.nullable = nullable.unwrap_or(false);
    all.parts = parts;
    all
}

/// Adds what one schema says; tells whether it allows `null`, if it says so at all.
fn add<'d>(cx: &mut Context<'d, '_>, all: &mut Keywords<'d>, part: &Part<'d>, trail: &mut Vec<Id>) -> Option<bool> {
    let mut referred = None;
    let mut part = part.clone();
    if part.node.reference().is_some() {
        let target = part.node.follow(cx.diag)?;
        let known = cx.types.of(&target);
        let target = Part { node: target, origin: known.or(part.origin), ..part.clone() };
        if !part.node.has_siblings() {
            part = target;
        } else {
            referred = add(cx, all, &target, trail);
        }
    }
    let id = Id::of(&part.node);
    if trail.contains(&id) || trail.len() >= DEPTH {
        let says_more = trail.len() < DEPTH && says_more_than_its_parts(&part.node);
        let place = part.node.place();
        cx.diag.push(if says_more { codes::composes_itself(place) } else { codes::endless_composition(place) });
        return None;
    }
    if all.closure.contains(&id) {
        return None;
    }
    all.closure.push(id);
    trail.push(id);
    let own = add_own(cx, all, &part, trail);
    let mut members = None;
    for member in part.node.get("allOf").iter().flat_map(Node::items) {
        let member = Part { node: member, ..part.clone() };
        members = both(members, add(cx, all, &member, trail));
    }
    trail.pop();
    match own {
        Some(true) => Some(true),
        Some(false) => Some(false),
        None => both(members, referred),
    }
}

/// Whether a schema is more than a composition of a single other one.
fn says_more_than_its_parts(node: &Node<'_>) -> bool {
    let members = node.get("allOf").map_or(0, |all| all.items().count());
    members > 1 || !notes::is_only_remarks(node, &["allOf", "$ref"])
}

/// What two schemas say about `null` together.
fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left && right),
        (left, right) => left.or(right),
    }
}

/// Adds what the schema says itself. What it says about `null` is: yes; no, because it names a type; or nothing.
fn add_own<'d>(cx: &mut Context<'d, '_>, all: &mut Keywords<'d>, part: &Part<'d>, trail: &[Id]) -> Option<bool> {
    let node = &part.node;
    let members = node.value().as_object()?;
    let mut null = None;
    for (key, value) in members {
        match key.as_str() {
            "nullable" if value == &Value::Bool(true) => null = Some(true),
            "type" | keys::TYPES => {
                let types = Types::of(value);
                null = Some(null.unwrap_or(false) || types == Types::NULL);
                restrict_types(cx, all, node, types);
            }
            "enum" => {
                let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
                null = Some(null.unwrap_or(false) || values.contains(&Value::Null));
                restrict_values(cx, all, node, values);
            }
            "format" => all.format = scalar::narrower_format(all.format.take(), value.as_str()),
            keys::CONTENT_ENCODING => all.encoding = value.as_str().map(str::to_owned),
            keys::CONTENT_MEDIA_TYPE => all.media_type = value.as_str().map(str::to_owned),
            "properties" => add_properties(all, part),
            "required" => {
                let names = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                all.required.extend(names);
            }
            // What conditions bring is kept; whether it may be there is for the rules to say.
            keys::UNEVALUATED_PROPERTIES if rules::is_conditional(node) => {
                all.extra.get_or_insert(Extra::Open);
            }
            "additionalProperties" | keys::UNEVALUATED_PROPERTIES => add_extra(all, part, key, value),
            keys::PATTERN_PROPERTIES => all.patterns.extend(children(part, key)),
            "items" => all.items.extend(child(part, key)),
            keys::PREFIX_ITEMS => all.prefix = elements(part, key),
            "oneOf" | "anyOf" if !part.bare => add_alternatives(cx, all, part, key, trail),
            "discriminator" => all.discriminator = node.get(key),
            "x-extensible-enum" => {
                all.extensible |= value != &Value::Bool(false);
                if all.values.is_none() && value.is_array() {
                    restrict_values(cx, all, node, value.as_array().map(Vec::as_slice).unwrap_or_default());
                }
            }
            keys::CONTENT_SCHEMA | keys::DYNAMIC_REF => {
                if let Some(child) = node.get(key) {
                    cx.diag.push(codes::unread_keyword(child.place(), keys::source(key)));
                }
            }
            _ => limits::add(&mut all.limits, members, key, value),
        }
    }
    null
}

/// A schema that is read as an element, a member or the like of another.
fn child<'d>(part: &Part<'d>, key: &str) -> Option<Part<'d>> {
    let node = part.node.get(key).filter(|node| node.value().is_object())?;
    Some(Part { origin: part.origin, ..Part::whole(node) })
}

fn children<'d>(part: &Part<'d>, key: &str) -> Vec<Part<'d>> {
    let entries = part.node.get(key).into_iter().flat_map(|node| node.entries().collect::<Vec<_>>());
    entries.map(|(_, node)| Part { origin: part.origin, ..Part::whole(node) }).collect()
}

fn elements<'d>(part: &Part<'d>, key: &str) -> Vec<Part<'d>> {
    let items = part.node.get(key).into_iter().flat_map(|node| node.items().collect::<Vec<_>>());
    items.map(|node| Part { origin: part.origin, ..Part::whole(node) }).collect()
}

fn add_properties<'d>(all: &mut Keywords<'d>, part: &Part<'d>) {
    for (name, node) in part.node.get("properties").iter().flat_map(|node| node.entries()) {
        let parts = all.properties.entry(name).or_default();
        if !parts.iter().any(|known| Id::of(&known.node) == Id::of(&node)) {
            parts.push(Part { origin: part.origin, ..Part::whole(node) });
        }
    }
}

fn add_extra<'d>(all: &mut Keywords<'d>, part: &Part<'d>, key: &str, value: &Value) {
    let said = match value {
        Value::Bool(false) => Extra::Closed,
        Value::Object(members) if !members.is_empty() => match child(part, key) {
            Some(schema) => Extra::Typed(schema),
            None => Extra::Open,
        },
        _ => Extra::Open,
    };
    all.extra = Some(match (all.extra.take(), said) {
        (Some(Extra::Closed), _) | (_, Extra::Closed) => Extra::Closed,
        (Some(typed @ Extra::Typed(_)), _) => typed,
        (_, said) => said,
    });
}

/// A schema that composes one of the alternatives of its own base (`Cat: allOf: [Pet]`, `Pet: oneOf: [Cat, Dog]`) is that
/// alternative: the others are none of its business.
fn add_alternatives<'d>(cx: &mut Context<'d, '_>, all: &mut Keywords<'d>, part: &Part<'d>, key: &str, trail: &[Id]) {
    let branches = elements(part, key);
    let above = &trail[..trail.len().saturating_sub(1)];
    let is_own = |cx: &mut Context<'d, '_>, branch: &Part<'d>| {
        branch.node.reference().is_some()
            && branch.node.follow(cx.diag).is_some_and(|target| above.contains(&Id::of(&target)))
    };
    if branches.is_empty() || (!above.is_empty() && branches.iter().any(|branch| is_own(cx, branch))) {
        return;
    }
    let place = part.node.place().child(key);
    all.alternatives.push(Alternatives { any: key == "anyOf", branches, place });
}

fn restrict_types(cx: &mut Context<'_, '_>, all: &mut Keywords<'_>, node: &Node<'_>, types: Types) {
    let before = all.types.unwrap_or(Types::ALL);
    let after = before.and(types);
    if after.is_none() {
        cx.diag.push(codes::conflicting_types(node.place(), &before.to_string(), &types.to_string()));
        all.types = Some(types);
    } else {
        all.types = Some(after);
    }
}

fn restrict_values<'d>(cx: &mut Context<'d, '_>, all: &mut Keywords<'d>, node: &Node<'d>, values: &[Value]) {
    let mut kept: Vec<Value> = Vec::new();
    for value in values {
        let allowed = all.values.as_ref().is_none_or(|(before, _)| before.contains(value));
        if allowed && !kept.contains(value) {
            kept.push(value.clone());
        }
    }
    if kept.is_empty() && !values.is_empty() {
        cx.diag.push(codes::conflicting_values(node.place()));
        kept = values.to_vec();
    }
    if !kept.is_empty() {
        all.values = Some((kept, node.clone()));
    }
}
