//! Tests of settings: what makes which configuration, where mistakes are, and that editors are told the same.

use serde_json::{Map, Value, json};
use specwright::{Ends, Features, Kind, Target};

use super::check::check;
use super::grammar::{FILE, Form, Key, Shape};
use super::tree::{Content, Item, Member};
use super::*;

fn outputs(text: &str) -> Vec<OutputSettings> {
    parse(text, "specwright.toml", Path::new("folder")).unwrap().outputs
}

fn mistakes(text: &str) -> Vec<String> {
    let mistakes = parse(text, "s.toml", Path::new("")).unwrap_err();
    mistakes.iter().map(|mistake| located(mistake, "s.toml", text)).collect()
}

#[test]
fn outputs_have_what_the_file_says_and_what_they_say_themselves() {
    let text = "document = 'a.yaml'\nname = 'pets'\nfeatures = 'groups'\ninclude = ['tag:a']\n[[output]]\npath = 'x'\n\
                [[output]]\npath = 'y'\nname = 'others'\nkind = 'module'\nfeatures = 'ends'\nends = 'server'\ninclude = []\ndocument = 'b.yaml'\n";
    let outputs = outputs(text);
    let [one, two] = outputs.as_slice() else { panic!("{outputs:?}") };
    let named = |output: &OutputSettings| {
        let path = |path: &Option<PathBuf>| path.as_ref().unwrap().to_str().unwrap().to_owned();
        (path(&output.document), path(&output.path), output.config.name.clone().unwrap())
    };
    assert_eq!(named(one), ("folder/a.yaml".into(), "folder/x".into(), "pets".into()));
    assert_eq!(named(two), ("folder/b.yaml".into(), "folder/y".into(), "others".into()));
    assert_eq!((one.config.kind, one.config.ends, one.config.include.len()), (Kind::Crate, Ends::Both, 1));
    assert_eq!((two.config.kind, two.config.ends, two.config.include.len()), (Kind::Module, Ends::Server, 0));
    assert_eq!((one.config.features, two.config.features), (Features::Groups, Features::Ends));
}

#[test]
fn conventions_are_settings_of_what_they_are_about() {
    let text = "[api]\nretry = { retries = 3 }\n[operations.'tag:pets']\npagination = false\nname = 'x'\n\
                [security.key]\nenv = 'K'\n[servers.'https://a']\nname = 'A'\n";
    let config = &outputs(text)[0].config;
    let named: Vec<_> = config.settings.iter().map(|it| (it.target.clone(), it.name.as_str())).collect();
    let expected = [
        (Target::Document, "retry"),
        (Target::Operations("tag:pets".parse().unwrap()), "pagination"),
        (Target::Security("key".into()), "env"),
        (Target::Server("https://a".into()), "server-name"),
    ];
    assert_eq!(named, expected);
    assert_eq!(config.operations["tag:pets"].name.as_deref(), Some("x"));
}

#[test]
fn every_decision_knows_where_it_stands() {
    let text = "include = ['tag:a', 'b']\n[schemas.Pet.properties]\n'a/b' = 'c'\n[types.formats]\nuuid = 'string'\n";
    let settings = &outputs(text)[0].text;
    let stands = |pointer: &str| &text[settings.ranges[pointer].clone()];
    assert_eq!(stands("/include/1"), "'b'");
    assert_eq!(stands("/schemas/Pet/properties/a~1b"), "'a/b'");
    assert_eq!(stands("/formats/uuid"), "uuid");
}

#[test]
fn all_mistakes_are_told_with_their_places_and_the_nearest_word() {
    let text = "nmae = 'x'\nends = 'none'\ninclude = ['/pets']\n[schemas.Pet]\nderive = []\nname = '1'\n";
    assert_eq!(
        mistakes(text),
        [
            "s.toml:1:1: there is no setting `nmae`; did you mean `name`?",
            "s.toml:2:8: `ends` is \"both\" or \"client\" or \"server\"",
            "s.toml:3:12: `include`: a path needs a method, as in `GET /pets`, or `path:`",
            "s.toml:5:1: `schemas.Pet` has no setting `derive`; did you mean `derives`?",
            "s.toml:6:8: `schemas.Pet.name`: a name is ASCII letters, digits and `_`, and begins with no digit",
        ]
    );
    assert!(mistakes("name =\n")[0].starts_with("s.toml:1:"));
    assert_eq!(mistakes("[[output]]\n"), ["s.toml:1:1: `output` has no `path`"]);
    let reason = |text: &str| mistakes(&format!("[types.formats]\n{text}")).join("\n");
    assert!(reason("uuid = 'strin'").contains("did you mean `string`?"));
    assert!(reason("uuid = { type = 'a::B', crate = 'a = ]' }").contains("no line of a manifest"));
}

