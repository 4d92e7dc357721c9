//! Instances made from schemas. Not all of them are valid: the judge decides, so this can be simple.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::text;

/// How much of an object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    /// What is required.
    Least,
    /// Everything.
    Most,
    /// What is required, and each of the rest by chance.
    Some,
}

/// Beyond this depth only what is required is made, and beyond the other one nothing.
const SHALLOW: usize = 5;
const DEEPEST: usize = 14;
/// How many members and items an instance may have in all.
const BUDGET: usize = 600;
/// How many instances are asked of a schema: enough for each branch of most unions. The last ones are made of the examples
/// and defaults of the document, as far as they go.
const ROUNDS: usize = 14;
const WITH_EXAMPLES: usize = 4;

/// Makes instances of definitions.
#[derive(Debug)]
pub(super) struct Sampler<'s> {
    definitions: &'s Map<String, Value>,
    rng: Rng,
    fill: Fill,
    /// Which branch to take at the top.
    turn: usize,
    budget: usize,
}

impl<'s> Sampler<'s> {
    /// The same seed makes the same instances.
    pub(super) fn new(definitions: &'s Map<String, Value>, seed: u64) -> Self {
        Self { definitions, rng: Rng::with_seed(seed), fill: Fill::Least, turn: 0, budget: 0 }
    }

    /// Different instances of a definition.
    pub(super) fn instances(&mut self, key: &str) -> Vec<Value> {
        let mut instances = Vec::new();
        let Some(schema) = self.definitions.get(key) else { return instances };
        for round in 0..ROUNDS {
            self.turn = round;
            self.fill = match round {
                0 => Fill::Least,
                1 => Fill::Most,
                _ => Fill::Some,
            };
            self.budget = BUDGET;
            if let Some(instance) = self.value(schema, 0)
                && !instances.contains(&instance)
            {
                instances.push(instance);
            }
        }
        instances
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        if depth > DEEPEST || self.budget == 0 {
            return None;
        }
        self.budget -= 1;
        let flat = self.flat(schema, depth, 0)?;
        if let Some(Value::Array(examples)) = flat.get("examples")
            && self.turn + WITH_EXAMPLES >= ROUNDS
            && self.rng.bool()
        {
            return examples.get(self.rng.usize(..examples.len())).cloned();
        }
        if let Some(value) = flat.get("const") {
            return Some(value.clone());
        }
        if let Some(Value::Array(values)) = flat.get("enum") {
            let index =
                if depth == 0 { self.turn % values.len().max(1) } else { self.rng.usize(..values.len().max(1)) };
            return values.get(index).cloned();
        }
        match self.type_of(&flat, depth)?.as_str() {
            "null" => Some(Value::Null),
            "boolean" => Some(self.rng.bool().into()),
            "integer" => self.number(&flat, true),
            "number" => self.number(&flat, false),
            "string" => text::sample(&flat, &mut self.rng).map(Value::String),
            "array" => self.array(&flat, depth),
            "object" => self.object(&flat, depth),
            _ => Some(self.anything()),
        }
    }

    /// A schema without references and composition, as far as one can tell: its branches are chosen.
    fn flat(&mut self, schema: &Value, depth: usize, hops: usize) -> Option<Map<String, Value>> {
        if hops > 24 || schema == &json!(false) {
            return None;
        }
        let Some(members) = schema.as_object() else { return Some(Map::new()) };
        let mut flat = members.clone();
        let mut parts: Vec<Value> = Vec::new();
        if let Some(reference) = flat.shift_remove("$ref") {
            let key = reference.as_str()?.strip_prefix("#/$defs/")?.to_owned();
            parts.push(self.definitions.get(&key)?.clone());
        }
        if let Some(Value::Array(all)) = flat.shift_remove("allOf") {
            parts.extend(all);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(Value::Array(branches)) = flat.shift_remove(key) {
                parts.push(self.branch(&branches, depth)?.clone());
            }
        }
        for part in parts {
            let part = self.flat(&part, depth, hops + 1)?;
            merge(&mut flat, part);
        }
        Some(flat)
    }

