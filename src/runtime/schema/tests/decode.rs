//! Decoding and checking at once against doing one after the other: both accept the same, and give the same values.

use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::sample::select;
use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer};
use serde_json::Value;

use super::super::super::codec::{self, Probe as Kind, Union};
use super::super::{Alternative, Constant, Probe, Property, Rule, Schema, Undecoded};

/// A type with a member for everything that is read in a way of its own.
#[derive(Debug, Clone, PartialEq)]
struct Node {
    name: String,
    size: Option<i64>,
    weight: Option<f64>,
    ratio: Option<f32>,
    open: Option<bool>,
    tags: Option<Vec<String>>,
    next: Option<Option<Box<Node>>>,
    pair: Option<(i64, String)>,
    either: Option<Either>,
    anything: Option<Value>,
    rest: BTreeMap<String, Value>,
}

codec::object! {
    Node as "Node";
    0 "name" => name: required,
    1 "size" => size: optional whole,
    2 "weight" => weight: optional,
    3 "ratio" => ratio: optional,
    4 "open" => open: optional,
    5 "tags" => tags: optional,
    6 "next" => next: nullable,
    7 "pair" => pair: optional,
    8 "either" => either: optional,
    9 "anything" => anything: optional,
    .. => rest, except "secret",
}

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Text(String),
    Node(Box<Node>),
    Unknown(Value),
}

impl Union for Either {
    const PROBES: &'static [Kind] = &[Kind::String, Kind::Tag("name", &["abc"])];

    fn decode<'de, D: Deserializer<'de>>(alternative: usize, value: D) -> Result<Self, D::Error> {
        match alternative {
            0 => String::deserialize(value).map(Self::Text),
            1 => Box::deserialize(value).map(Self::Node),
            _ => Value::deserialize(value).map(Self::Unknown),
        }
    }
}

impl<'de> Deserialize<'de> for Either {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::union(deserializer)
    }
}

impl serde_core::Serialize for Either {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Node(node) => node.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

static EITHER: Schema = Schema::union(&[
    Alternative::new(Probe::String, &Schema::string().max_length(2)),
    Alternative::new(Probe::Tag("name", &["abc"]), &PLAIN),
]);

/// All of it can be checked on the way, but for unions that are told apart by what is in them.
static PLAIN: Schema = Schema::object(&[
    Property::required("name", &Schema::string().min_length(2).pattern("^[a-zé]")),
    Property::optional("size", &Schema::int32().minimum(-1).multiple_of(3).nullable()),
    Property::optional("weight", &Schema::number().maximum_f64(7.5)),
    Property::optional("ratio", &Schema::float()),
    Property::optional("open", &Schema::boolean().nullable()),
    Property::optional("tags", &Schema::array(&Schema::texts(&["a", "b", "c"])).min_items(1).max_items(2)),
    Property::optional("next", &Schema::of(&PLAIN).nullable()),
    Property::optional("pair", &Schema::array(&Schema::any()).min_items(2)),
    Property::optional("either", &EITHER),
    Property::optional("anything", &Schema::any()),
    Property::required("secret", &Schema::array(&Schema::date())),
])
.additional(&Schema::map(&Schema::constants(&[Constant::Integer(1), Constant::String("a")])))
.max_properties(8);

/// Much of it takes a look at values as a whole.
static WHOLE: Schema = Schema::object(&[
    Property::required("name", &Schema::string().rules(&[Rule::Not(&[Rule::Values(&[Constant::String("a")])])])),
    Property::optional("size", &Schema::constants(&[Constant::Integer(3), Constant::Null])),
    Property::optional("ratio", &Schema::float().maximum_f64(0.1)),
    Property::optional("tags", &Schema::array(&Schema::string()).unique_items()),
    Property::optional("next", &Schema::of(&WHOLE).nullable().rules(&[Rule::Required(&["size"])])),
    Property::optional("pair", &PAIR),
    Property::optional("either", &Schema::of(&EITHER).nullable()),
    Property::optional("anything", &EITHER),
])
.closed();

static PAIR: Schema = Schema::tuple(&[Schema::integer(), Schema::string()]);

/// Whether decoding at once says what checking and then decoding say; tells whether it took one pass.
pub(super) fn agree<T: DeserializeOwned + Debug>(schema: &Schema, text: &str) -> bool {
    let (checked, plain) = (schema.check(text.as_bytes()), serde_json::from_str::<T>(text));
    let (once, settled) = schema.decode_once::<T>(text.as_bytes());
    let shown = |value: &T| format!("{value:?}");
    match (checked, schema.decode::<T>(text.as_bytes())) {
        (Ok(violations), Ok(value)) if violations.is_empty() => assert_eq!(shown(&value), shown(&plain.unwrap())),
        (Ok(violations), Err(Undecoded::Mistyped)) if violations.is_empty() => assert!(plain.is_err(), "{text}"),
        (Ok(violations), Err(Undecoded::Invalid(found))) if !found.is_empty() => assert_eq!(violations, found),
        (Err(error), Err(Undecoded::Malformed(found))) => assert_eq!(error.to_string(), found.to_string()),
        (checked, decoded) => panic!("{text}\n{checked:?}\n{decoded:?}"),
    }
    once.is_ok() && settled
}

#[test]
fn what_is_right_is_read_once() {
    let right = r#"{"secret": [], "name": "éé", "size": 3.0, "weight": 7.5, "ratio": 0.1, "open": null,
        "next": {"name": "ab", "next": null, "secret": ["2024-12-31"]}, "x": {"y": 1.0}}"#;
    assert!(agree::<Node>(&PLAIN, right));
    let right = r#"{"name": "ab", "secret": [], "tags": ["a"], "pair": [1, "a"], "either": "ab", "anything": {"a": [{"b": 1}]}}"#;
    assert!(agree::<Node>(&PLAIN, right));
    assert!(agree::<Value>(&PLAIN, right));
    assert!(agree::<BTreeMap<String, Value>>(&Schema::any(), right));
    assert!(agree::<Option<(i64, String)>>(&PAIR, "[1, \"a\"]"));
}