/// A value as the file would have it.
fn item(value: &Value) -> Item {
    let content = match value {
        Value::Null => unreachable!("TOML has no null"),
        Value::Bool(flag) => Content::Flag(*flag),
        Value::Number(number) => Content::Number(number.clone()),
        Value::String(text) => Content::Text(text.clone()),
        Value::Array(items) => Content::List(items.iter().map(item).collect()),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| Member { key: key.clone(), range: 0..0, item: item(value) };
            Content::Table(members.iter().map(member).collect())
        }
    };
    Item { content, range: 0..0 }
}

/// Values of every type, and texts of every form and of none.
fn candidates() -> Vec<Value> {
    let texts = [
        "",
        " ",
        "a",
        "A1",
        "1a",
        "a-b",
        "a b",
        "é",
        "1.2.3",
        "1.2",
        "01.2.3",
        "1.2.3-rc.1+b.01",
        "1.2.3-01",
        "1.2.3-0a",
        "v1.2.3",
        "/a",
        " /a",
        "GET /a",
        "tag:",
        "both",
        "client",
        "crate",
        "module",
        "string",
        "strin",
        "std::A",
        "std::",
        "a::B",
        "a::B ",
        "::a",
        "a::",
        "a = 1",
        "a=",
        "= 1",
        "a b = 1",
        "a = 1\nb",
        " a = \"1\" ",
        "a\n",
        "r#type",
        "_",
        "type",
    ];
    let mut values: Vec<Value> = texts.map(|text| json!(text)).to_vec();
    values.extend([json!(true), json!(1), json!(1.5), json!([]), json!({}), json!([1]), json!([[]])]);
    values.extend(texts.map(|text| json!([text])));
    values.extend(texts.map(|text| json!({ text: "a" })));
    values.extend([json!([{}]), json!([{ "path": "a" }]), json!({ "type": "a::B", "crate": "a = 1" })]);
    values
}

/// A whole file with each candidate at every place of the grammar.
fn files(keys: &[Key], around: &dyn Fn(Value) -> Value, files: &mut Vec<Value>) {
    for key in keys {
        let with = |value: Value| {
            let needed = keys.iter().filter(|other| other.needed && other.name != key.name);
            let mut table: Map<String, Value> = needed
                .map(|other| (other.name.to_owned(), json!(if other.name == "type" { "a::B" } else { "a = 1" })))
                .collect();
            table.insert(key.name.to_owned(), value);
            around(Value::Object(table))
        };
        files.extend(candidates().into_iter().map(with));
        within(&key.shape, &with, files);
    }
    files.push(around(json!({ "unheard-of": 1 })));
}

fn within(shape: &Shape, around: &dyn Fn(Value) -> Value, files_: &mut Vec<Value>) {
    match shape {
        Shape::Table(keys) => files(keys, around, files_),
        Shape::Tables(keys) => files(keys, &|table| around(json!([table])), files_),
        Shape::Map(form, shape) => {
            let key = if *form == Form::Selector { "tag:a" } else { "a" };
            let around = |value| around(json!({ key: value }));
            files_.extend(candidates().into_iter().map(around));
            within(shape, &around, files_);
        }
        Shape::Either(shapes) => shapes.iter().for_each(|shape| within(shape, around, files_)),
        Shape::Flag | Shape::Text(_) | Shape::Word(_) | Shape::Texts(_) | Shape::Any => {}
    }
}

/// That a line of a manifest is TOML is all that the schema cannot say.
#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let judge = jsonschema::validator_for(&schema).unwrap();
    let mut all = Vec::new();
    files(FILE, &|file| file, &mut all);
    let mut accepted = 0;
    for file in &all {
        let mut mistakes = Vec::new();
        check(&item(file), &Shape::Table(FILE), "", &mut mistakes);
        assert_eq!(judge.is_valid(file), mistakes.is_empty(), "{file}\n{mistakes:?}");
        accepted += usize::from(mistakes.is_empty());
    }
    assert!(accepted > 500 && all.len() - accepted > 500, "{accepted} of {} are accepted", all.len());
}
