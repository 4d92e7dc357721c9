//! `server::schemas`: tables of what requests may say, a file for those of the types that stand together in `types`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::features::imports_for_some;
use super::imports::{Importable, imports};
use super::types::codec::{constant, probe};
use super::{SourceFile, Unit, rules};
use crate::name::Ident;
use crate::plan::{
    AdditionalPlan, Bound, IntegerFormat, Limit, NumberFormat, Plan, SchemaKind, SchemaPlan, StringFormat, TablePlan,
    TypeId,
};

/// What tables are made of.
pub(super) const SCHEMA: &[Importable] = &[
    Importable::Item("Alternative"),
    Importable::Item("Property"),
    Importable::Item("Rule"),
    Importable::Item("Schema"),
];

/// What tables have in common with the types.
pub(super) const CODEC: &[Importable] = &[
    Importable::Item("Attribute"),
    Importable::Item("Constant"),
    Importable::Item("Outline"),
    Importable::Item("Probe"),
];

/// The files: `server/schemas/mod.rs`, if there is any table, and one for each module.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    if plan.service.tables.is_empty() {
        return Vec::new();
    }
    let files = modules(plan).into_values().map(|first| Unit::new(file, first.0 as usize));
    std::iter::once(Unit::new(root, 0)).chain(files).collect()
}

