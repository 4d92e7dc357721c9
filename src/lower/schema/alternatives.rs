//! `oneOf` and `anyOf`: which of them are unions at all, and which alternatives are one type in Rust.

use super::keywords::{Alternatives, Extra, Key, Keywords, Part, collect};
use super::types::Types;
use super::union::Branch;
use super::{Class, Classified, enums, notes, realise, rules, scalar, significant};
use crate::diag::codes;
use crate::ir::{Constraints, Doc, EnumDef, EnumValue, Rule, Type};
use crate::lower::context::{Context, Site};
use crate::spec::{Node, keys};

/// How many alternatives may come of combining those of several `oneOf` and `anyOf`.
const COMBINATIONS: usize = 32;

/// How deep lists of values may be made of lists of values, and of how many.
const DEPTH: usize = 8;
const LEAVES: usize = 1_000;

/// An alternative together with what it says.
struct Candidate<'d> {
    branch: Branch<'d>,
    all: Keywords<'d>,
    types: Types,
}

/// Decides on the alternatives of a schema. Nothing if they are of no account for its type.
pub(super) fn choose<'d>(cx: &mut Context<'d, '_>, all: &mut Keywords<'d>) -> Option<Class<'d>> {
    let mut sets = std::mem::take(&mut all.alternatives);
    sets.retain(|set| {
        let requirements = set.branches.iter().all(|branch| is_requirement(branch, all));
        if requirements {
            let read = if set.any { rules::any } else { rules::one };
            all.rules.extend(read(cx, &set.place, nodes(set)));
        }
        !requirements
    });
    let combinations: usize = sets.iter().map(|set| set.branches.len()).fold(1, usize::saturating_mul);
    if sets.len() > 1 && combinations > COMBINATIONS {
        for set in &sets {
            all.rules.extend(rules::any(cx, &set.place, nodes(set)));
        }
        cx.diag.push(codes::several_alternatives(sets[1].place.clone()));
        all.extra = Some(Extra::Open);
        return None;
    }
    let base = base(all);
    let mut candidates = Vec::new();
    match sets.as_slice() {
        [] => return None,
        [set] => {
            let leaves = leaves_of_text(cx, set);
            for part in leaves.as_ref().unwrap_or(&set.branches) {
                if is_possible(cx, part, all.types) {
                    gather(cx, &base, part, &mut candidates);
                }
            }
        }
        sets => combinations_of(cx, sets, &base, all.types, &mut candidates),
    }
    all.nullable |= all.types.is_none() && candidates.iter().any(|candidate| candidate.all.nullable);
    all.alternatives = sets.into_iter().map(|set| Alternatives { branches: Vec::new(), ..set }).collect();
    Some(combine(cx, candidates, all))
}

/// Alternatives of which each consists of one of every set: what `oneOf` beside `anyOf` allows, or `allOf` of several.
fn combinations_of<'d>(
    cx: &mut Context<'d, '_>,
    sets: &[Alternatives<'d>],
    base: &[Part<'d>],
    types: Option<Types>,
    candidates: &mut Vec<Candidate<'d>>,
) {
    let mut combinations: Vec<Vec<Part<'d>>> = vec![Vec::new()];
    for set in sets {
        let longer = |parts: &Vec<Part<'d>>| -> Vec<Vec<Part<'d>>> {
            set.branches.iter().map(|branch| [parts.as_slice(), std::slice::from_ref(branch)].concat()).collect()
        };
        combinations = combinations.iter().flat_map(longer).collect();
    }
    for combination in combinations {
        let mut left = types.unwrap_or(Types::ALL);
        for part in &combination {
            left = left.and(collect(cx, vec![part.clone()]).types.unwrap_or(Types::ALL));
        }
        if left.is_none() {
            continue;
        }
        let names: Vec<String> =
            combination.iter().enumerate().map(|(index, part)| name_in_combination(part, index)).collect();
        let parts = significant(cx, [base, &combination].concat());
        let known = candidates.len();
        push(cx, parts, candidates);
        if let Some(candidate) = candidates.get_mut(known) {
            candidate.branch.name = Some(names.join(" "));
        }
    }
}

/// What an alternative adds to the name of a combination: its own name if it has one.
fn name_in_combination(part: &Part<'_>, index: usize) -> String {
    let referred = part.node.reference().and_then(|reference| reference.rsplit('/').next().map(str::to_owned));
    referred.or_else(|| notes::doc(&part.node).summary).unwrap_or_else(|| {
        let tokens: Vec<String> = part.node.place().pointer.tokens().collect();
        let position = tokens.last().and_then(|token| token.parse::<usize>().ok()).unwrap_or(index);
        format!("variant {}", position + 1)
    })
}

/// The alternatives of a set of which all are texts, through references: lists of values that other lists are made of are
/// one list.
fn leaves_of_text<'d>(cx: &mut Context<'d, '_>, set: &Alternatives<'d>) -> Option<Vec<Part<'d>>> {
    let mut leaves = Vec::new();
    let are_texts = set.branches.iter().all(|branch| add_leaves(cx, branch, &mut leaves, 0));
    are_texts.then_some(leaves)
}

