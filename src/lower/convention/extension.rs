//! Reading `x-specwright-…`: objects of which every key is known. A key that is not is an error: a misspelt one would be
//! silently without effect.

use crate::diag::codes;
use crate::lower::context::Context;
use crate::spec::{Node, found, nearest};

/// The extensions of an OpenAPI document, by the object that has them.
const ROOT: &[&str] = &["rate-limit", "retry", "signature", "webhook-event", "source"];
const OPERATION: &[&str] = &["pagination", "rate-limit", "retry", "source"];
const SERVER: &[&str] = &["server-name", "rate-limit", "source"];
const SCHEME: &[&str] = &["env", "source"];

/// Reports extensions of ours that do not exist.
pub(in crate::lower) fn check_names<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>, operations: &[Node<'d>]) {
    check(cx, root, ROOT);
    for operation in operations {
        check(cx, operation, OPERATION);
    }
    for server in root.get("servers").iter().flat_map(Node::items) {
        check(cx, &server, SERVER);
    }
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    for (_, scheme) in schemes.iter().flat_map(Node::entries) {
        check(cx, &scheme, SCHEME);
    }
}

fn check<'d>(cx: &mut Context<'d, '_>, owner: &Node<'d>, known: &[&str]) {
    for (key, node) in owner.entries() {
        let Some(name) = key.strip_prefix("x-specwright-") else { continue };
        // A private key of the upgraded tree is no extension of the document.
        if known.contains(&name) || crate::spec::keys::source(key) != key {
            continue;
        }
        let nearest = nearest(name, known.iter().copied()).map(|name| format!("x-specwright-{name}"));
        cx.diag.push(codes::unknown_extension(node.place(), key, nearest.as_deref()));
    }
}

/// An object of an extension.
pub(super) struct Extension<'d> {
    pub(super) node: Node<'d>,
}

impl<'d> Extension<'d> {
    /// The extension of an object. Nothing if it is absent or no object; keys that are not known are reported.
    pub(super) fn of(cx: &mut Context<'d, '_>, owner: &Node<'d>, key: &str, known: &[&str]) -> Option<Self> {
        let node = owner.get(key)?;
        if !node.value().is_object() {
            cx.diag.push(codes::wrong_type(node.place(), &format!("`{key}`"), "an object", found(node.value())));
            return None;
        }
        for (name, member) in node.entries() {
            if !known.contains(&name) {
                cx.diag.push(codes::unknown_extension_key(
                    member.place(),
                    key,
                    name,
                    known,
                    nearest(name, known.iter().copied()),
                ));
            }
        }
        Some(Self { node })
    }

    pub(super) fn text(&self, cx: &mut Context<'d, '_>, key: &str) -> Option<String> {
        let node = self.node.get(key)?;
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            cx.diag.push(codes::wrong_type(node.place(), &format!("`{key}`"), "a string", found(node.value())));
        }
        text
    }

    /// A text that the extension makes no sense without.
    pub(super) fn needed(&self, cx: &mut Context<'d, '_>, key: &str) -> Option<String> {
        if self.node.get(key).is_none() {
            cx.diag.push(codes::missing_extension_key(self.node.place(), key));
        }
        self.text(cx, key)
    }

    pub(super) fn integer(&self, cx: &mut Context<'d, '_>, key: &str) -> Option<i64> {
        let node = self.node.get(key)?;
        let number = node.as_i64();
        if number.is_none() {
            cx.diag.push(codes::wrong_type(node.place(), &format!("`{key}`"), "an integer", found(node.value())));
        }
        number
    }

    /// A number that is not negative and fits.
    pub(super) fn count<T: TryFrom<i64>>(&self, cx: &mut Context<'d, '_>, key: &str) -> Option<T> {
        let number = self.integer(cx, key)?;
        let count = T::try_from(number).ok();
        if count.is_none()
            && let Some(node) = self.node.get(key)
        {
            cx.diag.push(codes::out_of_range(node.place(), key, number));
        }
        count
    }

    /// One of several words, by what it means.
    pub(super) fn word<T: Copy>(&self, cx: &mut Context<'d, '_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(cx, key)?;
        let meaning = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if meaning.is_none()
            && let Some(node) = self.node.get(key)
        {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            cx.diag.push(codes::unknown_value(
                node.place(),
                &format!("`{key}`"),
                &text,
                &known,
                nearest(&text, known.iter().copied()),
            ));
        }
        meaning
    }

    /// A JSON pointer, as the members to follow.
    pub(super) fn pointer(&self, cx: &mut Context<'d, '_>, key: &str) -> Option<Vec<String>> {
        let text = self.text(cx, key)?;
        let path = path_of_pointer(&text);
        if path.is_none()
            && let Some(node) = self.node.get(key)
        {
            cx.diag.push(codes::no_pointer(node.place(), &text));
        }
        path
    }
}

/// The members that a JSON pointer follows (RFC 6901); the runtime expression `$response.body#/…` is one as well.
pub(super) fn path_of_pointer(text: &str) -> Option<Vec<String>> {
    let text = text.strip_prefix("$response.body").unwrap_or(text);
    let text = text.strip_prefix('#').unwrap_or(text);
    if text.is_empty() {
        return Some(Vec::new());
    }
    let tokens = text.strip_prefix('/')?.split('/');
    Some(tokens.map(|token| token.replace("~1", "/").replace("~0", "~")).collect())
}
