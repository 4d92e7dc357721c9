//! Which types are sent, and which are received: seen from the client.

use super::walk;
use crate::ir::{Api, Field, TypeId};

/// Where a type occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    /// In parameters or request bodies.
    pub(crate) sent: bool,
    /// In responses or webhooks.
    pub(crate) received: bool,
}

/// The usage of every type, by its id.
pub(crate) fn usage(api: &mut Api) -> Vec<Usage> {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for operation in &mut api.operations {
        walk::request(operation, &mut |id| sent.push(*id));
        walk::responses(operation, &mut |id| received.push(*id));
    }
    walk::webhooks(api, &mut |id| received.push(*id));
    let mut usage = vec![Usage::default(); api.types.len()];
    let is_response_only: Foreign = |field| field.read_only && !field.write_only;
    let is_request_only: Foreign = |field| field.write_only && !field.read_only;
    spread(api, sent, is_response_only, &mut |id| std::mem::replace(&mut usage[id.0 as usize].sent, true));
    spread(api, received, is_request_only, &mut |id| std::mem::replace(&mut usage[id.0 as usize].received, true));
    usage
}

/// Whether a property is the other side's to send: its type does not travel this way.
type Foreign = fn(&Field) -> bool;

/// Marks types and everything that they name; `mark` tells whether it was marked before.
fn spread(api: &mut Api, mut waiting: Vec<TypeId>, foreign: Foreign, mark: &mut dyn FnMut(TypeId) -> bool) {
    while let Some(id) = waiting.pop() {
        if !mark(id) {
            walk::definition_without(&mut api.types[id.0 as usize], foreign, &mut |id| waiting.push(*id));
        }
    }
}
