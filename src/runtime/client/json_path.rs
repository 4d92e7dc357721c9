//! Where in a JSON text a decoder stopped, as a JSONPath (RFC 9535).
//!
//! Decoders know the line and column only. Keeping the path while decoding would cost every successful call; reading the
//! text once more costs the failed ones.

/// Longest member name that a path shows.
const LONGEST_NAME: usize = 64;

/// The path of the value where an error was found: `$.data[3].name`.
pub(super) fn json_path(text: &[u8], error: &serde_json::Error) -> String {
    // The column counts the bytes that were read; at a syntax error that includes the byte that is wrong.
    let column = if error.is_syntax() { error.column().saturating_sub(1) } else { error.column() };
    let lines = text.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    let start: usize = lines.map(<[u8]>::len).sum();
    path_at(text.get(..start.saturating_add(column)).unwrap_or(text))
}

/// The path of the value at the end of a text that broke off.
fn path_at(read: &[u8]) -> String {
    let mut path = String::from("$");
    for step in open_steps(read) {
        match step {
            Step::Element(index) => path.push_str(&format!("[{index}]")),
            Step::Member { name: Some(name), .. } => push_name(&mut path, name),
            Step::Member { name: None, .. } => {}
        }
    }
    path
}

/// A container that is open, and which of its values is being read.
enum Step<'a> {
    Element(usize),
    Member { name: Option<&'a [u8]>, in_value: bool },
}

/// The containers that are still open at the end of a text.
fn open_steps(text: &[u8]) -> Vec<Step<'_>> {
    let mut open: Vec<Step<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let from = at;
        at += 1;
        match (byte, open.last_mut()) {
            (b'{', _) => open.push(Step::Member { name: None, in_value: false }),
            (b'[', _) => open.push(Step::Element(0)),
            (b'}' | b']', _) => drop(open.pop()),
            (b',', Some(Step::Element(index))) => *index += 1,
            (b',', Some(step)) => *step = Step::Member { name: None, in_value: false },
            (b':', Some(Step::Member { in_value, .. })) => *in_value = true,
            (b'"', step) => {
                at = end_of_string(text, at);
                if let Some(Step::Member { name, in_value: false }) = step {
                    *name = text.get(from..at);
                }
            }
            _ => {}
        }
    }
    open
}

/// The position after the closing quote, or the end of the text.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    text.len()
}

/// Appends `.name`, or `['name']` if it is not a plain word.
fn push_name(path: &mut String, quoted: &[u8]) {
    let name: String = serde_json::from_slice(quoted).unwrap_or_default();
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word(&shown) && shown.starts_with(|c: char| !c.is_ascii_digit()) {
        path.push('.');
        path.push_str(&shown);
    } else {
        path.push_str("['");
        path.extend(shown.chars().flat_map(char::escape_default));
        path.push_str("']");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt;

    use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

    use super::*;

    fn path_as<'a, T: Deserialize<'a> + fmt::Debug>(text: &'a str) -> String {
        json_path(text.as_bytes(), &serde_json::from_str::<T>(text).unwrap_err())
    }

    /// The path of the first error when `text` is read as lists of numbers, two levels of names deep.
    fn path_of(text: &str) -> String {
        path_as::<BTreeMap<String, Vec<BTreeMap<String, i64>>>>(text)
    }

    #[test]
    fn paths_lead_to_the_value_that_is_wrong() {
        assert_eq!(path_of("7"), "$");
        assert_eq!(path_of(r#"{"data":7}"#), "$.data");
        assert_eq!(path_of(r#"{"a":[],"data":[{"x":1,"y":2},{"x":"no"}]}"#), "$.data[1].x");
        assert_eq!(path_of("{\n  \"data\": [\n    {\"x\": 1},\n    {\"x\": 1, \"y\": null}\n  ]\n}"), "$.data[1].y");
        assert_eq!(path_of(r#"{"data":[{"x":1},[]]}"#), "$.data[1]");
    }

    #[test]
    fn names_that_are_not_words_are_quoted() {
        assert_eq!(path_of(r#"{"a b":[{"it's":"no"}]}"#), r"$['a b'][0]['it\'s']");
        assert_eq!(path_of(r#"{"a\"},[":7}"#), r#"$['a\"},[']"#);
        assert_eq!(path_of(r#"{"":7}"#), "$['']");
    }

    #[test]
    fn brackets_in_strings_open_nothing() {
        assert_eq!(path_at(br#"{"note":"a [ { \" b","n":"#), "$.n");
    }

    #[test]
    fn texts_that_are_not_json_have_paths_too() {
        assert_eq!(path_of(r#"{"data":[{"x":}]}"#), "$.data[0].x");
        assert_eq!(path_of(r#"{"data":[{"x":1},"#), "$.data[1]");
        assert_eq!(path_of("<html>"), "$");
        assert_eq!(path_of(""), "$");
    }

    #[test]
    fn a_missing_or_repeated_member_leads_to_its_object() {
        #[derive(Debug)]
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Self;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
                let mut id = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key == "id" && id.is_some() {
                        return Err(A::Error::duplicate_field("id"));
                    }
                    id = Some(map.next_value::<i64>()?);
                }
                id.map(|_| self).ok_or_else(|| A::Error::missing_field("id"))
            }
        }
        impl<'de> Deserialize<'de> for Named {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Self)
            }
        }
        assert_eq!(path_as::<Vec<Named>>(r#"[{"id":1},{}]"#), "$[1]");
        assert_eq!(path_as::<BTreeMap<String, Named>>(r#"{"a":{"id":1},"b":{ } }"#), "$.b");
        assert_eq!(path_as::<Vec<Named>>(r#"[{"id":1,"id":2}]"#), "$[0].id");
    }
}
