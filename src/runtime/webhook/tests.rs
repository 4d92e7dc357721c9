//! Vectors of RFC 4231, of the Standard Webhooks specification, and others computed with Python's `hmac`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue};

use super::template::parse;
use super::*;

static PLAIN: SignatureScheme = SignatureScheme::new("X-Signature", Algorithm::HmacSha256);
static HEX: SignatureScheme = PLAIN.encoding(Encoding::Hex);
static STAMPED: SignatureScheme = HEX.signed("{timestamp}.{body}").format("t={timestamp},s={signature}");
static GITHUB: SignatureScheme = HEX.format("sha256={signature}");
static TOKEN: SignatureScheme = SignatureScheme::new("X-Token", Algorithm::Token);
static STANDARD: SignatureScheme = SignatureScheme::new("webhook-signature", Algorithm::HmacSha256)
    .encoding(Encoding::Base64)
    .signed("{webhook-id}.{timestamp}.{body}")
    .format("v1,{signature}")
    .timestamp("webhook-timestamp")
    .base64_secret("whsec_");

const BODY: &[u8] = "{\"event\":\"resource.created\",\"data\":{\"id\":\"123\",\"name\":\"héllo\"}}".as_bytes();
const SIGNED: &str = "9be89bdd6d3beaf76c4f8349800c7d3286f776a504dac1ebf87edf126d2a0392";
const SIGNED_BASE64: &str = "m+ib3W076vdsT4NJgAx9Mob3dqUE2sHr+H7fEm0qA5I=";
const AT: u64 = 1_700_000_000;
const SIGNED_AT: &str = "d77ed640a6c1dfea6c5f17bb85476237bc2d8a3343df58333472ef4f976af237";
const SIGNED_AT_WITH_NEW: &str = "836c2ea77f86ad144c8942d979fe08abbc21ba3a5c3748776325c72a30b61d44";
const SIGNED_AT_MILLISECOND: &str = "42e6f6873fba4a95f3dd72ca26945ad99496ec89dc94db47d943ff2101937782";
const SIGNED_WITH_NOTHING: &str = "5e9047856026afaf639f3a001484890f4ff54bd735e2d94b1ce821599292cfab";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn headers(name: &'static str, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
}

fn verify(scheme: &'static SignatureScheme, value: &str) -> Result<(), SignatureError> {
    Verifier::new(scheme, "whsec_test").verify_at(&headers(scheme.header, value), BODY, at(AT))
}

/// RFC 4231, sections 4.2 and 4.3.
#[test]
fn rfc_4231() {
    let cases: [(&[u8], &[u8], &str); 2] = [
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    ];
    for (key, body, signature) in cases {
        let verifier = Verifier::new(&HEX, std::str::from_utf8(key).unwrap());
        assert_eq!(verifier.verify(&headers("x-signature", signature), body), Ok(()));
    }
}

#[test]
fn signatures_are_read_in_the_encodings_that_the_document_allows() {
    assert_eq!(verify(&PLAIN, SIGNED), Ok(()));
    assert_eq!(verify(&PLAIN, &SIGNED.to_uppercase()), Ok(()));
    assert_eq!(verify(&PLAIN, SIGNED_BASE64), Ok(()));
    assert_eq!(verify(&HEX, SIGNED_BASE64), Err(SignatureError::Mismatch));
    assert_eq!(verify(&GITHUB, &format!("sha256={SIGNED}")), Ok(()));
    assert_eq!(verify(&GITHUB, SIGNED), Err(SignatureError::Malformed));
    assert_eq!(verify(&PLAIN, &format!("sha256={SIGNED}")), Err(SignatureError::Mismatch));
}

