//! What the Rust crate will look like: every name allocated, every type decided. Immutable once made; `emit` only spells it out.

mod answer_body;
mod bodies;
mod client;
mod docs;
mod features;
#[cfg(test)]
mod fixtures;
mod foreign;
mod formats;
mod groups;
mod krate;
mod names;
mod operations;
mod pagination;
mod prose;
mod recursion;
mod requests;
mod responses;
mod rust_type;
mod schema;
mod server;
#[cfg(test)]
mod tests;
mod type_names;
mod types;
mod webhooks;

use std::collections::BTreeMap;

use crate::config::{Config, Ends};
use crate::diag::Diagnostics;
use crate::ir::Api;

pub use answer_body::{Alternative, AnswerBody, AnswerFormat, AnswerMedia, Choice};
pub use bodies::BodyFormat;
pub use client::{ClientPlan, SchemePlan, ServerPlan};
pub use docs::{DocLines, code, phrase};
pub use features::AnyOf;
pub use groups::unused_groups;
pub use krate::CratePlan;
pub(crate) use krate::version as version_of;
pub use operations::{
    BodyContent, BodyField, BodyVariant, FormEncoding, GroupPlan, Need, OperationPlan, OperationsPlan, ParamField,
    ParamStatic,
};
pub use pagination::{Next, PageEnd, PageField, PagePlan, Path, Step};
pub use recursion::Recursion;
pub use responses::{Answer, AnswerHeaders, Failure, HeaderField, HeadersPlan, Outcome};
pub use rust_type::{RustType, Scalar, member_type, rust_type};
pub use schema::{
    AdditionalPlan, Bound, IntegerFormat, Limit, NumberFormat, Rule, SchemaKind, SchemaPlan, StringFormat, TablePlan,
};
pub use server::{Access, AuthMethod, MethodPlan, SchemaRef, SchemaStatic, ServicePlan, Takes, TraitPlan};
pub use type_names::{TypeName, TypeNames};
pub use types::{
    AlternativePlan, DefaultPlan, DefaultValue, EnumKind, EnumPlan, FieldPlan, FormPlan, PartPlan, Probe, StructPlan,
    TypeModule, TypePlan, TypeShape, UnionPlan,
};
pub use webhooks::{EventPlan, WebhooksPlan};

/// Facts of the document that the output repeats as they are.
pub use crate::ir::{Credential, EventForm, Location, ParameterStyle, ResetUnit, Retry, Status, TypeId, Value, Window};

/// Everything that the emitters need to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Whether the ends are features.
    pub gate: Gate,
    /// Which ends there are.
    pub ends: Ends,
    /// The package.
    pub krate: CratePlan,
    /// The Cargo features beside the ends, all on by default.
    pub features: Vec<String>,
    /// The definitions in `types`, by the number of their `TypeId`.
    pub types: Vec<TypePlan>,
    /// The modules that they stand in, in the order of the first type of each.
    pub modules: Vec<TypeModule>,
    /// Requests and answers.
    pub operations: OperationsPlan,
    /// What only the client has.
    pub client: ClientPlan,
    /// What only the server has.
    pub service: ServicePlan,
    /// What the API sends to its users, if anything.
    pub webhooks: Option<WebhooksPlan>,
    /// Further crates that types come from, with what the manifest says of each.
    pub dependencies: BTreeMap<String, String>,
}

impl Plan {
    /// Whether the output has a client, possibly behind a feature.
    pub fn has_client(&self) -> bool {
        self.ends.client()
    }

    /// Whether the output has a server, possibly behind a feature.
    pub fn has_server(&self) -> bool {
        self.ends.server()
    }

    /// Whether a success brings events or lines.
    pub fn has_streams(&self) -> bool {
        let operations = self.operations.groups.iter().flat_map(|group| &group.operations);
        let bodies = operations.flat_map(|it| it.success.answers()).filter_map(|answer| answer.body.as_ref());
        let mut types = bodies.flat_map(|body| &body.alternatives).map(|alternative| &alternative.ty);
        types.any(|ty| matches!(ty, RustType::EventStream(_) | RustType::JsonLines(_)))
    }

    /// Whether any request body consists of parts.
    pub fn has_parts(&self) -> bool {
        let operations = self.operations.groups.iter().flat_map(|group| &group.operations);
        let mut contents = operations.filter_map(|operation| operation.body.as_ref()).flat_map(BodyField::contents);
        contents.any(|content| content.format == BodyFormat::Multipart)
    }

    /// The modules of the runtime that the crate needs, and which of its parts need them.
    pub fn support_modules(&self) -> Vec<(&'static str, Part)> {
        let mut modules = vec![
            ("body", Part::Always),
            ("codec", Part::Always),
            ("endpoint", Part::Always),
            ("multipart", Part::Always),
            ("negotiate", Part::Always),
            ("param", Part::Always),
            ("reply", Part::Always),
            ("secret", Part::Always),
            ("status", Part::Always),
            ("stream", Part::Always),
        ];
        modules.extend((self.has_server() && self.has_parts()).then_some(("multipart_receiver", Part::Server)));
        let foreign = self.foreign();
        modules.extend(foreign.base64.then_some(("base64_bytes", Part::Always)));
        modules.extend(foreign.dates.then_some(("date_time", Part::Always)));
        modules.extend(self.has_client().then_some(("client", Part::Client)));
        modules.extend(self.has_server().then_some(("schema", Part::Server)));
        modules.extend(self.has_server().then_some(("server", Part::Server)));
        if self.webhooks.is_some() {
            modules.push(("webhook", Part::Always));
            modules.extend(self.has_server().then_some(("webhook_receiver", Part::Server)));
            modules.extend(self.has_client().then_some(("webhook_sender", Part::Client)));
        }
        modules
    }
}

/// Plans the crate for an API.
pub fn plan(api: &Api, config: &Config, gate: Gate, diag: &mut Diagnostics) -> Plan {
    let recursion = Recursion::new(api);
    let formats = formats::Formats::new(api, config, diag);
    let requests = names::requests::allocate(api, diag);
    let names = TypeNames::allocate(api, &recursion, &requests.0).with_formats(formats);
    let krate = krate::plan(api, config, recursion.limit());
    let mut types = types::plan(api, &names, &recursion, diag);
    let mut operations = groups::plan(api, config, &names, &types, requests, diag);
    let features = match gate {
        Gate::Feature => features::plan(api, config, &mut operations, &mut types),
        Gate::Always => Vec::new(),
    };
    let client = client::plan(api, &krate, diag);
    // What servers do not check is of no interest where there is none.
    let unheard = &mut Diagnostics::default();
    let tables = schema::Tables::new(api, &names, &types, if config.ends.server() { diag } else { unheard });
    let service = server::plan(api, &operations, &client, tables);
    let of_types = api.types.iter().filter_map(|def| formats::dependency(def.custom.ty.as_ref()?));
    let dependencies = names.formats().dependencies().clone().into_iter().chain(of_types);
    Plan {
        dependencies: dependencies.chain(config.dependencies.clone()).collect(),
        gate,
        ends: config.ends,
        service,
        webhooks: webhooks::plan(api, &names, &types, &features),
        features,
        modules: types::modules(&types),
        types,
        operations,
        client,
        krate,
    }
}

/// A part of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is there whatever the features.
    Always,
    /// What only the client needs.
    Client,
    /// What only the server needs.
    Server,
}

/// Whether the parts of one end are behind a Cargo feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// A crate of its own: the ends are the features `client` and `server`.
    Feature,
    /// Text for a build script: the ends that were not asked for are left out.
    Always,
}
