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

fn event(name: Option<&str>, data: &str, id: Option<&str>) -> Event {
    Event { data: data.to_owned(), name: name.map(str::to_owned), id: id.map(str::to_owned), retry: None }
}

async fn events_of(text: &'static [u8], size: usize) -> Vec<Event> {
    let events = arriving(text, size).events::<String>(EventForm::Text).events();
    all(events).await.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn events_are_read_however_they_are_cut() {
    let text = "\u{feff}data: YHOO\n: comment\ndata:+2\r\ndata\n\nevent: add\rdata: {\"a\":1}\rid: 7\r\r\r\nid\ndata:  x\n\nretry: 10\ndata: \u{e4}\nretry: +9\nretry: x\n\nid: 8\ndata: a\nid: 9\0\n\nevent: none\n\ndata: cut off";
    let expected = [
        event(None, "YHOO\n+2\n", None),
        event(Some("add"), r#"{"a":1}"#, Some("7")),
        event(None, " x", None),
        Event { retry: Some(Duration::from_millis(10)), ..event(None, "\u{e4}", None) },
        event(None, "a", Some("8")),
    ];
    for size in [1, 2, 3, 7, 1000] {
        assert_eq!(events_of(text.as_bytes(), size).await, expected, "{size}");
    }
}

#[tokio::test]
async fn json_events_skip_signs_of_life_and_end_when_they_say_so() {
    let text = b"data: 1\n\ndata:\n\n:\n\ndata: no\n\ndata: {\ndata: \"a\":2}\n\ndata: [DONE]\n\ndata: 3\n\n";
    let events = all(arriving(text, 5).events::<Value>(EventForm::Json)).await;
    let events: Vec<_> = events.into_iter().map(|event| event.map_err(|error| error.to_string())).collect();
    let wrong = Err("an event is not as documented".to_owned());
    assert_eq!(events, [Ok(json!(1)), wrong, Ok(json!({"a": 2}))]);
}

#[tokio::test]
async fn whole_events_are_objects_whose_data_is_json_or_text() {
    let text = b"event: a\nid: 1\ndata: {\"b\":1}\n\nretry: 5\ndata: text\n\n";
    let events = all(arriving(text, 5).events::<Value>(EventForm::Whole)).await;
    let events: Vec<Value> = events.into_iter().map(Result::unwrap).collect();
    let expected = [json!({"event": "a", "id": "1", "data": {"b": 1}}), json!({"id": "1", "retry": 5, "data": "text"})];
    assert_eq!(events, expected);
}

#[tokio::test]
async fn records_are_read_however_they_are_cut() {
    for size in [1, 2, 5, 1000] {
        let records = all(arriving(b"\x1e{\"a\":\n1}\n\x1e[2]\n\x1e\x1e3", size).json_sequence::<Value>()).await;
        let records: Vec<Value> = records.into_iter().map(Result::unwrap).collect();
        assert_eq!(records, [json!({"a": 1}), json!([2]), json!(3)], "{size}");
    }
}

proptest::proptest! {
    #[test]
    fn any_lines_are_read_however_they_are_cut(
        texts in proptest::collection::vec("[^\r\n]{0,20}", 0..8),
        ends in proptest::collection::vec(0..3_usize, 8),
        size in 1..40_usize,
    ) {
        let mut written = String::new();
        for (text, end) in texts.iter().zip(ends) {
            written.push_str(&serde_json::to_string(text).unwrap());
            written.push_str(["\n", "\r", "\r\n"][end]);
        }
        let written: &'static [u8] = Box::leak(written.into_bytes().into_boxed_slice());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let lines = runtime.block_on(all(arriving(written, size).json_lines::<String>()));
        let lines: Vec<String> = lines.into_iter().map(Result::unwrap).collect();
        proptest::prop_assert_eq!(lines, texts);
    }
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
    let errors = all(arriving(many, 100).events::<String>(EventForm::Text)).await;
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
    assert_eq!(all(response.into_inner().events::<String>(EventForm::Text)).await.len(), 9);
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
    is_send::<EventStream<Value>>();
    is_send::<JsonLines<Value>>();
}
