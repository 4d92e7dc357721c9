//! The codec with types as they are generated.

use std::collections::BTreeMap;

use serde_core::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::super::codec;
use super::*;

#[derive(Debug, Clone, PartialEq)]
struct Pet {
    name: String,
    nickname: Option<String>,
    owner: Option<Option<String>>,
    born: Option<i64>,
    mother: Option<Box<Pet>>,
    legs: Option<u8>,
    additional: BTreeMap<String, Value>,
}

codec::object! {
    Pet as "Pet";
    0 "name" => name: required,
    1 "nickname" => nickname: optional,
    2 "owner" => owner: nullable,
    3 "born" => born: required,
    4 "mother" => mother: optional,
    5 "legs" => legs: optional whole,
    .. => additional, except "password",
}

fn pet(json: &str) -> Result<Pet, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn objects_come_back_as_they_went() {
    for text in [
        r#"{"name":"a","born":null}"#,
        r#"{"name":"a","owner":null,"born":1}"#,
        r#"{"name":"a","nickname":"b","owner":"c","born":1,"mother":{"name":"m","born":null},"x":[1,{"y":2}]}"#,
    ] {
        let pet = pet(text).unwrap();
        assert_eq!(serde_json::to_string(&pet).unwrap(), text);
        assert_eq!(serde_json::from_value::<Pet>(serde_json::to_value(&pet).unwrap()).unwrap(), pet);
    }
}

