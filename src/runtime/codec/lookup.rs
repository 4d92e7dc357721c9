//! Which member of an object comes next, and which were there before.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Visitor};

use super::Directory;
use super::directory::short_same;

/// Finds members by their names. Most objects have their members in the order of the document, so the one behind the last
/// one is tried first.
#[derive(Debug)]
pub(super) struct Lookup {
    names: &'static [&'static str],
    directory: &'static Directory,
    /// The names behind the last one, of the first 64.
    ahead: &'static [&'static str],
    /// Behind the member that was found last.
    next: usize,
    /// Which of the first 64 members were there, a bit for each.
    seen: u64,
    /// Which of the others were.
    seen_further: Vec<bool>,
    /// The name that was there before, if one was.
    repeated: Option<&'static str>,
    /// Where unknown names are kept, if they are.
    unknown: Option<String>,
}

/// How many members have a bit.
const BITS: usize = u64::BITS as usize;

impl Lookup {
    #[inline]
    pub(super) fn new(names: &'static [&'static str], directory: &'static Directory) -> Self {
        let ahead = names.get(..BITS).unwrap_or(names);
        Self { names, directory, ahead, next: 0, seen: 0, seen_further: Vec::new(), repeated: None, unknown: None }
    }

    /// The index of the member that was found last; the number of names if it has none of them, or was there before.
    #[inline]
    pub(super) fn index(&self) -> usize {
        self.next.wrapping_sub(1)
    }

    /// The name that was there before, if one was.
    pub(super) fn repeated(&self) -> Option<&'static str> {
        self.repeated
    }

    /// The name of a member.
    pub(super) fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// Begins to keep unknown names.
    pub(super) fn keep_unknown(&mut self) {
        self.unknown = Some(String::new());
    }

    /// The name that was found last, if it is unknown.
    pub(super) fn take_unknown(&mut self) -> Option<String> {
        if self.repeated.is_none() && self.index() == self.names.len() {
            self.unknown.as_mut().map(std::mem::take)
        } else {
            None
        }
    }

    /// Finds a member that is not the one behind the last one.
    #[inline(never)]
    fn find(&mut self, name: &str) {
        match self.directory.find(self.names, name) {
            Some(index) if index < BITS && self.is_new(index) => self.go_to(index),
            _ => self.find_further(name),
        }
    }

    #[cold]
    fn find_further(&mut self, name: &str) {
        let Some(index) = self.directory.find_all(self.names, name) else {
            if let Some(unknown) = &mut self.unknown {
                name.clone_into(unknown);
            }
            return self.go_to(self.names.len());
        };
        let is_new = if index < BITS { self.is_new(index) } else { self.is_new_further(index - BITS) };
        if is_new {
            self.go_to(index);
        } else {
            self.repeated = self.names.get(index).copied();
            self.go_to(self.names.len());
        }
    }

    #[inline]
    fn go_to(&mut self, index: usize) {
        self.next = index + 1;
        self.ahead = self.names.get(index + 1..BITS.min(self.names.len())).unwrap_or_default();
    }

    /// Whether this is the first time that a member of the first 64 is there.
    #[inline]
    fn is_new(&mut self, index: usize) -> bool {
        let bit = 1 << (index % BITS);
        let is_new = self.seen & bit == 0;
        self.seen |= bit;
        is_new
    }

    fn is_new_further(&mut self, index: usize) -> bool {
        if self.seen_further.len() <= index {
            self.seen_further.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.seen_further[index], true)
    }
}

/// The name of a member, to be looked up. It passes one pointer and returns nothing, as it is asked for each member.
pub(super) struct Key<'a>(pub(super) &'a mut Lookup);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        let lookup = self.0;
        if let Some((next, ahead)) = lookup.ahead.split_first()
            && short_same(next, name)
            && lookup.is_new(lookup.next)
        {
            lookup.ahead = ahead;
            lookup.next += 1;
        } else {
            lookup.find(name);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found for names that come one after the other, until one repeats another.
    fn found(names: &[&str], come: &[&str]) -> (Vec<usize>, Option<&'static str>) {
        let names: Vec<&str> = names.iter().map(|name| &*name.to_string().leak()).collect();
        let directory: &Directory = Box::leak(Box::new(Directory::new(&names)));
        let mut lookup = Lookup::new(names.leak(), directory);
        lookup.keep_unknown();
        let mut indices = Vec::new();
        for name in come {
            Key(&mut lookup).visit_str::<serde_core::de::value::Error>(name).unwrap();
            if lookup.repeated().is_some() {
                assert_eq!(lookup.index(), lookup.names.len());
                return (indices, lookup.repeated());
            }
            indices.push(lookup.index());
            let unknown = lookup.take_unknown();
            assert_eq!(unknown.as_deref(), (lookup.index() == lookup.names.len()).then_some(*name));
        }
        (indices, None)
    }

    const ALIKE: [&str; 12] = [
        "name",
        "names",
        "nam",
        "nane",
        "",
        "n",
        "identifier_one",
        "identifier_two",
        "a_long_name_that_is_like_another_in_32",
        "a_long_name_that_is_lake_another_in_32",
        "of_20_bytes_that_are",
        "of_20_bytes_dhat_are",
    ];

    #[test]
    fn members_are_found_in_any_order_among_unknown_ones() {
        for step in [1, 5, 7, 11] {
            let order: Vec<usize> = (0..ALIKE.len()).map(|n| n * step % ALIKE.len()).collect();
            for place in 0..=ALIKE.len() {
                let mut come: Vec<&str> = order.iter().map(|index| ALIKE[*index]).collect();
                let mut expected = order.clone();
                come.insert(place, "nome");
                expected.insert(place, ALIKE.len());
                assert_eq!(found(&ALIKE, &come), (expected, None));
            }
        }
    }

    #[test]
    fn a_member_that_comes_again_is_told_wherever_it_does() {
        let many: Vec<String> = (0..150).map(|n| format!("member_{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for names in [&ALIKE[..], &many[..64], &many[..65], &many] {
            for step in [1, 7] {
                let order: Vec<usize> = (0..names.len()).map(|n| n * step % names.len()).collect();
                let come: Vec<&str> = order.iter().map(|index| names[*index]).collect();
                assert_eq!(found(names, &come), (order.clone(), None));
                for again in [0, 1, names.len() / 2, names.len() - 1] {
                    let repeated = [&come[..], &[come[again]]].concat();
                    assert_eq!(found(names, &repeated), (order.clone(), Some(come[again])));
                    let at_once = [&come[..=again], &[come[again]]].concat();
                    assert_eq!(found(names, &at_once).1, Some(come[again]));
                }
            }
        }
    }
}
