//! `client`: the handles of groups, with a method for each operation, and the setters that its calls have.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::arguments::{argument_type, argument_value};
use super::imports::{Importable, imports};
use super::{Position, SourceFile, Unit, docs};
use crate::name::Ident;
use crate::plan::{DocLines, GroupPlan, OperationPlan, Plan, RustType, Status};

/// The files: one for each group.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    (0..plan.operations.groups.len()).map(|index| Unit::new(file, index)).collect()
}

fn importable() -> [(TokenStream, &'static [Importable]); 3] {
    [
        (
            quote!(super::super),
            &[Importable::Module("operations"), Importable::Module("support"), Importable::Module("types")],
        ),
        (quote!(super::super::support::client), &[Importable::Item("Call"), Importable::Item("Core")]),
        (quote!(super), &[Importable::Item("Client")]),
    ]
}

fn file(plan: &Plan, index: usize) -> SourceFile {
    let group = &plan.operations.groups[index];
    let handle = group.name.is_some().then(|| handle(group));
    let ident = &group.handle;
    let methods = group.operations.iter().map(method);
    let methods = quote!(impl #ident { #(#methods)* });
    let setters = group.operations.iter().filter_map(setters);
    let items: Vec<TokenStream> = handle.into_iter().chain([methods]).chain(setters).collect();
    let mut all = imports(&items, &importable());
    all.extend(items);
    let path = format!("src/client/{}.rs", group.module.bare());
    SourceFile::new(path, vec![super::operations::subject(group)], all)
}

fn handle(group: &GroupPlan) -> TokenStream {
    let ident = &group.handle;
    let docs = match group.docs.is_empty() {
        true => {
            let line = format!(" The operations of [`Client::{0}`](super::Client::{0}).", group.accessor.bare());
            quote!(#[doc = #line])
        }
        false => docs(&group.docs).to_token_stream(),
    };
    quote! {
        #docs
        #[derive(Debug, Clone)]
        #[must_use = "a group does nothing by itself"]
        pub struct #ident { pub(super) core: Core }
    }
}

fn method(operation: &OperationPlan) -> TokenStream {
    let OperationPlan { method, request, .. } = operation;
    let lines = method_docs(operation);
    let docs = docs(&lines);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (arguments, value) = match operation.positional {
        true => {
            let arguments = operation.required().map(|field| {
                let (name, ty) = (field.ident, argument_type(field.ty, Position::Elsewhere));
                quote!(#name: #ty)
            });
            let names = operation.required().map(|field| field.ident);
            (quote!(#(, #arguments)*), quote!(operations::#request::new(#(#names),*)))
        }
        false => (quote!(, request: operations::#request), quote!(request)),
    };
    quote! {
        #docs
        #deprecated
        pub fn #method(&self #arguments) -> Call<operations::#request> {
            self.core.call(#value)
        }
    }
}

/// What the document says, then the errors by status.
fn method_docs(operation: &OperationPlan) -> DocLines {
    let mut lines = operation.docs.clone();
    let error = &operation.failure.ident;
    let statuses = operation.failure.answers.iter().map(|answer| match answer.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}xx"),
        Status::Default => "any other".to_owned(),
    });
    let statuses: Vec<String> = statuses.collect();
    lines.heading("Errors");
    lines.paragraph(&match statuses.is_empty() {
        true => "See [`Error`](super::super::Error).".to_owned(),
        false => {
            format!("[`{error}`](operations::{error}) by status ({}), otherwise see `Error`.", statuses.join(", "))
        }
    });
    lines
}

fn setters(operation: &OperationPlan) -> Option<TokenStream> {
    let request = &operation.request;
    let params = operation.params.iter().filter_map(|field| {
        let setter = field.setter.as_ref()?;
        Some(self::setter(setter, &field.ident, &field.ty, &field.docs, field.deprecated))
    });
    let body = operation.body.iter().filter_map(|body| {
        let setter = body.setter.as_ref()?;
        Some(self::setter(setter, &body.ident, &body.ty, &body.docs, false))
    });
    let setters: Vec<TokenStream> = params.chain(body).collect();
    (!setters.is_empty()).then(|| quote!(impl Call<operations::#request> { #(#setters)* }))
}

fn setter(setter: &Ident, field: &Ident, ty: &RustType, lines: &DocLines, deprecated: bool) -> TokenStream {
    let argument = argument_type(ty, Position::Elsewhere);
    let value = argument_value(field, ty).unwrap_or_else(|| quote!(#field));
    let docs = match lines.is_empty() {
        true => {
            let line = format!(" Sets `{}`.", field.bare());
            quote!(#[doc = #line])
        }
        false => docs(lines).to_token_stream(),
    };
    let deprecated = deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #field: #argument) -> Self {
            self.request.#field = Some(#value);
            self
        }
    }
}
