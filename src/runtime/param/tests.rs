//! What is written, and that it is read back.

use std::collections::BTreeMap;

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A schema that is just enough to guide the decoder.
#[derive(Debug, Clone)]
enum Plan {
    Text,
    Integer,
    Number,
    Boolean,
    Array(Box<Plan>),
    Object(BTreeMap<String, Plan>),
}

impl Shape for Plan {
    fn kind(&self) -> Kind {
        match self {
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
            _ => Kind::Scalar,
        }
    }

    fn coerce(&self, text: &str) -> Option<Value> {
        match self {
            Self::Text => Some(text.into()),
            Self::Integer => text.parse::<i64>().ok().map(Into::into),
            Self::Number => text.parse::<f64>().ok().map(Into::into),
            Self::Boolean => text.parse::<bool>().ok().map(Into::into),
            Self::Array(_) | Self::Object(_) => None,
        }
    }

    fn item(&self) -> Option<&dyn Shape> {
        match self {
            Self::Array(item) => Some(item.as_ref()),
            _ => None,
        }
    }

    fn member(&self, name: &str) -> Option<&dyn Shape> {
        match self {
            Self::Object(members) => members.get(name).map(|member| member as &dyn Shape),
            _ => None,
        }
    }
}

/// The plan that fits a value.
fn plan_of(value: &Value) -> Plan {
    match value {
        Value::Array(items) => Plan::Array(Box::new(items.first().map_or(Plan::Text, plan_of))),
        Value::Object(members) => Plan::Object(members.iter().map(|(k, v)| (k.clone(), plan_of(v))).collect()),
        Value::Bool(_) => Plan::Boolean,
        Value::Number(number) if number.is_f64() => Plan::Number,
        Value::Number(_) => Plan::Integer,
        _ => Plan::Text,
    }
}

/// A value as its location carries it.
fn written(param: &Param, value: &Value) -> Result<String, ParamError> {
    let mut text = String::new();
    match param.location {
        Location::Path => text = param.encode_path(value)?,
        Location::Query | Location::QueryString | Location::Form => param.encode_query(value, &mut text)?,
        Location::Cookie => param.encode_cookie(value, &mut text)?,
        Location::Header => {
            let value = param.encode_header(value)?;
            text = value.map_or_else(String::new, |value| String::from_utf8(value.as_bytes().to_vec()).unwrap());
        }
    }
    Ok(text)
}

/// What the other end reads.
fn read(param: &Param, text: &str, plan: &Plan) -> Result<Option<Value>, ParamError> {
    let mut headers = HeaderMap::new();
    let (mut path, mut query) = (Vec::new(), None);
    let header = || HeaderValue::from_bytes(text.as_bytes()).unwrap();
    match param.location {
        Location::Path => path.push((param.name, text)),
        Location::Query | Location::QueryString | Location::Form => query = Some(text),
        Location::Cookie => drop(headers.insert(COOKIE, header())),
        Location::Header => drop(headers.insert(HeaderName::try_from(param.name).unwrap(), header())),
    }
    param.decode(&Sources::new(&[], path, query, &headers), plan)
}

#[track_caller]
fn check(param: Param, value: &Value, expected: &str) {
    let text = written(&param, value).unwrap();
    assert_eq!(text, expected);
    assert_eq!(read(&param, &text, &plan_of(value)).unwrap().as_ref(), Some(value), "{text}");
}

