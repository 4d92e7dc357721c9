//! `client::codec`: how each request is written and its responses are read, on top of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::features::imports_for_some;
use super::imports::{Importable, imports};
use super::operations::answer_type;
use super::{SourceFile, Unit, bodies, content, paging};
use crate::plan::{
    Answer, AnswerBody, BodyContent, BodyField, BodyFormat, Choice, FormEncoding, GroupPlan, OperationPlan, Outcome,
    Plan, RustType, Status,
};

/// The files: `client/codec/mod.rs`, and one for each group.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let groups = (0..plan.operations.groups.len()).map(|index| Unit::new(group, index));
    std::iter::once(Unit::new(root, 0)).chain(groups).collect()
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let modules = plan.operations.groups.iter().map(|group| (group.gate(), &group.module));
    let contents = plan.operations.contents.iter().map(|shared| {
        let (gate, reader) = (shared.features.gate(), content::reader(&shared.ident, &shared.alternatives));
        quote!(#gate #reader)
    });
    let contents: Vec<TokenStream> = contents.collect();
    let mut items = imports_for_some(plan, imports(&contents, &importable(&quote!(super::super))));
    items.extend(modules.map(|(gate, module)| quote!(#gate mod #module;)));
    items.extend(contents);
    SourceFile::new(
        "src/client/codec/mod.rs",
        vec![
            "How requests are written and responses are read.".to_owned(),
            String::new(),
            "All of it is `#[inline]`: an operation that nobody calls is not compiled, only checked.".to_owned(),
        ],
        items,
    )
}

/// What the files of this directory may import, seen from the crate's root.
fn importable(root: &TokenStream) -> [(TokenStream, &'static [Importable]); 5] {
    [
        (root.clone(), &[Importable::Module("operations"), Importable::Module("support"), Importable::Module("types")]),
        (quote!(#root::support::client), CLIENT),
        (quote!(#root::support::endpoint), &[Importable::Item("Endpoint")]),
        (quote!(#root::support::param), &[Importable::Item("Param"), Importable::Item("Style")]),
        (quote!(#root::support::reply), &[Importable::Item("Reply")]),
    ]
}

const CLIENT: &[Importable] = &[
    Importable::Item("Content"),
    Importable::Item("Malformed"),
    Importable::Item("Next"),
    Importable::Item("Operation"),
    Importable::Item("Outcome"),
    Importable::Item("PageEnd"),
    Importable::Item("Paginate"),
    Importable::Item("Payload"),
    Importable::Item("Received"),
    Importable::Item("Request"),
    Importable::Item("RequestError"),
    Importable::Item("Response"),
    Importable::Item("next_cursor"),
    Importable::Item("next_link"),
    Importable::Item("next_offset"),
    Importable::Item("next_page"),
    Importable::Item("next_url"),
];

fn group(plan: &Plan, index: usize) -> SourceFile {
    let group = &plan.operations.groups[index];
    let module = &group.module;
    let impls = group.operations.iter().flat_map(|operation| {
        let paginate = operation.pagination.as_ref().map(|pagination| paging::paginate(plan, operation, pagination));
        let contents = content::own(operation).map(|(ident, alternatives)| content::reader(ident, alternatives));
        let contents: Vec<TokenStream> = contents.collect();
        let payload = bodies::payload_impl(operation);
        std::iter::once(operation_impl(group, operation)).chain(payload).chain(contents).chain(paginate)
    });
    let items: Vec<TokenStream> = impls.collect();
    let mut all = imports(&items, &importable(&quote!(super::super::super)));
    if !group.operations.is_empty() {
        all.push(quote!(use super::super::super::operations::endpoints::#module as endpoints;));
    }
    all.extend(items);
    let path = format!("src/client/codec/{}.rs", group.module.bare());
    SourceFile::new(path, vec![format!("The calls of `{}`.", group.module.bare())], all)
}

fn operation_impl(group: &GroupPlan, operation: &OperationPlan) -> TokenStream {
    let OperationPlan { request, endpoint, failure, .. } = operation;
    let error = &failure.ident;
    let output = output_type(operation);
    let params = operation.params.iter().map(|field| {
        let (param, name) = (&group.params[field.param].ident, &field.ident);
        quote!(.param(&endpoints::#param, &self.#name))
    });
    let body = operation.body.as_ref().and_then(body);
    let (arms, streams) = (arms(operation), streams(operation));
    let alias = (!failure.answers.is_empty()).then(|| quote!(use operations::#error as E;));
    quote! {
        impl Operation for operations::#request {
            type Output = #output;
            type Error = operations::#error;
            const ENDPOINT: &'static Endpoint = &endpoints::#endpoint;

            #[inline]
            fn encode(&self) -> Result<Request, RequestError> {
                Request::builder(Self::ENDPOINT) #(#params)* #body .build()
            }

            #[inline]
            fn decode(response: &Received) -> Result<Outcome<Self::Output, Self::Error>, Malformed> {
                #alias
                match response.status().as_u16() { #(#arms)* }
            }

            #streams
        }
    }
}

/// Which successes are handed over as they arrive, if any.
fn streams(operation: &OperationPlan) -> Option<TokenStream> {
    let answers = operation.success.answers().iter().filter_map(|answer| {
        let body = answer.body.as_ref()?;
        let streams = body.alternatives.iter().filter(|alternative| content::is_stream(alternative)).count();
        let pattern = match answer.status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            Status::Range(_) | Status::Default => quote!(200..=299),
        };
        let value = match &body.choice {
            Some(Choice { ident, .. }) if streams < body.alternatives.len() => {
                quote!(response.streams::<operations::#ident>())
            }
            _ => quote!(true),
        };
        (streams > 0).then_some((pattern, value))
    });
    let (patterns, values): (Vec<_>, Vec<_>) = answers.unzip();
    if patterns.is_empty() {
        return None;
    }
    let value = match values.iter().all(|value| value.to_string() == "true") {
        true => quote!(matches!(response.status().as_u16(), #(#patterns)|*)),
        false => quote!(match response.status().as_u16() { #(#patterns => #values,)* _ => false }),
    };
    Some(quote! {
        #[inline]
        fn streams(response: &Received) -> bool {
            #value
        }
    })
}

/// What a success brings.
pub(super) fn output_type(operation: &OperationPlan) -> TokenStream {
    match &operation.success {
        Outcome::Unspecified => quote!(()),
        Outcome::One(answer) => answer_type(answer, &quote!(operations)).unwrap_or_else(|| quote!(())),
        Outcome::Several { ident, .. } => quote!(operations::#ident),
    }
}

fn body(body: &BodyField) -> Option<TokenStream> {
    let name = &body.ident;
    let (variant, several) = (body.variants.first()?, body.variants.len() > 1);
    let content = variant.contents.first()?;
    let json = content.format == BodyFormat::Json;
    Some(match body.required {
        true if several => quote!(.body(Payload::from(&self.#name))),
        false if several => quote!(.body(self.#name.as_ref().map(Payload::from))),
        true if json && !content.media_type.contains('*') => quote!(.json(&self.#name)),
        true => {
            let payload = payload(content, &variant.ty, &quote!(self.#name), false);
            quote!(.body(#payload))
        }
        false if json && content.media_type == "application/json" => {
            quote!(.body(self.#name.as_ref().map(Payload::json)))
        }
        false
            if content.format == BodyFormat::Multipart && content.files && !matches!(variant.ty, RustType::Vec(_)) =>
        {
            quote!(.body(self.#name.as_ref().map(Payload::multipart)))
        }
        false => {
            let payload = payload(content, &variant.ty, &quote!(body), true);
            quote!(.body(self.#name.as_ref().map(|body| #payload)))
        }
    })
}

/// A value as it is sent. `borrowed` tells whether the expression is a reference.
pub(super) fn payload(content: &BodyContent, ty: &RustType, value: &TokenStream, borrowed: bool) -> TokenStream {
    let media_type = &content.media_type;
    let reference = if borrowed { value.clone() } else { quote!(&#value) };
    let encodings = content.encodings.iter().map(form_encoding);
    let encodings = quote!(&[#(&#encodings),*]);
    let (payload, usual) = match content.format {
        BodyFormat::Json => (quote!(Payload::json(#reference)), "application/json"),
        BodyFormat::Text => (quote!(Payload::text(#value.as_str())), "text/plain"),
        BodyFormat::JsonLines if media_type.starts_with("application/json-seq") => {
            (quote!(Payload::json_seq(#reference)), "application/json-seq")
        }
        BodyFormat::JsonLines => (quote!(Payload::json_lines(#reference)), "application/jsonl"),
        BodyFormat::Form => (quote!(Payload::form(#reference, #encodings)), "application/x-www-form-urlencoded"),
        BodyFormat::Multipart if matches!(ty, RustType::Vec(_)) => {
            return quote!(Payload::parts(#media_type, #reference));
        }
        BodyFormat::Multipart if content.files => return quote!(Payload::multipart(#reference)),
        BodyFormat::Multipart => return quote!(Payload::multipart_value(#reference, #encodings)),
        BodyFormat::Bytes if media_type.contains('*') || media_type == "application/octet-stream" => {
            return quote!(Payload::bytes(#value.clone()));
        }
        BodyFormat::Bytes => return quote!(Payload::bytes_as(#media_type, #value.clone())),
    };
    // A range names no type that could be sent.
    let differs = media_type != usual && !media_type.contains('*');
    let media_type = differs.then(|| quote!(.media_type(#media_type)));
    quote!(#payload #media_type)
}

pub(super) fn form_encoding(encoding: &FormEncoding) -> TokenStream {
    let FormEncoding { property, style, explode, allow_reserved } = encoding;
    let style = style.map(super::endpoint::style).map(|style| quote!(.style(Style::#style)));
    // Exploded is what a member of a form is anyway.
    let explode = (!explode).then(|| quote!(.explode(false)));
    let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(Param::form(#property) #style #explode #reserved)
}

/// The arms of `decode`: codes before ranges before the rest.
fn arms(operation: &OperationPlan) -> Vec<TokenStream> {
    let several = match &operation.success {
        Outcome::Several { ident, .. } => Some(quote!(operations::#ident)),
        _ => None,
    };
    let successes = operation.success.answers().iter().map(|answer| (answer, several.clone(), quote!(Success)));
    let failures = operation.failure.answers.iter();
    let failures = failures.map(|answer| (answer, Some(quote!(E)), quote!(Failure)));
    let mut arms: Vec<(Status, bool, TokenStream)> = successes
        .chain(failures)
        .map(|(answer, variants, outcome)| {
            let value = value(answer, variants.as_ref(), &outcome);
            (answer.status, outcome.to_string() == "Success", value)
        })
        .collect();
    arms.sort_by_key(|(status, ..)| match status {
        Status::Code(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    });
    let answers_2xx = arms.iter().any(|(status, ..)| *status == Status::Range(2));
    let success_class = class(2);
    let mut rest = None;
    let mut tokens = Vec::new();
    for (status, success, value) in arms {
        match status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                tokens.push(quote!(#code => #value,));
            }
            Status::Range(digit) => {
                let class = class(digit);
                tokens.push(quote!(#class => #value,));
            }
            Status::Default if success => tokens.push(quote!(#success_class => #value,)),
            Status::Default => rest = Some(value),
        }
    }
    match (&operation.success, rest) {
        (Outcome::Unspecified, rest) => {
            tokens.push(quote!(#success_class => Ok(Outcome::Success(())),));
            let rest = rest.unwrap_or_else(|| quote!(Ok(Outcome::Undocumented)));
            tokens.push(quote!(_ => #rest,));
        }
        (_, Some(rest)) => {
            // `default` describes failures: a success that is not listed is none of them.
            tokens.extend((!answers_2xx).then(|| quote!(#success_class => Ok(Outcome::Undocumented),)));
            tokens.push(quote!(_ => #rest,));
        }
        (_, None) => tokens.push(quote!(_ => Ok(Outcome::Undocumented),)),
    }
    tokens
}

/// The pattern of all statuses with a first digit. A guard, since a range would overlap with the codes before it.
fn class(digit: u8) -> TokenStream {
    let digit = Literal::u8_unsuffixed(digit);
    quote!(status if status / 100 == #digit)
}

/// An answer read from `response`, as an outcome.
fn value(answer: &Answer, variants: Option<&TokenStream>, outcome: &TokenStream) -> TokenStream {
    let ident = &answer.variant;
    let variant = variants.map(|variants| quote!(#variants::#ident));
    let has_status = variants.is_some() && !matches!(answer.status, Status::Code(_));
    let reading = match (read(answer), variant, has_status) {
        (None, None, _) => Reading::Value(quote!(())),
        (None, Some(variant), false) => Reading::Value(variant),
        (None, Some(variant), true) => Reading::Value(quote!(#variant(response.status()))),
        (Some(read), None, _) => read,
        (Some(read), Some(variant), false) => read.map(&variant),
        (Some(Reading::Value(value)), Some(variant), true) => {
            Reading::Value(quote!(#variant(response.status(), #value)))
        }
        (Some(Reading::Result(read)), Some(variant), true) => {
            return quote!(#read.map(|body| Outcome::#outcome(#variant(response.status(), body))));
        }
    };
    reading.map(&quote!(Outcome::#outcome)).into_result()
}

/// An expression that reads something from `response`.
pub(super) enum Reading {
    /// A value: nothing can go wrong.
    Value(TokenStream),
    /// A `Result`.
    Result(TokenStream),
}

impl Reading {
    pub(super) fn map(self, constructor: &TokenStream) -> Self {
        match self {
            Self::Value(value) => Self::Value(quote!(#constructor(#value))),
            Self::Result(result) => Self::Result(quote!(#result.map(#constructor))),
        }
    }

    pub(super) fn into_result(self) -> TokenStream {
        match self {
            Self::Value(value) => quote!(Ok(#value)),
            Self::Result(result) => result,
        }
    }
}

/// Reads what an answer carries; nothing if it is its status alone.
fn read(answer: &Answer) -> Option<Reading> {
    let with_headers = answer.headers.is_some();
    let Some(body) = &answer.body else {
        return with_headers.then(|| Reading::Result(quote!(response.with_headers(()))));
    };
    Some(match (read_body(body), with_headers) {
        (body, false) => body,
        (Reading::Value(body), true) => Reading::Result(quote!(response.with_headers(#body))),
        (Reading::Result(body), true) if body.to_string() == quote!(response.json()).to_string() => {
            Reading::Result(quote!(response.json_with_headers()))
        }
        (Reading::Result(body), true) => Reading::Result(quote!(#body.and_then(|body| response.with_headers(body)))),
    })
}

/// Reads a body. Enums read themselves.
fn read_body(body: &AnswerBody) -> Reading {
    match (&body.choice, body.only()) {
        (None, Some(only)) => content::read(only),
        _ => Reading::Result(quote!(response.content())),
    }
}
