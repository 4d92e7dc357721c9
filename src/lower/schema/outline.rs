//! What the alternatives of a union look like, where no single member tells them apart. As deep as it takes, and no deeper;
//! what all of them have in common is left out.

use std::cell::Cell;

use serde_json::Value;

use crate::ir::{
    Additional, EnumDef, Kind, MemberOutline, Outline, Shape, StringFormat, StructDef, TextOutline, Type, TypeDef,
    TypeId,
};

/// How many lists and objects deep alternatives are compared.
const DEPTH: usize = 3;

/// How many types may be looked at below the members of alternatives to tell those of one union apart.
const BUDGET: usize = 20_000;

/// The definitions, and which of them allow `null`.
pub(super) struct Definitions<'t> {
    defs: &'t [TypeDef],
    nullable: &'t [bool],
    /// How many types were looked at, and how many may be.
    seen: Cell<usize>,
    limit: Cell<usize>,
}

/// What was found out about several alternatives.
pub(super) struct Outlines {
    /// One for each.
    pub(super) all: Vec<Outline>,
    /// Whether two of them look the same.
    pub(super) ambiguous: bool,
}

/// What values of each type look like, told from those of the others.
pub(super) fn outlines(defs: &[TypeDef], nullable: &[bool], types: &[&Type]) -> Outlines {
    let definitions = Definitions { defs, nullable, seen: Cell::new(0), limit: Cell::new(usize::MAX) };
    let at =
        |depth| -> Vec<Outline> { types.iter().map(|ty| definitions.outline(ty, depth, &mut Vec::new())).collect() };
    let mut all = at(1);
    definitions.limit.set(definitions.seen.get() + BUDGET);
    for depth in 2..=DEPTH {
        if pairs(&all).all(|(left, right)| excludes(left, right)) {
            break;
        }
        let deeper = at(depth);
        if definitions.seen.get() > definitions.limit.get() {
            break;
        }
        all = deeper;
    }
    let ambiguous = pairs(&all).any(|(left, right)| looks_same(left, right));
    Outlines { all: without_common(all), ambiguous }
}

fn pairs(all: &[Outline]) -> impl Iterator<Item = (&Outline, &Outline)> {
    all.iter().enumerate().flat_map(|(index, left)| all[index + 1..].iter().map(move |right| (left, right)))
}

impl Definitions<'_> {
    /// `covered` are the definitions that were met for the same value: one of them says nothing new.
    fn outline(&self, ty: &Type, depth: usize, covered: &mut Vec<TypeId>) -> Outline {
        self.seen.set(self.seen.get() + 1);
        if self.seen.get() > self.limit.get() {
            return Outline::Any;
        }
        let outline = match &ty.kind {
            Kind::Named(id) if covered.contains(id) => return Outline::Either(Vec::new()),
            Kind::Named(id) => {
                covered.push(*id);
                let outline = self.shape(*id, depth, covered);
                if self.nullable[id.0 as usize] { or_null(outline) } else { outline }
            }
            Kind::Any => return Outline::Any,
            Kind::Null => Outline::Null,
            Kind::Boolean => Outline::Boolean,
            Kind::Integer(_) => Outline::Integer,
            Kind::Number(_) => Outline::Number,
            Kind::String(format) => text(format),
            Kind::Array(item) => Outline::Array(Box::new(self.deeper(item, depth))),
            Kind::Tuple(items) => Outline::Tuple(items.iter().map(|item| self.deeper(item, depth)).collect()),
            Kind::Map(value) => {
                Outline::Object { members: Vec::new(), rest: Some(Box::new(self.deeper(value, depth))) }
            }
        };
        if ty.nullable { or_null(outline) } else { outline }
    }

    fn deeper(&self, ty: &Type, depth: usize) -> Outline {
        if depth == 0 { Outline::Any } else { self.outline(ty, depth - 1, &mut Vec::new()) }
    }

    fn shape(&self, id: TypeId, depth: usize, covered: &mut Vec<TypeId>) -> Outline {
        match &self.defs[id.0 as usize].shape {
            Shape::Struct(_) if depth == 0 => object_of_any(),
            Shape::Struct(object) => self.object(object, depth),
            Shape::Enum(values) => enumeration(values),
            Shape::Union(union) => Outline::Either(
                union.variants.iter().map(|variant| self.outline(&variant.ty, depth, covered)).collect(),
            ),
            Shape::Alias(ty) => self.outline(ty, depth, covered),
        }
    }

    fn object(&self, object: &StructDef, depth: usize) -> Outline {
        let members = object.fields.iter().map(|field| MemberOutline {
            name: field.name.clone(),
            required: field.is_always_there(),
            outline: self.deeper(&field.ty, depth),
        });
        let rest = match &object.additional {
            Additional::Kept(ty) => Some(Box::new(self.deeper(ty, depth))),
            Additional::Ignored | Additional::Forbidden => None,
        };
        Outline::Object { members: members.collect(), rest }
    }
}

