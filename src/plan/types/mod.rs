//! Definitions: structs, enums, unions and aliases, with every name and every line of documentation decided.

mod boxing;
mod enums;
mod facts;
mod structs;
mod unions;

#[cfg(test)]
mod tests;

pub(super) use facts::{default_of, facts};
pub(super) use structs::{accessor, default_value};

use std::convert::Infallible;

use indexmap::IndexMap;

use super::operations::FormEncoding;

use super::docs::{self, DocLines};
use super::formats::configured;
use super::{AnyOf, Recursion, RustType, Scalar, TypeName, TypeNames, rust_type};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Doc, Outline, Shape, TypeDef, TypeId, Value};
use crate::name::Ident;
use crate::parallel::parallel;

use boxing::Sizes;

/// A definition in `types`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypePlan {
    /// Its names.
    pub name: TypeName,
    /// What the document says of it, and where.
    pub docs: DocLines,
    /// Traits to derive besides the usual ones, by their paths.
    pub derives: Vec<String>,
    /// Further attributes, as they stand between `#[` and `]`.
    pub attributes: Vec<String>,
    /// What it is.
    pub shape: TypeShape,
    /// The Cargo features that need it.
    pub features: AnyOf,
}

/// A module, and file, of `types`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeModule {
    /// Its name.
    pub name: Ident,
    /// Its types, by the number of their [`TypeId`]; at least one.
    pub types: Vec<usize>,
    /// The Cargo features that need it.
    pub features: AnyOf,
}

/// The modules that types stand in, in the order of the first type of each.
pub(super) fn modules(types: &[TypePlan]) -> Vec<TypeModule> {
    let mut modules: IndexMap<&Ident, Vec<usize>> = IndexMap::new();
    for (index, ty) in types.iter().enumerate() {
        if let Some(module) = &ty.name.module {
            modules.entry(module).or_default().push(index);
        }
    }
    let module = |(name, indices): (&Ident, Vec<usize>)| {
        let features = indices.first().map(|first| types[*first].features.clone()).unwrap_or_default();
        TypeModule { name: name.clone(), types: indices, features }
    };
    modules.into_iter().map(module).collect()
}

/// What a definition is.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeShape {
    /// An object with known members.
    Struct(StructPlan),
    /// A fixed list of values, and what is not on it.
    Enum(EnumPlan),
    /// One of several types.
    Union(UnionPlan),
    /// Another name for a type.
    Alias(RustType),
    /// A list or map of itself, for which an alias will not do.
    Newtype(RustType),
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct StructPlan {
    /// The members, in the document's order.
    pub fields: Vec<FieldPlan>,
    /// The field that keeps what else an instance contains, and the type of these members.
    pub additional: Option<(Ident, RustType)>,
    /// Members that are not kept with the others, as only the other side sends them.
    pub ignored: Vec<String>,
    /// Whether it has a value in which everything is absent.
    pub default: bool,
    /// Whether it has a constructor, which takes the fields that are [`FieldPlan::argument`]s.
    pub constructor: bool,
    /// How its members travel as parts, if it is a form with files.
    pub form: Option<FormPlan>,
}

/// A form with files: how its members travel as parts.
#[derive(Debug, Clone, PartialEq)]
pub struct FormPlan {
    /// Each member, in the order of the fields.
    pub parts: Vec<PartPlan>,
    /// Members that are not written as usual.
    pub encodings: Vec<FormEncoding>,
}

/// A member of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartPlan {
    /// A value.
    Value,
    /// A file, of this media type unless it says another.
    File(String),
    /// Any number of files.
    Files(String),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldPlan {
    /// The name on the wire.
    pub name: String,
    /// The field.
    pub ident: Ident,
    /// Its type, in an `Option` if it may be absent.
    pub ty: RustType,
    /// Whether it must be present.
    pub required: bool,
    /// Whether `null` is taken for absence; where the type has a value for `null`, that is a value like any other.
    pub null_is_absent: bool,
    /// What it consists of, if that is read in a way of its own.
    pub scalar: Option<Scalar>,
    /// Whether the constructor asks for it. Of a type with a single value, it need not.
    pub argument: bool,
    /// What the document says of it.
    pub docs: DocLines,
    /// Whether the document says that it is deprecated.
    pub deprecated: bool,
    /// The accessor that knows the document's default.
    pub default: Option<DefaultPlan>,
}

/// An accessor that knows the document's default.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultPlan {
    /// The method.
    pub ident: Ident,
    /// The default.
    pub value: DefaultValue,
}

/// A default that can be written as a literal.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultValue {
    /// A boolean or number, for a field of such a type.
    Scalar(Value),
    /// A text.
    Text(String),
    /// A value of an enumeration.
    Variant(Ident, Ident),
}

/// A fixed list of values.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumPlan {
    /// What the values are.
    pub kind: EnumKind,
    /// The values, in the document's order.
    pub variants: Vec<VariantPlan>,
    /// Whether the only value is also the default, so that constructors need not ask for it.
    pub constant: bool,
    /// Whether values that are not listed have a variant.
    pub open: bool,
}