/// Adds the texts that an alternative consists of; false if there is anything else.
fn add_leaves<'d>(cx: &mut Context<'d, '_>, part: &Part<'d>, leaves: &mut Vec<Part<'d>>, depth: usize) -> bool {
    let target = if part.node.reference().is_some() { part.node.follow(cx.diag) } else { Some(part.node.clone()) };
    let Some(target) = target.filter(|_| depth < DEPTH && leaves.len() < LEAVES) else { return false };
    for keyword in ["oneOf", "anyOf"] {
        if let Some(inner) = target.get(keyword)
            && notes::is_only_remarks(&target, &[keyword, "nullable", keys::NULL_BRANCH])
        {
            let branches: Vec<Node<'d>> = inner.items().collect();
            return branches
                .into_iter()
                .all(|branch| add_leaves(cx, &Part { node: branch, ..part.clone() }, leaves, depth + 1));
        }
    }
    let own = collect(cx, vec![part.clone()]);
    let types = own.types.unwrap_or(Types::ALL).without(Types::NULL);
    leaves.push(part.clone());
    own.alternatives.is_empty() && Types::STRING.contains(types) && (!types.is_none() || own.nullable)
}

fn nodes<'d>(set: &Alternatives<'d>) -> impl Iterator<Item = Vec<Node<'d>>> {
    set.branches.iter().map(|branch| vec![branch.node.clone()])
}

/// One of several types: the elements of arrays that differ in their elements only.
pub(super) fn either<'d>(cx: &mut Context<'d, '_>, choices: &[Vec<Part<'d>>], all: &Keywords<'d>, site: &Site) -> Type {
    among(cx, choices, all, site, false)
}

/// One of several types, or another one if `open`: the members whose names match one of several patterns.
pub(super) fn among<'d>(
    cx: &mut Context<'d, '_>,
    choices: &[Vec<Part<'d>>],
    all: &Keywords<'d>,
    site: &Site,
    open: bool,
) -> Type {
    let mut candidates = Vec::new();
    for parts in choices {
        let parts = significant(cx, parts.clone());
        push(cx, parts, &mut candidates);
    }
    let nullable = candidates.iter().any(|candidate: &Candidate<'_>| candidate.all.nullable);
    let key = Key::parts(&choices.iter().flatten().cloned().collect::<Vec<_>>());
    if let Some(id) = cx.types.known.get(&key) {
        return cx.types.also_named(*id, site);
    }
    let mut union = collect(cx, Vec::new());
    union.parts.clone_from(&all.parts);
    union.extensible = open;
    let place = all.place();
    let class = combine(cx, candidates, &mut union);
    let rules = std::mem::take(&mut union.rules);
    realise(cx, key, place, Classified { class, nullable, rules }, site)
}

/// The schema without its alternatives, if anything is left then.
fn base<'d>(all: &Keywords<'d>) -> Vec<Part<'d>> {
    let blank = all.is_plain_object()
        && all.values.is_none()
        && all.items.is_empty()
        && all.prefix.is_empty()
        && all.format.is_none()
        && all.limits == Constraints::default()
        && all.types.is_none_or(|types| types == Types::OBJECT || types == Types::ALL);
    if blank { Vec::new() } else { all.parts.iter().map(|part| Part { bare: true, ..part.clone() }).collect() }
}

/// Whether the types of the schema around an alternative leave it any value.
fn is_possible<'d>(cx: &mut Context<'d, '_>, part: &Part<'d>, types: Option<Types>) -> bool {
    let Some(types) = types else { return true };
    let own = collect(cx, vec![part.clone()]).types;
    own.is_none_or(|own| !own.and(types).is_none() || own == Types::NULL)
}

