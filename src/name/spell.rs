//! Words for what cannot stand in an identifier, and ASCII for what cannot stand in a file name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// The word for a character that is not part of an identifier. Characters without a word of their own are named by
/// their code point, so that no two characters are spelled alike.
pub(super) fn spell(c: char) -> String {
    let word = match c {
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        '!' => "bang",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open_paren",
        ')' => "close_paren",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' | '\u{2212}' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "lt",
        '=' => "eq",
        '>' => "gt",
        '?' => "question",
        '@' => "at",
        '[' => "open_bracket",
        '\\' => "backslash",
        ']' => "close_bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open_brace",
        '|' => "pipe",
        '}' => "close_brace",
        '~' => "tilde",
        '€' => "euro",
        '£' => "pound",
        '≤' => "lte",
        '≥' => "gte",
        '≠' => "ne",
        c => return format!("u{:x}", u32::from(c)),
    };
    word.to_owned()
}

/// The operators that documents put in front of or behind a name to compare with it (`StartTime<`, `!=5`).
const OPERATORS: &[(&str, &str)] =
    &[("<=", "lte"), (">=", "gte"), ("!=", "ne"), ("==", "eq"), ("<>", "ne"), ("<", "lt"), (">", "gt"), ("=", "eq")];

/// Replaces a sign or comparison at either end by its word, where leaving it out would change the meaning: `-created`
/// is not `created`, and `StartTime<` is not `StartTime`. Brackets that match (`Page<Pet>`) say nothing of the kind.
pub(super) fn spell_affixes(wire: &str) -> Cow<'_, str> {
    let text = wire.trim();
    if text.contains('<') && text.contains('>') {
        return Cow::Borrowed(text);
    }
    let (mut front, mut middle, mut back) = ("", text, "");
    let signs = [("+", "plus"), ("-", "minus")];
    if let Some((rest, word)) =
        OPERATORS.iter().chain(&signs).find_map(|(sign, word)| Some((text.strip_prefix(sign)?, word)))
        && rest.starts_with(char::is_alphanumeric)
    {
        (front, middle) = (word, rest);
    }
    if let Some((rest, word)) = OPERATORS.iter().find_map(|(sign, word)| Some((middle.strip_suffix(sign)?, word)))
        && rest.ends_with(char::is_alphanumeric)
    {
        (middle, back) = (rest, word);
    }
    if front.is_empty() && back.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{front} {middle} {back}"))
}

/// Every character that is not part of an identifier, spelled out. What usually separates words stays a separator
/// between two of them.
pub(super) fn spell_all(wire: &str) -> String {
    let chars: Vec<char> = wire.nfkc().collect();
    let is_word = |index: Option<usize>| index.and_then(|index| chars.get(index)).is_some_and(|c| c.is_alphanumeric());
    let mut text = String::new();
    for (index, c) in chars.iter().copied().enumerate() {
        let separates =
            matches!(c, '_' | '-' | ' ' | '.' | '/' | ':') && is_word(index.checked_sub(1)) && is_word(Some(index + 1));
        if c.is_alphanumeric() {
            text.push(c);
        } else if separates {
            text.push(' ');
        } else {
            text.push_str(&format!(" {} ", spell(c)));
        }
    }
    text
}

/// The text in ASCII letters, digits and separators: accents are dropped, other letters named by their code point.
/// `mod` declarations cannot reach files whose names are not ASCII (E0754), and package names must be ASCII.
pub(super) fn ascii(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.nfkd() {
        match c {
            c if c.is_ascii() => out.push(c),
            c if unicode_normalization::char::is_combining_mark(c) => {}
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'þ' | 'Þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c if c.is_alphanumeric() => out.push_str(&format!(" u{:x} ", u32::from(c))),
            _ => out.push(' '),
        }
    }
    out
}
