//! Structs as people read them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Docs, Position, defaults, docs, rust_type};
use super::Extra;
use crate::name::Ident;
use crate::plan::{DefaultPlan, FieldPlan, RustType, StructPlan};

pub(super) fn definition(ident: &Ident, lines: &Docs<'_>, def: &StructPlan, extra: &Extra) -> Vec<TokenStream> {
    let Extra { derives, attributes } = extra;
    let fields = def.fields.iter().map(|field| {
        let (name, lines, ty) = (&field.ident, docs(&field.docs), rust_type(&field.ty, Position::Types));
        let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
        quote!(#lines #deprecated pub #name: #ty)
    });
    let additional = def.additional.iter().map(|(name, ty)| {
        let ty = rust_type(ty, Position::Types);
        quote! {
            /// All other members.
            pub #name: BTreeMap<String, #ty>
        }
    });
    let all = fields.chain(additional);
    let default = def.default.then(|| quote!(, Default));
    let definition = quote! {
        #lines
        #[derive(Debug, Clone, PartialEq #default #derives)]
        #attributes
        pub struct #ident { #(#all),* }
    };
    let constructor = def.constructor.then(|| constructor(def));
    let accessors = def.fields.iter().filter_map(|field| Some(accessor(field, field.default.as_ref()?)));
    let methods: Vec<TokenStream> = constructor.into_iter().chain(accessors).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #ident { #(#methods)* }));
    [definition].into_iter().chain(methods).collect()
}

fn constructor(def: &StructPlan) -> TokenStream {
    let asked = |field: &&FieldPlan| field.argument;
    let arguments = def.fields.iter().filter(asked).map(|field| {
        let (name, ty) = (&field.ident, argument_type(&field.ty));
        quote!(#name: #ty)
    });
    let values = def.fields.iter().map(|field| {
        let name = &field.ident;
        match &field.ty {
            _ if !field.required => quote!(#name: None),
            RustType::Unit => quote!(#name: ()),
            RustType::Named(ty) if !field.argument => quote!(#name: #ty::default()),
            RustType::String | RustType::Secret | RustType::File => quote!(#name: #name.into()),
            RustType::Boxed(_) => quote!(#name: Box::new(#name)),
            _ => quote!(#name),
        }
    });
    let additional = def.additional.iter().map(|(name, _)| quote!(#name: BTreeMap::new()));
    let values = values.chain(additional);
    let only_these = def.fields.iter().all(|field| field.argument);
    let line = match only_these {
        true => " A value with these members.",
        false => " A value with the members that are required; everything else is absent.",
    };
    let expected = touches_deprecated(def);
    quote! {
        #[doc = #line]
        #expected
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The attribute on code that has to touch members which are deprecated.
pub(super) fn touches_deprecated(def: &StructPlan) -> Option<TokenStream> {
    def.fields.iter().any(|field| field.deprecated).then(expects_deprecated)
}

fn expects_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "deprecated members still travel")])
}

/// Whatever converts into a text is taken for one.
fn argument_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Boxed(inner) => argument_type_of(inner),
        ty => argument_type_of(ty),
    }
}

fn argument_type_of(ty: &RustType) -> TokenStream {
    let bare = rust_type(ty, Position::Types);
    match ty {
        RustType::String | RustType::Secret | RustType::File => quote!(impl Into<#bare>),
        _ => bare,
    }
}

/// `page()`: the value, or the document's default.
fn accessor(field: &FieldPlan, default: &DefaultPlan) -> TokenStream {
    let ty = match &field.ty {
        RustType::Option(inner) => inner,
        ty => ty,
    };
    let attributes = if field.deprecated {
        let expected = expects_deprecated();
        quote!(#[deprecated] #expected)
    } else {
        TokenStream::new()
    };
    defaults::accessor_with(&attributes, &field.ident, ty, default, Position::Types)
}
