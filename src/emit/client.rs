//! `client/mod.rs`: `Client` and its builder. What they do is the runtime's; here are only the names that the document
//! gives to servers, credentials and groups.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use super::imports::{Importable, imports};
use super::{SourceFile, Unit, docs, servers};
use crate::plan::{Credential, GroupPlan, Plan, ResetUnit, SchemePlan, code, phrase};

pub(super) fn units(_: &Plan) -> Vec<Unit> {
    vec![Unit::new(root, 0)]
}

fn importable() -> [(TokenStream, &'static [Importable]); 5] {
    [
        (quote!(std::time), &[Importable::Item("Duration")]),
        (quote!(super), &[Importable::Module("operations"), Importable::Module("types")]),
        (quote!(super::operations::endpoints), &[Importable::Item("SCHEMES")]),
        (quote!(super::support), &[Importable::Item("Secret"), Importable::Item("Window")]),
        (
            quote!(super::support::client),
            &[
                Importable::Item("Body"),
                Importable::Item("BoxError"),
                Importable::Item("ClientCredentials"),
                Importable::Item("ConfigError"),
                Importable::Item("Core"),
                Importable::Item("CoreBuilder"),
                Importable::Item("Credential"),
                Importable::Item("LimitHeaders"),
                Importable::Item("Profile"),
                Importable::Item("RateLimit"),
                Importable::Item("ResetUnit"),
                Importable::Item("Retry"),
                Importable::Item("secret_from_env"),
                Importable::Item("server_url"),
            ],
        ),
    ]
}

fn root(plan: &Plan, _: usize) -> SourceFile {
    let modules = plan.operations.groups.iter().map(|group| (group.gate(), &group.module));
    let modules = modules.map(|(gate, module)| quote!(#gate mod #module;));
    let handles = plan.operations.groups.iter().filter(|group| group.name.is_some());
    let handles = handles.map(|group| {
        let (gate, GroupPlan { module, handle, .. }) = (group.gate(), group);
        quote!(#gate pub use #module::#handle;)
    });
    let mut items = vec![client(plan), construction(plan)];
    items.extend(accessors(plan));
    items.push(builder(plan));
    items.extend(credentials(plan));
    items.push(builder_options(plan));
    items.push(build(plan));
    items.extend(servers::items(plan));
    items.push(profile(plan));
    let mut all = imports(&items, &importable());
    all.push(quote!(mod codec; #(#modules)* #(#handles)*));
    all.extend(items);
    let docs = vec!["The client: where requests go and what authenticates them.".to_owned()];
    SourceFile::new("src/client/mod.rs", docs, all)
}

fn client(plan: &Plan) -> TokenStream {
    let line =
        format!(" A client of {}. Cheap to clone: clones share connections and limits.", phrase(&plan.krate.title));
    let groups = &plan.operations.groups;
    let unread = match groups.is_empty() {
        true => quote!(#[expect(dead_code, reason = "the document has no operations")]),
        false if groups.iter().all(|group| group.feature.is_some()) => {
            quote!(#[allow(dead_code, reason = "all groups may be left out")])
        }
        false => TokenStream::new(),
    };
    quote! {
        #[doc = #line]
        #[derive(Debug, Clone)]
        pub struct Client { #unread core: Core }
    }
}

fn construction(plan: &Plan) -> TokenStream {
    let start = match plan.client.default_server().is_none() {
        true => quote!(Core::builder(&PROFILE)),
        false => quote!(Core::builder(&PROFILE).server(Server::default().url())),
    };
    let limits = servers::has_unlimited(plan).then(|| quote!(, rate_limit: None, is_limited: true));
    let docs = match plan.client.default_server() {
        Some(server) => format!(" Starts a client of {}, without credentials.", code(&server.url)),
        None => " Starts a client, without base URL and credentials.".to_owned(),
    };
    let new = new(plan);
    let from_env = from_env(plan);
    quote! {
        impl Client {
            #new
            #from_env
            #[doc = #docs]
            pub fn builder() -> ClientBuilder {
                ClientBuilder { core: #start #limits }
            }
        }
    }
}

/// `Client::new`, if one credential or none is all that it takes.
fn new(plan: &Plan) -> Option<TokenStream> {
    plan.client.default_server()?;
    let errors = quote! {
        ///
        /// # Errors
        ///
        /// If the default transport cannot be set up.
    };
    if let Some(scheme) = plan.client.only.and_then(|index| plan.client.schemes.get(index)) {
        let setter = &scheme.setter;
        let line = format!(" A client with a credential for {}, and defaults for everything else.", code(&scheme.name));
        return Some(quote! {
            #[doc = #line]
            #errors
            pub fn new(#setter: impl Into<Secret>) -> Result<Self, ConfigError> {
                Self::builder().#setter(#setter).build()
            }
        });
    }
    plan.client.schemes.is_empty().then(|| {
        quote! {
            /// A client with defaults for everything.
            #errors
            pub fn new() -> Result<Self, ConfigError> {
                Self::builder().build()
            }
        }
    })
}

fn from_env(plan: &Plan) -> Option<TokenStream> {
    let schemes: Vec<&SchemePlan> = plan.client.schemes.iter().filter(|scheme| !scheme.env.is_empty()).collect();
    if schemes.is_empty() || plan.client.default_server().is_none() {
        return None;
    }
    let variables: Vec<&str> = schemes.iter().flat_map(|scheme| scheme.variables()).collect();
    let list: Vec<String> = variables.iter().map(|name| code(name)).collect();
    let line = format!(" A client with the credentials in the environment: {}.", list.join(", "));
    let missing = plan.client.is_guarded;
    let reads = schemes.iter().map(|scheme| env_read(scheme, missing));
    let (declare, refuse) = match missing {
        true => (
            quote!(let mut found = false;),
            quote! {
                if !found {
                    return Err(ConfigError::missing_variables(&[#(#variables),*]));
                }
            },
        ),
        false => (TokenStream::new(), TokenStream::new()),
    };
    Some(quote! {
        #[doc = #line]
        ///
        /// # Errors
        ///
        /// If a variable is missing or empty, or the default transport cannot be set up.
        pub fn from_env() -> Result<Self, ConfigError> {
            let mut builder = Self::builder();
            #declare
            #(#reads)*
            #refuse
            builder.build()
        }
    })
}

fn env_read(scheme: &SchemePlan, counts: bool) -> TokenStream {
    let setter = &scheme.setter;
    let found = counts.then(|| quote!(found = true;));
    let pair = |first: &str, second: &str, method: &TokenStream| {
        quote! {
            if let (Some(first), Some(second)) = (secret_from_env(#first)?, secret_from_env(#second)?) {
                builder = builder.#method(first.expose(), second);
                #found
            }
        }
    };
    let credential = match scheme.env.as_slice() {
        [username, password] => pair(username, password, &quote!(#setter)),
        [name, ..] => quote! {
            if let Some(secret) = secret_from_env(#name)? {
                builder = builder.#setter(secret);
                #found
            }
        },
        [] => TokenStream::new(),
    };
    let flow = scheme.flow_env.as_ref().map(|(id, secret)| {
        let method = flow_setter(scheme);
        pair(id, secret, &quote!(#method))
    });
    quote!(#credential #flow)
}

fn accessors(plan: &Plan) -> Option<TokenStream> {
    let groups = plan.operations.groups.iter().filter(|group| group.name.is_some());
    let accessors = groups.map(|group| {
        let (gate, GroupPlan { accessor, handle, docs: lines, .. }) = (group.gate(), group);
        let docs = match lines.is_empty() {
            true => {
                let line = format!(" The group {}.", code(accessor.bare()));
                quote!(#[doc = #line])
            }
            false => docs(lines).to_token_stream(),
        };
        quote! {
            #docs
            #gate
            pub fn #accessor(&self) -> #handle {
                #handle { core: self.core.clone() }
            }
        }
    });
    let accessors: Vec<TokenStream> = accessors.collect();
    (!accessors.is_empty()).then(|| quote!(impl Client { #(#accessors)* }))
}

fn builder(plan: &Plan) -> TokenStream {
    let limits = servers::has_unlimited(plan).then(|| quote!(rate_limit: Option<RateLimit>, is_limited: bool));
    let server = match servers::has_unlimited(plan) {
        true => quote! {
            self.is_limited = server.is_rate_limited();
            self.core = self.core.server(server.url());
            self
        },
        false => quote! {
            self.core = self.core.server(server.url());
            self
        },
    };
    quote! {
        /// Puts a [`Client`] together.
        #[derive(Debug)]
        #[must_use = "a builder does nothing until it builds"]
        pub struct ClientBuilder { core: CoreBuilder, #limits }

        impl ClientBuilder {
            /// Sends requests to a server of the document.
            pub fn server(mut self, server: Server) -> Self { #server }

            /// Sends every request below this URL.
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.core = self.core.base_url(url);
                self
            }
        }
    }
}

fn credentials(plan: &Plan) -> Option<TokenStream> {
    let setters = plan.client.schemes.iter().enumerate().map(|(index, scheme)| credential(index, scheme));
    let setters: Vec<TokenStream> = setters.collect();
    (!setters.is_empty()).then(|| quote!(impl ClientBuilder { #(#setters)* }))
}

fn credential(index: usize, scheme: &SchemePlan) -> TokenStream {
    let (setter, index) = (&scheme.setter, Literal::usize_unsuffixed(index));
    let mut lines = scheme.docs.clone();
    lines.paragraph(&format!("The credential of the security scheme {}.", code(&scheme.name)));
    let docs = docs(&lines);
    match &scheme.credential {
        Credential::Basic => quote! {
            #docs
            pub fn #setter(mut self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
                let credential = Credential::Basic { username: username.into(), password: password.into() };
                self.core = self.core.credential(#index, credential);
                self
            }
        },
        Credential::Undeclared => quote! {
            #docs
            ///
            /// The document does not declare it: name the header that carries the credential, and its value.
            pub fn #setter(mut self, header: impl Into<String>, value: impl Into<Secret>) -> Self {
                let credential = Credential::InHeader { name: header.into(), value: value.into() };
                self.core = self.core.credential(#index, credential);
                self
            }
        },
        Credential::MutualTls => quote! {
            #docs
            ///
            /// Says that the transport presents a certificate; see [`transport`](Self::transport).
            pub fn #setter(mut self) -> Self {
                self.core = self.core.credential(#index, Credential::Certificate);
                self
            }
        },
        _ => {
            let flow = scheme.client_credentials().map(|(_, url)| {
                let method = flow_setter(scheme);
                let line =
                    format!(" Gets tokens for {} with client credentials, when they are needed.", code(&scheme.name));
                quote! {
                    #[doc = #line]
                    pub fn #method(mut self, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
                        let credentials = ClientCredentials::new(client_id, client_secret, #url);
                        self.core = self.core.credential(#index, Credential::ClientCredentials(credentials));
                        self
                    }
                }
            });
            quote! {
                #docs
                pub fn #setter(mut self, secret: impl Into<Secret>) -> Self {
                    self.core = self.core.credential(#index, Credential::Token(secret.into()));
                    self
                }
                #flow
            }
        }
    }
}

fn flow_setter(scheme: &SchemePlan) -> proc_macro2::Ident {
    format_ident!("{}_client_credentials", scheme.setter.bare())
}

/// What is the same for every API.
fn builder_options(plan: &Plan) -> TokenStream {
    let rate_limit = match servers::has_unlimited(plan) {
        true => quote!(self.rate_limit = Some(limit);),
        false => quote!(self.core = self.core.rate_limit(limit);),
    };
    quote! {
        impl ClientBuilder {
            /// Sends messages through a `tower` service instead of `reqwest`. Whether it follows redirects, and where it
            /// then takes credentials, is its own affair.
            pub fn transport<S, B>(mut self, service: S) -> Self
            where
                S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
                S::Future: Send,
                S::Error: Into<BoxError>,
                B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
                B::Error: Into<BoxError>,
            {
                self.core = self.core.transport(service);
                self
            }

            /// Limits the time of each call: waiting for the rate limit, all attempts and the pauses between them. There
            /// is no limit by default.
            pub fn timeout(mut self, limit: Duration) -> Self {
                self.core = self.core.timeout(limit);
                self
            }

            /// Limits the time of each attempt (60 s by default).
            pub fn attempt_timeout(mut self, limit: Duration) -> Self {
                self.core = self.core.attempt_timeout(limit);
                self
            }

            /// Sets how requests are repeated.
            pub fn retry(mut self, retry: Retry) -> Self {
                self.core = self.core.retry(retry);
                self
            }

            /// Sets the limit on the rate of requests, in place of the document's.
            pub fn rate_limit(mut self, limit: RateLimit) -> Self {
                #rate_limit
                self
            }

            /// Accepts response bodies of at most this many bytes (64 MiB by default).
            pub fn response_limit(mut self, bytes: usize) -> Self {
                self.core = self.core.response_limit(bytes);
                self
            }

            /// Sends a header with every request.
            pub fn default_header(mut self, name: &str, value: &str) -> Self {
                self.core = self.core.default_header(name, value);
                self
            }

            /// Sets the `User-Agent`; by default it names this crate.
            pub fn user_agent(mut self, user_agent: &str) -> Self {
                self.core = self.core.user_agent(user_agent);
                self
            }
        }
    }
}

fn build(plan: &Plan) -> TokenStream {
    let core = match servers::has_unlimited(plan) {
        true => quote! {
            let unlimited = (!self.is_limited).then_some(RateLimit::NONE);
            let core = match self.rate_limit.or(unlimited) {
                Some(limit) => self.core.rate_limit(limit),
                None => self.core,
            };
            Ok(Client { core: core.build()? })
        },
        false => quote!(Ok(Client { core: self.core.build()? })),
    };
    quote! {
        impl ClientBuilder {
            /// The client.
            ///
            /// # Errors
            ///
            /// If the server, a credential or a header is not valid, or the default transport cannot be set up.
            pub fn build(self) -> Result<Client, ConfigError> { #core }
        }
    }
}

/// What the document says that holds for every operation.
fn profile(plan: &Plan) -> TokenStream {
    let agent = format!("{}/{}", plan.krate.name, plan.krate.version);
    let schemes = (!plan.client.schemes.is_empty()).then(|| quote!(.schemes(SCHEMES)));
    let limit = plan.client.rate_limit.as_ref().map(|limit| {
        let list = super::endpoint::window_list(&limit.windows);
        let windows = (!limit.windows.is_empty()).then(|| quote!(.windows(#list)));
        let headers = match (&limit.headers.remaining, &limit.headers.reset) {
            (Some(remaining), Some(reset)) => {
                let unit = match limit.headers.unit {
                    Some(ResetUnit::EpochSeconds) => quote!(EpochSeconds),
                    Some(ResetUnit::DeltaSeconds) => quote!(DeltaSeconds),
                    Some(ResetUnit::Date) => quote!(Date),
                    None => quote!(Unstated),
                };
                let headers = quote!(LimitHeaders { remaining: #remaining, reset: #reset, unit: ResetUnit::#unit });
                Some(quote!(.limit_headers(#headers)))
            }
            _ => None,
        };
        let retry_after = limit.retry_after.as_ref().map(|path| quote!(.retry_after(&[#(#path),*])));
        quote!(#windows #headers #retry_after)
    });
    quote!(static PROFILE: Profile = Profile::new(#agent) #schemes #limit;)
}
