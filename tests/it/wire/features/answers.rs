//! Responses: what the server answers, the client reads as an equal value, by the media type that came.

use std::convert::Infallible;

use axum::response::IntoResponse;
use features_api::operations::*;
use features_api::server::{self, AnswersApi, BodiesApi, ParametersApi};
use features_api::types::*;
use features_api::{Body, Client, Event, EventStream, JsonLines, Reply, Retry};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::wire::{Wire, both};

struct App;

impl BodiesApi for App {}

impl ParametersApi for App {}

fn report(name: &str) -> Report {
    Report { name: name.to_owned(), rows: None }
}

fn headers() -> AnswersReportOkHeaders {
    AnswersReportOkHeaders { x_pages: vec![1, 2], x_origin: Some(Origin { host: "a, \"b\"".to_owned() }) }
}

impl AnswersApi for App {
    async fn report(
        &self,
        request: AnswersReport,
    ) -> Result<Reply<AnswersReportContent, AnswersReportOkHeaders>, AnswersReportError> {
        let content = match request.kind.as_str() {
            "json" => AnswersReportContent::Json(report("a")),
            "csv" => AnswersReportContent::Csv("name\na\n".to_owned()),
            "pdf" => AnswersReportContent::Pdf("%PDF".into()),
            "text problem" => return Err(AnswersReportError::NotAcceptable(ProblemContent::Text("no".to_owned()))),
            _ => {
                let problem = Problem { title: Some("gone".to_owned()), status: Some(410) };
                let status = http::StatusCode::GONE;
                return Err(AnswersReportError::Default(status, ProblemContent::ProblemJson(problem)));
            }
        };
        Ok(Reply::new(content, headers()))
    }

    async fn download(&self, request: AnswersDownload) -> Result<AnswersDownloadResponse, AnswersDownloadError> {
        let pieces = stream::iter(0..3_u8).map(|byte| Ok::<_, Infallible>(vec![byte; 100_000]));
        Ok(match request.media_type.as_deref() {
            None => AnswersDownloadResponse::NoContent,
            Some("none") => AnswersDownloadResponse::Ok("at hand".into()),
            Some(media_type) => AnswersDownloadResponse::Ok(Body::stream(pieces).with_media_type(media_type)),
        })
    }

    async fn complete(&self, request: AnswersComplete) -> Result<AnswersCompleteContent, AnswersCompleteError> {
        let AnswersComplete { body } = request;
        match body.stream {
            _ if body.prompt.is_empty() => Err(AnswersCompleteError::TooManyRequests("slowly".to_owned())),
            Some(true) => {
                let words: Vec<_> =
                    body.prompt.split(' ').map(|word| CompletionChunk { delta: word.to_owned() }).collect();
                Ok(AnswersCompleteContent::EventStream(EventStream::from(words).done()))
            }
            _ => Ok(AnswersCompleteContent::Json(Completion { text: body.prompt })),
        }
    }

    async fn ticks(&self, _: AnswersTicks) -> Result<EventStream<i64>, AnswersTicksError> {
        Ok(EventStream::new(stream::iter(1..=3).map(|tick| Event::new(tick).id(tick.to_string()))))
    }

    async fn changes(&self, _: AnswersChanges) -> Result<EventStream<AnswersChangesResponse>, AnswersChangesError> {
        Ok(changes().into())
    }

    async fn ticker(&self, _: AnswersTicker) -> Result<EventStream<String>, AnswersTickerError> {
        let broken = stream::iter([Ok("two\nlines".to_owned()), Ok("[DONE]".to_owned()), Err("the source is gone")]);
        // What was written is flushed when the source is waited for.
        let broken = broken.then(|item| async {
            tokio::task::yield_now().await;
            item
        });
        Ok(EventStream::try_new(broken))
    }

    async fn rows(&self, _: AnswersRows) -> Result<JsonLines<Report>, AnswersRowsError> {
        Ok(JsonLines::new(stream::iter(["a", "b"]).map(report)))
    }

    async fn records(&self, _: AnswersRecords) -> Result<JsonLines<Report>, AnswersRecordsError> {
        Ok(vec![report("a"), report("b")].into())
    }
}

