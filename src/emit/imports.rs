//! The imports of a file: exactly the names that its items use, since an unused import is a warning.

use indexmap::IndexSet;
use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
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

/// `use` items for what the tokens mention of each list, in the order given. A path is the one that a list is found under.
pub(super) fn imports(items: &[TokenStream], lists: &[(TokenStream, &[Importable])]) -> Vec<TokenStream> {
    let mut mentioned = Mentioned::default();
    items.iter().for_each(|item| mentioned.scan(item.clone()));
    let mut uses = Vec::new();
    for (path, names) in lists {
        let used = names.iter().filter_map(|name| match name {
            Importable::Module(name) => mentioned.modules.contains(*name).then(|| format_ident!("{name}")),
            Importable::Own(name) => mentioned.modules.contains(*name).then(|| format_ident!("self")),
            Importable::Item(name) => mentioned.items.contains(*name).then(|| format_ident!("{name}")),
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

/// The identifiers at which a path begins.
#[derive(Default)]
struct Mentioned {
    modules: IndexSet<String>,
    items: IndexSet<String>,
}

impl Mentioned {
    fn scan(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut after_separator = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(ident) if !after_separator => {
                    if matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if is_separator(punct)) {
                        self.modules.insert(ident.to_string());
                    }
                    self.items.insert(ident.to_string());
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
