//! What the planning of operations decides, beyond single names.

use super::{Gate, OperationPlan, Outcome, Plan, fixtures};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::{
    Body, Content, Custom, Doc, Header, Kind, Location, MediaKind, Operation, Response, Shape, Status, StringFormat,
    Type, TypeDef, TypeHint, TypeId,
};

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
        json: false,
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
        operation("e", vec![with_headers(&["Location", "ETag"], None)]),
        operation("f", vec![with_headers(&limits, Some("Limited"))]),
    ]);
    let headers = plan.operations.headers.iter();
    let names: Vec<&str> =
        headers.flat_map(|it| std::iter::once(&it.ident).chain(&it.also)).map(|ident| ident.as_str()).collect();
    assert_eq!(names, ["RateLimitHeaders", "LimitedHeaders", "COkHeaders", "EOkHeaders", "MovedHeaders"]);
}

#[test]
fn some_statuses_never_have_a_body() {
    let (plan, _) = planned(vec![operation("a", vec![fixtures::response(Status::Code(204), Some(MediaKind::Json))])]);
    let Outcome::One(answer) = &first(&plan).success else { panic!("{:?}", first(&plan).success) };
    assert_eq!(answer.body, None);
}

/// A response with these media types, each of a kind and a type.
fn with_contents(contents: &[(&str, MediaKind, Kind)]) -> Response {
    let contents = contents.iter().map(|(media_type, kind, ty)| Content {
        media_type: (*media_type).to_owned(),
        kind: *kind,
        ty: Type::new(ty.clone()),
        encodings: Vec::new(),
        example: None,
    });
    Response { contents: contents.collect(), ..fixtures::response(Status::Code(200), None) }
}

/// The enum's name, for each alternative its variant and media types, what the client asks for, and what was said.
type Contents = (Option<String>, Vec<(String, Vec<String>)>, Vec<String>, Diagnostics);

fn content(response: Response) -> Contents {
    let (plan, diag) = planned(vec![operation("a", vec![response])]);
    let operation = first(&plan);
    let body = operation.success.answers()[0].body.as_ref().unwrap();
    let alternatives = body.alternatives.iter().map(|alternative| {
        let media = alternative.media.iter().map(|media| media.media_type.clone());
        (alternative.variant.to_string(), media.collect())
    });
    let choice = body.choice.as_ref().map(|choice| choice.ident.to_string());
    (choice, alternatives.collect(), operation.accept.clone(), diag)
}

#[test]
fn one_status_for_requests_that_are_not_as_documented() {
    let refusal = |codes: &[u16], method: &str, parameters: &[&str]| {
        let responses = codes.iter().map(|code| fixtures::response(Status::Code(*code), None)).collect();
        let parameters = parameters.iter().map(|name| fixtures::parameter(name, Location::Query)).collect();
        let contents = fixtures::response(Status::Default, Some(MediaKind::Json)).contents;
        let (doc, place) = (Doc::default(), fixtures::place("/requestBody"));
        let body = (method == "POST").then(|| Body { required: true, contents, doc, place });
        let operation = Operation { responses, parameters, body, ..fixtures::operation(method, "/a") };
        first(&planned(vec![operation]).0).refusal
    };
    assert_eq!(refusal(&[200, 400], "POST", &[]), Some(400));
    assert_eq!(refusal(&[200, 400], "GET", &["p"]), None, "it is the usual one for parameters");
    assert_eq!(refusal(&[200, 422], "GET", &["p"]), Some(422));
    assert_eq!(refusal(&[200, 422], "GET", &[]), None, "nothing can be wrong");
    assert_eq!(refusal(&[200, 400, 422], "POST", &["p"]), None);
    assert_eq!(refusal(&[200], "POST", &["p"]), None);
}

