//! What goes on the wire.

use serde_json::json;

use super::*;

async fn sent(core: &Core, stub: &Stub, request: GetThing) -> Message {
    core.call(request).send().await.unwrap();
    stub.got().pop().unwrap()
}

#[tokio::test]
async fn a_request_has_its_url_and_headers() {
    let stub = Stub::new(|_, _| ok());
    let core = builder(&stub).default_header("x-trace", "1").build().unwrap();
    let got = sent(&core, &stub, GetThing { id: "a/b c?ä".to_owned(), page: Some(2) }).await;
    assert_eq!(got.uri, "https://api.example.com/v1/things/a%2Fb%20c%3F%C3%A4?page=2");
    assert_eq!(got.method, "GET");
    assert_eq!(got.headers["accept"], "application/json");
    assert_eq!(got.headers["user-agent"], "things/1.0");
    assert_eq!(got.headers["x-trace"], "1");
    assert!(!got.headers.contains_key("content-type") && got.body.is_empty());

    create(&core).header("User-Agent", "me").send().await.unwrap();
    let got = stub.got().pop().unwrap();
    assert_eq!((got.method.as_str(), &got.body[..]), ("POST", br#"{"name":"x"}"#.as_slice()));
    assert_eq!(got.headers["content-type"], "application/json");
    assert_eq!(got.headers["user-agent"], "me");
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused_before_sending() {
    let stub = Stub::new(|_, _| ok());
    let core = client(&stub);
    for (id, reason) in [(".", "dot segment"), ("..", "dot segment"), ("", "empty")] {
        let error = core.call(GetThing { id: id.to_owned(), page: None }).send().await.unwrap_err();
        assert_eq!(error.to_string(), "things.get: a parameter cannot be sent");
        let Error::Request(error) = error else { panic!("{error}") };
        assert!(error.parameter().unwrap().reason().contains(reason), "{id}");
    }
    assert!(stub.got().is_empty());
    for id in ["...", ".a", "%2e%2e", "..%2f", "a..", "/..", "\\..", ";.."] {
        let got = sent(&core, &stub, GetThing { id: id.to_owned(), page: None }).await;
        let path = got.uri.path().strip_prefix("/v1/things/").unwrap().to_owned();
        assert_eq!(percent_encoding::percent_decode_str(&path).decode_utf8().unwrap(), id);
        let url: reqwest::Url = got.uri.to_string().parse().unwrap();
        assert_eq!(url.path(), got.uri.path(), "URL parsers leave it alone");
    }
}

#[test]
fn parts_of_a_segment_cannot_make_dots_together() {
    static FILE: Endpoint = Endpoint::new("file", "GET", "/files/{a}{b}/{name}.{ext}");
    static A: Param = Param::path("a");
    static B: Param = Param::path("b");
    static NAME: Param = Param::path("name");
    static EXT: Param = Param::path("ext").style(super::super::super::param::Style::Label).explode(true);
    let build = |a: &str, b: &str| {
        Request::builder(&FILE).param(&A, a).param(&B, b).param(&NAME, "x").param(&EXT, &["y", "z.w"]).build()
    };
    assert!(build(".", ".").is_err());
    assert!(build("..", "").is_err());
    let request = build(".", "c").unwrap();
    assert!(matches!(&request.target, request::Target::Path(path) if path == "/files/.c/x..y.z%2Ew"));
    let error = Request::builder(&FILE).param(&A, "a").build().unwrap_err();
    assert_eq!(error.parameter().unwrap().to_string(), "path parameter `b` is missing");
}

#[test]
fn a_value_is_never_taken_for_a_placeholder() {
    static TWO: Endpoint = Endpoint::new("two", "GET", "/{a}/{b}");
    static A: Param = Param::path("a");
    static B: Param = Param::path("b");
    let request = Request::builder(&TWO).param(&A, "{b}").param(&B, "x").build().unwrap();
    assert!(matches!(&request.target, request::Target::Path(path) if path == "/%7Bb%7D/x"));
}

#[test]
fn required_parameters_must_be_there() {
    static NEEDED: Param = Param::header("X-Needed").required();
    let error = Request::builder(&GET).param(&ID, "1").param(&NEEDED, &None::<String>).build().unwrap_err();
    assert_eq!(error.parameter().unwrap().to_string(), "header parameter `X-Needed` is required");
}

#[tokio::test]
async fn invalid_headers_are_refused_before_sending() {
    let stub = Stub::new(|_, _| ok());
    for (name, value) in [("x y", "v"), ("x", "a\r\nb: c"), ("", "v")] {
        let error = get(&client(&stub)).header(name, value).send().await.unwrap_err();
        assert_eq!(error.to_string(), format!("things.get: the header `{name}` is not valid"));
    }
    assert!(stub.got().is_empty());
}

#[test]
fn bodies_have_their_media_types() {
    let of = |payload: Payload| {
        let (media_type, body) = payload.into_parts();
        (media_type, String::from_utf8(body.unwrap().as_bytes().unwrap().to_vec()).unwrap())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(of(Payload::json(&json!([1]))), pair("application/json", "[1]"));
    assert_eq!(of(Payload::json_lines(&[1, 2])), pair("application/jsonl", "1\n2\n"));
    assert_eq!(of(Payload::form(&json!({ "a": 1 }), &[])), pair("application/x-www-form-urlencoded", "a=1"));
    assert_eq!(of(Payload::text("ä")), pair("text/plain; charset=utf-8", "ä"));
    assert_eq!(of(Payload::bytes("x").media_type("image/png")), pair("image/png", "x"));
    assert!(Payload::form(&json!([1]), &[]).into_parts().1.is_err());
}
