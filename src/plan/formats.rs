//! The Rust types of formats, as far as the configuration names them.

use std::collections::{BTreeMap, BTreeSet};

use super::rust_type::RustType;
use crate::config::{Config, FormatType, KnownType};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Additional, Api, Kind, Shape, Type};

/// The types by the names of their formats.
#[derive(Debug, Clone, Default)]
pub struct Formats {
    types: BTreeMap<String, RustType>,
    dependencies: BTreeMap<String, String>,
}

impl Formats {
    /// Those of a configuration. That it names a format which no schema has, or a number for texts, is an error.
    pub(super) fn new(api: &Api, config: &Config, diag: &mut Diagnostics) -> Self {
        let mut formats = Self::default();
        if config.formats.is_empty() {
            return formats;
        }
        let used = used(api);
        for (name, ty) in &config.formats {
            let place = || Config::place(&["formats", name]);
            let Some(is_text) = used.iter().find(|(known, _)| known == name).map(|(_, is_text)| *is_text) else {
                let names: Vec<&str> = used.iter().map(|(name, _)| name.as_str()).collect();
                diag.push(codes::unused_format(place(), name, &names));
                continue;
            };
            match ty {
                FormatType::Known(known) if known.is_text() != is_text => {
                    diag.push(codes::format_of_other_type(place(), name, if is_text { "strings" } else { "numbers" }));
                }
                ty => {
                    formats.types.insert(name.clone(), configured(ty));
                    formats.dependencies.extend(dependency(ty));
                }
            }
        }
        formats
    }

    /// The type of a kind, if it is configured.
    pub(super) fn get(&self, kind: &Kind) -> Option<RustType> {
        if self.types.is_empty() {
            return None;
        }
        self.types.get(name(kind)?.0).cloned()
    }

    /// The crates that the types come from, with what the manifest says of them.
    pub(super) fn dependencies(&self) -> &BTreeMap<String, String> {
        &self.dependencies
    }
}

/// A type that the configuration names.
pub(super) fn configured(ty: &FormatType) -> RustType {
    match ty {
        FormatType::Known(known) => known_type(*known),
        FormatType::Other { path, .. } => RustType::Foreign(path.clone()),
    }
}

/// The crate that such a type comes from, with what the manifest says of it.
pub(super) fn dependency(ty: &FormatType) -> Option<(String, String)> {
    match ty {
        FormatType::Known(_) => None,
        FormatType::Other { dependency, .. } => dependency.clone(),
    }
}

fn known_type(known: KnownType) -> RustType {
    match known {
        KnownType::String => RustType::String,
        KnownType::Secret => RustType::Secret,
        KnownType::Base64 => RustType::Base64,
        KnownType::DateTime => RustType::DateTime,
        KnownType::Date => RustType::Date,
        KnownType::Uuid => RustType::Uuid,
        KnownType::I32 => RustType::I32,
        KnownType::I64 => RustType::I64,
        KnownType::U32 => RustType::U32,
        KnownType::U64 => RustType::U64,
        KnownType::F32 => RustType::F32,
        KnownType::F64 => RustType::F64,
    }
}

/// The name of a format, and whether it is one of texts.
fn name(kind: &Kind) -> Option<(&str, bool)> {
    match kind {
        Kind::String(format) => Some((format.name()?, true)),
        Kind::Integer(format) => Some((format.name()?, false)),
        Kind::Number(format) => Some((format.name(), false)),
        _ => None,
    }
}

/// The formats of an API, and whether each is one of texts.
fn used(api: &Api) -> BTreeSet<(String, bool)> {
    let mut found = BTreeSet::new();
    let mut add = |ty: &Type| collect(ty, &mut found);
    for definition in &api.types {
        match &definition.shape {
            Shape::Struct(object) => {
                object.fields.iter().for_each(|field| add(&field.ty));
                if let Additional::Kept(ty) = &object.additional {
                    add(ty);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| add(&variant.ty)),
            Shape::Alias(ty) => add(ty),
            Shape::Enum(_) => {}
        }
    }
    for operation in &api.operations {
        operation.parameters.iter().for_each(|parameter| add(&parameter.ty));
        operation.body.iter().flat_map(|body| &body.contents).for_each(|content| add(&content.ty));
        for response in &operation.responses {
            response.contents.iter().for_each(|content| add(&content.ty));
            response.headers.iter().for_each(|header| add(&header.ty));
        }
    }
    found
}

fn collect(ty: &Type, found: &mut BTreeSet<(String, bool)>) {
    match &ty.kind {
        Kind::Array(inner) | Kind::Map(inner) => collect(inner, found),
        Kind::Tuple(items) => items.iter().for_each(|item| collect(item, found)),
        kind => found.extend(name(kind).map(|(name, is_text)| (name.to_owned(), is_text))),
    }
}
