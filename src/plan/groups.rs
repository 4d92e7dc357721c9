//! From the document's operations to groups with names. The scopes are filled in the document's order: the first to ask
//! keeps its name, and what had to be renamed is reported.

use std::convert::Infallible;

use indexmap::{IndexMap, IndexSet};

use super::answer_body::Contents;
use super::docs::{self, DocLines};
use super::names::operations::{Suggestion, suggest, words};
use super::names::requests::{RequestNames, first_free, operation_name};
use super::operations::{GroupPlan, OperationsPlan};
use super::requests::{self, Params};
use super::responses::Headers;
use super::{TypeNames, TypePlan, prose};
use crate::config::Config;
use crate::diag::{Diagnostics, Place, codes};
use crate::ir::{Api, Chosen, Operation};
use crate::name::{Allocated, Case, Ident, MODULES, PRELUDE, Scope, nearest};
use crate::parallel::parallel;

/// Names in the module `client`.
const USED_BY_CLIENT: &[&str] = &[
    "Body",
    "BoxError",
    "Call",
    "Client",
    "ClientBuilder",
    "ClientCredentials",
    "Clone",
    "ConfigError",
    "Core",
    "CoreBuilder",
    "Credential",
    "Duration",
    "From",
    "Into",
    "LimitHeaders",
    "Profile",
    "RateLimit",
    "ResetUnit",
    "Retry",
    "Secret",
    "Send",
    "Server",
    "Sync",
    "Transport",
    "Window",
];

/// Methods of every `Client`.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "from_env", "new"];

/// Methods that clippy takes for those of a standard trait.
const GROUP_METHODS: &[&str] = &["clone", "cmp"];

/// The module of operations without a group.
const UNTAGGED: &str = "untagged";

/// What the planning of operations works with.
pub(super) struct Ctx<'a> {
    pub(super) api: &'a Api,
    pub(super) types: &'a TypeNames,
    pub(super) definitions: &'a [TypePlan],
    /// The scope of the module `operations`.
    pub(super) names: Scope,
    pub(super) headers: Headers,
    pub(super) contents: Contents,
    /// The media types of responses that were reported as left out.
    pub(super) left_out: IndexSet<String>,
    pub(super) diag: &'a mut Diagnostics,
}

impl Ctx<'_> {
    /// Takes what a scope granted, and tells the reader if it is not what the document suggests.
    pub(super) fn named(&mut self, allocated: Allocated, what: &str, wire: &str, place: &Place) -> Ident {
        if let Some(reason) = allocated.renamed {
            self.diag.push(codes::renamed(place.clone(), what, wire, allocated.ident.as_str(), reason));
        }
        allocated.ident
    }

    /// Takes what a scope granted for a name that the user chose, which has to be that name.
    pub(super) fn chosen(&mut self, allocated: Allocated, chosen: &Chosen) -> Ident {
        if allocated.renamed.is_some() {
            let (place, called) = (chosen.place.clone(), allocated.ident.as_str());
            self.diag.push(codes::name_not_free(place, &chosen.name, called));
        }
        allocated.ident
    }
}

/// The group of an operation as the user calls it, else as the document does.
fn group_of(operation: &Operation, suggested: Option<String>, config: &Config) -> Option<String> {
    if let Some(chosen) = &operation.called.group {
        return Some(chosen.name.clone());
    }
    let key = suggested.as_deref().map(words);
    let renamed = config.groups.iter().find(|(group, _)| key.as_ref() == Some(&words(group)));
    renamed.map(|(_, name)| name.clone()).or(suggested)
}

/// Says which groups have names by configuration and no operations.
pub fn unused_groups(api: &Api, config: &Config, diag: &mut Diagnostics) {
    if config.groups.is_empty() {
        return;
    }
    let known: IndexSet<String> = api.operations.iter().filter_map(|operation| suggest(operation).group).collect();
    let keys: IndexSet<Vec<String>> = known.iter().map(|name| words(name)).collect();
    for group in config.groups.keys().filter(|group| !keys.contains(&words(group))) {
        let nearest = nearest(group, known.iter().map(String::as_str));
        diag.push(codes::unused_override(Config::place(&["groups", group]), "group", group, nearest));
    }
}