/// Adds an alternative, or those that it consists of: `oneOf` in `oneOf`.
fn gather<'d>(cx: &mut Context<'d, '_>, base: &[Part<'d>], part: &Part<'d>, candidates: &mut Vec<Candidate<'d>>) {
    let node = &part.node;
    for keyword in ["oneOf", "anyOf"] {
        if let Some(inner) = node.get(keyword)
            && node.reference().is_none()
            && notes::is_only_remarks(node, &[keyword])
        {
            for branch in inner.items().collect::<Vec<_>>() {
                gather(cx, base, &Part { node: branch, ..part.clone() }, candidates);
            }
            return;
        }
    }
    // What schemars writes for an optional value: `anyOf: [.., {nullable: true}]`.
    let is_null = node.value().get("nullable").is_some() && notes::is_only_remarks(node, &["nullable"]);
    if is_null || collect(cx, vec![part.clone()]).types == Some(Types::NULL) {
        let mut null = collect(cx, Vec::new());
        null.types = Some(Types::NULL);
        null.nullable = true;
        let branch = Branch { parts: Vec::new(), class: None, name: None, doc: Doc::default() };
        candidates.push(Candidate { branch, all: null, types: Types::NULL });
        return;
    }
    let mut parts = base.to_vec();
    parts.push(part.clone());
    let parts = if base.is_empty() { parts } else { significant(cx, parts) };
    push(cx, parts, candidates);
}

fn push<'d>(cx: &mut Context<'d, '_>, parts: Vec<Part<'d>>, candidates: &mut Vec<Candidate<'d>>) {
    let key = Key::parts(&parts);
    let says_same = |known: &Candidate<'d>| match (known.branch.parts.as_slice(), parts.as_slice()) {
        ([known], [part]) => known.node.reference().is_none() && known.node.value() == part.node.value(),
        _ => false,
    };
    if candidates.iter().any(|known| Key::parts(&known.branch.parts) == key || says_same(known)) {
        return;
    }
    let all = collect(cx, parts.clone());
    let types = scalar::types(&all);
    let doc = parts.last().filter(|part| part.node.reference().is_none()).map(|part| notes::doc(&part.node));
    let branch = Branch { parts, class: None, name: None, doc: doc.unwrap_or_default() };
    candidates.push(Candidate { branch, all, types });
}

/// Makes one alternative of those that cannot be told apart, and a class of what is left.
fn combine<'d>(cx: &mut Context<'d, '_>, mut candidates: Vec<Candidate<'d>>, all: &mut Keywords<'d>) -> Class<'d> {
    let is_null = |candidate: &Candidate<'d>| candidate.types == Types::NULL && candidate.all.alternatives.is_empty();
    all.nullable |= candidates.iter().any(is_null);
    candidates.retain(|candidate| !is_null(candidate));
    for types in [Types::STRING, Types::NUMBER, Types::BOOLEAN, Types::ARRAY] {
        let rule = unite(cx, &mut candidates, types);
        all.rules.extend(rule);
    }
    match candidates.len() {
        0 => Class::Plain(Keywords { types: Some(Types::NULL), ..all.clone() }),
        1 if !brings_tag(&candidates[0], all) => match candidates.pop() {
            Some(Candidate { branch: Branch { class: Some(class), .. }, .. }) => class,
            Some(Candidate { branch, .. }) => Class::Same(branch.parts),
            None => Class::Same(Vec::new()),
        },
        _ => Class::Union(candidates.into_iter().map(|candidate| candidate.branch).collect(), all.clone()),
    }
}

/// Whether the discriminator names a property that the only alternative does not have: it travels all the same.
fn brings_tag(candidate: &Candidate<'_>, all: &Keywords<'_>) -> bool {
    let tag = all.discriminator.as_ref().and_then(|node| node.get("propertyName")?.as_str());
    // One that is composed of what it is an alternative of has alternatives itself.
    let is_flat = candidate.types == Types::OBJECT && candidate.all.alternatives.is_empty();
    tag.is_some_and(|tag| is_flat && !candidate.all.properties.contains_key(tag))
}

/// Makes one of the alternatives of a type that has no way to tell them apart. What each limits becomes a rule.
fn unite<'d>(cx: &mut Context<'d, '_>, candidates: &mut Vec<Candidate<'d>>, types: Types) -> Option<Rule> {
    let is_such = |candidate: &Candidate<'d>| {
        let own = candidate.types.without(Types::NULL);
        types.contains(own) && !own.is_none() && candidate.all.alternatives.is_empty()
    };
    let indexes: Vec<usize> = (0..candidates.len()).filter(|index| is_such(&candidates[*index])).collect();
    let [first, _, ..] = indexes[..] else { return None };
    if types == Types::ARRAY && !are_alike(cx, &indexes.iter().map(|index| &candidates[*index]).collect::<Vec<_>>()) {
        return None;
    }
    let such: Vec<Candidate<'d>> = indexes.iter().rev().map(|index| candidates.remove(*index)).collect();
    let such: Vec<Candidate<'d>> = such.into_iter().rev().collect();
    let rule = limits(cx, &such, types);
    let parts: Vec<Part<'d>> = such.iter().flat_map(|candidate| candidate.branch.parts.clone()).collect();
    let mut all = such[0].all.clone();
    all.parts.clone_from(&parts);
    all.types = Some(such.iter().fold(such[0].types, |types, candidate| types.or(candidate.types)));
    all.limits = Constraints::default();
    all.nullable = such.iter().any(|candidate| candidate.all.nullable);
    if such.iter().any(|candidate| candidate.all.format != all.format) {
        all.format = None;
    }
    let class = match values(cx, &such) {
        Some(values) => Class::Enum(values, all),
        None => {
            if types == Types::ARRAY {
                all.item_choices = such.iter().map(|candidate| candidate.all.items.clone()).collect();
                if all.item_choices.iter().any(Vec::is_empty) {
                    all.item_choices = Vec::new();
                    all.items = Vec::new();
                }
                all.prefix = Vec::new();
                cx.diag.push(codes::united_arrays(all.place()));
            }
            Class::Plain(all)
        }
    };
    let candidate = Candidate {
        all: collect(cx, Vec::new()),
        types,
        branch: Branch { parts, class: Some(class), name: None, doc: such[0].branch.doc.clone() },
    };
    candidates.insert(first, candidate);
    rule
}

