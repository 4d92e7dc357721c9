//! What a visitor takes the parts of an array or object from.

use serde_core::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::super::check::{ANY, Check};
use super::super::object::{Key, Name};
use super::super::{Additional, Kind, Probe, array, object};
use super::checked::Checked;
use super::name::Named;

/// What can be checked part by part.
impl<'a> Check<'a> {
    /// The way through the elements of an array.
    pub(super) fn into_elements(self) -> Option<array::Walk<'a>> {
        let check = self.divisible()?.narrow(Probe::Array)?.divisible()?;
        match check.schema.kind {
            Kind::Union(..) | Kind::Constants(_) => check.give_up(),
            _ if check.schema.limits.unique_items => check.give_up(),
            _ => array::Walk::new(check),
        }
    }

    /// The way through the members of an object.
    pub(super) fn into_members<'n>(self) -> Option<object::Walk<'a, 'n>> {
        let check = self.divisible()?.narrow(Probe::Object)?.divisible()?;
        match check.schema.kind {
            Kind::Object(properties, additional) => Some(object::Walk::new(check, properties, additional)),
            Kind::Any => Some(object::Walk::new(check, &[], Additional::Kept(&ANY))),
            Kind::Union(..) | Kind::Constants(_) => check.give_up(),
            _ => {
                check.mismatch();
                None
            }
        }
    }

    /// The check, unless there are rules, which are about the value as a whole.
    fn divisible(self) -> Option<Self> {
        if self.has_rules() { self.give_up() } else { Some(self) }
    }

    /// Leaves the value to the checker, so that there is nothing to go along with.
    fn give_up<W>(self) -> Option<W> {
        self.report.give_up();
        None
    }
}

/// The elements of an array, each of which is checked if there is a walk.
pub(super) struct Elements<'w, 'a, A> {
    pub(super) inner: A,
    pub(super) walk: Option<&'w mut array::Walk<'a>>,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, '_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Some(walk) = &mut self.walk else {
            return self.inner.next_element_seed(Checked { inner: seed, check: None });
        };
        let (schema, path) = walk.element();
        let check = Check::new(schema, &path, walk.report);
        let element = self.inner.next_element_seed(Checked { inner: seed, check: Some(check) })?;
        walk.count += usize::from(element.is_some());
        Ok(element)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// The members of an object, each of which is checked if there is a walk.
pub(super) struct Members<'w, 'a, 'de, A> {
    pub(super) inner: A,
    pub(super) walk: Option<&'w mut object::Walk<'a, 'de>>,
    /// The name of the member whose value comes next.
    pub(super) name: Option<Name<'de>>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, '_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.name = None;
        let key = self.walk.as_ref().map_or(Key::IGNORED, |walk| walk.key());
        self.inner.next_key_seed(Named { inner: seed, key, name: &mut self.name })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let Some(walk) = &mut self.walk else {
            return self.inner.next_value_seed(Checked { inner: seed, check: None });
        };
        let Some(name) = self.name.take() else {
            walk.report.give_up();
            return self.inner.next_value_seed(Checked { inner: seed, check: None });
        };
        match walk.member(&name) {
            Some((schema, path)) => {
                let check = Check::new(schema, &path, walk.report);
                self.inner.next_value_seed(Checked { inner: seed, check: Some(check) })
            }
            None => self.inner.next_value_seed(Checked { inner: seed, check: None }),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}
