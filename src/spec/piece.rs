//! Pieces: one OpenAPI object at a time, read into its `openapiv3` type without the objects in it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::check::What;
use super::grammar::{Field, Kind, Need, Shape, found};
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
impl Piece for model::SecurityScheme {
    const KIND: Kind = Kind::SecurityScheme;
}
impl Piece for model::ExternalDocumentation {
    const KIND: Kind = Kind::ExternalDocs;
}

/// See [`Node::read`].
pub(super) fn read<T: Piece>(node: &Node<'_>, diag: &mut Diagnostics) -> Option<T> {
    let name = T::KIND.object().name;
    if !node.value().is_object() {
        let what = What::object(T::KIND).to_string();
        diag.push(codes::wrong_type(node.place(), &what, "an object", found(node.value())));
        return None;
    }
    match serde_json::from_value(shallow(node, T::KIND, diag)) {
        Ok(piece) => Some(piece),
        Err(error) => {
            diag.push(codes::invalid_object(node.place(), name, &error.to_string()));
            None
        }
    }
}

/// The object without the objects in it, and without what the model does not take.
fn shallow(node: &Node<'_>, kind: Kind, diag: &mut Diagnostics) -> Value {
    let mut members = Map::new();
    for field in kind.object().fields {
        let value = match node.get(field.key) {
            Some(member) if field.shape.fits(member.value()) => member_value(&member, field, diag),
            Some(member) if field.need != Need::Prose && !is_reference_to(&member, field.shape) => {
                let what = What::member(field.key, field.need).to_string();
                diag.push(codes::wrong_type(member.place(), &what, field.shape.expected(), found(member.value())));
                stand_in(field)
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
    Value::Object(members)
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
        Shape::Part(kind) => Some(shallow(member, kind, diag)),
        Shape::PartMap(kind) => {
            Some(member.entries().map(|(key, value)| (key.to_owned(), shallow(&value, kind, diag))).collect())
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
