//! `types`: the definitions that people read, one file for each type together with the inline types of its members.

pub(super) mod codec;
mod enums;
mod structs;
mod unions;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::features::imports_for_some;
use super::imports::{Importable, imports};
use super::{Item, Position, SourceFile, Spelled, Table, Unit, attributes};
use crate::name::Ident;
use crate::plan::{Plan, RustType, TypeModule, TypePlan, TypeShape};

/// The files: `types/mod.rs`, `types/codec/mod.rs`, and two for each module.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let mut units = vec![Unit::new(root, 0), Unit::new(codec::root, 0)];
    for index in 0..plan.modules.len() {
        units.extend([Unit::new(file, index), Unit::new(codec::file, index)]);
    }
    units
}

/// The types of a module.
fn together<'p>(plan: &'p Plan, module: &TypeModule) -> Vec<&'p TypePlan> {
    module.types.iter().filter_map(|index| plan.types.get(*index)).collect()
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let aliases: Vec<&TypePlan> = plan.types.iter().filter(|ty| ty.name.module.is_none()).collect();
    let aliases: Vec<Item> = aliases.into_iter().flat_map(definition).collect();
    // In the order that rustfmt would put them in.
    let mut modules: Vec<&TypeModule> = plan.modules.iter().collect();
    modules.sort_by_key(|module| &module.name);
    let (before, after): (Vec<_>, Vec<_>) = modules.iter().partition(|module| module.name.as_str() < "codec");
    let (before, after) = (before.into_iter().map(declaration), after.into_iter().map(declaration));
    let mut items = vec![quote!(#(#before)* mod codec; #(#after)*)];
    items.extend(modules.iter().map(|module| {
        let mut names: Vec<&Ident> = together(plan, module).into_iter().map(|ty| &ty.name.ident).collect();
        names.sort();
        let (gate, module) = (module.features.gate(), &module.name);
        quote!(#gate pub use #module::{#(#names),*};)
    }));
    items.extend(imports_for_some(plan, foreign_in(&aliases, &quote!(super))));
    let docs = vec!["What the document calls schemas: the values that travel, for both ends of the wire.".to_owned()];
    let tables = aliases.into_iter().map(Table::Item).collect();
    SourceFile { path: "src/types/mod.rs".to_owned(), docs, items, tables }
}

fn declaration(module: &TypeModule) -> TokenStream {
    let (gate, name) = (module.features.gate(), &module.name);
    quote!(#gate mod #name;)
}

fn file(plan: &Plan, index: usize) -> SourceFile {
    let module = &plan.modules[index];
    let types = together(plan, module);
    let own: BTreeSet<&Ident> = types.iter().map(|ty| &ty.name.ident).collect();
    let named: BTreeSet<&Ident> =
        types.iter().flat_map(|ty| mentioned(ty)).filter(|name| !own.contains(name)).collect();
    let definitions: Vec<Item> = types.iter().flat_map(|ty| definition(ty)).collect();
    let mut items = foreign_in(&definitions, &quote!(super::super));
    if !named.is_empty() {
        let named = named.into_iter();
        items.push(quote!(use super::{#(#named),*};));
    }
    let tables = definitions.into_iter().map(Table::Item).collect();
    SourceFile { path: path("types", module), docs: vec![subject(&types)], items, tables }
}

fn path(directory: &str, module: &TypeModule) -> String {
    format!("src/{directory}/{}.rs", module.name.bare())
}

fn subject(types: &[&TypePlan]) -> String {
    let name = types[0].name.ident.bare();
    if types.len() > 1 { format!("`{name}`, and what its members are made of.") } else { format!("`{name}`.") }
}

fn foreign_in(items: &[Item], crate_root: &TokenStream) -> Vec<TokenStream> {
    imports(
        &items.iter().map(|item| &item.text).collect::<Vec<_>>(),
        &[
            (quote!(std::collections), &[Importable::Item("BTreeMap")]),
            (crate_root.clone(), &[Importable::Module("support")]),
        ],
    )
}

/// The definitions that a definition names.
fn mentioned(ty: &TypePlan) -> Vec<&Ident> {
    let mut found = Vec::new();
    match &ty.shape {
        TypeShape::Struct(def) => {
            def.fields.iter().for_each(|field| names_in(&field.ty, &mut found));
            def.additional.iter().for_each(|(_, ty)| names_in(ty, &mut found));
        }
        TypeShape::Union(def) => {
            def.alternatives.iter().filter_map(|one| one.content.as_ref()).for_each(|ty| names_in(ty, &mut found));
        }
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => names_in(ty, &mut found),
        TypeShape::Enum(_) => {}
    }
    found
}

fn names_in<'a>(ty: &'a RustType, found: &mut Vec<&'a Ident>) {
    match ty {
        RustType::Named(name) => found.push(name),
        RustType::Vec(inner) | RustType::Map(inner) | RustType::Option(inner) | RustType::Boxed(inner) => {
            names_in(inner, found);
        }
        RustType::Tuple(elements) => elements.iter().for_each(|element| names_in(element, found)),
        _ => {}
    }
}

fn definition(ty: &TypePlan) -> Vec<Item> {
    match &ty.shape {
        TypeShape::Struct(def) => structs::definition(ty, def),
        TypeShape::Enum(def) => enums::definition(ty, def),
        TypeShape::Union(def) => vec![unions::definition(ty, def)],
        TypeShape::Alias(target) => {
            let mut item = Item::documented(&ty.docs);
            // Where it stands in a module, that has the attribute.
            let gate = if ty.name.module.is_none() { ty.features.gate_text() } else { None };
            gate.into_iter().for_each(|gate| item.line(0, gate));
            item.line(0, format_args!("pub type {} = {};", ty.name.ident, Spelled(target, Position::Types)));
            vec![item]
        }
        TypeShape::Newtype(content) => {
            let default = if matches!(content, RustType::Vec(_) | RustType::Map(_)) { ", Default" } else { "" };
            let mut item = begun(ty, &format!("Debug, Clone, PartialEq{default}"));
            item.line(0, format_args!("pub struct {}(pub {});", ty.name.ident, Spelled(content, Position::Types)));
            vec![item]
        }
    }
}

/// What stands above a definition.
fn begun(ty: &TypePlan, derives: &str) -> Item {
    let mut item = Item::documented(&ty.docs);
    item.derives(derives, &ty.derives);
    if !ty.attributes.is_empty() {
        item.tokens(0, &attributes::all(&ty.attributes));
    }
    item
}
