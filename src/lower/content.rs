//! Request bodies, media types and what they mean.

use super::context::{Context, Site, site_of};
use super::{event, schema};
use crate::diag::codes;
use crate::ir::{
    Body, Content, Doc, Encoding, EventForm, Kind, MediaKind, ParameterStyle, StringFormat, Type, Untyped, Value,
};
use crate::spec::{Node, keys, model};

/// The body of a request.
pub(super) fn body<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Body> {
    let target = node.follow(cx.diag)?;
    let site = site_of(&target, node.reference().is_some(), site).child("request");
    let said: model::RequestBody = target.read(cx.diag)?;
    let contents = contents(cx, &target, &site);
    if contents.is_empty() {
        cx.diag.push(codes::body_without_content(target.place()));
        return None;
    }
    let doc = Doc { description: said.description, ..Doc::default() };
    Some(Body { required: said.required, contents, doc, place: target.place() })
}

/// The entries of `content`.
pub(super) fn contents<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>, site: &Site) -> Vec<Content> {
    let Some(content) = owner.get("content") else { return Vec::new() };
    let mut contents: Vec<Content> = Vec::new();
    let mut schemas: Vec<(Node<'d>, Type)> = Vec::new();
    for (media_type, node) in content.entries().filter(|(media_type, _)| !media_type.starts_with("x-")) {
        let Some(node) = node.follow(cx.diag) else { continue };
        let site = if contents.is_empty() { site.clone() } else { site.child(subtype(media_type)) };
        contents.push(media(cx, media_type, &node, &site, &mut schemas));
    }
    contents
}

/// A media type. Those of one body that have the same schema, word for word, have the same type; `schemas` are those so far.
fn media<'d>(
    cx: &mut Context<'d, '_>,
    media_type: &str,
    node: &Node<'d>,
    site: &Site,
    schemas: &mut Vec<(Node<'d>, Type)>,
) -> Content {
    let (events, schema) = schema_of(cx, media_type, node);
    let is_known = |schema: &Node<'d>, known: &Node<'d>| {
        schema.value() == known.value() && schema.place().file == known.place().file
    };
    let ty = schema.map(|schema| {
        let known = schemas.iter().find(|(known, _)| is_known(&schema, known)).map(|(_, ty)| ty.clone());
        known.unwrap_or_else(|| {
            let ty = schema::schema(cx, &schema, site);
            schemas.push((schema, ty.clone()));
            ty
        })
    });
    let kind = events.map_or_else(|| kind_of(media_type, ty.as_ref()), MediaKind::EventStream);
    let ty = ty.unwrap_or_else(|| Type { untyped: Untyped::NoSchema, ..Type::new(default_kind(kind)) });
    let example = example(cx, node);
    Content { media_type: media_type.to_owned(), kind, ty, encodings: encodings(node, kind), example }
}

/// The schema of a body, or of one of its elements if it is a stream of them; and how these are events, if they are.
fn schema_of<'d>(cx: &mut Context<'d, '_>, media_type: &str, node: &Node<'d>) -> (Option<EventForm>, Option<Node<'d>>) {
    match kind(media_type) {
        MediaKind::EventStream(_) => {
            let (form, schema) = event::events(cx, node);
            (Some(form), schema)
        }
        MediaKind::JsonLines => match (node.get(keys::ITEM_SCHEMA), node.get("schema")) {
            (None, Some(schema)) => (None, Some(event::element(cx, schema))),
            (item, _) => (None, item),
        },
        _ => (None, node.get(keys::ITEM_SCHEMA).or_else(|| node.get("schema"))),
    }
}

