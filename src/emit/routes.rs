//! `server::codec`: the gate that hands credentials to `Auth`, and the routes of each group.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::features::imports_for_some;
use super::imports::{Importable, imports};
use super::{SourceFile, content};
use crate::plan::{Access, AuthMethod, GroupPlan, MethodPlan, OperationPlan, Plan, Takes, TraitPlan};

/// `server/codec/mod.rs`.
pub(super) fn root(plan: &Plan, _: usize) -> SourceFile {
    let contents = plan.operations.contents.iter().map(|shared| {
        let (gate, writer) = (shared.features.gate(), content::writer(&shared.ident, &shared.alternatives));
        quote!(#gate #writer)
    });
    let items: Vec<TokenStream> = gate(plan).into_iter().chain(contents).collect();
    let support = ["Answer", "Attempt", "Content", "Denied", "Gate"].map(Importable::Item);
    let lists: [(TokenStream, &[Importable]); 4] = [
        (quote!(super), &[Importable::Item("Auth")]),
        (quote!(super::super), &[Importable::Module("operations")]),
        (quote!(super::super::operations::endpoints), &[Importable::Item("SCHEMES")]),
        (quote!(super::super::support::server), &support),
    ];
    let mut all = imports_for_some(plan, imports(&items, &lists));
    let modules = plan.operations.groups.iter().map(|group| (group.gate(), &group.module));
    all.extend(modules.map(|(gate, module)| quote!(#gate pub(super) mod #module;)));
    all.extend(items);
    let docs = vec!["From requests to calls of the traits, and from their results to answers.".to_owned()];
    SourceFile::new("src/server/codec/mod.rs", docs, all)
}

fn gate(plan: &Plan) -> Option<TokenStream> {
    let service = &plan.service;
    if service.auth.is_empty() {
        return None;
    }
    let arms = service.auth.iter().map(|AuthMethod { scheme, ident, takes, scopes, .. }| {
        let (scheme, scopes) = (Literal::usize_unsuffixed(*scheme), scopes.then(|| quote!(, scopes)));
        match takes {
            Takes::Secret => quote!(#scheme => auth.#ident(credential.secret() #scopes).await),
            Takes::Connection => quote!(#scheme => auth.#ident(credential.connection() #scopes).await),
            Takes::Head => quote!(#scheme => auth.#ident(credential.head() #scopes).await),
            Takes::Login => quote! {
                #scheme => {
                    let (user, password) = credential.login();
                    auth.#ident(user, password #scopes).await
                }
            },
        }
    });
    let rest = if service.auth.iter().any(|method| method.scopes) { quote!(scopes) } else { quote!(..) };
    let realm = &service.realm;
    Some(quote! {
        /// Hands each credential to the method of its scheme.
        pub(super) fn gate<U: Auth>(auth: U) -> Gate<U::Account> {
            Gate::new(#realm, SCHEMES, auth, |auth, Attempt { scheme, credential, #rest }| async move {
                match scheme {
                    #(#arms,)*
                    _ => Err(Denied::Unauthorized),
                }
            })
        }
    })
}

/// Adds the operations of a group to a router.
pub(super) fn routes(group: &GroupPlan, service: &TraitPlan) -> TokenStream {
    let ident = &service.ident;
    let routes = group.operations.iter().zip(&service.methods).map(|(operation, method)| route(operation, method));
    match service.callers {
        true => quote! {
            pub(in super::super) fn routes<S, A>(router: Router, gate: &Gate<A>, api: &Arc<S>) -> Router
            where
                S: #ident<A>,
                A: Send + Sync + 'static,
            {
                router #(#routes)*
            }
        },
        false => quote! {
            pub(in super::super) fn routes<S: #ident>(router: Router, api: &Arc<S>) -> Router {
                router #(#routes)*
            }
        },
    }
}

fn route(operation: &OperationPlan, method: &MethodPlan) -> TokenStream {
    let (ident, request) = (&operation.method, &operation.request);
    let request = quote!(request: operations::#request);
    match method.access {
        Access::Open => quote! {
            .open(api, |api, #request| async move { S::#ident(&api, request).await })
        },
        Access::Optional => quote! {
            .welcoming(gate, api, |api, caller, #request| async move { S::#ident(&api, caller, request).await })
        },
        Access::Guarded => quote! {
            .guarded(gate, api, |api, caller, #request| async move { S::#ident(&api, caller, request).await })
        },
    }
}