/// The tables of OpenAPI 3.0.4, "Style Examples".
#[test]
fn styles_are_written_as_the_standard_shows() {
    let (text, list) = (json!("blue"), json!(["blue", "black", "brown"]));
    let map = json!({ "R": 100, "G": 200, "B": 150 });
    let path = |style, explode| Param::path("color").style(style).explode(explode);
    let query = |style, explode| Param::query("color").style(style).explode(explode);

    check(path(Style::Matrix, false), &text, ";color=blue");
    check(path(Style::Matrix, false), &json!(""), ";color");
    check(path(Style::Matrix, false), &list, ";color=blue,black,brown");
    check(path(Style::Matrix, false), &map, ";color=R,100,G,200,B,150");
    check(path(Style::Matrix, true), &list, ";color=blue;color=black;color=brown");
    check(path(Style::Matrix, true), &map, ";R=100;G=200;B=150");
    check(path(Style::Label, false), &text, ".blue");
    check(path(Style::Label, false), &list, ".blue,black,brown");
    check(path(Style::Label, false), &map, ".R,100,G,200,B,150");
    check(path(Style::Label, true), &list, ".blue.black.brown");
    check(path(Style::Label, true), &map, ".R=100.G=200.B=150");
    check(path(Style::Simple, false), &text, "blue");
    check(path(Style::Simple, false), &list, "blue,black,brown");
    check(path(Style::Simple, false), &map, "R,100,G,200,B,150");
    check(path(Style::Simple, true), &map, "R=100,G=200,B=150");
    check(query(Style::Form, false), &text, "color=blue");
    check(query(Style::Form, false), &json!(""), "color=");
    check(query(Style::Form, false), &list, "color=blue,black,brown");
    check(query(Style::Form, false), &map, "color=R,100,G,200,B,150");
    check(query(Style::Form, true), &list, "color=blue&color=black&color=brown");
    check(query(Style::Form, true), &map, "R=100&G=200&B=150");
    check(query(Style::SpaceDelimited, false), &list, "color=blue%20black%20brown");
    check(query(Style::SpaceDelimited, false), &map, "color=R%20100%20G%20200%20B%20150");
    check(query(Style::PipeDelimited, false), &list, "color=blue%7Cblack%7Cbrown");
    check(query(Style::PipeDelimited, false), &map, "color=R%7C100%7CG%7C200%7CB%7C150");
    check(query(Style::DeepObject, true), &map, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
}

#[test]
fn other_locations_and_notations() {
    check(Param::header("X-Color"), &json!(["a b", "c"]), "a b,c");
    check(Param::header("X-Color").explode(true), &json!({ "R": 1, "G": 2 }), "R=1,G=2");
    check(Param::header("X-Color"), &json!("größer"), "größer");
    check(Param::cookie("color"), &json!(["a;b", "c"]), "color=a%3Bb; color=c");
    check(Param::cookie("color").explode(false), &json!(["a,b", "c"]), "color=a%2Cb,c");
    check(Param::cookie("token"), &json!("a/b+c=="), "token=a/b+c==");
    check(
        Param::query("filter").style(Style::Json),
        &json!({ "a": [1, { "b": "c" }] }),
        "filter=%7B%22a%22%3A%5B1%2C%7B%22b%22%3A%22c%22%7D%5D%7D",
    );
    check(Param::query("q"), &json!("a b&c=d+e%"), "q=a%20b%26c%3Dd%2Be%25");
    check(Param::query("q").allow_reserved(), &json!("a/b?c=d&e+f#g,h"), "q=a/b?c=d%26e%2Bf%23g,h");
    check(Param::path("p").allow_reserved(), &json!("a:b/c?d,e"), "a:b%2Fc%3Fd,e");
    check(Param::query("at"), &json!(1.5), "at=1.5");
    check(Param::query("on"), &json!(true), "on=true");
}

#[test]
fn what_has_no_style_is_written_as_servers_read_it() {
    let query = |style| Param::query("q").style(style);
    let plain = |text: &str| text.replace("%5B", "[").replace("%5D", "]");
    let lines = json!([{ "n": 1, "tags": ["a", "b"] }, { "n": 2, "tags": ["c"] }]);
    let text = written(&query(Style::Form), &lines).unwrap();
    assert_eq!(plain(&text), "q[0][n]=1&q[0][tags][]=a&q[0][tags][]=b&q[1][n]=2&q[1][tags][]=c");
    assert_eq!(read(&query(Style::Form), &text, &plan_of(&lines)).unwrap(), Some(lines));
    let object = json!({ "a": ["x", "y"], "b": { "c": "d" }, "e": 1 });
    let text = written(&query(Style::Form), &object).unwrap();
    assert_eq!(plain(&text), "a=x&a=y&b[c]=d&e=1");
    assert_eq!(read(&query(Style::Form), &text, &plan_of(&object)).unwrap(), Some(object));
    let list = json!(["a", "b"]);
    for text in ["q[]=a&q[]=b", "q[1]=b&q[0]=a", "q%5B%5D=a&q=b"] {
        let value = read(&query(Style::Form), text, &plan_of(&list)).unwrap().unwrap();
        assert_eq!(value.as_array().unwrap().len(), 2, "{text}");
    }
    check(query(Style::Urlencoded), &json!({ "a": "b c" }), "q=a%3Db%2520c");
    check(Param::query_string("q"), &json!({ "a": "b c", "d": ["e"] }), "a=b%20c&d=e");
    check(Param::query_string("q").style(Style::Json), &json!({ "a": 1 }), "%7B%22a%22%3A1%7D");
    check(Param::cookie("c").style(Style::Cookie), &json!("a%20b=c"), "c=a%20b=c");
    let empty = |plan: &Plan| read(&query(Style::Form).allow_empty(), "q=", plan).unwrap();
    assert_eq!((empty(&Plan::Integer), empty(&Plan::Text)), (None, Some(json!(""))));
}

#[test]
fn delimiters_may_be_escaped_where_that_is_not_ambiguous() {
    let flat = Param::query("q").explode(false);
    let numbers = json!([1, 2]);
    assert_eq!(read(&flat, "q=1%2C2", &plan_of(&numbers)).unwrap(), Some(numbers));
    let map = json!({ "x": 1, "y": 2 });
    assert_eq!(read(&flat, "q=x%2c1%2Cy%2c2", &plan_of(&map)).unwrap(), Some(map));
    let text = json!(["a,b"]);
    assert_eq!(read(&flat, "q=a%2Cb", &plan_of(&text)).unwrap(), Some(text));
}

#[test]
fn deep_objects_nest() {
    let deep = Param::query("f").style(Style::DeepObject);
    let value = json!({ "a": { "b": "x" }, "tags": ["p", "q"], "items": [{ "n": 1 }, { "n": 2 }] });
    let mut query = String::new();
    deep.encode_query(&value, &mut query).unwrap();
    let plain = query.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(plain, "f[a][b]=x&f[tags][]=p&f[tags][]=q&f[items][0][n]=1&f[items][1][n]=2");
    for query in [&query, &plain, "f[items][10][n]=2&f[items][9][n]=1&f[tags][0]=p&f[tags][1]=q&f[a][b]=x"] {
        assert_eq!(read(&deep, query, &plan_of(&value)).unwrap(), Some(value.clone()), "{query}");
    }
    let scalar = read(&deep, "f=5", &Plan::Integer).unwrap();
    assert_eq!(scalar, Some(json!(5)), "unions of an object and a plain value use the bare name");
    for query in ["f[a=1", "f[a]b=1", "f[a][b]=1&f[a][b]=2", "f[a]=1&f[a][b]=2"] {
        assert!(read(&deep, query, &plan_of(&value)).is_err(), "{query}");
    }
    let hostile = format!("f{}=1", "[a]".repeat(1000));
    assert!(read(&deep, &hostile, &plan_of(&value)).is_err());
}

#[test]
fn nothing_is_absent() {
    for value in [json!(null), json!([]), json!({}), json!({ "a": null })] {
        for param in [Param::query("q"), Param::cookie("q"), Param::header("q")] {
            assert_eq!(written(&param, &value).unwrap(), "");
        }
        assert!(written(&Param::path("q"), &value).is_err(), "a path cannot do without");
    }
    assert_eq!(read(&Param::query("q"), "p=1&qq=2", &Plan::Text).unwrap(), None);
    assert_eq!(read(&Param::query("q"), "q", &Plan::Text).unwrap(), Some(json!("")));
}

#[test]
fn what_cannot_be_carried_is_refused() {
    let refused = |param: Param, value: Value| written(&param, &value).unwrap_err().reason();
    assert_eq!(refused(Param::path("p"), json!("")), "is empty");
    let flat = Param::query("q").explode(false);
    assert_eq!(refused(flat, json!({ "a": { "b": 1 } })), "is nested deeper than its style can carry");
    assert_eq!(refused(Param::query("q"), json!(["a", null])), "is nested deeper than its style can carry");
    let cookie = Param::cookie("c").style(Style::Cookie);
    assert_eq!(refused(cookie, json!("a;b")), "contains a character that cookies cannot carry");
    let spaced = Param::query("q").style(Style::SpaceDelimited).explode(false);
    assert_eq!(refused(spaced, json!(["a b"])), "has an element that contains the delimiter of its style");
    assert_eq!(refused(Param::header("h"), json!(["a,b"])), "has an element that contains the delimiter of its style");
    for value in ["a\r\nX-Admin: 1", "a\nb", "a\0b"] {
        assert_eq!(
            refused(Param::header("h"), json!(value)),
            "contains a control character, which headers cannot carry"
        );
    }
    assert_eq!(refused(Param::header("h"), json!(" a")), "starts or ends with white space, which headers cannot carry");
}

#[test]
fn what_was_not_written_so_is_refused_without_showing_it() {
    let refused = |param: Param, text: &str, plan: Plan| {
        let error = read(&param, text, &plan).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        error.reason()
    };
    let list = || Plan::Array(Box::new(Plan::Text));
    let map = || Plan::Object(BTreeMap::from([("a".to_owned(), Plan::Text)]));
    assert_eq!(refused(Param::query("q"), "q=hunter2&q=b", Plan::Text), "is given more than once");
    assert_eq!(refused(Param::query("q"), "q=%FFhunter2", Plan::Text), "is not UTF-8");
    assert_eq!(refused(Param::query("q").style(Style::Json), "q=hunter2", map()), "is not JSON");
    assert_eq!(refused(Param::path("q").style(Style::Label), "hunter2", list()), "does not start with a dot");
    assert_eq!(refused(Param::path("q").style(Style::Matrix), "hunter2", list()), "does not start with a semicolon");
    assert_eq!(refused(Param::path("q").style(Style::Matrix), ";p=hunter2", list()), "has another name");
    assert_eq!(refused(Param::header("q"), "a,b,hunter2", map()), "has a key without a value");
}

#[test]
fn a_text_that_does_not_fit_is_left_to_the_schema() {
    assert_eq!(read(&Param::query("q"), "q=abc", &Plan::Integer).unwrap(), Some(json!("abc")));
    let list = Plan::Array(Box::new(Plan::Integer));
    assert_eq!(read(&Param::query("q"), "q=1&q=x", &list).unwrap(), Some(json!([1, "x"])));
}

#[test]
fn free_form_queries_leave_the_others_alone() {
    struct Anything;
    impl Shape for Anything {
        fn kind(&self) -> Kind {
            Kind::Object
        }
        fn coerce(&self, _: &str) -> Option<Value> {
            None
        }
        fn item(&self) -> Option<&dyn Shape> {
            None
        }
        fn member(&self, _: &str) -> Option<&dyn Shape> {
            Some(&Plan::Text)
        }
    }
    static PAGE: Param = Param::query("page");
    static DEEP: Param = Param::query("deep").style(Style::DeepObject);
    static FREE: Param = Param::query("free");
    let headers = HeaderMap::new();
    let query = Some("page=2&color=red&deep[a]=1&size=3");
    let params = [&PAGE, &DEEP, &FREE];
    let sources = Sources::new(&params, Vec::new(), query, &headers);
    assert_eq!(FREE.decode(&sources, &Anything).unwrap(), Some(json!({ "color": "red", "size": "3" })));
}

#[test]
fn forms_are_written_as_servers_read_them() {
    let value = json!({ "name": "a b", "tags": ["x", "y"], "none": null, "meta": { "k": "v" }, "lines": [{ "n": 1 }] });
    let form = encode_form(&value, &[]).unwrap();
    let plain = form.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(plain, "name=a%20b&tags=x&tags=y&meta[k]=v&lines[0][n]=1");
    let expected = json!({ "name": "a b", "tags": ["x", "y"], "meta": { "k": "v" }, "lines": [{ "n": 1 }] });
    assert_eq!(decode_form(&form, &[], &plan_of(&value)).unwrap(), expected);
    assert_eq!(decode_form("name=a+b&extra=1", &[], &plan_of(&value)).unwrap(), json!({ "name": "a b", "extra": "1" }));

    static TAGS: Param = Param::form("tags").explode(false);
    let form = encode_form(&json!({ "tags": ["x", "y"], "name": "z" }), &[&TAGS]).unwrap();
    assert_eq!(form, "tags=x,y&name=z");
    assert_eq!(decode_form(&form, &[&TAGS], &plan_of(&value)).unwrap(), json!({ "tags": ["x", "y"], "name": "z" }));
}

#[test]
fn headers_are_read_as_their_types() {
    let mut headers = HeaderMap::new();
    headers.insert("x-left", HeaderValue::from_static(" 42 "));
    headers.insert("x-list", HeaderValue::from_static("1, 2,3"));
    headers.append("x-list", HeaderValue::from_static("4"));
    headers.insert("x-map", HeaderValue::from_static("a=1,b=2"));
    headers.insert("x-text", HeaderValue::from_static("a, b"));
    assert_eq!(Param::header("X-Left").read::<i64>(&headers).unwrap(), 42);
    assert_eq!(Param::header("X-Left").read::<Option<f64>>(&headers).unwrap(), Some(42.0));
    assert_eq!(Param::header("X-List").read::<Vec<u8>>(&headers).unwrap(), [1, 2, 3, 4]);
    let map = Param::header("X-Map").explode(true).read::<BTreeMap<String, i32>>(&headers).unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(Param::header("X-Text").read::<String>(&headers).unwrap(), "a, b");
    assert_eq!(Param::header("X-None").read_optional::<i64>(&headers).unwrap(), None);
    assert_eq!(Param::header("X-None").read::<i64>(&headers).unwrap_err().reason(), "is missing");
    let error = Param::header("X-Text").read::<i64>(&headers).unwrap_err();
    assert_eq!(error.to_string(), "header parameter `X-Text` has a value that does not fit its type");

    let mut own = HeaderMap::new();
    Param::header("X-List").write(&[1, 2], &mut own).unwrap();
    Param::header("X-None").write(&None::<i64>, &mut own).unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!(own["x-list"], "1,2");
    assert!(Param::header("X-None").required().write(&None::<i64>, &mut own).is_err());
}

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC*".prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (-1e15..1e15).prop_map(Value::from),
    ]
}

