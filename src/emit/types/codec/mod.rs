//! `types::codec`: how the types are read and written, on top of the runtime's codec.

mod enums;
mod forms;
mod structs;
mod unions;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(in super::super) use unions::probe;

use super::super::imports::{Importable, imports};
use super::super::{SourceFile, Table};
use super::{declaration, path, together};
use crate::name::Ident;
use crate::plan::{EnumKind, Plan, TypePlan, TypeShape, Value};

/// What the files of the directory may import.
const CODEC: &[Importable] = &[
    Importable::Own("codec"),
    Importable::Item("Attribute"),
    Importable::Item("Constant"),
    Importable::Item("Outline"),
    Importable::Item("Probe"),
    Importable::Item("Union"),
];

const SUPPORT: &[Importable] = &[
    Importable::Item("Form"),
    Importable::Item("Param"),
    Importable::Item("PartReader"),
    Importable::Item("PartWriter"),
    Importable::Item("Style"),
];

const SERDE: &[Importable] = &[
    Importable::Item("Deserialize"),
    Importable::Item("Deserializer"),
    Importable::Item("Serialize"),
    Importable::Item("Serializer"),
];

pub(in super::super) fn root(plan: &Plan, _: usize) -> SourceFile {
    let mut modules: Vec<_> = plan.modules.iter().collect();
    modules.sort_by_key(|module| &module.name);
    SourceFile::new(
        "src/types/codec/mod.rs",
        vec!["How the types are read and written.".to_owned()],
        modules.into_iter().map(declaration).collect(),
    )
}

pub(in super::super) fn file(plan: &Plan, index: usize) -> SourceFile {
    let module = &plan.modules[index];
    let types = together(plan, module);
    let tables: Vec<Table> = types.iter().filter_map(|ty| table(ty)).collect();
    let impls = types.iter().flat_map(|ty| impls(ty));
    let root = quote!(super::super::super);
    // What a table names, which is not made of tokens.
    let in_tables = (!tables.is_empty()).then(|| quote!(codec::object! { types::T }));
    let mut contents: Vec<TokenStream> = in_tables.into_iter().chain(impls).collect();
    let mut items = imports(
        &contents,
        &[
            (quote!(std), &[Importable::Module("fmt")]),
            (quote!(serde_core), SERDE),
            (quote!(#root::support), SUPPORT),
            (quote!(#root::support::codec), CODEC),
            (root, &[Importable::Module("support"), Importable::Module("types")]),
        ],
    );
    items.extend(contents.drain(usize::from(!tables.is_empty())..));
    let docs = vec![format!("How `{}` is read and written.", types[0].name.ident.bare())];
    SourceFile { path: path("types/codec", module), docs, items, tables }
}

fn table(ty: &TypePlan) -> Option<Table> {
    let ident = &ty.name.ident;
    match &ty.shape {
        TypeShape::Struct(def) if def.form.is_none() => Some(Table::Object(structs::table(ident, def))),
        TypeShape::Enum(def) if def.kind == EnumKind::Text => Some(Table::Enumeration(enums::table(ident, def))),
        _ => None,
    }
}

fn impls(ty: &TypePlan) -> Vec<TokenStream> {
    let ident = &ty.name.ident;
    match &ty.shape {
        TypeShape::Struct(def) => match &def.form {
            Some(form) => vec![forms::form(ident, def, form)],
            None => Vec::new(),
        },
        TypeShape::Enum(def) => enums::impls(ident, def),
        TypeShape::Union(def) => unions::impls(ident, def),
        TypeShape::Newtype(_) => vec![
            deserialize(ident, &quote!(Deserialize::deserialize(deserializer).map(Self))),
            serialize(ident, &quote!(self.0.serialize(serializer))),
        ],
        TypeShape::Alias(_) => Vec::new(),
    }
}

fn deserialize(ident: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> Deserialize<'de> for types::#ident {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> { #body }
        }
    }
}

fn serialize(ident: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Serialize for types::#ident {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> { #body }
        }
    }
}

/// A value of the document, as the runtime has it.
pub(in super::super) fn constant(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Constant::Null),
        Value::Bool(value) => quote!(Constant::Boolean(#value)),
        Value::String(text) => quote!(Constant::String(#text)),
        Value::Number(number) => match number.as_i64() {
            Some(number) => {
                let literal = Literal::i64_unsuffixed(number);
                quote!(Constant::Integer(#literal))
            }
            None => {
                let literal = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                quote!(Constant::Number(#literal))
            }
        },
        other => {
            let text = other.to_string();
            quote!(Constant::Json(#text))
        }
    }
}
