//! Credentials on the wire, and nowhere else.

use super::*;

/// An operation with the given security.
macro_rules! secured {
    ($name:ident, $endpoint:ident, $security:expr) => {
        static $endpoint: Endpoint = Endpoint::new("secured", "GET", "/secured").security($security);
        struct $name;
        impl Operation for $name {
            type Output = Value;
            type Error = ThingError;
            const ENDPOINT: &'static Endpoint = &$endpoint;
            fn encode(&self) -> Result<Request, RequestError> {
                Request::builder(&$endpoint).build()
            }
            fn decode(response: &Received) -> Result<Outcome<Value, ThingError>, Malformed> {
                decode_thing(response)
            }
        }
    };
}

const KEY: Need = Need { scheme: 1, scopes: &[] };
const SESSION: Need = Need { scheme: 2, scopes: &[] };
const LOGIN: Need = Need { scheme: 3, scopes: &[] };
secured!(Either, EITHER, &[&[KEY, SESSION], &[BEARER], &[LOGIN]]);
secured!(Optional, OPTIONAL, &[&[], &[BEARER]]);
secured!(Both, BOTH, &[&[BEARER, LOGIN]]);

const SECRET: &str = "s3cr3t-token";

fn with(stub: &Stub, credentials: &[(usize, Credential)]) -> Core {
    let all = credentials.iter().cloned();
    all.fold(builder(stub), |builder, (scheme, credential)| builder.credential(scheme, credential)).build().unwrap()
}

fn token() -> Credential {
    Credential::Token(SECRET.into())
}

