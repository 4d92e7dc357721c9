//! The examples of a document, by the schemas that they are examples of.

use std::collections::BTreeMap;

use serde_json::Value;

use super::source::{Sources, Spot};

/// What each schema is shown by: examples of its own, of media types and of parameters, and its default.
#[derive(Debug, Default)]
pub(super) struct Examples {
    found: BTreeMap<Spot, Vec<Value>>,
}

impl Examples {
    /// Finds all examples that stand beside a schema, as those of media types, parameters and headers do.
    pub(super) fn collect(sources: &Sources) -> Self {
        let mut examples = Self::default();
        for (spot, root) in sources.roots() {
            examples.walk(sources, &spot, root);
        }
        examples
    }

    /// The examples of a schema.
    pub(super) fn of(&self, sources: &Sources, spot: &Spot) -> Vec<Value> {
        let mut all = self.found.get(spot).cloned().unwrap_or_default();
        if let Some(schema) = sources.get(spot) {
            let one = ["example", "default", "x-example"].into_iter().filter_map(|key| schema.get(key).cloned());
            let many = schema.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
            all.extend(one.chain(many));
        }
        all
    }

    fn walk(&mut self, sources: &Sources, spot: &Spot, value: &Value) {
        match value {
            Value::Object(members) => {
                if members.get("schema").is_some_and(Value::is_object) {
                    let schema = spot.child(&["schema"]);
                    for example in beside(sources, spot, value) {
                        self.add(sources, schema.clone(), example);
                    }
                }
                members.iter().for_each(|(key, value)| self.walk(sources, &spot.child(&[key]), value));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| self.walk(sources, &spot.child(&[&index.to_string()]), item));
            }
            _ => {}
        }
    }

    /// Adds an example to the schema that a schema leads to. Lists rarely have a type of their own: their items do.
    fn add(&mut self, sources: &Sources, schema: Spot, example: Value) {
        let spot = sources.follow(schema);
        let items = sources.get(&spot).and_then(|schema| schema.get("items"));
        if let (Some(Value::Object(_)), Value::Array(elements)) = (items, &example) {
            let items = spot.child(&["items"]);
            elements.iter().for_each(|element| self.add(sources, items.clone(), element.clone()));
        }
        self.found.entry(spot).or_default().push(example);
    }
}

/// `example` and `examples` of an object with a schema.
fn beside(sources: &Sources, spot: &Spot, owner: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = owner.get("example").cloned().into_iter().collect();
    for (name, example) in owner.get("examples").and_then(Value::as_object).into_iter().flatten() {
        let spot = sources.follow(spot.child(&["examples", name]));
        let followed = sources.get(&spot).unwrap_or(example);
        // In Swagger 2.0 they are there as they are, by media type.
        match name.contains('/') {
            true => all.push(example.clone()),
            false => all.extend(followed.get("value").cloned()),
        }
    }
    all
}
