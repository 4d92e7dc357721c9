//! Schemas to types. A schema that needs a definition is claimed at once and worked out later, from a queue.
//!
//! A type may be made from several schemas: `allOf`, a property that two schemas of an `allOf` describe, an alternative
//! together with what stands beside `oneOf`. So everything here takes a list of parts, mostly of one.

mod alternatives;
mod array;
mod enums;
mod keywords;
mod limits;
mod notes;
mod object;
mod outline;
mod probe;
mod rules;
mod scalar;
#[cfg(test)]
mod tests;
mod types;
mod union;

use indexmap::IndexSet;

use super::context::{Context, Id, Site};
use crate::diag::{Diagnostics, Place, codes};
use crate::ir::{EnumDef, Kind, Rule, Shape, Type, TypeHint, TypeId, Untyped};
use crate::spec::Node;
use keywords::{Extra, Keywords, collect};
use types::Types;
use union::Branch;

pub(super) use keywords::{Key, Part};
use notes::doc;
pub(super) use notes::notes;
pub(super) use probe::recognise;

/// How many types may be made by combining schemas; only documents that mean harm have more.
const COMBINATIONS: usize = 20_000;

/// What is left to do for a definition that was claimed.
pub(super) struct Job<'d>(Work<'d>);

enum Work<'d> {
    /// The schema of a component or of another place that is referred to.
    Declared(Node<'d>),
    /// An inline schema that was looked at already.
    Shaped(Box<Class<'d>>),
}

/// What a schema turns into.
enum Class<'d> {
    /// A type that needs no definition.
    Plain(Keywords<'d>),
    Struct(Keywords<'d>),
    Enum(EnumDef, Keywords<'d>),
    Union(Vec<Branch<'d>>, Keywords<'d>),
    /// Another schema and nothing else.
    Same(Vec<Part<'d>>),
}

/// What a schema turns into, and what is to be said of it besides.
struct Classified<'d> {
    class: Class<'d>,
    nullable: bool,
    rules: Vec<Rule>,
}

/// The type of a schema, inline or referred to.
pub(super) fn schema<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Type {
    schemas(cx, vec![Part::whole(node.clone())], site)
}

/// The type of what all these schemas say together.
pub(super) fn schemas<'d>(cx: &mut Context<'d, '_>, parts: Vec<Part<'d>>, site: &Site) -> Type {
    let parts = significant(cx, parts);
    if let [part] = parts.as_slice()
        && !part.bare
        && part.only == Types::ALL
        && let Some(ty) = declared(cx, &part.node)
    {
        return ty;
    }
    let key = Key::parts(&parts);
    if let Some(id) = cx.types.known.get(&key) {
        return if parts.len() > 1 { cx.types.also_named(*id, site) } else { cx.types.named(*id) };
    }
    if parts.len() > 1 && cx.types.combined > COMBINATIONS.max(4 * cx.components) {
        if let Some(part) = parts.last() {
            cx.diag.push(codes::too_many_combinations(part.node.place()));
        }
        return Type::any(Untyped::Combinations);
    }
    let all = collect(cx, parts);
    made(cx, key, all, site)
}

/// The type of a schema whose keywords are collected; `key` identifies what they were collected from.
fn made<'d>(cx: &mut Context<'d, '_>, key: Key, all: Keywords<'d>, site: &Site) -> Type {
    let place = all.place();
    let classified = classify(cx, all);
    realise(cx, key, place, classified, site)
}

/// The type of what a schema turns into.
fn realise<'d>(cx: &mut Context<'d, '_>, key: Key, place: Place, classified: Classified<'d>, site: &Site) -> Type {
    let Classified { class, nullable, rules } = classified;
    let mut ty = match class {
        Class::Plain(all) if !notes::asks(&all.parts) && cx.types.enter(&key) => {
            let ty = plain(cx, &all, site);
            cx.types.leave(&key);
            ty
        }
        Class::Same(parts) if cx.types.enter(&key) => {
            let ty = schemas(cx, parts, site);
            cx.types.leave(&key);
            ty
        }
        class => {
            let id = cx.types.claim(key, site.hint(), place, Job(Work::Shaped(Box::new(class))));
            cx.types.nullable[id.0 as usize] = nullable;
            cx.types.def(id).rules = rules;
            return cx.types.named(id);
        }
    };
    ty.constraints.rules.extend(rules);
    ty.nullable |= nullable && ty.kind != Kind::Null;
    ty
}

/// The type of a reference, or of an inline schema that was referred to before: that of its target.
fn declared<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Type> {
    if let Some(id) = cx.types.of(node) {
        return Some(cx.types.named(id));
    }
    if node.reference().is_none() || has_restrictions(node) {
        return None;
    }
    let Some(target) = target(cx, node) else { return Some(Type::any(Untyped::Unresolved)) };
    let id = match cx.types.of(&target) {
        Some(id) => id,
        None => declare(cx, &target),
    };
    Some(cx.types.named(id))
}