    fn branch<'b>(&mut self, branches: &'b [Value], depth: usize) -> Option<&'b Value> {
        if depth > SHALLOW {
            // Recursion often ends in a null or in a scalar.
            return branches.iter().min_by_key(|branch| branch.to_string().len());
        }
        let index = if depth == 0 { self.turn } else { self.rng.usize(..branches.len().max(1)) };
        branches.get(index % branches.len().max(1))
    }

    fn type_of(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<String> {
        let has = |keys: &[&str]| keys.iter().any(|key| flat.contains_key(*key));
        match flat.get("type") {
            Some(Value::String(name)) => Some(name.clone()),
            Some(Value::Array(names)) => {
                let index = if depth == 0 { self.turn } else { self.rng.usize(..names.len().max(1)) };
                names.get(index % names.len().max(1))?.as_str().map(str::to_owned)
            }
            _ if has(&["properties", "additionalProperties", "required"]) => Some("object".to_owned()),
            _ if has(&["items", "prefixItems"]) => Some("array".to_owned()),
            _ if has(&["format", "pattern", "minLength", "maxLength"]) => Some("string".to_owned()),
            _ if has(&["minimum", "maximum", "multipleOf"]) => Some("number".to_owned()),
            _ => Some("anything".to_owned()),
        }
    }

    fn anything(&mut self) -> Value {
        let values = [json!("text"), json!(7), json!(true), json!({ "any": ["thing", 1.5, null] }), json!([])];
        values[self.rng.usize(..values.len())].clone()
    }

    fn number(&mut self, flat: &Map<String, Value>, whole: bool) -> Option<Value> {
        let bound = |key: &str| flat.get(key).and_then(Value::as_f64);
        let step = bound("multipleOf").filter(|step| *step > 0.0);
        let step = step.unwrap_or(if whole { 1.0 } else { 0.25 });
        let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|bound| bound + step));
        let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|bound| bound - step));
        let (least, most) = match (least, most) {
            (Some(least), Some(most)) => (least, most.min(least + 1e9)),
            (Some(least), None) => (least, least + 1000.0),
            (None, Some(most)) => (most - 1000.0, most),
            (None, None) => (-1000.0, 1000.0),
        };
        let (first, last) = ((least / step).ceil(), (most / step).floor());
        if first > last {
            return None;
        }
        let index = match self.fill {
            Fill::Least => first,
            Fill::Most => last,
            Fill::Some => (first + self.rng.f64() * (last - first)).round(),
        };
        let single = flat.get("format").is_some_and(|format| format == "float");
        let number = if single { f64::from((index * step) as f32) } else { index * step };
        // Whole numbers above 2^53 are not exact as floating point, and the bounds of 64 bits would be overstepped.
        match whole || number.fract() == 0.0 {
            true if number.abs() < 9e15 => Some(json!(number as i64)),
            true => None,
            false => Some(json!(number)),
        }
    }

    fn array(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let bound = |key: &str| flat.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        let heads = flat.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let least = bound("minItems").unwrap_or(0);
        let wanted = match self.fill {
            _ if depth > SHALLOW => 0,
            Fill::Least => 0,
            Fill::Most => 2,
            Fill::Some => self.rng.usize(..3),
        };
        let count = wanted.max(least).max(heads.len()).min(bound("maxItems").unwrap_or(usize::MAX)).min(BUDGET);
        let rest = flat.get("items").cloned();
        let mut items = Vec::new();
        for index in 0..count {
            let Some(schema) = heads.get(index).or(rest.as_ref()) else {
                if items.len() < least {
                    items.push(self.anything())
                }
                continue;
            };
            let schema = schema.clone();
            match self.value(&schema, depth + 1) {
                Some(item) if flat.get("uniqueItems") == Some(&json!(true)) && items.contains(&item) => {}
                Some(item) => items.push(item),
                None if index < heads.len() => return None,
                None => break,
            }
        }
        (items.len() >= least).then_some(Value::Array(items))
    }

    fn object(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let required: Vec<&str> =
            flat.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, schema) in flat.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_required = required.contains(&name.as_str());
            let is_wanted = match self.fill {
                _ if depth > SHALLOW => false,
                Fill::Least => false,
                Fill::Most => true,
                Fill::Some => self.rng.bool(),
            };
            if is_required || is_wanted {
                match self.value(schema, depth + 1) {
                    Some(value) => drop(object.insert(name.clone(), value)),
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        for name in required {
            if !object.contains_key(name) {
                let value = self.additional(flat, depth)?;
                object.insert(name.to_owned(), value);
            }
        }
        let least = flat.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        let extra = usize::from(self.fill != Fill::Least && depth <= SHALLOW) * 2;
        for index in 0..extra.max(usize::try_from(least).unwrap_or(0)) {
            let is_asked_for = flat.get("additionalProperties").is_some_and(|schema| schema != &json!(false));
            if is_asked_for && let Some(value) = self.additional(flat, depth) {
                object.insert(format!("key{index}"), value);
            }
        }
        Some(Value::Object(object))
    }

    /// A value for a member that no property describes.
    fn additional(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        match flat.get("additionalProperties") {
            Some(schema @ Value::Object(_)) => self.value(schema, depth + 1),
            Some(Value::Bool(false)) => None,
            _ => Some(self.anything()),
        }
    }
}

/// Adds what another schema asks for as well.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (key.as_str(), into.get_mut(&key), value) {
            (_, None, value) => drop(into.insert(key, value)),
            ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                for (name, schema) in more {
                    let both = match known.get(&name) {
                        Some(known) if *known != schema => json!({ "allOf": [known, schema] }),
                        _ => schema,
                    };
                    known.insert(name, both);
                }
            }
            ("required", Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            ("enum", Some(Value::Array(known)), Value::Array(more)) => known.retain(|value| more.contains(value)),
            ("type", Some(known), more) => {
                if let Some(both) = both_types(known, &more) {
                    *known = both;
                }
            }
            ("minimum" | "minLength" | "minItems" | "minProperties", Some(known), more) => {
                if more.as_f64() > known.as_f64() {
                    *known = more;
                }
            }
            ("maximum" | "maxLength" | "maxItems" | "maxProperties", Some(known), more) => {
                if more.as_f64() < known.as_f64() {
                    *known = more;
                }
            }
            (_, Some(_), _) => {}
        }
    }
}

/// The types that both allow.
fn both_types(one: &Value, other: &Value) -> Option<Value> {
    let list = |value: &Value| match value {
        Value::Array(names) => names.clone(),
        name => vec![name.clone()],
    };
    let other = list(other);
    let allows = |name: &Value| other.contains(name) || (name == "integer" && other.contains(&json!("number")));
    let both: Vec<Value> = list(one).into_iter().filter(allows).collect();
    match both.as_slice() {
        [] if one == "number" && other.contains(&json!("integer")) => Some(json!("integer")),
        [] => None,
        [name] => Some(name.clone()),
        _ => Some(Value::Array(both)),
    }
}
