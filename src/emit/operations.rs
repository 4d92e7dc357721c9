//! `operations`: request structs, success enums and error enums, shared by both ends; and the little code that comes with
//! them, in `operations::codec`.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::arguments::{argument_type, argument_value};
use super::features::imports_for_some;
use super::imports::{Importable, imports};
use super::table::{FailureRow, FailureTable, Table};
use super::{Position, SourceFile, Unit, bodies, content, docs, rust_type};
use crate::name::Ident;
use crate::plan::{
    Answer, AnswerHeaders, Choice, Failure, Gate, GroupPlan, HeaderField, HeadersPlan, OperationPlan, Outcome,
    ParamField, Plan, RustType, Status,
};

/// The files: `operations/mod.rs`, and two for each group.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let groups = 0..plan.operations.groups.len();
    let root = [Unit::new(root, 0), Unit::new(codec_root, 0)];
    let groups = groups.flat_map(|index| [Unit::new(group, index), Unit::new(codec, index)]);
    root.into_iter().chain(groups).collect()
}

/// What the files of a directory under `operations` may import, seen from the crate's root.
fn importable(root: &TokenStream) -> [(TokenStream, &'static [Importable]); 3] {
    [
        (quote!(http), &[Importable::Item("StatusCode"), Importable::Item("HeaderMap")]),
        (root.clone(), &[Importable::Module("support"), Importable::Module("types")]),
        (
            quote!(#root::support),
            &[
                Importable::Item("HeaderFields"),
                Importable::Item("Param"),
                Importable::Item("ParamError"),
                Importable::Item("Reply"),
                Importable::Item("Style"),
            ],
        ),
    ]
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let groups = plan.operations.groups.iter();
    let modules: Vec<_> = groups.map(|group| (group.gate(), &group.module)).collect();
    let contents = plan.operations.contents.iter().map(|content| {
        let gate = content.features.gate();
        let above = quote! {
            /// A response, by its media type.
            #gate
        };
        content::definition(&content.ident, &above, &content.alternatives)
    });
    let headers = plan.operations.headers.iter().map(header_struct);
    let headers: Vec<TokenStream> = headers.chain(contents).collect();
    let mut items = imports_for_some(plan, imports(&headers, &importable(&quote!(super))));
    // Neither end, no tables.
    let either = plan.gate.either(plan.ends);
    items.push(quote! {
        mod codec;
        #either
        pub(crate) mod endpoints;
    });
    items.extend(modules.iter().map(|(gate, module)| quote!(#gate mod #module;)));
    items.extend(modules.iter().map(|(gate, module)| quote!(#gate pub use #module::*;)));
    items.extend(headers);
    SourceFile::new(
        "src/operations/mod.rs",
        vec!["Requests and answers of all operations, shared by both ends of the wire.".to_owned()],
        items,
    )
}

fn header_struct(headers: &HeadersPlan) -> TokenStream {
    let (gate, HeadersPlan { ident, also, .. }) = (headers.features.gate(), headers);
    let fields = headers.fields.iter().map(|field| {
        let (name, docs) = (&field.ident, docs(&field.docs));
        let ty = optional(&field.ty, field.required);
        quote!(#docs pub #name: #ty)
    });
    let default = headers.fields.iter().all(|field| !field.required).then(|| quote!(, Default));
    quote! {
        /// Headers of a response.
        #gate
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #ident { #(#fields),* }

        #(
            /// Headers of a response.
            #gate
            pub type #also = #ident;
        )*
    }
}

fn group(plan: &Plan, index: usize) -> SourceFile {
    let group = &plan.operations.groups[index];
    let items: Vec<TokenStream> = group.operations.iter().flat_map(|operation| definitions(plan, operation)).collect();
    let mut all = imports(&items, &importable(&quote!(super::super)));
    all.extend(items);
    SourceFile::new(format!("src/operations/{}.rs", group.module.bare()), vec![subject(group)], all)
}

pub(super) fn subject(group: &GroupPlan) -> String {
    match &group.name {
        Some(name) => format!("Operations of the group {}.", crate::plan::code(name)),
        None => "Operations without a group.".to_owned(),
    }
}

/// The definitions that people read.
fn definitions(plan: &Plan, operation: &OperationPlan) -> Vec<TokenStream> {
    let mut items = vec![request_struct(operation)];
    items.extend(request_impl(operation));
    items.extend(bodies::definition(operation));
    if let Outcome::Several { ident, answers } = &operation.success {
        items.push(success_enum(operation, ident, answers));
    }
    items.push(error_enum(plan, operation));
    items.extend(content::own(operation).map(|(ident, alternatives)| {
        let line = format!(" An answer to {}, by its media type.", operation.route);
        content::definition(ident, &quote!(#[doc = #line]), alternatives)
    }));
    items
}

fn request_struct(operation: &OperationPlan) -> TokenStream {
    let ident = &operation.request;
    let line = format!(" Request of {}.", operation.route);
    let params = operation.params.iter().map(|field| {
        let (name, docs, ty) = (&field.ident, docs(&field.docs), optional(&field.ty, field.required));
        quote!(#docs pub #name: #ty)
    });
    let body = operation.body.iter().map(|body| {
        let (name, ty) = (&body.ident, optional(&body.ty, body.required));
        let docs = if body.docs.is_empty() {
            quote!(#[doc = " The request body."])
        } else {
            docs(&body.docs).to_token_stream()
        };
        quote!(#docs pub #name: #ty)
    });
    let fields = params.chain(body);
    let default = operation.required().next().is_none().then(|| quote!(, Default));
    quote! {
        #[doc = #line]
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #ident { #(#fields),* }
    }
}

/// `new` and the accessors of defaults.
fn request_impl(operation: &OperationPlan) -> Option<TokenStream> {
    let ident = &operation.request;
    let accessors = operation.params.iter().filter_map(accessor);
    let new = operation.positional.then(|| constructor(operation));
    let methods: Vec<TokenStream> = new.into_iter().chain(accessors).collect();
    (!methods.is_empty()).then(|| quote!(impl #ident { #(#methods)* }))
}

fn constructor(operation: &OperationPlan) -> TokenStream {
    let line = match operation.required().next() {
        Some(_) => " A request with what is required; everything else is absent.",
        None => " A request in which everything is absent.",
    };
    let arguments = operation.required().map(|field| {
        let (name, ty) = (field.ident, argument_type(field.ty, Position::Operations));
        quote!(#name: #ty)
    });
    let required = operation.params.iter().map(|field| (&field.ident, &field.ty, field.required));
    let required = required.chain(operation.body.iter().map(|body| (&body.ident, &body.ty, body.required)));
    let values = required.map(|(name, ty, required)| match (required, argument_value(name, ty)) {
        (false, _) => quote!(#name: None),
        (true, Some(value)) => quote!(#name: #value),
        (true, None) => quote!(#name),
    });
    quote! {
        #[doc = #line]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// `page()`: the value, or the document's default.
fn accessor(field: &ParamField) -> Option<TokenStream> {
    let default = field.default.as_ref()?;
    Some(super::defaults::accessor(&field.ident, &field.ty, default, Position::Elsewhere))
}

fn success_enum(operation: &OperationPlan, ident: &Ident, answers: &[Answer]) -> TokenStream {
    let line = format!(" Successful answers to {}, by status.", operation.route);
    let variants = answers.iter().map(variant);
    quote! {
        #[doc = #line]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #ident { #(#variants),* }
    }
}

fn error_enum(plan: &Plan, operation: &OperationPlan) -> TokenStream {
    let Failure { ident, answers } = &operation.failure;
    let line = format!(" Errors of {}, by status.", operation.route);
    let variants = answers.iter().map(variant);
    let undocumented = plan.has_server().then(|| {
        let server = plan.gate.server();
        // By its path: the import of a name that only servers use would be one of theirs.
        quote! {
            /// A failure that the document does not describe; only servers make it.
            #server
            Undocumented(super::super::support::server::Failure)
        }
    });
    quote! {
        #[doc = #line]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #ident { #(#variants,)* #undocumented }
    }
}

fn variant(answer: &Answer) -> TokenStream {
    let (ident, docs) = (&answer.variant, docs(&answer.docs));
    let status = (!matches!(answer.status, Status::Code(_))).then(|| quote!(StatusCode));
    let value = answer_type(answer, &quote!(super));
    let contents: Vec<TokenStream> = status.into_iter().chain(value).collect();
    match contents.as_slice() {
        [] => quote!(#docs #ident),
        contents => quote!(#docs #ident(#(#contents),*)),
    }
}

/// The type of what an answer carries; nothing if it is its status alone. `operations` is the path of that module.
pub(super) fn answer_type(answer: &Answer, operations: &TokenStream) -> Option<TokenStream> {
    let body = answer.body.as_ref().map(|body| match &body.choice {
        Some(Choice { ident, shared: false }) if operations.to_string() == "super" => quote!(#ident),
        Some(Choice { ident, .. }) => quote!(#operations::#ident),
        None => body.only().map_or_else(|| quote!(()), |only| rust_type(&only.ty, Position::Elsewhere)),
    });
    let Some(AnswerHeaders { ident: headers, .. }) = &answer.headers else { return body };
    let body = body.unwrap_or_else(|| quote!(()));
    Some(quote!(Reply<#body, #operations::#headers>))
}

/// A type, in an `Option` unless it must be present.
fn optional(ty: &RustType, required: bool) -> TokenStream {
    let ty = rust_type(ty, Position::Operations);
    if required { ty } else { quote!(Option<#ty>) }
}

fn codec_root(plan: &Plan, _: usize) -> SourceFile {
    let modules = plan.operations.groups.iter().map(|group| (group.gate(), &group.module));
    let headers: Vec<TokenStream> = plan.operations.headers.iter().map(header_impl).collect();
    let mut items = imports_for_some(plan, imports(&headers, &importable(&quote!(super::super))));
    items.extend(own_headers(plan));
    items.extend(modules.map(|(gate, module)| quote!(#gate mod #module;)));
    items.extend(headers);
    SourceFile::new(
        "src/operations/codec/mod.rs",
        vec!["How headers are read and written, and what errors say.".to_owned()],
        items,
    )
}

/// The imports of the header structs; those that features may leave out one by one.
fn own_headers(plan: &Plan) -> Vec<TokenStream> {
    let headers = plan.operations.headers.iter();
    let (always, sometimes): (Vec<_>, Vec<_>) = headers.partition(|headers| headers.features.0.is_empty());
    let always: Vec<&Ident> = always.into_iter().map(|headers| &headers.ident).collect();
    let always = (!always.is_empty()).then(|| quote!(use super::{#(#always),*};));
    let sometimes = sometimes.into_iter().map(|headers| {
        let (gate, ident) = (headers.features.gate(), &headers.ident);
        quote!(#gate use super::#ident;)
    });
    always.into_iter().chain(sometimes).collect()
}

fn header_impl(headers: &HeadersPlan) -> TokenStream {
    let (gate, ident) = (headers.features.gate(), &headers.ident);
    let param = |field: &HeaderField| {
        let name = &field.name;
        let explode = field.explode.then(|| quote!(.explode()));
        let style = field.json.then(|| quote!(.style(Style::Json)));
        quote!(Param::header(#name) #style #explode)
    };
    let reads = headers.fields.iter().map(|field| {
        let (name, param) = (&field.ident, param(field));
        let read = if field.required { quote!(read) } else { quote!(read_optional) };
        quote!(#name: #param.#read(headers)?)
    });
    let writes = headers.fields.iter().map(|field| {
        let (name, param) = (&field.ident, param(field));
        quote!(#param.write(&self.#name, headers)?;)
    });
    quote! {
        #gate
        impl HeaderFields for #ident {
            #[inline]
            fn decode(headers: &HeaderMap) -> Result<Self, ParamError> {
                Ok(Self { #(#reads),* })
            }

            #[inline]
            fn encode(&self, headers: &mut HeaderMap) -> Result<(), ParamError> {
                #(#writes)*
                Ok(())
            }
        }
    }
}

fn codec(plan: &Plan, index: usize) -> SourceFile {
    let group = &plan.operations.groups[index];
    let tables = group.operations.iter().map(|operation| Table::Failure(failure_table(plan, &operation.failure)));
    SourceFile {
        path: format!("src/operations/codec/{}.rs", group.module.bare()),
        docs: vec![format!("What the errors of {} say.", module_code(&group.module))],
        items: vec![quote!(
            use super::super::super::{operations, support};
        )],
        tables: tables.collect(),
    }
}

fn module_code(module: &Ident) -> String {
    format!("`{}`", module.bare())
}

fn failure_table(plan: &Plan, failure: &Failure) -> FailureTable {
    let rows = failure.answers.iter().map(|answer| FailureRow {
        variant: answer.variant.clone(),
        code: match answer.status {
            Status::Code(code) => Some(code),
            Status::Range(_) | Status::Default => None,
        },
        carries: answer.body.is_some() || answer.headers.is_some(),
    });
    FailureTable {
        ident: failure.ident.clone(),
        rows: rows.collect(),
        undocumented: plan.has_server(),
        feature: (plan.gate == Gate::Feature).then_some("server"),
    }
}
