//! Request structs: parameters and body as fields, and the statics that describe them.

use indexmap::IndexSet;

use super::docs::DocLines;
use super::groups::Ctx;
use super::names::requests::{RequestNames, operation_name};
use super::operations::{Need, OperationPlan, ParamField, ParamStatic};
use super::pagination::{self as paging, PagePlan};
use super::responses::{self, Answer, Outcome};
use super::rust_type::{RustType, rust_type};
use super::types::{self, DefaultPlan, TypePlan, TypeShape};
use super::{bodies, prose};
use crate::diag::{Place, codes};
use crate::ir::{Location, MediaKind, Operation, OperationId, Parameter, ParameterStyle, Requirement, Server, Status};
use crate::name::{Case, Ident, Scope};

/// As many arguments as clippy lets a method have beside `self`.
const MOST_ARGUMENTS: usize = 6;

/// Methods of `Call`, and of the values in it, that no setter may be called.
const CALL_METHODS: &str = "accept attempt_timeout clone header idempotency_key into_future items new pages request retries send \
     stream timeout";

/// The names that an operation was granted.
pub(super) struct Named {
    pub(super) method: Ident,
    pub(super) endpoint: Ident,
    pub(super) names: RequestNames,
    /// What the document says of it.
    pub(super) docs: DocLines,
}

/// Plans an operation; `None` if it cannot be supported, which has been reported.
pub(super) fn operation(
    ctx: &mut Ctx<'_>,
    params: &mut Params,
    index: usize,
    operation: &Operation,
    named: Named,
) -> Option<OperationPlan> {
    let mut fields = Fields::new(operation.body.is_some());
    let body = match &operation.body {
        Some(body) => {
            let ident = fields.body.clone()?;
            let setter = (!body.required).then(|| fields.setter(ctx, &ident, "body", &body.place));
            bodies::plan(ctx, body, bodies::Named { ident, setter, request: &named.names.request })
        }
        None => None,
    };
    let parameters = operation.parameters.iter().enumerate();
    let param_fields: Vec<ParamField> =
        parameters.map(|(index, parameter)| param_field(ctx, &mut fields, params, index, parameter)).collect();
    let answers = responses::plan(ctx, operation, &named.names);
    let required = param_fields.iter().filter(|field| field.required).count()
        + usize::from(body.as_ref().is_some_and(|body| body.required));
    let pagination = pagination(ctx, operation, &answers.success, &param_fields);
    Some(OperationPlan {
        id: OperationId(index as u32),
        name: operation_name(operation),
        method: named.method,
        request: named.names.request,
        endpoint: named.endpoint,
        verb: operation.method.0.clone(),
        path: operation.path.wire(),
        docs: named.docs,
        route: prose::route(operation),
        deprecated: operation.doc.deprecated,
        params: param_fields,
        body,
        positional: required <= MOST_ARGUMENTS,
        success: answers.success,
        failure: answers.failure,
        security: operation.security.iter().map(needs).collect(),
        accept: answers.accept,
        refusal: refusal(operation),
        pagination,
        retry: operation.retry.clone(),
        windows: operation.rate_limit.iter().flat_map(|limit| limit.windows.clone()).collect(),
        server: operation.servers.first().and_then(Server::with_defaults),
    })
}

/// The status for requests that are not as documented, where only one of the two is listed: 400, which is the usual one for
/// parameters, or 422, which is that for bodies.
fn refusal(operation: &Operation) -> Option<u16> {
    let lists = |code| operation.responses.iter().any(|response| response.status == Status::Code(code));
    match (lists(400), lists(422)) {
        (true, false) if operation.body.is_some() => Some(400),
        (false, true) if operation.body.is_some() || !operation.parameters.is_empty() => Some(422),
        _ => None,
    }
}

/// How the list is paged, if the only success is a page.
fn pagination(ctx: &mut Ctx<'_>, operation: &Operation, success: &Outcome, fields: &[ParamField]) -> Option<PagePlan> {
    let pagination = operation.pagination.as_ref()?;
    let context = paging::Context { api: ctx.api, names: ctx.types, types: ctx.definitions, operation };
    let page = match success {
        Outcome::One(Answer { index, body: Some(body), .. }) => body.only().and_then(|only| {
            let content = &operation.responses[*index].contents[only.content];
            (content.kind == MediaKind::Json).then(|| paging::plan(&context, pagination, &content.ty, fields))?
        }),
        _ => None,
    };
    if page.is_none() {
        ctx.diag.push(codes::pagination_without_types(operation.place.clone()));
    }
    page
}