/// The modules of tables, with the first type of each.
fn modules(plan: &Plan) -> BTreeMap<&Ident, TypeId> {
    let mut modules = BTreeMap::new();
    for (id, table) in &plan.service.tables {
        if let Some(module) = &table.module {
            modules.entry(module).or_insert(*id);
        }
    }
    modules
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let modules = modules(plan).into_iter().map(|(module, first)| {
        let gate = plan.types[first.0 as usize].features.gate();
        quote!(#gate pub(super) mod #module;)
    });
    SourceFile::new(
        "src/server/schemas/mod.rs",
        vec!["What requests may say: tables against which they are checked before they are decoded.".to_owned()],
        modules.chain(tables(plan, None)).collect(),
    )
}

fn file(plan: &Plan, first: usize) -> SourceFile {
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    let module = plan.service.tables.get(&TypeId(first)).and_then(|table| table.module.as_ref());
    SourceFile::new(
        format!("src/server/schemas/{}.rs", module.map_or("mod", |module| module.bare())),
        vec![format!("What requests may say of `{}`.", plan.types[first as usize].name.ident.bare())],
        tables(plan, module),
    )
}

/// The tables of a module, behind what they import.
fn tables(plan: &Plan, module: Option<&Ident>) -> Vec<TokenStream> {
    let all = &plan.service.tables;
    let own: Vec<_> = all.iter().filter(|(_, table)| table.module.as_ref() == module).collect();
    let statics = own.iter().map(|(id, table)| {
        let (ident, value) = (&table.ident, value(&table.schema, &|id| at_hand(all, module, id)));
        let gate = module.is_none().then(|| plan.types[id.0 as usize].features.gate());
        quote!(#gate pub(crate) static #ident: Schema = #value;)
    });
    let statics: Vec<TokenStream> = statics.collect();
    let root = if module.is_some() { quote!(super::super::super) } else { quote!(super::super) };
    let lists: [(TokenStream, &[Importable]); 2] =
        [(quote!(#root::support::codec), CODEC), (quote!(#root::support::schema), SCHEMA)];
    let mut items = imports(&statics, &lists);
    match module {
        Some(module) => items.extend(foreign(all, module)),
        None => items = imports_for_some(plan, items),
    }
    items.extend(statics);
    items
}

/// The imports of the tables that a module names and has not.
fn foreign(all: &BTreeMap<TypeId, TablePlan>, module: &Ident) -> Vec<TokenStream> {
    let mut named = BTreeSet::new();
    let own = all.values().filter(|table| table.module.as_ref() == Some(module));
    own.for_each(|table| mentioned(&table.schema, &mut named));
    let mut foreign: BTreeMap<Option<&Ident>, BTreeSet<&Ident>> = BTreeMap::new();
    for table in named.iter().filter_map(|id| all.get(id)).filter(|table| table.module.as_ref() != Some(module)) {
        foreign.entry(table.module.as_ref()).or_default().insert(&table.ident);
    }
    let imports = foreign.into_iter().map(|(from, names)| {
        let names = names.into_iter();
        match from {
            Some(from) => quote!(use super::#from::{#(#names),*};),
            None => quote!(use super::{#(#names),*};),
        }
    });
    imports.collect()
}

/// The name of a table: files of modules import what they name, the one above them, of which features may leave out
/// any part, names where it is.
fn at_hand(tables: &BTreeMap<TypeId, TablePlan>, module: Option<&Ident>, id: TypeId) -> TokenStream {
    let table = tables.get(&id);
    let ident = table.map(|table| &table.ident);
    match table.and_then(|table| table.module.as_ref()).filter(|_| module.is_none()) {
        Some(from) => quote!(#from::#ident),
        None => quote!(#ident),
    }
}

/// The path of a table, from the module that holds `schemas`.
pub(super) fn table(plan: &Plan, id: TypeId) -> TokenStream {
    let table = plan.service.tables.get(&id);
    let ident = table.map(|table| &table.ident);
    match table.and_then(|table| table.module.as_ref()) {
        Some(module) => quote!(schemas::#module::#ident),
        None => quote!(schemas::#ident),
    }
}

/// The types whose tables a schema names.
fn mentioned(schema: &SchemaPlan, found: &mut BTreeSet<TypeId>) {
    match &schema.kind {
        SchemaKind::Table(id) => {
            found.insert(*id);
        }
        SchemaKind::Array(inner) | SchemaKind::Map(inner) => mentioned(inner, found),
        SchemaKind::Tuple(items) => items.iter().for_each(|item| mentioned(item, found)),
        SchemaKind::Object { properties, additional } => {
            properties.iter().for_each(|property| mentioned(&property.schema, found));
            if let AdditionalPlan::Kept(schema) = additional {
                mentioned(schema, found);
            }
        }
        SchemaKind::Union { alternatives, .. } => {
            alternatives.iter().for_each(|(_, schema)| mentioned(schema, found));
        }
        _ => {}
    }
}

/// A schema as an expression. `table` says where tables are found.
pub(super) fn value(schema: &SchemaPlan, table: &dyn Fn(TypeId) -> TokenStream) -> TokenStream {
    let kind = kind(&schema.kind, table);
    let nullable = schema.nullable.then(|| quote!(.nullable()));
    let limits = schema.limits.iter().map(limit);
    let rules = rules::setter(&schema.rules);
    quote!(#kind #nullable #(#limits)* #rules)
}

/// A schema as an expression that borrows it; what a table says is not repeated.
fn reference(schema: &SchemaPlan, table: &dyn Fn(TypeId) -> TokenStream) -> TokenStream {
    let value = schema.table().map_or_else(|| value(schema, table), table);
    quote!(&#value)
}

fn kind(kind: &SchemaKind, table: &dyn Fn(TypeId) -> TokenStream) -> TokenStream {
    match kind {
        SchemaKind::Table(id) => {
            let table = table(*id);
            quote!(Schema::of(&#table))
        }
        SchemaKind::Any => quote!(Schema::any()),
        SchemaKind::Null => quote!(Schema::null()),
        SchemaKind::Boolean => quote!(Schema::boolean()),
        SchemaKind::Integer(IntegerFormat::Unspecified | IntegerFormat::Int64 | IntegerFormat::UnixTime) => {
            quote!(Schema::integer())
        }
        SchemaKind::Integer(IntegerFormat::Int32) => quote!(Schema::int32()),
        SchemaKind::Integer(IntegerFormat::UInt32) => quote!(Schema::uint32()),
        SchemaKind::Integer(IntegerFormat::UInt64) => quote!(Schema::uint64()),
        SchemaKind::Number(NumberFormat::Double | NumberFormat::Decimal) => quote!(Schema::number()),
        SchemaKind::Number(NumberFormat::Float) => quote!(Schema::float()),
        SchemaKind::String(format) => string(format),
        SchemaKind::Texts(texts) => quote!(Schema::texts(&[#(#texts),*])),
        SchemaKind::Constants(values) => {
            let values = values.iter().map(constant);
            quote!(Schema::constants(&[#(#values),*]))
        }
        SchemaKind::Array(items) => {
            let items = reference(items, table);
            quote!(Schema::array(#items))
        }
        SchemaKind::Tuple(items) => {
            let items = items.iter().map(|item| value(item, table));
            quote!(Schema::tuple(&[#(#items),*]))
        }
        SchemaKind::Map(values) => {
            let values = reference(values, table);
            quote!(Schema::map(#values))
        }
        SchemaKind::Object { properties, additional } => {
            let properties = properties.iter().map(|property| {
                let (name, schema) = (&property.name, reference(&property.schema, table));
                let presence = if property.required { quote!(required) } else { quote!(optional) };
                quote!(Property::#presence(#name, #schema))
            });
            let additional = match additional {
                AdditionalPlan::Ignored => TokenStream::new(),
                AdditionalPlan::Forbidden => quote!(.closed()),
                AdditionalPlan::Kept(schema) => {
                    let schema = reference(schema, table);
                    quote!(.additional(#schema))
                }
            };
            quote!(Schema::object(&[#(#properties),*]) #additional)
        }
        SchemaKind::Union { alternatives, open } => {
            let alternatives = alternatives.iter().map(|(how, schema)| {
                let (how, schema) = (probe(how), reference(schema, table));
                quote!(Alternative::new(#how, #schema))
            });
            let open = open.then(|| quote!(.open()));
            quote!(Schema::union(&[#(#alternatives),*]) #open)
        }
    }
}

fn string(format: &StringFormat) -> TokenStream {
    match format {
        StringFormat::DateTime => quote!(Schema::date_time()),
        StringFormat::Date => quote!(Schema::date()),
        StringFormat::Uuid => quote!(Schema::uuid()),
        StringFormat::Byte => quote!(Schema::base64()),
        StringFormat::Email => quote!(Schema::email()),
        StringFormat::Uri => quote!(Schema::uri()),
        StringFormat::Ipv4 => quote!(Schema::ipv4()),
        StringFormat::Ipv6 => quote!(Schema::ipv6()),
        StringFormat::Hostname => quote!(Schema::hostname()),
        StringFormat::Plain
        | StringFormat::Binary
        | StringFormat::Password
        | StringFormat::Time
        | StringFormat::Duration
        | StringFormat::Other(_) => quote!(Schema::string()),
    }
}

pub(super) fn limit(limit: &Limit) -> TokenStream {
    let count = |count: u32| Literal::u32_unsuffixed(count);
    let call = |method: TokenStream, float: TokenStream, bound: Bound| match bound {
        Bound::Integer(number) => {
            let number = Literal::i64_unsuffixed(number);
            quote!(.#method(#number))
        }
        Bound::Float(number) => {
            let number = Literal::f64_unsuffixed(number);
            quote!(.#float(#number))
        }
    };
    match limit {
        Limit::Minimum(bound, exclusive) => {
            let exclusive = exclusive.then(|| quote!(.exclusive_minimum()));
            let bound = call(quote!(minimum), quote!(minimum_f64), *bound);
            quote!(#bound #exclusive)
        }
        Limit::Maximum(bound, exclusive) => {
            let exclusive = exclusive.then(|| quote!(.exclusive_maximum()));
            let bound = call(quote!(maximum), quote!(maximum_f64), *bound);
            quote!(#bound #exclusive)
        }
        Limit::MultipleOf(step) => call(quote!(multiple_of), quote!(multiple_of_f64), *step),
        Limit::Pattern(pattern) => {
            let pattern = raw(pattern);
            quote!(.pattern(#pattern))
        }
        Limit::MinLength(least) => method("min_length", count(*least)),
        Limit::MaxLength(most) => method("max_length", count(*most)),
        Limit::MinItems(least) => method("min_items", count(*least)),
        Limit::MaxItems(most) => method("max_items", count(*most)),
        Limit::UniqueItems => quote!(.unique_items()),
        Limit::MinProperties(least) => method("min_properties", count(*least)),
        Limit::MaxProperties(most) => method("max_properties", count(*most)),
    }
}

fn method(name: &str, count: Literal) -> TokenStream {
    let name = quote::format_ident!("{name}");
    quote!(.#name(#count))
}

/// A text as people write patterns: without escaping backslashes, where that is possible.
pub(super) fn raw(text: &str) -> Literal {
    let plain = text.contains('\\') && !text.contains(['"', '\n', '\r']) && !text.chars().any(char::is_control);
    let literal = plain.then(|| format!("r\"{text}\"").parse().ok()).flatten();
    literal.unwrap_or_else(|| Literal::string(text))
}
