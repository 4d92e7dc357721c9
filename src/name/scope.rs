//! Scopes: sets of names in which no two are alike. The first to ask keeps its name, so that what is added at the end
//! of a document never renames what stands before it.

use indexmap::{IndexMap, IndexSet};

use super::casing::Case;
use super::ident::Ident;

/// Allocates identifiers of one case.
#[derive(Debug, Clone)]
pub struct Scope {
    case: Case,
    reserved: IndexSet<String>,
    taken: IndexSet<String>,
    /// The number that was last tried behind a name, so that thousands of equal hints cost no more than as many others.
    numbers: IndexMap<String, u32>,
}

/// A name, and why it is not the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocated {
    /// The name, unique in its scope.
    pub ident: Ident,
    /// Why the name is not simply the hint in the case of the scope; worth a note to the reader.
    pub renamed: Option<Reason>,
}

/// Why a name is not the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An earlier name is the same.
    Taken,
    /// Generated code needs the name itself.
    Reserved,
}

impl Scope {
    /// An empty scope of one case, in which some names may not be used.
    pub fn new<'a>(case: Case, reserved: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            case,
            reserved: reserved.into_iter().map(str::to_owned).collect(),
            taken: IndexSet::new(),
            numbers: IndexMap::new(),
        }
    }

    /// Allocates a name for text from the document. Where that is taken, tries its symbols spelled out, then the
    /// suffixes in order (the role of the thing, such as `model`), then the last of these with a number.
    pub fn allocate(&mut self, hint: &str, suffixes: &[&str]) -> Allocated {
        let plain = self.case.apply(hint);
        let Some(reason) = self.objection(&plain) else {
            return Allocated { ident: self.take(plain), renamed: None };
        };
        let others = std::iter::once(self.case.apply_spelled(hint))
            .chain(suffixes.iter().map(|suffix| self.case.apply(&format!("{hint} {suffix}"))));
        let free = others.into_iter().find(|ident| self.objection(ident).is_none());
        let ident = match free {
            Some(ident) => ident,
            None => self.numbered(&match suffixes.last() {
                Some(suffix) if reason == Reason::Reserved => self.case.apply(&format!("{hint} {suffix}")),
                _ => plain,
            }),
        };
        Allocated { ident: self.take(ident), renamed: Some(reason) }
    }

    /// The case of its names.
    pub fn case(&self) -> Case {
        self.case
    }

    /// Why a name cannot be given, if it cannot.
    pub fn objection(&self, ident: &Ident) -> Option<Reason> {
        if self.reserved.contains(ident.bare()) {
            Some(Reason::Reserved)
        } else if self.taken.contains(ident.bare()) {
            Some(Reason::Taken)
        } else {
            None
        }
    }

    fn take(&mut self, ident: Ident) -> Ident {
        self.taken.insert(ident.bare().to_owned());
        ident
    }

    fn numbered(&mut self, base: &Ident) -> Ident {
        let base = base.bare().trim_end_matches('_').to_owned();
        let separator = if self.case == Case::UpperCamel && !base.ends_with(char::is_numeric) { "" } else { "_" };
        let mut number = self.numbers.get(&base).copied().unwrap_or(1);
        loop {
            number += 1;
            let ident = Ident::escaped(&format!("{base}{separator}{number}"));
            if self.objection(&ident).is_none() {
                self.numbers.insert(base, number);
                return ident;
            }
        }
    }
}
