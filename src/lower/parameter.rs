//! Parameters.

use super::context::{Context, Id, Site, site_of};
use super::{content, schema};
use crate::diag::{Place, codes};
use crate::ir::{Doc, Kind, Location, MediaKind, Parameter, ParameterStyle, StringFormat, Type, Untyped};
use crate::spec::{Node, model};

/// One parameter. Nothing if it is to be ignored, or cannot be read.
pub(super) fn parameter<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    let target = node.follow(cx.diag)?;
    let is_reference = node.reference().is_some();
    let id = Id::of(&target);
    if is_reference && let Some(known) = cx.parameters.get(&id) {
        return known.clone();
    }
    let site = site_of(&target, is_reference, site);
    let parameter = read(cx, &target, &site);
    if is_reference {
        cx.parameters.insert(id, parameter.clone());
    }
    parameter
}

fn read<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    if node.get("in")?.as_str() == Some("querystring") {
        cx.diag.push(codes::unsupported_query_string(node.place()));
        return None;
    }
    let said: model::Parameter = node.read(cx.diag)?;
    let (location, allow_reserved) = match &said {
        model::Parameter::Query { allow_reserved, .. } => (Location::Query, *allow_reserved),
        model::Parameter::Path { .. } => (Location::Path, false),
        model::Parameter::Header { .. } => (Location::Header, false),
        model::Parameter::Cookie { .. } => (Location::Cookie, false),
    };
    let style = style(cx, node, location);
    let said = said.parameter_data();
    if location == Location::Header && is_reserved_header(&said.name) {
        cx.diag.push(codes::ignored_header_parameter(node.place(), &said.name));
        return None;
    }
    if location == Location::Path && !said.required {
        cx.diag.push(codes::optional_path_parameter(node.place(), &said.name));
    }
    let site = site.child(&said.name);
    let (ty, style, schema) = value(cx, node, style, &site);
    let notes = schema.map(|schema| schema::notes(cx, &schema)).unwrap_or_default();
    let allow_empty = node.get("allowEmptyValue").and_then(|said| said.as_bool()) == Some(true);
    if allow_empty {
        cx.diag.push(codes::unsupported_allow_empty(node.place(), &said.name));
    }
    Some(Parameter {
        location,
        style,
        explode: said.explode.unwrap_or(matches!(style, ParameterStyle::Form | ParameterStyle::DeepObject)),
        allow_reserved,
        required: said.required || location == Location::Path,
        ty,
        default: notes.default,
        doc: Doc {
            summary: None,
            description: said.description.filter(|text| !text.is_empty()).or(notes.doc.description),
            deprecated: said.deprecated.unwrap_or(false) || notes.doc.deprecated,
            external: notes.doc.external,
        },
        place: node.place(),
        example: content::example(cx, node).or(notes.example),
        name: said.name,
    })
}

/// A parameter that the path has and nobody declares.
pub(super) fn undeclared(name: &str, place: Place) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: Location::Path,
        style: ParameterStyle::Simple,
        explode: false,
        allow_reserved: false,
        required: true,
        ty: Type::new(Kind::String(StringFormat::Plain)),
        default: None,
        doc: Doc::default(),
        place,
        example: None,
    }
}

/// The type of the value, how it is written, and its schema.
fn value<'d>(
    cx: &mut Context<'d, '_>,
    node: &Node<'d>,
    style: ParameterStyle,
    site: &Site,
) -> (Type, ParameterStyle, Option<Node<'d>>) {
    if let Some(schema) = node.get("schema") {
        return (schema::schema(cx, &schema, site), style, Some(schema));
    }
    let first = node.get("content").and_then(|content| content.entries().next());
    let Some((media_type, content)) = first else {
        cx.diag.push(codes::parameter_without_schema(node.place()));
        return (Type::new(Kind::String(StringFormat::Plain)), style, None);
    };
    let style = match content::kind(media_type) {
        MediaKind::Json => ParameterStyle::Json,
        MediaKind::Text => style,
        MediaKind::Form | MediaKind::Multipart | MediaKind::Bytes | MediaKind::EventStream | MediaKind::JsonLines => {
            cx.diag.push(codes::unsupported_parameter_content(content.place(), media_type));
            return (Type::new(Kind::String(StringFormat::Plain)), style, None);
        }
    };
    match content.follow(cx.diag).and_then(|content| content.get("schema")) {
        Some(schema) => (schema::schema(cx, &schema, site), style, Some(schema)),
        None => (Type::any(Untyped::NoSchema), style, None),
    }
}

/// `Accept`, `Content-Type` and `Authorization` are described elsewhere (OpenAPI 3.0.4, "Parameter Object").
fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

/// The styles of each location, the default first (OpenAPI 3.0.4, "Style Values").
fn styles(location: Location) -> &'static [(&'static str, ParameterStyle)] {
    match location {
        Location::Path => {
            &[("simple", ParameterStyle::Simple), ("label", ParameterStyle::Label), ("matrix", ParameterStyle::Matrix)]
        }
        Location::Query => &[
            ("form", ParameterStyle::Form),
            ("spaceDelimited", ParameterStyle::SpaceDelimited),
            ("pipeDelimited", ParameterStyle::PipeDelimited),
            ("deepObject", ParameterStyle::DeepObject),
        ],
        Location::Header => &[("simple", ParameterStyle::Simple)],
        // `cookie` (OpenAPI 3.2) is `form` without percent-encoding.
        Location::Cookie => &[("form", ParameterStyle::Form), ("cookie", ParameterStyle::Form)],
    }
}

fn style<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, location: Location) -> ParameterStyle {
    let styles = styles(location);
    let default = styles[0].1;
    let Some(said) = node.get("style") else { return default };
    let text = said.as_str().unwrap_or_default();
    match styles.iter().find(|(name, _)| *name == text) {
        Some((_, style)) => *style,
        None => {
            cx.diag.push(codes::style_of_other_location(said.place(), text, styles[0].0));
            default
        }
    }
}
