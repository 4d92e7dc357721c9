//! `x-specwright-rate-limit` and `x-specwright-retry`.

use super::extension::Extension;
use crate::diag::codes;
use crate::ir::{RateLimit, RateLimitHeaders, ResetUnit, Retry, Tier, Window};
use crate::lower::context::Context;
use crate::spec::{Node, found, nearest};

const RATE_LIMIT: &str = "x-specwright-rate-limit";
const RETRY: &str = "x-specwright-retry";

/// The limit that the document or an operation states.
pub(in crate::lower) fn rate_limit<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>) -> Option<RateLimit> {
    let said = Extension::of(cx, owner, RATE_LIMIT, &["windows", "tiers", "headers", "reset", "retry_after"])?;
    let windows = said.node.get("windows").map(|list| windows(cx, &list)).unwrap_or_default();
    let tiers = said.node.get("tiers");
    let tiers: Vec<Tier> = tiers
        .iter()
        .flat_map(Node::entries)
        .map(|(name, list)| Tier { name: name.to_owned(), windows: self::windows(cx, &list) })
        .collect();
    let unit = said.word(
        cx,
        "reset",
        &[
            ("epoch-seconds", ResetUnit::EpochSeconds),
            ("delta-seconds", ResetUnit::DeltaSeconds),
            ("date", ResetUnit::Date),
        ],
    );
    let headers = Extension::of(cx, &said.node, "headers", &["limit", "remaining", "reset"]);
    let mut header = |key: &str| headers.as_ref().and_then(|headers| headers.text(cx, key));
    let headers =
        RateLimitHeaders { limit: header("limit"), remaining: header("remaining"), reset: header("reset"), unit };
    Some(RateLimit { windows, tiers, headers, retry_after: said.pointer(cx, "retry_after") })
}

fn windows<'d>(cx: &mut Context<'d, '_>, list: &Node<'d>) -> Vec<Window> {
    if !list.value().is_array() {
        cx.diag.push(codes::wrong_type(list.place(), "a list of windows", "an array", found(list.value())));
    }
    let mut windows = Vec::new();
    for node in list.items() {
        // A window is an object of its own; `Extension::of` reads a member of its owner.
        let said = Extension { node: node.clone() };
        for (key, member) in node.entries().filter(|(key, _)| !["requests", "per"].contains(key)) {
            let known = ["requests", "per"];
            let nearest = nearest(key, known.into_iter());
            cx.diag.push(codes::unknown_extension_key(member.place(), RATE_LIMIT, key, &known, nearest));
        }
        let missing = ["requests", "per"].into_iter().filter(|key| node.get(key).is_none());
        for key in missing.collect::<Vec<_>>() {
            cx.diag.push(codes::missing_extension_key(node.place(), key));
        }
        let (requests, seconds) = (said.count::<u32>(cx, "requests"), said.count::<u32>(cx, "per"));
        if let (Some(requests), Some(seconds)) = (requests, seconds) {
            if requests == 0 || seconds == 0 {
                cx.diag.push(codes::out_of_range(node.place(), if requests == 0 { "requests" } else { "per" }, 0));
                continue;
            }
            windows.push(Window { requests, seconds });
        }
    }
    windows
}

/// What the document or an operation says about repeating requests.
pub(in crate::lower) fn retry<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>) -> Option<Retry> {
    let said = Extension::of(cx, owner, RETRY, &["retries", "statuses"])?;
    let mut statuses = Vec::new();
    for node in said.node.get("statuses").iter().flat_map(Node::items) {
        match node.as_u64().and_then(|status| u16::try_from(status).ok()).filter(|status| (100..=599).contains(status))
        {
            Some(status) => statuses.push(status),
            None => cx.diag.push(codes::not_a_status(node.place(), &node.value().to_string())),
        }
    }
    Some(Retry { retries: said.count(cx, "retries"), statuses })
}