#[test]
fn anything_else_is_refused() {
    assert_eq!(verify(&HEX, &SIGNED[..62]), Err(SignatureError::Mismatch));
    assert_eq!(verify(&HEX, &SIGNED.replacen('9', "8", 1)), Err(SignatureError::Mismatch));
    assert_eq!(verify(&HEX, "é"), Err(SignatureError::Malformed));
    assert_eq!(verify(&HEX, ""), Err(SignatureError::Malformed));
    let verifier = Verifier::new(&HEX, "whsec_test");
    assert_eq!(verifier.verify(&HeaderMap::new(), BODY), Err(SignatureError::Missing));
    assert_eq!(verifier.verify(&headers("x-signature", SIGNED), &BODY[1..]), Err(SignatureError::Mismatch));
    let mut twice = headers("x-signature", SIGNED);
    twice.append("x-signature", HeaderValue::from_static("00"));
    assert_eq!(verifier.verify(&twice, BODY), Err(SignatureError::Malformed));
}

#[test]
fn timestamps_must_be_near_in_either_direction() {
    let value = format!("t={AT},s={SIGNED_AT}");
    let verifier = Verifier::new(&STAMPED, "whsec_test");
    let verify = |now| verifier.verify_at(&headers("x-signature", &value), BODY, at(now));
    assert_eq!(verify(AT + 300), Ok(()));
    assert_eq!(verify(AT - 300), Ok(()));
    assert_eq!(verify(AT + 301), Err(SignatureError::Expired));
    assert_eq!(verify(AT - 301), Err(SignatureError::Expired));
    let patient = verifier.clone().tolerance(Duration::from_secs(3600));
    assert_eq!(patient.verify_at(&headers("x-signature", &value), BODY, at(AT + 3600)), Ok(()));
}

#[test]
fn the_timestamp_is_signed() {
    assert_eq!(verify(&STAMPED, &format!("t={AT},s={SIGNED_AT}")), Ok(()));
    assert_eq!(verify(&STAMPED, &format!("t={},s={SIGNED_AT}", AT + 1)), Err(SignatureError::Mismatch));
    assert_eq!(verify(&STAMPED, &format!("t={AT}000,s={SIGNED_AT_MILLISECOND}")), Ok(()));
    assert_eq!(verify(&STAMPED, &format!("s={SIGNED_AT}")), Err(SignatureError::Malformed));
    assert_eq!(verify(&STAMPED, &format!("t={AT},t={AT},s={SIGNED_AT}")), Err(SignatureError::Malformed));
    assert_eq!(verify(&STAMPED, SIGNED), Err(SignatureError::Malformed));
}

#[test]
fn several_secrets_and_several_signatures_hold_at_once() {
    let both = format!("t={AT}, v0=ignored, s={SIGNED_AT_WITH_NEW}, s={SIGNED_AT}");
    assert_eq!(verify(&STAMPED, &both), Ok(()));
    let value = format!("t={AT},s={SIGNED_AT_WITH_NEW}");
    assert_eq!(verify(&STAMPED, &value), Err(SignatureError::Mismatch));
    let rotating = Verifier::new(&STAMPED, "whsec_test").or("new_secret");
    assert_eq!(rotating.verify_at(&headers("x-signature", &value), BODY, at(AT)), Ok(()));
}

/// An unset environment variable must not become a key that everybody knows.
#[test]
fn empty_secrets_verify_and_sign_nothing() {
    let verifier = Verifier::new(&HEX, "");
    let signed = headers("x-signature", SIGNED_WITH_NOTHING);
    assert_eq!(verifier.verify(&signed, BODY), Err(SignatureError::Mismatch));
    assert_eq!(verifier.or("whsec_test").verify(&headers("x-signature", SIGNED), BODY), Ok(()));
    assert_eq!(Signer::new(&HEX, "").sign(&mut HeaderMap::new(), BODY), Err(SignatureError::Secret));
    assert_eq!(Verifier::new(&TOKEN, "").verify(&headers("x-token", ""), BODY), Err(SignatureError::Malformed));
}

#[test]
fn tokens_are_compared_as_they_are() {
    let verify = |value: &str| Verifier::new(&TOKEN, "tok_1").or("tok_2").verify(&headers("x-token", value), BODY);
    assert_eq!(verify("tok_1"), Ok(()));
    assert_eq!(verify("tok_2"), Ok(()));
    assert_eq!(verify("tok_"), Err(SignatureError::Mismatch));
    assert_eq!(verify("TOK_1"), Err(SignatureError::Mismatch));
}