/// The URL of an operation's own server, with the defaults of its variables.
fn needs(requirement: &Requirement) -> Vec<Need> {
    let schemes = requirement.schemes.iter();
    schemes.map(|(id, scopes)| Need { scheme: id.0 as usize, scopes: scopes.clone() }).collect()
}

/// The scopes of a request struct: its fields, and the setters that `Call` gets for them.
struct Fields {
    fields: Scope,
    setters: Scope,
    body: Option<Ident>,
}

impl Fields {
    /// `body` is the body's if there is one, whatever the parameters are called.
    fn new(has_body: bool) -> Self {
        let mut fields = Scope::new(Case::Snake, []);
        let body = has_body.then(|| fields.allocate("body", &[]).ident);
        Self { fields, setters: Scope::new(Case::Snake, CALL_METHODS.split(' ')), body }
    }

    fn setter(&mut self, ctx: &mut Ctx<'_>, field: &Ident, suffix: &str, place: &Place) -> Ident {
        let allocated = self.setters.allocate(field.bare(), &[suffix]);
        ctx.named(allocated, "setter", field.bare(), place)
    }
}

fn param_field(
    ctx: &mut Ctx<'_>,
    fields: &mut Fields,
    params: &mut Params,
    index: usize,
    parameter: &Parameter,
) -> ParamField {
    let ident = match &parameter.called {
        Some(chosen) => ctx.chosen(fields.fields.allocate(&chosen.name, &["param"]), chosen),
        None => {
            let allocated = fields.fields.allocate(&parameter.name, &[location(parameter.location)]);
            ctx.named(allocated, "field", &parameter.name, &parameter.place)
        }
    };
    let setter = (!parameter.required).then(|| fields.setter(ctx, &ident, "param", &parameter.place));
    let ty = match rust_type(&parameter.ty, ctx.types) {
        // An absent parameter and an empty one are all that the wire can tell apart.
        RustType::Option(inner) if !parameter.required => *inner,
        ty => ty,
    };
    ParamField {
        index,
        param: params.index(parameter),
        default: default(ctx, parameter, &ident, &ty),
        ident,
        setter,
        ty,
        required: parameter.required,
        docs: prose::parameter(parameter),
        deprecated: parameter.doc.deprecated,
    }
}

/// The accessor that knows the document's default, where that is a literal.
fn default(ctx: &Ctx<'_>, parameter: &Parameter, ident: &Ident, ty: &RustType) -> Option<DefaultPlan> {
    let default = parameter.default.as_ref().filter(|_| !parameter.required)?;
    let value = types::default_value(&parameter.ty, ty, default, |id| match &ctx.definitions[id.0 as usize] {
        TypePlan { name, shape: TypeShape::Enum(def), .. } => {
            let variant = def.variants.iter().find(|variant| variant.value == *default)?;
            Some((name.ident.clone(), variant.ident.clone()))
        }
        _ => None,
    })?;
    Some(DefaultPlan { ident: types::accessor(ident), value })
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::QueryString => "query",
    }
}

/// The statics of a group: parameters that travel alike share one.
#[derive(Debug, Default)]
pub(super) struct Params {
    statics: IndexSet<ParamKey>,
}

/// What tells parameter statics apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ParamKey {
    name: String,
    location: Location,
    style: ParameterStyle,
    explode: bool,
    allow_reserved: bool,
    allow_empty: bool,
    required: bool,
}

impl Params {
    fn index(&mut self, parameter: &Parameter) -> usize {
        let key = ParamKey {
            name: parameter.name.clone(),
            location: parameter.location,
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            allow_empty: parameter.allow_empty,
            required: parameter.required,
        };
        self.statics.insert_full(key).0
    }

    /// Names the statics; nobody reads these names but in the codec, so that no renaming is reported.
    pub(super) fn finish(self, scope: &mut Scope) -> Vec<ParamStatic> {
        self.statics
            .into_iter()
            .map(|key| ParamStatic {
                ident: scope.allocate(&key.name, &[location(key.location), "param"]).ident,
                name: key.name,
                location: key.location,
                style: key.style,
                explode: key.explode,
                allow_reserved: key.allow_reserved,
                allow_empty: key.allow_empty,
                required: key.required,
            })
            .collect()
    }
}