#[test]
fn absent_null_and_value_are_three_states() {
    let owner = |text| pet(text).unwrap().owner;
    assert_eq!(owner(r#"{"name":"a","born":1}"#), None);
    assert_eq!(owner(r#"{"name":"a","born":1,"owner":null}"#), Some(None));
    assert_eq!(owner(r#"{"name":"a","born":1,"owner":"b"}"#), Some(Some("b".to_owned())));
    assert_eq!(pet(r#"{"name":"a","born":1,"nickname":null}"#).unwrap().nickname, None);
}

#[test]
fn errors_name_the_type_and_the_member() {
    let error = |text| pet(text).unwrap_err();
    assert_eq!(error(r#"{"name":"a"}"#), "missing member `born` of `Pet` at line 1 column 12");
    assert_eq!(error(r#"{"born":1}"#), "missing member `name` of `Pet` at line 1 column 10");
    assert!(error(r#"{"name":null,"born":1}"#).starts_with("invalid type: null, expected a string"));
    assert!(error("[]").starts_with("invalid type: sequence, expected an object (`Pet`)"));
    assert!(error(r#"{"name":"a","born":1,"mother":{"born":1}}"#).starts_with("missing member `name` of `Pet`"));
    assert!(error(r#"{"name":"a","born":1"#).starts_with("EOF while parsing"));
}

#[test]
fn a_member_stands_once() {
    for (text, name) in [
        (r#"{"name":"a","name":"b","born":1}"#, "name"),
        (r#"{"name":"a","nickname":null,"nickname":"b","born":1}"#, "nickname"),
        (r#"{"name":"a","born":1,"x":1,"x":2}"#, "x"),
    ] {
        let error = pet(text).unwrap_err();
        assert!(error.starts_with(&format!("duplicate member `{name}`")), "{error}");
    }
}

#[test]
fn members_come_in_any_order_with_any_escapes() {
    let usual = pet(r#"{"name":"a","nickname":"b","born":1,"legs":4,"x":1}"#).unwrap();
    for text in [
        r#"{"x":1,"legs":4,"born":1,"nickname":"b","name":"a"}"#,
        r#"{"na\u006de":"a","\u0078":1,"b\u006frn":1,"legs":4,"nickname":"b"}"#,
        r#"{"born":1,"password":"p","nickname":"b","x":1,"name":"a","legs":4}"#,
    ] {
        assert_eq!(pet(text).unwrap(), usual, "{text}");
        assert_eq!(serde_json::from_reader::<_, Pet>(text.as_bytes()).unwrap(), usual, "{text}");
        assert_eq!(serde_json::from_str::<Value>(text).and_then(Pet::deserialize).unwrap(), usual, "{text}");
    }
    for (text, error) in [
        (r#"{"x":1,"born":1,"na\u006de":"a","name":"a"}"#, "duplicate member `name` at line 1 column 38"),
        (r#"{"born":1,"born":1}"#, "duplicate member `born` at line 1 column 16"),
        (r#"{"name":"a","password":1,"password":2}"#, "duplicate member `password` at line 1 column 35"),
    ] {
        assert_eq!(pet(text).unwrap_err(), error);
    }
}

#[test]
fn what_only_the_other_side_sends_is_not_kept() {
    let pet = pet(r#"{"name":"a","born":1,"password":"p","legs":4.0,"x":1}"#).unwrap();
    assert_eq!(pet.additional.keys().collect::<Vec<_>>(), ["x"]);
    assert_eq!(serde_json::to_string(&pet).unwrap(), r#"{"name":"a","born":1,"legs":4,"x":1}"#);
}

#[derive(Debug, Clone, PartialEq)]
enum Choice {
    Text(String),
    Texts(Vec<String>),
    Flag(bool),
    Pet(Box<Pet>),
    Sized(Value),
    Unknown(Value),
}

impl Union for Choice {
    const PROBES: &'static [Probe] = &[
        Probe::String,
        Probe::Array,
        Probe::Boolean,
        Probe::Tag("kind", &["pet", "Pet"]),
        Probe::Constant("size", Constant::Integer(1)),
    ];

    fn decode<'de, D: Deserializer<'de>>(alternative: usize, value: D) -> Result<Self, D::Error> {
        match alternative {
            0 => Deserialize::deserialize(value).map(Self::Text),
            1 => Deserialize::deserialize(value).map(Self::Texts),
            2 => Deserialize::deserialize(value).map(Self::Flag),
            3 => Deserialize::deserialize(value).map(Self::Pet),
            4 => Deserialize::deserialize(value).map(Self::Sized),
            _ => Deserialize::deserialize(value).map(Self::Unknown),
        }
    }
}

fn choice(json: Value) -> Result<Choice, String> {
    let direct = union::<Choice, _>(&mut serde_json::Deserializer::from_str(&json.to_string()));
    let buffered = union::<Choice, _>(json);
    assert_eq!(direct.as_ref().ok(), buffered.as_ref().ok());
    direct.map_err(|error| error.to_string())
}

#[test]
fn alternatives_are_chosen_once() {
    assert_eq!(choice(json!("a")).unwrap(), Choice::Text("a".to_owned()));
    assert_eq!(choice(json!(["a"])).unwrap(), Choice::Texts(vec!["a".to_owned()]));
    assert_eq!(choice(json!(true)).unwrap(), Choice::Flag(true));
    assert_eq!(choice(json!({"size": 1.0})).unwrap(), Choice::Sized(json!({"size": 1.0})));
    assert_eq!(choice(json!({"kind": "dog"})).unwrap(), Choice::Unknown(json!({"kind": "dog"})));
    assert_eq!(choice(json!(7)).unwrap(), Choice::Unknown(json!(7)));
    let Choice::Pet(pet) = choice(json!({"kind": "pet", "name": "a", "born": 1})).unwrap() else { panic!("no pet") };
    assert_eq!(pet.additional["kind"], "pet");
    assert!(choice(json!({"kind": "pet"})).unwrap_err().starts_with("missing member `name` of `Pet`"));
    assert!(choice(json!([1])).unwrap_err().starts_with("invalid type: integer"));
    assert!(choice(json!(null)).unwrap_err().starts_with("invalid type: null"));
}

#[test]
fn a_tag_is_written_first_and_never_twice() {
    let write = |value: Value| {
        let mut out = Vec::new();
        tagged(&mut serde_json::Serializer::new(&mut out), "kind", "pet", &value).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(write(json!({"name": "a"})), r#"{"kind":"pet","name":"a"}"#);
    assert_eq!(write(json!({"name": "a", "kind": "other"})), r#"{"kind":"other","name":"a"}"#);
}

#[derive(Debug, PartialEq)]
struct Level(i64);

impl From<i64> for Level {
    fn from(level: i64) -> Self {
        Self(level)
    }
}

#[test]
fn whole_numbers_may_have_a_point() {
    let read = |text: &str| integer::<Level, _>(&mut serde_json::Deserializer::from_str(text));
    assert_eq!(read("-3").unwrap(), Level(-3));
    assert_eq!(read("2.0").unwrap(), Level(2));
    assert!(read("2.5").is_err());
    assert!(read("18446744073709551615").is_err());
    assert!(read("\"2\"").is_err());
}

#[derive(Debug, Clone, PartialEq)]
enum Input {
    Text(String),
    Texts(Vec<String>),
    Tokens(Vec<i64>),
    Span(BTreeMap<String, i64>),
    Days(BTreeMap<String, String>),
    Unknown(Value),
}

impl Union for Input {
    const PROBES: &'static [Probe] = &[
        Probe::String,
        Probe::Like(Outline::Array(&Outline::Text(""))),
        Probe::Like(Outline::Array(&Outline::Integer)),
        Probe::Like(Outline::Object(&[Attribute::optional("from", Outline::Integer)], Some(&Outline::Integer))),
        Probe::Like(Outline::Object(&[Attribute::required("from", Outline::Text("0000-00-00"))], Some(&Outline::Any))),
    ];

    fn decode<'de, D: Deserializer<'de>>(alternative: usize, value: D) -> Result<Self, D::Error> {
        match alternative {
            0 => Deserialize::deserialize(value).map(Self::Text),
            1 => Deserialize::deserialize(value).map(Self::Texts),
            2 => Deserialize::deserialize(value).map(Self::Tokens),
            3 => Deserialize::deserialize(value).map(Self::Span),
            4 => Deserialize::deserialize(value).map(Self::Days),
            _ => Deserialize::deserialize(value).map(Self::Unknown),
        }
    }
}

#[test]
fn what_no_member_tells_is_told_by_what_the_value_looks_like() {
    let read = |json: Value| union::<Input, _>(&mut serde_json::Deserializer::from_str(&json.to_string())).unwrap();
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(read(json!("a")), Input::Text("a".to_owned()));
    assert_eq!(read(json!(["a"])), Input::Texts(texts(&["a"])));
    assert_eq!(read(json!([1, 2])), Input::Tokens(vec![1, 2]));
    assert_eq!(read(json!([])), Input::Texts(Vec::new()));
    assert_eq!(read(json!([1, "a"])), Input::Unknown(json!([1, "a"])));
    assert_eq!(read(json!({"from": 1})), Input::Span(BTreeMap::from([("from".to_owned(), 1)])));
    assert_eq!(
        read(json!({"from": "2020-01-02"})),
        Input::Days(BTreeMap::from([("from".to_owned(), "2020-01-02".to_owned())]))
    );
    assert_eq!(read(json!({"from": "now"})), Input::Unknown(json!({"from": "now"})));
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Color {
    Red,
    DarkBlue,
    Unknown(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Side {
    Left,
}

/// What a document that contradicts itself lists.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Nothing {
    Unknown(String),
}

impl Color {
    fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::DarkBlue => "dark-blue",
            Self::Unknown(text) => text,
        }
    }
}

impl Side {
    fn as_str(&self) -> &str {
        match self {
            Self::Left => "left",
        }
    }
}

impl Nothing {
    fn as_str(&self) -> &str {
        match self {
            Self::Unknown(text) => text,
        }
    }
}

codec::enumeration! {
    Color;
    "red" => Red,
    "dark-blue" => DarkBlue,
}

codec::enumeration! {
    Side, closed;
    "left" => Left,
}

codec::enumeration! {
    Nothing;
}

#[test]
fn enumerations_keep_or_refuse_what_they_do_not_list() {
    for (json, color) in [
        (r#""red""#, Color::Red),
        (r#""dark-blue""#, Color::DarkBlue),
        (r#""green""#, Color::Unknown("green".to_owned())),
    ] {
        assert_eq!(serde_json::from_str::<Color>(json).unwrap(), color);
        assert_eq!(serde_json::to_string(&color).unwrap(), json);
        assert_eq!(Color::from(color.to_string()), color);
    }
    assert_eq!(serde_json::from_str::<Side>(r#""left""#).unwrap(), Side::Left);
    assert!(serde_json::from_str::<Side>(r#""right""#).is_err());
    assert_eq!((Side::try_from("right"), Side::Left.to_string()), (Err(Unlisted), "left".to_owned()));
    assert_eq!(Nothing::from("red".to_owned()).as_str(), "red");
}

#[test]
fn what_is_not_utf_8_is_told_with_its_line() {
    assert_eq!(json_text("\"\u{e9}\"".as_bytes()).unwrap(), "\"\u{e9}\"");
    let message = |json: &[u8]| json_text(json).unwrap_err().to_string();
    assert_eq!(message(b"{\n\"a\": \"\xff\"}"), "invalid unicode code point at line 2 column 7");
    assert_eq!(message(b"\xff"), "expected value at line 1 column 1");
    assert_eq!(message(b"{}\n\xe9"), "trailing characters at line 2 column 1");
}
