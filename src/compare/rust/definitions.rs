//! The definitions in `types`: their names, members and constructors.

use super::items::{End, Item};
use super::spell::spell;
use crate::ir::Api;
use crate::plan::{EnumPlan, FieldPlan, Plan, StructPlan, TypePlan, TypeShape, UnionPlan};

/// The items of all definitions. `file_name` tells the files of the document apart.
pub(super) fn items(api: &Api, plan: &Plan) -> Vec<Item> {
    let definitions = api.types.iter().zip(&plan.types);
    definitions
        .flat_map(|(def, planned)| {
            let identity = format!("{}#{}", def.place.file.0, def.place.pointer);
            definition(planned, identity)
        })
        .collect()
}

fn definition(planned: &TypePlan, identity: String) -> Vec<Item> {
    let path = format!("types::{}", planned.name.ident);
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
