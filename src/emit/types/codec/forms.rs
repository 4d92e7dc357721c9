//! Forms with files: values that travel as parts.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::call::form_encoding;
use super::super::structs::touches_deprecated;
use crate::name::Ident;
use crate::plan::{FieldPlan, FormPlan, PartPlan, RustType, StructPlan};

pub(super) fn form(ident: &Ident, def: &StructPlan, form: &FormPlan) -> TokenStream {
    let members = || def.fields.iter().zip(&form.parts);
    let files = members().filter(|(_, part)| **part != PartPlan::Value).map(|(field, _)| &field.name);
    let encodings = form.encodings.iter().map(form_encoding);
    let encodings =
        (!form.encodings.is_empty()).then(|| quote!(const ENCODINGS: &'static [&'static Param] = &[#(&#encodings),*];));
    let rest = def.additional.as_ref().map(|(name, _)| name);
    let writes = members().map(|(field, part)| write(field, part));
    let write_rest = rest.map(|name| quote!(parts.rest(&self.#name);));
    let reads = members().map(|(field, part)| {
        let (name, read) = (&field.ident, read(field, part));
        quote!(#name: #read)
    });
    // The members that are not taken by then are the rest.
    let read_rest = rest.map(|name| quote!(#name: parts.rest()?));
    let reads = reads.chain(read_rest);
    let expected = touches_deprecated(def);
    quote! {
        impl Form for types::#ident {
            const FILES: &'static [&'static str] = &[#(#files),*];
            #encodings

            #expected
            #[inline]
            fn write(&self, parts: &mut PartWriter) {
                #(#writes)*
                #write_rest
            }

            #expected
            #[inline]
            fn read(parts: &mut PartReader) -> Option<Self> {
                Some(Self { #(#reads),* })
            }
        }
    }
}

fn write(field: &FieldPlan, part: &PartPlan) -> TokenStream {
    let (name, ident) = (&field.name, &field.ident);
    match part {
        PartPlan::Value => quote!(parts.value(#name, &self.#ident);),
        PartPlan::File(media_type) if field.required => quote!(parts.files(#name, #media_type, [&self.#ident]);),
        PartPlan::Files(media_type) if !field.required => {
            quote!(parts.files(#name, #media_type, self.#ident.iter().flatten());)
        }
        PartPlan::File(media_type) | PartPlan::Files(media_type) => {
            quote!(parts.files(#name, #media_type, &self.#ident);)
        }
    }
}

fn read(field: &FieldPlan, part: &PartPlan) -> TokenStream {
    let name = &field.name;
    match part {
        PartPlan::Value if matches!(field.ty, RustType::Option(_)) => quote!(parts.optional(#name)?),
        PartPlan::Value => quote!(parts.value(#name)?),
        PartPlan::File(_) if field.required => quote!(parts.file(#name)?),
        PartPlan::File(_) => quote!(parts.optional_file(#name)),
        PartPlan::Files(_) if field.required => quote!(parts.files(#name)),
        PartPlan::Files(_) => quote!(parts.optional_files(#name)),
    }
}
