//! Items that are text already. Where a line of one is too long, it is printed as those that are made of tokens.

use super::inline::print_nested;
use super::rust::{Unprintable, is_forbidden_in_comments, space_items};
use crate::emit::{Item, WIDTH};

/// Writes an item as it stands in so many modules.
pub(super) fn push_item(text: &mut String, item: &Item, path: &str, depth: usize) -> Result<(), Unprintable> {
    let kept: String;
    let is_plain = item.text.bytes().all(|byte| byte.is_ascii() && byte != b'\r');
    let lines = if is_plain || !item.text.contains(is_forbidden_in_comments) {
        &item.text
    } else {
        kept = item.text.chars().filter(|c| !is_forbidden_in_comments(*c)).collect();
        &kept
    };
    let indent = "    ".repeat(depth);
    let is_comment = |line: &str| line.trim_start().starts_with("///");
    let is_printed = |line: &str| indent.len() + line.len() <= WIDTH || is_comment(line);
    if !item.unformatted && lines.lines().all(is_printed) {
        lines.lines().for_each(|line| text.extend([&indent, line, "\n"]));
        return Ok(());
    }
    let mut syntax: syn::File = syn::parse_str(lines).map_err(|error| Unprintable {
        path: path.to_owned(),
        message: error.to_string(),
        text: lines.clone(),
    })?;
    space_items(&mut syntax.items);
    text.push_str(&print_nested(syntax, depth));
    Ok(())
}
