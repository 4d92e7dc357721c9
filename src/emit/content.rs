//! Bodies of responses whose type depends on their media type: the enums, and how they are read and written.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::call::Reading;
use super::{Position, rust_type};
use crate::name::Ident;
use crate::plan::{Alternative, AnswerFormat, AnswerMedia, EventForm, OperationPlan};

/// The enums that belong to one response of an operation.
pub(super) fn own(operation: &OperationPlan) -> impl Iterator<Item = (&Ident, &[Alternative])> {
    let answers = operation.success.answers().iter().chain(&operation.failure.answers);
    let bodies = answers.filter_map(|answer| answer.body.as_ref());
    bodies.filter_map(|body| {
        let choice = body.choice.as_ref().filter(|choice| !choice.shared)?;
        Some((&choice.ident, body.alternatives.as_slice()))
    })
}

/// The enum, a variant for each type, below its documentation.
pub(super) fn definition(ident: &Ident, above: &TokenStream, alternatives: &[Alternative]) -> TokenStream {
    let variants = alternatives.iter().map(|Alternative { variant, ty, media, .. }| {
        let types: Vec<String> = media.iter().map(|media| crate::plan::code(&media.media_type)).collect();
        let (line, ty) = (format!(" {}", types.join(", ")), rust_type(ty, Position::Elsewhere));
        quote!(#[doc = #line] #variant(#ty))
    });
    quote! {
        #above
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "one is made for each response, and moved to who asked for it")]
        #[non_exhaustive]
        pub enum #ident { #(#variants),* }
    }
}

/// How the client reads it: by its media type, in doubt as the preferred one.
pub(super) fn reader(ident: &Ident, alternatives: &[Alternative]) -> TokenStream {
    let media = alternatives.iter().flat_map(|alternative| &alternative.media).map(|media| &media.media_type);
    let mut first = 0;
    let indices = alternatives.iter().map(|alternative| {
        let start = first;
        first += alternative.media.len();
        (alternative, start)
    });
    let indices: Vec<(&Alternative, usize)> = indices.collect();
    let mut arms = indices.iter().map(|(alternative, start)| {
        let pattern = if *start == 0 { quote!(_) } else { pattern(*start, alternative.media.len()) };
        let variant = &alternative.variant;
        let value = read(alternative).map(&quote!(Self::#variant)).into_result();
        quote!(#pattern => #value,)
    });
    let preferred = arms.next();
    let streams = indices.iter().filter(|(alternative, _)| is_stream(alternative));
    let streams: Vec<TokenStream> = streams.map(|(it, start)| pattern(*start, it.media.len())).collect();
    let streams = (!streams.is_empty()).then(|| {
        quote! {
            #[inline]
            fn streams(response: &Received) -> bool {
                matches!(response.which(Self::MEDIA_TYPES), #(#streams)|*)
            }
        }
    });
    quote! {
        impl Content for operations::#ident {
            const MEDIA_TYPES: &'static [&'static str] = &[#(#media),*];

            #[inline]
            fn read(response: &Received) -> Result<Self, Malformed> {
                match response.which(Self::MEDIA_TYPES) { #(#arms)* #preferred }
            }

            #streams
        }
    }
}

/// Whether a success of this type is handed over as it arrives.
pub(super) fn is_stream(alternative: &Alternative) -> bool {
    alternative.media.first().is_some_and(|media| media.format.is_stream())
}

/// The pattern of so many indices from one on.
fn pattern(first: usize, count: usize) -> TokenStream {
    let index = Literal::usize_unsuffixed;
    let (start, end) = (index(first), index((first + count).saturating_sub(1)));
    match (first, count) {
        (_, 1) => quote!(#start),
        (_, 2) => quote!(#start | #end),
        _ => quote!(#start..=#end),
    }
}

/// How the server writes it.
pub(super) fn writer(ident: &Ident, alternatives: &[Alternative]) -> TokenStream {
    let arms = alternatives.iter().map(|alternative| {
        let (variant, written) = (&alternative.variant, written(alternative, &quote!(body)));
        quote!(Self::#variant(body) => answer #written,)
    });
    quote! {
        impl Content for operations::#ident {
            fn write(self, answer: Answer) -> Answer {
                match self { #(#arms)* }
            }
        }
    }
}

/// Reads a body of one type from `response`.
pub(super) fn read(alternative: &Alternative) -> Reading {
    let Some(AnswerMedia { format, .. }) = alternative.media.first() else { return Reading::Value(quote!(())) };
    match format {
        // Only strings are written in several ways.
        _ if alternative.media.iter().any(|other| other.format != *format) => {
            Reading::Result(quote!(response.string()))
        }
        AnswerFormat::Json => Reading::Result(quote!(response.json())),
        AnswerFormat::Text => Reading::Result(quote!(response.text())),
        AnswerFormat::Bytes => Reading::Value(quote!(response.bytes())),
        AnswerFormat::JsonLines => Reading::Value(quote!(response.json_lines())),
        AnswerFormat::JsonSequence => Reading::Value(quote!(response.json_sequence())),
        AnswerFormat::Events(EventForm::Json) => Reading::Value(quote!(response.events())),
        AnswerFormat::Events(EventForm::Text) => Reading::Value(quote!(response.text_events())),
        AnswerFormat::Events(EventForm::Whole) => Reading::Value(quote!(response.whole_events())),
    }
}

/// Adds a body to an answer, in the media type that the server prefers.
pub(super) fn written(alternative: &Alternative, place: &TokenStream) -> TokenStream {
    let Some(AnswerMedia { media_type, format }) = alternative.media.first() else { return quote!() };
    let same = alternative.media.iter().skip(1).filter(|other| other.format == *format);
    let same: Vec<&String> = same.map(|media| &media.media_type).collect();
    let also = (!same.is_empty()).then(|| quote!(.also(&[#(#same),*])));
    match format {
        AnswerFormat::Json => quote!(.json(#media_type, &#place) #also),
        // The same text under the name of another type would be wrong.
        AnswerFormat::Text => quote!(.text(#media_type, #place)),
        AnswerFormat::Bytes => {
            let media_types = alternative.media.iter().map(|media| &media.media_type);
            quote!(.bytes(&[#(#media_types),*], #place))
        }
        AnswerFormat::JsonLines => quote!(.json_lines(#media_type, #place)),
        AnswerFormat::JsonSequence => quote!(.json_sequence(#media_type, #place)),
        AnswerFormat::Events(EventForm::Json) => quote!(.events(#media_type, #place)),
        AnswerFormat::Events(EventForm::Text) => quote!(.text_events(#media_type, #place)),
        AnswerFormat::Events(EventForm::Whole) => quote!(.whole_events(#media_type, #place)),
    }
}
