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
use super::{Position, SourceFile, Unit, attributes, docs, rust_type};
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
    let aliases: Vec<TokenStream> = aliases.into_iter().flat_map(definition).collect();
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
    items.extend(imports_for_some(plan, foreign(&aliases)));
    items.extend(aliases);
    SourceFile::new(
        "src/types/mod.rs",
        vec!["What the document calls schemas: the values that travel, for both ends of the wire.".to_owned()],
        items,
    )
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
    let definitions: Vec<TokenStream> = types.iter().flat_map(|ty| definition(ty)).collect();
    let mut items = foreign_in(&definitions, &quote!(super::super));
    if !named.is_empty() {
        let named = named.into_iter();
        items.push(quote!(use super::{#(#named),*};));
    }
    items.extend(definitions);
    SourceFile::new(path("types", module), vec![subject(&types)], items)
}

fn path(directory: &str, module: &TypeModule) -> String {
    format!("src/{directory}/{}.rs", module.name.bare())
}

fn subject(types: &[&TypePlan]) -> String {
    let name = types[0].name.ident.bare();
    if types.len() > 1 { format!("`{name}`, and what its members are made of.") } else { format!("`{name}`.") }
}

fn foreign(items: &[TokenStream]) -> Vec<TokenStream> {
    foreign_in(items, &quote!(super))
}

fn foreign_in(items: &[TokenStream], crate_root: &TokenStream) -> Vec<TokenStream> {
    imports(
        items,
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

/// What the user adds to a definition.
struct Extra {
    /// Traits, each after a comma.
    derives: TokenStream,
    attributes: TokenStream,
}

fn definition(ty: &TypePlan) -> Vec<TokenStream> {
    let (ident, lines) = (&ty.name.ident, docs(&ty.docs));
    let extra = Extra { derives: attributes::derives(&ty.derives), attributes: attributes::all(&ty.attributes) };
    match &ty.shape {
        TypeShape::Struct(def) => structs::definition(ident, &lines, def, &extra),
        TypeShape::Enum(def) => enums::definition(ident, &lines, def, &extra),
        TypeShape::Union(def) => vec![unions::definition(ident, &lines, def, &extra)],
        TypeShape::Alias(target) => {
            let target = rust_type(target, Position::Types);
            // Where it stands in a module, that has the attribute.
            let gate = ty.name.module.is_none().then(|| ty.features.gate());
            vec![quote!(#lines #gate pub type #ident = #target;)]
        }
        TypeShape::Newtype(ty) => {
            let default = matches!(ty, RustType::Vec(_) | RustType::Map(_)).then(|| quote!(, Default));
            let ty = rust_type(ty, Position::Types);
            let Extra { derives, attributes } = extra;
            vec![quote! {
                #lines
                #[derive(Debug, Clone, PartialEq #default #derives)]
                #attributes
                pub struct #ident(pub #ty);
            }]
        }
    }
}
