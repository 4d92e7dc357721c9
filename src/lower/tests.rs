//! Documents to operations, table by table.

use crate::diag::Diagnostics;
use crate::ir::{
    Api, Credential, EventForm, Kind, Location, MediaKind, Operation, ParameterStyle, Status, StringFormat, TypeHint,
};
use crate::lower::lower;
use crate::spec::Document;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

fn lowered(text: &str) -> (Api, Diagnostics) {
    let document = Document::from_text("test.yaml", &format!("{HEAD}{text}")).unwrap();
    assert!(!document.findings().has_errors(), "{:?}", document.findings());
    let mut diag = Diagnostics::default();
    let api = lower(&document, &mut diag);
    (api, diag)
}

/// The only operation of a path, and what was reported.
fn operation(path: &str, item: &str) -> (Operation, Vec<&'static str>) {
    let (mut api, diag) = lowered(&format!("paths:\n  {path}: {item}\n"));
    (api.operations.remove(0), diag.iter().map(|each| each.code).collect())
}

const OK: &str = "responses: {'204': {description: Done}}";

#[test]
fn parameters_have_the_defaults_of_their_location() {
    let (operation, codes) = operation(
        "'/a/{x}/{y}'",
        &format!(
            "{{get: {{parameters: [{{name: q, in: query, schema: {{type: array, items: {{type: string}}}}}}, {{name: y, in: path, required: true, schema: {{type: string}}}}, {{name: x, in: path, required: true, style: label, schema: {{type: string}}}}, {{name: h, in: header, schema: {{type: string}}}}, {{name: c, in: cookie, schema: {{type: string}}}}, {{name: d, in: query, style: deepObject, schema: {{type: object}}}}, {{name: j, in: query, content: {{application/json: {{schema: {{type: integer}}}}}}}}, {{name: p, in: query, style: pipeDelimited, schema: {{type: array}}}}, {{name: Accept, in: header, schema: {{type: string}}}}, {{name: s, in: query, style: simple, schema: {{type: string}}}}], {OK}}}}}"
        ),
    );
    let rows: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter.style, parameter.explode, parameter.required))
        .collect();
    assert_eq!(
        rows,
        [
            ("x", ParameterStyle::Label, false, true),
            ("y", ParameterStyle::Simple, false, true),
            ("q", ParameterStyle::Form, true, false),
            ("h", ParameterStyle::Simple, false, false),
            ("c", ParameterStyle::Form, true, false),
            ("d", ParameterStyle::DeepObject, true, false),
            ("j", ParameterStyle::Json, false, false),
            ("p", ParameterStyle::PipeDelimited, false, false),
            ("s", ParameterStyle::Form, true, false),
        ]
    );
    assert_eq!(codes, ["ignored-header", "style-of-other-location"]);
}

#[test]
fn operations_override_the_parameters_of_their_path() {
    let (operation, _) = operation(
        "/a",
        &format!(
            "{{summary: Item, parameters: [{{name: a, in: query, schema: {{type: string}}}}, {{name: B, in: header, schema: {{type: string}}}}], get: {{parameters: [{{name: a, in: query, required: true, schema: {{type: integer, default: 3}}}}, {{name: b, in: header, description: Own, schema: {{type: string}}}}], {OK}}}}}"
        ),
    );
    assert_eq!(operation.parameters.len(), 2);
    let first = &operation.parameters[0];
    assert!(first.required && matches!(first.ty.kind, Kind::Integer(_)) && first.default == Some(3.into()));
    assert_eq!(operation.parameters[1].doc.description.as_deref(), Some("Own"));
    assert_eq!(operation.doc.summary.as_deref(), Some("Item"));
}

#[test]
fn a_path_and_its_parameters_have_to_agree() {
    let (operation, codes) = operation(
        "'/a/{x}'",
        &format!("{{get: {{parameters: [{{name: z, in: path, required: true, schema: {{type: string}}}}], {OK}}}}}"),
    );
    assert_eq!(codes, ["parameter-not-in-path", "undeclared-path-parameter"]);
    assert_eq!(operation.parameters.len(), 1);
    assert_eq!((operation.parameters[0].name.as_str(), operation.parameters[0].location), ("x", Location::Path));
    let (_, diag) = lowered(&format!(
        "paths:\n  '/a/{{x}}': {{parameters: [{{name: x, in: path, required: true, schema: {{}}}}], get: {{operationId: o, {OK}}}}}\n  '/a/{{y}}': {{parameters: [{{name: y, in: path, required: true, schema: {{}}}}], get: {{operationId: o, {OK}}}}}\n"
    ));
    assert_eq!(diag.iter().map(|each| each.code).collect::<Vec<_>>(), ["duplicate-operation-id", "same-path"]);
}

