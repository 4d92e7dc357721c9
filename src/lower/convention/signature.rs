//! `x-specwright-signature` and `x-specwright-webhook-event`.

use super::extension::Extension;
use crate::diag::codes;
use crate::ir::{PathTemplate, Signature, SignatureAlgorithm, SignatureEncoding};
use crate::lower::context::Context;
use crate::spec::Node;

/// How deliveries prove their origin.
pub(in crate::lower) fn signature<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Option<Signature> {
    let known = ["header", "algorithm", "encoding", "signed", "format", "tolerance"];
    let said = Extension::of(cx, root, "x-specwright-signature", &known)?;
    let header = said.needed(cx, "header");
    let algorithms = [("hmac-sha256", SignatureAlgorithm::HmacSha256), ("token", SignatureAlgorithm::Token)];
    if said.node.get("algorithm").is_none() {
        cx.diag.push(codes::missing_extension_key(said.node.place(), "algorithm"));
    }
    let algorithm = said.word(cx, "algorithm", &algorithms);
    let encodings = [("hex", SignatureEncoding::Hex), ("base64", SignatureEncoding::Base64)];
    let encoding = said.word(cx, "encoding", &encodings);
    let signed = template(cx, &said, "signed", "{body}", &["body", "timestamp"]);
    let format = template(cx, &said, "format", "{signature}", &["signature", "timestamp"]);
    let tolerance = said.count(cx, "tolerance");
    Some(Signature { header: header?, algorithm: algorithm?, encoding, signed, format, tolerance })
}

fn template<'d>(cx: &mut Context<'d, '_>, said: &Extension<'d>, key: &str, usual: &str, known: &[&str]) -> String {
    let text = said.text(cx, key).unwrap_or_else(|| usual.to_owned());
    for name in PathTemplate::parse(&text).parameters() {
        if !known.contains(&name)
            && let Some(node) = said.node.get(key)
        {
            cx.diag.push(codes::unknown_value(node.place(), &format!("`{key}`"), &format!("{{{name}}}"), known, None));
        }
    }
    text
}

/// The property that tells the events apart, if the document says so.
pub(in crate::lower) fn event_property<'d>(cx: &mut Context<'d, '_>, root: &Node<'d>) -> Option<String> {
    let said = Extension::of(cx, root, "x-specwright-webhook-event", &["property"])?;
    said.needed(cx, "property")
}
