//! What the planning of operations decides, beyond single names.

use super::{BodyFormat, Gate, OperationPlan, Outcome, Plan, fixtures};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::{Header, MediaKind, Operation, Response, Status};

fn planned(operations: Vec<Operation>) -> (Plan, Diagnostics) {
    let mut diag = Diagnostics::default();
    let plan = super::plan(&fixtures::api(operations), &Config::new(), Gate::Feature, &mut diag);
    (plan, diag)
}

fn operation(id: &str, responses: Vec<Response>) -> Operation {
    Operation { id: Some(id.to_owned()), responses, ..fixtures::operation("GET", &format!("/{id}")) }
}

fn first(plan: &Plan) -> &OperationPlan {
    &plan.operations.groups[0].operations[0]
}

fn with_headers(names: &[&str], component: Option<&str>) -> Response {
    let header = |name: &&str| Header {
        name: (*name).to_owned(),
        required: false,
        explode: false,
        ty: fixtures::string(),
        doc: Default::default(),
        place: fixtures::place("/headers"),
    };
    let response = fixtures::response(Status::Code(200), Some(MediaKind::Json));
    Response { headers: names.iter().map(header).collect(), component: component.map(str::to_owned), ..response }
}

#[test]
fn equal_headers_share_a_struct_that_is_named_after_none_of_the_operations() {
    let limits = ["X-RateLimit-Limit", "X-RateLimit-Reset"];
    let (plan, _) = planned(vec![
        operation("a", vec![with_headers(&limits, None)]),
        operation("b", vec![with_headers(&limits, None)]),
        operation("c", vec![with_headers(&["Location", "ETag"], None)]),
        operation("d", vec![with_headers(&["Location"], Some("Moved"))]),
    ]);
    let names: Vec<&str> = plan.operations.headers.iter().map(|headers| headers.ident.as_str()).collect();
    assert_eq!(names, ["RateLimitHeaders", "COkHeaders", "MovedHeaders"]);
}

#[test]
fn some_statuses_never_have_a_body() {
    let (plan, _) = planned(vec![operation("a", vec![fixtures::response(Status::Code(204), Some(MediaKind::Json))])]);
    let Outcome::One(answer) = &first(&plan).success else { panic!("{:?}", first(&plan).success) };
    assert_eq!(answer.body, None);
}

#[test]
fn json_is_preferred_and_the_others_are_named() {
    let mut response = fixtures::response(Status::Code(200), Some(MediaKind::Text));
    response.contents[0].media_type = "text/csv".to_owned();
    response.contents.extend(fixtures::response(Status::Code(200), Some(MediaKind::Json)).contents);
    let (plan, diag) = planned(vec![operation("a", vec![response])]);
    let body = first(&plan).success.answers()[0].body.as_ref().unwrap();
    assert_eq!((body.format, body.content), (BodyFormat::Json, 1));
    let message = &diag.iter().next().unwrap().message;
    assert!(message.contains("`text/csv` beside `application/json`"), "{message}");
}

#[test]
fn a_status_is_a_variant_by_its_reason_phrase() {
    let statuses = [Status::Code(404), Status::Code(499), Status::Range(5), Status::Default];
    let responses = statuses.map(|status| fixtures::response(status, None)).to_vec();
    let (plan, _) = planned(vec![operation("a", responses)]);
    let variants: Vec<&str> = first(&plan).failure.answers.iter().map(|answer| answer.variant.as_str()).collect();
    assert_eq!(variants, ["NotFound", "Status499", "ServerError", "Default"]);
}