#[test]
fn sloppy_templates_that_leave_no_doubt_are_understood() {
    let declared =
        |location: &str, name: &str| format!("{{name: {name}, in: {location}, required: true, schema: {{}}}}");
    let wire = |path: &str, parameters: &[String]| {
        let (operation, codes) =
            operation(path, &format!("{{get: {{parameters: [{}], {OK}}}}}", parameters.join(", ")));
        let names = operation.parameters.iter().map(|parameter| (parameter.location, parameter.name.clone()));
        (operation.path.wire(), names.collect::<Vec<_>>(), codes)
    };
    let id = |path: &str| wire(path, &[declared("path", "userId")]);
    for path in ["'/a/{userId*}'", "'/a/{.userId}'", "'/a/{user_id}'", "'/a/{userId:[0-9]+}'", "'/a/{+UserID}{?page}'"]
    {
        let expected = ("/a/{userId}".to_owned(), vec![(Location::Path, "userId".to_owned())], vec![]);
        assert_eq!(id(path), expected, "{path}");
    }
    let query = wire("'/a?v=1&user={userId}#part'", &[declared("path", "userId")]);
    assert_eq!(query, ("/a?v=1".to_owned(), vec![(Location::Query, "user".to_owned())], vec![]));
    let undeclared = wire("'/a?user={userId}'", &[]);
    assert_eq!(undeclared.1, [(Location::Query, "user".to_owned())]);
    assert_eq!(undeclared.2, ["undeclared-path-parameter"]);
}

#[test]
fn the_whole_query_may_be_a_parameter() {
    let (operation, codes) = operation(
        "/a",
        &format!(
            "{{get: {{parameters: [{{name: q, in: querystring, required: true, content: {{application/x-www-form-urlencoded: {{schema: {{type: object}}}}}}}}, {{name: c, in: cookie, style: cookie, schema: {{type: string}}}}, {{name: 'X Y', in: header, schema: {{type: string}}}}], {OK}}}}}"
        ),
    );
    let [query, cookie] = &operation.parameters[..] else { panic!("{:?}", operation.parameters) };
    assert_eq!((query.location, query.style), (Location::QueryString, ParameterStyle::Urlencoded));
    assert!(query.required);
    assert_eq!(cookie.style, ParameterStyle::Cookie);
    assert_eq!(codes, ["impossible-header"]);
}

#[test]
fn success_is_a_2xx_or_else_the_default() {
    let statuses = |responses: &str| -> Vec<(Status, bool)> {
        let (operation, _) = operation("/a", &format!("{{get: {{responses: {responses}}}}}"));
        operation.responses.iter().map(|response| (response.status, response.success)).collect()
    };
    assert_eq!(
        statuses("{'404': {description: No}, default: {description: Fine}}"),
        [(Status::Code(404), false), (Status::Default, true)]
    );
    assert_eq!(
        statuses("{2XX: {description: Fine}, default: {description: Bad}}"),
        [(Status::Range(2), true), (Status::Default, false)]
    );
}

#[test]
fn media_types_mean_encodings() {
    let (operation, _) = operation(
        "/a",
        "{post: {requestBody: {required: true, content: {application/vnd.x+json: {}, 'text/csv; charset=utf-8': {}, image/png: {}, multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}, encoding: {f: {contentType: image/png}}}, application/x-www-form-urlencoded: {}, text/event-stream: {}, application/x-ndjson: {}}}, responses: {'200': {description: Yes, headers: {X-A: {schema: {type: integer}}, Content-Type: {schema: {type: string}}}}}}}",
    );
    let body = operation.body.unwrap();
    let kinds: Vec<MediaKind> = body.contents.iter().map(|content| content.kind).collect();
    assert_eq!(
        kinds,
        [
            MediaKind::Json,
            MediaKind::Text,
            MediaKind::Bytes,
            MediaKind::Multipart,
            MediaKind::Form,
            MediaKind::EventStream(EventForm::Text),
            MediaKind::JsonLines
        ]
    );
    assert!(body.required);
    assert_eq!(body.contents[2].ty.kind, Kind::String(StringFormat::Binary));
    assert_eq!(body.contents[3].encodings[0].content_type.as_deref(), Some("image/png"));
    let headers: Vec<&str> = operation.responses[0].headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(headers, ["X-A"]);
}

#[test]
fn the_schema_of_an_event_stream_is_that_of_its_data_or_of_its_events() {
    let (text, boolean) = (Kind::String(StringFormat::Plain), Kind::Boolean);
    let event = |event: &str, data: &str| format!("{{properties: {{event: {event}, data: {data}}}}}");
    let named = event("{type: string, enum: [a]}", "{type: boolean}");
    for (media, form, kind) in [
        ("{}".to_owned(), EventForm::Text, Some(&text)),
        ("{schema: {type: string}}".to_owned(), EventForm::Text, Some(&text)),
        ("{schema: {type: boolean}}".to_owned(), EventForm::Json, Some(&boolean)),
        ("{schema: {type: array, items: {type: boolean}}}".to_owned(), EventForm::Json, Some(&boolean)),
        ("{schema: {properties: {data: {type: boolean}, more: {}}}}".to_owned(), EventForm::Json, None),
        (format!("{{schema: {}}}", event("{type: string}", "{type: boolean}")), EventForm::Json, Some(&boolean)),
        (format!("{{schema: {}}}", event("{type: string}", "{type: string}")), EventForm::Text, Some(&text)),
        (format!("{{schema: {named}}}"), EventForm::Whole, None),
        (format!("{{schema: {{oneOf: [{named}, {named}]}}}}"), EventForm::Whole, None),
        (format!("{{schema: {{oneOf: [{named}, {{type: object}}]}}}}"), EventForm::Json, None),
    ] {
        let response = format!("{{description: Yes, content: {{text/event-stream: {media}}}}}");
        let (operation, _) = operation("/a", &format!("{{get: {{responses: {{'200': {response}}}}}}}"));
        let content = &operation.responses[0].contents[0];
        assert_eq!(content.kind, MediaKind::EventStream(form), "{media}");
        assert!(kind.is_none_or(|kind| *kind == content.ty.kind), "{media}: {:?}", content.ty);
    }
}

