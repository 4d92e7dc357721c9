//! Who may ask: security schemes, and what operations require.

use super::comparer::Comparer;
use super::documentation;
use super::effect::{Effect, Effects, Way};
use super::spot::Spot;
use crate::diag::Place;
use crate::ir::{Api, Credential, OAuthFlow, Requirement, SecurityScheme};

/// An alternative of credentials: the schemes and their scopes.
type Alternative = Vec<(String, Vec<String>)>;

/// Compares what an operation requires.
pub(super) fn requirements(cx: &mut Comparer<'_>, old: &[Requirement], new: &[Requirement], operation: &Spot) {
    let (old, new) = (alternatives(cx.old, old), alternatives(cx.new, new));
    let spot = operation.keyword("security");
    let is_optional = |alternatives: &[Alternative]| alternatives.iter().any(Vec::is_empty);
    match (is_optional(&old), is_optional(&new)) {
        (true, false) => {
            let message = format!("{} asks for credentials", spot.name());
            cx.changed("security-became-required", &spot, Effects::BREAKS_BOTH, message);
        }
        (false, true) => {
            let message = format!("{} needs no credentials any more", spot.name());
            let effects = Effects::new(Effect::Additive, Effect::Breaking);
            cx.changed("security-became-optional", &spot, effects, message);
        }
        _ => {}
    }
    let find = |alternatives: &[Alternative], sought: &Alternative| {
        alternatives.iter().find(|one| names(one) == names(sought)).cloned()
    };
    // What is open to all needs no credential that opens it.
    let is_open = |alternatives: &[Alternative]| alternatives.iter().all(Vec::is_empty);
    if is_open(&old) || is_open(&new) {
        return;
    }
    for one in old.iter().filter(|one| !one.is_empty() && find(&new, one).is_none()) {
        let message = format!("{} no longer opens {}", words(one), spot.name());
        cx.changed("security-removed", &spot, Effects::BREAKS_CLIENTS, message);
    }
    for one in new.iter().filter(|one| !one.is_empty()) {
        match find(&old, one) {
            Some(earlier) => scopes(cx, &earlier, one, &spot),
            None => {
                let message = format!("{} opens {}", words(one), spot.name());
                cx.changed("security-added", &spot, Effects::MORE, message);
            }
        }
    }
}

fn alternatives(api: &Api, requirements: &[Requirement]) -> Vec<Alternative> {
    let named = |requirement: &Requirement| {
        let schemes = requirement.schemes.iter();
        let mut named: Alternative = schemes
            .filter_map(|(id, scopes)| Some((api.security.get(id.0 as usize)?.name.clone(), scopes.clone())))
            .collect();
        named.sort();
        named
    };
    match requirements {
        // Nothing required is the same as nothing as an alternative.
        [] => vec![Vec::new()],
        requirements => requirements.iter().map(named).collect(),
    }
}

fn names(alternative: &Alternative) -> Vec<&str> {
    alternative.iter().map(|(name, _)| name.as_str()).collect()
}

fn words(alternative: &Alternative) -> String {
    let names = alternative.iter().map(|(name, _)| format!("`{name}`"));
    format!("the credential {}", names.collect::<Vec<_>>().join(" with "))
}

fn scopes(cx: &mut Comparer<'_>, old: &Alternative, new: &Alternative, spot: &Spot) {
    for ((name, old), (_, new)) in old.iter().zip(new) {
        for scope in new.iter().filter(|scope| !old.contains(scope)) {
            let message = format!("{} asks `{name}` for the scope `{scope}`", spot.name());
            let effects = Effects::new(Effect::Breaking, Effect::Additive);
            cx.changed("scope-added", spot, effects, message);
        }
        for scope in old.iter().filter(|scope| !new.contains(scope)) {
            let message = format!("{} does not ask `{name}` for the scope `{scope}` any more", spot.name());
            let effects = Effects::new(Effect::Additive, Effect::Neutral);
            cx.changed("scope-removed", spot, effects, message);
        }
    }
}

/// Compares the security schemes.
pub(super) fn schemes(cx: &mut Comparer<'_>) {
    let (old, new) = (cx.old, cx.new);
    let find = |api: &Api, name: &str| api.security.iter().find(|scheme| scheme.name == name).cloned();
    for scheme in old.security.iter().filter(|scheme| find(new, &scheme.name).is_none()) {
        let message = format!("the security scheme `{}` is gone", scheme.name);
        cx.removed("security-scheme-removed", &scheme.place, Way::Neither, Effects::NONE, message);
    }
    for scheme in &new.security {
        match find(old, &scheme.name) {
            Some(earlier) => self::scheme(cx, &earlier, scheme),
            None => {
                let message = format!("the security scheme `{}` is new", scheme.name);
                cx.added("security-scheme-added", &scheme.place, Way::Neither, Effects::NONE, message);
            }
        }
    }
}

