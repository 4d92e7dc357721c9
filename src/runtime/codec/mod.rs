//! How types are read from and written to JSON. Depends on `serde_core` and `serde_json` only.
//!
//! What is generated for a type is a table of its members, of which [`object!`] makes one call per member, without a `?`:
//! the first error is kept here and ends the rest. That makes the generated code several times cheaper to compile than
//! derived code.

mod directory;
mod enumeration;
mod lookup;
mod object;
mod outline;
mod scalar;
mod text;
mod union;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::SerializeMap;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use lookup::{Key, Lookup};
use scalar::Written;

pub use directory::Directory;
pub(crate) use enumeration::enumeration;
pub(crate) use object::object;
pub use outline::{Attribute, Outline};
pub use scalar::Scalar;
pub use text::{Unlisted, integer, listed_integer, listed_text, listed_value, text};
pub use union::{Constant, Probe, Union, recognise, tagged, union};

/// The text of JSON, which is UTF-8 (RFC 8259, section 8.1). To see to that once takes less time than to do so for each
/// string.
///
/// # Errors
///
/// Where it is not UTF-8, or else not JSON.
pub fn json_text(json: &[u8]) -> Result<&str, serde_json::Error> {
    // Whoever parses it knows the line.
    let placed = || serde_json::from_slice::<Value>(json).err();
    std::str::from_utf8(json).map_err(|error| placed().unwrap_or_else(|| serde_json::Error::custom(error)))
}

/// A type that is an object in JSON.
pub trait Object: Sized {
    /// The name of the type, for messages.
    const NAME: &'static str;

    /// The names of the members on the wire.
    const MEMBERS: &'static [&'static str];

    /// Where to look for a name among the members.
    const DIRECTORY: &'static Directory = &Directory::new(Self::MEMBERS);

    /// Reads all members. After an error, the first one that is required may seem to be missing.
    fn decode<'de, A: MapAccess<'de>>(members: &mut Members<'de, A>) -> Result<Self, Missing>;
}

/// The index of a member that is required and missing.
#[derive(Debug, Clone, Copy)]
pub struct Missing(pub usize);

/// Reads an object.
pub fn object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut members = Members::new(map, T::MEMBERS, T::DIRECTORY);
        match T::decode(&mut members) {
            Ok(object) => members.error.map_or(Ok(object), Err),
            Err(missing) => Err(members.into_error(T::NAME, missing)),
        }
    }
}

/// The members of an object as they come.
#[derive(Debug)]
pub struct Members<'de, A: MapAccess<'de>> {
    map: A,
    lookup: Lookup,
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Members<'de, A> {
    fn new(map: A, names: &'static [&'static str], directory: &'static Directory) -> Self {
        Self { map, lookup: Lookup::new(names, directory), error: None }
    }

    /// The index of the next member; that after the last if the name is unknown. `None` at the end and after an error.
    #[inline]
    pub fn next_index(&mut self) -> Option<usize> {
        if self.error.is_some() {
            return None;
        }
        match self.map.next_key_seed(Key(&mut self.lookup)) {
            Ok(Some(())) => Some(self.lookup.index()),
            Ok(None) => None,
            Err(error) => self.fail(error),
        }
    }

    /// Begins the members that are unknown, for a type that keeps them with [`keep`](Self::keep).
    pub fn unknown<T>(&mut self) -> BTreeMap<String, T> {
        self.lookup.keep_unknown();
        BTreeMap::new()
    }

    /// Reads a member that is always there. Whether it may be `null` is up to its type.
    #[inline]
    pub fn required<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => fill(slot, Some(value)),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a member that may be absent; `null` means that it is.
    #[inline]
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => fill(slot, value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a member that may be absent, or `null`, which is a value of its type.
    #[inline]
    pub fn nullable<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        self.required(slot);
    }

    /// The members, of which the next consists of whole numbers.
    #[inline]
    pub fn whole(&mut self) -> ScalarMembers<'_, 'de, A> {
        ScalarMembers(self)
    }

    /// The members, of which the next consists of dates or times.
    #[inline]
    pub fn time(&mut self) -> ScalarMembers<'_, 'de, A> {
        ScalarMembers(self)
    }

    /// Passes over an unknown member. One that was there before is refused.
    pub fn skip(&mut self) {
        if let Some(name) = self.lookup.repeated() {
            self.error = Some(A::Error::custom(format_args!("duplicate member `{name}`")));
        } else if let Err(error) = self.map.next_value::<IgnoredAny>() {
            self.error = Some(error);
        }
    }

    /// Keeps an unknown member. One that is known but has no field is passed over.
    pub fn keep<T: Deserialize<'de>>(&mut self, rest: &mut BTreeMap<String, T>) {
        let Some(name) = self.lookup.take_unknown() else { return self.skip() };
        match (self.map.next_value(), rest.entry(name)) {
            (Ok(value), Entry::Vacant(place)) => drop(place.insert(value)),
            (Ok(_), Entry::Occupied(place)) => {
                self.error = Some(A::Error::custom(format_args!("duplicate member `{}`", place.key())));
            }
            (Err(error), _) => self.error = Some(error),
        }
    }

    fn fail(&mut self, error: A::Error) -> Option<usize> {
        self.error = Some(error);
        None
    }

    /// The first error, or which required member is missing.
    fn into_error(self, of: &str, missing: Missing) -> A::Error {
        self.error.unwrap_or_else(|| {
            let name = self.lookup.name(missing.0);
            A::Error::custom(format_args!("missing member `{name}` of `{of}`"))
        })
    }
}

