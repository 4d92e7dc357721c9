//! What only the client has: servers, credentials, limits.

use super::docs::{self, DocLines};
use super::krate::CratePlan;
use super::names::operations::words;
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Credential, OAuthFlow, RateLimit, Retry, SecurityScheme, Server};
use crate::name::{Case, Ident, PRELUDE, Scope};

/// What only the client has.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientPlan {
    /// The security schemes, in the document's order.
    pub schemes: Vec<SchemePlan>,
    /// Index of the one scheme that opens all operations, if there is one: `Client::new` takes its credential.
    pub only: Option<usize>,
    /// Whether every operation needs a credential.
    pub is_guarded: bool,
    /// The servers, in the document's order.
    pub servers: Vec<ServerPlan>,
    /// The limits on the rate of all requests together.
    pub rate_limit: Option<RateLimit>,
    /// The constants for callers of a kind, by its index in the limit's tiers.
    pub tiers: Vec<Ident>,
    /// What the document says about repeating requests.
    pub retry: Option<Retry>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemePlan {
    /// Its name in the document.
    pub name: String,
    /// How the credential travels.
    pub credential: Credential,
    /// The method of the builder, and of the server's `Auth`.
    pub setter: Ident,
    /// The environment variables that hold the credential; two for a user name and a password.
    pub env: Vec<String>,
    /// The environment variables of OAuth 2.0 client credentials: identifier and secret.
    pub flow_env: Option<(String, String)>,
    /// What the document says of it.
    pub docs: DocLines,
}

impl SchemePlan {
    /// All environment variables that `from_env` reads.
    pub fn variables(&self) -> Vec<&str> {
        let flow = self.flow_env.iter().flat_map(|(id, secret)| [id, secret]);
        self.env.iter().chain(flow).map(String::as_str).collect()
    }

    /// The flow in which a client gets tokens by itself.
    pub fn client_credentials(&self) -> Option<(&OAuthFlow, &str)> {
        client_credentials(&self.credential)
    }
}

fn client_credentials(credential: &Credential) -> Option<(&OAuthFlow, &str)> {
    let Credential::OAuth2(flows) = credential else { return None };
    let flow = flows.iter().find(|flow| flow.name == "clientCredentials")?;
    Some((flow, flow.token_url.as_deref().filter(|url| url.contains("://"))?))
}

impl ClientPlan {
    /// The server of clients that are not told another: the first, unless it has a variable that must be given.
    pub fn default_server(&self) -> Option<&ServerPlan> {
        self.servers.first().filter(|server| server.variables.iter().all(|variable| variable.default.is_some()))
    }
}

/// A server.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerPlan {
    /// The variant of `Server`.
    pub variant: Ident,
    /// The URL, with its variables in braces.
    pub url: String,
    /// The variables, in the order of the document.
    pub variables: Vec<VariablePlan>,
    /// Whether the API's limits hold here.
    pub rate_limited: bool,
    /// What the document says of it.
    pub docs: DocLines,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq)]
pub struct VariablePlan {
    /// The field of the variant.
    pub ident: Ident,
    /// The name in the URL, without braces.
    pub name: String,
    /// The value used when none is given; the document may lack it.
    pub default: Option<String>,
    /// The allowed values; empty means any.
    pub values: Vec<String>,
    /// What the document says of it.
    pub docs: DocLines,
}

/// Methods of every builder.
const BUILDER_METHODS: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "default_header",
    "max_response_size",
    "new",
    "rate_limit",
    "retry",
    "server",
    "timeout",
    "transport",
    "user_agent",
];

/// Words of a server's description that say nothing about it.
const NOISE: &[&str] =
    &["server", "servers", "environment", "env", "api", "url", "endpoint", "base", "the", "http", "https"];

/// Plans the client.
pub(super) fn plan(api: &Api, krate: &CratePlan, diag: &mut Diagnostics) -> ClientPlan {
    let mut setters = Scope::new(Case::Snake, BUILDER_METHODS.iter().copied());
    let mut env = Scope::new(Case::ScreamingSnake, []);
    let mut tiers = Scope::new(Case::ScreamingSnake, ["DEFAULT"]);
    let rate_limit = api.rate_limit.clone();
    ClientPlan {
        schemes: api.security.iter().map(|scheme| self::scheme(scheme, krate, &mut setters, &mut env)).collect(),
        only: only_scheme(api),
        is_guarded: api.operations.iter().all(|operation| {
            !operation.security.is_empty() && operation.security.iter().all(|needed| !needed.schemes.is_empty())
        }),
        servers: servers(api, diag),
        tiers: rate_limit
            .iter()
            .flat_map(|limit| &limit.tiers)
            .map(|tier| tiers.allocate(&tier.name, &["tier"]).ident)
            .collect(),
        rate_limit,
        retry: api.retry.clone(),
    }
}

