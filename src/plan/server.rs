//! What only the server has: who may call what, the traits that users implement, and where the API is mounted.

use std::collections::BTreeMap;

use super::bodies::BodyFormat;
use super::client::ClientPlan;
use super::docs::{self, DocLines};
use super::operations::{GroupPlan, OperationPlan, OperationsPlan};
use super::rust_type::RustType;
use super::schema::{SchemaPlan, TablePlan, Tables};
use crate::diag::Place;
use crate::ir::{Api, Credential, Server, Type, TypeId};
use crate::name::{Case, Ident, Scope};

/// What only the server has.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicePlan {
    /// What challenges call the API: its title.
    pub realm: String,
    /// The path of the document's first server, with the defaults of its variables: `/v1`, or nothing.
    pub base_path: String,
    /// The methods of `Auth`, one for each scheme that an operation needs; empty means that there is no `Auth`.
    pub auth: Vec<AuthMethod>,
    /// The traits, one for each group of [`OperationsPlan::groups`].
    pub traits: Vec<TraitPlan>,
    /// What types may be that requests lead to.
    pub tables: BTreeMap<TypeId, TablePlan>,
}

/// A method of `Auth`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthMethod {
    /// Index of the scheme in the document.
    pub scheme: usize,
    /// Its name.
    pub ident: Ident,
    /// What it is given.
    pub takes: Takes,
    /// Whether it is given the scopes that the operation asks for.
    pub scopes: bool,
    /// What its documentation says.
    pub docs: DocLines,
}

/// What a method of `Auth` is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A key, a token, or whatever follows the name of an HTTP authentication scheme.
    Secret,
    /// User name and password.
    Login,
    /// The extensions of the request, for what is known of the connection.
    Connection,
    /// The head of the request: the document does not say where in it to look. Nobody gets in until it is written.
    Head,
}

/// The trait of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct TraitPlan {
    /// Its name: `ResourcesApi`.
    pub ident: Ident,
    /// Whether any of its methods is given a caller.
    pub callers: bool,
    /// What its methods need beyond what the operations say, in the same order.
    pub methods: Vec<MethodPlan>,
    /// The statics that say what parameters and bodies may be, where no table of a type does; those that agree share one.
    pub schemas: Vec<SchemaStatic>,
}

/// A static that says what a parameter or body may be.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaStatic {
    /// Its name.
    pub ident: Ident,
    /// What it says.
    pub schema: SchemaPlan,
}

/// Where it is said what a parameter or body may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaRef {
    /// In [`TraitPlan::schemas`], at an index.
    Static(usize),
    /// In the table of a type.
    Table(TypeId),
}

/// A method of a group's trait.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodPlan {
    /// Who may call it.
    pub access: Access,
    /// What the decoder calls its input: no field of the request has this name.
    pub input: Ident,
    /// For each parameter, in the order of the fields, what it may be.
    pub params: Vec<SchemaRef>,
    /// What the body may be, for each of its contents, where that has a schema.
    pub body: Vec<Option<SchemaRef>>,
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; credentials are not looked at.
    Open,
    /// Anybody, but credentials that are sent must hold.
    Optional,
    /// Only who has credentials.
    Guarded,
}

/// Plans the server.
pub(super) fn plan(api: &Api, operations: &OperationsPlan, client: &ClientPlan, mut tables: Tables<'_>) -> ServicePlan {
    let traits = operations.groups.iter().map(|group| group_trait(api, group, &mut tables)).collect();
    ServicePlan {
        realm: api.info.title.clone(),
        base_path: api.servers.first().map(base_path).unwrap_or_default(),
        auth: auth(operations, client),
        traits,
        tables: tables.finish(),
    }
}

/// The path of a server's URL, without a final slash.
fn base_path(server: &Server) -> String {
    let url = server.with_defaults().unwrap_or_default();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let path = rest.find('/').map_or("", |slash| &rest[slash..]);
    path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned()
}

