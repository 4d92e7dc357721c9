//! Parameters: what a table says about the text that a value travels as.

use serde_json::{Number, Value};

use super::super::param::{Kind as Parts, Shape};
use super::{Additional, Alternative, Constant, Kind, Schema};

/// How many unions in one another are looked through.
const UNIONS: usize = 8;

impl Shape for Schema {
    fn kind(&self) -> Parts {
        parts(self, UNIONS)
    }

    fn coerce(&self, text: &str) -> Option<Value> {
        coerce(self, text, UNIONS)
    }

    fn item(&self) -> Option<&dyn Shape> {
        item(self, UNIONS).map(|schema| schema as &dyn Shape)
    }

    fn member(&self, name: &str) -> Option<&dyn Shape> {
        member(self, name, UNIONS).map(|schema| schema as &dyn Shape)
    }
}

/// What the value consists of. Of a union with a list, a list: that of one element is what a single text says. Of one of
/// texts and objects, a text: objects show themselves by their brackets.
fn parts(schema: &Schema, unions: usize) -> Parts {
    match schema.resolve().0.kind {
        Kind::Array(_) | Kind::Tuple(_) => Parts::Array,
        Kind::Object(..) => Parts::Object,
        Kind::Union(alternatives, _) if unions > 0 => {
            let all = || alternatives.iter().map(|alternative| parts(alternative.schema, unions - 1));
            match () {
                () if all().any(|parts| parts == Parts::Array) => Parts::Array,
                () if all().all(|parts| parts == Parts::Object) => Parts::Object,
                () => Parts::Scalar,
            }
        }
        _ => Parts::Scalar,
    }
}

/// The value of a text, if it is one.
fn coerce(schema: &Schema, text: &str, unions: usize) -> Option<Value> {
    match schema.resolve().0.kind {
        Kind::Null => (text == "null").then_some(Value::Null),
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        Kind::Integer(..) => number(text).filter(|number| !number.is_f64()).map(Value::Number),
        Kind::Number(_) => number(text).map(Value::Number),
        Kind::String(_) | Kind::Texts(_) | Kind::Any => Some(text.into()),
        Kind::Constants(constants) => {
            let candidates = [number(text).map(Value::Number), text.parse().ok().map(Value::Bool), Some(text.into())];
            candidates
                .into_iter()
                .flatten()
                .find(|value| constants.iter().any(|constant: &Constant| constant.is(value)))
        }
        Kind::Union(alternatives, _) if unions > 0 => {
            // Almost every text is a string, so that comes last.
            let values = alternatives.iter().filter_map(|alternative| coerce(alternative.schema, text, unions - 1));
            let mut values: Vec<Value> = values.collect();
            values.sort_by_key(Value::is_string);
            values.into_iter().next()
        }
        Kind::Union(..) | Kind::Array(_) | Kind::Tuple(_) | Kind::Object(..) | Kind::Of(_) => None,
    }
}

/// A number in the grammar of JSON: no `+1`, no `007`, no `inf`.
fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text).ok().filter(|_| text.trim() == text)
}

fn item(schema: &Schema, unions: usize) -> Option<&Schema> {
    match schema.resolve().0.kind {
        Kind::Array(items) => Some(items),
        // Elements of a tuple are told apart by place, which a text does not have.
        Kind::Union(alternatives, _) if unions > 0 => first(alternatives, |schema| item(schema, unions - 1)),
        _ => None,
    }
}

fn member<'s>(schema: &'s Schema, name: &str, unions: usize) -> Option<&'s Schema> {
    match schema.resolve().0.kind {
        Kind::Object(properties, additional) => {
            let known = properties.iter().find(|property| property.name == name).map(|property| property.schema);
            known.or(match additional {
                Additional::Kept(schema) => Some(schema),
                Additional::Ignored | Additional::Forbidden => None,
            })
        }
        Kind::Union(alternatives, _) if unions > 0 => first(alternatives, |schema| member(schema, name, unions - 1)),
        _ => None,
    }
}

fn first(
    alternatives: &'static [Alternative],
    find: impl Fn(&'static Schema) -> Option<&'static Schema>,
) -> Option<&'static Schema> {
    alternatives.iter().find_map(|alternative| find(alternative.schema))
}