/// Whether there is more beside `$ref` than remarks.
fn has_restrictions(node: &Node<'_>) -> bool {
    node.has_siblings() && !notes::is_only_remarks(node, &["$ref"])
}

/// Follows references up to a schema that has a definition, or to the end of the chain.
fn target<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Node<'d>> {
    let mut target = node.follow_once(cx.diag)?;
    let mut seen = vec![node.place()];
    while target.reference().is_some() && !has_restrictions(&target) && cx.types.of(&target).is_none() {
        if seen.contains(&target.place()) {
            return node.follow(cx.diag);
        }
        seen.push(target.place());
        target = target.follow_once(cx.diag)?;
    }
    Some(target)
}

/// Claims a definition for a schema that is referred to by name.
pub(super) fn declare<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> TypeId {
    declare_as(cx, node, node.clone())
}

/// The same for one whose content stands elsewhere.
fn declare_as<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, content: Node<'d>) -> TypeId {
    let place = node.place();
    let hint = hint_of_place(cx, &place);
    cx.types.claim(Key::of(node), hint, place, Job(Work::Declared(content)))
}

/// Claims the definition of a component. One that is nothing but a reference to a place without a name, such as a file of its
/// own, gives its name to what is there.
pub(super) fn declare_component<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, components: &IndexSet<Id>) {
    let is_reference = node.reference().is_some() && !node.has_siblings();
    // What cannot be resolved is reported where the reference is followed for good.
    let target = is_reference.then(|| node.follow_once(&mut Diagnostics::default())).flatten();
    match target.filter(|target| cx.types.of(target).is_none() && !components.contains(&Id::of(target))) {
        Some(target) => {
            let id = declare_as(cx, node, target.clone());
            cx.types.known.insert(Key::of(&target), id);
        }
        None => {
            declare(cx, node);
        }
    }
}

/// The name of a schema that is no component: the meaningful tokens of its place.
fn hint_of_place(cx: &Context<'_, '_>, place: &Place) -> TypeHint {
    let tokens: Vec<String> = place.pointer.tokens().collect();
    match tokens.as_slice() {
        [components, schemas, key] if components == "components" && schemas == "schemas" => {
            TypeHint::Component(key.clone())
        }
        [.., holder, key] if ["definitions", "$defs", "schemas"].contains(&holder.as_str()) => {
            TypeHint::Component(key.clone())
        }
        [key] => TypeHint::Component(key.clone()),
        _ => {
            const KEYWORDS: [&str; 10] = [
                "components",
                "schemas",
                "properties",
                "items",
                "allOf",
                "oneOf",
                "anyOf",
                "schema",
                "content",
                "paths",
            ];
            let words = tokens.into_iter().filter(|token| !KEYWORDS.contains(&token.as_str())).collect::<Vec<_>>();
            let words = if words.is_empty() { vec![stem(cx.document.file_name(place.file)).to_owned()] } else { words };
            TypeHint::Inline { parent: None, words }
        }
    }
}

/// The name of a file, without folders and extensions.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("schema")
}

/// Works out the shapes of everything that was claimed.
pub(super) fn work<'d>(cx: &mut Context<'d, '_>) {
    while let Some((id, Job(work))) = cx.types.queue.pop_front() {
        let class = match work {
            Work::Declared(node) => {
                describe(cx, id, &node);
                declared_class(cx, id, node)
            }
            Work::Shaped(class) => {
                if let Some(part) = class_parts(&class).last() {
                    describe(cx, id, &part.node.clone());
                }
                *class
            }
        };
        let shape = shape(cx, id, class);
        cx.types.def(id).shape = shape;
    }
}

fn class_parts<'c, 'd>(class: &'c Class<'d>) -> &'c [Part<'d>] {
    match class {
        Class::Plain(all) | Class::Struct(all) | Class::Enum(_, all) | Class::Union(_, all) => &all.parts,
        Class::Same(parts) => parts,
    }
}

fn describe<'d>(cx: &mut Context<'d, '_>, id: TypeId, node: &Node<'d>) {
    let asked = notes::asked(cx, node);
    let def = cx.types.def(id);
    def.doc = doc(node);
    def.example = notes::example(node);
    def.custom.asked = asked;
}

/// What the schema of a component turns into. A component that is a reference is an alias.
fn declared_class<'d>(cx: &mut Context<'d, '_>, id: TypeId, node: Node<'d>) -> Class<'d> {
    if node.reference().is_some() && !has_restrictions(&node) {
        return match target(cx, &node) {
            Some(target) => Class::Same(vec![Part::whole(target)]),
            None => Class::Same(Vec::new()),
        };
    }
    if let Some(children) = object::children_of(cx, &node) {
        return children;
    }
    let all = collect(cx, vec![Part::whole(node)]);
    let Classified { class, nullable, rules } = classify(cx, all);
    cx.types.nullable[id.0 as usize] |= nullable;
    cx.types.def(id).rules = rules;
    class
}