/// The example of the specification, "Signature scheme".
#[test]
fn standard_webhooks() {
    let verifier = Verifier::new(&STANDARD, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    let mut headers = headers("webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,x");
    headers.insert("webhook-id", HeaderValue::from_static("msg_p5jXN8AQM9LWM0D4loKWxJek"));
    headers.insert("webhook-timestamp", HeaderValue::from_static("1614265330"));
    let body = br#"{"test": 2432232314}"#;
    assert_eq!(verifier.verify_at(&headers, body, at(1_614_265_330)), Ok(()));
    assert_eq!(verifier.verify_at(&headers, body, at(1_614_265_731)), Err(SignatureError::Expired));
    headers.remove("webhook-id");
    assert_eq!(verifier.verify_at(&headers, body, at(1_614_265_330)), Err(SignatureError::Missing));
}

#[test]
fn what_a_signer_writes_a_verifier_reads() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    for scheme in [&PLAIN, &HEX, &STAMPED, &GITHUB, &TOKEN, &STANDARD] {
        let mut headers = headers("webhook-id", "msg_1");
        Signer::new(scheme, secret).sign_at(&mut headers, BODY, at(AT)).unwrap();
        assert!(headers[scheme.header].is_sensitive());
        assert_eq!(Verifier::new(scheme, secret).verify_at(&headers, BODY, at(AT)), Ok(()), "{scheme:?}");
        assert_ne!(Verifier::new(scheme, "another").verify_at(&headers, BODY, at(AT)), Ok(()), "{scheme:?}");
    }
    let mut headers = HeaderMap::new();
    Signer::new(&STAMPED, "whsec_test").sign_at(&mut headers, BODY, at(AT)).unwrap();
    assert_eq!(headers["x-signature"], format!("t={AT},s={SIGNED_AT}"));
    assert_eq!(Signer::new(&TOKEN, "a\nb").sign(&mut HeaderMap::new(), BODY), Err(SignatureError::Secret));
    assert_eq!(Signer::new(&STANDARD, secret).sign(&mut HeaderMap::new(), BODY), Err(SignatureError::Missing));
}

#[test]
fn headers_are_read_by_their_format() {
    let read = |format, header| parse(format, header).map(|parsed| (parsed.timestamp, parsed.signatures));
    assert_eq!(read("v1={signature};", "v1=a;"), Some((None, vec!["a"])));
    assert_eq!(read("t={timestamp}, s={signature}", "s=b==,t=1"), Some((Some("1"), vec!["b=="])));
    assert_eq!(read("no placeholder", "no placeholder"), None);
    assert_eq!(read("{signature}", "a b"), Some((None, vec!["a", "b"])));
}

#[test]
fn nothing_shows_the_secret() {
    let shown = format!("{:?} {:?}", Verifier::new(&HEX, "hunter2"), Signer::new(&HEX, "hunter2"));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn events_are_decoded_only_if_they_are_trusted() {
    let verifier = Verifier::new(&HEX, "whsec_test");
    let decoded = |headers: &HeaderMap, body: &[u8]| decode::<Vec<u8>>(Some(&verifier), headers, body);
    let signed = |body: &[u8]| {
        let mut headers = HeaderMap::new();
        Signer::new(&HEX, "whsec_test").sign(&mut headers, body).unwrap();
        headers
    };
    assert_eq!(decoded(&signed(b"[1]"), b"[1]").unwrap(), [1]);
    assert!(matches!(decoded(&signed(b"[1]"), b"[2]"), Err(DeliveryError::Signature(SignatureError::Mismatch))));
    let malformed = |body: &[u8]| match decoded(&signed(body), body) {
        Err(DeliveryError::Malformed(error)) => error.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(malformed(b"[\"hunter2\"]"), "the body is not a documented event: see line 1, column 10");
    assert_eq!(malformed(b"[hunter2"), "the body is not JSON: see line 1, column 2");
    assert_eq!(decode::<Vec<u8>>(None, &HeaderMap::new(), b"[3]").unwrap(), [3]);
}
