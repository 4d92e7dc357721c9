//! Schemas of all versions of OpenAPI as schemas of JSON Schema 2020-12, for the judge and the sampler.
//!
//! Every schema that is asked for, and every one that it refers to, gets a definition of its own: `#/$defs/0`, `#/$defs/1`…

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::source::{Sources, Spot};

/// Who sends the values: what is `readOnly` is not in requests, what is `writeOnly` not in responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Request,
    Response,
    Both,
}

/// How a schema is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    side: Side,
    /// Whether it describes, with others, what `allOf` stands in.
    is_part: bool,
    /// The properties that another part says the sender does not send.
    dropped: BTreeSet<String>,
}

impl Use {
    fn whole(side: Side) -> Self {
        Self { side, is_part: false, dropped: BTreeSet::new() }
    }
}

/// The definitions so far.
#[derive(Debug)]
pub(super) struct Schemas<'s> {
    sources: &'s Sources,
    numbers: BTreeMap<(Spot, Use), usize>,
    waiting: Vec<(Spot, Use, usize)>,
    definitions: Map<String, Value>,
}

/// Keywords whose value is a schema.
const SCHEMA: &[&str] = &[
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is a list of schemas.
const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value is a map of schemas.
const MAP: &[&str] = &["properties", "patternProperties", "dependentSchemas"];
/// Keywords that are taken as they are if their value is a number.
const NUMBER: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
];
const TYPES: &[&str] = &["null", "boolean", "integer", "number", "string", "array", "object"];