#[test]
fn bodies_of_one_type_under_two_names_have_no_conversions() {
    let (doc, place) = (Doc::default(), fixtures::place("/requestBody"));
    let contents = with_contents(&[
        ("application/x-www-form-urlencoded", MediaKind::Form, Kind::Named(TypeId(0))),
        ("text/plain", MediaKind::Text, TEXT),
        ("application/octet-stream", MediaKind::Bytes, TEXT),
    ])
    .contents;
    let body = Some(Body { required: true, contents, doc, place: place.clone() });
    let mut api = fixtures::api(vec![Operation { body, ..fixtures::operation("POST", "/a") }]);
    api.types.push(TypeDef {
        hint: TypeHint::Component("Order".to_owned()),
        doc: Doc::default(),
        place,
        shape: Shape::Alias(fixtures::string()),
        example: None,
        rules: Vec::new(),
        custom: Custom::default(),
    });
    let plan = super::plan(&api, &Config::new(), Gate::Feature, &mut Diagnostics::default());
    let variants = &first(&plan).body.as_ref().unwrap().variants;
    let convertible: Vec<_> = variants.iter().map(|variant| (variant.ident.as_str(), variant.convertible)).collect();
    assert_eq!(convertible, [("Form", false), ("Text", false), ("Binary", true)]);
}

const TEXT: Kind = Kind::String(StringFormat::Plain);

#[test]
fn media_types_of_one_type_are_one_alternative() {
    let (choice, alternatives, accept, diag) = content(with_contents(&[
        ("text/plain", MediaKind::Text, Kind::Boolean),
        ("application/json", MediaKind::Json, Kind::Boolean),
        ("text/json", MediaKind::Json, Kind::Boolean),
    ]));
    assert_eq!(choice, None);
    assert_eq!(alternatives, [("Json".to_owned(), vec!["application/json".to_owned(), "text/json".to_owned()])]);
    assert_eq!(accept, ["application/json", "text/json"]);
    assert!(diag.is_empty(), "{diag:?}");
}

#[test]
fn another_notation_of_the_same_is_left_out_and_named() {
    let (choice, alternatives, _, diag) = content(with_contents(&[
        ("application/xml", MediaKind::Text, Kind::Any),
        ("application/json", MediaKind::Json, Kind::Boolean),
        ("application/jose+jwe", MediaKind::Bytes, Kind::Boolean),
    ]));
    assert_eq!((choice, alternatives.len()), (None, 1));
    let messages: Vec<&str> = diag.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert!(messages[0].contains("`application/xml`") && messages[1].contains("jose"), "{messages:?}");
}

#[test]
fn media_types_of_several_types_are_an_enum() {
    let (choice, alternatives, accept, diag) = content(with_contents(&[
        ("text/csv", MediaKind::Text, TEXT),
        ("application/json", MediaKind::Json, Kind::Boolean),
        ("application/pdf", MediaKind::Bytes, Kind::String(StringFormat::Binary)),
    ]));
    assert_eq!(choice.as_deref(), Some("AContent"));
    let variants: Vec<&str> = alternatives.iter().map(|(variant, _)| variant.as_str()).collect();
    assert_eq!(variants, ["Json", "Csv", "Pdf"]);
    assert_eq!(accept, ["application/json", "text/csv;q=0.9", "application/pdf;q=0.8"]);
    assert!(diag.is_empty(), "{diag:?}");
}

#[test]
fn a_string_of_any_type_is_text_unless_it_comes_as_json() {
    let (_, alternatives, _, _) = content(with_contents(&[("*/*", MediaKind::Json, TEXT)]));
    assert_eq!(alternatives[0].1, ["*/*", "application/json"]);
}

#[test]
fn a_status_is_a_variant_by_its_reason_phrase() {
    let statuses = [Status::Code(404), Status::Code(499), Status::Range(5), Status::Default];
    let responses = statuses.map(|status| fixtures::response(status, None)).to_vec();
    let (plan, _) = planned(vec![operation("a", responses)]);
    let variants: Vec<&str> = first(&plan).failure.answers.iter().map(|answer| answer.variant.as_str()).collect();
    assert_eq!(variants, ["NotFound", "Status499", "ServerError", "Default"]);
}
