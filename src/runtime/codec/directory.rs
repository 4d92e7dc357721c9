//! Finding a member by its name, in whatever order the members come.

/// How many places a directory has; a power of two.
const PLACES: usize = 128;

/// How many names can have a place.
const LAST: usize = 255;

/// For each place the first name that belongs there. It is made when the crate is compiled.
#[derive(Debug)]
pub struct Directory {
    /// The index of the name and one more; nothing for a place where no name belongs.
    places: [u8; PLACES],
}

impl Directory {
    /// The directory of these names.
    pub const fn new(names: &[&str]) -> Self {
        let mut places = [0; PLACES];
        let mut index = if names.len() < LAST { names.len() } else { LAST };
        while index > 0 {
            index -= 1;
            places[place(names[index].as_bytes())] = index as u8 + 1;
        }
        Self { places }
    }

    /// The index of a name, if it is not long and the first in its place: nothing does not mean that it is not there.
    #[inline]
    pub(super) fn find(&self, names: &[&str], name: &str) -> Option<usize> {
        let index = usize::from(self.places[place(name.as_bytes())]).checked_sub(1)?;
        names.get(index).is_some_and(|first| short_same(first, name)).then_some(index)
    }

    /// The index of any name. Those from the first of a place on are where those are that share it, and those that have
    /// none are behind the last that has one.
    pub(super) fn find_all(&self, names: &[&str], name: &str) -> Option<usize> {
        let place = usize::from(self.places[place(name.as_bytes())]);
        let start = place.checked_sub(1).unwrap_or(LAST);
        Some(start + names.get(start..)?.iter().position(|other| *other == name)?)
    }
}

/// Where a name belongs: by its length and three of its bytes.
const fn place(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0] as usize, name[length / 2] as usize, name[length - 1] as usize);
    (length * 5 + first * 31 + middle * 7 + last * 3) % PLACES
}

/// Whether two names are the same, and of at most 32 bytes, as most are. Comparing their first and last words spares the
/// call that comparing text makes.
#[inline]
pub(super) fn short_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let length = a.len();
    if length != b.len() {
        return false;
    }
    // In the order of how many names have these lengths.
    if length.wrapping_sub(8) <= 8 {
        return part::<8>(a, 0) == part::<8>(b, 0) && part::<8>(a, length - 8) == part::<8>(b, length - 8);
    }
    if length.wrapping_sub(17) <= 15 {
        return part::<16>(a, 0) == part::<16>(b, 0) && part::<16>(a, length - 16) == part::<16>(b, length - 16);
    }
    match length {
        4..8 => part::<4>(a, 0) == part::<4>(b, 0) && part::<4>(a, length - 4) == part::<4>(b, length - 4),
        1..4 => a[0] == b[0] && a[length / 2] == b[length / 2] && a[length - 1] == b[length - 1],
        _ => length == 0,
    }
}

#[inline]
fn part<const N: usize>(name: &[u8], at: usize) -> Option<&[u8; N]> {
    name.get(at..at + N)?.first_chunk()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> = (0..600).map(|n| format!("{}member_{n}", "x".repeat(n % 20))).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.extend(["", "a", "b", "ab", "ba", "abc", "acb", "name", "mane", "identifier", "identifies"]);
        for known in [0, 1, 20, 254, 255, 256, names.len()] {
            let (known, others) = names.split_at(known);
            let directory = Directory::new(known);
            for (index, name) in known.iter().enumerate() {
                assert_eq!(directory.find_all(known, name), Some(index), "{name}");
                assert!(directory.find(known, name).is_none_or(|found| found == index), "{name}");
            }
            for name in others {
                assert_eq!(directory.find_all(known, name), None, "{name}");
                assert_eq!(directory.find(known, name), None, "{name}");
            }
        }
    }

    #[test]
    fn names_are_compared_whole() {
        for length in 0..40 {
            let name = "n".repeat(length);
            assert_eq!(short_same(&name, &name.clone()), length <= 32, "{length}");
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "o");
                assert!(!short_same(&name, &other), "{other}");
            }
        }
    }
}
