//! Responses as they arrive.

use futures_core::Stream;
use http_body_util::{BodyExt, StreamBody};
use serde_json::json;

use super::pages::all;
use super::*;

/// A stream that arrives in pieces of any size.
fn arriving(text: &'static [u8], size: usize) -> ByteStream {
    let frames = text.chunks(size).map(|chunk| Ok::<_, BoxError>(http_body::Frame::data(Bytes::from_static(chunk))));
    ByteStream::new(Box::pin(StreamBody::new(futures_util::stream::iter(frames)).map_err(|error| error)), 1000)
}

fn event(name: &str, data: &str, id: &str) -> Event {
    Event { name: name.to_owned(), data: data.to_owned(), id: id.to_owned(), retry: None }
}

#[tokio::test]
async fn events_are_read_however_they_are_cut() {
    let text = "\u{feff}data: YHOO\n: comment\ndata:+2\r\ndata\n\nevent: add\rdata: {\"a\":1}\rid: 7\r\r\r\nid\ndata:  x\n\nretry: 10\ndata: \u{e4}\nretry: x\n\nevent: none\n\ndata: cut off";
    let expected = [
        event("message", "YHOO\n+2\n", ""),
        event("add", r#"{"a":1}"#, "7"),
        event("message", " x", ""),
        Event { retry: Some(Duration::from_millis(10)), ..event("message", "\u{e4}", "") },
    ];
    for size in [1, 2, 3, 7, 1000] {
        let events: Vec<_> =
            all(arriving(text.as_bytes(), size).events()).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(events, expected, "{size}");
    }
    assert_eq!(expected[1].json::<Value>().unwrap(), json!({ "a": 1 }));
    assert_eq!(expected[1].json::<std::collections::BTreeMap<String, bool>>().unwrap_err().path(), Some("$.a"));
}

#[tokio::test]
async fn lines_are_read_however_they_are_cut() {
    for size in [1, 2, 5, 1000] {
        let lines = all(arriving(b"{\"a\":1}\r\n\n[2]\nno\n3", size).json_lines::<Value>()).await;
        let lines: Vec<_> = lines.into_iter().map(|line| line.map_err(|error| error.to_string())).collect();
        let wrong = Err("a line is not as documented".to_owned());
        assert_eq!(lines, [Ok(json!({ "a": 1 })), Ok(json!([2])), wrong, Ok(json!(3))], "{size}");
    }
}

#[tokio::test]
async fn one_event_or_line_has_a_largest_size() {
    const LONG: &[u8] = &[b'x'; 5000];
    let errors = all(arriving(LONG, 100).json_lines::<Value>()).await;
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].as_ref().unwrap_err().to_string(), "a line is too long");
    let many: &'static [u8] = Box::leak("data: 0123456789\n".repeat(200).into_bytes().into_boxed_slice());
    let errors = all(arriving(many, 100).events()).await;
    assert_eq!(errors[0].as_ref().unwrap_err().to_string(), "an event is too large");
    assert_eq!(errors.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_hands_over_what_arrives_and_decodes_failures() {
    let stub = Stub::new(|_, before| match before {
        0 => status(503),
        1 => ok().body("data: 1\n\n".repeat(9)),
        _ => status(400),
    });
    let core = builder(&stub).response_limit(20).build().unwrap();
    let response = get(&core).stream().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(all(response.into_inner().events()).await.len(), 9);
    let core = client(&stub);
    assert!(get(&core).stream().await.unwrap_err().api().is_some());
}

#[tokio::test]
async fn a_stream_that_breaks_says_so_once() {
    let frames = [Ok(http_body::Frame::data(Bytes::from_static(b"a"))), Err(BoxError::from("gone"))];
    let body = StreamBody::new(futures_util::stream::iter(frames));
    let items = all(ByteStream::new(Box::pin(body), 10)).await;
    assert_eq!(items.len(), 2);
    let error = items.into_iter().next_back().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the connection failed");
    assert!(std::error::Error::source(&error).is_some());
    fn is_send<T: Stream + Send>() {}
    is_send::<Events>();
    is_send::<JsonLines<Value>>();
}
