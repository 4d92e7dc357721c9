//! Multipart bodies with files: their members travel as parts, so that they are types of their own.
//!
//! A schema that is used for nothing else becomes such a form itself and keeps its name. One that is also used elsewhere,
//! where files are text, gets a form beside it.

use indexmap::IndexMap;

use super::walk;
use crate::ir::{
    Api, Constraints, Content, Custom, Encoding, Kind, MediaKind, ParameterStyle, Shape, StringFormat, Type, TypeDef,
    TypeHint, TypeId,
};

/// What makes two forms of one type the same.
type Key = (TypeId, Vec<Said>);

/// Makes the forms.
pub(super) fn run(api: &mut Api) {
    let mut wanted: IndexMap<Key, Vec<(usize, usize)>> = IndexMap::new();
    for (operation, body) in api.operations.iter().enumerate().map(|(index, operation)| (index, &operation.body)) {
        for (index, content) in body.iter().flat_map(|body| &body.contents).enumerate() {
            if let Some(id) = form(api, content) {
                wanted.entry((id, encodings(content))).or_default().push((operation, index));
            }
        }
    }
    let uses = uses(api);
    for ((id, _), places) in &wanted {
        let only_here = uses[id.0 as usize] == places.len();
        let Some(first) = content(api, places[0]).map(|content| content.encodings.clone()) else { continue };
        let form = if only_here { *id } else { beside(api, *id) };
        files(api, form, &first);
        api.forms.insert(form, first);
        if only_here {
            // It keeps the names that the places have for it.
            continue;
        }
        for place in places {
            if let Some(content) = content(api, *place) {
                content.ty = Type::new(Kind::Named(form));
            }
        }
    }
}

fn content(api: &mut Api, (operation, content): (usize, usize)) -> Option<&mut Content> {
    api.operations[operation].body.as_mut()?.contents.get_mut(content)
}

/// What an Encoding Object says, without its place.
type Said = (String, Option<String>, Option<ParameterStyle>, bool, bool);

fn encodings(content: &Content) -> Vec<Said> {
    let said = |encoding: &Encoding| {
        let Encoding { property, content_type, style, explode, allow_reserved, .. } = encoding;
        (property.clone(), content_type.clone(), *style, *explode, *allow_reserved)
    };
    content.encodings.iter().map(said).collect()
}

/// The type of a multipart body that has files.
fn form(api: &Api, content: &Content) -> Option<TypeId> {
    let essence = content.media_type.split(';').next().unwrap_or_default().trim();
    if content.kind != MediaKind::Multipart || !essence.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let id = api.target(&content.ty)?;
    let Shape::Struct(object) = &api.ty(id).shape else { return None };
    let encoding = |name: &str| content.encodings.iter().find(|encoding| encoding.property == name);
    object.fields.iter().any(|field| file(api, &field.ty, encoding(&field.name)).is_some()).then_some(id)
}

/// How many files a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Files {
    One,
    Many,
}

/// How many unions and lists in one another are looked through.
const DEPTH: usize = 4;

/// Whether a member is a file, or a list of them. Where the document allows either, it is a list.
fn file(api: &Api, ty: &Type, encoding: Option<&Encoding>) -> Option<Files> {
    file_within(api, ty, encoding, DEPTH)
}

fn file_within(api: &Api, ty: &Type, encoding: Option<&Encoding>, depth: usize) -> Option<Files> {
    let depth = depth.checked_sub(1)?;
    let target = api.target(ty).map(|id| &api.ty(id).shape);
    let kind = match target {
        Some(Shape::Alias(ty)) => &ty.kind,
        Some(Shape::Union(union)) => {
            let variants = union.variants.iter();
            return variants.filter_map(|variant| file_within(api, &variant.ty, encoding, depth)).max();
        }
        Some(_) => return None,
        None => &ty.kind,
    };
    let is_binary = encoding.and_then(|encoding| encoding.content_type.as_deref()).is_some_and(is_binary);
    match kind {
        Kind::String(StringFormat::Binary) => Some(Files::One),
        Kind::String(StringFormat::Plain) | Kind::Any if is_binary => Some(Files::One),
        Kind::Array(item) => file_within(api, item, encoding, depth).map(|_| Files::Many),
        _ => None,
    }
}

/// Whether a `contentType`, which may be a list, names no text and no JSON.
fn is_binary(content_type: &str) -> bool {
    let is_text = |one: &str| {
        let one = one.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        one.starts_with("text/") || one.ends_with("json") || one.ends_with("xml") || one.contains("urlencoded")
    };
    !content_type.split(',').any(is_text)
}

/// How many times each type is used, by whichever of its names.
fn uses(api: &mut Api) -> Vec<usize> {
    let mut named: Vec<TypeId> = Vec::new();
    let mut note = |id: &mut TypeId| named.push(*id);
    api.operations.iter_mut().for_each(|operation| walk::operation(operation, &mut note));
    let is_name = |shape: &Shape| matches!(shape, Shape::Alias(Type { kind: Kind::Named(_), .. }));
    let definitions = api.types.iter_mut().filter(|definition| !is_name(&definition.shape));
    definitions.for_each(|definition| walk::definition(definition, &mut note));
    walk::webhooks(api, &mut note);
    let mut uses = vec![0; api.types.len()];
    for target in named.into_iter().filter_map(|id| api.target(&Type::new(Kind::Named(id)))) {
        uses[target.0 as usize] += 1;
    }
    uses
}

/// A copy of a type, named after it.
fn beside(api: &mut Api, id: TypeId) -> TypeId {
    let hint = TypeHint::Inline { parent: Some(id), words: vec!["form".to_owned()] };
    let custom = Custom { name: None, ..api.ty(id).custom.clone() };
    let copy = TypeDef { hint, custom, ..api.ty(id).clone() };
    api.types.push(copy);
    TypeId(u32::try_from(api.types.len() - 1).unwrap_or(u32::MAX))
}

/// Gives the members that are files their type.
fn files(api: &mut Api, id: TypeId, encodings: &[Encoding]) {
    let Shape::Struct(object) = &api.ty(id).shape else { return };
    let found = object
        .fields
        .iter()
        .map(|field| file(api, &field.ty, encodings.iter().find(|encoding| encoding.property == field.name)));
    let found: Vec<Option<Files>> = found.collect();
    let Shape::Struct(object) = &mut api.types[id.0 as usize].shape else { return };
    for (field, files) in object.fields.iter_mut().zip(found) {
        let one = Type::new(Kind::String(StringFormat::Binary));
        let Constraints { min_items, max_items, .. } = field.ty.constraints;
        match files {
            Some(Files::One) => field.ty = one,
            Some(Files::Many) => {
                let constraints = Constraints { min_items, max_items, ..Constraints::default() };
                field.ty = Type { constraints, ..Type::new(Kind::Array(Box::new(one))) };
            }
            None => {}
        }
        if files.is_some() {
            field.default = None;
        }
    }
}