fn changes() -> Vec<AnswersChangesResponse> {
    let added = ReportAdded { event: ReportAddedEvent::Added, data: report("a") };
    let noted =
        |data: &str| ReportNoted { event: ReportNotedEvent::Noted, id: Some("7".to_owned()), data: data.to_owned() };
    // Text that could be taken for JSON stays text.
    let notes = ["plain", "12", "{\"a\":1}"].map(|data| AnswersChangesResponse::ReportNoted(noted(data)));
    [AnswersChangesResponse::ReportAdded(added)].into_iter().chain(notes).collect()
}

fn router() -> axum::Router {
    server::router(App).into()
}

fn client(wire: Wire) -> Client {
    let builder = Client::builder().retry(Retry::none());
    match wire {
        Wire::Socket(url) => builder.base_url(url),
        Wire::InProcess(router) => builder.base_url("http://in.process").transport(router),
    }
    .build()
    .unwrap()
}

#[tokio::test]
async fn the_type_of_a_body_follows_from_its_media_type() {
    both(router, async |wire| {
        let client = client(wire);
        for (kind, media_type, expected) in [
            ("json", "application/json", AnswersReportContent::Json(report("a"))),
            ("csv", "text/csv; charset=utf-8", AnswersReportContent::Csv("name\na\n".to_owned())),
        ] {
            let response = client.answers().report(kind).send().await.unwrap();
            assert_eq!(response.header_map()["content-type"], media_type);
            assert_eq!(response.into_inner(), Reply::new(expected, headers()));
        }
        let pdf = client.answers().report("pdf").send().await.unwrap().into_inner().body;
        let AnswersReportContent::Pdf(body) = pdf else { panic!("{pdf:?}") };
        assert_eq!(body.media_type(), Some("application/pdf"));
        assert_eq!(body.bytes().await.unwrap(), "%PDF");
        let named = client.answers().report("json").accept("application/vnd.report+json").send().await.unwrap();
        assert_eq!(named.header_map()["content-type"], "application/vnd.report+json");
        assert_eq!(named.into_inner().body, AnswersReportContent::Json(report("a")));
    })
    .await;
}