#[tokio::test]
async fn credentials_travel_where_the_document_says() {
    let stub = Stub::new(|_, _| ok());
    with(&stub, &[(0, token())]).call(Either).send().await.unwrap();
    with(&stub, &[(1, token()), (2, token())]).call(Either).send().await.unwrap();
    let login = Credential::Basic { username: "Aladdin".to_owned(), password: "open sesame".into() };
    with(&stub, &[(3, login)]).call(Either).send().await.unwrap();
    let got = stub.got();
    assert_eq!(got[0].headers["authorization"], "Bearer s3cr3t-token");
    assert!(got[0].headers["authorization"].is_sensitive());
    assert_eq!(got[1].uri, "https://api.example.com/v1/secured?key=s3cr3t%2Dtoken");
    assert_eq!(got[1].headers["cookie"], "sid=s3cr3t-token");
    assert!(!got[1].headers.contains_key("authorization"));
    assert_eq!(got[2].headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

#[tokio::test]
async fn two_credentials_may_share_a_header() {
    let stub = Stub::new(|_, _| ok());
    let login = Credential::Basic { username: "Aladdin".to_owned(), password: "open sesame".into() };
    with(&stub, &[(0, token()), (3, login)]).call(Both).send().await.unwrap();
    let got = stub.got();
    let values: Vec<_> = got[0].headers.get_all("authorization").iter().collect();
    assert_eq!(values, ["Bearer s3cr3t-token", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let stub = Stub::new(|_, _| ok());
    let error = with(&stub, &[(1, token())]).call(Either).send().await.unwrap_err();
    assert_eq!(error.to_string(), "secured: no credentials: set apiKey and session, or bearerAuth, or login");
    assert!(matches!(&error, Error::Auth(error) if error.is_missing()));
    assert!(stub.got().is_empty());
}

#[tokio::test]
async fn optional_credentials_are_sent_if_they_are_there() {
    let stub = Stub::new(|_, _| ok());
    with(&stub, &[]).call(Optional).send().await.unwrap();
    with(&stub, &[(0, token())]).call(Optional).send().await.unwrap();
    let got = stub.got();
    assert!(!got[0].headers.contains_key("authorization") && got[1].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_call_may_bring_its_own() {
    let stub = Stub::new(|_, _| ok());
    with(&stub, &[(0, token())]).call(Either).header("Authorization", "Bearer other").send().await.unwrap();
    with(&stub, &[]).call(Either).header("Authorization", "Bearer other").send().await.unwrap();
    assert!(stub.got().iter().all(|message| message.headers["authorization"] == "Bearer other"));
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let page = format!("<html>{SECRET} is not valid {SECRET}</html>");
    let stub = Stub::new(move |_, before| match before {
        0 => status(418).body(&page),
        1 => ok().body(format!(r#"{{"id":"{SECRET}""#)),
        2 => Answer::Break,
        _ => ok(),
    });
    let login = Credential::Basic { username: "me".to_owned(), password: SECRET.into() };
    let oauth = Credential::ClientCredentials(ClientCredentials::new("me", SECRET, "https://auth.example.com/"));
    let builder = builder(&stub).default_header("x-key", SECRET).credential(1, token()).credential(2, token());
    let builder = builder.credential(3, login).retry(Retry::none());
    let mut shown = format!("{builder:?} {oauth:?}");
    let core = builder.build().unwrap();
    let call = core.call(GetThing::default()).header("x-other", SECRET);
    shown.push_str(&format!("{core:?} {call:?} {:?}", core.call(GetThing::default()).request.encode()));
    for _ in 0..3 {
        let error = core.call(Either).header("x-other", SECRET).send().await.unwrap_err();
        shown.push_str(&everything(&error));
    }
    assert!(shown.contains("[redacted] is not valid [redacted]"), "{shown}");
    assert!(!shown.contains(SECRET) && !shown.contains("s3cr3t"), "{shown}");
}

fn oauth() -> Credential {
    let credentials = ClientCredentials::new("my id", "my/secret", "https://auth.example.com/token");
    Credential::ClientCredentials(credentials.scopes(["read", "write"]))
}

/// Gives out tokens `t0`, `t1`… that live for 100 s.
fn token_server() -> Stub {
    Stub::new(|message, before| match message.uri.path() {
        "/token" => {
            let token = format!(r#"{{"access_token":"t{before}","token_type":"bearer","expires_in":100}}"#);
            Answer::Later(Duration::from_millis(100), Box::new(ok().body(token)))
        }
        _ => ok(),
    })
}

#[tokio::test(start_paused = true)]
async fn oauth_tokens_are_fetched_once_and_replaced_early() {
    let stub = token_server();
    let core = with(&stub, &[(0, oauth())]);
    let (a, b, c) = (core.call(Either).send(), core.call(Either).send(), core.call(Either).send());
    let (a, b, c) = tokio::join!(a, b, c);
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let got = stub.got();
    assert_eq!(got.len(), 4, "one token for three calls");
    assert_eq!(got[0].uri, "https://auth.example.com/token");
    assert_eq!(got[0].body, "grant_type=client_credentials&scope=read%20write");
    assert_eq!(got[0].headers["authorization"], "Basic bXklMjBpZDpteSUyRnNlY3JldA==");
    assert!(got[1..].iter().all(|message| message.headers["authorization"] == "Bearer t0"));

    tokio::time::advance(Duration::from_secs(89)).await;
    core.call(Either).send().await.unwrap();
    assert_eq!(stub.got().len(), 5);
    tokio::time::advance(Duration::from_secs(2)).await;
    core.call(Either).send().await.unwrap();
    let got = stub.got();
    assert_eq!((got.len(), &got[6].headers["authorization"]), (7, &"Bearer t5".parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_used_again() {
    let stub = Stub::new(|message, before| match (message.uri.path(), before) {
        ("/token", _) => ok().body(format!(r#"{{"access_token":"t{before}"}}"#)),
        (_, 1) => status(401),
        _ => ok(),
    });
    let core = with(&stub, &[(0, oauth())]);
    core.call(Either).send().await.unwrap_err();
    core.call(Either).send().await.unwrap();
    assert_eq!(stub.got()[3].headers["authorization"], "Bearer t2");
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_is_an_error_of_its_own() {
    let stub = Stub::new(|_, _| status(400).body(r#"{"error":"invalid_client","secret":"my/secret"}"#));
    let error = with(&stub, &[(0, oauth())]).call(Either).send().await.unwrap_err();
    assert_eq!(error.to_string(), "secured: the token endpoint answered 400 Bad Request");
    assert!(!error.is_retryable() && !everything(&error).contains("my/secret"));

    let stub = Stub::new(|_, _| ok().body(r#"{"token_type":"mac","access_token":"x"}"#));
    let error = with(&stub, &[(0, oauth())]).call(Either).send().await.unwrap_err();
    assert_eq!(error.to_string(), "secured: no token could be had");
}

#[test]
fn configurations_that_cannot_work_are_refused() {
    let refused = |builder: CoreBuilder| builder.build().unwrap_err().to_string();
    let stub = || Stub { script: Arc::new(|_, _| ok()), got: Arc::default(), start: Instant::now() };
    let base = |url: &str| Core::builder(&PROFILE).transport(stub()).base_url(url);
    assert_eq!(refused(Core::builder(&PROFILE)), "no base URL is set");
    assert_eq!(refused(base("/v1")), "the base URL is not usable: it is relative; set an absolute one");
    assert_eq!(refused(base("ftp://x/")), "the base URL is not usable: it is neither http nor https");
    assert_eq!(refused(base("https://me:pw@x/")), "the base URL is not usable: it contains credentials");
    assert_eq!(refused(base("https://x/?a=b")), "the base URL is not usable: it has a query or a fragment");
    assert_eq!(refused(base("https://x/").default_header("a b", "c")), "the default header `a b` is not valid");
    let broken = base("https://x/").credential(0, Credential::Token("a\nb".into()));
    assert!(refused(broken).contains("bearerAuth"));
}
