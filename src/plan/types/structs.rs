//! Structs: a field for each member, a constructor, and accessors that know defaults.

use super::super::{RustType, Scalar, member_type, rust_type};
use super::super::{bodies, docs};
use super::{Context, DefaultPlan, DefaultValue, FieldPlan, FormPlan, PartPlan, StructPlan, enums, facts};
use crate::ir::{Additional, Encoding, Field, Kind, Shape, StringFormat, StructDef, Type, TypeId, Value};
use crate::name::{Case, Ident, Scope};

/// The most arguments that a constructor takes; beyond, a struct literal reads better.
const MOST_ARGUMENTS: usize = 7;

/// Method names that promise something else, by convention or by a trait.
const PROMISES: &[&str] = &["new", "clone", "as_ref", "borrow", "deref", "len", "is_empty", "to_string", "default"];

pub(super) fn plan(context: &Context<'_>, id: TypeId, def: &StructDef) -> StructPlan {
    let mut scope = Scope::new(Case::Snake, []);
    let fields = def.fields.iter().enumerate().map(|(slot, field)| {
        let hint = field.called.as_ref().map_or(&field.name, |chosen| &chosen.name);
        let ident = scope.allocate(hint, &["member"]).ident;
        let boxed = context.recursion.is_boxed(id, slot) || context.sizes.is_burden(&field.ty);
        let mut field = plan_field(context, field, ident, boxed);
        if context.api.forms.contains_key(&id) && is_file(&def.fields[slot].ty) {
            field.ty = with_files(field.ty);
        }
        if context.api.forms.contains_key(&id) {
            // A part has no notation for `null`, so that absence is all there is.
            field.ty = once_optional(field.ty);
        }
        field
    });
    let fields: Vec<FieldPlan> = fields.collect();
    let additional = match &def.additional {
        Additional::Kept(ty) => Some((scope.allocate("additional", &["members"]).ident, rust_type(ty, context.names))),
        Additional::Ignored | Additional::Forbidden => None,
    };
    let ignored = if additional.is_some() { def.foreign.clone() } else { Vec::new() };
    let arguments = fields.iter().filter(|field| field.argument).count();
    let default = def.fields.iter().all(|field| !field.required || is_constant(context, &field.ty));
    let form = context.api.forms.get(&id).map(|encodings| form(def, encodings));
    StructPlan { fields, additional, ignored, default, constructor: !default && arguments <= MOST_ARGUMENTS, form }
}

fn plan_field(context: &Context<'_>, field: &Field, ident: Ident, boxed: bool) -> FieldPlan {
    let value = rust_type(&field.ty, context.names);
    let holds_null = matches!(value, RustType::Value | RustType::Unit | RustType::Option(_));
    let ty = member_type(&field.ty, field.required, context.names);
    let mut docs = docs::lines(&field.doc);
    docs.paragraph(&facts::of_field(field).join(" "));
    let default = field.default.as_ref().filter(|_| !field.required && !field.ty.nullable);
    FieldPlan {
        name: field.name.clone(),
        default: default
            .and_then(|default| default_value(&field.ty, &value, default, |id| context.variant(id, default)))
            .map(|value| DefaultPlan { ident: accessor(&ident), value }),
        ident,
        ty: if boxed { with_box(ty) } else { ty },
        required: field.required,
        null_is_absent: !field.required && !holds_null,
        scalar: if boxed { None } else { scalar(context, &field.ty, 0) },
        argument: field.required && !is_constant(context, &field.ty),
        docs,
        deprecated: field.doc.deprecated,
    }
}

/// How many aliases and lists are looked through.
const DEPTH: usize = 8;

/// What a type consists of, if that is read in a way of its own.
fn scalar(context: &Context<'_>, ty: &Type, depth: usize) -> Option<Scalar> {
    match &ty.kind {
        _ if depth > DEPTH => None,
        Kind::Integer(_) | Kind::String(_) => rust_type(ty, context.names).scalar(),
        Kind::Array(inner) | Kind::Map(inner) => scalar(context, inner, depth + 1),
        Kind::Named(id) if !context.recursion.is_newtype(*id) => match &context.api.ty(*id).shape {
            _ if context.api.ty(*id).custom.ty.is_some() => None,
            Shape::Alias(ty) => scalar(context, ty, depth + 1),
            _ => None,
        },
        _ => None,
    }
}

