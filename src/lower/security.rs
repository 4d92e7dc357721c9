//! Security schemes and requirements.

use super::context::Context;
use crate::diag::codes;
use crate::ir::{Credential, Doc, OAuthFlow, Requirement, SchemeId, SecurityScheme};
use crate::spec::{Node, model};

/// The security schemes of the components, whose keys are remembered for the requirements.
pub(super) fn schemes<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Vec<SecurityScheme> {
    let declared = root.get("components").and_then(|components| components.get("securitySchemes"));
    let mut schemes: Vec<SecurityScheme> = Vec::new();
    for (key, node) in declared.iter().flat_map(|declared| declared.entries().collect::<Vec<_>>()) {
        let Some(node) = node.follow(cx.diag) else { continue };
        let Some(scheme) = scheme(cx, key, &node) else { continue };
        let id = SchemeId(u32::try_from(schemes.len()).unwrap_or(u32::MAX));
        cx.schemes.insert(key.to_owned(), id);
        schemes.push(scheme);
    }
    schemes
}

fn scheme<'d>(cx: &mut Context<'d, '_>, key: &str, node: &Node<'d>) -> Option<SecurityScheme> {
    let text = |key: &str| node.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let credential = if node.get("type")?.as_str() == Some("mutualTLS") {
        Credential::MutualTls
    } else {
        match node.read(cx.diag)? {
            model::SecurityScheme::APIKey { location, name, .. } => match location {
                model::APIKeyLocation::Header => Credential::Header(name),
                model::APIKeyLocation::Query => Credential::Query(name),
                model::APIKeyLocation::Cookie => Credential::Cookie(name),
            },
            model::SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
                "basic" => Credential::Basic,
                "bearer" => Credential::Bearer,
                _ => Credential::Http(scheme),
            },
            model::SecurityScheme::OAuth2 { .. } => Credential::OAuth2(flows(node)),
            model::SecurityScheme::OpenIDConnect { open_id_connect_url, .. } => {
                Credential::OpenIdConnect(open_id_connect_url)
            }
        }
    };
    if let Credential::Http(scheme) = &credential {
        cx.diag.push(codes::opaque_scheme(node.place(), scheme));
    }
    let doc = Doc { description: text("description"), deprecated: is_true(node, "deprecated"), ..Doc::default() };
    Some(SecurityScheme { name: key.to_owned(), credential, env: text("x-specwright-env"), doc, place: node.place() })
}

/// The flows, read from the tree: `openapiv3` demands fields that programs do not need.
fn flows(node: &Node<'_>) -> Vec<OAuthFlow> {
    let Some(flows) = node.get("flows") else { return Vec::new() };
    let known = flows.entries().filter(|(name, _)| !name.starts_with("x-"));
    let flow = |(name, flow): (&str, Node<'_>)| OAuthFlow {
        name: name.to_owned(),
        token_url: flow.get("tokenUrl").and_then(|url| url.as_str()).map(str::to_owned),
        scopes: flow.get("scopes").map(|scopes| scopes.entries().map(scope).collect()).unwrap_or_default(),
    };
    known.map(flow).collect()
}

fn scope((name, description): (&str, Node<'_>)) -> (String, String) {
    (name.to_owned(), description.as_str().unwrap_or_default().to_owned())
}

fn is_true(node: &Node<'_>, key: &str) -> bool {
    node.get(key).and_then(|value| value.as_bool()) == Some(true)
}

/// The requirements of an operation or of the document; nothing if it does not say.
pub(super) fn requirements<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>) -> Option<Vec<Requirement>> {
    let security = owner.get("security")?;
    let mut requirements: Vec<Requirement> = Vec::new();
    for alternative in security.items() {
        let mut requirement = Requirement::default();
        let mut known = true;
        for (key, scopes) in alternative.entries() {
            match cx.schemes.get(key) {
                Some(id) => {
                    let scopes = scopes.items().filter_map(|scope| scope.as_str().map(str::to_owned)).collect();
                    requirement.schemes.push((*id, scopes));
                }
                None => {
                    known = false;
                    cx.diag.push(codes::unknown_scheme(alternative.place().child(key), key));
                }
            }
        }
        if known && !requirements.contains(&requirement) {
            requirements.push(requirement);
        }
    }
    // What is demanded by schemes that nobody declared must not turn into an operation that is open to all.
    if requirements.is_empty() && security.items().next().is_some() {
        cx.diag.push(codes::no_known_scheme(security.place()));
    }
    // Only "no credential" is the same as no requirement at all.
    if requirements.iter().all(|requirement| requirement.schemes.is_empty()) {
        requirements.clear();
    }
    Some(requirements)
}
