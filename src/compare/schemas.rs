//! Types: what may be where.

use super::comparer::Comparer;
use super::effect::{Effects, Motion, Way};
use super::limits::Limits;
use super::spot::Spot;
use super::view::{Form, View, component};
use super::{alternatives, demands, documentation, objects, values};
use crate::diag::Place;
use crate::ir::{Api, IntegerFormat, Kind, NumberFormat, StringFormat, Type, TypeId};

/// Compares two uses of types. What their definitions say is compared in its turn.
pub(super) fn types(cx: &mut Comparer<'_>, old: &Type, new: &Type, spot: &Spot) {
    nullability(cx, old.nullable, new.nullable, spot);
    if let (Kind::Named(old_id), Kind::Named(new_id)) = (&old.kind, &new.kind) {
        super::limits::compare(cx, &Limits::of(&old.constraints), &Limits::of(&new.constraints), spot);
        let (old_rules, new_rules) = (&old.constraints.rules, &new.constraints.rules);
        demands::compare(cx, &old_rules.iter().collect::<Vec<_>>(), &new_rules.iter().collect::<Vec<_>>(), spot);
        return cx.pair(*old_id, *new_id, spot);
    }
    let (old_api, new_api) = (cx.old, cx.new);
    let (old, new) = (View::of(old_api, old, &spot.old), View::of(new_api, new, &spot.new));
    let spot = spot.at(&old.place, &new.place);
    views(cx, &old, &new, &spot);
}

/// Compares all definitions that wait for it, and those that they lead to.
pub(super) fn work(cx: &mut Comparer<'_>) {
    while let Some(pair) = cx.next() {
        let (old_api, new_api) = (cx.old, cx.new);
        let (old_def, new_def) = (old_api.ty(pair.old), new_api.ty(pair.new));
        let spot = match component(new_def).or(component(old_def)) {
            Some(name) => Spot::schema(name, &old_def.place, &new_def.place, pair.spot.way),
            None => pair.spot.at(&old_def.place, &new_def.place),
        };
        documentation::compare(cx, &spot, &old_def.doc, &new_def.doc);
        if old_def.example != new_def.example {
            documentation::prose(cx, &spot);
        }
        let (old, new) = (View::definition(old_api, pair.old), View::definition(new_api, pair.new));
        views(cx, &old, &new, &spot.at(&old.place, &new.place));
    }
}

/// Compares the component schemas by their names, also those that nothing uses.
pub(super) fn components(cx: &mut Comparer<'_>) {
    let (old, new) = (cx.old, cx.new);
    let (old_met, new_met) = cx.met();
    let find = |api: &Api, name: &str| {
        let index = api.types.iter().position(|def| component(def) == Some(name))?;
        u32::try_from(index).ok().map(TypeId)
    };
    for (index, def) in old.types.iter().enumerate() {
        let Some(name) = component(def) else { continue };
        match find(new, name) {
            None => {
                let message = format!("the schema `{name}` is gone");
                cx.removed("schema-removed", &def.place, Way::Unused, Effects::NONE, message);
            }
            Some(id) if !new_met.contains(&id) && !old_met.contains(&TypeId(index as u32)) => {
                let spot = Spot::schema(name, &def.place, &new.ty(id).place, Way::Unused);
                cx.pair(TypeId(index as u32), id, &spot);
            }
            Some(_) => {}
        }
    }
    for def in &new.types {
        if let Some(name) = component(def).filter(|name| find(old, name).is_none()) {
            let message = format!("the schema `{name}` is new");
            cx.added("schema-added", &def.place, Way::Unused, Effects::NONE, message);
        }
    }
}

/// Whether a value of a type has members or elements.
pub(super) fn has_members(api: &Api, ty: &Type, place: &Place) -> bool {
    !matches!(View::of(api, ty, place).form.json(), Some("null" | "boolean" | "integer" | "number" | "string"))
}

fn nullability(cx: &mut Comparer<'_>, old: bool, new: bool, spot: &Spot) {
    match (old, new) {
        (false, true) => {
            cx.moved("became-nullable", spot, Motion::Loosens, format!("{} may be null", spot.name()));
        }
        (true, false) => {
            cx.moved("became-not-nullable", spot, Motion::Narrows, format!("{} may no longer be null", spot.name()));
        }
        _ => {}
    }
}

pub(super) fn views(cx: &mut Comparer<'_>, old: &View<'_>, new: &View<'_>, spot: &Spot) {
    if forms(cx, old, new, spot) {
        super::limits::compare(cx, &old.limits, &new.limits, spot);
        demands::compare(cx, &old.rules, &new.rules, spot);
    }
}

/// Compares what values are; says whether it is worth to compare what else is demanded of them.
fn forms(cx: &mut Comparer<'_>, old: &View<'_>, new: &View<'_>, spot: &Spot) -> bool {
    match (&old.form, &new.form) {
        (Form::Union(_), _) | (_, Form::Union(_)) => alternatives::compare(cx, old, new, spot),
        (Form::Enum(old), Form::Enum(new)) => values::compare(cx, old, new, spot),
        (Form::Enum(_), form) if new_is_base(&old.form, form) => {
            let message = format!("{} may be any {}", spot.name(), base(form));
            cx.moved("enum-opened", &spot.keyword("enum"), Motion::Widens, message);
        }
        (form, Form::Enum(values)) if new_is_base(&new.form, form) => {
            let message = format!("{} may only be {}", spot.name(), values::listed(values));
            cx.moved("became-enum", &spot.keyword("enum"), Motion::Narrows, message);
        }
        (Form::Object(old), Form::Object(new)) => objects::compare(cx, *old, *new, spot),
        (Form::Array(old), Form::Array(new)) => types(cx, old, new, &spot.inside("items", "[]")),
        (Form::Tuple(old), Form::Tuple(new)) => tuples(cx, old, new, spot),
        (Form::Integer(old), Form::Integer(new)) => integers(cx, *old, *new, spot),
        (Form::Number(old), Form::Number(new)) => numbers(cx, *old, *new, spot),
        (Form::Text(old), Form::Text(new)) => texts(cx, old, new, spot),
        (Form::Any, Form::Any) | (Form::Null, Form::Null) | (Form::Boolean, Form::Boolean) => {}
        (old, new) => {
            changed(cx, old, new, spot);
            return false;
        }
    }
    true
}

