//! Bodies: what the client sends, the handler gets.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use features_api::operations::*;
use features_api::server::{self, AnswersApi, BodiesApi, Failure, ParametersApi};
use features_api::types::*;
use features_api::{Body, Client, File, Part, Retry};
use futures_util::stream;
use serde_json::{Value, json};

use crate::wire::{Wire, both};

/// A server that keeps the last request.
#[derive(Clone, Default)]
pub struct Echo(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl Echo {
    fn keep<T: Any + Send, E>(&self, request: T) -> Result<(), E> {
        *self.0.lock().unwrap() = Some(Box::new(request));
        Ok(())
    }

    /// What the last handler kept.
    fn last<T: Any>(&self) -> T {
        *self.0.lock().unwrap().take().expect("no handler ran").downcast().expect("another handler ran")
    }

    fn router(&self) -> axum::Router {
        server::router(self.clone()).body_limit(LIMIT).into()
    }
}

impl AnswersApi for Echo {}

impl ParametersApi for Echo {}

const LIMIT: usize = 10_000;

impl BodiesApi for Echo {
    async fn upload_file(&self, request: BodiesUploadFile) -> Result<(), BodiesUploadFileError> {
        self.keep(request.body)
    }

    async fn create_album(&self, request: BodiesCreateAlbum) -> Result<(), BodiesCreateAlbumError> {
        self.keep(request.body)
    }

    async fn create_note(&self, request: BodiesCreateNote) -> Result<(), BodiesCreateNoteError> {
        self.keep(request.body)
    }

    async fn delete_notes(&self, request: BodiesDeleteNotes) -> Result<(), BodiesDeleteNotesError> {
        self.keep(request.body)
    }

    async fn patch_note(&self, request: BodiesPatchNote) -> Result<(), BodiesPatchNoteError> {
        self.keep(request.body)
    }

    async fn search(&self, request: BodiesSearch) -> Result<(), BodiesSearchError> {
        self.keep(request.body)
    }

    async fn put_blob(&self, request: BodiesPutBlob) -> Result<(), BodiesPutBlobError> {
        let length = request.body.length();
        let bytes = request.body.bytes().await.map_err(Failure::body)?;
        self.keep((length, bytes))
    }

    async fn put_picture(&self, request: BodiesPutPicture) -> Result<(), BodiesPutPictureError> {
        let media_type = request.body.as_ref().and_then(Body::media_type).map(str::to_owned);
        let bytes = request.body.unwrap_or_default().bytes().await.map_err(Failure::body)?;
        self.keep((media_type, bytes))
    }

    async fn send_events(&self, request: BodiesSendEvents) -> Result<(), BodiesSendEventsError> {
        self.keep(request.body)
    }

    async fn send_batch(&self, request: BodiesSendBatch) -> Result<(), BodiesSendBatchError> {
        self.keep(request.body)
    }

    async fn look_up(&self, request: BodiesLookUp) -> Result<(), BodiesLookUpError> {
        self.keep(request.body)
    }
}

fn client(wire: &Wire) -> Client {
    let builder = match wire {
        Wire::Socket(url) => Client::builder().base_url(url),
        Wire::InProcess(router) => Client::builder().base_url("http://in.process").transport(router.clone()),
    };
    builder.retry(Retry::none()).build().unwrap()
}

/// Runs a scenario in both ways, with what the server keeps.
async fn with(scenario: impl AsyncFn(Client, Echo)) {
    let echo = Echo::default();
    both(|| echo.router(), async |wire| scenario(client(&wire), echo.clone()).await).await;
}

/// The status of a request that is written by hand.
async fn status(method: &str, path: &str, media_type: &str, body: impl Into<axum::body::Body>) -> u16 {
    let request = http::Request::builder().method(method).uri(path).header("content-type", media_type);
    let mut router = Echo::default().router();
    let service: &mut axum::Router = &mut router;
    tower_service::Service::call(service, request.body(body.into()).unwrap()).await.unwrap().status().as_u16()
}

fn note() -> Note {
    Note { stars: Some(3), labels: Some(vec!["a".to_owned(), "b&c".to_owned()]), ..Note::new("text") }
}

#[tokio::test]
async fn a_form_with_files_has_typed_members() {
    with(async |client, echo| {
        let file = File::new("me \"there\".png", vec![0x89, 0, 0xff]).with_media_type("image/png");
        let upload = Upload {
            thumbnail: Some(Body::from("small").into()),
            width: Some(640),
            tags: Some(vec!["sea".to_owned(), "sun".to_owned()]),
            metadata: Some(Metadata { digest: Some(vec![0, 0xff].into()), ..Metadata::new("box") }),
            ..Upload::new(file.clone(), UploadPurpose::Avatar)
        };
        client.bodies().upload_file(upload.clone()).send().await.unwrap();
        let got: Upload = echo.last();
        assert_eq!(got.file, file);
        let thumbnail = got.thumbnail.clone().unwrap();
        assert_eq!((thumbnail.name.as_deref(), thumbnail.media_type()), (Some("thumbnail"), Some("image/png")));
        assert_eq!(Upload { thumbnail: upload.thumbnail.clone(), ..got }, upload);
    })
    .await;
}

#[tokio::test]
async fn files_are_streamed() {
    with(async |client, echo| {
        let pieces = stream::iter((0..100).map(|piece| Ok::<_, std::io::Error>(vec![piece; 10])));
        let file = File::new("stream", Body::stream(pieces));
        client.bodies().upload_file(Upload::new(file, UploadPurpose::Banner)).send().await.unwrap();
        let bytes = echo.last::<Upload>().file.content.bytes().await.unwrap();
        assert_eq!((bytes.len(), bytes[999]), (1000, 99));
    })
    .await;
}

#[tokio::test]
async fn forms_are_checked_before_the_handler_runs() {
    let form = "multipart/form-data; boundary=B";
    let part =
        |name: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    let send = async |parts: &[String]| status("POST", "/files", form, format!("{}--B--\r\n", parts.concat())).await;
    let (file, purpose) = (part("file", "x"), part("purpose", "avatar"));
    assert_eq!(send(&[file.clone(), purpose.clone()]).await, 204);
    assert_eq!(send(std::slice::from_ref(&purpose)).await, 422, "the file is missing");
    assert_eq!(send(&[file.clone(), part("purpose", "other")]).await, 422, "the value is not listed");
    assert_eq!(send(&[file.clone(), purpose.clone(), part("width", "0")]).await, 422, "too small");
    assert_eq!(send(&[file.clone(), purpose.clone(), part("more", "1")]).await, 422, "no such member");
    assert_eq!(send(&[file.clone(), file.clone(), purpose.clone()]).await, 204, "the last file counts");
    assert_eq!(send(&[file, purpose.clone(), purpose]).await, 400, "given twice");
    assert_eq!(status("POST", "/files", form, "no parts").await, 400);
    assert_eq!(status("POST", "/files", "application/json", "{}").await, 415);
    assert_eq!(status("POST", "/files", form, vec![b'x'; LIMIT + 1]).await, 413);
}

#[tokio::test]
async fn a_schema_may_be_json_and_a_form() {
    with(async |client, echo| {
        let json = Album::new("Sea", "no base64");
        client.bodies().create_album(json.clone()).send().await.unwrap();
        assert_eq!(echo.last::<BodiesCreateAlbumBody>(), BodiesCreateAlbumBody::Json(json));
        let form = AlbumForm {
            pages: Some(vec![File::new("1", "one"), File::new("2", "two")]),
            additional: BTreeMap::from([("place".to_owned(), "here".to_owned())]),
            ..AlbumForm::new("Sea", File::new("cover", "c").with_media_type("image/png"))
        };
        client.bodies().create_album(form.clone()).send().await.unwrap();
        let BodiesCreateAlbumBody::Multipart(got) = echo.last() else { panic!("another variant") };
        assert_eq!((&got.title, &got.cover, &got.additional), (&form.title, &form.cover, &form.additional));
        let names = got
            .pages
            .iter()
            .flatten()
            .map(|page| (page.name.clone().unwrap(), page.content.as_bytes().cloned().unwrap()));
        assert_eq!(names.collect::<Vec<_>>(), [("1".to_owned(), "one".into()), ("2".to_owned(), "two".into())]);
    })
    .await;
}

#[tokio::test]
async fn one_type_may_travel_as_several_media_types() {
    with(async |client, echo| {
        client.bodies().create_note(note()).send().await.unwrap();
        assert_eq!(echo.last::<BodiesCreateNoteBody>(), BodiesCreateNoteBody::Json(note()));
        for body in [BodiesCreateNoteBody::Text("plain".to_owned()), BodiesCreateNoteBody::Markdown("*m*".to_owned())] {
            client.bodies().create_note(body.clone()).send().await.unwrap();
            assert_eq!(echo.last::<BodiesCreateNoteBody>(), body);
        }
    })
    .await;
    let echo = Echo::default();
    let call = async |media_type: &str, body: &str| {
        let request = http::Request::post("/notes")
            .header("content-type", media_type)
            .body(axum::body::Body::from(body.to_owned()));
        let mut router = echo.router();
        let service: &mut axum::Router = &mut router;
        tower_service::Service::call(service, request.unwrap()).await.unwrap().status().as_u16()
    };
    assert_eq!(call("application/x-www-form-urlencoded", "text=text&stars=3&labels=a&labels=b%26c").await, 204);
    assert_eq!(echo.last::<BodiesCreateNoteBody>(), BodiesCreateNoteBody::Json(note()));
    let part = |name: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n");
    let parts =
        [part("text", "text"), part("stars", "3"), part("labels", "a"), part("labels", "b&c"), "--B--".to_owned()];
    assert_eq!(call("multipart/form-data; boundary=B", &parts.concat()).await, 204);
    assert_eq!(echo.last::<BodiesCreateNoteBody>(), BodiesCreateNoteBody::Json(note()));
    assert_eq!(call("application/xml", "<note/>").await, 415);
}

#[tokio::test]
async fn json_of_different_types_is_told_apart() {
    with(async |client, echo| {
        let patch = NotePatch { text: Some("new".to_owned()) };
        client.bodies().patch_note("1", patch.clone()).send().await.unwrap();
        assert_eq!(echo.last::<BodiesPatchNoteBody>(), BodiesPatchNoteBody::MergePatchJson(patch));
        let steps = vec![PatchOperation { value: Some(json!(1)), ..PatchOperation::new("add", "/stars") }];
        client.bodies().patch_note("1", steps.clone()).send().await.unwrap();
        assert_eq!(echo.last::<BodiesPatchNoteBody>(), BodiesPatchNoteBody::JsonPatchJson(steps));
    })
    .await;
}

#[tokio::test]
async fn members_of_a_form_are_written_as_the_document_says() {
    with(async |client, echo| {
        let body = Search {
            filter: Some(SearchFilter { label: Some("a b".to_owned()), stars: Some(2) }),
            ids: Some(vec![1, 2]),
            area: Some(SearchArea { x: 0.5, y: -1.0 }),
            words: Some(vec!["x,y".to_owned(), "ä&=".to_owned()]),
        };
        client.bodies().search(body.clone()).send().await.unwrap();
        assert_eq!(echo.last::<Search>(), body);
    })
    .await;
    let form = "application/x-www-form-urlencoded";
    assert_eq!(
        status("POST", "/search", form, "filter[stars]=2&ids=1,2&area=%7B%22x%22:1,%22y%22:2%7D&words=a").await,
        204
    );
    assert_eq!(status("POST", "/search", form, "filter[stars]=many").await, 422);
}

#[tokio::test]
async fn bytes_are_streamed_in_both_directions_of_a_request() {
    with(async |client, echo| {
        client.bodies().put_blob("1", "text").send().await.unwrap();
        assert_eq!(echo.last::<(Option<u64>, Bytes)>(), (Some(4), Bytes::from("text")));
        let pieces = || stream::iter([Ok::<_, std::io::Error>("ab"), Ok("c")]);
        client.bodies().put_blob("1", Body::stream(pieces())).send().await.unwrap();
        assert_eq!(echo.last::<(Option<u64>, Bytes)>().1, "abc");
        let broken = stream::iter([Ok("ab"), Err(std::io::Error::other("broken"))]);
        client.bodies().put_blob("1", Body::stream(broken)).send().await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_is_too_large_ends_early() {
    let pieces = stream::iter((0..20).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; LIMIT / 10]))));
    let body = axum::body::Body::from_stream(pieces);
    assert_eq!(status("PUT", "/blobs/1", "application/octet-stream", body).await, 413);
}

