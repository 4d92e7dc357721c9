//! Where the values of a tree stand that overlays have changed: in the document, or in an overlay.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::diag::{FileId, Place, Pointer};

/// The places of values by the pointers to them in the tree. What is not listed stands where what is around it stands.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "overlay"), allow(dead_code, reason = "without overlays nothing is moved"))]
pub(super) struct Origins {
    all: Place,
    moved: BTreeMap<String, Place>,
}

impl Default for Origins {
    fn default() -> Self {
        Self::of_file(Place { file: FileId(0), pointer: Pointer::root() })
    }
}

#[cfg_attr(not(feature = "overlay"), allow(dead_code, reason = "without overlays nothing is moved"))]
impl Origins {
    /// Those of a value that stands as a whole at a place.
    pub(super) fn of_file(all: Place) -> Self {
        Self { all, moved: BTreeMap::new() }
    }

    /// Whether everything stands where the tree has it.
    pub(super) fn is_plain(&self) -> bool {
        self.moved.is_empty()
    }

    /// The place of the value at a pointer.
    pub(super) fn of(&self, pointer: &str) -> Place {
        let mut start = pointer;
        loop {
            if let Some(place) = self.moved.get(start) {
                return joined(place, &pointer[start.len()..]);
            }
            match start.rfind('/') {
                Some(end) => start = &start[..end],
                None => return joined(&self.all, pointer),
            }
        }
    }

    /// The places of the value at a pointer and of what is in it, by the pointers from there.
    pub(super) fn below(&self, pointer: &str) -> Vec<(String, Place)> {
        let inner = self.within(pointer).map(|(way, place)| (way[pointer.len()..].to_owned(), place.clone()));
        std::iter::once((String::new(), self.of(pointer))).chain(inner).collect()
    }

    /// Lists the places of a value that is new at a pointer.
    pub(super) fn put(&mut self, pointer: &str, places: Vec<(String, Place)>) {
        self.forget(pointer);
        self.moved.extend(places.into_iter().map(|(way, place)| (format!("{pointer}{way}"), place)));
    }

    /// Forgets the places of a value.
    pub(super) fn forget(&mut self, pointer: &str) {
        let inner: Vec<String> = self.within(pointer).map(|(way, _)| way.clone()).collect();
        self.moved.remove(pointer);
        inner.iter().for_each(|way| {
            self.moved.remove(way);
        });
    }

    /// Moves the elements behind one that was removed from an array; `left` is how many there are now.
    pub(super) fn remove_item(&mut self, array: &str, index: usize, left: usize) {
        for index in index..left {
            let behind = self.below(&format!("{array}/{}", index + 1));
            self.put(&format!("{array}/{index}"), behind);
        }
        self.forget(&format!("{array}/{left}"));
    }

    /// The listed places of what is in the value at a pointer.
    fn within(&self, pointer: &str) -> impl Iterator<Item = (&String, &Place)> {
        let start = format!("{pointer}/");
        let range = (Bound::Included(start.clone()), Bound::Unbounded);
        self.moved.range::<String, _>(range).take_while(move |(way, _)| way.starts_with(&start))
    }
}

fn joined(place: &Place, rest: &str) -> Place {
    Place { file: place.file, pointer: Pointer::parse(&format!("{}{rest}", place.pointer)) }
}
