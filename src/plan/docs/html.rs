//! HTML in prose: formatting becomes its Markdown, structure becomes line breaks, all other tags stay and are escaped later.

/// Replaces the tags that documents use for formatting.
pub(super) fn to_markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((replacement, length)) => {
                out.push_str(replacement);
                rest = &rest[length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// What stands for the tag that the text begins with, and the tag's length.
fn tag(text: &str) -> Option<(&'static str, usize)> {
    let end = text.find('>')?;
    let inside = &text[1..end];
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let name = inside.split(|c: char| c.is_whitespace() || c == '/').next()?.to_ascii_lowercase();
    let replacement = match name.as_str() {
        "code" | "tt" | "kbd" => "`",
        "b" | "strong" => "**",
        "i" | "em" => "*",
        "br" => "\n",
        "p" | "div" | "ul" | "ol" | "table" | "tr" | "blockquote" | "details" | "summary" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" => "\n\n",
        "li" if closing => "",
        "li" => "\n- ",
        "pre" => "\n\n```\n",
        "a" | "span" | "font" | "u" | "small" | "sup" | "sub" | "td" | "th" | "tbody" | "thead" => "",
        _ => return None,
    };
    Some((if name == "pre" && closing { "\n```\n\n" } else { replacement }, end + 1))
}
