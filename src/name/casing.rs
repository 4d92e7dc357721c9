//! From arbitrary text to identifiers in one of Rust's cases. Acronyms are words: `HTTPUrl` is `http_url`, `HttpUrl`.
//!
//! A hint may be composed of several pieces of text with blanks between them: `"petOwner items"`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::ident::Ident;
use super::keyword::is_reserved_package;
use super::spell::{ascii, spell_affixes, spell_all};

/// The most characters an identifier has; file systems stop at 255 bytes, readers sooner.
const LONGEST: usize = 100;

/// A title may be a sentence; the name of a package is better a few words. Registries allow 64 characters.
const LONGEST_PACKAGE: usize = 48;

/// Names that case boundaries would split in the wrong place.
const WHOLE: &[&str] = &["OAuth", "IPv4", "IPv6", "GraphQL", "GitHub", "GitLab", "MySQL", "PostgreSQL", "iOS"];

/// How the words of an identifier are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `pet_owner`: fields, methods, parameters.
    Snake,
    /// `pet_owner` in ASCII, never a raw identifier: modules, which are files too.
    Module,
    /// `PetOwner`: types and variants.
    UpperCamel,
    /// `PET_OWNER`: constants.
    ScreamingSnake,
}

/// `pet_owner`: a field, method or parameter.
pub fn snake(wire: &str) -> Ident {
    Case::Snake.apply(wire)
}

/// `PetOwner`: a type or variant.
pub fn upper_camel(wire: &str) -> Ident {
    Case::UpperCamel.apply(wire)
}

/// `pet-owner`: a package. ASCII, begins with a letter, short enough for a registry, and no name that means something
/// else to cargo, to rustc or in generated code. Capitals inside a word do not split it: `GitHub` is one name.
pub fn package(wire: &str) -> String {
    let words = words(&ascii(&spell_affixes(wire)).to_lowercase());
    let words = if words.is_empty() { words_of_symbols(&ascii(&spell_all(wire))) } else { words };
    let mut name = String::new();
    for word in words.iter() {
        let word: String = word.to_lowercase().chars().take(LONGEST_PACKAGE).collect();
        if name.len() + word.len() >= LONGEST_PACKAGE && !name.is_empty() {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { "-" });
        name.push_str(&word);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'n');
    }
    if is_reserved_package(&name) { format!("{name}-api") } else { name }
}

impl Case {
    /// The identifier for text from a document. Total: any text has one.
    pub fn apply(self, wire: &str) -> Ident {
        self.join(&words(&self.folded(spell_affixes(wire))), wire)
    }

    /// The identifier with every symbol spelled out, for text whose plain identifier is taken.
    pub(super) fn apply_spelled(self, wire: &str) -> Ident {
        self.join(&words(&self.folded(spell_all(wire).into())), wire)
    }

    fn folded(self, text: Cow<'_, str>) -> Cow<'_, str> {
        if self == Self::Module && !text.is_ascii() { ascii(&text).into() } else { text }
    }

    fn join(self, words: &Words, wire: &str) -> Ident {
        if words.is_empty() {
            return self.join(&words_of_symbols(&self.folded(spell_all(wire).into())), "empty");
        }
        let text: String = match self {
            Self::Snake | Self::Module => lowercase(words.with_underscores()),
            Self::ScreamingSnake => uppercase(words.with_underscores()),
            Self::UpperCamel => camel(words),
        };
        let text = if text.is_ascii() { text } else { text.nfc().collect() };
        let text = self.begun(shortened(text));
        if self == Self::Module {
            return Ident::escaped(&if Ident::escaped(&text).is_raw() { format!("{text}_") } else { text });
        }
        Ident::escaped(&text)
    }

    /// Makes the first character one that an identifier of this case may begin with.
    fn begun(self, text: String) -> String {
        let first = text.chars().next().unwrap_or('_');
        match self {
            // `non_camel_case_types` objects to the few lowercase letters that have no uppercase form.
            Self::UpperCamel if !unicode_ident::is_xid_start(first) || first.is_lowercase() => format!("N{text}"),
            Self::Module if !first.is_ascii_alphabetic() => format!("n{text}"),
            _ if !unicode_ident::is_xid_start(first) => format!("_{text}"),
            _ => text,
        }
    }
}

fn lowercase(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

fn uppercase(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_uppercase();
        return text;
    }
    text.chars().flat_map(char::to_uppercase).map(shouted).collect()
}

/// `non_upper_case_globals` objects to the few lowercase letters that have no uppercase form.
fn shouted(c: char) -> char {
    if c.is_lowercase() { 'X' } else { c }
}

fn words_of_symbols(spelled: &str) -> Words {
    let found = words(spelled);
    if found.is_empty() { words("empty") } else { found }
}

/// Words begin in upper case; an underscore keeps two numbers apart, as in `V1_2`.
fn camel(words: &Words) -> String {
    let mut text = String::with_capacity(words.text.len());
    for word in words.iter() {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        if first.is_numeric() && text.ends_with(char::is_numeric) {
            text.push('_');
        }
        if word.is_ascii() {
            text.push(first.to_ascii_uppercase());
            text.extend(chars.map(|c| c.to_ascii_lowercase()));
            continue;
        }
        text.extend(first.to_uppercase());
        text.extend(chars.flat_map(char::to_lowercase));
    }
    text
}

/// Cuts what is too long and tells the rest apart by a hash that depends on the text alone.
fn shortened(text: String) -> String {
    if text.len() <= LONGEST || text.chars().count() <= LONGEST {
        return text;
    }
    // FNV-1a, which is stable across platforms and releases, unlike the hashers of the standard library.
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let kept: String = text.chars().take(LONGEST - 9).collect();
    let mark = if text.contains(char::is_lowercase) { format!("x{hash:08x}") } else { format!("X{hash:08X}") };
    format!("{}{mark}", kept.trim_end_matches(['_', '-']))
}

/// Words, none of them empty. They are one text: names are many, and have many words.
#[derive(Debug, Default)]
struct Words {
    text: String,
    /// Where words end, but for what may still become longer.
    ends: Vec<usize>,
}

impl Words {
    /// Ends the word, if one was begun.
    fn end(&mut self) {
        if self.is_within() {
            self.ends.push(self.text.len());
        }
    }

