//! YAML to tree: aliases expanded, `<<` merged, keys as text whatever they look like, tags not looked at.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::events::{Event, Events, Extent, Failure};
use super::{DEPTH, repair, scalar};
use crate::diag::{Diagnostics, FileId, Place, Pointer, Position, codes};
use crate::spec::trail::Trail;

/// What all aliases together may expand to, in bytes of memory, roughly.
const EXPANSION: usize = 64 << 20;

/// The key that merges other mappings into its own (yaml.org/type/merge.html).
const MERGE: &str = "<<";

/// The tree, and the text that it was made of if that is not quite the given one: see [`repair`].
pub(super) fn parse(text: &str, file: FileId, diag: &mut Diagnostics) -> (Value, Option<String>) {
    let mut findings = Diagnostics::default();
    let mut built = build(text, file, &mut findings);
    let mut repaired = None;
    if let Err(Stop::Text(_)) = built
        && let Some(text) = repair::repaired(text)
    {
        let mut of_repaired = Diagnostics::default();
        let rebuilt = build(&text, file, &mut of_repaired);
        if !matches!(rebuilt, Err(Stop::Text(_))) {
            (built, findings, repaired) = (rebuilt, of_repaired, Some(text));
        }
    }
    diag.merge(&findings);
    let root = Place { file, pointer: Pointer::root() };
    let message = match built {
        Ok(tree) => return (tree, repaired),
        Err(Stop::Text(failure)) => codes::syntax_error(root, failure.position, "YAML", &failure.reason),
        Err(Stop::Empty) => codes::empty_document(root),
        Err(Stop::Several(position)) => codes::several_documents(root, position),
        Err(Stop::Deep(position)) => codes::too_deep(root, position),
        Err(Stop::Large(position)) => codes::too_large(root, position),
        Err(Stop::Cyclic(position)) => codes::cyclic_alias(root, position),
    };
    diag.push(message);
    (Value::Null, None)
}

fn build(text: &str, file: FileId, diag: &mut Diagnostics) -> Result<Value, Stop> {
    Builder { events: Events::new(text), file, diag, anchors: BTreeMap::new(), expansion: EXPANSION }.document()
}

/// A mistake after which there is no going on.
enum Stop {
    Text(Failure),
    Empty,
    Several(Position),
    Deep(Position),
    Large(Position),
    Cyclic(Position),
}

struct Builder<'t, 'd> {
    events: Events<'t>,
    file: FileId,
    diag: &'d mut Diagnostics,
    /// What the anchors stand for, and its weight.
    anchors: BTreeMap<usize, (Value, usize)>,
    expansion: usize,
}

