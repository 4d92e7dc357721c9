//! Schema tables: what a server checks requests against. Only types that a request leads to have one.

mod limits;
mod pattern;

#[cfg(test)]
mod tests;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{Probe, TypeNames, TypePlan, TypeShape};
use crate::diag::{Diagnostics, Place};
use crate::ir::{self, Additional, Api, EnumDef, Kind, Shape, StructDef, Type, TypeId, UnionDef, Value};
use crate::name::Ident;

pub use crate::ir::{IntegerFormat, NumberFormat, StringFormat};
pub use limits::{Bound, Limit};

/// The table of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePlan {
    /// The static.
    pub ident: Ident,
    /// The module in which it stands; `None` is that of all tables.
    pub module: Option<Ident>,
    /// What the type may be.
    pub schema: SchemaPlan,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaPlan {
    /// What it is.
    pub kind: SchemaKind,
    /// Whether `null` is allowed as well.
    pub nullable: bool,
    /// Limits beyond that.
    pub limits: Vec<Limit>,
    /// What else is demanded.
    pub rules: Vec<Rule>,
}

/// A demand, with limits and patterns as tables have them.
pub type Rule = ir::Rule<Vec<Limit>>;

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaKind {
    /// What the table of another type says.
    Table(TypeId),
    /// Anything.
    Any,
    /// Only `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(IntegerFormat),
    /// A number.
    Number(NumberFormat),
    /// A text.
    String(StringFormat),
    /// One of these texts.
    Texts(Vec<String>),
    /// One of these scalars.
    Constants(Vec<Value>),
    /// A list.
    Array(Box<SchemaPlan>),
    /// A list whose elements each have their own schema.
    Tuple(Vec<SchemaPlan>),
    /// An object whose members all have one schema.
    Map(Box<SchemaPlan>),
    /// An object.
    Object {
        /// Its properties.
        properties: Vec<PropertyPlan>,
        /// What else it may contain.
        additional: AdditionalPlan,
    },
    /// One of several.
    Union {
        /// How each is recognised, and what it may be.
        alternatives: Vec<(Probe, SchemaPlan)>,
        /// Whether values that fit none are allowed.
        open: bool,
    },
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyPlan {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be present.
    pub required: bool,
    /// What it may be.
    pub schema: SchemaPlan,
}

/// What an object may contain beside its properties.
#[derive(Debug, Clone, PartialEq)]
pub enum AdditionalPlan {
    /// Anything, which is ignored.
    Ignored,
    /// Nothing.
    Forbidden,
    /// Members with this schema.
    Kept(Box<SchemaPlan>),
}

impl SchemaPlan {
    /// A schema that says no more than what a value is.
    fn new(kind: SchemaKind) -> Self {
        Self { kind, nullable: false, limits: Vec::new(), rules: Vec::new() }
    }

    /// The type whose table says it all.
    pub fn table(&self) -> Option<TypeId> {
        match self.kind {
            SchemaKind::Table(id) if !self.nullable && self.limits.is_empty() && self.rules.is_empty() => Some(id),
            _ => None,
        }
    }
}

/// Plans tables, and finds out which types need one.
pub(super) struct Tables<'a> {
    api: &'a Api,
    names: &'a TypeNames,
    types: &'a [TypePlan],
    diag: &'a mut Diagnostics,
    needed: BTreeSet<TypeId>,
    patterns: pattern::Patterns,
}

impl<'a> Tables<'a> {
    pub(super) fn new(api: &'a Api, names: &'a TypeNames, types: &'a [TypePlan], diag: &'a mut Diagnostics) -> Self {
        Self { api, names, types, diag, needed: BTreeSet::new(), patterns: pattern::Patterns::default() }
    }

    /// What a use of a type may be. Every type that it names gets a table.
    pub(super) fn schema(&mut self, ty: &Type, place: &Place) -> SchemaPlan {
        let kind = match &ty.kind {
            Kind::Named(id) => {
                self.needed.insert(*id);
                SchemaKind::Table(*id)
            }
            Kind::Any => SchemaKind::Any,
            Kind::Null => SchemaKind::Null,
            Kind::Boolean => SchemaKind::Boolean,
            Kind::Integer(format) => SchemaKind::Integer(*format),
            Kind::Number(format) => SchemaKind::Number(*format),
            Kind::String(format) => SchemaKind::String(format.clone()),
            Kind::Array(items) => SchemaKind::Array(Box::new(self.schema(items, place))),
            Kind::Map(values) => SchemaKind::Map(Box::new(self.schema(values, place))),
            Kind::Tuple(items) => SchemaKind::Tuple(items.iter().map(|item| self.schema(item, place)).collect()),
        };
        let pattern = ty.constraints.pattern.as_deref();
        let pattern = pattern.and_then(|pattern| self.patterns.translate(pattern, place, self.diag));
        let limits = limits::limits(&ty.constraints, pattern);
        SchemaPlan { kind, nullable: ty.nullable, limits, rules: self.rules(&ty.constraints.rules, place) }
    }