fn auth(operations: &OperationsPlan, client: &ClientPlan) -> Vec<AuthMethod> {
    let needs = || {
        let operations = operations.groups.iter().flat_map(|group| &group.operations);
        operations.flat_map(|operation| &operation.security).flatten()
    };
    let used = |scheme: usize| needs().any(|need| need.scheme == scheme);
    let schemes = client.schemes.iter().enumerate().filter(|(index, _)| used(*index));
    schemes
        .map(|(index, scheme)| {
            let (takes, what) = takes(&scheme.credential);
            let mut lines = DocLines::default();
            lines.paragraph(&format!("Checks {what} of the scheme {}.", docs::code(&scheme.name)));
            if takes == Takes::Head {
                lines.paragraph(
                    "The document does not say how it travels; as long as this is not written, nobody gets in.",
                );
            }
            lines.append(scheme.docs.clone());
            AuthMethod {
                scheme: index,
                ident: scheme.setter.clone(),
                takes,
                scopes: needs().any(|need| need.scheme == index && !need.scopes.is_empty()),
                docs: lines,
            }
        })
        .collect()
}

fn takes(credential: &Credential) -> (Takes, &'static str) {
    match credential {
        Credential::Header(_) | Credential::Query(_) | Credential::Cookie(_) => (Takes::Secret, "an API key"),
        Credential::Bearer | Credential::OAuth2(_) | Credential::OpenIdConnect(_) => (Takes::Secret, "a bearer token"),
        Credential::Http(_) => (Takes::Secret, "the credentials"),
        Credential::Basic => (Takes::Login, "a user name and a password"),
        Credential::MutualTls => (Takes::Connection, "the client certificate"),
        Credential::Undeclared => (Takes::Head, "the credential"),
    }
}

fn group_trait(api: &Api, group: &GroupPlan, tables: &mut Tables<'_>) -> TraitPlan {
    let names = Scope::new(Case::ScreamingSnake, []);
    let mut schemas = Schemas { tables, names, statics: Vec::new(), hints: Vec::new() };
    let operations = group.operations.iter();
    let methods: Vec<MethodPlan> = operations.map(|operation| method(api, operation, &mut schemas)).collect();
    let hint =
        group.name.as_ref().map_or("Api".to_owned(), |_| format!("{}Api", group.handle.bare().trim_end_matches('_')));
    TraitPlan {
        ident: Ident::new(&hint).unwrap_or_else(|| Case::UpperCamel.apply(&hint)),
        callers: methods.iter().any(|method| method.access != Access::Open),
        methods,
        schemas: schemas.statics,
    }
}

fn method(api: &Api, operation: &OperationPlan, schemas: &mut Schemas<'_, '_>) -> MethodPlan {
    let source = &api.operations[operation.id.0 as usize];
    let fields = operation.params.iter().map(|field| &field.ident).chain(operation.body.iter().map(|body| &body.ident));
    let mut names = Scope::new(Case::Snake, fields.map(Ident::bare));
    let params = operation.params.iter().map(|field| {
        let parameter = &source.parameters[field.index];
        schemas.find(&parameter.name, &parameter.ty, &parameter.place)
    });
    let params = params.collect();
    let body = operation.body.as_ref().zip(source.body.as_ref());
    let contents = body.into_iter().flat_map(|(field, body)| {
        let variants = field.variants.iter();
        variants.flat_map(move |variant| variant.contents.iter().map(move |content| (variant, content, body)))
    });
    let body = contents.map(|(variant, content, body)| {
        let is_opaque = matches!(content.format, BodyFormat::Text | BodyFormat::Bytes);
        let is_list = content.format == BodyFormat::Multipart && matches!(variant.ty, RustType::Vec(_));
        (!is_opaque && !is_list).then(|| {
            let name = format!("{} body", operation.method.bare());
            schemas.find(&name, &body.contents[content.content].ty, &body.place)
        })
    });
    let body = body.collect();
    MethodPlan { access: access(operation), input: names.allocate("input", &["parts"]).ident, params, body }
}

/// The schemas of a group so far: parameters of the same name that may be the same share one.
struct Schemas<'t, 'a> {
    tables: &'t mut Tables<'a>,
    names: Scope,
    statics: Vec<SchemaStatic>,
    hints: Vec<String>,
}

impl Schemas<'_, '_> {
    fn find(&mut self, name: &str, ty: &Type, place: &Place) -> SchemaRef {
        let schema = self.tables.schema(ty, place);
        if let Some(id) = schema.table() {
            return SchemaRef::Table(id);
        }
        let mut known = self.statics.iter().zip(&self.hints);
        let known = known.position(|(known, hint)| hint == name && known.schema == schema);
        SchemaRef::Static(known.unwrap_or_else(|| {
            self.hints.push(name.to_owned());
            let ident = self.names.allocate(name, &["schema"]).ident;
            self.statics.push(SchemaStatic { ident, schema });
            self.statics.len() - 1
        }))
    }
}