    /// Whether a word was begun.
    fn is_within(&self) -> bool {
        self.text.len() > self.ends.last().copied().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.text[*start..*end])
    }

    fn with_underscores(&self) -> String {
        let mut text = String::with_capacity(self.text.len() + self.ends.len());
        for word in self.iter() {
            text.push_str(if text.is_empty() { "" } else { "_" });
            text.push_str(word);
        }
        text
    }
}

/// Splits text into words at everything that is not a letter or digit, and where case says that a word begins.
fn words(text: &str) -> Words {
    // Nearly all names are ASCII, which every form of normalization leaves alone.
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    if text.is_ascii() {
        chars.extend(text.bytes().map(char::from))
    } else {
        chars.extend(text.nfkc())
    }
    let mut words = Words { text: String::with_capacity(text.len()), ends: Vec::with_capacity(8) };
    let mut cased = None;
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if !words.is_within()
            && let Some(whole) = whole_at(&chars[i..])
        {
            words.text.push_str(whole);
            cased = whole.chars().rev().find_map(kind);
            i += whole.chars().count();
            continue;
        }
        if c.is_alphanumeric() && unicode_ident::is_xid_continue(c) {
            if begins_word(&chars, i, cased) {
                words.end();
                cased = None;
                // What follows may be a name that is kept whole.
                if whole_at(&chars[i..]).is_some() {
                    continue;
                }
            }
            cased = kind(c).or(cased);
            words.text.push(c);
        } else if words.is_within() && is_combining_mark(c) && unicode_ident::is_xid_continue(c) {
            // A combining mark belongs to the letter before it.
            words.text.push(c);
        } else if !matches!(c, '\'' | '\u{2019}') {
            words.end();
            cased = None;
        }
        i += 1;
    }
    words.end();
    words
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upper,
    Lower,
    Caseless,
}

/// The kind of a letter; digits have none, so that they take part in the word around them.
fn kind(c: char) -> Option<Kind> {
    match c {
        'a'..='z' => Some(Kind::Lower),
        '0'..='9' => None,
        c if c.is_uppercase() => Some(Kind::Upper),
        c if c.is_lowercase() && !c.to_uppercase().eq([c]) => Some(Kind::Lower),
        c if c.is_numeric() => None,
        _ => Some(Kind::Caseless),
    }
}

/// Whether a word begins at `i`, given the kind of the letter before it in the same word.
fn begins_word(chars: &[char], i: usize, before: Option<Kind>) -> bool {
    if kind(chars[i]) != Some(Kind::Upper) {
        return false;
    }
    match before {
        None | Some(Kind::Caseless) => false,
        Some(Kind::Lower) => true,
        Some(Kind::Upper) => {
            let next = |n: usize| chars.get(i + n).copied().and_then(kind);
            // The plural of an acronym, as in `userIDs`, is no new word.
            let plural = chars.get(i + 1) == Some(&'s') && next(2) != Some(Kind::Lower);
            next(1) == Some(Kind::Lower) && !plural
        }
    }
}

fn whole_at(chars: &[char]) -> Option<&'static str> {
    let first = *chars.first()?;
    WHOLE.iter().copied().filter(|whole| whole.starts_with(first)).find(|whole| {
        let count = whole.chars().count();
        whole.chars().eq(chars.iter().take(count).copied()) && chars.get(count).is_none_or(|c| !c.is_lowercase())
    })
}
