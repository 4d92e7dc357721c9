//! Pieces: one OpenAPI object at a time, read into its `openapiv3` type without the objects in it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::grammar::{Field, Kind, Need, Shape};
use super::what::{What, misfit};
use super::{Node, model};
use crate::diag::{Diagnostics, codes};

/// An `openapiv3` type that is read on its own. Which of its members are objects of their own is in the grammar.
pub(crate) trait Piece: DeserializeOwned {
    /// The object of the standard.
    const KIND: Kind;
}

impl Piece for model::Info {
    const KIND: Kind = Kind::Info;
}
impl Piece for model::Server {
    const KIND: Kind = Kind::Server;
}
impl Piece for model::PathItem {
    const KIND: Kind = Kind::PathItem;
}
impl Piece for model::Operation {
    const KIND: Kind = Kind::Operation;
}
impl Piece for model::Parameter {
    const KIND: Kind = Kind::Parameter;
}
impl Piece for model::RequestBody {
    const KIND: Kind = Kind::RequestBody;
}
impl Piece for model::MediaType {
    const KIND: Kind = Kind::MediaType;
}
impl Piece for model::Encoding {
    const KIND: Kind = Kind::Encoding;
}
impl Piece for model::Response {
    const KIND: Kind = Kind::Response;
}
impl Piece for model::Header {
    const KIND: Kind = Kind::Header;
}
impl Piece for model::Tag {
    const KIND: Kind = Kind::Tag;
}
impl Piece for model::Schema {
    const KIND: Kind = Kind::Schema;
}
impl Piece for model::Discriminator {
    const KIND: Kind = Kind::Discriminator;
}
impl Piece for model::ExternalDocumentation {
    const KIND: Kind = Kind::ExternalDocs;
}

/// See [`Node::read`].
pub(super) fn read<T: Piece>(node: &Node<'_>, diag: &mut Diagnostics) -> Option<T> {
    let name = T::KIND.object().name;
    if !node.value().is_object() {
        diag.push(misfit(node.value(), Shape::One(T::KIND), What::object(T::KIND), node.place()));
        return None;
    }
    match serde_json::from_value(shallow(node, T::KIND, diag)?) {
        Ok(piece) => Some(piece),
        Err(error) => {
            diag.push(codes::invalid_object(node.place(), name, &error.to_string()));
            None
        }
    }
}

/// The object without the objects in it, and without what the model does not take. Nothing if it lacks what it cannot be
/// without. What the check reported is reported in the same words, so that it is said once.
fn shallow(node: &Node<'_>, kind: Kind, diag: &mut Diagnostics) -> Option<Value> {
    let object = kind.object();
    let mut members = Map::new();
    let mut is_whole = true;
    for field in object.fields {
        let value = match node.get(field.key) {
            Some(member) if field.shape.fits(member.value()) => member_value(&member, field, diag),
            Some(member) if field.need != Need::Prose && !is_reference_to(&member, field.shape) => {
                is_whole &= field.need != Need::Required;
                rest(&member, field, diag)
            }
            None if field.need == Need::Required => {
                is_whole = false;
                diag.push(codes::missing_field(node.place(), object.name, field.key));
                None
            }
            _ => stand_in(field),
        };
        if let Some(value) = value {
            members.insert(field.key.to_owned(), value);
        }
    }
    if matches!(kind, Kind::Parameter | Kind::Header) {
        // The model wants one of `schema` and `content`; which there is, the node says.
        members.insert("schema".to_owned(), json!({ "$ref": "" }));
        // A style that its location does not have makes the whole parameter unreadable; `lower` judges it by itself.
        members.retain(|key, _| !matches!(key.as_str(), "content" | "style"));
    }
    is_whole.then_some(Value::Object(members))
}

/// What is left of a member that is wrong: of lists and maps of texts the texts, which the check has gone through.
fn rest(member: &Node<'_>, field: &Field, diag: &mut Diagnostics) -> Option<Value> {
    match (field.shape, member.value()) {
        (Shape::Texts, Value::Array(elements)) => {
            Some(elements.iter().filter(|element| element.is_string()).cloned().collect())
        }
        (Shape::TextMap, Value::Object(members)) => {
            let texts = members.iter().filter(|(_, member)| member.is_string());
            Some(texts.map(|(key, text)| (key.clone(), text.clone())).collect())
        }
        (shape, value) => {
            diag.push(misfit(value, shape, What::member(field.key, field.need), member.place()));
            stand_in(field)
        }
    }
}

/// What a member becomes in a piece: itself if it is plain, a stand-in or nothing if it is an object of its own.
fn member_value(member: &Node<'_>, field: &Field, diag: &mut Diagnostics) -> Option<Value> {
    let value = member.value();
    match field.shape {
        Shape::Any if field.need == Need::Prose => None,
        Shape::FlagOr(_) if value.is_boolean() => Some(value.clone()),
        Shape::One(Kind::Schema | Kind::RequestBody) | Shape::FlagOr(_) => Some(reference(member)),
        Shape::List(Kind::Schema | Kind::Parameter) => Some(member.items().map(|item| reference(&item)).collect()),
        Shape::Map(Kind::Schema) => {
            Some(member.entries().map(|(key, value)| (key.to_owned(), reference(&value))).collect())
        }
        Shape::One(_) | Shape::List(_) | Shape::Map(_) => stand_in(field),
        Shape::Part(kind) => shallow(member, kind, diag),
        Shape::PartMap(kind) => {
            let parts =
                member.entries().filter_map(|(key, value)| Some((key.to_owned(), shallow(&value, kind, diag)?)));
            Some(parts.collect())
        }
        _ => Some(value.clone()),
    }
}

/// What the model wants where there is nothing.
fn stand_in(field: &Field) -> Option<Value> {
    match (field.need, field.shape) {
        (Need::Required | Need::Usual, Shape::Text) => Some(json!("")),
        (Need::Usual, Shape::One(_) | Shape::Map(_) | Shape::TextMap) => Some(json!({})),
        _ => None,
    }
}

/// Lists and maps may be references as a whole.
fn is_reference_to(member: &Node<'_>, shape: Shape) -> bool {
    matches!(shape, Shape::List(_) | Shape::Map(_) | Shape::Text) && member.reference().is_some()
}

fn reference(member: &Node<'_>) -> Value {
    json!({ "$ref": format!("#{}", member.place().pointer) })
}
