//! How the variants of unions are recognised, worked out when every type is known: by the discriminator, else by JSON kind,
//! else by a constant, else by a member that only one variant must have.

use std::collections::BTreeSet;

use serde_json::Value;

use super::outline::{Outlines, outlines};
use crate::diag::codes;
use crate::ir::{EnumDef, Kind, Outline, Probe, Shape, StructDef, Type, TypeDef, TypeHint, TypeId, UnionVariant};
use crate::lower::context::Context;

/// How many aliases of an enumeration are looked through.
const DEPTH: usize = 16;

/// Gives every variant of every union its probe.
pub(in crate::lower) fn recognise(cx: &mut Context<'_, '_>) {
    for index in 0..cx.types.defs.len() {
        let Shape::Union(union) = &cx.types.defs[index].shape else { continue };
        let mut union = union.clone();
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let defs = &cx.types.defs;
        if cx.types.discriminated.contains(&id) {
            let tag = union.tag.as_deref().unwrap_or_default();
            by_discriminator(defs, &cx.types.nullable, &mut union.variants, tag);
        } else {
            let outcome = infer(defs, &cx.types.nullable, &mut union.variants);
            (union.tag, union.order) = (outcome.tag, outcome.order);
            if outcome.ambiguous {
                cx.diag.push(codes::ambiguous_union(cx.types.defs[index].place.clone()));
            }
        }
        cx.types.defs[index].shape = Shape::Union(union);
    }
}

/// Fills in what the mapping does not say: the constants of the tag property in the variant, else the component's key.
fn by_discriminator(defs: &[TypeDef], nullable: &[bool], variants: &mut [UnionVariant], tag: &str) {
    let mut untold = Vec::new();
    let listed: Vec<Vec<Value>> = variants
        .iter()
        .map(|variant| Features::of(defs, &variant.ty).constants(tag).unwrap_or_default().to_vec())
        .collect();
    for (index, variant) in variants.iter_mut().enumerate() {
        let is_said = match &variant.probe {
            Probe::Tag(values) => !values.is_empty(),
            probe => *probe == Probe::Otherwise,
        };
        if is_said {
            continue;
        }
        let features = Features::of(defs, &variant.ty);
        variant.probe = match features.constants(tag) {
            Some(values) if values.iter().all(Value::is_string) => {
                let is_shared = |(other, theirs): (usize, &Vec<Value>)| {
                    other != index && values.iter().any(|value| theirs.contains(value))
                };
                let key = component(defs, &variant.ty).filter(|_| listed.iter().enumerate().any(is_shared));
                Probe::Tag(key.map_or_else(|| texts(values), |key| vec![value_for(&key, values)]))
            }
            Some([value]) => Probe::Constant(tag.to_owned(), value.clone()),
            Some(_) => Probe::Key(tag.to_owned()),
            None => match component(defs, &variant.ty) {
                Some(key) => Probe::Tag(vec![key]),
                None if features.kinds.len() == 1 && !features.kinds.contains("object") => {
                    features.kinds.first().map_or(Probe::Otherwise, |kind| Probe::Json(kind))
                }
                None => {
                    untold.push(index);
                    Probe::Otherwise
                }
            },
        };
    }
    // Inline alternatives have no name that a value of the tag could be.
    if untold.len() > 1 {
        let types: Vec<&Type> = untold.iter().map(|index| &variants[*index].ty).collect();
        let outlines = outlines(defs, nullable, &types).all;
        for (index, outline) in untold.into_iter().zip(outlines) {
            variants[index].probe = Probe::Like(outline);
        }
    }
}

/// The value of a tag that means a component, where the base lists the values of all: that which is spelled like it.
fn value_for(key: &str, values: &[Value]) -> String {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let texts = texts(values);
    let exact = texts.iter().find(|text| *text == key);
    let alike = || texts.iter().find(|text| letters(text) == letters(key));
    exact.or_else(alike).cloned().unwrap_or_else(|| key.to_owned())
}