fn shape<'d>(cx: &mut Context<'d, '_>, id: TypeId, class: Class<'d>) -> Shape {
    match class {
        Class::Struct(all) => Shape::Struct(object::structure(cx, id, &all)),
        Class::Enum(values, _) => Shape::Enum(values),
        Class::Union(branches, all) => Shape::Union(union::union(cx, id, branches, &all)),
        Class::Plain(all) => alias(cx, id, |cx, site| plain(cx, &all, site)),
        Class::Same(parts) if parts.is_empty() => Shape::Alias(Type::any(Untyped::Unresolved)),
        Class::Same(parts) => alias(cx, id, |cx, site| schemas(cx, parts, site)),
    }
}

fn alias<'d>(cx: &mut Context<'d, '_>, id: TypeId, make: impl FnOnce(&mut Context<'d, '_>, &Site) -> Type) -> Shape {
    let mut ty = make(cx, &Site::within(id));
    cx.types.nullable[id.0 as usize] |= ty.nullable;
    ty.nullable = false;
    Shape::Alias(ty)
}

/// Decides what a schema turns into, whether it allows `null`, and what rules there are beyond that.
fn classify<'d>(cx: &mut Context<'d, '_>, mut all: Keywords<'d>) -> Classified<'d> {
    if let [part] = all.parts.as_slice()
        && let Some(same) = notes::sole_member(cx, part)
        && !object::is_descendant(cx, &part.node, &same.node)
    {
        return Classified { class: Class::Same(vec![same]), nullable: all.nullable, rules: Vec::new() };
    }
    let typed = all.patterns.len() == 1 && !matches!(all.extra, Some(Extra::Typed(_) | Extra::Open));
    let mut rules = rules::of_parts(cx, &all.parts, typed);
    let chosen = if all.alternatives.is_empty() { None } else { alternatives::choose(cx, &mut all) };
    rules.append(&mut all.rules);
    let nullable = all.nullable;
    let class = chosen.unwrap_or_else(|| classify_simple(cx, all));
    Classified { class, nullable, rules }
}

/// The same without alternatives.
fn classify_simple<'d>(cx: &mut Context<'d, '_>, all: Keywords<'d>) -> Class<'d> {
    if let Some((values, _)) = &all.values
        && let Some(values) = enums::definition(cx, &values.clone(), &all)
    {
        return if values.values.is_empty() { Class::Plain(null(all)) } else { Class::Enum(values, all) };
    }
    let types = scalar::types(&all).without(Types::NULL);
    let mut kinds = types.each();
    match (kinds.next(), kinds.next()) {
        (Some(_), Some(_)) if types != Types::ALL.without(Types::NULL) => {
            let branches = types.each().map(|only| Branch::of_type(&all, only)).collect();
            Class::Union(branches, all)
        }
        (Some(Types::OBJECT), None) if object::has_members(&all) => Class::Struct(all),
        _ => Class::Plain(all),
    }
}

fn null(mut all: Keywords<'_>) -> Keywords<'_> {
    all.types = Some(Types::NULL);
    all
}

/// A type that needs no definition.
fn plain<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, site: &Site) -> Type {
    let types = scalar::types(all);
    let kind = match types.without(Types::NULL) {
        Types::OBJECT => object::map(cx, all, site),
        Types::ARRAY => array::array(cx, all, site),
        _ if types == Types::NULL => Kind::Null,
        types => scalar::scalar(cx, all, types),
    };
    Type { constraints: scalar::limits(all, &kind), nullable: all.nullable && kind != Kind::Null, ..Type::new(kind) }
}

/// Drops the parts that add nothing: remarks, and schemas that another part is composed of.
fn significant<'d>(cx: &mut Context<'d, '_>, mut parts: Vec<Part<'d>>) -> Vec<Part<'d>> {
    if parts.len() < 2 {
        return parts;
    }
    let only_remarks = |part: &Part<'d>| part.node.reference().is_none() && notes::is_only_remarks(&part.node, &[]);
    if parts.iter().any(|part| !only_remarks(part)) {
        parts.retain(|part| !only_remarks(part));
    }
    for part in &mut parts {
        if part.node.reference().is_some()
            && !has_restrictions(&part.node)
            && let Some(target) = part.node.follow(cx.diag)
        {
            part.origin = cx.types.of(&target).or(part.origin);
            part.node = target;
        }
    }
    let mut kept: Vec<Part<'d>> = Vec::new();
    for part in parts {
        let same = |other: &Part<'d>| Id::of(&other.node) == Id::of(&part.node) && other.bare == part.bare;
        if !kept.iter().any(same) {
            kept.push(part);
        }
    }
    if kept.len() > 1 {
        let closures: Vec<_> = kept.iter().map(|part| collect(cx, vec![part.clone()]).closure).collect();
        let covered = |index: usize| {
            let id = Id::of(&kept[index].node);
            (0..kept.len()).any(|other| other != index && closures[other].contains(&id))
        };
        let keep: Vec<bool> = (0..kept.len()).map(|index| !covered(index)).collect();
        if keep.contains(&true) {
            let mut keep = keep.into_iter();
            kept.retain(|_| keep.next().unwrap_or(true));
        }
    }
    kept
}
