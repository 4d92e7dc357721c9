//! Documents that mean harm, or that were damaged: nothing panics, hangs or grows without bounds, and no text of a document
//! becomes code.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};
use specwright::{Config, Document, Output};

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// Generates, whatever is wrong with the document; nothing if nothing is left of it.
fn generated(text: &str) -> Option<Output> {
    let document = Document::from_text("openapi.yaml", text).unwrap();
    let output = specwright::generate(&document, &Config::new().keep_going(true));
    output.map_err(|error| assert!(error.is_document(), "{error:#}")).ok()
}

/// Generous, for builds without optimisation on busy machines: what grows with the square of its input takes much longer.
const PATIENCE: Duration = Duration::from_secs(300);

fn in_time(name: &str, text: &str) {
    let started = Instant::now();
    generated(text);
    let took = started.elapsed();
    assert!(took < PATIENCE, "{name} took {took:?}");
}

/// `count` lines made of a number and the next one.
fn lines(head: &str, count: usize, line: impl Fn(usize, usize) -> String) -> String {
    let mut text = format!("{HEAD}{head}");
    for index in 0..count {
        writeln!(text, "{}", line(index, index + 1)).unwrap();
    }
    text
}

#[test]
fn long_chains_are_followed_in_time() {
    let schemas = "paths: {}\ncomponents:\n  schemas:\n";
    let chain = lines(schemas, 5_000, |n, next| format!("    S{n}: {{$ref: '#/components/schemas/S{next}'}}"));
    in_time("a chain of schemas", &chain);
    let responses =
        "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/R0'}}}}}\ncomponents:\n  responses:\n";
    let chain = lines(responses, 5_000, |n, next| format!("    R{n}: {{$ref: '#/components/responses/R{next}'}}"));
    in_time("a chain of responses", &chain);
    let chain = lines(schemas, 300, |n, next| {
        format!(
            "    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{next}'}}], properties: {{p{n}: {{type: string}}}}}}"
        )
    });
    in_time("a chain of allOf", &chain);
}

#[test]
fn unions_of_each_other_are_told_apart_in_time() {
    let schemas = "paths: {}\ncomponents:\n  schemas:\n    Leaf: {type: object, properties: {kind: {const: leaf}}}\n";
    let others: String = (0..16).map(|n| format!("{{$ref: '#/components/schemas/U{n}'}}, ")).collect();
    let unions = lines(schemas, 16, |n, _| {
        format!("    U{n}: {{oneOf: [{others}{{$ref: '#/components/schemas/Leaf'}}, {{type: string}}]}}")
    });
    in_time("unions of each other", &unions);
}

#[test]
fn many_of_everything_is_read_in_time() {
    let paths = lines("paths:\n", 20_000, |n, _| format!("  /p{n}: {{}}"));
    in_time("many paths", &paths);
    let dangling =
        lines("paths: {}\ncomponents:\n  schemas:\n", 5_000, |n, _| format!("    S{n}: {{$ref: '#/no{n}'}}"));
    in_time("many dangling references", &dangling);
    let ids = lines("paths: {}\ncomponents:\n  schemas:\n", 5_000, |n, next| {
        format!("    S{n}: {{$id: 's{n}', $anchor: a{n}, properties: {{p: {{$ref: s{next}}}, q: {{$ref: '#a{n}'}}}}}}")
    });
    in_time("many identifiers", &ids);
    let wide = lines("paths: {}\ncomponents: {schemas: {S: {type: object, properties: {\n", 2_000, |n, _| {
        format!("p{n}: {{type: string, minLength: {n}}},")
    });
    in_time("many properties", &format!("{wide}}}}}}}}}\n"));
}

#[test]
fn numbers_may_be_of_any_size() {
    let huge = "9".repeat(400);
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents: {{schemas: {{S: {{type: object, maxProperties: {huge}, properties: {{\
         a: {{type: integer, minimum: -{huge}, maximum: 1e400, default: {huge}, enum: [{huge}, 1]}}, \
         b: {{type: string, minLength: {huge}, maxLength: -1}}, c: {{type: number, multipleOf: 0}}, \
         d: {{type: array, maxItems: 1e300, prefixItems: [{{const: {huge}}}]}}}}}}}}}}\n"
    );
    in_time("huge numbers", &text);
}

/// An identifier that no casing makes of any name.
const MARKER: &str = "oops_Injected";

/// A text that is code as soon as it leaves the place where it is quoted.
fn payload(prefix: &str) -> String {
    format!(
        "{prefix}\n*/ fn {MARKER}() {{}} /*\n\"; fn {MARKER}() {{}} \"#\n```\n{MARKER}();\n```\n    {MARKER}();\n\
         \u{2028}#![{MARKER}]\r[dependencies]\n{MARKER} = {{ path = '/' }}\ncargo::{MARKER}\n`{MARKER}` {{{{ {MARKER} }}}} ../../{MARKER}"
    )
}

