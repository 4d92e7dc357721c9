//! `server`: what users implement, `Auth` and a trait for each group, and the `router` that calls it.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::call::output_type;
use super::imports::{Importable, imports};
use super::{SourceFile, Unit, docs, receive, routes, schema};
use crate::plan::{Access, AuthMethod, GroupPlan, MethodPlan, OperationPlan, Plan, Takes, TraitPlan};

/// The files: `server/mod.rs` and `server/codec/mod.rs`, and two for each group.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    if !plan.has_server() {
        return Vec::new();
    }
    let groups = 0..plan.operations.groups.len();
    let groups = groups.flat_map(|index| [Unit::new(group, index), Unit::new(receive::group, index)]);
    [Unit::new(root, 0), Unit::new(routes::root, 0)].into_iter().chain(groups).chain(schema::units(plan)).collect()
}

/// What the files of `server` may import from the standard library.
const STD: &[Importable] = &[Importable::Item("Future")];

/// What the files of `server` may import from the root of the crate.
const ROOT: &[Importable] =
    &[Importable::Module("operations"), Importable::Module("support"), Importable::Module("types")];

/// What the files of `server` may import from `support`.
const SUPPORT: &[Importable] = &[Importable::Item("Reply"), Importable::Item("Secret")];

fn root(plan: &Plan, _: usize) -> SourceFile {
    let service = &plan.service;
    let auth = (!service.auth.is_empty()).then(|| auth_trait(&service.auth));
    let items: Vec<TokenStream> = base_path(plan).into_iter().chain(auth).chain([router(plan)]).collect();
    let mut all =
        imports(&items, &[(quote!(std::sync), &[Importable::Item("Arc")]), (quote!(super::support), SUPPORT)]);
    all.push(quote!(
        mod codec;
    ));
    let groups = &plan.operations.groups;
    all.extend(
        groups.iter().map(|group| (group.gate(), &group.module)).map(|(gate, module)| quote!(#gate mod #module;)),
    );
    if !service.tables.is_empty() {
        let unused =
            (!plan.features.is_empty()).then(|| quote!(#[allow(dead_code, reason = "what needs it may be left out")]));
        all.push(quote!(#unused mod schemas;));
    }
    all.extend(groups.iter().zip(&service.traits).map(|(group, plan)| trait_of(group, plan)));
    let callers = (!service.auth.is_empty()).then(|| quote!(Caller, Denied,));
    all.push(quote! {
        pub use super::support::server::{#callers Failure, Fault, Rejection, RejectionKind, Router, problem};
    });
    all.extend(items);
    let docs = match service.auth.is_empty() {
        true => "The server: implement the trait of each group and hand them to [`router`].",
        false => "The server: implement [`Auth`] and the trait of each group, and hand them to [`router`].",
    };
    SourceFile::new("src/server/mod.rs", vec![docs.to_owned()], all)
}

/// The trait of a group, or what takes its place in the bounds of `router`.
fn trait_of(group: &GroupPlan, TraitPlan { ident, .. }: &TraitPlan) -> TokenStream {
    let (gate, module) = (group.gate(), &group.module);
    let stand_in = group.gate_without().map(|gate| quote!(#gate use super::support::server::Anything as #ident;));
    quote!(#gate pub use #module::#ident; #stand_in)
}

fn base_path(plan: &Plan) -> Option<TokenStream> {
    let path = &plan.service.base_path;
    (!path.is_empty()).then(|| {
        quote! {
            /// The path of the document's first server, for [`Router::base_path`].
            pub const BASE_PATH: &str = #path;
        }
    })
}

fn auth_trait(methods: &[AuthMethod]) -> TokenStream {
    let methods = methods.iter().map(|method| {
        let AuthMethod { ident, takes, scopes, docs, .. } = method;
        let docs = super::docs(docs);
        let arguments = match takes {
            Takes::Secret => quote!(secret: Secret),
            Takes::Login => quote!(user: String, password: Secret),
            Takes::Connection => quote!(connection: http::Extensions),
            Takes::Head => quote!(head: http::request::Parts),
        };
        let scopes = scopes.then(|| quote!(, scopes: &'static [&'static str]));
        let body = match takes {
            Takes::Secret | Takes::Login | Takes::Connection => quote!(;),
            Takes::Head => {
                let unused = scopes.is_some().then(|| quote!(let _ = scopes;));
                quote!({
                    drop(head);
                    #unused
                    std::future::ready(Err(Denied::Unauthorized))
                })
            }
        };
        quote! {
            #docs
            fn #ident(&self, #arguments #scopes) -> impl Future<Output = Result<Self::Account, Denied>> + Send #body
        }
    });
    quote! {
        /// Finds out who is calling, before anything of a request is decoded. Methods may be `async fn`.
        pub trait Auth: Send + Sync + 'static {
            /// Who a caller is; handlers get it in a [`Caller`].
            type Account: Send + Sync + 'static;

            #(#methods)*
        }
    }
}

fn router(plan: &Plan) -> TokenStream {
    let service = &plan.service;
    let bounds = service.traits.iter().map(|TraitPlan { ident, callers, .. }| match callers {
        true => quote!(#ident<U::Account>),
        false => quote!(#ident),
    });
    let bounds: Vec<TokenStream> = match service.traits.is_empty() {
        true => vec![quote!(Send), quote!(Sync), quote!('static)],
        false => bounds.collect(),
    };
    let calls = plan.operations.groups.iter().zip(&service.traits).map(|(group, plan)| {
        let module = &group.module;
        let (feature, gate) = (group.gate(), plan.callers.then(|| quote!(&gate,)));
        let call = quote!(router = codec::#module::routes(router, #gate &api););
        if group.feature.is_some() { quote!(#feature { #call }) } else { call }
    });
    let body = match service.traits.is_empty() {
        true => quote!(drop(api); Router::new()),
        false => quote! {
            let api = Arc::new(api);
            let mut router = Router::new();
            #(#calls)*
            router
        },
    };
    let unused = (!plan.features.is_empty())
        .then(|| quote!(#[allow(unused_mut, unused_variables, reason = "without any group there is nothing to call")]));
    let (parameter, argument, bound, gate) = match service.auth.is_empty() {
        true => Default::default(),
        false => (quote!(, U), quote!(, auth: U), quote!(U: Auth,), quote!(let gate = codec::gate(auth);)),
    };
    quote! {
        /// A router that serves the operations of `api`, at paths as in the document. It becomes an [`axum::Router`] with
        /// `into()`.
        #unused
        pub fn router<S #parameter>(api: S #argument) -> Router
        where
            S: #(#bounds)+*,
            #bound
        {
            #gate
            #body
        }
    }
}

fn group(plan: &Plan, index: usize) -> SourceFile {
    let (group, service) = (&plan.operations.groups[index], &plan.service.traits[index]);
    let methods = group.operations.iter().zip(&service.methods).map(|(operation, method)| {
        let name = operation.method.bare();
        let TokenPair { arguments, values } = arguments(operation, method);
        let (ident, output, error) = (&operation.method, output_type(operation), &operation.failure.ident);
        let docs = method_docs(operation);
        let name = match &group.name {
            Some(group) => format!("{group}.{name}"),
            None => name.to_owned(),
        };
        quote! {
            #docs
            fn #ident(&self, #arguments) -> impl Future<Output = Result<#output, operations::#error>> + Send {
                not_implemented(#name, #values)
            }
        }
    });
    let parameter = service.callers.then(|| quote!(<A>));
    let bound = service.callers.then(|| quote!(where A: Send + Sync + 'static,));
    let (ident, group_docs) = (&service.ident, group_docs(group));
    let item = quote! {
        #group_docs
        pub trait #ident #parameter: Send + Sync + 'static #bound {
            #(#methods)*
        }
    };
    let server = &[Importable::Item("Caller"), Importable::Item("not_implemented")];
    let lists: [(TokenStream, &[Importable]); 4] = [
        (quote!(super::super), ROOT),
        (quote!(super::super::support), SUPPORT),
        (quote!(super::super::support::server), server),
        (quote!(std::future), STD),
    ];
    let mut items = imports(std::slice::from_ref(&item), &lists);
    items.push(item);
    let docs = vec![format!("What a server does for the operations of {}.", subject(group))];
    SourceFile::new(format!("src/server/{}.rs", group.module.bare()), docs, items)
}

/// The documentation of a group's trait: what the document says, and how to implement it.
fn group_docs(group: &GroupPlan) -> TokenStream {
    let mut lines = group.docs.clone();
    lines.paragraph("Methods may be written as `async fn`; those that are not written answer 501.");
    docs(&lines).to_token_stream()
}

/// What documentation calls a group.
pub(super) fn subject(group: &GroupPlan) -> String {
    match &group.name {
        Some(name) => format!("the group {}", crate::plan::code(name)),
        None => "no group".to_owned(),
    }
}

struct TokenPair {
    arguments: TokenStream,
    values: TokenStream,
}

fn arguments(operation: &OperationPlan, method: &MethodPlan) -> TokenPair {
    let request = &operation.request;
    let (caller, values) = match method.access {
        Access::Open => (quote!(), quote!(request)),
        Access::Optional => (quote!(caller: Option<Caller<A>>,), quote!((caller, request))),
        Access::Guarded => (quote!(caller: Caller<A>,), quote!((caller, request))),
    };
    TokenPair { arguments: quote!(#caller request: operations::#request), values }
}

/// The documentation of a handler: the operation's, and what it may answer beside success.
fn method_docs(operation: &OperationPlan) -> TokenStream {
    let docs = docs(&operation.docs);
    let error = operation.failure.ident.as_str();
    let errors = format!(" [`{error}`](operations::{error}), by status.");
    quote! {
        #docs
        ///
        /// # Errors
        ///
        #[doc = #errors]
    }
}