fn or_null(outline: Outline) -> Outline {
    match outline {
        Outline::Either(mut all) => {
            all.push(Outline::Null);
            Outline::Either(all)
        }
        outline => Outline::Either(vec![outline, Outline::Null]),
    }
}

fn without_null(outline: Outline) -> Outline {
    let Outline::Either(mut all) = outline else { return outline };
    all.retain(|one| *one != Outline::Null);
    if all.len() == 1 { all.remove(0) } else { Outline::Either(all) }
}

fn object_of_any() -> Outline {
    Outline::Object { members: Vec::new(), rest: Some(Box::new(Outline::Any)) }
}

/// Only formats whose types refuse other texts are looked at.
fn text(format: &StringFormat) -> Outline {
    match format {
        StringFormat::DateTime => Outline::Text(TextOutline::DateTime),
        StringFormat::Date => Outline::Text(TextOutline::Date),
        StringFormat::Uuid => Outline::Text(TextOutline::Uuid),
        StringFormat::Ipv4 => Outline::Ipv4,
        StringFormat::Ipv6 => Outline::Ipv6,
        _ => Outline::Text(TextOutline::Any),
    }
}

fn enumeration(def: &EnumDef) -> Outline {
    let constants = Outline::Constants(def.values.iter().map(|value| value.value.clone()).collect());
    if def.extensible { Outline::Either(vec![kind(&constants), constants]) } else { constants }
}

/// The outline without what only some of the values of its kind have.
fn kind(outline: &Outline) -> Outline {
    match outline {
        Outline::Constants(values) => {
            let mut kinds: Vec<Outline> = Vec::new();
            for kind in values.iter().map(kind_of) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            if kinds.len() == 1 { kinds.remove(0) } else { Outline::Either(kinds) }
        }
        Outline::Array(_) | Outline::Tuple(_) => Outline::Array(Box::new(Outline::Any)),
        Outline::Object { .. } => object_of_any(),
        Outline::Either(all) => Outline::Either(all.iter().map(kind).collect()),
        outline => outline.clone(),
    }
}

fn kind_of(value: &Value) -> Outline {
    match value {
        Value::Null => Outline::Null,
        Value::Bool(_) => Outline::Boolean,
        Value::Number(number) if number.is_f64() => Outline::Number,
        Value::Number(_) => Outline::Integer,
        Value::String(_) => Outline::Text(TextOutline::Any),
        Value::Array(_) => Outline::Array(Box::new(Outline::Any)),
        Value::Object(_) => object_of_any(),
    }
}

/// What a value may look like, but for `null` if it may be anything else: that hardly ever is what tells.
fn kinds_of(outline: &Outline) -> Vec<&Outline> {
    let Outline::Either(all) = outline else { return vec![outline] };
    let kinds: Vec<&Outline> = all.iter().flat_map(kinds_of).filter(|kind| **kind != Outline::Null).collect();
    if kinds.is_empty() { all.iter().collect() } else { kinds }
}

