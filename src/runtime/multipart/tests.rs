//! Forms as parts and back: through the wire format, as another server would read it.

use std::collections::BTreeMap;

use futures_util::stream;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::body::{Body, BoxError};
use super::super::client::Payload;
use super::super::multipart_receiver;
use super::super::param::Style;
use super::super::schema::{Property, Schema};
use super::super::server::{Rejection, RejectionKind};
use super::*;

static TEXT: Schema = Schema::string();
static COUNT: Schema = Schema::integer();
static ANY: Schema = Schema::any();
static TEXTS: Schema = Schema::array(&TEXT);
static POINT: Schema = Schema::object(&[Property::required("x", &COUNT)]);
static POINTS: Schema = Schema::array(&POINT);
static FILES: Schema = Schema::array(&ANY);
static UPLOAD: Schema = Schema::object(&[
    Property::required("title", &TEXT),
    Property::optional("count", &COUNT),
    Property::optional("tags", &TEXTS),
    Property::optional("point", &POINT),
    Property::optional("points", &POINTS),
    Property::required("file", &ANY),
    Property::optional("more", &FILES),
]);
static DEEP: Param = Param::form("deep").style(Style::DeepObject);
static TOGETHER: Param = Param::form("together").explode(false);
static QUOTED: Param = Param::form("quoted").style(Style::Json);

/// A form as generated code has it.
#[derive(Debug, Clone, PartialEq, Default)]
struct Upload {
    title: String,
    count: Option<i64>,
    tags: Option<Vec<String>>,
    point: Option<Value>,
    points: Option<Vec<Value>>,
    file: File,
    more: Option<Vec<File>>,
}

impl Form for Upload {
    const FILES: &'static [&'static str] = &["file", "more"];

    fn write(&self, parts: &mut PartWriter) {
        parts.value("title", &self.title);
        parts.value("count", &self.count);
        parts.value("tags", &self.tags);
        parts.value("point", &self.point);
        parts.value("points", &self.points);
        parts.files("file", "application/octet-stream", [&self.file]);
        parts.files("more", "image/png", self.more.iter().flatten());
    }

    fn read(parts: &mut PartReader) -> Option<Self> {
        Some(Self {
            title: parts.value("title")?,
            count: parts.optional("count")?,
            tags: parts.optional("tags")?,
            point: parts.optional("point")?,
            points: parts.optional("points")?,
            file: parts.file("file")?,
            more: parts.optional_files("more"),
        })
    }
}

/// What a server reads of a body that a client has written.
async fn received(payload: Payload, limit: usize) -> Result<Vec<Part>, Rejection> {
    let (media_type, body) = payload.into_parts();
    multipart_receiver::read(body.unwrap(), media_type, limit).await
}

async fn text(payload: Payload) -> String {
    let (media_type, body) = payload.into_parts();
    let boundary = media_type.split_once("boundary=").unwrap().1;
    let text = body.unwrap().bytes().await.unwrap();
    String::from_utf8_lossy(&text).replace(boundary, "B").replace("\r\n", "\n")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[tokio::test]
async fn a_part_says_what_it_is() {
    let upload = Upload {
        title: "x\"y".to_owned(),
        tags: Some(vec!["a".to_owned(), "b".to_owned()]),
        point: Some(json!({ "x": 1 })),
        file: File::new("a\"b.txt", "text").with_media_type("text/plain"),
        more: Some(vec![Body::from("png").into()]),
        ..Upload::default()
    };
    let part = "--B\nContent-Disposition: form-data; name=";
    let expected = format!(
        "{part}\"title\"\n\nx\"y\n{part}\"tags\"\n\na\n{part}\"tags\"\n\nb\n\
         {part}\"point\"\nContent-Type: application/json\n\n{{\"x\":1}}\n\
         {part}\"file\"; filename=\"a%22b.txt\"\nContent-Type: text/plain\n\ntext\n\
         {part}\"more\"; filename=\"more\"\nContent-Type: image/png\n\npng\n--B--\n"
    );
    assert_eq!(text(Payload::multipart(&upload)).await, expected);
}

#[tokio::test]
async fn parts_of_other_kinds_need_no_names() {
    let parts = [
        Part::unnamed("{}").with_media_type("application/json"),
        Part {
            headers: HeaderMap::from_iter([(HeaderName::from_static("content-id"), "<1>".parse().unwrap())]),
            ..Part::unnamed("x")
        },
    ];
    let payload = Payload::parts("multipart/related", &parts);
    assert_eq!(
        text(payload.clone()).await,
        "--B\nContent-Type: application/json\n\n{}\n--B\ncontent-id: <1>\n\nx\n--B--\n"
    );
    assert_eq!(received(payload, 1000).await.unwrap(), parts);
}

#[tokio::test]
async fn streams_are_sent_in_turn_and_their_lengths_add_up() {
    let streamed = |length| {
        let content = Body::stream(stream::iter([Ok::<_, BoxError>("ab"), Ok("c")]));
        let content = if length { content.with_length(3) } else { content };
        Upload { title: "t".to_owned(), file: File::new("f", content), ..Upload::default() }
    };
    let body = |upload| Payload::multipart(&upload).into_parts().1.unwrap();
    assert_eq!(body(streamed(false)).length(), None);
    let known = body(streamed(true));
    assert_eq!(known.length(), Some(known.clone().bytes().await.unwrap().len() as u64));
    let parts = received(Payload::multipart(&streamed(false)), 1000).await.unwrap();
    assert_eq!(parts[1].content.as_bytes().unwrap(), "abc");
}

#[tokio::test]
async fn what_is_too_large_or_no_form_is_refused() {
    let upload = Upload { file: Body::from(vec![0; 500]).into(), ..Upload::default() };
    let kind = |result: Result<Vec<Part>, Rejection>| result.map_err(|rejection| rejection.kind());
    let refused = kind(received(Payload::multipart(&upload), 400).await);
    assert_eq!(refused, Err(RejectionKind::BodyTooLarge));
    let read = async |body: &'static str, media_type: &str| {
        kind(multipart_receiver::read(body.into(), media_type.to_owned(), 400).await)
    };
    assert_eq!(read("", "multipart/form-data").await, Err(RejectionKind::MalformedBody));
    assert_eq!(read("--B\r\n\r\nx", "multipart/form-data; boundary=B").await, Err(RejectionKind::MalformedBody));
    assert_eq!(read("nothing", "multipart/form-data; boundary=B").await, Err(RejectionKind::MalformedBody));
    let many: Vec<Part> = (0..2000).map(|_| Part::new("a", "")).collect();
    let refused = kind(received(Payload::parts("multipart/form-data", &many), 1 << 20).await);
    assert_eq!(refused, Err(RejectionKind::BodyTooLarge));
}