#[test]
fn credentials_are_alternatives_of_combinations() {
    let (api, diag) = lowered(&format!(
        "security: [{{a: []}}]\ncomponents:\n  securitySchemes:\n    a: {{type: apiKey, in: header, name: X-Key, x-specwright-env: KEY}}\n    b: {{type: http, scheme: Bearer}}\n    o: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: 'https://x.test/t', scopes: {{r: Read}}}}}}}}\n    m: {{type: mutualTLS}}\n    d: {{type: openIdConnect, openIdConnectUrl: 'https://x.test/c'}}\npaths:\n  /a: {{get: {{{OK}}}}}\n  /b: {{get: {{security: [], {OK}}}}}\n  /c: {{get: {{security: [{{a: [], o: [r]}}, {{b: []}}, {{}}], {OK}}}}}\n  /d: {{get: {{security: [{{}}], {OK}}}}}\n  /e: {{get: {{security: [{{nobody: []}}], {OK}}}}}\n"
    ));
    let schemes = |index: usize| -> Vec<usize> {
        api.operations[index].security.iter().map(|requirement| requirement.schemes.len()).collect()
    };
    assert_eq!((schemes(0), schemes(1), schemes(2), schemes(3)), (vec![1], vec![], vec![2, 1, 0], vec![]));
    assert_eq!(schemes(4), [1], "an operation is not opened to all because its scheme is not declared");
    assert_eq!((api.security[5].name.as_str(), &api.security[5].credential), ("nobody", &Credential::Undeclared));
    assert_eq!(api.security[0].env.as_deref(), Some("KEY"));
    assert_eq!(api.security[0].credential, Credential::Header("X-Key".to_owned()));
    assert_eq!(api.security[1].credential, Credential::Bearer);
    assert!(matches!(&api.security[2].credential, Credential::OAuth2(flows) if flows[0].scopes[0].0 == "r"));
    assert_eq!(api.security[3].credential, Credential::MutualTls);
    assert_eq!(diag.iter().map(|each| each.code).collect::<Vec<_>>(), ["unknown-scheme"]);
}

#[test]
fn servers_and_tags() {
    let (api, diag) = lowered(&format!(
        "servers:\n  - {{url: 'https://{{region}}.x.test/{{v}}', x-specwright-server-name: main, variables: {{region: {{default: eu, enum: [eu, us]}}}}}}\n  - {{url: /v2, x-specwright-rate-limit: false}}\n  - /bare\ntags: [{{name: t, description: D}}]\npaths:\n  /a:\n    servers: [{{url: 'https://other.test'}}]\n    get: {{tags: [u, t], {OK}}}\n"
    ));
    assert_eq!(api.servers[0].name.as_deref(), Some("main"));
    assert_eq!(api.servers[0].variables[0].values, ["eu", "us"]);
    assert_eq!(api.servers[0].with_defaults(), None, "`v` is not declared");
    assert_eq!(api.servers[2].with_defaults().as_deref(), Some("/bare"));
    assert!(api.servers[0].rate_limited && !api.servers[1].rate_limited);
    assert_eq!(api.operations[0].servers[0].url, "https://other.test");
    assert_eq!(api.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["t", "u"]);
    assert_eq!(diag.iter().map(|each| each.code).collect::<Vec<_>>(), ["undeclared-variable"]);
}

#[test]
fn components_are_lowered_once_and_named_after_themselves() {
    let (api, _) = lowered(
        "components:\n  responses:\n    Missing: {description: No, content: {application/json: {schema: {type: object, properties: {e: {type: string}}}}}}\npaths:\n  /a: {get: {responses: {'404': {$ref: '#/components/responses/Missing'}}}}\n  /b: {get: {responses: {'404': {$ref: '#/components/responses/Missing'}}}}\n",
    );
    assert_eq!(api.types.len(), 1);
    assert_eq!(
        api.types[0].hint,
        TypeHint::Inline { parent: None, words: vec!["Missing".to_owned(), "response".to_owned()] }
    );
    assert_eq!(api.operations[1].responses[0].component.as_deref(), Some("Missing"));
}
