//! Patterns: ECMA-262 regular expressions (OpenAPI 3.0.4, "Schema Object") in the words of the engine that servers have.
//!
//! The engine is asked here whether it takes them, so that servers need not. What it has no words for is left out.

use std::collections::BTreeMap;

use crate::diag::{Diagnostics, Place, codes};

/// The patterns so far: what the engine takes, or why it does not.
#[derive(Default)]
pub(super) struct Patterns {
    known: BTreeMap<String, Result<String, String>>,
}

impl Patterns {
    /// The pattern for the engine; a warning and nothing if it has no words for it.
    pub(super) fn translate(&mut self, pattern: &str, place: &Place, diag: &mut Diagnostics) -> Option<String> {
        let known = self.known.entry(pattern.to_owned()).or_insert_with(|| {
            let translated = translate(pattern);
            match regex_lite::Regex::new(&translated) {
                Ok(_) => Ok(translated),
                Err(error) => Err(error.to_string()),
            }
        });
        if let Err(reason) = known {
            diag.push(codes::unsupported_pattern(place.clone(), reason));
        }
        known.clone().ok()
    }
}

/// Writes a pattern in the dialect of the engine, where the two differ. In ECMA-262 brackets, ampersands and tildes mean
/// nothing in a class, a hyphen beside a class such as `\w` is one, and braces may stand for themselves.
fn translate(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut in_class = false;
    // Whether what came last is a class such as `\w`.
    let mut after_class = false;
    while let Some(character) = rest.chars().next() {
        let whole = rest;
        rest = &rest[character.len_utf8()..];
        let was_class = std::mem::take(&mut after_class);
        match character {
            '\\' => {
                let Some(escaped) = rest.chars().next() else {
                    translated.push('\\');
                    break;
                };
                rest = &rest[escaped.len_utf8()..];
                after_class = "dDwWsS".contains(escaped);
                match escaped {
                    'b' if in_class => translated.push_str("\\x08"),
                    '0' if !rest.starts_with(|next: char| next.is_ascii_digit()) => translated.push_str("\\x00"),
                    '<' | '>' => translated.push(escaped),
                    other if !other.is_ascii() => translated.push(other),
                    other => translated.extend(['\\', other]),
                }
            }
            '[' if !in_class => {
                in_class = true;
                translated.push('[');
            }
            ']' if in_class => {
                in_class = false;
                translated.push(']');
            }
            '[' | '&' | '~' if in_class => translated.extend(['\\', character]),
            '-' if in_class && !rest.starts_with(']') && (was_class || is_class(rest)) => translated.push_str("\\-"),
            '{' if !in_class && !is_repetition(whole) => translated.push_str("\\{"),
            other => translated.push(other),
        }
    }
    translated
}

/// Whether a text begins with a class such as `\w`.
fn is_class(text: &str) -> bool {
    text.strip_prefix('\\').is_some_and(|rest| rest.starts_with(['d', 'D', 'w', 'W', 's', 'S']))
}

/// Whether a text begins with a repetition: `{2}`, `{2,}` or `{2,3}`.
fn is_repetition(text: &str) -> bool {
    let Some((inside, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::fixtures::place;

    #[test]
    fn patterns_mean_the_same_to_the_engine() {
        let cases = [
            (r"^[\w-.]+@[\w.-]+$", "a-b.c@d-e", true),
            (r"^[a-\d]$", "-", true),
            (r"^[[&&~~]$", "[", true),
            (r"^[[&&~~]$", "&", true),
            (r"^\/v\d\/$", "/v1/", true),
            (r"^{.*}$", "{a}", true),
            (r"^a{2,}b{1}c{1,2}$", "aabcc", true),
            (r"^x{,2}$", "x{,2}", true),
            (r"^\<[\b\0]\é$", "<\u{8}é", true),
            (r"^(?<year>\d{4})$", "2024", true),
            (r"^a$", "a\n", false),
            (r"^[^\]]$", "]", false),
            (r"^\u00e9\x41\.$", "éA.", true),
        ];
        for (pattern, text, matches) in cases {
            let mut diag = Diagnostics::default();
            let translated = Patterns::default().translate(pattern, &place("/a"), &mut diag).expect(pattern);
            assert_eq!(regex_lite::Regex::new(&translated).unwrap().is_match(text), matches, "{pattern} {translated}");
        }
    }

    #[test]
    fn patterns_beyond_the_engine_are_left_out_with_a_warning() {
        for pattern in [r"^(?=.*\d)a", r"^(a)\1$", r"^\p{L}$", "(", "a{1000}{1000}{1000}", "\\", "[a", r"\i"] {
            let mut diag = Diagnostics::default();
            assert_eq!(Patterns::default().translate(pattern, &place("/a"), &mut diag), None, "{pattern}");
            let codes: Vec<_> = diag.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, ["unsupported-pattern"], "{pattern}");
        }
    }
}