/// The rule that values of a type keep the limits of one of the alternatives, if there are any limits.
fn limits<'d>(cx: &mut Context<'d, '_>, such: &[Candidate<'d>], types: Types) -> Option<Rule> {
    let is_limited = |candidate: &Candidate<'d>| candidate.all.limits != Constraints::default();
    if !such.iter().any(is_limited) {
        return None;
    }
    let nodes = such.iter().map(|candidate| {
        let own = candidate.branch.parts.iter().filter(|part| !part.bare);
        own.map(|part| part.node.clone()).collect()
    });
    let rule = rules::any(cx, &such[0].all.place(), nodes)?;
    let names = types.names().into_iter().map(str::to_owned).collect();
    Some(Rule::If(vec![Rule::Type(names)], vec![rule], Vec::new()))
}

/// Whether arrays have elements of one kind: the same schema, or objects.
fn are_alike<'d>(cx: &mut Context<'d, '_>, arrays: &[&Candidate<'d>]) -> bool {
    let keys: Vec<Key> = arrays.iter().map(|array| Key::parts(&array.all.items)).collect();
    let are_lists = arrays.iter().all(|array| array.all.prefix.is_empty());
    let mut are_objects = true;
    for array in arrays {
        let items = collect(cx, array.all.items.clone());
        are_objects &= !array.all.items.is_empty() && scalar::types(&items).without(Types::NULL) == Types::OBJECT;
    }
    are_lists && (are_objects || keys.windows(2).all(|pair| pair[0] == pair[1]))
}

/// The values of all alternatives together. Where some alternatives list values and another allows any string, the list
/// says which strings to expect: it can be extended.
fn values<'d>(cx: &mut Context<'d, '_>, such: &[Candidate<'d>]) -> Option<EnumDef> {
    let mut united = EnumDef { values: Vec::new(), extensible: false, closed: false };
    let mut listed = false;
    for candidate in such {
        let own = candidate.all.values.as_ref().map(|(values, _)| values.clone());
        let Some(own) = own.and_then(|values| enums::definition(cx, &values, &candidate.all)) else {
            united.extensible = true;
            continue;
        };
        listed = true;
        united.extensible |= own.extensible;
        let sole = own.values.len() == 1;
        for value in own.values {
            let doc = &candidate.branch.doc;
            let value = EnumValue {
                name: value.name.or_else(|| doc.summary.clone().filter(|_| sole)),
                description: value.description.or_else(|| doc.description.clone().filter(|_| sole)),
                value: value.value,
            };
            if united.values.iter().all(|known| known.value != value.value) {
                united.values.push(value);
            }
        }
    }
    let strings = such.iter().all(|candidate| candidate.types.without(Types::NULL) == Types::STRING);
    (listed && (strings || !united.extensible)).then_some(united)
}

/// Whether an alternative only says which properties of the schema around it go together, which is for the rules.
fn is_requirement(branch: &Part<'_>, all: &Keywords<'_>) -> bool {
    let node = &branch.node;
    let known = !all.properties.is_empty() || all.types == Some(Types::OBJECT);
    let names_known = |properties: Node<'_>| {
        let mut entries = properties.entries();
        entries.all(|(name, node)| all.properties.contains_key(name) && notes::is_only_remarks(&node, &["not"]))
    };
    known
        && node.reference().is_none()
        && notes::is_only_remarks(node, &["required", "not", "type", "properties", "minProperties", "maxProperties"])
        && node.value().get("type").is_none_or(|types| Types::of(types) == Types::OBJECT)
        && node.get("properties").is_none_or(names_known)
}
