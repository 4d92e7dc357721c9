//! `server::codec`, a file for each group: how requests are decoded and results answered.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::call::output_type;
use super::imports::{Importable, imports};
use super::{SourceFile, bodies, content, routes, schema, server};
use crate::ir::Status;
use crate::plan::{
    Answer, BodyField, BodyFormat, MethodPlan, OperationPlan, Outcome, Plan, SchemaRef, SchemaStatic, TraitPlan,
};

/// What the files of `server/codec` may import from `support::server`.
const SERVER: &[Importable] = &[
    Importable::Item("Answer"),
    Importable::Item("Content"),
    Importable::Item("Gate"),
    Importable::Item("Input"),
    Importable::Item("ReadParts"),
    Importable::Item("Router"),
    Importable::Item("Serve"),
];

/// What the files of `server/codec` may import from `support`.
const SUPPORT: &[Importable] = &[
    Importable::Item("Endpoint"),
    Importable::Item("HeaderFields"),
    Importable::Item("Param"),
    Importable::Item("Reply"),
    Importable::Item("Style"),
    Importable::Module("multipart_receiver"),
];

/// `server/codec/<group>.rs`.
pub(super) fn group(plan: &Plan, index: usize) -> SourceFile {
    let (group, service) = (&plan.operations.groups[index], &plan.service.traits[index]);
    let (module, ident) = (&group.module, &service.ident);
    let operations = group.operations.iter().zip(&service.methods);
    let schemas = service.schemas.iter().map(|schema| schema_static(plan, schema));
    let impls = operations.flat_map(|(operation, method)| {
        let contents = content::own(operation).map(|(ident, alternatives)| content::writer(ident, alternatives));
        std::iter::once(serve(plan, index, operation, method)).chain(contents.collect::<Vec<_>>())
    });
    let routes = [routes::routes(group, service)];
    let items: Vec<TokenStream> = routes.into_iter().chain(impls).chain(schemas).collect();
    let root = quote!(super::super::super);
    let roots = &[Importable::Module("operations"), Importable::Module("support"), Importable::Module("types")];
    let lists: [(TokenStream, &[Importable]); 7] = [
        (quote!(std::sync), &[Importable::Item("Arc")]),
        (quote!(super::super), &[Importable::Module("schemas")]),
        (root.clone(), roots),
        (quote!(#root::support), SUPPORT),
        (quote!(#root::support::codec), schema::CODEC),
        (quote!(#root::support::schema), schema::SCHEMA),
        (quote!(#root::support::server), SERVER),
    ];
    let mut all = imports(&items, &lists);
    all.push(quote!(use super::super::#ident;));
    if !group.operations.is_empty() {
        all.push(quote!(use #root::operations::endpoints::#module as endpoints;));
    }
    all.extend(items);
    let docs = vec![format!("Requests and answers of {} on the wire.", server::subject(group))];
    SourceFile::new(format!("src/server/codec/{}.rs", module.bare()), docs, all)
}

fn schema_static(plan: &Plan, SchemaStatic { ident, schema }: &SchemaStatic) -> TokenStream {
    let value = schema::value(schema, &|id| schema::table(plan, id));
    quote!(static #ident: Schema = #value;)
}

/// The path of what says what a parameter or body may be.
fn schema_path(plan: &Plan, service: &TraitPlan, schema: SchemaRef) -> TokenStream {
    match schema {
        SchemaRef::Table(id) => schema::table(plan, id),
        SchemaRef::Static(index) => {
            let ident = &service.schemas[index].ident;
            quote!(#ident)
        }
    }
}

fn serve(plan: &Plan, group: usize, operation: &OperationPlan, method: &MethodPlan) -> TokenStream {
    let OperationPlan { request, endpoint, .. } = operation;
    let output = output_type(operation);
    let error = &operation.failure.ident;
    let receive = receive(plan, group, operation, method);
    let has_parts = |body: &BodyField| body.contents().any(|content| content.format == BodyFormat::Multipart);
    let parts = operation.body.as_ref().is_some_and(has_parts).then(|| {
        quote!(
            const PARTS: Option<ReadParts> = Some(multipart_receiver::read);
        )
    });
    let (success, failure) = (success(operation), failure(operation));
    quote! {
        impl Serve for operations::#request {
            type Output = #output;
            type Error = operations::#error;
            const ENDPOINT: &'static Endpoint = &endpoints::#endpoint;
            #parts

            #receive

            #success

            #failure
        }
    }
}

fn receive(plan: &Plan, group: usize, operation: &OperationPlan, method: &MethodPlan) -> TokenStream {
    let (group, service) = (&plan.operations.groups[group], &plan.service.traits[group]);
    if operation.params.is_empty() && operation.body.is_none() {
        return quote! {
            fn receive(_: &mut Input<'_>) -> Option<Self> {
                Some(Self {})
            }
        };
    }
    let input = &method.input;
    let params = operation.params.iter().zip(&method.params).map(|(field, schema)| {
        let (ident, schema) = (&field.ident, schema_path(plan, service, *schema));
        let param = &group.params[field.param].ident;
        let read = if field.required { quote!(required) } else { quote!(optional) };
        quote!(let #ident = #input.#read(&endpoints::#param, &#schema);)
    });
    let body = operation.body.as_ref().map(|field| {
        let ident = &field.ident;
        let schemas = method.body.iter().map(|schema| schema.map(|schema| schema_path(plan, service, schema)));
        let value = bodies::read(field, method, &schemas.collect::<Vec<_>>());
        quote!(let #ident = #value;)
    });
    let fields = operation.params.iter().map(|field| &field.ident).chain(operation.body.iter().map(|body| &body.ident));
    quote! {
        fn receive(#input: &mut Input<'_>) -> Option<Self> {
            #(#params)*
            #body
            Some(Self { #(#fields: #fields?),* })
        }
    }
}

fn success(operation: &OperationPlan) -> TokenStream {
    match &operation.success {
        Outcome::Unspecified => quote! {
            fn succeed((): ()) -> Answer {
                Answer::new(204)
            }
        },
        Outcome::One(answer) => {
            let argument = match (&answer.body, &answer.headers) {
                (None, None) => quote!((): ()),
                _ => quote!(output: Self::Output),
            };
            let code = Literal::u16_unsuffixed(success_code(answer.status));
            let value = filled(quote!(Answer::new(#code)), answer, quote!(output));
            quote! {
                fn succeed(#argument) -> Answer {
                    #value
                }
            }
        }
        Outcome::Several { ident, answers } => {
            let arms = answers.iter().map(|answer| arm(quote!(operations::#ident), answer, 200));
            quote! {
                fn succeed(output: Self::Output) -> Answer {
                    match output { #(#arms)* }
                }
            }
        }
    }
}

fn failure(operation: &OperationPlan) -> TokenStream {
    let error = &operation.failure.ident;
    let arms = operation.failure.answers.iter().map(|answer| arm(quote!(E), answer, 300));
    quote! {
        fn fail(error: Self::Error) -> Answer {
            use operations::#error as E;
            match error {
                #(#arms)*
                E::Undocumented(failure) => failure.into(),
            }
        }
    }
}

/// The answer for a variant of an enum. `default` stands for statuses from `least` up: among errors it is never a success,
/// because a client that meets an undocumented 2xx does not read it as an error.
fn arm(path: TokenStream, answer: &Answer, least: u16) -> TokenStream {
    let variant = &answer.variant;
    let carries = answer.body.is_some() || answer.headers.is_some();
    let (status, start) = match answer.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            (None, quote!(Answer::new(#code)))
        }
        Status::Range(digit) => {
            let first = u16::from(digit) * 100;
            let (first, last) = (Literal::u16_unsuffixed(first), Literal::u16_unsuffixed(first + 99));
            (Some(quote!(status)), quote!(Answer::within(status, #first..=#last)))
        }
        Status::Default => {
            let least = Literal::u16_unsuffixed(least);
            (Some(quote!(status)), quote!(Answer::within(status, #least..=599)))
        }
    };
    let value = filled(start, answer, quote!(value));
    let fields: Vec<TokenStream> = status.into_iter().chain(carries.then(|| quote!(value))).collect();
    match fields.is_empty() {
        true => quote!(#path::#variant => #value,),
        false => quote!(#path::#variant(#(#fields),*) => #value,),
    }
}

/// An answer with the body and the headers of a value.
fn filled(start: TokenStream, answer: &Answer, value: TokenStream) -> TokenStream {
    let place = if answer.headers.is_some() { quote!(#value.body) } else { value.clone() };
    let headers =
        answer.headers.as_ref().map(|_| quote!(.headers(|headers| HeaderFields::encode(&#value.headers, headers))));
    let start = quote!(#start #headers);
    let Some(body) = &answer.body else { return start };
    match (&body.choice, body.only()) {
        (None, Some(only)) => {
            let written = content::written(only, &place);
            quote!(#start #written)
        }
        _ => quote!(#start.content(#place)),
    }
}

/// The status of the only success: the document's, or 200 where that is a range or `default`.
fn success_code(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(_) | Status::Default => 200,
    }
}