fn scheme(cx: &mut Comparer<'_>, old: &SecurityScheme, new: &SecurityScheme) {
    let role = format!("the security scheme `{}`", new.name);
    let spot = Spot::role(role, &old.place, &new.place, Way::Neither);
    documentation::compare(cx, &spot, &old.doc, &new.doc);
    match (&old.credential, &new.credential) {
        (Credential::OAuth2(old), Credential::OAuth2(new)) => flows(cx, old, new, &spot.keyword("flows")),
        (Credential::OpenIdConnect(old), Credential::OpenIdConnect(new)) if old != new => {
            let message = format!("{} is described at another URL", spot.name());
            cx.changed("oauth-url-changed", &spot.keyword("openIdConnectUrl"), Effects::BREAKS_CLIENTS, message);
        }
        (old, new) if old != new => {
            let message = format!("{} was {} and is {}", spot.name(), credential(old), credential(new));
            cx.changed("security-scheme-changed", &spot, Effects::BREAKS_BOTH, message);
        }
        _ => {}
    }
}

fn credential(credential: &Credential) -> String {
    match credential {
        Credential::Header(name) => format!("the header `{name}`"),
        Credential::Query(name) => format!("the query parameter `{name}`"),
        Credential::Cookie(name) => format!("the cookie `{name}`"),
        Credential::Basic => "user name and password".to_owned(),
        Credential::Bearer => "a bearer token".to_owned(),
        Credential::Http(name) => format!("the authentication scheme `{name}`"),
        Credential::OAuth2(_) => "OAuth 2.0".to_owned(),
        Credential::OpenIdConnect(_) => "OpenID Connect".to_owned(),
        Credential::MutualTls => "a client certificate".to_owned(),
        Credential::Undeclared => "not declared".to_owned(),
    }
}

fn flows(cx: &mut Comparer<'_>, old: &[OAuthFlow], new: &[OAuthFlow], spot: &Spot) {
    let flow = |place: &Place, name: &str| place.child(name);
    for gone in old.iter().filter(|flow| !new.iter().any(|other| other.name == flow.name)) {
        let message = format!("{} has no flow `{}` any more", spot.name(), gone.name);
        let at = flow(&spot.old, &gone.name);
        cx.removed("oauth-flow-removed", &at, Way::Neither, Effects::BREAKS_CLIENTS, message);
    }
    for one in new {
        let Some(earlier) = old.iter().find(|other| other.name == one.name) else {
            let message = format!("{} has the flow `{}`", spot.name(), one.name);
            cx.added("oauth-flow-added", &flow(&spot.new, &one.name), Way::Neither, Effects::MORE, message);
            continue;
        };
        let at = spot.keyword(&one.name);
        if earlier.token_url != one.token_url {
            let message = format!("{} gives tokens at another URL in the flow `{}`", spot.name(), one.name);
            cx.changed("oauth-url-changed", &at.keyword("tokenUrl"), Effects::BREAKS_CLIENTS, message);
        }
        flow_scopes(cx, earlier, one, &at.keyword("scopes"));
    }
}

/// Compares the scopes that there are; which ones operations ask for is another matter.
fn flow_scopes(cx: &mut Comparer<'_>, old: &OAuthFlow, new: &OAuthFlow, spot: &Spot) {
    let find = |flow: &OAuthFlow, name: &str| flow.scopes.iter().find(|(other, _)| other == name).cloned();
    for (name, _) in old.scopes.iter().filter(|(name, _)| find(new, name).is_none()) {
        let message = format!("the scope `{name}` of {} is gone", spot.name());
        cx.changed("oauth-scope-removed", &spot.keyword(name), Effects::NONE, message);
    }
    for (name, about) in &new.scopes {
        match find(old, name) {
            None => {
                let message = format!("the scope `{name}` of {} is new", spot.name());
                cx.changed("oauth-scope-added", &spot.keyword(name), Effects::NONE, message);
            }
            Some((_, earlier)) if earlier != *about => documentation::prose(cx, &spot.keyword(name)),
            Some(_) => {}
        }
    }
}
