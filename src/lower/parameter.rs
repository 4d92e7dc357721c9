//! Parameters.

use super::context::{Context, Id, Site, remark, site_of};
use super::{content, schema};
use crate::diag::{Place, codes};
use crate::ir::{Doc, Kind, Location, MediaKind, Parameter, ParameterStyle, StringFormat, Type, Untyped};
use crate::spec::{Node, is_token, model};

/// One parameter. Nothing if it is to be ignored, or cannot be read.
pub(super) fn parameter<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    let target = node.follow(cx.diag)?;
    let is_reference = node.reference().is_some();
    let id = Id::of(&target);
    let known = if is_reference { cx.parameters.get(&id).cloned() } else { None };
    let parameter = known.unwrap_or_else(|| {
        let site = site_of(&target, is_reference, site);
        let parameter = read(cx, &target, &site);
        if is_reference {
            cx.parameters.insert(id, parameter.clone());
        }
        parameter
    });
    let mut parameter = parameter?;
    parameter.doc.description = remark(node, "description").or(parameter.doc.description);
    Some(parameter)
}

fn read<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    if node.get("in")?.as_str() == Some("querystring") {
        return query_string(cx, node, site);
    }
    let said: model::Parameter = node.read(cx.diag)?;
    let location = match said {
        model::Parameter::Query { .. } => Location::Query,
        model::Parameter::Path { .. } => Location::Path,
        model::Parameter::Header { .. } => Location::Header,
        model::Parameter::Cookie { .. } => Location::Cookie,
    };
    let style = style(cx, node, location);
    let said = said.parameter_data();
    if location == Location::Header && !may_be_header(cx, node, &said.name) {
        return None;
    }
    if location == Location::Path && !said.required {
        cx.diag.push(codes::optional_path_parameter(node.place(), &said.name));
    }
    let site = site.named(&said.name);
    let (ty, style, schema) = value(cx, node, style, &site);
    let notes = schema.map(|schema| schema::notes(cx, &schema)).unwrap_or_default();
    Some(Parameter {
        location,
        style,
        explode: said
            .explode
            .unwrap_or(matches!(style, ParameterStyle::Form | ParameterStyle::DeepObject | ParameterStyle::Cookie)),
        allow_reserved: flag(node, "allowReserved"),
        allow_empty: flag(node, "allowEmptyValue") && location == Location::Query,
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
        called: None,
        name: said.name,
    })
}

fn flag(node: &Node<'_>, key: &str) -> bool {
    node.get(key).and_then(|said| said.as_bool()) == Some(true)
}

/// A parameter that is the whole query (OpenAPI 3.2), which the model does not know.
fn query_string<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>, site: &Site) -> Option<Parameter> {
    let text = |key: &str| node.get(key).and_then(|text| text.as_str()).filter(|text| !text.is_empty());
    let name = text("name")?.to_owned();
    // `content` says how it is written; without it, a query is a form.
    let style = if node.get("content").is_some() { ParameterStyle::Form } else { ParameterStyle::Urlencoded };
    let (ty, style, schema) = value(cx, node, style, &site.named(&name));
    let notes = schema.map(|schema| schema::notes(cx, &schema)).unwrap_or_default();
    Some(Parameter {
        location: Location::QueryString,
        style,
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        required: flag(node, "required"),
        ty,
        default: notes.default,
        doc: Doc {
            summary: None,
            description: text("description").map(str::to_owned).or(notes.doc.description),
            deprecated: flag(node, "deprecated"),
            external: notes.doc.external,
        },
        place: node.place(),
        example: content::example(cx, node).or(notes.example),
        called: None,
        name,
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
        allow_empty: false,
        required: true,
        ty: Type::new(Kind::String(StringFormat::Plain)),
        default: None,
        doc: Doc::default(),
        place,
        example: None,
        called: None,
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
        MediaKind::Form => ParameterStyle::Urlencoded,
        MediaKind::Text => style,
        MediaKind::Multipart | MediaKind::Bytes | MediaKind::EventStream(_) | MediaKind::JsonLines => {
            cx.diag.push(codes::unsupported_parameter_content(content.place(), media_type));
            return (Type::new(Kind::String(StringFormat::Plain)), style, None);
        }
    };
    let Some(content) = content.follow(cx.diag) else { return (Type::new(Kind::Any), style, None) };
    if let Some(encoding) = content.get("encoding") {
        cx.diag.push(codes::unsupported_parameter_encoding(encoding.place()));
    }
    match content.get("schema") {
        Some(schema) => (schema::schema(cx, &schema, site), style, Some(schema)),
        None => (Type::any(Untyped::NoSchema), style, None),
    }
}

/// Whether a header is a parameter: what is described elsewhere is not (OpenAPI 3.0.4, "Parameter Object"), nor is what
/// no header can be called (RFC 9110, section 5.1).
fn may_be_header(cx: &mut Context<'_, '_>, node: &Node<'_>, name: &str) -> bool {
    if ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str()) {
        cx.diag.push(codes::ignored_header_parameter(node.place(), name));
        return false;
    }
    if !is_token(name) {
        cx.diag.push(codes::impossible_header(node.place(), name));
        return false;
    }
    true
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
        Location::Cookie => &[("form", ParameterStyle::Form), ("cookie", ParameterStyle::Cookie)],
        // Only `content` says how it is written.
        Location::QueryString => &[("form", ParameterStyle::Form)],
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
