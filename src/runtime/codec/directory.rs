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

    /// The index of a name; the number of names if it is none of them.
    #[inline]
    pub(super) fn find(&self, names: &[&str], name: &str) -> usize {
        let place = usize::from(self.places[place(name.as_bytes())]);
        match place.checked_sub(1) {
            Some(index) if names.get(index).is_some_and(|first| same(first, name)) => index,
            Some(index) => find_behind(index + 1, names, name),
            None => find_behind(LAST, names, name),
        }
    }
}

/// The names from an index on are where those are that share a place with another, or have none.
#[cold]
fn find_behind(start: usize, names: &[&str], name: &str) -> usize {
    let behind = names.get(start..).unwrap_or_default();
    behind.iter().position(|other| same(other, name)).map_or(names.len(), |index| start + index)
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

/// Whether two names are the same. Names are short: comparing their first and last words spares the call that comparing
/// text makes.
#[inline]
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    if let (Some(x), Some(y), Some(v), Some(w)) =
        (a.first_chunk::<8>(), b.first_chunk::<8>(), a.last_chunk::<8>(), b.last_chunk::<8>())
    {
        return x == y && v == w && (a.len() <= 16 || a[8..a.len() - 8] == b[8..a.len() - 8]);
    }
    if let (Some(x), Some(y), Some(v), Some(w)) =
        (a.first_chunk::<4>(), b.first_chunk::<4>(), a.last_chunk::<4>(), b.last_chunk::<4>())
    {
        return x == y && v == w;
    }
    a.first() == b.first() && a.last() == b.last() && a.get(1) == b.get(1)
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
                assert_eq!(directory.find(known, name), index, "{name}");
            }
            for name in others {
                assert_eq!(directory.find(known, name), known.len(), "{name}");
            }
        }
    }

    #[test]
    fn names_of_all_lengths_are_compared_whole() {
        for length in 0..40 {
            let name = "n".repeat(length);
            assert!(same(&name, &name.clone()));
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "o");
                assert!(!same(&name, &other), "{other}");
            }
        }
    }
}
