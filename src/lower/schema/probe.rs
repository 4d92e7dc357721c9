//! How the variants of unions are recognised, worked out when every type is known: by the discriminator, else by JSON kind,
//! else by a constant, else by a member that only one variant must have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diag::codes;
use crate::ir::{Kind, Probe, Shape, StructDef, Type, TypeDef, TypeHint, TypeId, UnionVariant};
use crate::lower::context::Context;

/// How far aliases and unions in unions are looked through.
const DEPTH: usize = 16;

/// Gives every variant of every union its probe.
pub(in crate::lower) fn recognise(cx: &mut Context<'_, '_>) {
    for index in 0..cx.types.defs.len() {
        let Shape::Union(union) = &cx.types.defs[index].shape else { continue };
        let mut union = union.clone();
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let defs = &cx.types.defs;
        if cx.types.discriminated.contains(&id) {
            by_discriminator(defs, &mut union.variants, union.tag.as_deref().unwrap_or_default());
        } else {
            let outcome = infer(defs, &mut union.variants);
            union.tag = outcome.tag;
            if outcome.guessed {
                cx.diag.push(codes::ambiguous_union(cx.types.defs[index].place.clone()));
            }
        }
        cx.types.defs[index].shape = Shape::Union(union);
    }
}

/// Fills in what the mapping does not say: the constants of the tag property in the variant, else the component's key.
fn by_discriminator(defs: &[TypeDef], variants: &mut [UnionVariant], tag: &str) {
    for variant in variants.iter_mut() {
        if matches!(&variant.probe, Probe::Tag(values) if !values.is_empty()) {
            continue;
        }
        let features = Features::of(defs, &variant.ty);
        variant.probe = match features.constants(tag) {
            Some(values) if values.iter().all(Value::is_string) => Probe::Tag(texts(values)),
            Some([value]) => Probe::Constant(tag.to_owned(), value.clone()),
            Some(_) => Probe::Key(tag.to_owned()),
            None => match component(defs, &variant.ty) {
                Some(key) => Probe::Tag(vec![key]),
                None if features.kinds.len() == 1 && !features.kinds.contains("object") => {
                    features.kinds.first().map_or(Probe::Otherwise, |kind| Probe::Json(kind))
                }
                None => Probe::Otherwise,
            },
        };
    }
    variants.sort_by_key(|variant| variant.probe == Probe::Otherwise);
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
struct Features<'t> {
    /// The JSON kinds of its values.
    kinds: BTreeSet<&'static str>,
    /// Its members, if it is an object with known ones.
    object: Option<&'t StructDef>,
    /// The constants of its members: name, values, whether it must be there.
    constants: Vec<(&'t str, Vec<Value>, bool)>,
    /// Whether its members cannot be told: it is a union of objects.
    opaque: bool,
}

impl<'t> Features<'t> {
    fn of(defs: &'t [TypeDef], ty: &Type) -> Self {
        let mut features = Self { kinds: BTreeSet::new(), object: None, constants: Vec::new(), opaque: false };
        features.add(defs, ty, 0);
        if let Some(object) = features.object {
            for field in &object.fields {
                // A required string with a default has no other value in practice.
                let usual = field.default.as_ref().filter(|value| field.required && value.is_string());
                let values = constants(defs, &field.ty).or_else(|| usual.map(|value| vec![value.clone()]));
                if let Some(values) = values {
                    features.constants.push((&field.name, values, field.required));
                }
            }
        }
        features
    }

    fn add(&mut self, defs: &'t [TypeDef], ty: &Type, depth: usize) {
        let kind = match &ty.kind {
            Kind::Named(id) if depth < DEPTH => return self.add_shape(&defs[id.0 as usize].shape, defs, depth + 1),
            Kind::Named(_) | Kind::Any => return self.kinds.extend(["any"]),
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer(_) | Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Array(_) | Kind::Tuple(_) => "array",
            Kind::Map(_) => "object",
        };
        self.kinds.insert(kind);
    }

    fn add_shape(&mut self, shape: &'t Shape, defs: &'t [TypeDef], depth: usize) {
        match shape {
            Shape::Struct(object) => {
                self.kinds.insert("object");
                self.object = Some(object);
            }
            Shape::Enum(values) => self.kinds.extend(values.values.iter().map(|value| json_kind(&value.value))),
            Shape::Union(union) => {
                for variant in &union.variants {
                    self.add(defs, &variant.ty, depth);
                }
                // The members of one variant are not those of the union.
                self.object = None;
                self.opaque |= self.is_object();
            }
            Shape::Alias(ty) => self.add(defs, ty, depth),
        }
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
    /// Whether some values may be taken for the wrong variant.
    guessed: bool,
}

/// Finds probes for variants that no discriminator tells apart, and puts the variants into the order in which to try them.
fn infer(defs: &[TypeDef], variants: &mut Vec<UnionVariant>) -> Outcome {
    let mut features: Vec<Features<'_>> = variants.iter().map(|variant| Features::of(defs, &variant.ty)).collect();
    let objects: Vec<usize> = (0..features.len()).filter(|index| features[*index].is_object()).collect();
    let tag = if objects.len() > 1 { shared_tag(&features, &objects) } else { None };
    let mut outcome = Outcome { tag: tag.clone(), guessed: false };
    let mut ordered = Vec::with_capacity(variants.len());
    while !variants.is_empty() {
        let found = (0..variants.len()).find_map(|index| Some((index, sure(&features, index, tag.as_deref())?)));
        let (index, probe) = found.unwrap_or_else(|| {
            outcome.guessed = true;
            guess(&features)
        });
        let mut variant = variants.remove(index);
        features.remove(index);
        variant.probe = probe;
        ordered.push(variant);
    }
    *variants = ordered;
    outcome
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
        && own.object.is_some()
        && let Some(values) = tag.and_then(|tag| own.constants(tag))
    {
        return Some(Probe::Tag(texts(values)));
    }
    if features.len() == 1 {
        return Some(match own.kinds.first() {
            Some(kind) if own.kinds.len() == 1 && !own.is_object() && *kind != "any" => Probe::Json(kind),
            _ => Probe::Otherwise,
        });
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
    let key = object.fields.iter().find(|field| field.required && unique(&field.name))?;
    Some(Probe::Key(key.name.clone()))
}

/// Whether values of another variant may well have a member. A map may have any, but takes what no struct wants.
fn rival_may_have(rival: &Features<'_>, name: &str) -> bool {
    rival.declares(name) || rival.opaque
}

/// When nothing is sure: the variant with the most required members first, recognised by a member that not all others
/// have; the one with the fewest last.
fn guess(features: &[Features<'_>]) -> (usize, Probe) {
    let weight = |features: &Features<'_>| match features.object {
        Some(object) => (1, object.fields.iter().filter(|field| field.required).count(), object.fields.len()),
        None => (0, 0, 0),
    };
    // The first of the heaviest, so that the document's order decides among equals.
    let index = (0..features.len()).rev().max_by_key(|index| weight(&features[*index])).unwrap_or(0);
    let own = &features[index];
    let Some(object) = own.object else { return (index, Probe::Otherwise) };
    let others: Vec<_> = features.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, f)| f).collect();
    let distinct = |name: &str| others.iter().any(|other| !other.declares(name));
    let everywhere_absent = |name: &str| others.iter().all(|other| !other.declares(name));
    let fields = || object.fields.iter();
    let key = fields()
        .find(|field| everywhere_absent(&field.name))
        .or_else(|| fields().find(|field| field.required && distinct(&field.name)))
        .or_else(|| fields().find(|field| distinct(&field.name)));
    match key {
        Some(field) => (index, Probe::Key(field.name.clone())),
        None => (index, Probe::Json("object")),
    }
}
