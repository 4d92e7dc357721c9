//! What the user decides about schemas and operations, put where the later stages look for it. A decision about what the
//! document does not have is an error: it would be a misspelling, or forgotten when the document changed.

use super::select::candidate;
use crate::config::{Config, FormatType, KnownType, OperationConfig, PropertyConfig, SchemaConfig, Selector};
use crate::diag::{Diagnostics, Place, codes};
use crate::ir::{
    Api, Chosen, Field, Kind, Operation, Probe, Shape, Type, TypeDef, TypeHint, TypeId, UnionVariant, Value,
};
use crate::name::{nearest, snake, upper_camel};

/// Applies all decisions.
pub(super) fn run(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    for (key, decided) in &config.schemas {
        Schemas { api, key, diag }.apply(decided);
    }
    api.types.iter_mut().for_each(|definition| settle(definition, config, diag));
    for (selector, decided) in &config.operations {
        operations(api, selector, decided, diag);
    }
}

/// Grants a definition the type that the document asks for, if its crate is one that the user set.
fn settle(definition: &mut TypeDef, config: &Config, diag: &mut Diagnostics) {
    let Some((path, place)) = definition.custom.asked.take() else { return };
    if definition.custom.ty.is_some() {
        return;
    }
    let krate = path.split("::").next().unwrap_or_default();
    let dependency = config.dependencies.iter().find(|(name, _)| name.replace('-', "_") == krate);
    let granted = match dependency {
        Some((name, version)) => FormatType::of_crate(&path, name, version),
        None if krate == "std" => path.parse(),
        None => return diag.push(codes::unknown_crate(place, &path, krate)),
    };
    match granted {
        Ok(ty) => definition.custom.ty = Some(ty),
        Err(_) => diag.push(codes::not_a_rust_type(place)),
    }
}

/// The decisions about one schema.
struct Schemas<'a> {
    api: &'a mut Api,
    /// Its component name, or the JSON pointer to it.
    key: &'a str,
    diag: &'a mut Diagnostics,
}