/// What the values of an enumeration are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumKind {
    /// Strings.
    Text,
    /// Whole numbers of 64 bits.
    Integer,
    /// Anything else, or a mixture.
    Value,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantPlan {
    /// The value on the wire.
    pub value: Value,
    /// The variant.
    pub ident: Ident,
    /// What the document says of it.
    pub docs: DocLines,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionPlan {
    /// The alternatives, in the document's order.
    pub alternatives: Vec<AlternativePlan>,
    /// Their indices, in the order in which their probes are tried.
    pub order: Vec<usize>,
}

impl UnionPlan {
    /// The alternatives in the order in which their probes are tried.
    pub fn tried(&self) -> impl Iterator<Item = &AlternativePlan> {
        self.order.iter().filter_map(|index| self.alternatives.get(*index))
    }
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct AlternativePlan {
    /// The variant.
    pub ident: Ident,
    /// What it carries; nothing if it is `null`.
    pub content: Option<RustType>,
    /// Whether the content is on the heap.
    pub boxed: bool,
    /// How it is recognised.
    pub probe: Probe,
    /// The member and value to write, if the content does not bring them.
    pub tag: Option<(String, String)>,
    /// Whether its content converts into the union.
    pub convertible: bool,
    /// What the document says of it.
    pub docs: DocLines,
}

/// How an alternative of a union is recognised.
#[derive(Debug, Clone, PartialEq)]
pub enum Probe {
    /// A member of this name has one of these texts.
    Tag(String, Vec<String>),
    /// The value is of this kind.
    Json(&'static str),
    /// The value is an object with this member.
    Member(String),
    /// The value is an object whose member has this value.
    Constant(String, Value),
    /// Of the alternatives that are known by what they look like, this is what the value looks like most.
    Like(Outline),
    /// No other is recognised.
    Otherwise,
}

/// Everything that the planning of one definition needs to know of the others.
struct Context<'a> {
    api: &'a Api,
    names: &'a TypeNames,
    recursion: &'a Recursion,
    sizes: Sizes,
    /// The variants of each enumeration, for defaults.
    variants: Vec<Vec<VariantPlan>>,
}

impl Context<'_> {
    /// An enumeration and its variant for a value.
    fn variant(&self, id: TypeId, value: &Value) -> Option<(Ident, Ident)> {
        let variant = self.variants[id.0 as usize].iter().find(|variant| variant.value == *value)?;
        Some((self.names.ident(id).clone(), variant.ident.clone()))
    }
}

/// Plans all definitions; the index of a plan is that of its [`TypeId`].
pub(super) fn plan(api: &Api, names: &TypeNames, recursion: &Recursion, diag: &mut Diagnostics) -> Vec<TypePlan> {
    names_are_free(api, names, diag);
    let variants = api.types.iter().map(|def| match &def.shape {
        Shape::Enum(values) if def.custom.ty.is_none() => enums::variants(values),
        _ => Vec::new(),
    });
    let context = Context { api, names, recursion, sizes: Sizes::new(api, recursion), variants: variants.collect() };
    let ids: Vec<TypeId> = (0..api.types.len()).map(|index| TypeId(index as u32)).collect();
    let Ok(plans) = parallel(&ids, |id| Ok::<_, Infallible>(definition(&context, *id)));
    plans
}

/// Says which of the names that the user chose are not free.
fn names_are_free(api: &Api, names: &TypeNames, diag: &mut Diagnostics) {
    for (index, def) in api.types.iter().enumerate() {
        let Some(chosen) = &def.custom.name else { continue };
        let name = names.get(TypeId(index as u32));
        if name.renamed.is_some() {
            diag.push(codes::name_not_free(chosen.place.clone(), &chosen.name, name.ident.as_str()));
        }
    }
}

fn definition(context: &Context<'_>, id: TypeId) -> TypePlan {
    let def = context.api.ty(id);
    let name = context.names.get(id).clone();
    let shape = match &def.shape {
        _ if def.custom.ty.is_some() => TypeShape::Alias(def.custom.ty.as_ref().map_or(RustType::Value, configured)),
        Shape::Struct(def) => TypeShape::Struct(structs::plan(context, id, def)),
        Shape::Enum(def) => TypeShape::Enum(enums::plan(def, context.variants[id.0 as usize].clone())),
        Shape::Union(def) => TypeShape::Union(unions::plan(context, id, def)),
        Shape::Alias(ty) if context.recursion.is_newtype(id) => {
            let content = rust_type(ty, context.names);
            let boxed = context.recursion.is_boxed(id, 0);
            TypeShape::Newtype(if boxed { RustType::Boxed(Box::new(content)) } else { content })
        }
        Shape::Alias(ty) => TypeShape::Alias(rust_type(ty, context.names)),
    };
    let (derives, attributes) = (def.custom.derives.clone(), def.custom.attributes.clone());
    TypePlan { docs: type_docs(def, &name), name, derives, attributes, shape, features: AnyOf::default() }
}

/// What is said beside a name. A title that is the name over again says nothing.
fn told_beside(doc: &Doc, name: &Ident) -> Doc {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let summary = doc.summary.clone().filter(|title| letters(title) != letters(name.bare()));
    Doc { summary, ..doc.clone() }
}

/// What the document says, what holds for the value, and where it says so.
fn type_docs(def: &TypeDef, name: &TypeName) -> DocLines {
    let mut lines = docs::lines(&told_beside(&def.doc, &name.ident));
    if let Shape::Alias(ty) = &def.shape {
        lines.paragraph(&facts(ty).join(" "));
    }
    if def.doc.deprecated {
        lines.paragraph("**Deprecated.**");
    }
    lines.paragraph(&format!("Schema {}.", docs::code(&format!("#{}", def.place.pointer))));
    lines
}
