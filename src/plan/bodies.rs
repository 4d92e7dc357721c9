//! Request bodies: which type each media type has, and the enum of those that differ.

use super::answer_body::short;
use super::docs;
use super::groups::Ctx;
use super::operations::{BodyContent, BodyField, BodyVariant, FormEncoding};
use super::rust_type::{RustType, rust_type};
use super::types::{TypePlan, TypeShape};
use crate::diag::{Place, codes};
use crate::ir::{Body, Content, Encoding, Kind, MediaKind, ParameterStyle, Shape, Type};
use crate::name::{Case, Ident, Scope};

/// How a body is written; of several, the first is preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BodyFormat {
    /// JSON text.
    Json,
    /// JSON texts, one a line; the type is that of one.
    JsonLines,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Multipart.
    Multipart,
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
}

/// The names that the request struct has granted, and its own.
pub(super) struct Named<'a> {
    pub(super) ident: Ident,
    pub(super) setter: Option<Ident>,
    pub(super) request: &'a Ident,
}

/// Plans the body of an operation.
pub(super) fn plan(ctx: &mut Ctx<'_>, body: &Body, named: Named<'_>) -> Option<BodyField> {
    let mut contents: Vec<(usize, &Content, BodyFormat)> =
        body.contents.iter().enumerate().map(|(index, content)| (index, content, format(content.kind))).collect();
    contents.sort_by_key(|(_, _, format)| *format);
    let mut names = Scope::new(Case::UpperCamel, []);
    let mut variants: Vec<BodyVariant> = Vec::new();
    for (index, content, format) in contents {
        if let Some(json) = notation(&variants, content, format) {
            let place = body.place.clone();
            ctx.diag.push(codes::unsupported_alternative(place, "request", &content.media_type, json));
            continue;
        }
        let ty = type_of(ctx, content, format);
        let planned = plan_content(ctx, &body.place, index, content, format);
        // Whoever gets text has to know what language it is in; bytes say themselves what they are.
        let same = |variant: &&mut BodyVariant| variant.ty == ty && ty != RustType::String;
        match variants.iter_mut().find(same) {
            Some(variant) => variant.contents.push(planned),
            None => {
                let ident = names.allocate(&variant_name(&content.media_type), &["body"]).ident;
                variants.push(BodyVariant { ident, ty, convertible: false, contents: vec![planned] });
            }
        }
    }
    let ty = match variants.as_slice() {
        [] => return None,
        [one] => one.ty.clone(),
        _ => RustType::Operation(ctx.names.allocate(&format!("{} body", named.request.bare()), &[]).ident),
    };
    if variants.len() > 1 {
        offer_conversions(&mut variants, ctx.definitions);
    }
    Some(BodyField {
        ident: named.ident,
        setter: named.setter,
        ty,
        required: body.required,
        variants,
        docs: docs::lines(&body.doc),
    })
}

/// Offers a conversion from each type that no other variant carries.
fn offer_conversions(variants: &mut [BodyVariant], definitions: &[TypePlan]) {
    let resolved: Vec<RustType> = variants.iter().map(|variant| resolved(definitions, &variant.ty)).collect();
    for (variant, own) in variants.iter_mut().zip(&resolved) {
        variant.convertible = *own != RustType::Unit && resolved.iter().filter(|other| *other == own).count() == 1;
    }
}

/// A type without the names that are other names for it: two conversions from one type would conflict.
fn resolved(definitions: &[TypePlan], ty: &RustType) -> RustType {
    let inner = |ty: &RustType| Box::new(resolved(definitions, ty));
    match ty {
        RustType::Named(name) => match definitions.iter().find(|planned| planned.name.ident == *name) {
            Some(TypePlan { shape: TypeShape::Alias(target), .. }) => resolved(definitions, target),
            _ => ty.clone(),
        },
        RustType::Vec(item) => RustType::Vec(inner(item)),
        RustType::Map(value) => RustType::Map(inner(value)),
        RustType::Option(value) => RustType::Option(inner(value)),
        RustType::Tuple(elements) => {
            RustType::Tuple(elements.iter().map(|element| resolved(definitions, element)).collect())
        }
        _ => ty.clone(),
    }
}

