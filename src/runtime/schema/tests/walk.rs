//! Whole bodies: everything is found, nothing is repeated, nothing overflows.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{Alternative, Constant, Probe, Property, Schema};
use super::wrong;

static NODE: Schema = Schema::object(&[
    Property::required("name", &Schema::string().min_length(2).pattern("^[a-z]")),
    Property::optional("next", &Schema::of(&NODE).nullable()),
    Property::optional("children", &Schema::array(&NODE).max_items(1).unique_items()),
    Property::optional("mail", &Schema::email()),
])
.closed();

#[test]
fn every_violation_is_found() {
    let text = r#"{
        "name": "",
        "next": {"name": "Ab", "next": null, "children": [{"name": "ab"}, {"name": "ab"}]},
        "children": {},
        "mail": "me",
        "mial": "me@example.com"
    }"#;
    let expected = [
        "/name minLength: must have at least 2 characters",
        "/name pattern: must match the pattern `^[a-z]`",
        "/next/name pattern: must match the pattern `^[a-z]`",
        "/next/children/1 uniqueItems: must differ from the other items",
        "/next/children maxItems: must have at most 1 item",
        "/children type: must be an array",
        "/mail format: must be an email address",
        "/mial additionalProperties: is not a documented member",
    ];
    assert_eq!(wrong(&NODE, text), expected);
}

#[test]
fn what_the_caller_sent_is_not_repeated() {
    let text = r#"{"name": "SECRET", "next": "SECRET", "children": ["SECRET", "SECRET"], "SECRET!": "SECRET"}"#;
    let found = wrong(&NODE, text);
    assert_eq!(found.len(), 7);
    assert!(found.iter().all(|line| !line.contains("SECRET")), "{found:?}");
}

#[test]
fn texts_that_are_not_json_are_errors() {
    let place = |text: &str| NODE.check(text.as_bytes()).map_err(|error| (error.line(), error.column())).unwrap_err();
    assert_eq!(place("{\n  \"name\": x}"), (2, 11));
    assert_eq!(place("{} {}"), (1, 4));
    assert_eq!(place(""), (1, 0));
    assert!(Schema::any().check(b"\"\xff\"").is_err());
    assert!(Schema::object(&[]).check(b"{\"nobody knows\": \"\xff\"}").is_err());
    assert!(Schema::number().check(b"1e999").is_err());
}

#[test]
fn a_hostile_body_does_not_fill_the_memory_with_violations() {
    static NUMBERS: Schema = Schema::array(&Schema::integer());
    let text = format!("[{}]", vec!["true"; 100_000].join(","));
    assert_eq!(wrong(&NUMBERS, &text).len(), 64);
    assert!(NUMBERS.check(text.trim_end_matches(']').as_bytes()).is_err());
}

#[test]
fn deep_values_end() {
    // Texts as deep as serde_json reads, values far deeper.
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    static NESTED: Schema = Schema::array(&Schema::of(&NESTED)).unique_items();
    assert_eq!(wrong(&NESTED, &deep(127)), [""; 0]);
    assert_eq!(wrong(&Schema::any(), &deep(127)), [""; 0]);
    assert!(NESTED.check(deep(128).as_bytes()).is_err());
    let mut value = Value::Null;
    for _ in 0..1_000 {
        value = json!([value]);
    }
    let rules: Vec<_> = Schema::any().check_value(&value).iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["depth"]);
    let rules: Vec<_> = NESTED.check_value(&value).iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["depth"]);
}

#[test]
fn a_union_of_itself_ends() {
    static SELF: Schema = Schema::union(&[Alternative::new(Probe::Otherwise, &SELF)]);
    static INSIDE: Schema = Schema::union(&[
        Alternative::new(Probe::Member("a"), &Schema::any()),
        Alternative::new(Probe::Otherwise, &INSIDE),
    ]);
    assert_eq!(wrong(&SELF, "{}"), [""; 0]);
    assert_eq!(wrong(&SELF, "1"), [""; 0]);
    assert_eq!(wrong(&INSIDE, "{\"b\": 1}"), [""; 0]);
}

#[test]
fn tables_print_themselves_in_a_word() {
    assert_eq!(format!("{NODE:?}"), "Schema(an object)");
}

fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // serde_json reads floats of many digits with an error of one bit.
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 100.0)),
        "[a-c]{0,3}|cat|dog|.{0,2}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 32, 4, |inner| {
        let names = "name|next|children|mail|pet|a|é";
        let members = proptest::collection::vec((names, inner.clone()), 0..5);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

static MIXTURE: Schema = Schema::union(&[
    Alternative::new(Probe::Tag("pet", &["cat", "dog"]), &Schema::map(&Schema::texts(&["cat", "a"])).max_properties(2)),
    Alternative::new(Probe::Member("name"), &NODE),
    Alternative::new(Probe::Array, &Schema::array(&MIXTURE).unique_items()),
    Alternative::new(Probe::Number, &Schema::number().minimum(-5).maximum_f64(1e18).multiple_of(3)),
    Alternative::new(Probe::String, &Schema::constants(&[Constant::String("a"), Constant::Integer(1)])),
    Alternative::new(Probe::Otherwise, &Schema::map(&Schema::of(&MIXTURE).nullable())),
])
.open();

proptest! {
    /// A text and the value that it stands for are judged alike.
    #[test]
    fn texts_and_values_agree(value in any_value()) {
        for schema in [&NODE, &MIXTURE, &Schema::any()] {
            prop_assert_eq!(schema.check(value.to_string().as_bytes()).unwrap(), schema.check_value(&value));
        }
    }

    /// No text makes the checker panic.
    #[test]
    fn anything_may_come(text in ".{0,64}") {
        drop(MIXTURE.check(text.as_bytes()));
    }
}