#[test]
fn what_takes_a_look_at_the_whole_is_left_to_the_checker() {
    for text in [
        r#"{"name": "b", "tags": ["a", "b"]}"#,
        r#"{"name": "b", "ratio": 0.09999999999}"#,
        r#"{"name": "b", "next": {"name": "b", "size": 3}}"#,
        r#"{"name": "b", "either": {"name": "abc", "secret": []}}"#,
    ] {
        assert!(WHOLE.check(text.as_bytes()).unwrap().is_empty(), "{text}");
        assert!(!agree::<Node>(&WHOLE, text), "{text}");
    }
    // As one of 32 bits, the first would be the second.
    for text in ["340282346638528900000000000000000000000", "3.4028234663852886e38"] {
        assert!(!agree::<f32>(&Schema::float(), text), "{text}");
    }
    assert!(!agree::<u128>(&Schema::any(), "18446744073709551616"));
}

/// What could be a value, most of it right somewhere.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-0",
    "1",
    "3",
    "3.0",
    "-1",
    "7.5",
    "7.6",
    "0.1",
    "1.5",
    "300",
    "1e400",
    "\"\"",
    "\"a\"",
    "[]",
    "{}",
    "18446744073709551616",
    "340282350000000000000000000000000000000",
    "3.4028234663852887e38",
    "1e39",
    "\"abc\"",
    "\"\\u00e9\\u00e9\"",
    "\"éé\"",
    "\"\\ud800\"",
    "[\"a\"]",
    "[\"a\",\"a\"]",
    "[\"2024-12-31\"]",
    "[\"2024-02-30\"]",
    "[1,\"a\"]",
    "[1,\"a\",2]",
    "[1]",
    "{\"a\":1}",
    "{\"a\":1,\"a\":1}",
    "{\"b\":\"a\",\"a\":1.0,\"b\":1}",
    "[[{\"z\":1,\"y\":2,\"z\":3}]]",
];

const NAMES: &[&str] = &[
    "name",
    "size",
    "weight",
    "ratio",
    "open",
    "tags",
    "next",
    "pair",
    "either",
    "anything",
    "secret",
    "x",
    "y",
    "n\\u0061me",
    "\\u0078",
];

/// What most often is right for a member.
fn member() -> BoxedStrategy<(&'static str, String)> {
    let right = select(vec![
        ("name", "\"abc\""),
        ("size", "3"),
        ("weight", "-1e3"),
        ("ratio", "0.1"),
        ("open", "false"),
        ("tags", "[\"a\",\"b\"]"),
        ("next", "null"),
        ("pair", "[1,\"a\"]"),
        ("either", "\"ab\""),
        ("anything", "\"b\""),
        ("secret", "[]"),
        ("x", "{\"a\":1}"),
        ("y", "{}"),
    ]);
    let right = right.prop_map(|(name, value)| (name, value.to_owned()));
    let any = (select(NAMES), select(VALUES)).prop_map(|(name, value)| (name, value.to_owned()));
    prop_oneof![4 => right, 1 => any].boxed()
}

fn object(member: BoxedStrategy<(&'static str, String)>) -> BoxedStrategy<String> {
    let members = proptest::collection::vec(member, 0..6);
    let begin = select(vec!["\"name\":\"abc\",\"secret\":[]", "\"secret\":[],\"name\":\"abc\"", "\"name\":\"abc\""]);
    let written = (begin, members).prop_map(|(begin, members)| {
        let members = members.into_iter().map(|(name, value)| format!(",\"{name}\":{value}"));
        format!("{{{begin}{}}}", members.collect::<String>())
    });
    written.boxed()
}

fn body() -> impl Strategy<Value = String> {
    let inner = object(member());
    let nested = (select(vec!["next", "next", "either", "anything", "x"]), inner);
    let text = object(prop_oneof![3 => member(), 1 => nested].boxed());
    // Now and then a byte is not what it was.
    let change =
        proptest::option::weighted(0.2, (any::<proptest::sample::Index>(), select(b"\"{}[]:,0a .\\\xff".to_vec())));
    (text, change).prop_map(|(text, change)| match change {
        Some((index, byte)) => {
            let mut bytes = text.into_bytes();
            let index = index.index(bytes.len());
            bytes[index] = byte;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None => text,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// One pass accepts what two passes do, and the answer to the rest is the same.
    #[test]
    fn one_pass_says_what_two_say(text in body()) {
        let decided = agree::<Node>(&PLAIN, &text);
        let right = PLAIN.check(text.as_bytes()).is_ok_and(|found| found.is_empty()) && serde_json::from_str::<Node>(&text).is_ok();
        let divisible = !text.contains("\"either\":{") && !text.contains("e38") && !text.contains("3402823");
        prop_assert!(decided || !right || !divisible, "{}", text);
        agree::<Node>(&WHOLE, &text);
        agree::<Value>(&PLAIN, &text);
        agree::<Value>(&WHOLE, &text);
        agree::<BTreeMap<String, Value>>(&WHOLE, &text);
        agree::<BTreeMap<String, Either>>(&Schema::map(&EITHER), &text);
        agree::<Either>(&EITHER, &text);
    }
}