impl<'t> Builder<'t, '_> {
    fn document(&mut self) -> Result<Value, Stop> {
        let (event, extent) = self.next()?.ok_or(Stop::Empty)?;
        let tree = self.value(event, extent, Trail::ROOT, DEPTH)?;
        if tree.is_null() {
            return Err(Stop::Empty);
        }
        self.next()?;
        // A `---` at the end begins a document in which there is nothing.
        while let Some((event, extent)) = self.next()? {
            match event {
                Event::Document => {}
                Event::Scalar { text, plain: true, anchor: 0 } if text.is_empty() => {}
                _ => return Err(Stop::Several(extent.start)),
            }
        }
        Ok(tree)
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Extent)>, Stop> {
        self.events.next().transpose().map_err(Stop::Text)
    }

    fn value(&mut self, event: Event<'t>, extent: Extent, trail: Trail<'_>, depth: usize) -> Result<Value, Stop> {
        let depth = depth.checked_sub(1).ok_or(Stop::Deep(extent.start))?;
        let (value, anchor) = match event {
            Event::Scalar { text, plain: false, anchor } => (Value::String(text.into_owned()), anchor),
            Event::Scalar { text, anchor, .. } => (self.plain(&text, trail, extent), anchor),
            Event::List { anchor } => (self.list(trail, depth)?, anchor),
            Event::Map { anchor } => (self.map(trail, depth)?, anchor),
            Event::Alias(anchor) => return self.expand(anchor, extent),
            Event::End | Event::Document => return Ok(Value::Null),
        };
        if anchor != 0 {
            let weight = weight(&value);
            self.spend(weight, extent)?;
            self.anchors.insert(anchor, (value.clone(), weight));
        }
        Ok(value)
    }

    fn plain(&mut self, text: &str, trail: Trail<'_>, extent: Extent) -> Value {
        scalar::resolve(text).unwrap_or_else(|| {
            self.diag.push(codes::not_json_value(trail.place(self.file), extent.start, text));
            Value::Null
        })
    }

    fn list(&mut self, trail: Trail<'_>, depth: usize) -> Result<Value, Stop> {
        let mut elements = Vec::new();
        while let Some((event, extent)) = self.next()? {
            if matches!(event, Event::End) {
                break;
            }
            elements.push(self.value(event, extent, trail.index(elements.len()), depth)?);
        }
        Ok(Value::Array(elements))
    }

    fn map(&mut self, trail: Trail<'_>, depth: usize) -> Result<Value, Stop> {
        let mut members = Map::new();
        let mut merged = Vec::new();
        while let Some((event, extent)) = self.next()? {
            if matches!(event, Event::End) {
                break;
            }
            let merges = matches!(&event, Event::Scalar { text, plain: true, .. } if text == MERGE);
            let Some(key) = self.key(event, extent, trail, depth)? else { continue };
            let Some((event, value_extent)) = self.next()? else { break };
            let trail = trail.key(&key);
            let value = self.value(event, value_extent, trail, depth)?;
            if merges {
                merged.push(value);
            } else if members.contains_key(&key) {
                self.diag.push(codes::duplicate_key(trail.place(self.file), &key).at(extent.start));
            } else {
                members.insert(key, value);
            }
        }
        merge(&mut members, merged);
        Ok(Value::Object(members))
    }

    /// The text of a key. A key that is a list or a mapping has none: it is reported, and passed over with its value.
    fn key(
        &mut self,
        event: Event<'t>,
        extent: Extent,
        trail: Trail<'_>,
        depth: usize,
    ) -> Result<Option<String>, Stop> {
        let text = match event {
            Event::Scalar { text, anchor, .. } => {
                if anchor != 0 {
                    self.anchors.insert(anchor, (Value::from(text.as_ref()), text.len()));
                }
                return Ok(Some(text.into_owned()));
            }
            other => self.value(other, extent, trail, depth)?,
        };
        if let Value::String(text) = text {
            return Ok(Some(text));
        }
        self.diag.push(codes::not_json_key(trail.place(self.file), extent.start));
        if let Some((event, extent)) = self.next()? {
            self.value(event, extent, trail, depth)?;
        }
        Ok(None)
    }

    fn expand(&mut self, anchor: usize, extent: Extent) -> Result<Value, Stop> {
        let (value, weight) = self.anchors.get(&anchor).ok_or(Stop::Cyclic(extent.start))?;
        let (value, weight) = (value.clone(), *weight);
        self.spend(weight, extent)?;
        Ok(value)
    }

    fn spend(&mut self, weight: usize, extent: Extent) -> Result<(), Stop> {
        self.expansion = self.expansion.checked_sub(weight).ok_or(Stop::Large(extent.start))?;
        Ok(())
    }
}

/// About how much memory a value takes.
fn weight(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(elements) => elements.iter().map(weight).sum(),
        Value::Object(members) => members.iter().map(|(key, value)| 64 + key.len() + weight(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    inner + size_of::<Value>()
}

/// What stands in the mapping itself wins over what is merged, and the earlier merged mapping over the later.
fn merge(members: &mut Map<String, Value>, sources: Vec<Value>) {
    let flat = sources.into_iter().flat_map(|source| match source {
        Value::Array(sources) => sources,
        source => vec![source],
    });
    for source in flat {
        let Value::Object(source) = source else { continue };
        for (key, value) in source {
            members.entry(key).or_insert(value);
        }
    }
}