/// The JSON beside which a text or bytes that has a structure says the same in another notation: nobody wants to unpack an
/// enum for it.
fn notation<'v>(variants: &'v [BodyVariant], content: &Content, format: BodyFormat) -> Option<&'v str> {
    let first = variants.first()?.contents.first()?;
    let is_opaque = matches!(format, BodyFormat::Text | BodyFormat::Bytes);
    let has_structure = !matches!(content.ty.kind, Kind::String(_) | Kind::Any);
    (is_opaque && has_structure && first.format == BodyFormat::Json).then_some(first.media_type.as_str())
}

fn plan_content(ctx: &mut Ctx<'_>, place: &Place, index: usize, content: &Content, format: BodyFormat) -> BodyContent {
    let files = has_files(ctx, content);
    let is_form = matches!(format, BodyFormat::Form | BodyFormat::Multipart) && !is_list(ctx, content, format);
    if !files {
        for place in content.encodings.iter().filter_map(|encoding| encoding.headers.clone()) {
            ctx.diag.push(codes::unsupported_part_headers(place));
        }
    }
    if is_xml(&content.media_type) && rust_type(&content.ty, ctx.types) != RustType::String {
        ctx.diag.push(codes::untyped_xml(place.clone(), &content.media_type));
    }
    BodyContent {
        media_type: content.media_type.clone(),
        format,
        encodings: content.encodings.iter().filter(|_| is_form && !files).filter_map(encoding).collect(),
        content: index,
        files,
    }
}

/// How a property is written, if not as usual. JSON inside of a form is a style of ours.
pub(super) fn encoding(encoding: &Encoding) -> Option<FormEncoding> {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let json = encoding.content_type.as_deref().map(essence).is_some_and(|essence| essence.ends_with("json"));
    let style = if json && encoding.style.is_none() { Some(ParameterStyle::Json) } else { encoding.style };
    let is_usual = style.is_none() && encoding.explode && !encoding.allow_reserved;
    (!is_usual).then(|| FormEncoding {
        property: encoding.property.clone(),
        style,
        explode: encoding.explode,
        allow_reserved: encoding.allow_reserved,
    })
}

/// Whether a content is a form with files.
fn has_files(ctx: &Ctx<'_>, content: &Content) -> bool {
    content.kind == MediaKind::Multipart
        && ctx.api.target(&content.ty).is_some_and(|id| ctx.api.forms.contains_key(&id))
}

fn format(kind: MediaKind) -> BodyFormat {
    match kind {
        MediaKind::Json => BodyFormat::Json,
        MediaKind::JsonLines => BodyFormat::JsonLines,
        MediaKind::Form => BodyFormat::Form,
        MediaKind::Multipart => BodyFormat::Multipart,
        MediaKind::Text | MediaKind::EventStream(_) => BodyFormat::Text,
        MediaKind::Bytes => BodyFormat::Bytes,
    }
}

fn type_of(ctx: &Ctx<'_>, content: &Content, format: BodyFormat) -> RustType {
    match format {
        BodyFormat::Multipart if is_list(ctx, content, format) => RustType::Vec(Box::new(RustType::Part)),
        BodyFormat::Bytes => RustType::Body,
        BodyFormat::Text => RustType::String,
        BodyFormat::JsonLines => RustType::Vec(Box::new(rust_type(&content.ty, ctx.types))),
        BodyFormat::Json | BodyFormat::Form | BodyFormat::Multipart => rust_type(&content.ty, ctx.types),
    }
}

/// Whether a multipart body has no form that is known, so that it is a list of parts.
fn is_list(ctx: &Ctx<'_>, content: &Content, format: BodyFormat) -> bool {
    let essence = content.media_type.split(';').next().unwrap_or_default().trim();
    let is_form = essence.eq_ignore_ascii_case("multipart/form-data") && is_object(ctx, &content.ty);
    format == BodyFormat::Multipart && !is_form
}

/// Whether a type is an object with known members, through aliases.
fn is_object(ctx: &Ctx<'_>, ty: &Type) -> bool {
    let mut ty = ty;
    for _ in 0..ctx.api.types.len() {
        let Kind::Named(id) = ty.kind else { return false };
        match &ctx.api.ty(id).shape {
            Shape::Alias(target) => ty = target,
            Shape::Struct(_) => return !ty.nullable,
            Shape::Union(_) | Shape::Enum(_) => return false,
        }
    }
    false
}

fn is_xml(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// What a media type is called as a variant.
fn variant_name(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        essence => short(essence),
    }
}
