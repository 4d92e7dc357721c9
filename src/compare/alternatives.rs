//! Unions: the alternatives that a value may be one of. A type that is no union is one of a single alternative, so that a
//! union that a type became, or was, is compared in the same way.

use std::collections::BTreeMap;

use super::comparer::Comparer;
use super::effect::{Effects, Motion};
use super::schemas;
use super::spot::Spot;
use super::view::{Form, View, component};
use crate::ir::{Api, Kind, Probe, Type, UnionDef};

/// An alternative and what it is known by.
struct Alternative<'a> {
    ty: Option<&'a Type>,
    /// What it is called: the component, the name that the document has for it, or its type.
    label: String,
    probe: Option<&'a Probe>,
}

/// Compares what may be one of several types, on at least one side.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &View<'_>, new: &View<'_>, spot: &Spot) {
    let (olds, news) = (of(cx.old, old), of(cx.new, new));
    let pairs = pairs(&olds, &news);
    // Where there was no union, nobody expects one.
    let motion = if matches!(old.form, Form::Union(_)) { Motion::Widens } else { Motion::Loosens };
    for (index, alternative) in olds.iter().enumerate() {
        if !pairs.iter().any(|(old, _)| *old == index) {
            let message = format!("{} may no longer be {}", spot.name(), alternative.label);
            cx.moved("alternative-removed", spot, Motion::Narrows, message);
        }
    }
    for (index, alternative) in news.iter().enumerate() {
        if !pairs.iter().any(|(_, new)| *new == index) {
            let message = format!("{} may be {}", spot.name(), alternative.label);
            cx.moved("alternative-added", spot, motion, message);
        }
    }
    for (one, other) in pairs {
        pair(cx, (old, &olds[one]), (new, &news[other]), spot);
    }
    if let (Form::Union(old), Form::Union(new)) = (&old.form, &new.form) {
        tags(cx, old, new, spot);
    }
}

fn pair(cx: &mut Comparer<'_>, old: (&View<'_>, &Alternative<'_>), new: (&View<'_>, &Alternative<'_>), spot: &Spot) {
    match (old.1.ty, new.1.ty) {
        (Some(old), Some(new)) => schemas::types(cx, old, new, spot),
        // One side is no union: it is compared with the alternative that it became or was.
        (None, Some(ty)) => {
            let api = cx.new;
            let new = View::of(api, ty, &spot.new);
            single(cx, old.0, &new, spot);
        }
        (Some(ty), None) => {
            let api = cx.old;
            let old = View::of(api, ty, &spot.old);
            single(cx, &old, new.0, spot);
        }
        (None, None) => {}
    }
}

fn single(cx: &mut Comparer<'_>, old: &View<'_>, new: &View<'_>, spot: &Spot) {
    match (old.passed.last(), new.passed.last()) {
        (Some(old), Some(new)) => cx.pair(*old, *new, spot),
        _ => schemas::views(cx, old, new, &spot.at(&old.place, &new.place)),
    }
}

/// The alternatives of a type.
fn of<'a>(api: &'a Api, view: &View<'a>) -> Vec<Alternative<'a>> {
    let Form::Union(union) = view.form else {
        let name = view.passed.iter().rev().find_map(|id| component(api.ty(*id)));
        let label = name.map_or_else(|| view.form.name().to_owned(), |name| format!("`{name}`"));
        return vec![Alternative { ty: None, label, probe: None }];
    };
    let variants = union.variants.iter().map(|variant| {
        let named = match variant.ty.kind {
            Kind::Named(id) => component(api.ty(id)),
            _ => None,
        };
        let label = match named.or(variant.name.as_deref()) {
            Some(name) => format!("`{name}`"),
            None => View::of(api, &variant.ty, &view.place).form.name().to_owned(),
        };
        Alternative { ty: Some(&variant.ty), label, probe: Some(&variant.probe) }
    });
    variants.collect()
}

