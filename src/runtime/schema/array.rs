//! Arrays: what their elements are, how many there are, and whether any two are equal.

use std::collections::BTreeSet;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, IgnoredAny, SeqAccess};

use super::canonical::canonical;
use super::check::{ANY, Check};
use super::limits::{ITEMS, Limits};
use super::report::{Path, Report};
use super::union::Buffer;
use super::{Kind, Schema};

/// Checks the elements of an array.
pub(super) fn check<'de, A: SeqAccess<'de>>(array: Check<'_>, mut elements: A) -> Result<(), A::Error> {
    let Some(mut walk) = Walk::new(array) else { return skip(elements) };
    let mut seen = walk.limits.unique_items.then(BTreeSet::new);
    loop {
        let (schema, path) = walk.element();
        let check = Check::new(schema, &path, walk.report);
        let found = match &mut seen {
            None => elements.next_element_seed(check)?.is_some(),
            Some(seen) => elements.next_element_seed(Unique { check, seen })?.is_some(),
        };
        if !found {
            break;
        }
        walk.count += 1;
    }
    walk.finish();
    Ok(())
}

/// An array on the way through its elements.
pub(super) struct Walk<'a> {
    items: Items,
    pub(super) limits: &'a Limits,
    path: &'a Path<'a>,
    pub(super) report: &'a mut Report,
    /// How many elements there were so far.
    pub(super) count: usize,
}

/// What elements are.
enum Items {
    Alike(&'static Schema),
    Each(&'static [Schema]),
}

impl<'a> Walk<'a> {
    /// Begins with the first element, if what is expected is an array.
    pub(super) fn new(array: Check<'a>) -> Option<Self> {
        let items = match array.schema.kind {
            Kind::Any => Items::Alike(&ANY),
            Kind::Array(items) => Items::Alike(items),
            Kind::Tuple(items) => Items::Each(items),
            _ => {
                array.mismatch();
                return None;
            }
        };
        let Check { schema, path, report, .. } = array;
        Some(Self { items, limits: &schema.limits, path, report, count: 0 })
    }

    /// What the next element is checked against, and where it is.
    pub(super) fn element(&self) -> (&'static Schema, Path<'a>) {
        let schema = match self.items {
            Items::Alike(schema) => schema,
            Items::Each(schemas) => schemas.get(self.count).unwrap_or(&ANY),
        };
        (schema, self.path.element(self.count))
    }

    /// Checks what can be told when all elements are read.
    pub(super) fn finish(self) {
        self.limits.items.check(self.count, &ITEMS, self.path, self.report);
        if let Items::Each(schemas) = self.items
            && self.count != schemas.len()
        {
            self.report.push(self.path, "prefixItems", format!("must have exactly {} items", schemas.len()));
        }
    }
}

/// An element that must differ from all before it.
struct Unique<'a, 's> {
    check: Check<'a>,
    seen: &'s mut BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for Unique<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Check { schema, path, report, .. } = self.check;
        let value = Buffer { path, report }.deserialize(deserializer)?;
        Check::new(schema, path, report).check(&value);
        if !self.seen.insert(canonical(&value)) {
            report.push(path, "uniqueItems", "must differ from the other items");
        }
        Ok(())
    }
}

/// Reads the elements of an array without looking at them.
pub(super) fn skip<'de, A: SeqAccess<'de>>(mut elements: A) -> Result<(), A::Error> {
    while elements.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}
