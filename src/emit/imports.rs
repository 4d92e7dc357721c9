//! The imports of a file: exactly the names that its items use, since an unused import is a warning.

use std::fmt::Write as _;

use proc_macro2::{Ident, Punct, Spacing, TokenStream, TokenTree};
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

/// `use` items for what the tokens mention of each list, in the order given. A path is the one that a list is found under.
pub(super) fn imports(items: &[TokenStream], lists: &[(TokenStream, &[Importable])]) -> Vec<TokenStream> {
    let mut mentioned = Mentioned::new(lists);
    items.iter().for_each(|item| mentioned.scan(item.clone()));
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
    /// The text of the identifier that is being looked at.
    text: String,
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
        Self { names, text: String::new() }
    }

    fn has(&self, name: Importable) -> bool {
        let found = self.names.binary_search_by_key(&name.text(), |(name, _)| *name);
        let found = found.ok().and_then(|index| self.names.get(index)).map(|(_, found)| *found).unwrap_or_default();
        match name {
            Importable::Module(_) | Importable::Own(_) => found.as_module,
            Importable::Item(_) => found.as_item,
        }
    }

    fn scan(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut after_separator = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(ident) if !after_separator => {
                    let as_module = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if is_separator(punct));
                    self.note(&ident, as_module);
                }
                TokenTree::Punct(punct) if punct.as_char() == '.' => {
                    after_separator = true;
                    continue;
                }
                TokenTree::Punct(punct) if is_separator(&punct) => {
                    tokens.next();
                    after_separator = true;
                    continue;
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            after_separator = false;
        }
    }

    fn note(&mut self, ident: &Ident, as_module: bool) {
        self.text.clear();
        // Writing to a string does not fail.
        let _ = write!(self.text, "{ident}");
        let text = self.text.as_str();
        let Ok(index) = self.names.binary_search_by_key(&text, |(name, _)| *name) else { return };
        if let Some((_, found)) = self.names.get_mut(index) {
            found.as_item = true;
            found.as_module |= as_module;
        }
    }
}

/// Whether this is the first colon of `::`. A single colon introduces a type.
fn is_separator(punct: &Punct) -> bool {
    punct.as_char() == ':' && punct.spacing() == Spacing::Joint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mentioned_is_imported() {
        let item = quote! {
            struct A { a: Vec<types::B>, c: self::Reply<D>, support: u8 }
            fn f() -> E { x.Secret() }
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
    }
}
