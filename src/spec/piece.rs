//! Pieces: one OpenAPI object at a time, read into its `openapiv3` type without the objects in it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::grammar::{Field, Kind, Need, Shape};
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
    let Value::Object(_) = node.value() else {
        diag.push(codes::wrong_type(node.place(), &format!("the {name} Object"), "an object", found(node.value())));
        return None;
    };
    let shallow = shallow(node, T::KIND);
    match serde_json::from_value(shallow) {
        Ok(piece) => Some(piece),
        Err(error) => {
            diag.push(codes::invalid_object(node.place(), name, &error.to_string()));
            None
        }
    }
}

/// The object without the objects in it.
fn shallow(node: &Node<'_>, kind: Kind) -> Value {
    let mut members = Map::new();
    for field in kind.object().fields {
        match node.get(field.key) {
            Some(member) => {
                if let Some(value) = shallow_member(&member, field) {
                    members.insert(field.key.to_owned(), value);
                }
            }
            None => {
                if let Some(value) = stand_in(field) {
                    members.insert(field.key.to_owned(), value);
                }
            }
        }
    }
    if matches!(kind, Kind::Parameter | Kind::Header) {
        members.insert("schema".to_owned(), json!({ "$ref": "" }));
        // A style that its location does not have makes the whole parameter unreadable; `lower` judges it by itself.
        members.remove("style");
    }
    Value::Object(members)
}

fn shallow_member(member: &Node<'_>, field: &Field) -> Option<Value> {
    match field.shape {
        Shape::Any if field.need == Need::Prose => None,
        Shape::List(Kind::Server | Kind::Tag) | Shape::One(Kind::Operation) => None,
        Shape::One(Kind::Responses) => Some(json!({})),
        Shape::One(Kind::Schema) | Shape::One(Kind::RequestBody) => Some(reference(member)),
        Shape::One(_) => None,
        Shape::List(_) => Some(member.items().map(|item| reference(&item)).collect()),
        Shape::Map(Kind::Schema | Kind::Header) => {
            Some(member.entries().map(|(key, value)| (key.to_owned(), reference(&value))).collect())
        }
        Shape::Map(_) => None,
        Shape::FlagOr(_) if !member.value().is_boolean() => Some(reference(member)),
        Shape::Part(kind) => Some(shallow(member, kind)),
        Shape::PartMap(kind) => {
            Some(member.entries().map(|(key, value)| (key.to_owned(), shallow(&value, kind))).collect())
        }
        _ => Some(member.value().clone()),
    }
}

fn stand_in(field: &Field) -> Option<Value> {
    match (field.need, field.shape) {
        (Need::Required | Need::Usual, Shape::Text) => Some(json!("")),
        (Need::Usual, _) => Some(json!({})),
        _ => None,
    }
}

fn reference(member: &Node<'_>) -> Value {
    json!({ "$ref": format!("#{}", member.place().pointer) })
}

/// How a value is called in messages.
pub(super) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
