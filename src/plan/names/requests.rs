//! The names that the module `operations` grants: the first operation in the document that asks for a name gets it, and
//! another one is called after its method and path, which no other has. What is added at the end renames nothing.

use std::convert::Infallible;

use super::operations::{Suggestion, suggest};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Operation};
use crate::name::{Allocated, Case, Ident, PRELUDE, Scope};
use crate::parallel::parallel;

/// Names that generated operations use without a path.
const USED_BY_OPERATIONS: &[&str] = &[
    "Body",
    "Call",
    "Client",
    "DecodeError",
    "Endpoint",
    "Error",
    "Failure",
    "HeaderFields",
    "Need",
    "Operation",
    "Outcome",
    "Paginate",
    "Param",
    "Received",
    "Reply",
    "Request",
    "RequestError",
    "Secret",
    "StatusCode",
    "Value",
];

/// The names of what belongs to an operation.
#[derive(Debug, Clone)]
pub(in crate::plan) struct RequestNames {
    /// The request struct.
    pub(in crate::plan) request: Ident,
    /// The error enum.
    pub(in crate::plan) error: Ident,
    /// The success enum, if there is one.
    pub(in crate::plan) response: Ident,
    /// What the operation would like to be called.
    pub(in crate::plan) suggestion: Suggestion,
}

/// Names all operations, in the document's order. The scope is for what else stands beside them.
pub(in crate::plan) fn allocate(api: &Api, diag: &mut Diagnostics) -> (Vec<RequestNames>, Scope) {
    let mut scope = Scope::new(Case::UpperCamel, USED_BY_OPERATIONS.iter().chain(PRELUDE).copied());
    let mut names = Vec::new();
    let Ok(suggestions) = parallel(&api.operations, |operation| Ok::<_, Infallible>(suggest(operation)));
    for (operation, suggestion) in api.operations.iter().zip(suggestions) {
        let Suggestion { request, route, full_route, .. } = &suggestion;
        let mut report = |what: &str, Allocated { ident, renamed }: Allocated| {
            if let Some(reason) = renamed {
                let (place, name) = (operation.place.clone(), operation_name(operation));
                diag.push(codes::renamed(place, what, &name, ident.as_str(), reason));
            }
            ident
        };
        let request = match &operation.called.request {
            Some(chosen) => scope.allocate(&chosen.name, &["request"]).ident,
            None => report("request struct", first_free(&mut scope, &[request, route, full_route], "request")),
        };
        let mut beside = |role: &str, what| report(what, scope.allocate(&format!("{} {role}", request.bare()), &[]));
        let (error, response) = (beside("error", "error enum"), beside("response", "response enum"));
        if let Some(chosen) = &operation.called.request
            && request != Case::UpperCamel.apply(&chosen.name)
        {
            diag.push(codes::name_not_free(chosen.place.clone(), &chosen.name, request.as_str()));
        }
        names.push(RequestNames { request, error, response, suggestion });
    }
    (names, scope)
}

/// Allocates the first of the hints that is free, else the last one with a suffix.
pub(in crate::plan) fn first_free(scope: &mut Scope, hints: &[&str], suffix: &str) -> Allocated {
    let objection = |hint: &&str| scope.objection(&scope.case().apply(hint));
    let reason = hints.first().and_then(objection);
    let hint = hints.iter().find(|hint| objection(hint).is_none()).or(hints.last()).copied().unwrap_or_default();
    Allocated { ident: scope.allocate(hint, &[suffix]).ident, renamed: reason }
}

/// What messages call an operation: its `operationId`, or `GET /path`.
pub(in crate::plan) fn operation_name(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method.0, operation.path.text))
}