/// Plans all operations.
pub(super) fn plan(
    api: &Api,
    config: &Config,
    types: &TypeNames,
    definitions: &[TypePlan],
    (requests, names): (Vec<RequestNames>, Scope),
    diag: &mut Diagnostics,
) -> OperationsPlan {
    let (headers, contents) = (Headers::default(), Contents::default());
    let mut ctx = Ctx { api, types, definitions, names, headers, contents, left_out: IndexSet::new(), diag };
    let mut groups = Groups::new();
    let Ok(prose) = parallel(&api.operations, |operation| Ok::<_, Infallible>(prose::operation(operation)));
    for (index, ((operation, names), docs)) in api.operations.iter().zip(requests).zip(prose).enumerate() {
        let group = group_of(operation, names.suggestion.group.clone(), config);
        let suggestion = Suggestion { group, ..names.suggestion.clone() };
        let key = groups.enter(&mut ctx, operation, &suggestion);
        let method = groups.method(&mut ctx, &key, operation, &suggestion);
        let group = &mut groups.by_words[&key];
        let endpoint = group.statics.allocate(method.bare(), &["endpoint"]).ident;
        let named = requests::Named { method, endpoint, names, docs };
        if let Some(planned) = requests::operation(&mut ctx, &mut group.params, index, operation, named) {
            group.plan.operations.push(planned);
        }
    }
    OperationsPlan { groups: groups.finish(), headers: ctx.headers.finish(), contents: ctx.contents.finish() }
}

/// A group while it fills up.
struct Group {
    plan: GroupPlan,
    methods: Scope,
    /// The statics of the codec module.
    statics: Scope,
    params: Params,
}

struct Groups {
    by_words: IndexMap<Vec<String>, Group>,
    modules: Scope,
    handles: Scope,
    /// Methods of the client: one for each group, and those of the operations without a group.
    accessors: Scope,
}

impl Groups {
    fn new() -> Self {
        let reserved = MODULES.iter().copied().chain(["codec", "schemas", UNTAGGED]);
        Self {
            by_words: IndexMap::new(),
            modules: Scope::new(Case::Module, reserved),
            handles: Scope::new(Case::UpperCamel, USED_BY_CLIENT.iter().chain(PRELUDE).copied()),
            accessors: Scope::new(Case::Snake, CLIENT_METHODS.iter().copied()),
        }
    }

    /// Finds or makes the group of an operation. Groups that differ in case and punctuation only are one.
    fn enter(&mut self, ctx: &mut Ctx<'_>, operation: &Operation, suggestion: &Suggestion) -> Vec<String> {
        let key = suggestion.group.as_deref().map(words).unwrap_or_default();
        if !self.by_words.contains_key(&key) {
            let plan = match &suggestion.group {
                Some(name) => self.tagged(ctx, name, &operation.place),
                None => untagged(),
            };
            let methods = Scope::new(Case::Snake, GROUP_METHODS.iter().copied());
            let statics = Scope::new(Case::ScreamingSnake, []);
            self.by_words.insert(key.clone(), Group { plan, methods, statics, params: Params::default() });
        }
        key
    }

    fn tagged(&mut self, ctx: &mut Ctx<'_>, name: &str, place: &Place) -> GroupPlan {
        let accessor = self.accessors.allocate(name, &["group"]);
        let key = words(name);
        let tag = ctx.api.tags.iter().find(|tag| words(&tag.name) == key);
        GroupPlan {
            name: Some(name.to_owned()),
            module: self.modules.allocate(name, &["group"]).ident,
            handle: self.handles.allocate(name, &["group"]).ident,
            accessor: ctx.named(accessor, "group", name, place),
            feature: None,
            docs: tag.map(|tag| docs::lines(&tag.doc)).unwrap_or_default(),
            operations: Vec::new(),
            params: Vec::new(),
        }
    }

    /// The method of an operation: without the words of its group if that is free, else with them.
    fn method(
        &mut self,
        ctx: &mut Ctx<'_>,
        key: &Vec<String>,
        operation: &Operation,
        suggestion: &Suggestion,
    ) -> Ident {
        let Suggestion { method, full_method, route, full_route, .. } = suggestion;
        let group = &mut self.by_words[key];
        let scope = if group.plan.name.is_some() { &mut group.methods } else { &mut self.accessors };
        if let Some(chosen) = &operation.called.method {
            return ctx.chosen(scope.allocate(&chosen.name, &["operation"]), chosen);
        }
        let allocated = first_free(scope, &[method, full_method, route, full_route], "operation");
        ctx.named(allocated, "method", &operation_name(operation), &operation.place)
    }

    fn finish(self) -> Vec<GroupPlan> {
        self.by_words.into_values().map(Group::finish).collect()
    }
}

impl Group {
    fn finish(mut self) -> GroupPlan {
        self.plan.params = self.params.finish(&mut self.statics);
        self.plan
    }
}

/// The group of the operations without one.
fn untagged() -> GroupPlan {
    GroupPlan {
        name: None,
        module: Case::Module.apply(UNTAGGED),
        handle: Case::UpperCamel.apply("client"),
        accessor: Case::Snake.apply("client"),
        feature: None,
        docs: DocLines::default(),
        operations: Vec::new(),
        params: Vec::new(),
    }
}