fn list() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::collection::vec("[ -~äß]{0,8}", 1..5).prop_map(|items| json!(items)),
        prop::collection::vec(any::<i64>(), 1..5).prop_map(|items| json!(items)),
    ]
}

fn map() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[ -~ä]{0,6}", plain(), 1..5).prop_map(|members| json!(members))
}

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![any::<String>().prop_map(Value::from), any::<i64>().prop_map(Value::from)];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            (inner.clone(), 1..4_usize).prop_map(|(item, times)| Value::Array(vec![item; times])),
            prop::collection::btree_map("[a-zA-Z0-9_ .=&%+]{1,6}", inner, 1..4).prop_map(|members| json!(members)),
        ]
    })
}

/// Every way in which flat values travel.
fn carriers() -> impl Strategy<Value = Param> {
    let styles = [
        (Param::path("p.x"), &[Style::Simple, Style::Label, Style::Matrix][..]),
        (Param::query("p x"), &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited]),
        (Param::header("p-x"), &[Style::Simple]),
        (Param::cookie("p-x"), &[Style::Form]),
    ];
    let all = styles.iter().flat_map(|(param, styles)| styles.iter().map(|style| param.style(*style)));
    let all = all.flat_map(|param| [param.explode(false), param.explode(true)]);
    let all = all.flat_map(|param| [param, param.allow_reserved()]);
    prop::sample::select(all.collect::<Vec<_>>())
}

