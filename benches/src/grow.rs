//! Documents that are several times as large: their paths and components once more, under other names.

use serde_json::{Map, Value};

/// The document with so many copies of everything.
pub fn multiplied(document: &Value, times: u32) -> Value {
    let mut whole = document.clone();
    for copy in 1..times {
        let mark = format!("Copy{copy}");
        let paths = members(document, "paths").map(|(path, item)| (format!("/{mark}{path}"), copied(item, &mark)));
        extend(whole.get_mut("paths"), paths);
        for (section, named) in members(document, "components").filter(|(section, _)| *section != "securitySchemes") {
            let named = named.as_object().into_iter().flatten();
            let named = named.map(|(name, value)| (format!("{name}{mark}"), copied(value, &mark)));
            extend(whole.pointer_mut(&format!("/components/{section}")), named);
        }
    }
    whole
}

fn members<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v str, &'v Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn extend(object: Option<&mut Value>, with: impl Iterator<Item = (String, Value)>) {
    if let Some(Value::Object(object)) = object {
        object.extend(with);
    }
}

/// A value in which references, operations and tags have the names of the copy.
fn copied(value: &Value, mark: &str) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(|element| copied(element, mark)).collect(),
        Value::Object(object) => {
            let member = |(name, value): (&String, &Value)| (name.clone(), renamed(name, value, mark));
            Value::Object(object.iter().map(member).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

fn renamed(name: &str, value: &Value, mark: &str) -> Value {
    match (name, value) {
        ("$ref", Value::String(reference)) => Value::String(reference_in_copy(reference, mark)),
        ("operationId", Value::String(id)) => Value::String(format!("{id}{mark}")),
        ("tags", Value::Array(tags)) => tags
            .iter()
            .map(|tag| tag.as_str().map_or_else(|| tag.clone(), |tag| Value::String(format!("{tag} {mark}"))))
            .collect(),
        ("mapping", Value::Object(mapping)) => Value::Object(
            mapping
                .iter()
                .map(|(name, target)| {
                    let target = target.as_str().map(|target| reference_in_copy(target, mark));
                    (name.clone(), target.map_or(Value::Null, Value::String))
                })
                .collect(),
        ),
        _ => copied(value, mark),
    }
}

/// `#/components/schemas/Pet/properties/name` is `#/components/schemas/PetCopy1/properties/name`.
fn reference_in_copy(reference: &str, mark: &str) -> String {
    let Some((section, rest)) = reference.strip_prefix("#/components/").and_then(|rest| rest.split_once('/')) else {
        return reference.to_owned();
    };
    if section == "securitySchemes" {
        return reference.to_owned();
    }
    let (name, inner) = rest.split_once('/').map_or((rest, String::new()), |(name, inner)| (name, format!("/{inner}")));
    format!("#/components/{section}/{name}{mark}{inner}")
}