impl<'s> Schemas<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, numbers: BTreeMap::new(), waiting: Vec::new(), definitions: Map::new() }
    }

    /// The key of the definition of a schema, with all that it refers to.
    pub(super) fn define(&mut self, spot: &Spot, side: Side) -> Option<String> {
        let is_parameter = |value: &Value| value["in"].is_string() && value["name"].is_string();
        self.sources.get(spot).filter(|value| !is_parameter(value))?;
        let whole = Use::whole(side);
        let key = if let Some((parent, schema)) = self.within_union(spot) {
            let schema = self.schema(&schema, &parent, &whole);
            self.defined(spot, whole, schema)
        } else if let Some(same) = self.within_parts(spot) {
            let parts: Vec<Value> = same.iter().map(|spot| reference(&self.key(spot, &whole))).collect();
            self.defined(spot, whole, json!({ "allOf": parts }))
        } else {
            self.key(spot, &whole)
        };
        while let Some((spot, of, number)) = self.waiting.pop() {
            let schema = match self.sources.get(&spot) {
                Some(schema) => self.schema(schema, &spot, &of),
                None => json!(true),
            };
            self.definitions.insert(number.to_string(), schema);
        }
        Some(key)
    }

    /// The key of a definition that stands nowhere in the document, at an address that no reference has.
    fn defined(&mut self, spot: &Spot, of: Use, schema: Value) -> String {
        let number = self.numbers.len();
        let mark = Spot { pointer: format!("{} within", spot.pointer), ..spot.clone() };
        self.numbers.insert((mark, of), number);
        self.definitions.insert(number.to_string(), schema);
        number.to_string()
    }

    /// The type of a property that several parts of an `allOf` describe is made of all of them.
    fn within_parts(&self, spot: &Spot) -> Option<Vec<Spot>> {
        let (rest, name) = spot.pointer.rsplit_once("/properties/")?;
        let (whole, _) = rest.rsplit_once("/allOf/").filter(|(_, index)| index.parse::<usize>().is_ok())?;
        let whole = Spot { file: spot.file.clone(), pointer: whole.to_owned() };
        let count = self.sources.get(&whole)?.get("allOf")?.as_array()?.len();
        let parts = (0..count).map(|index| whole.child(&["allOf", &index.to_string()]));
        let mut same = Vec::new();
        for part in parts.chain([whole.clone()]) {
            self.properties(part, name, 0, &mut same);
        }
        (same.len() > 1).then_some(same)
    }

    /// Where a schema, or a part of it, describes the property with this escaped name.
    fn properties(&self, spot: Spot, name: &str, depth: usize, found: &mut Vec<Spot>) {
        let spot = self.sources.follow(spot);
        let Some(schema) = self.sources.get(&spot).filter(|_| depth < 8) else { return };
        let property = Spot { pointer: format!("{}/properties/{name}", spot.pointer), ..spot.clone() };
        if self.sources.get(&property).is_some() && !found.contains(&property) {
            found.push(property);
        }
        // The whole is looked at last, and its parts have been.
        let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..parts {
            self.properties(spot.child(&["allOf", &index.to_string()]), name, depth + 1, found);
        }
    }

    /// The type of a branch of a union has what stands beside the union as well: the union with this branch alone.
    fn within_union(&self, spot: &Spot) -> Option<(Spot, Value)> {
        let (rest, index) = spot.pointer.rsplit_once('/')?;
        let (parent, keyword) = rest.rsplit_once('/').filter(|(_, keyword)| matches!(*keyword, "oneOf" | "anyOf"))?;
        let parent = Spot { file: spot.file.clone(), pointer: parent.to_owned() };
        let mut schema = self.sources.get(&parent)?.clone();
        let beside = ["properties", "required", "allOf", "additionalProperties"];
        let members = schema.as_object_mut().filter(|schema| beside.iter().any(|key| schema.contains_key(*key)))?;
        let branch = members.get(keyword)?.get(index.parse::<usize>().ok()?)?.clone();
        members.insert(keyword.to_owned(), json!([branch]));
        Some((parent, schema))
    }

    pub(super) fn definitions(self) -> Map<String, Value> {
        self.definitions
    }

    fn key(&mut self, spot: &Spot, of: &Use) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry((spot.clone(), of.clone())).or_insert(next);
        if number == next {
            self.waiting.push((spot.clone(), of.clone(), number));
        }
        number.to_string()
    }

    fn schema(&mut self, schema: &Value, at: &Spot, of: &Use) -> Value {
        let Some(members) = schema.as_object() else { return json!(schema != &json!(false)) };
        if let Some(text) = members.get("$ref").and_then(Value::as_str) {
            // What leads nowhere is what the judge stumbles over.
            let target = self.sources.target(at, text);
            let reference = reference(&target.map_or_else(|| "nowhere".to_owned(), |target| self.key(&target, of)));
            if !self.sources.has_siblings(at) || members.len() == 1 {
                return reference;
            }
            let rest = members.iter().filter(|(key, _)| *key != "$ref");
            let rest: Map<String, Value> = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
            return json!({ "allOf": [reference, self.plain(&rest, at, of)] });
        }
        self.plain(members, at, of)
    }

    fn plain(&mut self, members: &Map<String, Value>, at: &Spot, of: &Use) -> Value {
        let mut out = Map::new();
        let shared = &of.dropped | &self.dropped(members, at, of.side, &["allOf"], 0);
        let dropped = &shared | &self.dropped(members, at, of.side, &["allOf", "anyOf", "oneOf"], 0);
        let whole = Use::whole(of.side);
        let mut examples = Vec::new();
        for (key, value) in members {
            let below = |token: &str| at.child(&[key, token]);
            match (key.as_str(), value) {
                (key, value) if SCHEMA.contains(&key) => {
                    out.insert(key.to_owned(), self.schema(value, &at.child(&[key]), &whole));
                }
                (key, Value::Array(items)) if LIST.contains(&key) => {
                    let of = match key {
                        "prefixItems" => whole.clone(),
                        _ => Use { side: of.side, is_part: key == "allOf", dropped: shared.clone() },
                    };
                    let items = items.iter().enumerate();
                    let items = items.map(|(index, item)| match key {
                        "anyOf" | "oneOf" if is_null(item) => json!({ "type": "null" }),
                        _ => self.schema(item, &below(&index.to_string()), &of),
                    });
                    out.insert(key.to_owned(), items.collect());
                }
                (key, Value::Object(entries)) if MAP.contains(&key) => {
                    let kept = entries.iter().filter(|(name, _)| key != "properties" || !dropped.contains(*name));
                    let kept = kept.map(|(name, value)| (name.clone(), self.schema(value, &below(name), &whole)));
                    out.insert(key.to_owned(), Value::Object(kept.collect()));
                }
                ("items", Value::Array(items)) => {
                    let items = items.iter().enumerate();
                    let items = items.map(|(index, item)| self.schema(item, &below(&index.to_string()), &whole));
                    out.insert("prefixItems".to_owned(), items.collect());
                    if let Some(rest) = members.get("additionalItems") {
                        out.insert("items".to_owned(), self.schema(rest, &at.child(&["additionalItems"]), &whole));
                    }
                }
                ("items", value) => {
                    out.insert("items".to_owned(), self.schema(value, &at.child(&["items"]), &whole));
                }
                ("required", Value::Array(names)) => {
                    let kept = names.iter().filter_map(Value::as_str).filter(|name| !dropped.contains(*name));
                    out.insert("required".to_owned(), kept.collect::<BTreeSet<_>>().into_iter().collect());
                }
                (key, Value::Number(_)) if NUMBER.contains(&key) => {
                    out.entry(key.to_owned()).or_insert_with(|| value.clone());
                }
                ("enum", Value::Array(_)) | ("const", _) | ("uniqueItems", Value::Bool(_)) => {
                    out.insert(key.clone(), value.clone());
                }
                // Examples and defaults are for the sampler; the judge passes over them.
                ("examples", Value::Array(values)) => examples.extend(values.iter().cloned()),
                ("example" | "default", value) => examples.push(value.clone()),
                ("pattern" | "format", Value::String(_)) => {
                    out.insert(key.clone(), value.clone());
                }
                ("contentEncoding", Value::String(encoding)) if encoding == "base64" => {
                    out.insert("format".to_owned(), json!("byte"));
                }
                ("dependentRequired", Value::Object(_)) => {
                    out.insert(key.clone(), value.clone());
                }
                _ => {}
            }
        }
        if !examples.is_empty() {
            out.insert("examples".to_owned(), Value::Array(examples));
        }
        types(members, &mut out);
        bounds(members, &mut out);
        self.discriminate(members, at, &mut out);
        if !of.is_part {
            self.descend(members, at, &whole, &mut out);
        }
        nullable(members, out)
    }

    /// The properties of a schema, and of those that it is composed of by these keywords, that the sender does not send.
    fn dropped(
        &self,
        members: &Map<String, Value>,
        at: &Spot,
        side: Side,
        keywords: &[&str],
        depth: usize,
    ) -> BTreeSet<String> {
        let mut dropped = BTreeSet::new();
        let mark = match side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
            Side::Both => return dropped,
        };
        for (name, property) in members.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let target = property["$ref"].as_str().and_then(|reference| self.sources.target(at, reference));
            let target = target.and_then(|target| self.sources.get(&target));
            if property[mark] == true || target.is_some_and(|target| target[mark] == true) {
                dropped.insert(name.clone());
            }
        }
        let parts = |key: &str| members.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
        let parts = keywords.iter().flat_map(|key| parts(key).map(move |part| (*key, part)));
        for (key, (index, part)) in parts {
            let mut spot = at.child(&[key, &index.to_string()]);
            let mut part = part;
            if let Some(target) = part["$ref"].as_str().and_then(|reference| self.sources.target(at, reference)) {
                let Some(found) = self.sources.get(&target) else { continue };
                (part, spot) = (found, target);
            }
            if let Some(members) = part.as_object().filter(|_| depth < 8) {
                dropped.extend(self.dropped(members, &spot, side, keywords, depth + 1));
            }
        }
        dropped
    }

    /// What a discriminator says of the branches, in the words of JSON Schema.
    fn discriminate(&self, members: &Map<String, Value>, at: &Spot, out: &mut Map<String, Value>) {
        let Some(tag) = members.get("discriminator").and_then(|value| value["propertyName"].as_str()) else { return };
        let mapping = members["discriminator"]["mapping"].as_object();
        for key in ["oneOf", "anyOf"] {
            let Some(branches) = members.get(key).and_then(Value::as_array) else { continue };
            let Some(Value::Array(converted)) = out.get_mut(key) else { continue };
            for (branch, converted) in branches.iter().zip(converted) {
                let Some(reference) = branch["$ref"].as_str() else { continue };
                let target = self.sources.target(at, reference);
                let leads_there = |text: &Value| {
                    text.as_str().is_some_and(|text| {
                        text == name(reference) || (target.is_some() && self.sources.target(at, text) == target)
                    })
                };
                let mapped = mapping.into_iter().flatten().filter(|(_, text)| leads_there(text));
                let mut values: Vec<&str> = mapped.map(|(value, _)| value.as_str()).collect();
                if values.is_empty() {
                    values.push(name(reference));
                }
                let tagged = json!({ "properties": { tag: { "enum": values } }, "required": [tag] });
                *converted = json!({ "allOf": [converted.clone(), tagged] });
            }
        }
    }

    /// A base whose discriminator names its descendants: what has the value of one is valid against that one.
    fn descend(&mut self, members: &Map<String, Value>, at: &Spot, whole: &Use, out: &mut Map<String, Value>) {
        let Some(tag) = members.get("discriminator").and_then(|value| value["propertyName"].as_str()) else { return };
        if ["oneOf", "anyOf"].iter().any(|key| members.contains_key(*key)) {
            return;
        }
        for (value, text) in members["discriminator"]["mapping"].as_object().into_iter().flatten() {
            let target = text.as_str().and_then(|text| self.sources.target(at, text)).filter(|target| target != at);
            let Some(target) = target else { continue };
            let tagged = json!({ "properties": { tag: { "const": value } }, "required": [tag] });
            let told = json!({ "if": tagged, "then": reference(&self.key(&target, whole)) });
            if let Value::Array(all) = out.entry("allOf").or_insert_with(|| json!([])) {
                all.push(told);
            }
        }
    }
}

