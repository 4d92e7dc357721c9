//! What the document encodes beyond the standard, and what surrounds the operations: paging, limits, retries, signatures,
//! servers, and what the document says about itself.

use super::comparer::Comparer;
use super::documentation;
use super::effect::{Effect, Effects, Way};
use super::spot::Spot;
use crate::diag::{FileId, Place, Pointer};
use crate::ir::{Operation, Pagination, RateLimit, Server, Window};

/// Compares what the document says of the API as a whole.
pub(super) fn document(cx: &mut Comparer<'_>) {
    let root = Place { file: FileId(0), pointer: Pointer::root() };
    let spot = Spot::role("the API", &root, &root, Way::Neither);
    let (old, new) = (cx.old, cx.new);
    let info = Spot::role("the API", &root.child("info"), &root.child("info"), Way::Neither);
    if old.info.title != new.info.title {
        let message = format!("the API was called `{}` and is called `{}`", old.info.title, new.info.title);
        cx.changed("title-changed", &info.keyword("title"), Effects::NONE, message);
    }
    documentation::compare(cx, &info, &old.info.doc, &new.info.doc);
    let rest = |info: &crate::ir::Info| (info.license.clone(), info.contact.clone(), info.external_docs.clone());
    if rest(&old.info) != rest(&new.info) {
        documentation::prose(cx, &info);
    }
    for tag in &new.tags {
        if let Some(earlier) = old.tags.iter().find(|other| other.name == tag.name) {
            let at = root.child("tags");
            documentation::compare(
                cx,
                &Spot::role(format!("the tag `{}`", tag.name), &at, &at, Way::Neither),
                &earlier.doc,
                &tag.doc,
            );
        }
    }
    servers(cx, &old.servers, &new.servers, &spot);
    limits(cx, old.rate_limit.as_ref(), new.rate_limit.as_ref(), &spot);
    retries(cx, &spot, old.retry != new.retry);
}

/// Compares the conventions of an operation.
pub(super) fn operation(cx: &mut Comparer<'_>, old: &Operation, new: &Operation, spot: &Spot) {
    pagination(cx, old.pagination.as_ref(), new.pagination.as_ref(), spot);
    servers(cx, &old.servers, &new.servers, spot);
    limits(cx, old.rate_limit.as_ref(), new.rate_limit.as_ref(), spot);
    retries(cx, spot, old.retry != new.retry);
}

/// Compares how a list is paged. Who follows the pages the old way may get none, or one page for ever.
fn pagination(cx: &mut Comparer<'_>, old: Option<&Pagination>, new: Option<&Pagination>, spot: &Spot) {
    // Whether it was said or inferred is no matter.
    let said = |pagination: &Pagination| Pagination { inferred: false, ..pagination.clone() };
    let spot = spot.keyword("x-specwright-pagination");
    match (old.map(said), new.map(said)) {
        (None, Some(_)) => {
            let effects = Effects::new(Effect::Additive, Effect::Neutral);
            cx.changed("pagination-added", &spot, effects, format!("{} is paged now", spot.name()));
        }
        (Some(_), None) => {
            let message = format!("{} is not paged any more", spot.name());
            cx.changed("pagination-removed", &spot, Effects::BREAKS_CLIENTS, message);
        }
        (Some(old), Some(new)) if old != new => {
            let message = format!("{} is paged in another way", spot.name());
            cx.changed("pagination-changed", &spot, Effects::BREAKS_BOTH, message);
        }
        _ => {}
    }
}

/// Compares limits on the rate of requests. Who paces to looser ones than there are is turned away.
fn limits(cx: &mut Comparer<'_>, old: Option<&RateLimit>, new: Option<&RateLimit>, spot: &Spot) {
    if old == new {
        return;
    }
    let windows = |limit: Option<&RateLimit>| -> Vec<Window> {
        let tiers = limit.iter().flat_map(|limit| &limit.tiers).flat_map(|tier| &tier.windows);
        limit.iter().flat_map(|limit| &limit.windows).chain(tiers).copied().collect()
    };
    let (olds, news) = (windows(old), windows(new));
    let implies = |old: &Window, new: &Window| old.requests <= new.requests && old.seconds >= new.seconds;
    let is_tighter = news.iter().any(|new| !olds.iter().any(|old| implies(old, new)));
    let spot = spot.keyword("x-specwright-rate-limit");
    let (rule, effects, word) = match is_tighter {
        true => ("rate-limit-tightened", Effects::BREAKS_CLIENTS, "may be called less often"),
        false => {
            ("rate-limit-changed", Effects::new(Effect::Additive, Effect::Neutral), "has other limits on its rate")
        }
    };
    cx.changed(rule, &spot, effects, format!("{} {word}", spot.name()));
}

fn retries(cx: &mut Comparer<'_>, spot: &Spot, differ: bool) {
    if differ {
        let spot = spot.keyword("x-specwright-retry");
        let message = format!("requests of {} are to be repeated in other cases", spot.name());
        cx.changed("retry-changed", &spot, Effects::NONE, message);
    }
}

/// Compares how deliveries of webhooks prove their origin.
pub(super) fn signature(cx: &mut Comparer<'_>) {
    let (Some(old), Some(new)) = (&cx.old.webhooks, &cx.new.webhooks) else { return };
    if old.signature != new.signature {
        let place = Place { file: FileId(0), pointer: Pointer::root().child("x-specwright-signature") };
        let spot = Spot::role("the signature of webhooks", &place, &place, Way::Neither);
        let message = format!("{} is made in another way", spot.name());
        cx.changed("signature-changed", &spot, Effects::BREAKS_BOTH, message);
    }
}

/// Compares where the API is served.
fn servers(cx: &mut Comparer<'_>, old: &[Server], new: &[Server], spot: &Spot) {
    for server in old.iter().filter(|server| !new.iter().any(|other| other.url == server.url)) {
        let message = format!("{} is no longer served at `{}`", spot.name(), server.url);
        cx.removed("server-removed", &server.place, Way::Neither, Effects::BREAKS_CLIENTS, message);
    }
    for server in new {
        let Some(earlier) = old.iter().find(|other| other.url == server.url) else {
            let message = format!("{} is served at `{}`", spot.name(), server.url);
            cx.added("server-added", &server.place, Way::Neither, Effects::MORE, message);
            continue;
        };
        let role = format!("the server `{}`", server.url);
        let spot = Spot::role(role, &earlier.place, &server.place, Way::Neither);
        if variables(earlier) != variables(server) {
            let message = format!("{} has other variables", spot.name());
            cx.changed("server-variables-changed", &spot.keyword("variables"), Effects::BREAKS_CLIENTS, message);
        }
        documentation::compare(cx, &spot, &earlier.doc, &server.doc);
    }
}

/// What is decided by the variables of a URL.
fn variables(server: &Server) -> Vec<(String, Option<String>, Vec<String>)> {
    let variables = server.variables.iter();
    variables.map(|it| (it.name.clone(), it.default.clone(), it.values.clone())).collect()
}
