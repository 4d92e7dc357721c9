//! Parameters.

use super::context::{Context, Site, site_of};
use super::{content, schema};
use crate::diag::codes;
use crate::ir::{Doc, Kind, Location, MediaKind, Parameter, ParameterStyle, Type};
use crate::spec::{Node, model};

/// One parameter. Nothing if it is to be ignored, or cannot be read.
pub(super) fn parameter<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    let target = node.follow(cx.diag)?;
    let is_reference = node.reference().is_some();
    let place = target.place();
    if is_reference && let Some(known) = cx.parameters.get(&place) {
        return known.clone();
    }
    let site = site_of(&target, is_reference, site);
    let parameter = read(cx, &target, &site);
    if is_reference {
        cx.parameters.insert(place, parameter.clone());
    }
    parameter
}

fn read<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    if node.get("in")?.as_str() == Some("querystring") {
        cx.diag.push(codes::unsupported_query_string(node.place()));
        return None;
    }
    let said: model::Parameter = node.read(cx.diag)?;
    let (location, style, allow_reserved) = match &said {
        model::Parameter::Query { style, allow_reserved, .. } => (Location::Query, query_style(style), *allow_reserved),
        model::Parameter::Path { style, .. } => (Location::Path, path_style(style), false),
        model::Parameter::Header { .. } => (Location::Header, ParameterStyle::Simple, false),
        model::Parameter::Cookie { .. } => (Location::Cookie, ParameterStyle::Form, false),
    };
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
        return (Type::new(Kind::String(crate::ir::StringFormat::Plain)), style, None);
    };
    let style = match content::kind(media_type) {
        MediaKind::Json => ParameterStyle::Json,
        MediaKind::Text => style,
        MediaKind::Form | MediaKind::Multipart | MediaKind::Bytes | MediaKind::EventStream | MediaKind::JsonLines => {
            cx.diag.push(codes::unsupported_parameter_content(content.place(), media_type));
            return (Type::new(Kind::String(crate::ir::StringFormat::Plain)), style, None);
        }
    };
    match content.follow(cx.diag).and_then(|content| content.get("schema")) {
        Some(schema) => (schema::schema(cx, &schema, site), style, Some(schema)),
        None => (Type::new(Kind::Any), style, None),
    }
}

/// `Accept`, `Content-Type` and `Authorization` are described elsewhere (OpenAPI 3.0.4, "Parameter Object").
fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

fn query_style(style: &model::QueryStyle) -> ParameterStyle {
    match style {
        model::QueryStyle::Form => ParameterStyle::Form,
        model::QueryStyle::SpaceDelimited => ParameterStyle::SpaceDelimited,
        model::QueryStyle::PipeDelimited => ParameterStyle::PipeDelimited,
        model::QueryStyle::DeepObject => ParameterStyle::DeepObject,
    }
}

fn path_style(style: &model::PathStyle) -> ParameterStyle {
    match style {
        model::PathStyle::Matrix => ParameterStyle::Matrix,
        model::PathStyle::Label => ParameterStyle::Label,
        model::PathStyle::Simple => ParameterStyle::Simple,
    }
}