/// The members of an object, of which the next is a [`Scalar`].
#[derive(Debug)]
pub struct ScalarMembers<'m, 'de, A: MapAccess<'de>>(&'m mut Members<'de, A>);

impl<'de, A: MapAccess<'de>> ScalarMembers<'_, 'de, A> {
    /// Reads a member that is always there.
    #[inline]
    pub fn required<T: Scalar>(self, slot: &mut Option<T>) {
        match self.0.map.next_value_seed(scalar::Seed(PhantomData)) {
            Ok(value) => fill(slot, Some(value)),
            Err(error) => self.0.error = Some(error),
        }
    }

    /// Reads a member that may be absent; `null` means that it is.
    #[inline]
    pub fn optional<T: Scalar>(self, slot: &mut Option<T>) {
        match self.0.map.next_value_seed(scalar::Seed(PhantomData)) {
            Ok(value) => fill(slot, value),
            Err(error) => self.0.error = Some(error),
        }
    }

    /// Reads a member that may be absent, or `null`, which is a value of its type.
    #[inline]
    pub fn nullable<T: Scalar>(self, slot: &mut Option<T>) {
        self.required(slot);
    }
}

/// Puts a value into an empty slot: no member is read twice. Not to drop what is not there spares the code for it, once
/// for each member of each type.
#[inline]
fn fill<T>(slot: &mut Option<T>, value: Option<T>) {
    std::mem::forget(std::mem::replace(slot, value));
}

/// An object that is being written. The first error is kept and ends the rest.
#[derive(Debug)]
pub struct Record<S: Serializer> {
    state: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Record<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self { state: serializer.serialize_map(None) }
    }

    /// Writes a member that is always there, `None` as `null`.
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        entry::<S, _>(&mut self.state, name, value);
    }

    /// Writes a member unless it is absent.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            entry::<S, _>(&mut self.state, name, value);
        }
    }

    /// Writes a member unless it is absent; its value may be `null`.
    pub fn nullable<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, value);
    }

    /// The object, of which the next member consists of whole numbers.
    #[inline]
    pub fn whole(&mut self) -> ScalarRecord<'_, S> {
        ScalarRecord { state: &mut self.state }
    }

    /// The object, of which the next member consists of dates or times.
    #[inline]
    pub fn time(&mut self) -> ScalarRecord<'_, S> {
        ScalarRecord { state: &mut self.state }
    }

    /// Writes the members that were unknown when they were read.
    pub fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            entry::<S, _>(&mut self.state, name, value);
        }
    }

    /// Ends the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.state?.end()
    }
}

/// An object that is being written, of which the next member is a [`Scalar`].
#[derive(Debug)]
pub struct ScalarRecord<'r, S: Serializer> {
    state: &'r mut Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> ScalarRecord<'_, S> {
    /// Writes a member that is always there, `None` as `null`.
    #[inline]
    pub fn required<T: Scalar>(self, name: &'static str, value: &T) {
        entry::<S, _>(self.state, name, &Written(value));
    }

    /// Writes a member unless it is absent.
    #[inline]
    pub fn optional<T: Scalar>(self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a member unless it is absent; its value may be `null`.
    #[inline]
    pub fn nullable<T: Scalar>(self, name: &'static str, value: &Option<T>) {
        self.optional(name, value);
    }
}

/// Writes a member. The first error is kept and ends the rest.
fn entry<S: Serializer, T: Serialize>(state: &mut Result<S::SerializeMap, S::Error>, name: &str, value: &T) {
    if let Ok(map) = state
        && let Err(error) = map.serialize_entry(name, value)
    {
        *state = Err(error);
    }
}
