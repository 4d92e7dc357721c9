//! The definitions in `types`: their names, members and constructors, and which names are of one type.

use std::collections::BTreeMap;

use super::items::{End, Item};
use super::spell::spell;
use crate::ir::Api;
use crate::plan::{EnumPlan, FieldPlan, Plan, RustType, StructPlan, TypePlan, TypeShape, UnionPlan};

/// The definitions of a crate by their names.
pub(super) struct Definitions<'p>(BTreeMap<&'p str, &'p TypePlan>);

impl<'p> Definitions<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        Self(plan.types.iter().map(|planned| (planned.name.ident.as_str(), planned)).collect())
    }

    /// The definition that another name leads to in the end; nothing if this is none.
    fn behind(&self, planned: &TypePlan) -> Option<&'p TypePlan> {
        let next = |planned: &TypePlan| match &planned.shape {
            TypeShape::Alias(RustType::Named(ident)) => self.0.get(ident.as_str()).copied(),
            _ => None,
        };
        std::iter::successors(next(planned), |planned| next(planned)).last()
    }
}

/// Every name of a definition or of headers, with that under which it is defined: names of one type are interchangeable.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) fn of(plan: &Plan) -> Self {
        let definitions = Definitions::of(plan);
        let types = plan.types.iter().filter_map(|planned| {
            let one = definitions.behind(planned).unwrap_or(planned);
            let path = |planned: &TypePlan| format!("types::{}", planned.name.ident);
            (!matches!(one.shape, TypeShape::Alias(_))).then(|| (path(planned), path(one)))
        });
        let headers = plan.operations.headers.iter().flat_map(|headers| {
            let path = |ident| format!("operations::{ident}");
            let names = std::iter::once(&headers.ident).chain(&headers.also);
            names.map(move |name| (path(name), path(&headers.ident)))
        });
        Self(types.chain(headers).collect())
    }

    /// The names that are of one type here and of several in another crate: each with that of the type here, and there.
    pub(super) fn parted<'n>(&'n self, other: &'n Self) -> impl Iterator<Item = [&'n str; 3]> {
        self.0.iter().filter(|(name, one)| name != one).filter_map(|(name, one)| {
            let (there, one_there) = (other.0.get(name)?, other.0.get(one)?);
            (there != one_there).then_some([name, one, there].map(String::as_str))
        })
    }
}

/// The items of all definitions. Another name for a definition has the members of that only where it is one itself in the
/// other crate; else what is to be said of them is said there.
pub(super) fn items(api: &Api, plan: &Plan, other: &Definitions<'_>) -> Vec<Item> {
    let here = Definitions::of(plan);
    let definitions = api.types.iter().zip(&plan.types);
    definitions
        .flat_map(|(def, planned)| {
            let identity = format!("{}#{}", def.place.file.0, def.place.pointer);
            let behind = here.behind(planned);
            let is_one_there = || {
                let there = other.0.get(planned.name.ident.as_str());
                there.is_some_and(|there| other.behind(there).is_none())
            };
            let items = definition(planned, behind.unwrap_or(planned), identity);
            let is_whole = behind.is_none() || is_one_there();
            items.into_iter().take(if is_whole { usize::MAX } else { 1 })
        })
        .collect()
}

/// The items of a name, by the definition behind it.
fn definition(named: &TypePlan, planned: &TypePlan, identity: String) -> Vec<Item> {
    let path = format!("types::{}", named.name.ident);
    let text = match &planned.shape {
        TypeShape::Struct(_) => "struct".to_owned(),
        TypeShape::Enum(_) | TypeShape::Union(_) => "enum".to_owned(),
        TypeShape::Alias(ty) => format!("type = {}", spell(ty)),
        TypeShape::Newtype(ty) => format!("struct({})", spell(ty)),
    };
    let owner = Item::owner(path, &text, identity, End::Both);
    let members = match &planned.shape {
        TypeShape::Struct(object) => structure(&owner, object),
        TypeShape::Enum(values) => variants(&owner, values),
        TypeShape::Union(union) => alternatives(&owner, union),
        TypeShape::Alias(_) | TypeShape::Newtype(_) => Vec::new(),
    };
    std::iter::once(owner).chain(members).collect()
}

fn structure(owner: &Item, object: &StructPlan) -> Vec<Item> {
    let mut items: Vec<Item> = object.fields.iter().map(|field| self::field(owner, field)).collect();
    items.extend(object.additional.as_ref().map(|(ident, ty)| {
        owner.member(format!(".{ident}"), format!("BTreeMap<String, {}>", spell(ty)), "additional members")
    }));
    let defaults = object.fields.iter().filter_map(|field| Some((field, field.default.as_ref()?)));
    items.extend(defaults.map(|(field, default)| {
        let ty = spell(&field.ty);
        let value = ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(&ty);
        owner.member(format!("::{}()", default.ident), format!("-> {value}"), &format!("default of {}", field.name))
    }));
    if object.default {
        items.push(owner.member("::default()".to_owned(), String::new(), "default"));
    }
    if object.constructor {
        let arguments = object.fields.iter().filter(|field| field.argument);
        let arguments: Vec<String> = arguments.map(|field| format!("{}: {}", field.ident, spell(&field.ty))).collect();
        items.push(owner.member("::new".to_owned(), format!("({})", arguments.join(", ")), "new"));
    }
    items
}

/// A literal without `..` names every field; those that may be absent are left to it.
fn field(owner: &Item, field: &FieldPlan) -> Item {
    owner.member(format!(".{}", field.ident), spell(&field.ty), &field.name).demanding(field.required)
}

fn variants(owner: &Item, values: &EnumPlan) -> Vec<Item> {
    let variants = values.variants.iter();
    variants.map(|it| owner.member(format!("::{}", it.ident), String::new(), &it.value.to_string())).collect()
}

fn alternatives(owner: &Item, union: &UnionPlan) -> Vec<Item> {
    let alternatives = union.alternatives.iter().map(|alternative| {
        let content = alternative.content.as_ref().map(spell).unwrap_or_default();
        let content = if alternative.boxed { format!("Box<{content}>") } else { content };
        owner.member(format!("::{}", alternative.ident), format!("({content})"), &format!("alternative {content}"))
    });
    alternatives.collect()
}