/// What a media type means for encoding, where the schema may have a word in it: binary strings are bytes by any name, and a
/// range of types is JSON if its values have a structure.
fn kind_of(media_type: &str, ty: Option<&Type>) -> MediaKind {
    let is_open = matches!(essence(media_type).as_str(), "*/*" | "application/*");
    match (kind(media_type), ty.map(|ty| &ty.kind)) {
        (MediaKind::Json | MediaKind::Text, Some(Kind::String(StringFormat::Binary))) => MediaKind::Bytes,
        (_, None | Some(Kind::Any | Kind::String(StringFormat::Binary))) if is_open => MediaKind::Bytes,
        (_, Some(_)) if is_open => MediaKind::Json,
        (kind, _) => kind,
    }
}

/// What a media type without a schema holds.
fn default_kind(kind: MediaKind) -> Kind {
    match kind {
        MediaKind::Text | MediaKind::EventStream(EventForm::Text) => Kind::String(StringFormat::Plain),
        MediaKind::Json | MediaKind::JsonLines | MediaKind::EventStream(_) => Kind::Any,
        MediaKind::Form | MediaKind::Multipart => Kind::Map(Box::new(Type::any(Untyped::NoSchema))),
        MediaKind::Bytes => Kind::String(StringFormat::Binary),
    }
}

fn encodings(node: &Node<'_>, kind: MediaKind) -> Vec<Encoding> {
    let Some(encoding) = node.get("encoding") else { return Vec::new() };
    if !matches!(kind, MediaKind::Form | MediaKind::Multipart) {
        return Vec::new();
    }
    let mut encodings = Vec::new();
    for (property, node) in encoding.entries() {
        let style = node.get("style").and_then(|style| encoding_style(style.as_str()?));
        let explode = node.get("explode").and_then(|explode| explode.as_bool());
        encodings.push(Encoding {
            property: property.to_owned(),
            content_type: node.get("contentType").and_then(|text| text.as_str()).map(str::to_owned),
            style,
            explode: explode.unwrap_or(style.is_none_or(|style| style == ParameterStyle::Form)),
            allow_reserved: node.get("allowReserved").and_then(|allow| allow.as_bool()).unwrap_or(false),
            headers: node.get("headers").map(|headers| headers.place()),
            place: node.place(),
        });
    }
    encodings
}

fn encoding_style(text: &str) -> Option<ParameterStyle> {
    Some(match text {
        "form" => ParameterStyle::Form,
        "spaceDelimited" => ParameterStyle::SpaceDelimited,
        "pipeDelimited" => ParameterStyle::PipeDelimited,
        "deepObject" => ParameterStyle::DeepObject,
        _ => return None,
    })
}

/// The first example of a parameter, media type or header.
pub(super) fn example<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Value> {
    if let Some(example) = node.get("example") {
        return Some(example.value().clone());
    }
    let (_, first) = node.get("examples")?.entries().next()?;
    let first = first.follow(cx.diag)?;
    // `dataValue` is what OpenAPI 3.2 calls it.
    let value = first.get("value").or_else(|| first.get("dataValue"))?;
    Some(value.value().clone())
}

/// What a media type means for encoding (RFC 6839 for the suffixes; names are not case sensitive, RFC 9110, 8.3.1).
pub(super) fn kind(media_type: &str) -> MediaKind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => MediaKind::Form,
        "text/event-stream" => MediaKind::EventStream(EventForm::Json),
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-lines"
        | "application/x-jsonlines"
        | "application/json-seq" => MediaKind::JsonLines,
        "*/*" => MediaKind::Json,
        _ if essence == "application/json" || essence == "text/json" || essence.ends_with("+json") => MediaKind::Json,
        _ if essence.starts_with("multipart/") => MediaKind::Multipart,
        _ if is_text(&essence) => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}

/// Whether a media type is text that people can read.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    const TEXTS: [&str; 9] = [
        "application/xml",
        "application/yaml",
        "application/x-yaml",
        "application/javascript",
        "application/graphql",
        "application/json",
        "application/jwt",
        "application/sql",
        "application/toml",
    ];
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+yaml")
        || essence.ends_with("+json")
        || TEXTS.contains(&essence.as_str())
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The words that tell a second media type from the first.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').map_or(essence, |(_, subtype)| subtype)
}
