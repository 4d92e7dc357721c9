//! Security schemes and requirements.

use super::context::Context;
use crate::diag::{Place, codes};
use crate::ir::{Credential, Doc, OAuthFlow, Requirement, SchemeId, SecurityScheme};
use crate::spec::Node;

/// Notes the security schemes of the components. One that cannot be read is as good as not declared.
pub(super) fn declare<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) {
    let declared = root.get("components").and_then(|components| components.get("securitySchemes")?.follow(cx.diag));
    let declared = declared.map(|declared| declared.entries().collect::<Vec<_>>()).unwrap_or_default();
    for (key, node) in declared.into_iter().filter(|(key, _)| !key.starts_with("x-")) {
        let scheme = node.follow(cx.diag).and_then(|node| scheme(cx, key, &node));
        cx.schemes.insert(key.to_owned(), scheme.unwrap_or_else(|| undeclared(key, node.place())));
    }
}

/// A scheme of which only the name is known. What it is for must not turn into something that is open to all.
fn undeclared(key: &str, place: Place) -> SecurityScheme {
    SecurityScheme { name: key.to_owned(), credential: Credential::Undeclared, env: None, doc: Doc::default(), place }
}

/// The scheme of a requirement.
fn named(cx: &mut Context<'_, '_>, key: &str, place: &Place) -> SchemeId {
    let index = cx.schemes.get_index_of(key).unwrap_or_else(|| {
        cx.diag.push(codes::unknown_scheme(place.clone(), key));
        cx.schemes.insert_full(key.to_owned(), undeclared(key, place.clone())).0
    });
    SchemeId(u32::try_from(index).unwrap_or(u32::MAX))
}

fn scheme<'d>(cx: &mut Context<'d, '_>, key: &str, node: &Node<'d>) -> Option<SecurityScheme> {
    let text = |key: &str| node.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let credential = credential(cx, node)?;
    if let Credential::Http(scheme) = &credential {
        cx.diag.push(codes::opaque_scheme(node.place(), scheme));
    }
    let doc = Doc { description: text("description"), deprecated: is_true(node, "deprecated"), ..Doc::default() };
    Some(SecurityScheme { name: key.to_owned(), credential, env: text("x-specwright-env"), doc, place: node.place() })
}

/// How the credential travels, read from the tree: `openapiv3` demands fields that programs do not need, and does not
/// say which one it misses.
fn credential<'d>(cx: &mut Context<'d, '_>, node: &Node<'d>) -> Option<Credential> {
    let mut demand = |key: &str| {
        let member = node.get(key);
        if member.is_none() {
            cx.diag.push(codes::missing_field(node.place(), "Security Scheme", key));
        }
        member?.as_str().map(str::to_owned)
    };
    Some(match node.get("type")?.as_str()? {
        "apiKey" => match (demand("in"), demand("name")) {
            (Some(location), Some(name)) => match location.as_str() {
                "header" => Credential::Header(name),
                "query" => Credential::Query(name),
                "cookie" => Credential::Cookie(name),
                _ => return None,
            },
            _ => return None,
        },
        "http" => match demand("scheme")? {
            scheme if scheme.eq_ignore_ascii_case("basic") => Credential::Basic,
            scheme if scheme.eq_ignore_ascii_case("bearer") => Credential::Bearer,
            scheme => Credential::Http(scheme),
        },
        "oauth2" => Credential::OAuth2(flows(node)),
        "openIdConnect" => {
            let url = node.get("openIdConnectUrl").and_then(|url| url.as_str());
            Credential::OpenIdConnect(url.unwrap_or_default().to_owned())
        }
        "mutualTLS" => Credential::MutualTls,
        _ => return None,
    })
}

/// The flows.
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
        for (key, scopes) in alternative.entries() {
            let scopes = scopes.items().filter_map(|scope| scope.as_str().map(str::to_owned)).collect();
            // OpenAPI 3.2 also names schemes by URI.
            let name = key.strip_prefix("#/components/securitySchemes/").unwrap_or(key);
            requirement.schemes.push((named(cx, name, &alternative.place().child(key)), scopes));
        }
        if !requirements.contains(&requirement) {
            requirements.push(requirement);
        }
    }
    // Only "no credential" is the same as no requirement at all.
    if requirements.iter().all(|requirement| requirement.schemes.is_empty()) {
        requirements.clear();
    }
    Some(requirements)
}
