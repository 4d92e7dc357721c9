//! What the manifest and the README say, from the plan.

use std::collections::BTreeMap;

use super::example;
use super::package::{Ends, Need, Package, Readme, ReadmeGroup, ReadmeOperation};
use crate::plan::{GroupPlan, Part, Plan};

/// The facts for the files beside the sources.
pub fn package(plan: &Plan) -> Package {
    let krate = &plan.krate;
    Package {
        name: krate.name.clone(),
        version: krate.version.clone(),
        title: krate.title.clone(),
        description: krate.docs.iter().collect::<Vec<_>>().join("\n"),
        spec: krate.source.clone(),
        client: plan.has_client(),
        server: plan.has_server(),
        features: plan.features.clone(),
        group: plan.operations.groups.iter().find_map(|group| group.feature.clone()),
        needs: needs(plan),
        dependencies: plan.dependencies.clone(),
        recursion_limit: krate.recursion_limit,
        readme: Readme {
            client: if plan.has_client() { example::client(plan).join("\n") } else { String::new() },
            server: String::new(),
            variables: if plan.has_client() { variables(plan) } else { Vec::new() },
            groups: plan.operations.groups.iter().map(readme_group).collect(),
        },
    }
}

/// What `Client::from_env` reads.
fn variables(plan: &Plan) -> Vec<(String, String)> {
    let schemes = plan.client.schemes.iter();
    let named =
        |variable: &str, what: &str, scheme: &str| (variable.to_owned(), format!("{what} of the scheme {scheme}"));
    schemes
        .flat_map(|scheme| {
            let kinds: &[&str] = if scheme.env.len() == 2 { &["user name", "password"] } else { &["credential"] };
            let flow = scheme.flow_env.iter().flat_map(|(id, secret)| {
                [named(id, "client identifier", &scheme.name), named(secret, "client secret", &scheme.name)]
            });
            let own = scheme.env.iter().zip(kinds).map(|(variable, kind)| named(variable, kind, &scheme.name));
            own.chain(flow).collect::<Vec<_>>()
        })
        .collect()
}

fn needs(plan: &Plan) -> BTreeMap<Need, Ends> {
    let always = Ends { always: true, ..Ends::default() };
    let mut needs: BTreeMap<Need, Ends> =
        [Need::Json, Need::Http, Need::Parameters, Need::Streams].map(|need| (need, always)).into();
    let of =
        |part: Part| Ends { always: part == Part::Always, client: part == Part::Client, server: part == Part::Server };
    if plan.has_client() {
        needs.insert(Need::Client, of(Part::Client));
    }
    if plan.has_server() {
        needs.insert(Need::Server, of(Part::Server));
        needs.insert(Need::Patterns, of(Part::Server));
        needs.extend(plan.has_parts().then_some((Need::Multipart, of(Part::Server))));
    }
    if plan.webhooks.is_some() {
        needs.insert(Need::Signatures, always);
    }
    let foreign = plan.foreign();
    needs.extend(foreign.dates.then_some((Need::Dates, always)));
    needs.extend(foreign.uuids.then_some((Need::Uuids, always)));
    // Either end needs it for basic authentication, webhooks for signatures.
    let everywhere = foreign.base64 || plan.webhooks.is_some();
    needs.insert(Need::Base64, Ends { always: everywhere, client: plan.has_client(), server: plan.has_server() });
    needs
}

fn readme_group(group: &GroupPlan) -> ReadmeGroup {
    let operations = group.operations.iter().map(|operation| {
        let method = operation.method.as_str();
        ReadmeOperation {
            call: match &group.name {
                Some(_) => format!("client.{}().{method}()", group.accessor),
                None => format!("client.{method}()"),
            },
            route: format!("{} {}", operation.verb, operation.path),
            summary: operation
                .docs
                .iter()
                .next()
                .filter(|line| *line != operation.route)
                .unwrap_or_default()
                .to_owned(),
        }
    });
    ReadmeGroup {
        title: group.name.clone().unwrap_or_else(|| "Operations".to_owned()),
        operations: operations.collect(),
    }
}
