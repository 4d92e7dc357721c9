//! Request bodies that may be of several types: the enum, how it is sent, and how it is read.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::call::{form_encoding, payload};
use super::{Position, docs, rust_type};
use crate::plan::{
    BodyContent, BodyField, BodyFormat, BodyVariant, DocLines, MethodPlan, OperationPlan, RustType, code,
};

/// The enum of an operation whose body may be of several types, and what converts into it.
pub(super) fn definition(operation: &OperationPlan) -> Vec<TokenStream> {
    let Some((body, ident)) = choice(operation) else { return Vec::new() };
    let line = format!(" Bodies of {}, by media type.", operation.route);
    let variants = body.variants.iter().map(|variant| {
        let (name, docs) = (&variant.ident, docs(&media_types(variant)).to_token_stream());
        let ty = rust_type(&variant.ty, Position::Operations);
        quote!(#docs #name(#ty))
    });
    let definition = quote! {
        #[doc = #line]
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "one is made for each request, and moved to who sends it")]
        pub enum #ident { #(#variants),* }
    };
    let conversions = body.variants.iter().filter(|variant| variant.convertible).map(|variant| {
        let (name, ty) = (&variant.ident, rust_type(&variant.ty, Position::Operations));
        quote! {
            impl From<#ty> for #ident {
                #[inline]
                fn from(body: #ty) -> Self { Self::#name(body) }
            }
        }
    });
    std::iter::once(definition).chain(conversions).collect()
}

/// The body of an operation, and the enum that it is.
fn choice(operation: &OperationPlan) -> Option<(&BodyField, &crate::name::Ident)> {
    let body = operation.body.as_ref()?;
    match &body.ty {
        RustType::Operation(ident) => Some((body, ident)),
        _ => None,
    }
}

fn media_types(variant: &BodyVariant) -> DocLines {
    let mut lines = DocLines::default();
    let names: Vec<String> = variant.contents.iter().map(|content| code(&content.media_type)).collect();
    lines.paragraph(&names.join(", "));
    lines
}

/// How the enum of an operation is sent.
pub(super) fn payload_impl(operation: &OperationPlan) -> Option<TokenStream> {
    let (body, ident) = choice(operation)?;
    let arms = body.variants.iter().filter_map(|variant| {
        let (name, content) = (&variant.ident, variant.contents.first()?);
        let payload = payload(content, &variant.ty, &quote!(body), true);
        Some(quote!(operations::#ident::#name(body) => #payload,))
    });
    Some(quote! {
        impl From<&operations::#ident> for Payload {
            #[inline]
            fn from(body: &operations::#ident) -> Self {
                match body { #(#arms)* }
            }
        }
    })
}

/// Reads the body of a request, by its media type. `schemas` are the paths of what each content may be.
pub(super) fn read(field: &BodyField, method: &MethodPlan, schemas: &[Option<TokenStream>]) -> TokenStream {
    let input = &method.input;
    let contents =
        field.variants.iter().flat_map(|variant| variant.contents.iter().map(move |content| (variant, content)));
    let reads = |input: &TokenStream| -> Vec<TokenStream> {
        let reads = contents.clone().zip(schemas).map(|((variant, content), schema)| {
            let read = read_content(input, &variant.ty, content, schema.as_ref());
            match &field.ty {
                RustType::Operation(ident) => {
                    let name = &variant.ident;
                    quote!(#read.map(operations::#ident::#name))
                }
                _ => read,
            }
        });
        reads.collect()
    };
    if field.required {
        return by_media(&quote!(#input), reads(&quote!(#input)));
    }
    let only = contents.clone().map(|(_, content)| content.format).collect::<Vec<_>>();
    match only.as_slice() {
        [BodyFormat::Text] => quote!(#input.optional_body(Input::text)),
        [BodyFormat::Bytes] => quote!(#input.optional_body(Input::bytes)),
        _ => {
            let read = by_media(&quote!(body), reads(&quote!(body)));
            quote!(#input.optional_body(|body| #read))
        }
    }
}

/// What is done for the media type of the body. The first of the table is also what is done for none.
fn by_media(input: &TokenStream, reads: Vec<TokenStream>) -> TokenStream {
    let Some(first) = reads.first().cloned() else { return quote!(None) };
    let mut arms: Vec<(TokenStream, Vec<Literal>)> = Vec::new();
    for (index, read) in reads.into_iter().enumerate().skip(1) {
        if read.to_string() == first.to_string() {
            continue;
        }
        let index = Literal::usize_unsuffixed(index);
        match arms.iter_mut().find(|(known, _)| known.to_string() == read.to_string()) {
            Some((_, indices)) => indices.push(index),
            None => arms.push((read, vec![index])),
        }
    }
    if arms.is_empty() {
        return first;
    }
    let arms = arms.into_iter().map(|(read, indices)| quote!(#(#indices)|* => #read,));
    quote!(match #input.media() { #(#arms)* _ => #first, })
}

fn read_content(
    input: &TokenStream,
    ty: &RustType,
    content: &BodyContent,
    schema: Option<&TokenStream>,
) -> TokenStream {
    let encodings = content.encodings.iter().map(form_encoding);
    let encodings = quote!(&[#(&#encodings),*]);
    match content.format {
        BodyFormat::Json => quote!(#input.json(&#schema)),
        BodyFormat::JsonLines => quote!(#input.json_lines(&#schema)),
        BodyFormat::Form => quote!(#input.form(#encodings, &#schema)),
        BodyFormat::Multipart if matches!(ty, RustType::Vec(_)) => quote!(#input.parts()),
        BodyFormat::Multipart if content.files => quote!(#input.multipart(&#schema)),
        BodyFormat::Multipart => quote!(#input.multipart_value(#encodings, &#schema)),
        BodyFormat::Text => quote!(#input.text()),
        BodyFormat::Bytes => quote!(#input.bytes()),
    }
}
