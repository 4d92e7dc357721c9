//! Responses: statuses, headers, bodies.

use super::comparer::Comparer;
use super::effect::{Effect, Effects, Way};
use super::spot::Spot;
use super::{bodies, documentation, parameters, schemas};
use crate::diag::Place;
use crate::ir::{Header, Operation, Response, Status};

/// Compares the responses of an operation.
pub(super) fn compare(cx: &mut Comparer<'_>, old: &Operation, new: &Operation) {
    for response in &old.responses {
        if !new.responses.iter().any(|other| other.status == response.status) {
            let message = format!("{} is gone", role(response));
            let (rule, effects) = match response.success {
                true => ("success-removed", Effects::BREAKS_BOTH),
                false => ("error-removed", Effects::new(Effect::Neutral, Effect::Breaking)),
            };
            cx.removed(rule, &place(old, response), Way::Received, effects, message);
        }
    }
    for response in &new.responses {
        match old.responses.iter().find(|other| other.status == response.status) {
            Some(earlier) => self::response(cx, earlier, response),
            None => {
                let rule = if response.success { "success-added" } else { "error-added" };
                let effects = Effects { strict: Effect::Breaking, ..Effects::MORE };
                cx.added(rule, &place(new, response), Way::Received, effects, format!("{} is new", role(response)));
            }
        }
    }
}

/// The response in words.
fn role(response: &Response) -> String {
    match response.status {
        Status::Default => "the default response".to_owned(),
        status => format!("the response {}", key(status)),
    }
}

fn key(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Where an operation names a response, which itself may be a component.
fn place(operation: &Operation, response: &Response) -> Place {
    operation.place.child("responses").child(&key(response.status))
}

fn response(cx: &mut Comparer<'_>, old: &Response, new: &Response) {
    let spot = Spot::role(role(new), &old.place, &new.place, Way::Received);
    documentation::compare(cx, &spot, &old.doc, &new.doc);
    match (old.contents.is_empty(), new.contents.is_empty()) {
        (false, true) => {
            let message = format!("{} has no body any more", spot.name());
            cx.changed("response-body-removed", &spot.keyword("content"), Effects::BREAKS_BOTH, message);
        }
        (true, false) => {
            let effects = Effects::new(Effect::Additive, Effect::Breaking);
            let message = format!("{} has a body now", spot.name());
            cx.changed("response-body-added", &spot.keyword("content"), effects, message);
        }
        _ => {
            let body = Spot::role(format!("the body of {}", role(new)), &old.place, &new.place, Way::Received);
            bodies::contents(cx, &old.contents, &new.contents, &body);
        }
    }
    headers(cx, old, new);
}

fn headers(cx: &mut Comparer<'_>, old: &Response, new: &Response) {
    let find =
        |headers: &[Header], name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).cloned();
    let said = |header: &Header| format!("the header `{}` of {}", header.name, role(new));
    for header in old.headers.iter().filter(|header| find(&new.headers, &header.name).is_none()) {
        let message = format!("{} is gone", said(header));
        cx.removed("header-removed", &header.place, Way::Received, Effects::BREAKS_CLIENTS, message);
    }
    for header in &new.headers {
        let Some(earlier) = find(&old.headers, &header.name) else {
            let effects = match header.required {
                true => Effects::new(Effect::Additive, Effect::Breaking),
                false => Effects::MORE,
            };
            cx.added("header-added", &header.place, Way::Received, effects, format!("{} is new", said(header)));
            continue;
        };
        let spot = Spot::role(said(header), &earlier.place, &header.place, Way::Received);
        parameters::presence(cx, earlier.required, header.required, &spot);
        documentation::compare(cx, &spot, &earlier.doc, &header.doc);
        schemas::types(cx, &earlier.ty, &header.ty, &spot.keyword("schema"));
    }
}