#[tokio::test]
async fn so_does_that_of_an_error() {
    both(router, async |wire| {
        let client = client(wire);
        let error = client.answers().report("text problem").send().await.unwrap_err();
        let AnswersReportError::NotAcceptable(ProblemContent::Text(text)) = error.api().unwrap() else {
            panic!("{error}")
        };
        assert_eq!(text, "no");
        let error = client.answers().report("other").send().await.unwrap_err();
        let AnswersReportError::Default(status, ProblemContent::ProblemJson(problem)) = error.api().unwrap() else {
            panic!("{error}")
        };
        assert_eq!((status.as_u16(), problem.title.as_deref()), (410, Some("gone")));
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_wrongly_is_read_as_documented() {
    for (content_type, expected) in [
        (None, AnswersReportContent::Json(report("a"))),
        (Some("application/problem+json"), AnswersReportContent::Json(report("a"))),
        (Some("text/html"), AnswersReportContent::Json(report("a"))),
        (Some("TEXT/CSV"), AnswersReportContent::Csv(r#"{"name":"a"}"#.to_owned())),
    ] {
        let answer = move || async move {
            let mut response = r#"{"name":"a"}"#.into_response();
            response.headers_mut().remove("content-type");
            if let Some(content_type) = content_type {
                response.headers_mut().insert("content-type", content_type.parse().unwrap());
            }
            response.headers_mut().insert("x-pages", "1,2".parse().unwrap());
            response
        };
        let client = client(Wire::InProcess(axum::Router::new().fallback(answer)));
        let response = client.answers().report("x").send().await.unwrap();
        assert_eq!(response.into_inner().body, expected, "{content_type:?}");
    }
}

#[tokio::test]
async fn bytes_come_in_pieces_and_say_what_they_are() {
    both(router, async |wire| {
        let client = client(wire);
        let download = async |media_type: &str| client.answers().download().media_type(media_type).send().await;
        let AnswersDownloadResponse::Ok(body) = download("image/png").await.unwrap().into_inner() else { panic!() };
        assert_eq!(body.media_type(), Some("image/png"));
        assert_eq!(body.bytes().await.unwrap().len(), 300_000);
        let AnswersDownloadResponse::Ok(body) = download("none").await.unwrap().into_inner() else { panic!() };
        assert_eq!(body.media_type(), Some("application/octet-stream"));
        assert_eq!(body.bytes().await.unwrap(), "at hand");
        let undocumented = download("text/html").await.unwrap_err();
        assert_eq!(undocumented.status().unwrap().as_u16(), 500);
        let nothing = client.answers().download().send().await.unwrap().into_inner();
        assert_eq!(nothing, AnswersDownloadResponse::NoContent);
    })
    .await;
}

#[tokio::test]
async fn a_completion_comes_at_once_or_in_pieces() {
    both(router, async |wire| {
        let client = client(wire);
        let complete = async |prompt: &str, stream: bool| {
            let body = AnswersCompleteRequest { prompt: prompt.to_owned(), stream: Some(stream) };
            client.answers().complete(body).send().await
        };
        let AnswersCompleteContent::Json(whole) = complete("a b", false).await.unwrap().into_inner() else { panic!() };
        assert_eq!(whole.text, "a b");
        let response = complete("a b", true).await.unwrap();
        assert_eq!(response.header_map()["content-type"], "text/event-stream");
        let AnswersCompleteContent::EventStream(chunks) = response.into_inner() else { panic!() };
        let words: Vec<String> = chunks.map_ok(|chunk| chunk.delta).try_collect().await.unwrap();
        assert_eq!(words, ["a", "b"]);
        let error = complete("", true).await.unwrap_err();
        assert!(
            matches!(error.api(), Some(AnswersCompleteError::TooManyRequests(text)) if text == "slowly"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn events_are_values() {
    both(router, async |wire| {
        let client = client(wire);
        let ticks = client.answers().ticks().send().await.unwrap().into_inner().events();
        let ticks: Vec<_> = ticks.try_collect().await.unwrap();
        assert_eq!(ticks, [1, 2, 3].map(|tick| Event::new(tick).id(tick.to_string())));
        let got: Vec<_> = client.answers().changes().send().await.unwrap().into_inner().try_collect().await.unwrap();
        assert_eq!(got, changes());
        let mut ticker = client.answers().ticker().send().await.unwrap();
        assert_eq!(ticker.try_next().await.unwrap().unwrap(), "two\nlines");
        assert_eq!(ticker.try_next().await.unwrap().unwrap(), "[DONE]");
        assert!(ticker.try_next().await.is_err(), "the connection breaks off when the source does");
    })
    .await;
}

#[tokio::test]
async fn lines_and_records_are_values() {
    both(router, async |wire| {
        let client = client(wire);
        let rows = client.answers().rows().send().await.unwrap().into_inner();
        assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap(), ["a", "b"].map(report));
        let records = client.answers().records().send().await.unwrap();
        assert_eq!(records.header_map()["content-type"], "application/json-seq");
        assert_eq!(records.into_inner().try_collect::<Vec<_>>().await.unwrap(), ["a", "b"].map(report));
    })
    .await;
}

#[tokio::test]
async fn an_item_arrives_before_the_next_is_made() {
    let (send, receive) = tokio::sync::mpsc::unbounded_channel::<&str>();
    struct Live(std::sync::Mutex<Option<tokio::sync::mpsc::UnboundedReceiver<&'static str>>>);
    impl BodiesApi for Live {}
    impl ParametersApi for Live {}
    impl AnswersApi for Live {
        async fn rows(&self, _: AnswersRows) -> Result<JsonLines<Report>, AnswersRowsError> {
            let receive = self.0.lock().unwrap().take().unwrap();
            let items = stream::unfold(receive, |mut receive| async { Some((report(receive.recv().await?), receive)) });
            Ok(JsonLines::new(items))
        }
    }
    let router = server::router(Live(std::sync::Mutex::new(Some(receive))));
    let client = client(Wire::InProcess(router.into()));
    let mut rows = client.answers().rows().send().await.unwrap();
    for name in ["first", "second"] {
        send.send(name).unwrap();
        assert_eq!(rows.try_next().await.unwrap(), Some(report(name)));
    }
    drop(send);
    assert_eq!(rows.try_next().await.unwrap(), None);
}