/// Whether no value looks like both, apart from `null` and empty lists.
fn excludes(left: &Outline, right: &Outline) -> bool {
    use Outline::{Any, Array, Constants, Either, Integer, Ipv4, Ipv6, Null, Number, Object, Text, Tuple};
    match (left, right) {
        (Any, _) | (_, Any) | (Integer, Number) | (Number, Integer) => false,
        (Either(_), _) | (_, Either(_)) => {
            kinds_of(left).iter().all(|left| kinds_of(right).iter().all(|right| excludes(left, right)))
        }
        (Constants(left), Constants(right)) => !left.iter().any(|value| right.contains(value)),
        (Constants(values), other) | (other, Constants(values)) => {
            values.iter().all(|value| excludes(&kind_of(value), other))
        }
        (Text(left), Text(right)) => left != right && *left != TextOutline::Any && *right != TextOutline::Any,
        (Text(text), Ipv4 | Ipv6) | (Ipv4 | Ipv6, Text(text)) => *text != TextOutline::Any,
        (Array(left), Array(right)) => excludes(left, right),
        (Tuple(left), Tuple(right)) => {
            left.len() != right.len() || left.iter().zip(right).any(|(left, right)| excludes(left, right))
        }
        (Tuple(items), Array(item)) | (Array(item), Tuple(items)) => items.iter().any(|one| excludes(one, item)),
        (Object { members: left, .. }, Object { members: right, .. }) => left.iter().any(|member| {
            let other = right.iter().find(|other| other.name == member.name);
            other.is_some_and(|other| (member.required || other.required) && excludes(&member.outline, &other.outline))
        }),
        (Null, Null) | (Outline::Boolean, Outline::Boolean) | (Integer, Integer) | (Number, Number) => false,
        (Ipv4, Ipv4) | (Ipv6, Ipv6) => false,
        _ => true,
    }
}

/// Whether nothing tells two alternatives apart: they have the same members, and each of them looks the same.
fn looks_same(left: &Outline, right: &Outline) -> bool {
    use Outline::{Array, Constants, Either, Object, Tuple};
    match (left, right) {
        (Object { members: left, rest: left_rest }, Object { members: right, rest: right_rest }) => {
            let covered = |some: &[MemberOutline], others: &[MemberOutline]| {
                some.iter().all(|member| {
                    let other = others.iter().find(|other| other.name == member.name);
                    other.is_some_and(|other| looks_same(&member.outline, &other.outline))
                })
            };
            left_rest.is_some() == right_rest.is_some() && covered(left, right) && covered(right, left)
        }
        (Array(left), Array(right)) => looks_same(left, right),
        (Tuple(left), Tuple(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| looks_same(left, right))
        }
        (Constants(left), Constants(right)) => left.iter().any(|value| right.contains(value)),
        (Either(_), _) | (_, Either(_)) => {
            kinds_of(left).iter().any(|left| kinds_of(right).iter().any(|right| looks_same(left, right)))
        }
        (left, right) => left == right,
    }
}

/// Leaves out what all objects among the alternatives have alike, and does not look into what tells none of them from
/// another: there, a new value of an enumeration is no reason to doubt which alternative it is.
fn without_common(mut all: Vec<Outline>) -> Vec<Outline> {
    let mut objects: Vec<Vec<MemberOutline>> = Vec::new();
    let mut keeps_rest = false;
    all.iter().for_each(|outline| gather(outline, &mut objects, &mut keeps_rest));
    let mut change = |members: &mut Vec<MemberOutline>| {
        let holders = |name: &str| -> Vec<&MemberOutline> {
            objects.iter().filter_map(|members| members.iter().find(|member| member.name == name)).collect()
        };
        members.retain(|member| {
            let holders = holders(&member.name);
            keeps_rest || holders.len() < objects.len() || holders.iter().any(|other| *other != member)
        });
        for member in members {
            let others = holders(&member.name);
            if others.len() > 1 && others.iter().all(|other| other.outline == member.outline) {
                member.outline = Outline::Any;
            } else if !keeps_rest && !others.iter().any(|other| excludes(&other.outline, &member.outline)) {
                member.outline = kind(&member.outline);
            }
            // What may be absent may as well be `null`.
            if !member.required {
                member.outline = without_null(std::mem::replace(&mut member.outline, Outline::Any));
            }
        }
    };
    all.iter_mut().for_each(|outline| change_objects(outline, &mut change));
    all
}

fn gather(outline: &Outline, objects: &mut Vec<Vec<MemberOutline>>, keeps_rest: &mut bool) {
    match outline {
        Outline::Object { members, rest } => {
            objects.push(members.clone());
            *keeps_rest |= rest.is_some();
        }
        Outline::Either(all) => all.iter().for_each(|one| gather(one, objects, keeps_rest)),
        _ => {}
    }
}

fn change_objects(outline: &mut Outline, change: &mut dyn FnMut(&mut Vec<MemberOutline>)) {
    match outline {
        Outline::Object { members, .. } => change(members),
        Outline::Either(all) => all.iter_mut().for_each(|one| change_objects(one, change)),
        _ => {}
    }
}