fn component(defs: &[TypeDef], ty: &Type) -> Option<String> {
    let Kind::Named(id) = ty.kind else { return None };
    match &defs[id.0 as usize].hint {
        TypeHint::Component(key) => Some(key.clone()),
        TypeHint::Inline { .. } | TypeHint::Operation { .. } | TypeHint::WebhookEvent => None,
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// What can be seen of a type's values without decoding them.
#[derive(Default)]
struct Features<'t> {
    /// The JSON kinds of its values.
    kinds: BTreeSet<&'static str>,
    /// Its members, if it is an object with known ones.
    object: Option<&'t StructDef>,
    /// The constants of its members: name, values, whether it must be there. Of a union, those that all objects have.
    constants: Vec<(&'t str, Vec<Value>, bool)>,
    /// Whether its members cannot be told: it is a union of objects.
    opaque: bool,
}

impl<'t> Features<'t> {
    /// A union is seen as the types that it comes down to, each once: unions may contain each other.
    fn of(defs: &'t [TypeDef], ty: &Type) -> Self {
        let (mut all, mut seen, mut is_union) = (Vec::new(), BTreeSet::new(), false);
        let mut waiting = vec![ty];
        while let Some(ty) = waiting.pop() {
            let Kind::Named(id) = ty.kind else {
                all.push(Self::of_kind(&ty.kind));
                continue;
            };
            if !seen.insert(id) {
                continue;
            }
            match &defs[id.0 as usize].shape {
                Shape::Struct(object) => all.push(Self::of_object(defs, object)),
                Shape::Enum(values) => all.push(Self::of_values(values)),
                Shape::Alias(target) => waiting.push(target),
                Shape::Union(union) => {
                    is_union = true;
                    waiting.extend(union.variants.iter().rev().map(|variant| &variant.ty));
                }
            }
        }
        if is_union { Self::of_any(all) } else { all.pop().unwrap_or_else(|| Self::of_kind(&Kind::Any)) }
    }

    fn of_kind(kind: &Kind) -> Self {
        let kind = match kind {
            Kind::Named(_) | Kind::Any => "any",
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer(_) | Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Array(_) | Kind::Tuple(_) => "array",
            Kind::Map(_) => "object",
        };
        Self { kinds: BTreeSet::from([kind]), ..Self::default() }
    }

    fn of_values(def: &EnumDef) -> Self {
        Self { kinds: def.values.iter().map(|value| json_kind(&value.value)).collect(), ..Self::default() }
    }

    fn of_object(defs: &'t [TypeDef], object: &'t StructDef) -> Self {
        let constants = object.fields.iter().filter_map(|field| {
            // A required string with a default has no other value in practice.
            let usual = field.default.as_ref().filter(|value| field.required && value.is_string());
            let values = constants(defs, &field.ty).or_else(|| usual.map(|value| vec![value.clone()]))?;
            Some((field.name.as_str(), values, field.required))
        });
        let constants = constants.collect();
        Self { kinds: BTreeSet::from(["object"]), object: Some(object), constants, opaque: false }
    }

    /// The features of a union: what its alternatives have in common.
    fn of_any(all: Vec<Self>) -> Self {
        let mut union =
            Self { kinds: all.iter().flat_map(|one| one.kinds.iter().copied()).collect(), ..Self::default() };
        union.opaque = union.is_object();
        let mut objects = all.into_iter().filter(Self::is_object);
        union.constants = objects.next().map(|first| first.constants).unwrap_or_default();
        for object in objects {
            union.constants.retain_mut(|(name, values, required)| {
                let other = object.constants.iter().find(|(known, ..)| known == name);
                let Some((_, more, also_required)) = other else { return false };
                let new: Vec<Value> = more.iter().filter(|value| !values.contains(value)).cloned().collect();
                values.extend(new);
                *required &= also_required;
                true
            });
        }
        union
    }

    fn constants(&self, name: &str) -> Option<&[Value]> {
        self.constants.iter().find(|(known, ..)| *known == name).map(|(_, values, _)| values.as_slice())
    }

    fn is_object(&self) -> bool {
        self.kinds.contains("object")
    }

    fn declares(&self, name: &str) -> bool {
        self.object.is_some_and(|object| object.fields.iter().any(|field| field.name == name))
    }
}

fn json_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The values of a property that lists them.
fn constants(defs: &[TypeDef], ty: &Type) -> Option<Vec<Value>> {
    let mut ty = ty;
    for _ in 0..DEPTH {
        let Kind::Named(id) = ty.kind else { return None };
        match &defs[id.0 as usize].shape {
            Shape::Enum(values) if !values.extensible => {
                return Some(values.values.iter().map(|value| value.value.clone()).collect());
            }
            Shape::Alias(target) => ty = target,
            Shape::Enum(_) | Shape::Struct(_) | Shape::Union(_) => return None,
        }
    }
    None
}

struct Outcome {
    tag: Option<String>,
    order: Vec<usize>,
    /// Whether nothing tells two of the variants apart.
    ambiguous: bool,
}

/// Finds probes for variants that no discriminator tells apart, and the order in which to try them.
fn infer(defs: &[TypeDef], nullable: &[bool], variants: &mut [UnionVariant]) -> Outcome {
    let mut features: Vec<Features<'_>> = variants.iter().map(|variant| Features::of(defs, &variant.ty)).collect();
    let objects: Vec<usize> = (0..features.len()).filter(|index| features[*index].is_object()).collect();
    let tag = if objects.len() > 1 { shared_tag(&features, &objects) } else { None };
    let mut left: Vec<usize> = (0..variants.len()).collect();
    let mut order = Vec::with_capacity(variants.len());
    while let Some((index, probe)) = (0..left.len()).find_map(|index| match features.as_slice() {
        [last] if tag.as_deref().is_none_or(|tag| last.constants(tag).is_none()) => {
            Some((index, remaining(last, variants, &order)))
        }
        _ => Some((index, sure(&features, index, tag.as_deref())?)),
    }) {
        features.remove(index);
        let index = left.remove(index);
        variants[index].probe = probe;
        order.push(index);
    }
    let types: Vec<&Type> = left.iter().map(|index| &variants[*index].ty).collect();
    let Outlines { all, ambiguous } = outlines(defs, nullable, &types);
    for (index, outline) in left.into_iter().zip(all) {
        variants[index].probe = if outline == Outline::Any { Probe::Otherwise } else { Probe::Like(outline) };
        order.push(index);
    }
    Outcome { tag, order, ambiguous }
}

/// The probe of the variant that remains when all others are told.
fn remaining(own: &Features<'_>, variants: &[UnionVariant], told: &[usize]) -> Probe {
    // Where a member told others by its value, it tells this one too, and a new value is none of them.
    let told_by = |name: &str| {
        told.iter().any(|index| matches!(&variants[*index].probe, Probe::Constant(other, _) if other == name))
    };
    let constant =
        own.constants.iter().find(|(name, values, required)| *required && values.len() == 1 && told_by(name));
    if let Some((name, values, _)) = constant.filter(|_| own.object.is_some()) {
        return Probe::Constant((*name).to_owned(), values[0].clone());
    }
    // Without its first required member, a value is none of this variant.
    if let Some(key) = own.object.and_then(|object| object.fields.iter().find(|field| field.is_always_there())) {
        return Probe::Key(key.name.clone());
    }
    match own.kinds.first() {
        Some(kind) if own.kinds.len() == 1 && *kind != "any" => Probe::Json(kind),
        _ => Probe::Otherwise,
    }
}

/// A member that all objects must have and that lists different strings in each.
fn shared_tag(features: &[Features<'_>], objects: &[usize]) -> Option<String> {
    let first = &features[*objects.first()?];
    let candidates = first.constants.iter().map(|(name, ..)| *name);
    let tells = |name: &&str| {
        let mut seen = BTreeSet::new();
        objects.iter().all(|index| {
            let own = features[*index].constants.iter().find(|(known, ..)| known == name);
            own.is_some_and(|(_, values, required)| {
                *required && values.iter().all(|value| value.as_str().is_some_and(|text| seen.insert(text.to_owned())))
            })
        })
    };
    candidates.into_iter().find(tells).map(str::to_owned)
}

/// A probe that holds for this variant and for none of the others that are left.
fn sure(features: &[Features<'_>], index: usize, tag: Option<&str>) -> Option<Probe> {
    let own = &features[index];
    let others = || features.iter().enumerate().filter(move |(other, _)| *other != index).map(|(_, features)| features);
    if own.is_object()
        && own.kinds.len() == 1
        && let Some(values) = tag.and_then(|tag| own.constants(tag))
    {
        return Some(Probe::Tag(texts(values)));
    }
    if own.kinds.contains("any") {
        return None;
    }
    if own.kinds.len() == 1 && others().all(|other| other.kinds.is_disjoint(&own.kinds)) {
        return own.kinds.first().map(|kind| Probe::Json(kind));
    }
    let object = own.object?;
    if own.kinds.len() > 1 {
        return None;
    }
    let rivals: Vec<&Features<'_>> =
        others().filter(|other| other.is_object() || other.kinds.contains("any")).collect();
    let constant = own.constants.iter().find(|(name, values, required)| {
        let differs = |rival: &&Features<'_>| {
            rival.constants(name).is_some_and(|theirs| !theirs.contains(&values[0])) || !rival_may_have(rival, name)
        };
        *required && values.len() == 1 && rivals.iter().all(differs)
    });
    if let Some((name, values, _)) = constant {
        return Some(Probe::Constant((*name).to_owned(), values[0].clone()));
    }
    let unique = |name: &str| rivals.iter().all(|rival| !rival_may_have(rival, name));
    let key = object.fields.iter().find(|field| field.is_always_there() && unique(&field.name))?;
    Some(Probe::Key(key.name.clone()))
}

/// Whether values of another variant may well have a member. A map may have any, but takes what no struct wants.
fn rival_may_have(rival: &Features<'_>, name: &str) -> bool {
    rival.declares(name) || rival.opaque
}
