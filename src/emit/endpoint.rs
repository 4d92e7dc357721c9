//! `operations::endpoints`: tables that say what each operation is on the wire. Client and server read the same ones.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::{Importable, imports};
use super::{SourceFile, Unit};
use crate::plan::{
    BodyField, BodyFormat, Credential, Gate, GroupPlan, Location, Need, OperationPlan, ParamStatic, ParameterStyle,
    Plan, Retry, SchemePlan, Window,
};

/// The files: `operations/endpoints/mod.rs`, and one for each group.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let groups = (0..plan.operations.groups.len()).map(|index| Unit::new(group, index));
    std::iter::once(Unit::new(root, 0)).chain(groups).collect()
}

/// What the files of this directory may import from `support`.
const IMPORTABLE: &[Importable] = &[
    Importable::Item("BodySpec"),
    Importable::Item("Endpoint"),
    Importable::Item("Media"),
    Importable::Item("Need"),
    Importable::Item("Param"),
    Importable::Item("Scheme"),
    Importable::Item("SchemeKind"),
    Importable::Item("Style"),
    Importable::Item("Window"),
];

fn root(plan: &Plan, _: usize) -> SourceFile {
    let schemes = plan.client.schemes.iter().map(scheme);
    // A server looks only if an operation asks for credentials.
    let guarded = plan.has_server() && !plan.service.auth.is_empty();
    let unguarded = (!guarded && plan.has_server() && plan.gate == Gate::Feature).then(
        || quote!(#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "no operation asks for credentials"))]),
    );
    // Without schemes nobody would look.
    let table = (!plan.client.schemes.is_empty() && (guarded || plan.has_client())).then(|| {
        quote! {
            /// The security schemes of the document; operations refer to them by index.
            #unguarded
            pub(crate) static SCHEMES: &[Scheme] = &[#(#schemes),*];
        }
    });
    let items: Vec<TokenStream> = table.into_iter().collect();
    let modules = plan.operations.groups.iter().map(|group| (group.gate(), &group.module));
    let mut all = imports(&items, &[(quote!(super::super::support), IMPORTABLE)]);
    all.extend(modules.map(|(gate, module)| quote!(#gate pub(crate) mod #module;)));
    all.extend(items);
    SourceFile::new("src/operations/endpoints/mod.rs", vec!["What each operation is on the wire.".to_owned()], all)
}

fn scheme(scheme: &SchemePlan) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.credential {
        Credential::Header(name) => quote!(Header(#name)),
        Credential::Query(name) => quote!(Query(#name)),
        Credential::Cookie(name) => quote!(Cookie(#name)),
        Credential::Basic => quote!(Basic),
        Credential::Bearer | Credential::OAuth2(_) | Credential::OpenIdConnect(_) => quote!(Bearer),
        Credential::Http(name) => quote!(Http(#name)),
        Credential::MutualTls => quote!(MutualTls),
        Credential::Undeclared => quote!(Undeclared),
    };
    quote!(Scheme::new(#name, SchemeKind::#kind))
}

fn group(plan: &Plan, index: usize) -> SourceFile {
    let group = &plan.operations.groups[index];
    let params = group.params.iter().map(param);
    let endpoints = group.operations.iter().map(|operation| endpoint(group, operation));
    let items: Vec<TokenStream> = params.chain(endpoints).collect();
    let mut all = imports(&items, &[(quote!(super::super::super::support), IMPORTABLE)]);
    all.extend(items);
    let path = format!("src/operations/endpoints/{}.rs", group.module.bare());
    SourceFile::new(path, vec![format!("The tables of `{}`.", group.module.bare())], all)
}

/// A parameter. What is the default of its location (OpenAPI 3.0.4, "Parameter Object") is left out.
fn param(param: &ParamStatic) -> TokenStream {
    let (ident, name) = (&param.ident, &param.name);
    let (constructor, usual, exploded) = match param.location {
        Location::Path => (quote!(path), ParameterStyle::Simple, false),
        Location::Query => (quote!(query), ParameterStyle::Form, true),
        Location::Header => (quote!(header), ParameterStyle::Simple, false),
        Location::Cookie => (quote!(cookie), ParameterStyle::Form, true),
        Location::QueryString => (quote!(query_string), ParameterStyle::Urlencoded, false),
    };
    let style = style(param.style);
    let style = (param.style != usual).then(|| quote!(.style(Style::#style)));
    let explode = param.explode;
    let explode = (explode != exploded).then(|| quote!(.explode(#explode)));
    let reserved = param.allow_reserved.then(|| quote!(.allow_reserved()));
    let empty = param.allow_empty.then(|| quote!(.allow_empty()));
    let required = (param.required && param.location != Location::Path).then(|| quote!(.required()));
    quote!(pub(crate) static #ident: Param = Param::#constructor(#name) #style #explode #reserved #empty #required;)
}

pub(super) fn style(style: ParameterStyle) -> TokenStream {
    match style {
        ParameterStyle::Simple => quote!(Simple),
        ParameterStyle::Label => quote!(Label),
        ParameterStyle::Matrix => quote!(Matrix),
        ParameterStyle::Form => quote!(Form),
        ParameterStyle::SpaceDelimited => quote!(SpaceDelimited),
        ParameterStyle::PipeDelimited => quote!(PipeDelimited),
        ParameterStyle::DeepObject => quote!(DeepObject),
        ParameterStyle::Cookie => quote!(Cookie),
        ParameterStyle::Json => quote!(Json),
        ParameterStyle::Urlencoded => quote!(Urlencoded),
    }
}

fn endpoint(group: &GroupPlan, operation: &OperationPlan) -> TokenStream {
    let OperationPlan { endpoint, name, verb, path, .. } = operation;
    let params = operation.params.iter().map(|field| {
        let ident = &group.params[field.param].ident;
        quote!(&#ident)
    });
    let params = (!operation.params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    let security = operation.security.iter().map(|needs| {
        let needs = needs.iter().map(need);
        quote!(&[#(#needs),*])
    });
    let security = (!operation.security.is_empty()).then(|| quote!(.security(&[#(#security),*])));
    let body = operation.body.as_ref().map(body);
    let accept = operation.accept.join(", ");
    let accept = (!accept.is_empty()).then(|| quote!(.accept(#accept)));
    let refusal = operation.refusal.map(Literal::u16_unsuffixed).map(|status| quote!(.refusal(#status)));
    let server = operation.server.as_ref().map(|url| quote!(.server(#url)));
    let retry = operation.retry.as_ref().map(retry);
    let windows = windows(&operation.windows);
    quote! {
        pub(crate) static #endpoint: Endpoint =
            Endpoint::new(#name, #verb, #path) #params #security #body #accept #refusal #server #retry #windows;
    }
}

fn need(need: &Need) -> TokenStream {
    let (scheme, scopes) = (Literal::usize_unsuffixed(need.scheme), &need.scopes);
    quote!(Need::new(#scheme, &[#(#scopes),*]))
}

fn body(body: &BodyField) -> TokenStream {
    let media_types = body.contents().map(|content| {
        let media_type = &content.media_type;
        match content.format {
            BodyFormat::Bytes => quote!(Media::stream(#media_type)),
            BodyFormat::Multipart => quote!(Media::parts(#media_type)),
            _ => quote!(Media::new(#media_type)),
        }
    });
    let presence = if body.required { quote!(required) } else { quote!(optional) };
    quote!(.body(BodySpec::#presence(&[#(#media_types),*])))
}

fn retry(retry: &Retry) -> TokenStream {
    let retries = retry.retries.map(Literal::u32_unsuffixed).map(|retries| quote!(.retries(#retries)));
    let statuses: Vec<Literal> = retry.statuses.iter().map(|status| Literal::u16_unsuffixed(*status)).collect();
    let statuses = (!statuses.is_empty()).then(|| quote!(.retry_statuses(&[#(#statuses),*])));
    quote!(#retries #statuses)
}

fn windows(windows: &[Window]) -> Option<TokenStream> {
    let list = window_list(windows);
    (!windows.is_empty()).then(|| quote!(.windows(#list)))
}

/// A slice of windows.
pub(super) fn window_list(windows: &[Window]) -> TokenStream {
    let windows = windows.iter().map(|window| {
        let (requests, seconds) = (Literal::u32_unsuffixed(window.requests), Literal::u32_unsuffixed(window.seconds));
        quote!(Window::new(#requests, #seconds))
    });
    quote!(&[#(#windows),*])
}
