//! Requests through a router, with operations written as generated code writes them.

mod fixture;

use axum::body::Body;
use axum::response::Response;
use fixture::{call, get, json, post, request, router};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::json;

use super::{Failure, Rejection, RejectionKind};

#[tokio::test]
async fn a_request_reaches_its_handler_and_comes_back() {
    let response = call(router(), get("/notes/7?page=2")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(json(response).await, json!({"id": "7", "page": 2}));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_told_apart() {
    let response = call(router(), get("/nothing")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let detail = "No operation has this path.";
    assert_eq!(json(response).await, json!({"title": "Not Found", "status": 404, "detail": detail}));

    let response = call(router(), request("PATCH", "/notes")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "POST");
    let response = call(router(), request("POST", "/notes/1")).await;
    assert_eq!(response.headers()["allow"], "GET, HEAD, PUT");
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let response = call(router(), request("HEAD", "/notes/7?page=2")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-length"], "19");
    assert_eq!(json(response).await, json!(null));
}

#[tokio::test]
async fn the_base_path_is_stripped() {
    let based = || router().base_path("v1/");
    assert_eq!(call(based(), get("/v1/notes/7?page=2")).await.status(), StatusCode::OK);
    assert_eq!(call(based(), get("/notes/7?page=2")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(call(based(), get("/v1notes/7?page=2")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn wrong_parameters_are_all_told_and_none_is_repeated() {
    let response = call(router(), get("/notes/hunter2?page=hunter3")).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let body = json(response).await;
    assert!(!body.to_string().contains("hunter"), "{body}");
    let errors = body["errors"].as_array().unwrap();
    let summary: Vec<_> = errors.iter().map(|error| (&error["in"], &error["parameter"], &error["rule"])).collect();
    let expected =
        [(&json!("path"), &json!("id"), &json!("maxLength")), (&json!("query"), &json!("page"), &json!("type"))];
    assert_eq!(summary, expected);

    let both = post("/notes/long", "text/plain").method("PUT").body(Body::from("{")).unwrap();
    assert_eq!(call(router(), both).await.status(), StatusCode::BAD_REQUEST);

    let body = json(call(router(), get("/notes/7")).await).await;
    let missing = json!([{"in": "query", "parameter": "page", "rule": "required", "detail": "is missing"}]);
    assert_eq!(body["errors"], missing);
}

#[tokio::test]
async fn credentials_come_before_everything_else() {
    let response = call(router(), request("POST", "/notes")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let challenges: Vec<_> = response.headers().get_all(header::WWW_AUTHENTICATE).iter().collect();
    let bearer = r#"Bearer realm="Notes", scope="notes:write""#;
    assert_eq!(
        challenges,
        [bearer, r#"ApiKey realm="Notes", in="header", name="X-Key""#, r#"Basic realm="Notes", charset="UTF-8""#]
    );

    let with = |name, value: &str| post("/notes", "text/plain").header(name, value).body(Body::empty()).unwrap();
    let response = call(router(), with("authorization", "Bearer wrong")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let bearer = r#"Bearer realm="Notes", error="invalid_token", scope="notes:write""#;
    assert_eq!(response.headers()[header::WWW_AUTHENTICATE], bearer);

    let response = call(router(), with("authorization", "Bearer reader")).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let bearer = r#"Bearer realm="Notes", error="insufficient_scope", scope="notes:write""#;
    assert_eq!(response.headers()[header::WWW_AUTHENTICATE], bearer);

    let response = call(router(), with("authorization", "Bearer broken")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!json(response).await.to_string().contains("database"));
}

#[tokio::test]
async fn schemes_of_one_alternative_must_all_hold() {
    let note = || post("/notes", "application/json");
    let send = |request: http::request::Builder| call(router(), request.body(Body::from(r#"{"text": "hi"}"#)).unwrap());
    let basic = "Basic cm9vdDp0b29y";
    assert_eq!(send(note().header("x-key", "k")).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(send(note().header("authorization", basic)).await.status(), StatusCode::UNAUTHORIZED);
    let response = send(note().header("authorization", basic).header("x-key", "k")).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(json(response).await["by"], json!("key k by apiKey"));
    let response = send(note().header("authorization", basic).header("x-key", "wrong")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let response =
        send(note().header("authorization", "Bearer reader").header("authorization", basic).header("x-key", "wrong"))
            .await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let response =
        send(note().header("authorization", "Bearer wrong").header("authorization", basic).header("x-key", "weak"))
            .await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let response = send(note().header("authorization", "Bearer writer").header("x-key", "wrong")).await;
    assert_eq!(json(response).await["by"], json!("token writer by bearerAuth"));
}

#[tokio::test]
async fn optional_credentials_may_be_missing_but_not_wrong() {
    let me = |header: &str| {
        let builder = Request::get("/me");
        let builder = if header.is_empty() { builder } else { builder.header("authorization", header) };
        call(router(), builder.body(Body::empty()).unwrap())
    };
    assert_eq!(json(me("").await).await, json!("nobody"));
    assert_eq!(json(me("Digest x").await).await, json!("nobody"));
    assert_eq!(json(me("Bearer writer").await).await, json!("token writer"));
    assert_eq!(me("Bearer wrong").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(me("Bearer").await.status(), StatusCode::UNAUTHORIZED);
}

async fn create(content_type: &str, body: impl Into<Body>) -> Response {
    let request = post("/notes", content_type).header("authorization", "Bearer writer").body(body.into()).unwrap();
    call(router().body_limit(64), request).await
}

#[tokio::test]
async fn what_is_not_as_documented_has_the_one_status_that_is() {
    let put = |path: &str, media_type: &str, body: &'static str| {
        call(router(), post(path, media_type).method("PUT").body(Body::from(body)).unwrap())
    };
    const JSON: &str = "application/json";
    for (path, body) in
        [("/strict/long", r#"{"text": "a"}"#), ("/strict/1", ""), ("/strict/1", "{"), ("/strict/1", "{}")]
    {
        let response = put(path, JSON, body).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}");
        assert_eq!(json(response).await["status"], json!(422));
    }
    assert_eq!(put("/strict/1", "text/plain", "{}").await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(put("/notes/long", JSON, r#"{"text": "a"}"#).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn bodies_are_checked() {
    const JSON: &str = "application/json";
    let created = create("application/json; charset=utf-8", r#"{"text": "hello"}"#).await;
    assert_eq!((created.status(), created.headers()["location"].to_str().unwrap()), (StatusCode::CREATED, "/notes/1"));

    assert_eq!(create("text/plain", "{}").await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let missing = json(create(JSON, "").await).await;
    assert_eq!((&missing["status"], &missing["detail"]), (&json!(400), &json!("The body is missing.")));
    let malformed = json(create(JSON, "{\n \"text\": hunter2").await).await;
    let detail = "The body is not JSON: see line 2, column 10.";
    assert_eq!((&malformed["status"], &malformed["detail"]), (&json!(400), &json!(detail)));

    let invalid = create(JSON, r#"{"text": "", "a b": "", "extra": "hunter2"}"#).await;
    assert_eq!(invalid.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let errors = json(invalid).await["errors"].clone();
    assert!(!errors.to_string().contains("hunter2"));
    let found: Vec<_> = errors.as_array().unwrap().iter().map(|error| (&error["pointer"], &error["rule"])).collect();
    let expected = [
        (&json!("#/text"), &json!("minLength")),
        (&json!("#/a%20b"), &json!("minLength")),
        (&json!("#/extra"), &json!("additionalProperties")),
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn the_body_limit_holds_with_and_without_a_length() {
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(80));
    assert_eq!(create("application/json", long.clone()).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let unread = futures_util::stream::poll_fn(|_| -> std::task::Poll<Option<std::io::Result<Vec<u8>>>> {
        panic!("a body that is announced to be too large is not read")
    });
    let announced = post("/notes", "application/json").header("authorization", "Bearer writer");
    let announced = announced.header("content-length", "65").body(Body::from_stream(unread)).unwrap();
    assert_eq!(call(router().body_limit(64), announced).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks: Vec<_> = long.as_bytes().chunks(10).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    let chunked = Body::from_stream(futures_util::stream::iter(chunks));
    assert_eq!(create("application/json", chunked).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks =
        [&br#"{"text":"#[..], br#" "in "#, br#"pieces"}"#].map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()));
    let chunked = create("application/json", Body::from_stream(futures_util::stream::iter(chunks))).await;
    assert_eq!(json(chunked).await["text"], json!("in pieces"));
    let cut = [Ok(b"{".to_vec()), Err(std::io::Error::other("gone"))];
    let cut = create("application/json", Body::from_stream(futures_util::stream::iter(cut))).await;
    assert_eq!(json(cut).await["detail"], json!("The body ended early."));
}

#[tokio::test]
async fn failures_tell_the_log_and_not_the_caller() {
    let log = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let failing = || {
        let log = log.clone();
        router().on_failure(move |failure: &Failure| {
            let source = std::error::Error::source(failure).map(ToString::to_string);
            log.lock().unwrap().push(format!("{failure}: {source:?}"));
        })
    };
    for (path, status) in [("/fail/panic", 500), ("/fail/internal", 500), ("/fail/missing", 501), ("/fail/range", 500)]
    {
        let response = call(failing(), get(path)).await;
        assert_eq!(response.status(), status, "{path}");
        let body = json(response).await.to_string();
        assert!(!body.contains("secret") && !body.contains("418"), "{body}");
    }
    let expected = [
        "fail failed with 500 Internal Server Error: Some(\"the handler panicked: secret 1\")",
        "fail failed with 500 Internal Server Error: Some(\"secret 2\")",
        "fail is not implemented: None",
        "fail failed with 500 Internal Server Error: Some(\"the document does not allow the status 418 I'm a teapot here\")",
    ];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[tokio::test]
async fn rejections_can_have_another_shape_and_keep_their_headers() {
    let own = router().rejections(|rejection: &Rejection| {
        let known = rejection.kind() == RejectionKind::Unauthorized && rejection.operation() == Some("notes.create");
        Response::builder().status(rejection.status()).body(Body::from(known.to_string())).unwrap()
    });
    let response = call(own, request("POST", "/notes")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers().get_all(header::WWW_AUTHENTICATE).iter().count(), 3);
    assert_eq!(json(response).await, json!(true));
}

#[tokio::test]
async fn routers_merge_and_nest() {
    let health = axum::Router::new().route("/health", axum::routing::get(|| async { "fine" }));
    let whole = axum::Router::new().nest("/api", router().into()).merge(health);
    assert_eq!(call(whole.clone(), get("/api/notes/7?page=2")).await.status(), StatusCode::OK);
    assert_eq!(call(whole.clone(), get("/health")).await.status(), StatusCode::OK);
    assert_eq!(call(whole, get("/api/health")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forms_text_and_bytes_are_bodies_too() {
    let send = |path: &str, content_type: &str, body: &'static str| {
        call(router(), post(path, content_type).body(Body::from(body)).unwrap())
    };
    assert_eq!(json(send("/form", "application/x-www-form-urlencoded", "text=a+b%21").await).await, json!("a b!"));
    let invalid = send("/form", "application/x-www-form-urlencoded", "text=").await;
    assert_eq!(invalid.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let lines = send("/lines", "application/jsonl", "{\"text\": \"a\"}\r\n\n{\"text\": \"b\"}\n").await;
    assert_eq!(lines.headers()["content-type"], "application/jsonl");
    assert_eq!(&lines.into_body().collect().await.unwrap().to_bytes()[..], b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    let invalid = json(send("/lines", "application/jsonl", "{\"text\": \"a\"}\n\n{}").await).await;
    assert_eq!(invalid["errors"][0]["pointer"], "#/1/text");
    let malformed = json(send("/lines", "application/jsonl", "{\"text\": \"a\"}\n\n{").await).await;
    assert_eq!(malformed["detail"], "The body is not JSON: see line 3, column 1.");
    assert_eq!(json(send("/text", "text/plain", "héllo").await).await, json!(Some("héllo")));
    assert_eq!(json(send("/text", "text/plain", "").await).await, json!(null));
    let nothing = call(router(), request("POST", "/text")).await;
    assert_eq!(json(nothing).await, json!(null));
    let latin = post("/text", "text/plain").body(Body::from(vec![0xe9])).unwrap();
    assert_eq!(call(router(), latin).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(send("/text", "application/json", "x").await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