impl Schemas<'_> {
    fn place(&self, way: &[&str]) -> Place {
        Config::place(&[&["schemas", self.key], way].concat())
    }

    fn apply(&mut self, decided: &SchemaConfig) {
        if let Some(id) = self.find() {
            return self.definition(id, decided);
        }
        let Some(field) = self.fields().next() else {
            let known = self.known();
            let nearest = nearest(self.key, known.iter().map(String::as_str));
            return self.diag.push(codes::unused_override(self.place(&[]), "schema", self.key, nearest));
        };
        // A pointer may lead to a property that needs no definition.
        let (name, place) = (field.name.clone(), field.place.clone());
        let property =
            PropertyConfig { name: decided.name.clone(), ty: decided.ty.clone(), ..PropertyConfig::default() };
        self.property(None, &name, &place, &property, &[]);
        let others = SchemaConfig { name: None, ty: None, ..decided.clone() };
        if others != SchemaConfig::default() {
            self.unfit("derives`, `attributes`, `extensible`, `properties` and `variants", "types of their own", &[]);
        }
    }

    /// The pointer, if the key is one.
    fn pointer(&self) -> Option<&str> {
        self.key.strip_prefix('#').or(self.key.starts_with('/').then_some(self.key))
    }

    /// The definition that the key means; of several files, that in the first.
    fn find(&self) -> Option<TypeId> {
        let pointer = self.pointer();
        let is_meant = |definition: &TypeDef| match pointer {
            Some(pointer) => definition.place.pointer.as_str() == pointer,
            None => matches!(&definition.hint, TypeHint::Component(name) if name == self.key),
        };
        let found = self.api.types.iter().enumerate().filter(|(_, definition)| is_meant(definition));
        let first = found.min_by_key(|(index, definition)| (definition.place.file, *index));
        first.map(|(index, _)| TypeId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The properties that the key points to.
    fn fields(&self) -> impl Iterator<Item = &Field> {
        let pointer = self.pointer();
        let fields = self.api.types.iter().filter_map(structure).flatten();
        fields.filter(move |field| pointer == Some(field.place.pointer.as_str()))
    }

    /// What a key may be.
    fn known(&self) -> Vec<String> {
        let pointers = self.pointer().is_some();
        let name = |definition: &TypeDef| match &definition.hint {
            _ if pointers => Some(format!("#{}", definition.place.pointer)),
            TypeHint::Component(name) => Some(name.clone()),
            _ => None,
        };
        self.api.types.iter().filter_map(name).collect()
    }

    fn unfit(&mut self, setting: &str, needed: &str, way: &[&str]) {
        let place = self.place(way);
        self.diag.push(codes::unfit_setting(place, self.key, setting, needed));
    }

    fn definition(&mut self, id: TypeId, decided: &SchemaConfig) {
        let place = self.place(&["name"]);
        let definition = &mut self.api.types[id.0 as usize];
        if let Some(name) = &decided.name {
            definition.custom.name = Some(Chosen { name: name.clone(), place });
        }
        definition.custom.derives.extend(decided.derives.clone());
        definition.custom.attributes.extend(decided.attributes.clone());
        let has_none = matches!(definition.shape, Shape::Alias(_)) || decided.ty.is_some();
        let has_additions = !decided.derives.is_empty() || !decided.attributes.is_empty();
        if has_none && has_additions {
            let setting = if decided.derives.is_empty() { "attributes" } else { "derives" };
            self.unfit(setting, "schemas with a type of their own", &[setting]);
        }
        if let Some(extensible) = decided.extensible {
            match &mut self.api.types[id.0 as usize].shape {
                Shape::Enum(values) => (values.extensible, values.closed) = (extensible, !extensible),
                _ => self.unfit("extensible", "enumerations", &["extensible"]),
            }
        }
        self.variants(id, decided);
        self.properties(id, decided);
        if let Some(ty) = &decided.ty {
            self.ty(id, ty, &["type"]);
        }
    }

    /// Sets the Rust type of a definition, which has to be one for such values.
    fn ty(&mut self, id: TypeId, ty: &FormatType, way: &[&str]) {
        let definition = &mut self.api.types[id.0 as usize];
        match ty {
            FormatType::Known(known) if !suits(*known, &definition.shape) => {
                let place = self.place(way);
                let values = if known.is_text() { "no strings" } else { "no numbers" };
                self.diag.push(codes::type_of_other_values(place, self.key, values));
            }
            ty => definition.custom.ty = Some(ty.clone()),
        }
    }

    fn properties(&mut self, id: TypeId, decided: &SchemaConfig) {
        if decided.properties.is_empty() {
            return;
        }
        let Some(fields) = structure(&self.api.types[id.0 as usize]) else {
            return self.unfit("properties", "objects with properties", &["properties"]);
        };
        let known: Vec<(String, Place)> =
            fields.iter().map(|field| (field.name.clone(), field.place.clone())).collect();
        for (name, property) in &decided.properties {
            let way = ["properties", name.as_str()];
            match known.iter().find(|(known, _)| known == name) {
                Some((_, place)) => self.property(Some(id), name, place, property, &way),
                None => {
                    let nearest = nearest(name, known.iter().map(|(name, _)| name.as_str()));
                    let place = self.place(&way);
                    self.diag.push(codes::unused_part(place, self.key, "property", name, nearest));
                }
            }
        }
    }

    /// Decides about a property, wherever it is inherited.
    fn property(&mut self, owner: Option<TypeId>, name: &str, place: &Place, decided: &PropertyConfig, way: &[&str]) {
        let at = self.place(way);
        let named = |key: &str| if way.is_empty() { at.child(key) } else { at.clone() };
        let heirs: Vec<usize> = (0..self.api.types.len())
            .filter(|index| {
                let fields = structure(&self.api.types[*index]).unwrap_or_default();
                fields.iter().any(|field| field.name == name && field.place == *place)
            })
            .collect();
        let mapped =
            decided.ty.as_ref().and_then(|ty| self.mapped(owner.or(heirs.first().map(id_of))?, name, place, ty));
        for index in &heirs {
            if decided.required == Some(false) && tells(self.api, id_of(index), name) {
                self.diag.push(codes::telling_property(at.clone(), name, self.key));
                continue;
            }
            let Shape::Struct(object) = &mut self.api.types[*index].shape else { continue };
            if let Some(chosen) = &decided.name
                && let Some(other) =
                    object.fields.iter().find(|it| it.name != name && snake(called(it)) == snake(chosen))
            {
                self.diag.push(codes::name_not_free(named("name"), chosen, &format!("{}_member", other.name)));
            }
            for field in object.fields.iter_mut().filter(|field| field.name == name && field.place == *place) {
                field.required = decided.required.unwrap_or(field.required);
                field.ty.nullable = decided.nullable.unwrap_or(field.ty.nullable);
                if let Some(chosen) = &decided.name {
                    field.called = Some(Chosen { name: chosen.clone(), place: named("name") });
                }
                if let Some(id) = mapped {
                    field.ty = Type { nullable: field.ty.nullable, ..Type::new(Kind::Named(id)) };
                }
            }
        }
    }

    /// A definition for the values of a property, which another type takes the place of.
    fn mapped(&mut self, owner: TypeId, name: &str, place: &Place, ty: &FormatType) -> Option<TypeId> {
        let fields = structure(&self.api.types[owner.0 as usize])?;
        let field = fields.iter().find(|field| field.name == name)?;
        let (shape, example) = (Shape::Alias(Type { nullable: false, ..field.ty.clone() }), field.example.clone());
        let hint = TypeHint::Inline { parent: Some(owner), words: vec![name.to_owned()] };
        let id = TypeId(u32::try_from(self.api.types.len()).unwrap_or(u32::MAX));
        let (doc, custom) = Default::default();
        let definition = TypeDef { hint, doc, place: place.clone(), shape, example, rules: Vec::new(), custom };
        self.api.types.push(definition);
        self.ty(id, ty, &["properties", name, "type"]);
        Some(id)
    }

    fn variants(&mut self, id: TypeId, decided: &SchemaConfig) {
        for (key, name) in &decided.variants {
            let names: Vec<Vec<String>> = match &self.api.types[id.0 as usize].shape {
                Shape::Enum(values) => values.values.iter().map(|value| vec![wire(&value.value)]).collect(),
                Shape::Union(union) => union.variants.iter().map(|variant| names_of(self.api, variant)).collect(),
                _ => return self.unfit("variants", "enumerations and unions", &["variants"]),
            };
            let way = ["variants", key.as_str()];
            let Some(index) = names.iter().position(|names| names.contains(key)) else {
                let nearest = nearest(key, names.iter().flatten().map(String::as_str));
                let place = self.place(&way);
                self.diag.push(codes::unused_part(place, self.key, "variant", key, nearest));
                continue;
            };
            if self.rename_variant(id, index, name) {
                let place = self.place(&way);
                self.diag.push(codes::name_not_free(place, name, &format!("{name}Value")));
            }
        }
    }

    /// Renames a variant, and says whether another has the name already.
    fn rename_variant(&mut self, id: TypeId, index: usize, name: &str) -> bool {
        let wanted = upper_camel(name);
        let is_other = |other: usize, its: &str| other != index && upper_camel(its) == wanted;
        match &mut self.api.types[id.0 as usize].shape {
            Shape::Enum(values) => {
                values.values[index].name = Some(name.to_owned());
                let mut all = values.values.iter().enumerate();
                all.any(|(other, value)| is_other(other, &value.name.clone().unwrap_or_else(|| wire(&value.value))))
            }
            Shape::Union(union) => {
                union.variants[index].name = Some(name.to_owned());
                let mut all = union.variants.iter().enumerate();
                all.any(|(other, variant)| variant.name.as_ref().is_some_and(|its| is_other(other, its)))
            }
            _ => false,
        }
    }
}

fn id_of(index: &usize) -> TypeId {
    TypeId(u32::try_from(*index).unwrap_or(u32::MAX))
}

/// The fields of a struct.
fn structure(definition: &TypeDef) -> Option<&[Field]> {
    match &definition.shape {
        Shape::Struct(object) => Some(&object.fields),
        _ => None,
    }
}

fn called(field: &Field) -> &str {
    field.called.as_ref().map_or(&field.name, |chosen| &chosen.name)
}

/// Whether a type that generated crates know is for values of this shape.
fn suits(known: KnownType, shape: &Shape) -> bool {
    match shape {
        Shape::Enum(values) => values.values.iter().all(|value| value.value.is_string()) && known.is_text(),
        Shape::Alias(ty) => match ty.kind {
            Kind::String(_) => known.is_text(),
            Kind::Integer(_) | Kind::Number(_) => !known.is_text(),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a union recognises a type by this member.
fn tells(api: &Api, id: TypeId, member: &str) -> bool {
    let unions = api.types.iter().filter_map(|definition| match &definition.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    });
    unions.flat_map(|union| union.variants.iter().map(move |variant| (union, variant))).any(|(union, variant)| {
        variant.ty.kind == Kind::Named(id)
            && match &variant.probe {
                Probe::Key(key) | Probe::Constant(key, _) => key == member,
                Probe::Tag(_) => union.tag.as_deref() == Some(member),
                _ => false,
            }
    })
}

fn wire(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What an alternative of a union may be called in the configuration: its name, its schema, its tag, its JSON type.
fn names_of(api: &Api, variant: &UnionVariant) -> Vec<String> {
    let mut names: Vec<String> = variant.name.iter().cloned().collect();
    let kind = match &variant.ty.kind {
        Kind::Named(id) => {
            if let TypeHint::Component(name) = &api.ty(*id).hint {
                names.push(name.clone());
            }
            names.push(format!("#{}", api.ty(*id).place.pointer));
            None
        }
        Kind::Any => None,
        Kind::Null => Some("null"),
        Kind::Boolean => Some("boolean"),
        Kind::Integer(_) => Some("integer"),
        Kind::Number(_) => Some("number"),
        Kind::String(_) => Some("string"),
        Kind::Array(_) | Kind::Tuple(_) => Some("array"),
        Kind::Map(_) => Some("object"),
    };
    names.extend(kind.map(str::to_owned));
    if let Probe::Tag(values) = &variant.probe {
        names.extend(values.clone());
    }
    names
}

/// The decisions about the operations that a selector selects.
fn operations(api: &mut Api, key: &str, decided: &OperationConfig, diag: &mut Diagnostics) {
    let place = |way: &[&str]| Config::place(&[&["operations", key], way].concat());
    let Ok(selector) = key.parse::<Selector>() else { return };
    let nearest_selector = selector.nearest(api.operations.iter().map(candidate));
    let mut selected: Vec<&mut Operation> =
        api.operations.iter_mut().filter(|operation| selector.matches(&candidate(operation))).collect();
    if selected.is_empty() {
        return diag.push(codes::unused_selector(place(&[]), key, nearest_selector.as_deref()));
    }
    let chosen = |name: &Option<String>, way: &str| {
        name.as_ref().map(|name| Chosen { name: name.clone(), place: place(&[way]) })
    };
    let is_single = selected.len() == 1;
    for (name, way) in [(&decided.name, "name"), (&decided.request, "request")] {
        if name.is_some() && !is_single {
            diag.push(codes::name_for_several(place(&[way]), key, selected.len()));
        }
    }
    for operation in &mut selected {
        let called = &mut operation.called;
        called.method = chosen(&decided.name, "name").filter(|_| is_single).or(called.method.take());
        called.request = chosen(&decided.request, "request").filter(|_| is_single).or(called.request.take());
        called.group = chosen(&decided.group, "group").or(called.group.take());
    }
    for (parameter, name) in &decided.parameters {
        let way = ["parameters", parameter.as_str()];
        let mut used = false;
        for found in selected.iter_mut().flat_map(|operation| &mut operation.parameters) {
            if found.name == *parameter {
                found.called = Some(Chosen { name: name.clone(), place: place(&way) });
                used = true;
            }
        }
        if !used {
            let known = selected.iter().flat_map(|operation| &operation.parameters).map(|it| it.name.as_str());
            let nearest = nearest(parameter, known).map(str::to_owned);
            diag.push(codes::unused_part(place(&way), key, "parameter", parameter, nearest.as_deref()));
        }
    }
}
