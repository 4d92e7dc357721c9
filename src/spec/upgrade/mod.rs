//! The upgrade: objects of later versions rewritten in place into the form of OpenAPI 3.0, what 3.0 cannot say under the
//! private keys of [`keys`]. Pure; the check calls it for each object once its members are done.
//!
//! It is idempotent: what is rewritten reads as 3.0. Swagger 2.0 is rewritten when all is checked and loaded ([`swagger`]).

mod schema;
pub(super) mod swagger;
mod version;

pub(super) use schema::boolean as boolean_schema;
pub(super) use version::{Version, version};

use serde_json::{Map, Value};

use super::grammar::{Kind, Shape};
use super::keys;

/// Rewrites one object. `later` says whether it has any field that 3.0 does not have, or has otherwise.
pub(super) fn object(members: &mut Map<String, Value>, kind: Kind, later: bool) {
    if kind == Kind::Schema {
        schema::upgrade(members, later);
    }
    if later {
        move_later(members, kind);
    }
}

/// Whether a field that all versions have is used in a way that 3.0 does not have.
pub(super) fn is_later(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Types => value.is_array() || value == "null",
        Shape::Bound => value.is_number(),
        _ => false,
    }
}

/// Gives the fields that 3.0 does not have their private keys.
fn move_later(members: &mut Map<String, Value>, kind: Kind) {
    let fields = kind.object().fields.iter().filter(|field| field.since > 0);
    for (field, private) in fields.filter_map(|field| Some((field, keys::private(field.key)?))) {
        if let Some(value) = members.shift_remove(field.key) {
            members.insert(private.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests;
