//! `impl Paginate`: field access and a call of the runtime, which has the arithmetic.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Position, rust_type};
use crate::plan::{Next, OperationPlan, PageEnd, PageField, PagePlan, Path, Plan, RustType, Step};

/// `impl Paginate` of an operation.
pub(super) fn paginate(_plan: &Plan, operation: &OperationPlan, paging: &PagePlan) -> TokenStream {
    let request = &operation.request;
    let item = rust_type(&paging.item, Position::Elsewhere);
    let items = items(operation, &paging.items);
    let next = next(operation, paging);
    quote! {
        impl Paginate for operations::#request {
            type Item = #item;

            #[inline]
            fn items(page: Self::Output) -> Vec<Self::Item> { #items }

            #[inline]
            fn next(&self, page: &Response<Self::Output>) -> Option<Next<Self>> { #next }
        }
    }
}

/// The items, taken out of the output.
fn items(operation: &OperationPlan, path: &Path) -> TokenStream {
    let has_headers = operation.success.answers().iter().any(|answer| answer.headers.is_some());
    let mut value = if has_headers { quote!(page.body) } else { quote!(page) };
    let mut optional = false;
    for Step { ident, options, boxed } in path {
        let field = |whole: TokenStream| if *boxed { quote!((*#whole.#ident)) } else { quote!(#whole.#ident) };
        let flat = (*options == 2).then(|| quote!(.flatten()));
        value = match (optional, options) {
            (false, _) => {
                let field = field(value);
                quote!(#field #flat)
            }
            (true, 0) => {
                let field = field(quote!(it));
                quote!(#value.map(|it| #field))
            }
            (true, _) => {
                let field = field(quote!(it));
                quote!(#value.and_then(|it| #field #flat))
            }
        };
        optional |= *options > 0;
    }
    if optional { quote!(#value.unwrap_or_default()) } else { value }
}

fn next(operation: &OperationPlan, paging: &PagePlan) -> TokenStream {
    let step = |field: &PageField, value: TokenStream| {
        let end = end(paging);
        let request = with(operation, field);
        quote! {
            let end = #end;
            let next = #value;
            Some(Next::Request(#request))
        }
    };
    match &paging.next {
        Next::Link => quote!(next_link(page.header_map()).map(Next::Link)),
        Next::Url(path) => {
            let url = reference(path);
            quote!(next_url(#url).map(Next::Link))
        }
        Next::Page(field, first) => {
            let (name, first) = (&field.ident, Literal::i64_unsuffixed(*first));
            step(field, quote!(next_page(&self.#name, #first, end)?))
        }
        Next::Offset(field) => {
            let name = &field.ident;
            step(field, quote!(next_offset(&self.#name, end)?))
        }
        Next::Cursor(field, path) => {
            let cursor = reference(path);
            step(field, quote!(next_cursor(#cursor, end)?))
        }
    }
}

/// The same request with `next` in a field.
fn with(operation: &OperationPlan, field: &PageField) -> TokenStream {
    let name = &field.ident;
    let value = match &field.ty {
        RustType::I32 | RustType::U32 | RustType::U64 => {
            let ty = rust_type(&field.ty, Position::Elsewhere);
            quote!(#ty::try_from(next).ok()?)
        }
        RustType::F64 => quote!(next as f64),
        _ => quote!(next),
    };
    let value = if field.required { value } else { quote!(Some(#value)) };
    let rest = (operation.params.len() + usize::from(operation.body.is_some()) > 1).then(|| quote!(, ..self.clone()));
    quote!(Self { #name: #value #rest })
}

fn end(paging: &PagePlan) -> TokenStream {
    let count = count(&paging.items);
    let size = paging.size.as_ref().map(|field| {
        let name = &field.ident;
        match field.default {
            Some(default) if !field.required => {
                let default = match field.ty {
                    RustType::F32 | RustType::F64 => Literal::f64_unsuffixed(default as f64),
                    _ => Literal::i64_unsuffixed(default),
                };
                quote!(.size(&self.#name.unwrap_or(#default)))
            }
            _ => quote!(.size(&self.#name)),
        }
    });
    let ends = paging.ends.iter().map(|end| {
        let (method, path) = match end {
            PageEnd::More(path) => (quote!(more), path),
            PageEnd::TotalPages(path) => (quote!(total_pages), path),
            PageEnd::Total(path) => (quote!(total), path),
        };
        let value = reference(path);
        quote!(.#method(#value))
    });
    quote!(PageEnd::new(#count) #size #(#ends)*)
}

/// The number of items of a page.
fn count(path: &Path) -> TokenStream {
    match place(path) {
        (list, false) => quote!(#list.len()),
        (list, true) => quote!(#list.map_or(0, Vec::len)),
    }
}

/// A value of the page by reference, in an `Option` where it may be absent.
fn reference(path: &Path) -> TokenStream {
    let (value, _) = place(path);
    quote!(&#value)
}

/// The place of a value in the page, or an `Option` of a reference to it.
fn place(path: &Path) -> (TokenStream, bool) {
    path.iter().fold((quote!(page), false), |(value, optional), Step { ident, options, .. }| {
        let flat = (*options == 2).then(|| quote!(.and_then(Option::as_ref)));
        match (optional, options) {
            (false, 0) => (quote!(#value.#ident), false),
            (false, _) => (quote!(#value.#ident.as_ref() #flat), true),
            (true, 0) => (quote!(#value.map(|it| &it.#ident)), true),
            (true, _) => (quote!(#value.and_then(|it| it.#ident.as_ref()) #flat), true),
        }
    })
}
