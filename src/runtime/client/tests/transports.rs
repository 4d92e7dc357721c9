//! Other ways to carry messages: in process, and over a real connection.

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::HeaderMap as Headers;
use axum::response::Redirect;
use axum::routing::get as route;
use serde_json::json;
use tokio::net::TcpListener;

use super::*;

const SECRET: &str = "s3cr3t-token";

fn app() -> Router {
    let echo = async |Path(id): Path<String>, headers: Headers| {
        let authorization = headers.get("x-key").map(|value| value.to_str().unwrap().to_owned());
        json!({ "id": id, "authorization": authorization }).to_string()
    };
    Router::new().route("/v1/things/{id}", route(echo))
}

#[tokio::test]
async fn a_router_is_a_transport() {
    let core = Core::builder(&PROFILE).base_url("http://in.process/v1").transport(app()).build().unwrap();
    let response = core.call(GetThing { id: "a/b".to_owned(), page: None }).send().await.unwrap();
    assert_eq!(response["id"], "a/b");
}

/// Serves a router on a port of its own, and says where.
async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/v1")
}

fn real(url: &str) -> Core {
    let builder = Core::builder(&PROFILE).base_url(url).default_header("x-key", SECRET);
    builder.credential(1, Credential::Token(SECRET.into())).retry(Retry::none()).build().unwrap()
}

#[tokio::test]
async fn the_default_transport_speaks_http() {
    let url = serve(app()).await;
    let response = get(&real(&url)).send().await.unwrap();
    assert_eq!(*response, json!({ "id": "7", "authorization": SECRET }));
    assert!(response.header_map().contains_key("content-length"));
}

#[tokio::test]
async fn redirects_stay_within_their_origin() {
    let elsewhere = serve(app()).await;
    let away = format!("{elsewhere}/things/stolen");
    let app = app()
        .route("/v1/things/near", route(async || Redirect::temporary("/v1/things/here")))
        .route("/v1/things/far", route(async move || Redirect::temporary(&away)))
        .route("/v1/things/loop", route(async || Redirect::temporary("/v1/things/loop")));
    let core = real(&serve(app).await);
    let ask = async |id: &str| core.call(GetThing { id: id.to_owned(), page: None }).send().await;
    assert_eq!(ask("near").await.unwrap()["id"], "here");
    for id in ["far", "loop"] {
        let error = ask(id).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{id}: {error}");
    }
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_sends_nothing_and_shows_no_url() {
    static SECURED: Endpoint =
        Endpoint::new("secured", "POST", "/secured").security(&[&[Need { scheme: 1, scopes: &[] }]]);
    struct Secured;
    impl Operation for Secured {
        type Output = Value;
        type Error = ThingError;
        const ENDPOINT: &'static Endpoint = &SECURED;
        fn encode(&self) -> Result<Request, RequestError> {
            Request::builder(&SECURED).build()
        }
        fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
            decode_thing(response)
        }
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = real(&format!("http://{closed}")).call(Secured).send().await.unwrap_err();
    assert_eq!(error.to_string(), "secured: no connection came about");
    assert!(matches!(&error, Error::Transport(error) if !error.may_have_been_sent()));
    assert!(!everything(&error).contains("s3cr3t"), "{}", everything(&error));
}

#[tokio::test]
async fn the_size_of_a_body_is_bounded_while_it_arrives() {
    let chunk = async || {
        let chunks = futures_util::stream::repeat_with(|| Ok::<_, Never>(Bytes::from_static(&[b'x'; 1000])));
        axum::body::Body::from_stream(chunks)
    };
    let url = serve(Router::new().route("/v1/things/{id}", route(chunk))).await;
    let core = Core::builder(&PROFILE).base_url(url).response_limit(10_000).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert!(matches!(error, Error::TooLarge(ref error) if error.limit() == 10_000), "{error}");
}

/// `PUT /things/{id}` with a body that streams.
#[derive(Debug, Clone)]
struct Upload(Body);

impl Operation for Upload {
    type Output = Value;
    type Error = ThingError;
    const ENDPOINT: &'static Endpoint = &UPLOAD;

    fn encode(&self) -> Result<Request, RequestError> {
        Request::builder(&UPLOAD).body(Payload::bytes(self.0.clone())).build()
    }

    fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
        decode_thing(response)
    }
}

static UPLOAD: Endpoint = Endpoint::new("things.upload", "PUT", "/things/7");

fn pieces() -> Body {
    Body::stream(futures_util::stream::iter([Ok::<_, BoxError>("a"), Ok("bc")]))
}

#[tokio::test]
async fn streams_are_sent_as_they_come_with_their_length_if_it_is_known() {
    let echo = async |headers: Headers, body: String| {
        let length = headers.get("content-length").map(|length| length.to_str().unwrap().to_owned());
        json!([body, headers["content-type"].to_str().unwrap(), length]).to_string()
    };
    let core = real(&serve(Router::new().route("/v1/things/{id}", axum::routing::put(echo))).await);
    let send = async |body: Body| core.call(Upload(body)).send().await.unwrap().into_inner();
    assert_eq!(send(pieces()).await, json!(["abc", "application/octet-stream", null]));
    assert_eq!(send(pieces().with_length(3)).await, json!(["abc", "application/octet-stream", "3"]));
    assert_eq!(send(Body::from("text").with_media_type("a/b")).await, json!(["text", "a/b", "4"]));
}

#[tokio::test]
async fn a_stream_that_was_begun_is_not_sent_again() {
    let busy = async |_: String| (http::StatusCode::SERVICE_UNAVAILABLE, "{}");
    let url = serve(Router::new().route("/v1/things/{id}", axum::routing::put(busy))).await;
    let core = Core::builder(&PROFILE).base_url(url).retry(Retry::new().retries(1)).build().unwrap();
    let attempts = async |body| match core.call(Upload(body)).send().await.unwrap_err() {
        Error::Api(error) => error.attempts(),
        other => panic!("{other}"),
    };
    assert_eq!(attempts(pieces()).await, 1);
    assert_eq!(attempts(Body::from("at hand")).await, 2);
}

#[tokio::test]
async fn queries_reach_the_server_as_they_were_written() {
    let echo = async |RawQuery(query): RawQuery| json!(query).to_string();
    let url = serve(Router::new().route("/v1/things/{id}", route(echo))).await;
    let call = real(&url).call(GetThing { id: "1".to_owned(), page: Some(3) });
    assert_eq!(*call.send().await.unwrap(), json!("page=3"));
}