/// Whether a carrier has a reason to refuse a value.
fn may_refuse(param: &Param, value: &Value) -> bool {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match (param.location, param.style) {
        (Location::Path, _) => value == "" || *value == json!([""]),
        (Location::Header, _) => true,
        (_, Style::SpaceDelimited | Style::PipeDelimited) => text.contains([' ', '|']),
        _ => false,
    }
}

#[test]
fn white_space_that_is_content_stays() {
    for value in [json!("\u{a0}"), json!(["\u{2003}x", "y\u{85}"])] {
        let param = Param::header("x");
        let text = written(&param, &value).unwrap();
        assert_eq!(read(&param, &text, &plan_of(&value)), Ok(Some(value)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn what_one_end_writes_the_other_reads(param in carriers(), value in prop_oneof![plain(), list(), map()]) {
        match written(&param, &value) {
            Ok(text) => prop_assert_eq!(read(&param, &text, &plan_of(&value)), Ok(Some(value)), "{}", text),
            Err(error) => prop_assert!(may_refuse(&param, &value), "{error}"),
        }
    }

    #[test]
    fn headers_carry_ordinary_texts(text in "[!-~]([ -~]{0,20}[!-~])?") {
        let value = json!(text);
        prop_assert_eq!(written(&Param::header("x"), &value), Ok(text));
    }

    #[test]
    fn trees_come_back(value in prop::collection::btree_map("[a-z]{1,3}", tree(), 1..4).prop_map(|members| json!(members))) {
        let deep = Param::query("p").style(Style::DeepObject);
        let text = written(&deep, &value).unwrap();
        prop_assert_eq!(read(&deep, &text, &plan_of(&value)), Ok(Some(value.clone())), "{}", text);
        let form = encode_form(&value, &[]).unwrap();
        prop_assert_eq!(decode_form(&form, &[], &plan_of(&value)), Ok(value), "{}", form);
    }

    #[test]
    fn any_query_is_read_without_panic(query in "[a-c\\[\\]=&%0-9+]{0,40}", value in prop_oneof![list(), map(), tree()]) {
        for style in [Style::Form, Style::SpaceDelimited, Style::DeepObject, Style::Json] {
            let _ = read(&Param::query("a").style(style), &query, &plan_of(&value));
        }
        let _ = decode_form(&query, &[], &plan_of(&value));
    }
}