/// Says that values are of another type.
pub(super) fn changed(cx: &mut Comparer<'_>, old: &Form<'_>, new: &Form<'_>, spot: &Spot) {
    let (rule, motion) = match (old, new) {
        (Form::Any, _) | (Form::Number(_), Form::Integer(_)) => ("type-narrowed", Motion::Narrows),
        (_, Form::Any) | (Form::Integer(_), Form::Number(_)) => ("type-widened", Motion::Loosens),
        _ => ("type-changed", Motion::Replaces),
    };
    let message = format!("{} was {} and is {}", spot.name(), old.name(), new.name());
    cx.moved(rule, &spot.keyword("type"), motion, message);
}

/// Whether an enumeration has only values of a form.
fn new_is_base(values: &Form<'_>, form: &Form<'_>) -> bool {
    let wide = form.json();
    let is_number = matches!((wide, values.json()), (Some("number"), Some("integer")));
    matches!(form, Form::Text(_) | Form::Integer(_) | Form::Number(_) | Form::Boolean)
        && (is_number || (wide.is_some() && wide == values.json()))
}

fn base(form: &Form<'_>) -> &'static str {
    form.json().unwrap_or("value")
}

fn tuples(cx: &mut Comparer<'_>, old: &[Type], new: &[Type], spot: &Spot) {
    if old.len() != new.len() {
        let (rule, word) = match old.len() < new.len() {
            true => ("prefix-items-added", "describes more"),
            false => ("prefix-items-removed", "describes fewer"),
        };
        let message = format!("{} {word} of its first elements: {} and not {}", spot.name(), new.len(), old.len());
        cx.moved(rule, &spot.keyword("prefixItems"), Motion::Replaces, message);
    }
    for (index, (old, new)) in old.iter().zip(new).enumerate() {
        types(cx, old, new, &spot.keyword("prefixItems").inside(&index.to_string(), &format!("[{index}]")));
    }
}

fn integers(cx: &mut Comparer<'_>, old: IntegerFormat, new: IntegerFormat, spot: &Spot) {
    use IntegerFormat::{Int32, Int64, UInt32, UInt64, UnixTime, Unspecified};
    let is_within = |narrow, wide| {
        matches!(
            (narrow, wide),
            (Int32, Int64 | Unspecified)
                | (UInt32, Int64 | UInt64 | Unspecified)
                | (UInt64 | UnixTime, Unspecified)
                | (UnixTime, Int64)
        )
    };
    let motion = match () {
        () if old == new => return,
        // Programs take whole numbers for such of 64 bits anyway.
        () if matches!((old, new), (Int64, Unspecified)) => Motion::Widens,
        () if matches!((old, new), (Unspecified, Int64)) => Motion::Narrows,
        () if is_within(old, new) => Motion::Loosens,
        () if is_within(new, old) => Motion::Narrows,
        () => Motion::Replaces,
    };
    format(cx, old.name(), new.name(), motion, spot);
}

fn numbers(cx: &mut Comparer<'_>, old: NumberFormat, new: NumberFormat, spot: &Spot) {
    use NumberFormat::{Double, Float};
    let motion = match (old, new) {
        (old, new) if old == new => return,
        (Float, Double) => Motion::Loosens,
        (Double, Float) => Motion::Narrows,
        _ => Motion::Replaces,
    };
    format(cx, Some(old.name()), Some(new.name()), motion, spot);
}

fn texts(cx: &mut Comparer<'_>, old: &StringFormat, new: &StringFormat, spot: &Spot) {
    let motion = match (old, new) {
        (old, new) if old == new => return,
        // Most programs have types for these, so that another text is none of their values.
        (old, StringFormat::Plain) if has_type(old) => Motion::Loosens,
        (_, StringFormat::Plain) => Motion::Widens,
        (StringFormat::Plain, _) => Motion::Narrows,
        _ => Motion::Replaces,
    };
    format(cx, old.name(), new.name(), motion, spot);
}

fn has_type(format: &StringFormat) -> bool {
    use StringFormat::{Binary, Byte, Date, DateTime, Ipv4, Ipv6, Uuid};
    matches!(format, DateTime | Date | Uuid | Byte | Binary | Ipv4 | Ipv6)
}

fn format(cx: &mut Comparer<'_>, old: Option<&str>, new: Option<&str>, motion: Motion, spot: &Spot) {
    let rule = match motion {
        Motion::Narrows => "format-narrowed",
        Motion::Widens | Motion::Loosens => "format-widened",
        Motion::Replaces => "format-changed",
    };
    let called = |name: Option<&str>| name.map_or_else(|| "no format".to_owned(), |name| format!("`{name}`"));
    let message = format!("the format of {} was {} and is {}", spot.name(), called(old), called(new));
    cx.moved(rule, &spot.keyword("format"), motion, message);
}