/// The same type, optional at most once.
fn once_optional(ty: RustType) -> RustType {
    match ty {
        RustType::Option(inner) if matches!(*inner, RustType::Option(_)) => *inner,
        ty => ty,
    }
}

/// Whether a member of a form is a file, or a list of them.
fn is_file(ty: &Type) -> bool {
    match &ty.kind {
        Kind::Array(item) => item.kind == Kind::String(StringFormat::Binary),
        kind => *kind == Kind::String(StringFormat::Binary),
    }
}

/// The type of a file, or of a list of them.
fn with_files(ty: RustType) -> RustType {
    match ty {
        RustType::Vec(inner) => RustType::Vec(Box::new(with_files(*inner))),
        RustType::Option(inner) => RustType::Option(Box::new(with_files(*inner))),
        _ => RustType::File,
    }
}

/// How the members travel as parts.
fn form(def: &StructDef, encodings: &[Encoding]) -> FormPlan {
    let part = |field: &Field| {
        let media_type = || {
            let said = encodings.iter().find(|encoding| encoding.property == field.name);
            let said = said.and_then(|encoding| encoding.content_type.as_deref());
            // A list or range leaves the choice.
            let one = said.filter(|text| !text.contains([',', '*']));
            one.unwrap_or("application/octet-stream").trim().to_owned()
        };
        match &field.ty.kind {
            _ if !is_file(&field.ty) => PartPlan::Value,
            Kind::Array(_) => PartPlan::Files(media_type()),
            _ => PartPlan::File(media_type()),
        }
    };
    let parts: Vec<PartPlan> = def.fields.iter().map(part).collect();
    let is_value = |encoding: &&Encoding| {
        let mut fields = def.fields.iter().zip(&parts).filter(|(field, _)| field.name == encoding.property);
        fields.any(|(_, part)| *part == PartPlan::Value)
    };
    FormPlan { encodings: encodings.iter().filter(is_value).filter_map(bodies::encoding).collect(), parts }
}

/// Puts the value on the heap, inside of what says whether there is one.
fn with_box(ty: RustType) -> RustType {
    match ty {
        RustType::Option(inner) => RustType::Option(Box::new(with_box(*inner))),
        ty => RustType::Boxed(Box::new(ty)),
    }
}

/// Whether a type has a single value, so that nobody needs to be asked for it.
fn is_constant(context: &Context<'_>, ty: &Type) -> bool {
    let Kind::Named(id) = ty.kind else { return ty.kind == Kind::Null };
    match &context.api.ty(id).shape {
        Shape::Enum(def) => enums::is_constant(def) && !ty.nullable && context.api.ty(id).custom.ty.is_none(),
        _ => false,
    }
}

/// The method that gives a field's value or its default.
pub(in crate::plan) fn accessor(field: &Ident) -> Ident {
    let name = field.bare();
    // `from_` promises a constructor and `into_` takes its object away.
    let promises = PROMISES.contains(&name) || name.starts_with("from_") || name.starts_with("into_");
    let spelled = if promises { format!("effective {name}") } else { name.to_owned() };
    if promises { Case::Snake.apply(&spelled) } else { field.clone() }
}

/// The default as a literal of the field's type, if there is one; `variant` finds that of an enumeration.
pub(in crate::plan) fn default_value(
    ty: &Type,
    rust: &RustType,
    default: &Value,
    variant: impl FnOnce(TypeId) -> Option<(Ident, Ident)>,
) -> Option<DefaultValue> {
    if let Kind::Named(id) = ty.kind {
        return variant(id).map(|(ident, variant)| DefaultValue::Variant(ident, variant));
    }
    let fits = match rust {
        RustType::Bool => default.is_boolean(),
        RustType::I32 => default.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
        RustType::U32 => default.as_u64().is_some_and(|value| u32::try_from(value).is_ok()),
        RustType::I64 => default.is_i64(),
        RustType::U64 => default.is_u64(),
        RustType::F32 => default.as_f64().is_some_and(|value| (value as f32).is_finite()),
        RustType::F64 => default.is_number(),
        RustType::String => return default.as_str().map(|text| DefaultValue::Text(text.to_owned())),
        _ => false,
    };
    fits.then(|| DefaultValue::Scalar(default.clone()))
}
