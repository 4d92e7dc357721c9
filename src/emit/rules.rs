//! Rules of tables, as expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::schema::{limit, raw};
use super::types::codec::constant;
use crate::plan::Rule;

/// The setter that gives a table its rules; nothing if it has none.
pub(super) fn setter(rules: &[Rule]) -> Option<TokenStream> {
    (!rules.is_empty()).then(|| {
        let rules = list(rules);
        quote!(.rules(#rules))
    })
}

fn list(rules: &[Rule]) -> TokenStream {
    let rules = rules.iter().map(rule);
    quote!(&[#(#rules),*])
}

fn lists(schemas: &[Vec<Rule>]) -> TokenStream {
    let schemas = schemas.iter().map(|rules| list(rules));
    quote!(&[#(#schemas),*])
}

fn rule(rule: &Rule) -> TokenStream {
    let number = |number: u32| Literal::u32_unsuffixed(number);
    match rule {
        Rule::Never => quote!(Rule::Never),
        Rule::Type(names) => quote!(Rule::Type(&[#(#names),*])),
        Rule::Values(values) => {
            let values = values.iter().map(constant);
            quote!(Rule::Values(&[#(#values),*]))
        }
        Rule::Limits(limits) => {
            let limits = limits.iter().map(limit);
            quote!(Rule::Limits(&Schema::any() #(#limits)*))
        }
        Rule::Required(names) => quote!(Rule::Required(&[#(#names),*])),
        Rule::Property(name, rules) => with(quote!(Rule::Property), quote!(#name), rules),
        Rule::Pattern(pattern, rules) => {
            let pattern = raw(pattern);
            with(quote!(Rule::Pattern), quote!(#pattern), rules)
        }
        Rule::Additional { names, patterns, rules } => {
            let (patterns, rules) = (patterns.iter().map(|pattern| raw(pattern)), list(rules));
            quote!(Rule::Additional(&[#(#names),*], &[#(#patterns),*], #rules))
        }
        Rule::Names(rules) => of(quote!(Rule::Names), rules),
        Rule::Item(index, rules) => {
            let index = number(*index);
            with(quote!(Rule::Item), quote!(#index), rules)
        }
        Rule::Items(first, rules) => {
            let first = number(*first);
            with(quote!(Rule::Items), quote!(#first), rules)
        }
        Rule::Contains { least, most, rules } => {
            let (least, rules) = (number(*least), list(rules));
            let most = most.map_or_else(
                || quote!(usize::MAX),
                |most| {
                    let most = number(most);
                    quote!(#most)
                },
            );
            quote!(Rule::Contains(#least, #most, #rules))
        }
        Rule::Together(name, names) => quote!(Rule::Together(#name, &[#(#names),*])),
        Rule::Dependent(name, rules) => with(quote!(Rule::Dependent), quote!(#name), rules),
        Rule::Not(rules) => of(quote!(Rule::Not), rules),
        Rule::All(schemas) => choice(quote!(Rule::All), schemas),
        Rule::Any(schemas) => choice(quote!(Rule::Any), schemas),
        Rule::One(schemas) => choice(quote!(Rule::One), schemas),
        Rule::If(condition, then, otherwise) => {
            let (condition, then, otherwise) = (list(condition), list(then), list(otherwise));
            quote!(Rule::If(#condition, #then, #otherwise))
        }
        Rule::OtherMembers(rules) => of(quote!(Rule::OtherMembers), rules),
        Rule::OtherItems(rules) => of(quote!(Rule::OtherItems), rules),
    }
}

fn of(variant: TokenStream, rules: &[Rule]) -> TokenStream {
    let rules = list(rules);
    quote!(#variant(#rules))
}

fn with(variant: TokenStream, what: TokenStream, rules: &[Rule]) -> TokenStream {
    let rules = list(rules);
    quote!(#variant(#what, #rules))
}

fn choice(variant: TokenStream, schemas: &[Vec<Rule>]) -> TokenStream {
    let schemas = lists(schemas);
    quote!(#variant(#schemas))
}
