//! References: the text of a `$ref` to the node it means (RFC 3986, section 5.2; RFC 6901, section 6).

use super::{Document, Node};
use crate::diag::{Diagnostics, FileId, Place, codes};

/// Finds the target of `reference`, which stands in `file` at `place`; reports when there is none.
pub(super) fn resolve<'d>(
    document: &'d Document,
    file: FileId,
    reference: &str,
    place: &Place,
    diag: &mut Diagnostics,
) -> Option<Node<'d>> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let target = if path.is_empty() { Some(file) } else { None };
    let found = target.and_then(|file| walk(document.file_root(file), fragment));
    if found.is_none() {
        diag.push(codes::unresolved_reference(place.clone(), reference));
    }
    found
}

fn walk<'d>(root: Node<'d>, fragment: &str) -> Option<Node<'d>> {
    let fragment = decode(fragment);
    if fragment.is_empty() {
        return Some(root);
    }
    let mut node = root;
    for token in fragment.strip_prefix('/')?.split('/') {
        node = node.step(&token.replace("~1", "/").replace("~0", "~"))?;
    }
    Some(node)
}

/// Percent-decodes; what is no valid escape is kept as written.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escape = (bytes[index] == b'%').then(|| text.get(index + 1..index + 3)).flatten();
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