#[tokio::test]
async fn a_range_leaves_the_type_to_the_caller() {
    with(async |client, echo| {
        let picture = Body::from("gif").with_media_type("image/gif");
        client.bodies().put_picture().body(picture).send().await.unwrap();
        assert_eq!(echo.last::<(Option<String>, Bytes)>(), (Some("image/gif".to_owned()), Bytes::from("gif")));
        client.bodies().put_picture().send().await.unwrap();
        assert_eq!(echo.last::<(Option<String>, Bytes)>(), (None, Bytes::new()), "it may be absent");
        let untyped = client.bodies().put_picture().body("what").send().await.unwrap_err();
        assert_eq!(untyped.status().unwrap(), 415);
    })
    .await;
}

#[tokio::test]
async fn lines_parts_and_bodies_of_unusual_methods_arrive() {
    with(async |client, echo| {
        client.bodies().send_events([note(), Note::new("b")]).send().await.unwrap();
        assert_eq!(echo.last::<Vec<Note>>(), [note(), Note::new("b")]);
        let parts = vec![Part::unnamed("{}").with_media_type("application/json"), Part::new("named", "x")];
        client.bodies().send_batch(parts.clone()).send().await.unwrap();
        assert_eq!(echo.last::<Vec<Part>>(), parts);
        client.bodies().look_up(Selection::new(vec!["1".to_owned()])).send().await.unwrap();
        assert_eq!(echo.last::<Selection>().ids, ["1"]);
        client.bodies().delete_notes().send().await.unwrap();
        assert_eq!(echo.last::<Option<Selection>>(), None);
        client.bodies().delete_notes().body(Selection::new(vec!["2".to_owned()])).send().await.unwrap();
        assert_eq!(echo.last::<Option<Selection>>().unwrap().ids, ["2"]);
    })
    .await;
    let lines = "\u{1e}{\"text\":\"a\"}\n\u{1e}{\"text\":\"b\"}\n";
    assert_eq!(status("POST", "/events", "application/json-seq", lines).await, 204);
    let wrong: Value = json!({ "text": 1 });
    assert_eq!(status("POST", "/events", "application/jsonl", wrong.to_string()).await, 422);
}
