//! Webhooks: the requests that the API sends to its users.

use super::context::Context;
use crate::ir::Webhooks;
use crate::spec::Node;

/// The entries of `webhooks` or `x-webhooks`.
pub(super) fn webhooks<'d>(_cx: &mut Context<'d, '_>, _root: &Node<'d>) -> Option<Webhooks> {
    None
}