/// Which alternative is which: by what they are called, else by how they are recognised, else, if one is left on either
/// side of the same type, that.
fn pairs(olds: &[Alternative<'_>], news: &[Alternative<'_>]) -> Vec<(usize, usize)> {
    let same: [fn(&Alternative<'_>, &Alternative<'_>) -> bool; 2] = [
        |old, new| old.label == new.label,
        |old, new| match (old.probe, new.probe) {
            (Some(Probe::Tag(old)), Some(Probe::Tag(new))) => old == new,
            (Some(Probe::Json(old)), Some(Probe::Json(new))) => old == new,
            (Some(Probe::Constant(..)), Some(_)) => old.probe == new.probe,
            _ => false,
        },
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for same in same {
        for (index, old) in olds.iter().enumerate() {
            let is_free = |new: usize, pairs: &[(usize, usize)]| !pairs.iter().any(|(_, taken)| *taken == new);
            if pairs.iter().any(|(taken, _)| *taken == index) {
                continue;
            }
            let found = (0..news.len()).find(|new| is_free(*new, &pairs) && same(old, &news[*new]));
            pairs.extend(found.map(|new| (index, new)));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Compares how alternatives are told apart.
fn tags(cx: &mut Comparer<'_>, old: &UnionDef, new: &UnionDef, spot: &Spot) {
    let at = spot.keyword("discriminator");
    let name = spot.name();
    match (&old.tag, &new.tag) {
        (Some(old), Some(new)) if old != new => {
            let message = format!("the discriminator of {name} was `{old}` and is `{new}`");
            cx.moved("discriminator-changed", &at, Motion::Replaces, message);
        }
        (None, Some(tag)) => {
            let message = format!("`{tag}` tells the alternatives of {name} apart now");
            cx.changed("discriminator-added", &at, Effects::NONE, message);
        }
        (Some(tag), None) => {
            let message = format!("`{tag}` no longer tells the alternatives of {name} apart");
            cx.changed("discriminator-removed", &at, Effects::NONE, message);
        }
        _ => {}
    }
    if old.tag == new.tag && old.tag.is_some() {
        mapping(cx, old, new, &at);
    }
    match (old.open, new.open) {
        (false, true) => {
            let message = format!("{name} may be something else");
            cx.moved("alternatives-opened", spot, Motion::Widens, message);
        }
        (true, false) => {
            let message = format!("{name} has to be exactly one of the alternatives");
            cx.moved("alternatives-closed", spot, Motion::Narrows, message);
        }
        _ => {}
    }
}

/// Compares the values of the discriminator, and what each stands for.
fn mapping(cx: &mut Comparer<'_>, old: &UnionDef, new: &UnionDef, at: &Spot) {
    let (olds, news) = (meanings(cx.old, old), meanings(cx.new, new));
    let (name, at) = (at.name(), at.keyword("mapping"));
    for (value, _) in olds.iter().filter(|(value, _)| !news.contains_key(*value)) {
        let message = format!("`{value}` no longer stands for an alternative of {name}");
        cx.moved("mapping-removed", &at, Motion::Narrows, message);
    }
    for (value, meaning) in &news {
        match olds.get(value) {
            None => {
                let message = format!("`{value}` stands for an alternative of {name}");
                cx.moved("mapping-added", &at, Motion::Widens, message);
            }
            // A value that stands for what was renamed stands for the same.
            Some(earlier) if earlier != meaning && news.values().any(|other| other == earlier) => {
                let message = format!("`{value}` stands for another alternative of {name}");
                cx.moved("mapping-changed", &at, Motion::Replaces, message);
            }
            Some(_) => {}
        }
    }
}

/// What each value of a discriminator stands for.
fn meanings(api: &Api, union: &UnionDef) -> BTreeMap<String, String> {
    let meanings = union.variants.iter().flat_map(|variant| {
        let named = match variant.ty.kind {
            Kind::Named(id) => component(api.ty(id)),
            _ => None,
        };
        let meaning = named.or(variant.name.as_deref()).unwrap_or_default().to_owned();
        let values = if let Probe::Tag(values) = &variant.probe { values.clone() } else { Vec::new() };
        values.into_iter().map(move |value| (value, meaning.clone()))
    });
    meanings.collect()
}
