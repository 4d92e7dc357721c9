//! What parameters learn from a table.

use serde_json::{Value, json};

use super::super::super::param::{Kind, Shape};
use super::super::{Alternative, Constant, Probe, Property, Schema};

#[test]
fn texts_become_values_by_kind() {
    static ID: Schema = Schema::union(&[
        Alternative::new(Probe::String, &Schema::string()),
        Alternative::new(Probe::Number, &Schema::integer()),
    ]);
    static MIXED: Schema = Schema::constants(&[Constant::Integer(1), Constant::String("1.5"), Constant::Boolean(true)]);
    static OF: Schema = Schema::of(&ID).nullable();
    let cases: [(&Schema, &str, Option<Value>); 22] = [
        (&Schema::integer(), "12", Some(json!(12))),
        (&Schema::uint64(), "18446744073709551615", Some(json!(u64::MAX))),
        (&Schema::integer(), "1.0", None),
        (&Schema::integer(), "+1", None),
        (&Schema::integer(), "007", None),
        (&Schema::integer(), " 7", None),
        (&Schema::integer(), "", None),
        (&Schema::number(), "1.5e3", Some(json!(1500.0))),
        (&Schema::number(), "NaN", None),
        (&Schema::number(), "inf", None),
        (&Schema::boolean(), "true", Some(json!(true))),
        (&Schema::boolean(), "True", None),
        (&Schema::boolean(), "1", None),
        (&Schema::string(), "12", Some(json!("12"))),
        (&Schema::texts(&["a"]), "b", Some(json!("b"))),
        (&Schema::any(), "12", Some(json!("12"))),
        (&MIXED, "1", Some(json!(1))),
        (&MIXED, "1.5", Some(json!("1.5"))),
        (&MIXED, "true", Some(json!(true))),
        (&MIXED, "2", None),
        (&OF, "12", Some(json!(12))),
        (&OF, "a", Some(json!("a"))),
    ];
    for (schema, text, value) in cases {
        assert_eq!(schema.coerce(text), value, "{schema:?} {text}");
    }
}

#[test]
fn shapes_show_their_parts() {
    static LIST: Schema = Schema::array(&Schema::integer());
    static ALIAS: Schema = Schema::of(&LIST);
    static RANGE: Schema =
        Schema::object(&[Property::optional("gt", &Schema::integer())]).additional(&Schema::boolean());
    static CLOSED: Schema = Schema::object(&[Property::optional("gt", &Schema::integer())]);
    static EITHER: Schema =
        Schema::union(&[Alternative::new(Probe::Object, &RANGE), Alternative::new(Probe::Number, &Schema::integer())]);
    static SOME: Schema =
        Schema::union(&[Alternative::new(Probe::Array, &LIST), Alternative::new(Probe::String, &Schema::string())]);
    static LOOP: Schema = Schema::union(&[Alternative::new(Probe::Otherwise, &LOOP)]);
    let kinds = [
        (&ALIAS, Kind::Array),
        (&RANGE, Kind::Object),
        (&EITHER, Kind::Scalar),
        (&SOME, Kind::Array),
        (&LOOP, Kind::Scalar),
    ];
    for (schema, kind) in kinds {
        assert_eq!(Shape::kind(schema), kind, "{schema:?}");
    }
    let coerced = |shape: Option<&dyn Shape>| shape.map(|shape| shape.coerce("1"));
    assert_eq!(coerced(ALIAS.item()), Some(Some(json!(1))));
    assert_eq!(coerced(SOME.item()), Some(Some(json!(1))));
    assert_eq!(coerced(EITHER.member("gt")), Some(Some(json!(1))));
    assert_eq!(coerced(RANGE.member("other")), Some(None));
    assert_eq!(coerced(CLOSED.member("other")), None);
    assert_eq!(coerced(LOOP.item()), None);
}