fn access(operation: &OperationPlan) -> Access {
    let alternatives = &operation.security;
    match alternatives.iter().any(Vec::is_empty) {
        _ if alternatives.iter().all(Vec::is_empty) => Access::Open,
        true => Access::Optional,
        false => Access::Guarded,
    }
}

#[cfg(test)]
mod tests {
    use super::super::operations::Need;
    use super::super::{Gate, Plan, fixtures};
    use super::*;
    use crate::config::Config;
    use crate::diag::Diagnostics;
    use crate::ir::{Doc, Location, Requirement, SchemeId, SecurityScheme, ServerVariable};

    fn scheme(name: &str, credential: Credential) -> SecurityScheme {
        let place = fixtures::place("/components/securitySchemes/x");
        SecurityScheme { name: name.to_owned(), credential, env: None, doc: Doc::default(), place }
    }

    fn needs(alternatives: &[&[u32]]) -> Vec<Requirement> {
        let scopes = |scheme: u32| if scheme == 0 { vec!["read".to_owned()] } else { Vec::new() };
        let requirement = |schemes: &&[u32]| Requirement {
            schemes: schemes.iter().map(|&scheme| (SchemeId(scheme), scopes(scheme))).collect(),
        };
        alternatives.iter().map(requirement).collect()
    }

    fn planned(alternatives: &[&[&[u32]]]) -> Plan {
        let operations = alternatives.iter().enumerate().map(|(index, alternatives)| {
            let mut operation = fixtures::operation("GET", &format!("/things/{index}"));
            operation.id = Some(format!("things.get{index}"));
            operation.parameters = vec![fixtures::parameter("input", Location::Query)];
            operation.security = needs(alternatives);
            operation
        });
        let mut api = fixtures::api(operations.collect());
        let schemes = [("oauth", Credential::Bearer), ("login", Credential::Basic), ("unused", Credential::MutualTls)];
        api.security = schemes.map(|(name, credential)| scheme(name, credential)).to_vec();
        super::super::plan(&api, &Config::new(), Gate::Feature, &mut Diagnostics::default())
    }

    #[test]
    fn who_may_call_follows_from_the_alternatives() {
        let service = planned(&[&[], &[&[]], &[&[], &[0]], &[&[0], &[]], &[&[1]], &[&[0], &[1]]]).service;
        let access: Vec<Access> = service.traits[0].methods.iter().map(|method| method.access).collect();
        let (open, optional, guarded) = (Access::Open, Access::Optional, Access::Guarded);
        assert_eq!(access, [open, open, optional, optional, guarded, guarded]);
        assert!(service.traits[0].callers);
        assert!(!planned(&[&[], &[&[]]]).service.traits[0].callers);
    }

    #[test]
    fn auth_has_a_method_for_each_scheme_that_is_needed() {
        let plan = planned(&[&[&[0, 1]]]);
        let methods: Vec<_> =
            plan.service.auth.iter().map(|auth| (auth.ident.bare(), auth.takes, auth.scopes)).collect();
        assert_eq!(methods, [("oauth", Takes::Secret, true), ("login", Takes::Login, false)]);
        assert_eq!(plan.operations.groups[0].operations[0].security[0][1], Need { scheme: 1, scopes: Vec::new() });
        assert!(planned(&[&[]]).service.auth.is_empty());
    }

    #[test]
    fn traits_share_schemas_and_spare_the_names_of_fields() {
        let plan = planned(&[&[], &[]]);
        let group = &plan.service.traits[0];
        assert_eq!(group.ident.bare(), "ThingsApi");
        assert_eq!(group.schemas.len(), 1);
        assert_eq!(group.methods[0].input.bare(), "input_parts");
    }

    #[test]
    fn the_base_path_is_the_path_of_the_url() {
        let version = ServerVariable {
            name: "version".to_owned(),
            default: Some("v2".to_owned()),
            values: Vec::new(),
            doc: Doc::default(),
        };
        let path = |url: &str| {
            base_path(&Server {
                url: url.to_owned(),
                name: None,
                doc: Doc::default(),
                variables: vec![version.clone()],
                rate_limited: true,
                place: fixtures::place("/servers/0"),
            })
        };
        assert_eq!(path("https://api.test/v1/"), "/v1");
        assert_eq!(path("https://api.test"), "");
        assert_eq!(path("/"), "");
        assert_eq!(path("/api/v1"), "/api/v1");
        assert_eq!(path("https://{version}.test/{version}?x=/y"), "/v2");
    }
}