/// A reference to the definition with this key.
fn reference(key: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{key}") })
}

/// What a discriminator calls the target of a reference: the last token, or the file without its extension.
fn name(reference: &str) -> &str {
    let name = reference.rsplit('/').next().unwrap_or(reference);
    if reference.contains('#') { name } else { name.split('.').next().unwrap_or(name) }
}

/// `type`, as far as JSON Schema knows the types.
fn types(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    let of = |name: &Value| match name.as_str() {
        Some("file") => Some(json!("string")),
        Some(name) if TYPES.contains(&name) => Some(json!(name)),
        _ => None,
    };
    let types = match members.get("type") {
        Some(Value::Array(names)) => Some(Value::Array(names.iter().filter_map(of).collect())),
        Some(name) => of(name),
        None => None,
    };
    if let Some(types) = types {
        out.insert("type".to_owned(), types);
    }
}

/// Exclusive bounds that are flags, and the bounds of formats.
fn bounds(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if members.get(flag) == Some(&json!(true))
            && let Some(value) = out.shift_remove(bound)
        {
            out.insert(flag.to_owned(), value);
        }
    }
    let range = match members.get("format").and_then(Value::as_str) {
        Some("int8") => json!([i8::MIN, i8::MAX]),
        Some("int16") => json!([i16::MIN, i16::MAX]),
        Some("int32") => json!([i32::MIN, i32::MAX]),
        Some("uint8") => json!([0, u8::MAX]),
        Some("uint16") => json!([0, u16::MAX]),
        // `byte` is what tools for C# write.
        Some("uint32" | "byte") => json!([0, u32::MAX]),
        Some("uint64" | "uint") => json!([0, u64::MAX]),
        Some("int64") => json!([i64::MIN, i64::MAX]),
        Some("float") => json!([f64::from(f32::MIN), f64::from(f32::MAX)]),
        _ => return,
    };
    if members.get("type").is_some_and(|name| name == "string") {
        return;
    }
    let mut within = json!({ "minimum": range[0], "maximum": range[1] });
    // The registry of formats has them for numbers, too.
    if range[0].is_i64() || range[0].is_u64() {
        within["type"] = json!("integer");
    }
    let all = out.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        all.push(within);
    }
}

/// Whether an alternative is `{nullable: true}`, as schemars writes `null`. By the letter of OpenAPI 3.0.3, anything fits it.
fn is_null(schema: &Value) -> bool {
    let is_remark = |key: &String| matches!(key.as_str(), "nullable" | "title" | "description");
    schema["nullable"] == true && schema.as_object().is_some_and(|members| members.keys().all(is_remark))
}

/// `nullable`, by any of its names.
fn nullable(members: &Map<String, Value>, out: Map<String, Value>) -> Value {
    let is_nullable = ["nullable", "x-nullable"].iter().any(|key| members.get(*key) == Some(&json!(true)));
    match is_nullable {
        true => json!({ "anyOf": [out, { "type": "null" }] }),
        false => Value::Object(out),
    }
}