    /// The rules whose patterns servers can match.
    fn rules(&mut self, rules: &[ir::Rule], place: &Place) -> Vec<Rule> {
        rules.iter().filter_map(|rule| self.rule(rule.clone(), place)).collect()
    }

    fn rule(&mut self, rule: ir::Rule, place: &Place) -> Option<Rule> {
        let Self { patterns, diag, .. } = self;
        rule.translate(&mut |pattern| patterns.translate(pattern, place, diag), &mut |limits, pattern| {
            limits::limits(&limits, pattern)
        })
    }

    /// The tables of all types that were named, and of those that they lead to.
    pub(super) fn finish(mut self) -> BTreeMap<TypeId, TablePlan> {
        let mut tables = BTreeMap::new();
        while let Some(id) = self.needed.pop_first() {
            if let Entry::Vacant(entry) = tables.entry(id) {
                entry.insert(self.table(id));
            }
        }
        tables
    }

    fn table(&mut self, id: TypeId) -> TablePlan {
        let (api, names) = (self.api, self.names);
        let (name, def) = (names.get(id), api.ty(id));
        let mut schema = match &def.shape {
            Shape::Struct(object) if self.api.forms.contains_key(&id) => files(self.object(object, &def.place)),
            Shape::Struct(object) => self.object(object, &def.place),
            Shape::Enum(values) => SchemaPlan::new(enumeration(values)),
            Shape::Union(union) => self.union(id, union, &def.place),
            Shape::Alias(ty) => self.schema(ty, &def.place),
        };
        schema.rules.extend(self.rules(&def.rules, &def.place));
        TablePlan { ident: name.table.clone(), module: name.module.clone(), schema }
    }

    fn object(&mut self, object: &StructDef, place: &Place) -> SchemaPlan {
        let properties = object.fields.iter().map(|field| PropertyPlan {
            name: field.name.clone(),
            required: field.required,
            schema: self.schema(&field.ty, &field.place),
        });
        let mut properties: Vec<PropertyPlan> = properties.collect();
        if object.additional == Additional::Forbidden {
            properties.extend(object.foreign.iter().map(|name| PropertyPlan {
                name: name.clone(),
                required: false,
                schema: SchemaPlan::new(SchemaKind::Any),
            }));
        }
        let additional = match &object.additional {
            Additional::Ignored => AdditionalPlan::Ignored,
            Additional::Forbidden => AdditionalPlan::Forbidden,
            Additional::Kept(ty) => AdditionalPlan::Kept(Box::new(self.schema(ty, place))),
        };
        let limits = limits::limits(&object.constraints, None);
        SchemaPlan { limits, ..SchemaPlan::new(SchemaKind::Object { properties, additional }) }
    }

    fn union(&mut self, id: TypeId, union: &UnionDef, place: &Place) -> SchemaPlan {
        let types = self.types;
        let mut alternatives = Vec::with_capacity(union.variants.len());
        if let TypeShape::Union(plan) = &types[id.0 as usize].shape {
            for index in &plan.order {
                let (probe, variant) = (plan.alternatives[*index].probe.clone(), &union.variants[*index]);
                alternatives.push((probe, self.schema(&variant.ty, place)));
            }
        }
        SchemaPlan::new(SchemaKind::Union { alternatives, open: union.open })
    }
}

/// The schema of a form, which asks no more of files than that they are there.
fn files(mut form: SchemaPlan) -> SchemaPlan {
    let SchemaKind::Object { properties, .. } = &mut form.kind else { return form };
    let any = || SchemaPlan::new(SchemaKind::Any);
    for PropertyPlan { schema, .. } in properties {
        match &mut schema.kind {
            SchemaKind::String(StringFormat::Binary) => *schema = any(),
            SchemaKind::Array(item) if item.kind == SchemaKind::String(StringFormat::Binary) => **item = any(),
            _ => {}
        }
    }
    form
}

/// The values of an enumeration. One that is extensible says no more than their type.
fn enumeration(def: &EnumDef) -> SchemaKind {
    let values = || def.values.iter().map(|value| &value.value);
    let texts: Option<Vec<String>> = values().map(|value| value.as_str().map(str::to_owned)).collect();
    match texts {
        _ if def.values.is_empty() => SchemaKind::Null,
        Some(_) if def.extensible => SchemaKind::String(StringFormat::Plain),
        Some(texts) => SchemaKind::Texts(texts),
        None if !def.extensible => SchemaKind::Constants(values().cloned().collect()),
        None if values().all(Value::is_i64) => SchemaKind::Integer(IntegerFormat::Unspecified),
        None => SchemaKind::Any,
    }
}
