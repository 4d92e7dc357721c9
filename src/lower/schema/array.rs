//! Arrays and tuples.

use super::keywords::{Keywords, Part};
use super::{alternatives, schemas};
use crate::diag::codes;
use crate::ir::{Kind, Type, Untyped};
use crate::lower::context::{Context, Site};

/// The kind of a schema of type `array`.
pub(super) fn array<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, site: &Site) -> Kind {
    let site = site.child("item");
    if !all.prefix.is_empty() {
        return tuple(cx, all, &site);
    }
    let item = if !all.item_choices.is_empty() {
        alternatives::either(cx, &all.item_choices, all, &site)
    } else if all.items.is_empty() {
        Type::any(Untyped::Array)
    } else {
        schemas(cx, all.items.clone(), &site)
    };
    Kind::Array(Box::new(item))
}

/// JSON Schema lets an instance of `prefixItems` be shorter, and longer unless `items` forbids it. Whoever writes it means
/// exactly these elements, except where `items` is a schema, or `minItems` asks for fewer.
fn tuple<'d>(cx: &mut Context<'d, '_>, all: &Keywords<'d>, site: &Site) -> Kind {
    let least = all.limits.min_items.and_then(|least| usize::try_from(least).ok());
    if !all.items.is_empty() || least.is_some_and(|least| least < all.prefix.len()) {
        cx.diag.push(codes::open_tuple(all.place()));
        let choices: Vec<Vec<Part<'d>>> = all.prefix.iter().chain(&all.items).map(|part| vec![part.clone()]).collect();
        return Kind::Array(Box::new(alternatives::either(cx, &choices, all, site)));
    }
    let elements = all.prefix.iter().enumerate();
    Kind::Tuple(
        elements.map(|(index, part)| schemas(cx, vec![part.clone()], &site.child(&(index + 1).to_string()))).collect(),
    )
}
