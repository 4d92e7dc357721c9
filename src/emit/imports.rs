//! The imports of a file: exactly the names that its items use, since an unused import is a warning.

use std::fmt::{Display, Write as _};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// A name that files may use without a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Importable {
    /// A module or crate, which is used when something follows `name::`.
    Module(&'static str),
    /// The module that the path of the list names itself, used like any module.
    Own(&'static str),
    /// A type, trait or function; no name from the document is the same.
    Item(&'static str),
}

impl Importable {
    fn text(self) -> &'static str {
        match self {
            Self::Module(name) | Self::Own(name) | Self::Item(name) => name,
        }
    }
}

/// `use` items for what tokens, or items that are text, mention of each list, in the order given. A path is the one that a
/// list is found under.
pub(super) fn imports<T: Display>(items: &[T], lists: &[(TokenStream, &[Importable])]) -> Vec<TokenStream> {
    let mut mentioned = Mentioned::new(lists);
    let mut text = String::new();
    for item in items {
        text.clear();
        // Writing to a string does not fail.
        let _ = write!(text, "{item}");
        mentioned.scan(&text);
    }
    let mut uses = Vec::new();
    for (path, names) in lists {
        let used = names.iter().filter(|name| mentioned.has(**name)).map(|name| match name {
            Importable::Own(_) => format_ident!("self"),
            Importable::Module(name) | Importable::Item(name) => format_ident!("{name}"),
        });
        let used: Vec<_> = used.collect();
        match used.as_slice() {
            [] => {}
            [own] if own == "self" => uses.push(quote!(use #path;)),
            [one] => uses.push(quote!(use #path::#one;)),
            many => uses.push(quote!(use #path::{#(#many),*};)),
        }
    }
    uses
}

/// Which of the names that may be imported paths begin with.
struct Mentioned {
    /// In alphabetical order: whether something follows the name, and whether it was met at all.
    names: Vec<(&'static str, Found)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Found {
    as_module: bool,
    as_item: bool,
}

impl Mentioned {
    fn new(lists: &[(TokenStream, &[Importable])]) -> Self {
        let all = lists.iter().flat_map(|(_, names)| names.iter());
        let mut names: Vec<_> = all.map(|name| (name.text(), Found::default())).collect();
        names.sort_by_key(|(name, _)| *name);
        names.dedup_by_key(|(name, _)| *name);
        Self { names }
    }

    fn has(&self, name: Importable) -> bool {
        let found = self.names.binary_search_by_key(&name.text(), |(name, _)| *name);
        let found = found.ok().and_then(|index| self.names.get(index)).map(|(_, found)| *found).unwrap_or_default();
        match name {
            Importable::Module(_) | Importable::Own(_) => found.as_module,
            Importable::Item(_) => found.as_item,
        }
    }

    /// Looks through tokens as text, or through an item that is text. To go through the tokens themselves would copy every
    /// group.
    fn scan(&mut self, text: &str) {
        let mut rest = text;
        let mut after_separator = false;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                ' ' => 1,
                '"' | '\'' => literal(rest),
                'r' if is_raw(rest) => raw_literal(rest),
                _ if is_of_name(first) => {
                    let name = rest.find(|c| !is_of_name(c)).map_or(rest, |end| &rest[..end]);
                    if !after_separator {
                        self.note(name, rest[name.len()..].trim_start_matches(' ').starts_with("::"));
                    }
                    name.len()
                }
                ':' if rest.starts_with("::") => 2,
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                other => other.len_utf8(),
            };
            // A single colon introduces a type.
            after_separator = (after_separator && first == ' ') || first == '.' || rest.starts_with("::");
            rest = &rest[length..];
        }
    }

    fn note(&mut self, name: &str, as_module: bool) {
        let Ok(index) = self.names.binary_search_by_key(&name, |(name, _)| *name) else { return };
        if let Some((_, found)) = self.names.get_mut(index) {
            found.as_item = true;
            found.as_module |= as_module;
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

/// The length of the literal that a text begins with, or of the mark of a lifetime.
fn literal(text: &str) -> usize {
    let mark = &text[..1];
    let mut escaped = false;
    let ends = |c: char| {
        let ends = !escaped && mark.starts_with(c);
        escaped = c == '\\' && !escaped;
        ends
    };
    let is_lifetime = mark == "'" && !text[1..].starts_with('\\') && text.chars().nth(2) != Some('\'');
    if is_lifetime { 1 } else { text[1..].find(ends).map_or(text.len(), |end| end + 2) }
}

/// Whether a text begins with a raw literal, and not with a name.
fn is_raw(text: &str) -> bool {
    text[1..].trim_start_matches('#').starts_with('"')
}

/// The length of the raw literal that a text begins with.
fn raw_literal(text: &str) -> usize {
    let marks = text[1..].len() - text[1..].trim_start_matches('#').len();
    let start = marks + 2;
    let end = format!("\"{}", "#".repeat(marks));
    text[start..].find(&end).map_or(text.len(), |at| start + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mentioned_is_imported() {
        let item = quote! {
            struct A { a: Vec<types::B>, c: self::Reply<D>, support: u8 }
            #[doc = r#" "Secret" "#]
            fn f<'a>() -> E { x.Secret(' ', '"', '\'', "\" Secret ", r" Secret\", 0.5) }
        };
        let lists: [(TokenStream, &[Importable]); 2] = [
            (quote!(super), &[Importable::Module("support"), Importable::Module("types")]),
            (
                quote!(super::support),
                &[Importable::Item("Reply"), Importable::Item("Secret"), Importable::Item("D"), Importable::Item("E")],
            ),
        ];
        let uses: Vec<String> = imports(&[item], &lists).iter().map(ToString::to_string).collect();
        assert_eq!(uses, ["use super :: types ;", "use super :: support :: { D , E } ;"]);
        let text = "/// don't types::C<D>\npub struct A { support: Vec<types::B>, e: E }";
        let uses: Vec<String> = imports(&[text], &lists).iter().map(ToString::to_string).collect();
        assert_eq!(uses, ["use super :: types ;", "use super :: support :: E ;"]);
    }
}