/// A document whose every text is hostile.
fn hostile() -> Value {
    let text = payload;
    let schema = json!({
        "type": "object", "title": text("Title"), "description": text("What"), "required": [text("name")],
        "x-go-type": text("x"), "externalDocs": {"url": text("https://x"), "description": text("d")},
        "properties": {
            text("name"): {"type": "string", "pattern": text("^a"), "default": text("d"), "example": text("e")},
            text("kind"): {"type": "string", "enum": [text("a"), text("b")], "format": text("f"), "description": text("k")},
            text("const"): {"const": text("c")},
        }
    });
    let content = json!({ "application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": text("x")} });
    let operation = json!({
        "operationId": text("op"), "summary": text("s"), "description": text("d"), "tags": [text("tag")],
        "parameters": [
            {"name": text("q"), "in": "query", "description": text("d"), "schema": {"type": "string"}},
            {"name": text("X-H"), "in": "header", "schema": {"type": "string"}},
        ],
        "requestBody": {"description": text("d"), "content": content},
        "responses": {"200": {"description": text("d"), "content": content, "headers": {text("X-R"): {"schema": {}}}}}
    });
    let info = json!({
        "title": text("API"), "version": text("1"), "description": text("D"), "summary": text("S"),
        "contact": {"name": text("n"), "email": text("e"), "url": text("u")}, "license": {"name": text("MIT")}
    });
    let server = json!({
        "url": format!("https://x.test/{}", text("u")), "description": text("s"),
        "x-specwright-server-name": text("prod"), "variables": {"v": {"default": text("d"), "enum": [text("d")]}}
    });
    let scheme = json!({
        "type": "apiKey", "in": "header", "name": text("X-Key"), "description": text("d"),
        "x-specwright-env": text("ENV")
    });
    json!({
        "openapi": "3.1.0",
        "info": info,
        "servers": [server],
        "tags": [{"name": text("tag"), "description": text("d")}],
        "security": [{text("key"): [text("scope")]}, {text("nobody"): []}],
        "paths": {format!("/a/{}", text("p")): {"post": operation}},
        "components": {
            "schemas": {"A": schema, text("B"): schema},
            "securitySchemes": {text("key"): scheme}
        }
    })
}

#[test]
fn no_text_of_a_document_becomes_code() {
    let output = generated(&hostile().to_string()).expect("it is hostile, not wrong");
    for (path, text) in output.files() {
        assert!(!path.contains(MARKER) && !path.contains("..") && !path.starts_with('/'), "{path}");
        if path.ends_with(".rs") {
            let tokens: proc_macro2::TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(!names(tokens), "{path} has `{MARKER}` as code");
            examples(path, text);
        }
        if path.ends_with("Cargo.toml") {
            let manifest: toml::Table = toml::from_str(text).unwrap();
            assert!(manifest.keys().all(|key| key != MARKER), "{manifest:?}");
            let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table).unwrap();
            assert!(dependencies.keys().all(|key| key != MARKER), "{dependencies:?}");
        }
    }
}

/// Whether the marker stands anywhere as an identifier.
fn names(tokens: proc_macro2::TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == MARKER,
        proc_macro2::TokenTree::Group(group) => names(group.stream()),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// Within documentation, the marker stands in no block that rustdoc compiles.
fn examples(path: &str, text: &str) {
    let mut fence: Option<String> = None;
    for line in text.lines().map(str::trim_start) {
        let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            fence = None;
            continue;
        };
        let doc = doc.strip_prefix(' ').unwrap_or(doc);
        if let Some(info) = doc.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(info.trim().to_owned()) };
        } else if doc.contains(MARKER) {
            let is_example = fence.as_deref().is_some_and(|info| info != "text");
            let is_indented = fence.is_none() && doc.starts_with("    ");
            assert!(!is_example && !is_indented, "{path}: {line}");
        }
    }
}

const HOOKS: &str = include_str!("../../specs/spreeflo.yaml");

/// One way to damage a document: where, counted over all values, and how.
#[derive(Debug, Clone)]
struct Damage {
    place: prop::sample::Index,
    other: prop::sample::Index,
    how: u8,
}

fn damage() -> impl Strategy<Value = Damage> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..9_u8).prop_map(|(place, other, how)| Damage {
        place,
        other,
        how,
    })
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointers(member, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                pointers(element, &format!("{at}/{index}"), all);
            }
        }
        _ => {}
    }
}

fn apply(tree: &mut Value, Damage { place, other, how }: &Damage) {
    let mut all = Vec::new();
    pointers(tree, "", &mut all);
    let (place, other) = (place.get(&all).clone(), other.get(&all).clone());
    let copy = tree.pointer(&other).cloned().unwrap_or_default();
    let (owner, key) = place.rsplit_once('/').unwrap_or(("", ""));
    let key = key.replace("~1", "/").replace("~0", "~");
    if let (0, Some(Value::Object(members))) = (how, tree.pointer_mut(owner)) {
        members.remove(&key);
        return;
    }
    let Some(value) = tree.pointer_mut(&place) else { return };
    *value = match how {
        1 => Value::Null,
        2 => json!(-7),
        3 => json!("{a}/\n"),
        4 => json!([]),
        5 => json!({}),
        6 => json!([value.clone(), value.clone()]),
        7 => json!({ "$ref": format!("#{other}") }),
        _ => copy,
    };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn damaged_documents_are_refused_or_generated(damages in prop::collection::vec(damage(), 1..6)) {
        let document = Document::from_text("hooks.yaml", HOOKS).unwrap();
        prop_assert!(!document.findings().has_errors());
        let mut tree: Value = serde_yaml::from_str(HOOKS).unwrap();
        damages.iter().for_each(|damage| apply(&mut tree, damage));
        generated(&tree.to_string());
    }
}