fn scheme(scheme: &SecurityScheme, krate: &CratePlan, setters: &mut Scope, env: &mut Scope) -> SchemePlan {
    let mut variable = |suffix: &str| {
        let hint = format!("{} {suffix}", krate.env_prefix);
        env.allocate(&hint, &[&scheme.name]).ident.bare().to_owned()
    };
    let env = match (&scheme.env, &scheme.credential) {
        (Some(name), Credential::Basic) => vec![format!("{name}_USERNAME"), format!("{name}_PASSWORD")],
        (Some(name), _) => vec![name.clone()],
        (None, Credential::Basic) => vec![variable("username"), variable("password")],
        (None, Credential::Header(_) | Credential::Query(_) | Credential::Cookie(_)) => vec![variable("api key")],
        (None, Credential::MutualTls | Credential::Undeclared) => Vec::new(),
        (None, _) => vec![variable("token")],
    };
    let flow_env = client_credentials(&scheme.credential).map(|_| (variable("client id"), variable("client secret")));
    SchemePlan {
        flow_env,
        name: scheme.name.clone(),
        credential: scheme.credential.clone(),
        setter: setters.allocate(&scheme.name, &["auth"]).ident,
        env,
        docs: docs::lines(&scheme.doc),
    }
}

/// The scheme that, alone, satisfies every operation that needs a credential.
fn only_scheme(api: &Api) -> Option<usize> {
    let guarded: Vec<_> = api.operations.iter().filter(|operation| !operation.security.is_empty()).collect();
    let opens_all = |scheme: usize| {
        guarded.iter().all(|operation| {
            operation.security.iter().any(|needed| needed.schemes.iter().all(|(id, _)| id.0 as usize == scheme))
        })
    };
    let named = |scheme: usize| {
        let mut needs = guarded.iter().flat_map(|operation| &operation.security).flat_map(|needed| &needed.schemes);
        needs.any(|(id, _)| id.0 as usize == scheme)
    };
    (0..api.security.len()).find(|&scheme| {
        let takes_a_text = !matches!(
            api.security[scheme].credential,
            Credential::Basic | Credential::MutualTls | Credential::Undeclared
        );
        takes_a_text && named(scheme) && opens_all(scheme)
    })
}

fn servers(api: &Api, diag: &mut Diagnostics) -> Vec<ServerPlan> {
    let reserved = PRELUDE.iter().copied().chain(["Custom"]);
    let mut variants = Scope::new(Case::UpperCamel, reserved);
    let mut servers = Vec::new();
    for server in &api.servers {
        if !server.url.contains("://") && !server.url.starts_with('{') {
            diag.push(codes::relative_server(server.place.clone(), &server.url));
            continue;
        }
        let hint = server_name(server, api.servers.len());
        let mut fields = Scope::new(Case::Snake, []);
        let variables = server.variables.iter().map(|variable| VariablePlan {
            ident: fields.allocate(&variable.name, &["variable"]).ident,
            name: variable.name.clone(),
            default: variable.default.clone(),
            values: variable.values.clone(),
            docs: docs::lines(&variable.doc),
        });
        servers.push(ServerPlan {
            variables: variables.collect(),
            variant: variants.allocate(&hint, &["server"]).ident,
            url: server.url.clone(),
            rate_limited: server.rate_limited,
            docs: docs::lines(&server.doc),
        });
    }
    servers
}

/// The server's name, else its description if that is a name: `Production server` is `Production`.
fn server_name(server: &Server, count: usize) -> String {
    if let Some(name) = &server.name {
        return name.clone();
    }
    let described = server.doc.summary.as_ref().or(server.doc.description.as_ref());
    let first = described.map(|text| text.split(['.', ',', '(', ':', '\n']).next().unwrap_or_default());
    let telling: Vec<String> = first.map(words).unwrap_or_default();
    let telling: Vec<String> = telling.into_iter().filter(|word| !NOISE.contains(&word.as_str())).collect();
    match telling.len() {
        1..=3 if first.is_some_and(|first| first.contains(char::is_alphabetic)) => telling.join(" "),
        _ if count == 1 => "production".to_owned(),
        _ => "default".to_owned(),
    }
}
