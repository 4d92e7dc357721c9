//! Structs as people read them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::item::VALUE_WIDTH;
use super::super::{Item, Position, Spelled, WIDTH, defaults};
use super::begun;
use crate::plan::{DefaultPlan, FieldPlan, RustType, StructPlan, TypePlan};

pub(super) fn definition(ty: &TypePlan, def: &StructPlan) -> Vec<Item> {
    let default = if def.default { ", Default" } else { "" };
    let mut item = begun(ty, &format!("Debug, Clone, PartialEq{default}"));
    let is_empty = def.fields.is_empty() && def.additional.is_none();
    item.line(0, format_args!("pub struct {} {{{}", ty.name.ident, if is_empty { "}" } else { "" }));
    for field in &def.fields {
        item.docs(1, &field.docs);
        if field.deprecated {
            item.line(1, "#[deprecated]");
        }
        item.line(1, format_args!("pub {}: {},", field.ident, Spelled(&field.ty, Position::Types)));
    }
    if let Some((name, ty)) = &def.additional {
        item.line(1, "/// All other members.");
        item.line(1, format_args!("pub {name}: BTreeMap<String, {}>,", Spelled(ty, Position::Types)));
    }
    if !is_empty {
        item.line(0, "}");
    }
    [item].into_iter().chain(methods(ty, def)).collect()
}

/// The constructor, and what gives the document's defaults.
fn methods(ty: &TypePlan, def: &StructPlan) -> Option<Item> {
    let accessors = def.fields.iter().filter_map(|field| Some(accessor(field, field.default.as_ref()?)));
    let accessors: Vec<TokenStream> = accessors.collect();
    if !def.constructor && accessors.is_empty() {
        return None;
    }
    let mut item = Item::default();
    item.line(0, format_args!("impl {} {{", ty.name.ident));
    if def.constructor {
        constructor(&mut item, def);
    }
    accessors.iter().for_each(|accessor| item.tokens(1, accessor));
    item.line(0, "}");
    Some(item)
}

fn constructor(item: &mut Item, def: &StructPlan) {
    let asked = |field: &&FieldPlan| field.argument;
    let arguments =
        def.fields.iter().filter(asked).map(|field| format!("{}: {}", field.ident, argument_type(&field.ty)));
    let values = def.fields.iter().map(|field| {
        let name = &field.ident;
        match &field.ty {
            _ if !field.required => format!("{name}: None"),
            RustType::Unit => format!("{name}: ()"),
            RustType::Named(ty) if !field.argument => format!("{name}: {ty}::default()"),
            RustType::String | RustType::Secret | RustType::File => format!("{name}: {name}.into()"),
            RustType::Boxed(_) => format!("{name}: Box::new({name})"),
            _ => name.to_string(),
        }
    });
    let additional = def.additional.iter().map(|(name, _)| format!("{name}: BTreeMap::new()"));
    let values: Vec<String> = values.chain(additional).collect();
    let only_these = def.fields.iter().all(|field| field.argument);
    item.line(
        1,
        match only_these {
            true => "/// A value with these members.",
            false => "/// A value with the members that are required; everything else is absent.",
        },
    );
    if def.fields.iter().any(|field| field.deprecated) {
        item.line(1, "#[expect(deprecated, reason = \"deprecated members still travel\")]");
    }
    item.list(1, WIDTH, "pub fn new(", &arguments.collect::<Vec<_>>(), ") -> Self {");
    let (open, close) = if values.is_empty() { ("Self {", "}") } else { ("Self { ", " }") };
    item.list(2, VALUE_WIDTH, open, &values, close);
    item.line(1, "}");
}

/// The attribute on code that has to touch members which are deprecated.
pub(super) fn touches_deprecated(def: &StructPlan) -> Option<TokenStream> {
    def.fields.iter().any(|field| field.deprecated).then(expects_deprecated)
}

fn expects_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "deprecated members still travel")])
}

/// Whatever converts into a text is taken for one.
fn argument_type(ty: &RustType) -> String {
    let bare = match ty {
        RustType::Boxed(inner) => inner,
        ty => ty,
    };
    let spelled = Spelled(bare, Position::Types);
    match bare {
        RustType::String | RustType::Secret | RustType::File => format!("impl Into<{spelled}>"),
        _ => spelled.to_string(),
    }
}

/// `page()`: the value, or the document's default.
fn accessor(field: &FieldPlan, default: &DefaultPlan) -> TokenStream {
    let ty = match &field.ty {
        RustType::Option(inner) => inner,
        ty => ty,
    };
    let attributes = if field.deprecated {
        let expected = expects_deprecated();
        quote!(#[deprecated] #expected)
    } else {
        TokenStream::new()
    };
    defaults::accessor_with(&attributes, &field.ident, ty, default, Position::Types)
}
