//! Tests of the text layer.

use serde_json::json;

use super::*;
use crate::diag::Position;

fn parsed(text: &str) -> (Value, Vec<(&'static str, Option<Position>)>) {
    let mut diag = Diagnostics::default();
    let tree = parse(text, FileId(0), &mut diag).tree;
    (tree, diag.iter().map(|item| (item.code, item.position)).collect())
}

fn at(line: usize, column: usize) -> Option<Position> {
    Some(Position::new(line, column))
}

#[test]
fn yaml_and_json_give_the_same_tree() {
    let yaml = "a: [1, -2, 1.5, 1e3, true, ~, text]\nb:\n  200: x\n  'y': \"\\u00e9\"\n";
    let json = r#"{"a": [1, -2, 1.5, 1e3, true, null, "text"], "b": {"200": "x", "y": "é"}}"#;
    assert_eq!(parsed(yaml), parsed(json));
    assert_eq!(parsed(yaml).1, []);
}

#[test]
fn plain_scalars_are_those_of_the_core_schema() {
    let cases = [
        ("", json!(null)),
        ("Null", json!(null)),
        ("TRUE", json!(true)),
        ("yes", json!("yes")),
        ("+12", json!(12)),
        ("0x1F", json!(31)),
        ("0o17", json!(15)),
        ("-0", json!(0)),
        ("0", json!(0)),
        ("007", json!("007")),
        ("1.", json!(1.0)),
        (".5", json!(0.5)),
        ("1e", json!("1e")),
        ("1.2.3", json!("1.2.3")),
        ("2020-01-01", json!("2020-01-01")),
        ("18446744073709551615", json!(u64::MAX)),
        ("18446744073709551616", json!(18446744073709551616.0)),
        ("1e999", json!("1e999")),
        ("-", json!("-")),
        (".", json!(".")),
    ];
    for (text, value) in cases {
        assert_eq!(scalar::resolve(text), Some(value), "{text}");
    }
    assert_eq!(scalar::resolve("-.inf"), None);
}

#[test]
fn integers_beyond_64_bits_survive_in_json_too() {
    assert_eq!(parsed(r#"{"a": 18446744073709551616}"#), (json!({"a": 18446744073709551616.0}), vec![]));
}

#[test]
fn aliases_are_expanded_and_merged() {
    let (tree, said) = parsed("a: &a {x: 1, y: 2}\nb: *a\nc:\n  <<: [*a, {y: 5, z: 3}]\n  x: 9\n");
    assert_eq!(said, []);
    assert_eq!(tree, json!({"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 2}, "c": {"x": 9, "y": 2, "z": 3}}));
}

#[test]
fn tags_are_not_looked_at_but_those_of_the_core_schema() {
    let (tree, said) = parsed("a: !Sub x\nb: !!str 12\nc: !!int '7'\nd: !Map {k: v}\n");
    assert_eq!((tree, said), (json!({"a": "x", "b": "12", "c": 7, "d": {"k": "v"}}), vec![]));
}

#[test]
fn flow_lines_may_be_indented_too_little() {
    let (tree, said) = parsed("a:\n  b: {\n    \"c\": [\n1\n    ]\n  }\nd: 2\n");
    assert_eq!((tree, said), (json!({"a": {"b": {"c": [1]}}, "d": 2}), vec![]));
}

#[test]
fn white_space_may_be_where_most_readers_take_it() {
    let cases = [
        ("a:\t1\nb:\t\tx\n", json!({"a": 1, "b": "x"})),
        ("a: 1\t# c\nb: x\t\n\t\nc: 2\n\t# d\n", json!({"a": 1, "b": "x", "c": 2})),
        ("- \tx\n-\ty\n", json!(["x", "y"])),
        ("{\n\t\"a\": [\n\t\t1,\n\t],\n}", json!({"a": [1]})),
        ("a:\n  b: \"x\ny\n\nz\"\n  c: 'd\n''e'\n", json!({"a": {"b": "x y\nz", "c": "d 'e"}})),
        ("a:\n  b: \"x\n\ty\"\n", json!({"a": {"b": "x y"}})),
        ("a:\n  b: |\n       \n    x\n  c: 1\n", json!({"a": {"b": "\nx\n", "c": 1}})),
        ("a: | # c\n  x\nb: >-\t# c\n  y\n", json!({"a": "x\n", "b": "y"})),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", json!({"a": 1, "b": "x\ny\n"})),
        ("a: 1\rb: 2\r", json!({"a": 1, "b": 2})),
        ("a: \"x\u{85}y\u{2028}z\"\n", json!({"a": "x\u{85}y\u{2028}z"})),
    ];
    for (text, tree) in cases {
        assert_eq!(parsed(text), (tree, vec![]), "{text:?}");
    }
}

#[test]
fn documents_may_have_beginnings_ends_and_directives() {
    for text in
        ["---\na: 1\n...\n", "%YAML 1.1\n---\na: 1\n", "a: 1\n---\n", "a: 1\n---\n# c\n", "a: 1\n...\n---\n...\n"]
    {
        assert_eq!(parsed(text), (json!({"a": 1}), vec![]), "{text:?}");
    }
}

#[test]
fn keys_are_texts_whatever_they_look_like() {
    let (tree, said) =
        parsed("on: 1\nyes: no\n1.10: a\n0x1F: b\nnull: c\n2020-01-01: d\n? e\n: f\n&n g: h\ni: &v j\n*v : k\n");
    let keys: Vec<&String> = tree.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["on", "yes", "1.10", "0x1F", "null", "2020-01-01", "e", "g", "i", "j"]);
    assert_eq!((&tree["yes"], said), (&json!("no"), vec![]));
}

#[test]
fn a_line_may_be_long() {
    let text = format!("a: {}\n", "x".repeat(1 << 20));
    assert_eq!(parsed(&text).0["a"].as_str().map(str::len), Some(1 << 20));
}

#[test]
fn numbers_beyond_doubles_are_texts_that_bounds_understand() {
    assert_eq!(scalar::beyond_doubles("1e400"), Some(f64::MAX));
    assert_eq!(scalar::beyond_doubles("-1e400"), Some(-f64::MAX));
    assert_eq!(scalar::beyond_doubles("1e300"), None);
    assert_eq!(scalar::beyond_doubles("inf"), None);
    assert_eq!(parsed("{\"a\": 1e400}").0, json!({"a": "1e400"}));
}

#[test]
fn duplicate_keys_are_errors_in_both_languages() {
    assert_eq!(parsed("a: 1\nb: 2\na: 3\n").1, [("duplicate-key", at(3, 1))]);
    assert_eq!(parsed(r#"{"a": 1, "a": 2}"#).1, [("duplicate-key", None)]);
}

#[test]
fn syntax_errors_have_a_position() {
    assert_eq!(parsed("{\"a\": 1,\n \"é\": [}").1, [("syntax", at(2, 8))]);
    assert_eq!(parsed("a: 'b\nc: d\n").1, [("syntax", at(1, 4))]);
    assert_eq!(parsed("").1, [("empty-document", None)]);
    assert_eq!(parsed("# nothing\n").1, [("empty-document", None)]);
    assert_eq!(parsed("a: 1\n---\nb: 2\n").1, [("several-documents", at(3, 1))]);
    assert_eq!(parsed("? [a]\n: 1\nb: .nan\n").1, [("not-a-json-value", at(1, 3)), ("not-a-json-value", at(3, 4))]);
}

#[test]
fn depth_is_limited_in_both_languages() {
    for text in ["[".repeat(100_000), format!("a: {}", "[".repeat(100_000)), "- ".repeat(100_000)] {
        let said = parsed(&text).1;
        assert!(matches!(said[..], [("nested-too-deeply" | "syntax", Some(_))]), "{said:?}");
    }
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(parsed(&nested(127)).1, []);
    assert_eq!(parsed(&nested(129)).1[0].0, "nested-too-deeply");
    assert_eq!(parsed(&format!("- {}", nested(129))).1[0].0, "nested-too-deeply");
}

#[test]
fn aliases_cannot_exhaust_memory() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert_eq!(parsed(&text).1[0].0, "too-large");
    assert_eq!(parsed("a: &a [*a]\n").1, [("cyclic-alias", at(1, 8))]);
}