#[test]
fn what_does_not_fit_is_left_to_the_schema() {
    let read = |parts: Vec<Part>| {
        let reader = PartReader::new(parts, Upload::FILES, Upload::ENCODINGS, &UPLOAD);
        reader.map(|reader| reader.outline(&UPLOAD))
    };
    assert_eq!(read(vec![Part::new("count", "many")]), Ok(json!({ "count": "many" })));
    assert_eq!(read(vec![Part::new("other", "1"), Part::new("file", "")]), Ok(json!({ "other": "1", "file": null })));
    assert_eq!(read(vec![Part::new("more", ""), Part::new("more", "")]), Ok(json!({ "more": [null, null] })));
    assert_eq!(read(vec![Part::new("title", "a"), Part::new("title", "b")]), Err("has a part more than once"));
    assert_eq!(read(vec![Part::new("title", &b"\xff"[..])]), Err("has a part that is not UTF-8"));
    assert_eq!(read(vec![Part::unnamed("a")]), Err("has a part without a name"));
    let list = Part::new("tags", "[\"a\"]").with_media_type("application/json");
    assert_eq!(read(vec![list]), Ok(json!({ "tags": ["a"] })));
}

#[test]
fn members_are_written_as_the_document_says() {
    static SCHEMA: Schema = Schema::object(&[
        Property::optional("deep", &POINT),
        Property::optional("together", &TEXTS),
        Property::optional("quoted", &TEXT),
    ]);
    let value = json!({ "deep": { "x": 1 }, "together": ["a", "b&c"], "quoted": "q" });
    let encodings: &[&Param] = &[&DEEP, &TOGETHER, &QUOTED];
    let parts = write_value(&value, encodings).unwrap();
    let texts: Vec<(&str, &str)> = parts
        .iter()
        .map(|part| {
            let text = std::str::from_utf8(part.content.as_bytes().unwrap()).unwrap();
            (part.name.as_deref().unwrap(), text)
        })
        .collect();
    assert_eq!(texts, [("deep[x]", "1"), ("together", "a,b&c"), ("quoted", "\"q\"")]);
    assert_eq!(read_value(parts, encodings, &SCHEMA), Ok(value));
}

fn file() -> impl Strategy<Value = File> {
    let content = vec(any::<u8>(), 0..200);
    ("[^\\x00-\\x1f\\x7f\\\\%]{1,12}", content, "[a-z]{1,8}/[a-z]{1,8}")
        .prop_map(|(name, content, media_type)| File::new(name, content).with_media_type(media_type))
}

fn upload() -> impl Strategy<Value = Upload> {
    let point = || any::<i64>().prop_map(|x| json!({ "x": x }));
    let lists = (proptest::option::of(vec(".*", 1..4)), proptest::option::of(vec(point(), 1..4)));
    (".*", any::<Option<i64>>(), lists, proptest::option::of(point()), file(), proptest::option::of(vec(file(), 1..3)))
        .prop_map(|(title, count, (tags, points), point, file, more)| Upload {
            title,
            count,
            tags,
            point,
            points,
            file,
            more,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_server_reads_what_a_client_writes(upload in upload()) {
        let parts = runtime().block_on(received(Payload::multipart(&upload), 1 << 20)).unwrap();
        let mut reader = PartReader::new(parts, Upload::FILES, Upload::ENCODINGS, &UPLOAD).unwrap();
        prop_assert!(UPLOAD.check_value(&reader.outline(&UPLOAD)).is_empty());
        prop_assert_eq!(Upload::read(&mut reader), Some(upload));
    }

    #[test]
    fn members_of_any_name_travel(members in btree_map("[^\\\\%\\x00-\\x1f\\x7f]{1,10}", ".*", 0..5)) {
        static OPEN: Schema = Schema::map(&TEXT);
        let parts = runtime().block_on(received(Payload::multipart_value(&members, &[]), 1 << 20)).unwrap();
        let value = read_value(parts, &[], &OPEN).unwrap();
        prop_assert_eq!(serde_json::from_value::<BTreeMap<String, String>>(value).unwrap(), members);
    }
}
