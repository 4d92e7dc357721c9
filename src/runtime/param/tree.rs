//! Bracketed names, `a[b][0]=c`: how `deepObject` and nested form bodies are written and read.
//!
//! OpenAPI leaves nesting undefined. This writes what PHP, Rails, `qs` and Stripe read alike, `a[]=x` for arrays of plain
//! values and `a[0][b]=x` for others, and reads both.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::decode::{Kind, Shape};
use super::encode::{push_text, scalar};

/// How deep brackets may nest: a bound for hostile input, beyond what any document has.
const DEPTH: usize = 32;

/// Appends a value under a name. Fails with the reason.
pub(super) fn write_tree(name: &str, value: &Value, query: &mut String) -> Result<(), &'static str> {
    match value {
        Value::Null => Ok(()),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| match item {
            Value::Null => Err("has a null element, which its style cannot carry"),
            Value::Array(_) | Value::Object(_) => write_tree(&format!("{name}[{index}]"), item, query),
            item => write_tree(&format!("{name}[]"), item, query),
        }),
        Value::Object(members) => members.iter().try_for_each(|(key, value)| {
            if key.is_empty() || key.contains(['[', ']']) {
                return Err("has a key that is empty or contains a bracket");
            }
            write_tree(&format!("{name}[{key}]"), value, query)
        }),
        value => {
            push_text(query, name, &scalar(value).unwrap_or_default());
            Ok(())
        }
    }
}

/// What was found under a name.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Texts of the name itself.
    texts: Vec<String>,
    /// What came under `[]`.
    items: Vec<Node>,
    /// What came under `[key]`.
    members: BTreeMap<String, Node>,
}

impl Node {
    /// Adds a text under the brackets of a name: `brackets` is `[b][0]` of `a[b][0]`. Fails with the reason.
    pub(super) fn insert(&mut self, brackets: &str, text: String) -> Result<(), &'static str> {
        let mut node = self;
        let mut rest = brackets;
        for _ in 0..DEPTH {
            if rest.is_empty() {
                node.texts.push(text);
                return Ok(());
            }
            let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let (key, after) = inside.ok_or("has unbalanced brackets")?;
            node = match key {
                "" => {
                    node.items.push(Self::default());
                    node.items.last_mut().ok_or("has unbalanced brackets")?
                }
                key => node.members.entry(key.to_owned()).or_default(),
            };
            rest = after;
        }
        Err("is nested too deeply")
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.items.is_empty() && self.members.is_empty()
    }

    /// The value, as the schema asks for it. What does not fit keeps its form, for the schema to refuse.
    pub(super) fn into_value(mut self, shape: Option<&dyn Shape>) -> Result<Value, &'static str> {
        let kind = shape.map_or(Kind::Scalar, Shape::kind);
        let indexed = if kind == Kind::Array { self.take_indexed() } else { None };
        if let Some(indexed) = indexed {
            let item = shape.and_then(Shape::item);
            let texts = self.texts.into_iter().map(|text| Ok(coerce(item, text)));
            let nodes = self.items.into_iter().chain(indexed).map(|node| node.into_value(item));
            return texts.chain(nodes).collect::<Result<_, _>>().map(Value::Array);
        }
        match (self.texts.pop(), self.texts.is_empty(), self.members.is_empty(), self.items.is_empty()) {
            (Some(text), true, true, true) => Ok(coerce(shape, text)),
            (Some(_), false, ..) => Err("is given more than once"),
            (Some(_), ..) => Err("is given both as a value and in brackets"),
            (None, _, true, _) => {
                let items = self.items.into_iter().map(|node| node.into_value(None));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            (None, _, _, true) => {
                let members = self.members.into_iter().map(|(key, node)| {
                    let value = node.into_value(shape.and_then(|shape| shape.member(&key)))?;
                    Ok((key, value))
                });
                members.collect::<Result<Map<_, _>, _>>().map(Value::Object)
            }
            (None, ..) => Err("mixes `[]` with keys"),
        }
    }

    /// Takes the members in the order of their indices, if all their keys are indices.
    fn take_indexed(&mut self) -> Option<Vec<Self>> {
        let indices = self.members.keys().map(|key| Some((key.parse::<u32>().ok()?, key.clone())));
        let mut order = indices.collect::<Option<Vec<_>>>()?;
        order.sort();
        Some(order.iter().filter_map(|(_, key)| self.members.remove(key)).collect())
    }
}

/// The value of a text. One that does not fit stays a string, for the schema to refuse.
pub(super) fn coerce(shape: Option<&dyn Shape>, text: String) -> Value {
    shape.and_then(|shape| shape.coerce(&text)).unwrap_or(Value::String(text))
}
